"""What a source no longer says is corrected at every partner that got it."""

from __future__ import annotations

import pytest

from isthmus.flow.correcting import Progress, correct_due
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.recall import list_recalls
from isthmus.flow.replying import answer_request
from isthmus.flow.sharing import release
from isthmus.model.ids import StatementSeq
from isthmus.model.label import Label
from isthmus.model.release import HIDDEN
from isthmus.model.statement import State
from tests import make
from tests.flow.chain import consented, released, three, values
from tests.flow.inquiry import CALL, WIRED, approved, asked, proposed, two
from tests.flow.league import League, officer
from tests.flow.stage import HIGH, LOW
from tests.flow.stage import shown as shown_entity
from tests.flow.test_requests import WORDS
from tests.make import Claim

RENAMED = Claim("amina", "name", "Amina Haddad-Berg", "Person")
RENEWED = Claim("amina", "passportNumber", "Y7654321", "Person")


@pytest.fixture
def league() -> League:
    return three()


def number(league: League, value: str) -> StatementSeq:
    """Give Alder's statement of a value."""
    [row] = [row for row in league.seen("alder") if row.value == value]
    return row.seq


def taken_back(league: League, *old: str) -> None:
    """Have Alder's source take values back."""
    seqs = [number(league, value) for value in old]
    at = make.NOW
    league.stages["alder"].write(
        lambda unit: unit.statements.set_state(seqs, State.RETRACTED, at, "not said any more")
    )


def instead(league: League, claim: Claim, *old: str, label: Label = LOW) -> None:
    """Have Alder's source say something else in the place of values."""
    league.stages["alder"].say(claim, label=label, raw=f"{claim}".encode())
    taken_back(league, *old)
    correct_due(league.federations["alder"], Progress())
    league.settle()


def test_a_corrected_value_takes_the_place_of_the_old_one(league: League):
    """Protocol K9."""
    released(league)
    instead(league, RENAMED, "Amina Haddad")
    assert values(league, "birch") == {RENAMED.value, HIDDEN * 5 + "567"}
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert (recall.complete, recall.items) == (True, 1)
    assert recall.reason == "its source no longer says so"


def test_the_new_value_is_redacted_as_the_old_one_was(league: League):
    released(league)
    instead(league, RENEWED, "X1234567")
    assert values(league, "birch") == {"Amina Haddad", HIDDEN * 5 + "321"}


def test_what_is_only_taken_back_goes(league: League):
    released(league)
    taken_back(league, "Amina Haddad")
    assert correct_due(league.federations["alder"], Progress()) == 1
    league.settle()
    assert values(league, "birch") == {HIDDEN * 5 + "567"}
    assert correct_due(league.federations["alder"], Progress()) == 0


def test_a_new_value_under_a_label_that_no_article_covers_stays(league: League):
    released(league)
    instead(league, RENAMED, "Amina Haddad", label=HIGH)
    assert values(league, "birch") == {HIDDEN * 5 + "567"}


def test_it_goes_from_the_last_copy_too(league: League):
    birch = league.federations["birch"]
    release(birch, officer("birch"), consented(league))
    league.settle()
    assert "Amina Haddad" in values(league, "cedar")
    instead(league, RENAMED, "Amina Haddad")
    assert "Amina Haddad" not in values(league, "cedar")
    assert RENAMED.value in values(league, "birch")
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert {one.holder for one in recall.holders} == {"birch", "cedar"}
    assert recall.complete


def test_what_nobody_got_is_nobodys_business(league: League):
    taken_back(league, "Amina Haddad")
    assert correct_due(league.federations["alder"], Progress()) == 0
    assert not list_recalls(league.federations["alder"], officer("alder"))


def test_what_is_said_again_is_not_called_back(league: League):
    released(league)
    again = number(league, "Amina Haddad")
    taken_back(league, "Amina Haddad")
    league.stages["alder"].write(
        lambda unit: unit.statements.set_state([again], State.ASSERTED, make.NOW, "said again")
    )
    assert correct_due(league.federations["alder"], Progress()) == 0


def test_a_partner_that_is_cut_off_is_corrected_once_it_is_back(league: League):
    released(league)
    league.cut.add(("alder", "birch"))
    instead(league, RENAMED, "Amina Haddad")
    assert "Amina Haddad" in values(league, "birch")
    league.heal()
    league.settle()
    assert values(league, "birch") == {RENAMED.value, HIDDEN * 5 + "567"}


def test_what_left_with_two_persons_is_corrected_under_the_same_article():
    league = two()
    sent = asked(league)
    proposed(league, sent.id)
    alder = league.federations["alder"]
    approved(league, sent.id)
    answer_request(alder, officer("alder"), sent.id, WORDS)
    league.settle()
    changed = Claim("amina", "phone", "+4670555777", "Person")
    instead(league, changed, CALL.value, label=WIRED)
    came = {row.value for row in league.seen("birch") if row.source == "alder"}
    assert "+4670555777" in came
    assert CALL.value not in came


def test_what_needed_no_second_person_does_not_bring_what_does():
    """The article of the old value must be the one that lets the new value leave."""
    league = two()
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("amina")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()
    wired = Claim("amina", "name", "Amina H.", "Person")
    instead(league, wired, "Amina Haddad", label=WIRED)
    came = {row.value for row in league.seen("birch") if row.source == "alder"}
    assert came == {HIDDEN * 5 + "567"}
