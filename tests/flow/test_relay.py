"""A chain of centers: consent of the first comes through those between, and a recall returns."""

from __future__ import annotations

from itertools import pairwise

import msgspec
import pytest

from isthmus.exchange.consent import named
from isthmus.exchange.content import ConsentAnswer, ConsentQuestion, consent_items
from isthmus.flow.consenting import answer_consent, ask_consent, list_consents
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.posting import Letter
from isthmus.flow.recall import list_recalls, order_recall
from isthmus.flow.sharing import release
from isthmus.model.ids import shown_id
from isthmus.model.message import Kind, Outcome
from isthmus.model.release import ReleaseId
from tests import make
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import shown as shown_entity
from tests.flow.test_lies import told
from tests.make import Claim
from tests.make.exchanged import sixteen

CHAIN = ("alder", "birch", "cedar", "dogwood", "elm")
NAME = "Amina Haddad"


@pytest.fixture
def league() -> League:
    """Five centers, of which each has a pact with the next, and Alder knows of Amina."""
    league = League(*CHAIN)
    league.stages["alder"].say(Claim("amina", "name", NAME, "Person"))
    for one, other in pairwise(CHAIN):
        league.agree(pact(parties=(one, other), name=f"{one}-{other}"))
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("amina")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()
    return league


def about(league: League, center: str) -> str:
    [entity] = {row.entity for row in league.seen(center)}
    return shown_id("e", entity)


def asked(league: League, holder: str, recipient: str) -> str:
    """Have a center ask for consent to pass on; give the request."""
    wish = ConsentWish(recipient=recipient, entities=[about(league, holder)], reason="a trace")
    [found] = ask_consent(league.federations[holder], officer(holder), wish)
    league.settle()
    return found.id


def passed(league: League, holder: str, recipient: str) -> None:
    """Have a center pass on what it holds of Alder's, with Alder's consent."""
    request = asked(league, holder, recipient)
    decision = ConsentDecision(consent=request, give=True, reason="agreed")
    answer_consent(league.federations["alder"], officer("alder"), decision)
    league.settle()
    question = ReleaseQuestion(recipient=recipient, entities=[about(league, holder)])
    release(league.federations[holder], officer(holder), question)
    league.settle()


def chained(league: League) -> None:
    for one, other in pairwise(CHAIN[1:]):
        passed(league, one, other)


def has(league: League) -> list[str]:
    return [name for name in CHAIN if NAME in {row.value for row in league.seen(name)}]


def recalled(league: League) -> None:
    names = [shown(row) for row in league.seen("alder")]
    request = RecallRequest(statements=names, reason="another person")
    order_recall(league.federations["alder"], officer("alder"), request)


def test_consent_of_the_first_comes_through_those_in_between(league: League):
    """Protocol K10."""
    chained(league)
    assert has(league) == list(CHAIN)
    relayed = {
        name: [(one.holder, one.recipient, one.state) for one in found]
        for name in ("birch", "cedar")
        for found in [list_consents(league.federations[name], officer(name))]
    }
    assert ("dogwood", "elm", "given") in relayed["birch"]
    assert ("dogwood", "elm", "given") in relayed["cedar"]


def test_a_consent_that_was_passed_on_lets_only_its_holder_pass_on(league: League):
    """Cedar carried Alder's consent for Dogwood, and may itself release nothing to Elm."""
    chained(league)
    league.agree(pact(parties=("cedar", "elm"), name="cedar-elm"))
    question = ReleaseQuestion(recipient="elm", entities=[about(league, "cedar")])
    done = release(league.federations["cedar"], officer("cedar"), question)
    assert done.messages == []
    assert {row.why for row in done.run.rows} == {"consent"}


def test_a_refusal_comes_through_as_well(league: League):
    passed(league, "birch", "cedar")
    request = asked(league, "cedar", "dogwood")
    decision = ConsentDecision(consent=request, give=False, reason="no")
    answer_consent(league.federations["alder"], officer("alder"), decision)
    league.settle()
    [mine] = [
        one
        for one in list_consents(league.federations["cedar"], officer("cedar"))
        if one.holder == "cedar"
    ]
    assert mine.state == "refused"


def test_a_recall_reaches_the_last_of_five_and_every_proof_comes_back(league: League):
    chained(league)
    recalled(league)
    league.settle()
    assert has(league) == ["alder"]
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert recall.complete
    assert [one.holder for one in recall.holders] == list(CHAIN[1:])


def test_it_does_so_once_a_road_in_the_middle_is_mended(league: League):
    chained(league)
    league.cut |= {("cedar", "dogwood"), ("dogwood", "cedar")}
    recalled(league)
    league.settle()
    assert has(league) == ["alder", "dogwood", "elm"]
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert not recall.complete
    league.heal()
    league.settle()
    assert has(league) == ["alder"]
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert recall.complete


def test_a_request_about_what_never_came_through_here_is_refused(league: League):
    """Protocol K10."""
    ids = [ReleaseId(sixteen("never"))]
    question = ConsentQuestion(
        consent=sixteen("lie"),
        origin="alder",
        holder="cedar",
        named=named(ids),
        recipient="dogwood",
        purpose=make.PURPOSE,
        reason="a lie",
        asked_at=make.NOW,
    )
    letter = Letter("birch", Kind.CONSENT_REQUEST, consent_items(question, ids))
    assert told(league, "cedar", letter).outcome is Outcome.REFUSED
    assert not list_consents(league.federations["alder"], officer("alder"))


def test_one_in_between_cannot_answer_for_the_origin(league: League):
    """Protocol K7, K10."""
    passed(league, "birch", "cedar")
    request = asked(league, "cedar", "dogwood")
    with league.stages["cedar"].store.reading() as unit:
        [mine] = [one for one in unit.consents.all() if one.holder == "cedar"]
    assert shown_id("c", mine.id) == request
    answer = ConsentAnswer(consent=mine.id, reason="sure", proof=b"no proof at all")
    letter = Letter("cedar", Kind.CONSENT_ANSWER, [msgspec.json.encode(answer)])
    assert told(league, "birch", letter).outcome is Outcome.REFUSED
    [kept] = [
        one
        for one in list_consents(league.federations["cedar"], officer("cedar"))
        if one.holder == "cedar"
    ]
    assert kept.state == "asked"
