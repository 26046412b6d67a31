"""Amina, of whom Alder knows, Birch learns, and Cedar in the end."""

from __future__ import annotations

from isthmus.flow.consenting import answer_consent, ask_consent
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.recall import order_recall
from isthmus.flow.sharing import release
from isthmus.model.ids import shown_id
from isthmus.model.label import Allowed, Label
from isthmus.share.document import Mask, Oblige
from tests import make
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import HIGH
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.share.cases import TITLE

AMINA = Claim("amina", "name", "Amina Haddad", "Person")
PASSPORT = Claim("amina", "passportNumber", "X1234567", "Person")
SECRET = Claim("amina", "notes", "an informant", "Person")
MASKED = Oblige(
    article="6",
    title=TITLE,
    actions=["release"],
    obligations=[Mask(properties=["passportNumber"], keep=3)],
)
FOREIGN = Label(
    classification=frozenset({("national", "OFFICIAL")}),
    originators=frozenset({"alder/police"}),
    releasable_to=Allowed.of("birch"),
    data_categories=frozenset({"identity"}),
    legal_bases=frozenset({"any act"}),
    purposes=Allowed.of(make.PURPOSE),
)
"""A label that Alder may give to Birch for the purpose."""
QUESTION = ReleaseQuestion(recipient="birch", entities=[shown_entity("amina")])


def three() -> League:
    """Give Alder, which knows of Amina and has a pact with Birch, and Cedar."""
    league = League()
    alder = league.stages["alder"]
    alder.say(AMINA, PASSPORT)
    alder.say(SECRET, label=HIGH, source="patrol")
    league.agree(pact(*pact().articles, MASKED))
    league.carried.clear()
    return league


def values(league: League, center: str) -> set[str]:
    return {row.value for row in league.seen(center)}


def released(league: League, to: str = "birch") -> list[str]:
    question = replace_question(to)
    done = release(league.federations["alder"], officer("alder"), question)
    league.settle()
    return done.messages


def replace_question(to: str) -> ReleaseQuestion:
    return ReleaseQuestion(recipient=to, entities=[shown_entity("amina")])


def foreign_entity(league: League, center: str) -> str:
    [entity] = {row.entity for row in league.seen(center)}
    return shown_id("e", entity)


def consented(league: League, *, give: bool = True) -> ReleaseQuestion:
    """Have Birch ask Alder for consent to pass on to Cedar, and Alder answer."""
    league.agree(pact(parties=("birch", "cedar"), name="chain"))
    released(league)
    birch, alder = league.federations["birch"], league.federations["alder"]
    about = [foreign_entity(league, "birch")]
    wish = ConsentWish(recipient="cedar", entities=about, reason="same trace")
    [asked] = ask_consent(birch, officer("birch"), wish)
    league.settle()
    decision = ConsentDecision(consent=asked.id, give=give, reason="agreed")
    answer_consent(alder, officer("alder"), decision)
    league.settle()
    return ReleaseQuestion(recipient="cedar", entities=about)


def recalled(league: League) -> None:
    """Have Alder call everything of Amina back."""
    names = [shown(row) for row in league.seen("alder") if row.source == make.SOURCE]
    request = RecallRequest(statements=names, reason="mistaken")
    order_recall(league.federations["alder"], officer("alder"), request)


def chained(league: League) -> None:
    """Have Cedar hold, through Birch, what came from Alder."""
    release(league.federations["birch"], officer("birch"), consented(league))
    league.settle()
    assert values(league, "cedar")
