"""Carrying by medium: files there and back do what the line does."""

from __future__ import annotations

import msgspec
import pytest

from isthmus.errors import PartnerError
from isthmus.flow.carrying import confirmed, exported, taken_in
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.sharing import release
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown as shown_entity
from tests.make import Claim


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.agree(pact())
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("dhow")])
    for _ in range(2):
        release(league.federations["alder"], officer("alder"), question)
    return league


def waiting(league: League) -> int:
    with league.stages["alder"].store.reading() as unit:
        return len(unit.mail.waiting("birch", 9))


def test_a_file_there_and_another_back_do_what_the_line_does(league: League):
    alder, birch = league.federations["alder"], league.federations["birch"]
    count, there = exported(alder, "birch")
    assert (count, waiting(league)) == (2, 2)
    done = taken_in(birch, there)
    assert (done.sender, done.taken, done.refused, done.expected) == ("alder", 2, 0, None)
    assert [row.value for row in league.seen("birch")] == ["Sea Lark"]
    assert (confirmed(alder, done.receipts), waiting(league)) == (2, 0)


def test_doing_a_step_twice_changes_nothing(league: League):
    alder, birch = league.federations["alder"], league.federations["birch"]
    _, there = exported(alder, "birch")
    first = taken_in(birch, there)
    assert taken_in(birch, there).receipts == first.receipts
    assert confirmed(alder, first.receipts) == 2
    assert confirmed(alder, first.receipts) == 0
    assert exported(alder, "birch")[0] == 0


def test_what_is_missing_is_named_and_nothing_after_it_is_taken(league: League):
    alder, birch = league.federations["alder"], league.federations["birch"]
    kind, sender, items, _ = msgspec.msgpack.decode(exported(alder, "birch")[1])
    with league.stages["birch"].store.reading() as unit:
        first = unit.mail.last_taken("alder") + 1
    done = taken_in(birch, msgspec.msgpack.encode([kind, sender, items[1:]]))
    assert (done.taken, done.expected) == (0, first)
    assert league.seen("birch") == []
    whole = taken_in(birch, msgspec.msgpack.encode([kind, sender, [b"junk", *items]]))
    assert (whole.taken, whole.refused, whole.expected) == (2, 1, None)


@pytest.mark.parametrize("raw", [b"", b"nonsense", b"\x93\xb3isthmus-envelopes/2\xa5alder\x90"])
def test_what_is_no_such_file_is_refused(league: League, raw: bytes):
    with pytest.raises(PartnerError, match="a file of envelopes"):
        taken_in(league.federations["birch"], raw)
    with pytest.raises(PartnerError, match="a file of receipts"):
        confirmed(league.federations["alder"], raw)


def test_whoever_finds_the_file_reads_nothing_in_it(league: League):
    _, there = exported(league.federations["alder"], "birch")
    assert b"Sea Lark" not in there
    cedar = taken_in(league.federations["cedar"], there)
    assert (cedar.taken, cedar.refused) == (0, 2)
    with pytest.raises(PartnerError):
        exported(league.federations["alder"], "elm")
