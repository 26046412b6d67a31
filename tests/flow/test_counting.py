"""Counts: what only counts may leave of, told to a partner and kept at both ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.exchange.content import counted_bytes
from isthmus.flow.counting import list_counts, release_counts, try_counts
from isthmus.flow.documents.sharing import CountQuestion, ReleaseQuestion
from isthmus.flow.posting import Letter
from isthmus.flow.sharing import release
from isthmus.model.message import Kind, Outcome
from isthmus.model.release import Counted
from isthmus.share.document import Aggregate
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import HIGH, LOW
from tests.flow.stage import shown as shown_entity
from tests.flow.test_lies import told
from tests.make import Claim
from tests.unit.share.documents import permit

TO_BIRCH = CountQuestion(recipient="birch")
PEOPLE = ("amina", "basim", "carla")


def counting(*, minimum: int = 3, actions: tuple[str, ...] = ("aggregate",)) -> League:
    """Give Alder, which knows of three persons, a vessel, and one more under another label."""
    league = League()
    alder = league.stages["alder"]
    for name in PEOPLE:
        alder.say(Claim(name, "name", name.title(), "Person"), raw=name.encode())
    alder.say(Claim("dhow", "name", "Sea Lark"), raw=b"dhow")
    alder.say(Claim("secret", "name", "S.", "Person"), label=HIGH, raw=b"secret")
    article = permit(
        actions=list(actions),
        recipients=["alder", "birch"],
        data_categories=sorted(LOW.data_categories),
        subject_categories="any",
        legal_bases="any",
        obligations=[Aggregate(minimum=minimum)],
    )
    league.agree(pact(article))
    return league


def test_a_partner_learns_how_many_there_are_and_both_keep_it():
    """Protocol K11."""
    league = counting()
    run = release_counts(league.federations["alder"], officer("alder"), TO_BIRCH)
    assert [(one.schema, one.count) for one in run.counts] == [("Person", 3)]
    league.settle()
    for name, left in (("alder", True), ("birch", False)):
        [row] = list_counts(league.federations[name], officer(name))
        assert (row.schema, row.count, row.left) == ("Person", 3, left)
    assert not league.seen("birch")


def test_trying_sends_nothing():
    league = counting()
    run = try_counts(league.federations["alder"], officer("alder"), TO_BIRCH)
    assert len(run.counts) == 1
    league.settle()
    assert not list_counts(league.federations["birch"], officer("birch"))


@pytest.mark.parametrize(("minimum", "expected"), [(2, 1), (3, 1), (4, 0)])
def test_what_is_too_few_is_not_told(minimum: int, expected: int):
    league = counting(minimum=minimum)
    run = try_counts(league.federations["alder"], officer("alder"), TO_BIRCH)
    assert len(run.counts) == expected


def test_an_article_that_lets_nothing_be_counted_counts_nothing():
    league = counting(actions=("match",))
    assert not try_counts(league.federations["alder"], officer("alder"), TO_BIRCH).counts


def test_the_counts_of_a_release_travel_with_it():
    league = counting(actions=("release",))
    names = [shown_entity(name) for name in PEOPLE]
    question = ReleaseQuestion(recipient="birch", entities=names)
    done = release(league.federations["alder"], officer("alder"), question)
    assert (done.run.leaving, len(done.messages)) == (0, 1)
    league.settle()
    [row] = list_counts(league.federations["birch"], officer("birch"))
    assert (row.schema, row.count) == ("Person", 3)


@pytest.mark.parametrize(
    ("count", "purpose", "outcome"),
    [
        (3, make.PURPOSE, Outcome.ADMITTED),
        (2, make.PURPOSE, Outcome.REFUSED),
        (3, "serious-crime", Outcome.REFUSED),
    ],
)
def test_a_count_that_the_agreement_does_not_let_be_told_is_refused(
    count: int, purpose: str, outcome: Outcome
):
    """Protocol K11."""
    league = counting()
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    letter = Letter(
        "birch",
        Kind.COUNTS,
        [counted_bytes(Counted(schema="Person", count=count))],
        agreement=kept.id,
        digest=kept.digest,
        purpose=purpose,
    )
    assert told(league, "alder", letter).outcome is outcome
    other = replace(letter, digest=bytes(32))
    assert told(league, "alder", other).outcome is Outcome.REFUSED
