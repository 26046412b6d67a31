"""What a partner that lies can do with agreements, consents and receipts: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from msgspec import Struct

from isthmus.errors import UnavailableError
from isthmus.exchange.agreeing import signed_act
from isthmus.exchange.consent import Given, named, signed_consent
from isthmus.exchange.content import (
    ConsentAnswer,
    ConsentQuestion,
    RecallOrder,
    agreement_items,
    consent_items,
)
from isthmus.exchange.receipt import read_receipt
from isthmus.flow.consenting import ask_consent, list_consents
from isthmus.flow.documents.sharing import ConsentWish, RecallRequest, ReleaseQuestion
from isthmus.flow.posting import Letter, post
from isthmus.flow.recall import list_recalls, order_recall
from isthmus.flow.sharing import release
from isthmus.model.agreement import Act, AgreementState, state_of
from isthmus.model.ids import shown_id
from isthmus.model.message import Kind, Outcome, Receipt
from isthmus.model.release import ReleaseId
from isthmus.share.agreement import read_agreement
from tests import make
from tests.fakes import MemoryStore
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.exchange.parties import keys


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.agree(pact())
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("dhow")])
    release(league.federations["alder"], officer("alder"), question)
    league.settle()
    return league


def told(league: League, sender: str, letter: Letter) -> Receipt:
    """Have a center write what its own software would not, and give the receipt it gets."""
    federation = league.federations[sender]
    league.stages[sender].write(lambda unit: post(federation, unit, letter))
    league.settle()
    with league.stages[sender].store.reading() as unit:
        last = unit.mail.sent(letter.partner, unit.mail.next_sequence(letter.partner) - 1)
    assert last is not None
    assert last.receipt is not None
    return read_receipt(last.receipt, league.trust, make.NOW)


def acts(raw: bytes, *signers: tuple[str, str]) -> Sequence[bytes]:
    """Give the items of an agreement: per act the party it is said to be of, and who signed it."""
    digest = read_agreement(raw).digest
    signed = [signed_act(digest, name, Act.ACCEPT, make.NOW, keys(by)) for name, by in signers]
    return agreement_items(raw, signed)


@pytest.mark.parametrize(
    ("signers", "outcome"),
    [
        ((("alder", "alder"),), Outcome.ADMITTED),
        ((("alder", "alder"), ("birch", "alder")), Outcome.REFUSED),
        ((("alder", "cedar"),), Outcome.REFUSED),
        ((("cedar", "cedar"),), Outcome.REFUSED),
    ],
    ids=["its own", "for the other", "by another", "of no party"],
)
def test_nobody_signs_an_agreement_for_another(
    league: League, signers: Sequence[tuple[str, str]], outcome: Outcome
):
    """Protocol K5."""
    raw = msgspec.json.encode(pact(name="wished"))
    digest = read_agreement(raw).digest
    items = acts(raw, *signers)
    letter = Letter("birch", Kind.AGREEMENT, items, agreement="wished", digest=digest)
    assert told(league, "alder", letter).outcome is outcome
    with league.stages["birch"].store.reading() as unit:
        kept = [one for one in unit.agreements.all() if one.id == "wished"]
    assert len(kept) == (outcome is Outcome.ADMITTED)
    assert all(state_of(one.parties, one.acts) is AgreementState.PROPOSED for one in kept)


def test_an_agreement_that_its_sender_is_no_party_to_is_refused(league: League):
    raw = msgspec.json.encode(pact(name="theirs"))
    letter = Letter(
        "birch",
        Kind.AGREEMENT,
        acts(raw, ("alder", "alder")),
        agreement="theirs",
        digest=read_agreement(raw).digest,
    )
    assert told(league, "cedar", letter).outcome is Outcome.REFUSED


def test_a_document_under_the_digest_of_another_is_refused(league: League):
    raw, other = (msgspec.json.encode(pact(name=name)) for name in ("one", "two"))
    letter = Letter(
        "birch",
        Kind.AGREEMENT,
        acts(raw, ("alder", "alder")),
        agreement="two",
        digest=read_agreement(other).digest,
    )
    assert told(league, "alder", letter).outcome is Outcome.REFUSED


def test_who_asks_about_ids_of_others_names_nothing(league: League):
    """Protocol K6: Cedar guesses, or has overheard, what Alder released to Birch."""
    with league.stages["alder"].store.reading() as unit:
        [row] = unit.releases.of_batch(unit.releases.batches()[0].message)
    question = ConsentQuestion(
        consent=bytes(16),
        origin="alder",
        holder="cedar",
        named=named([row.release, ReleaseId(bytes(16))]),
        recipient="birch",
        purpose=make.PURPOSE,
        reason="curious",
        asked_at=make.NOW,
    )
    items = consent_items(question, [row.release, ReleaseId(bytes(16))])
    assert told(league, "cedar", Letter("alder", Kind.CONSENT_REQUEST, items)).items == 0
    [asked] = list_consents(league.federations["alder"], officer("alder"))
    assert (asked.holder, asked.count, asked.values) == ("cedar", 0, [])


def untimed(what: Struct) -> bytes:
    """Write the head of a message with the one time in it without its zone."""
    return msgspec.json.encode(what).replace(b"00Z", b"00")


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (
            Kind.RECALL,
            RecallOrder(recall=bytes(16), origin="alder", reason="x", ordered_at=make.NOW),
        ),
        (
            Kind.CONSENT_REQUEST,
            ConsentQuestion(
                consent=bytes(16),
                origin="birch",
                holder="alder",
                named=named([ReleaseId(bytes(16))]),
                recipient="cedar",
                purpose=make.PURPOSE,
                reason="x",
                asked_at=make.NOW,
            ),
        ),
    ],
    ids=["recall", "consent request"],
)
def test_a_time_of_no_zone_is_refused_and_the_session_goes_on(
    league: League, kind: Kind, head: Struct
):
    """Protocol E9."""
    letter = Letter("birch", kind, [untimed(head), bytes(16)])
    assert told(league, "alder", letter).outcome is Outcome.REFUSED
    letter = Letter("birch", kind, [msgspec.json.encode(head), bytes(16)])
    assert told(league, "alder", letter).outcome is not Outcome.REFUSED


@pytest.mark.parametrize("sender", ["birch", "cedar"])
def test_no_request_widens_another(league: League, sender: str):
    """Protocol K6: whoever answers has seen what the first one names."""
    consent, _ = asked(league)
    question = ConsentQuestion(
        consent=consent,
        origin="alder",
        holder=sender,
        named=named([ReleaseId(bytes(16))]),
        recipient=sender,
        purpose="another",
        reason="more",
        asked_at=make.NOW,
    )
    items = consent_items(question, [ReleaseId(bytes(16))])
    letter = Letter("alder", Kind.CONSENT_REQUEST, items)
    assert told(league, sender, letter).outcome is Outcome.REFUSED
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.consents.all()
        assert (kept.holder, kept.recipient, kept.purpose) == ("birch", "cedar", make.PURPOSE)


def asked(league: League) -> tuple[bytes, list[ReleaseId]]:
    """Have Birch ask Alder for consent; give the request and what it names."""
    [entity] = {row.entity for row in league.seen("birch")}
    wish = ConsentWish(recipient="cedar", entities=[shown_id("e", entity)], reason="a trace")
    ask_consent(league.federations["birch"], officer("birch"), wish)
    league.settle()
    with league.stages["birch"].store.reading() as unit:
        [one] = unit.consents.all()
        return one.id, [row.release for row in unit.consents.named(one.id)]


@pytest.mark.parametrize(
    ("change", "signer", "sender", "outcome"),
    [
        ({}, "alder", "alder", Outcome.ADMITTED),
        ({"recipient": "alder"}, "alder", "alder", Outcome.REFUSED),
        ({"purpose": "another"}, "alder", "alder", Outcome.REFUSED),
        ({"named": bytes(32)}, "alder", "alder", Outcome.REFUSED),
        ({"until": make.NOW}, "alder", "alder", Outcome.REFUSED),
        ({}, "cedar", "alder", Outcome.REFUSED),
        ({"origin": "cedar"}, "cedar", "alder", Outcome.REFUSED),
        ({}, "alder", "cedar", Outcome.REFUSED),
    ],
    ids=["as asked", "recipient", "purpose", "ids", "over", "signer", "origin", "sender"],
)
def test_a_consent_to_something_else_is_none(
    league: League, change: dict[str, object], signer: str, sender: str, outcome: Outcome
):
    """Protocol K7."""
    consent, releases = asked(league)
    given = Given(
        consent=consent,
        origin="alder",
        holder="birch",
        recipient="cedar",
        purpose=make.PURPOSE,
        named=named(releases),
        given_at=make.NOW,
        until=make.NOW + timedelta(days=1),
    )
    proof = signed_consent(msgspec.structs.replace(given, **change), keys(signer))
    answer = ConsentAnswer(consent=consent, reason="agreed", proof=proof)
    letter = Letter("birch", Kind.CONSENT_ANSWER, [msgspec.json.encode(answer)])
    assert told(league, sender, letter).outcome is outcome
    with league.stages["birch"].store.reading() as unit:
        kept = unit.consents.get(consent)
    assert kept is not None
    assert (kept.proof is not None) == (outcome is Outcome.ADMITTED)


class Held(MemoryStore):
    """A store whose disk something holds for a while."""

    def __init__(self, store: MemoryStore) -> None:
        self.__dict__ = store.__dict__
        self.held = True

    def scrub(self, *, patience_s: float = 10.0) -> None:
        if self.held:
            raise UnavailableError(f"expected to have it within {patience_s} s")


def test_there_is_no_receipt_before_it_is_gone_from_the_disk(league: League):
    """Protocol R3: the order is carried out, and the originator gets no receipt yet."""
    store, birch = Held(league.stages["birch"].store), league.federations["birch"]
    league.federations["birch"] = replace(birch, center=replace(birch.center, store=store))
    [row] = league.seen("alder")
    request = RecallRequest(statements=[shown(row)], reason="mistaken")
    order_recall(league.federations["alder"], officer("alder"), request)
    league.settle()
    assert league.seen("birch") == []
    assert not list_recalls(league.federations["alder"], officer("alder"))[0].complete
    store.held = False
    league.heal()
    league.settle()
    assert list_recalls(league.federations["alder"], officer("alder"))[0].complete
