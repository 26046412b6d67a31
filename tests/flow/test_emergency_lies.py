"""What a partner that lies can do with emergencies: nothing that the agreement does not let it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from isthmus.exchange.emergency import (
    EmergencyAct,
    EmergencyDeclared,
    EmergencyEnded,
    signed_emergency,
)
from isthmus.flow.posting import Letter
from isthmus.model.emergency import emergency_id
from isthmus.model.message import Kind, Outcome, Receipt
from isthmus.share.document import Emergencies
from tests import make
from tests.flow.declaring import PARTIES, allied, article, ended, holding, leaves, names, seen_at
from tests.flow.league import League, pact
from tests.flow.test_lies import told
from tests.unit.exchange.parties import YEAR, keys

NOW = make.NOW
REFUSED = Outcome.REFUSED


def act(under: str, **changed: object) -> EmergencyDeclared:
    """Give what Alder may declare."""
    usual: dict[str, object] = {
        "center": "alder",
        "reason": "a dam broke",
        "agreement": "pact",
        "digest": bytes.fromhex(under),
        "declared_at": NOW,
        "begins_at": NOW,
        "until": NOW + 8 * make.HOUR,
    }
    return EmergencyDeclared(**{**usual, **changed})  # type: ignore[arg-type]


def sent(
    league: League,
    one: EmergencyAct,
    digest: str,
    *,
    signer: str = "alder",
    sender: str = "alder",
    to: str = "birch",
) -> Receipt:
    """Have a center send an act under a signature; give the receipt it gets."""
    items = [signed_emergency(one, keys(signer))]
    letter = Letter(to, Kind.EMERGENCY, items, agreement="pact", digest=bytes.fromhex(digest))
    return told(league, sender, letter)


def test_what_is_declared_as_it_should_be_is_taken():
    league, digest = allied()
    assert sent(league, act(digest), digest).outcome is Outcome.ADMITTED
    [one] = seen_at(league, "birch")
    assert (one.state, one.center) == ("holds", "alder")


@pytest.mark.parametrize(
    ("changed", "signer", "sender"),
    [
        ({}, "cedar", "alder"),
        ({}, "alder", "cedar"),
        ({"center": "cedar"}, "cedar", "alder"),
        ({"center": "birch"}, "alder", "alder"),
        ({"begins_at": NOW - 2 * YEAR, "declared_at": NOW - 2 * YEAR}, "alder", "alder"),
    ],
    ids=["forged", "passed on", "of another", "of the recipient", "old keys"],
)
def test_nobody_declares_for_another(changed: dict[str, object], signer: str, sender: str):
    """Protocol K12."""
    league, digest = allied()
    receipt = sent(league, act(digest, **changed), digest, signer=signer, sender=sender)
    assert receipt.outcome is REFUSED
    assert seen_at(league, "birch") == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"until": NOW + 73 * make.HOUR}, "last so long"),
        ({"until": NOW}, "last so long"),
        ({"declared_at": NOW + make.HOUR}, "last so long"),
        (
            {
                "declared_at": NOW + timedelta(days=3),
                "begins_at": NOW + timedelta(days=3),
                "until": NOW + timedelta(days=4),
            },
            "too far ahead",
        ),
        ({"agreement": "another"}, "not in force here"),
        ({"digest": bytes(32)}, "not in force here"),
    ],
    ids=["too long", "over at once", "backwards", "far ahead", "agreement", "digest"],
)
def test_what_the_agreement_does_not_let_be_declared_is_refused(
    changed: dict[str, object], why: str
):
    """Protocol K12."""
    league, digest = allied()
    receipt = sent(league, act(digest, **changed), digest)
    assert receipt.outcome is REFUSED
    assert why in receipt.reason
    assert seen_at(league, "birch") == []


def test_whom_the_agreement_does_not_name_declares_nothing():
    """Protocol K12."""
    league, digest = allied(Emergencies(declared_by=["birch"]))
    receipt = sent(league, act(digest), digest)
    assert receipt.reason == "the agreement does not let its sender declare an emergency"
    usual = pact(article(emergency=False), parties=PARTIES, name="pact")
    league = League()
    receipt = sent(league, act(plain := league.agree(usual)), plain)
    assert receipt.outcome is REFUSED


def test_no_declaration_counts_twice():
    """Protocol K12: what has ended is not opened again by the same declaration."""
    league, digest = allied()
    first = act(digest)
    sent(league, first, digest)
    [one] = seen_at(league, "birch")
    ended(league, one, "birch")
    for again in (first, act(digest, until=NOW + 24 * make.HOUR, reason="more")):
        assert sent(league, again, digest).outcome is REFUSED
    assert [one.state for one in seen_at(league, "birch")] == ["ended"]
    assert leaves(league, "birch", "alder") == 0


def test_nobody_takes_the_name_of_anothers_emergency():
    """Protocol K12: Cedar hears of it first, and tells Birch of one like it."""
    league, digest = allied()
    assert sent(league, act(digest), digest, to="cedar").outcome is Outcome.ADMITTED
    like = act(digest, center="cedar")
    assert sent(league, like, digest, signer="cedar", sender="cedar").outcome is Outcome.ADMITTED
    assert sent(league, act(digest), digest).outcome is Outcome.ADMITTED
    assert {one.center for one in seen_at(league, "birch")} == {"alder", "cedar"}


def over(emergency: bytes, center: str, at: datetime = NOW) -> EmergencyEnded:
    return EmergencyEnded(center=center, reason="it is over", emergency=emergency, ended_at=at)


def test_nobody_ends_what_is_not_its_own_or_its_partners():
    """Protocol K13."""
    league, digest = allied()
    held = holding(league, digest)
    name = emergency_id("alder", bytes.fromhex(digest), held.declared_at)

    def ends(one: EmergencyEnded, signer: str, sender: str, to: str) -> Outcome:
        return sent(league, one, digest, signer=signer, sender=sender, to=to).outcome

    assert ends(over(name, "cedar"), "cedar", "cedar", "birch") is REFUSED
    assert ends(over(name, "alder"), "cedar", "cedar", "birch") is REFUSED
    assert ends(over(name, "alder"), "alder", "cedar", "birch") is REFUSED
    assert ends(over(bytes(16), "alder"), "alder", "alder", "birch") is REFUSED
    assert leaves(league) == 1
    league.settle()
    assert names(league, "birch") == {"Sea Lark of alder"}
    assert ends(over(name, "alder"), "alder", "alder", "birch") is Outcome.ADMITTED
    assert ends(over(name, "alder"), "alder", "alder", "birch") is REFUSED


def test_no_stranger_to_the_agreement_ends_anything():
    """Protocol K13."""
    league = League()
    pair = ("alder", "birch")
    digest = league.agree(pact(article(recipients=list(pair)), parties=pair))
    held = holding(league, digest)
    name = emergency_id("alder", bytes.fromhex(digest), held.declared_at)
    stranger = over(name, "cedar")
    receipt = sent(league, stranger, digest, signer="cedar", sender="cedar", to="alder")
    assert receipt.outcome is REFUSED
    assert [one.state for one in seen_at(league, "alder")] == ["holds"]


@pytest.mark.parametrize("items", [[], [b"x"], [b"x", b"y"]], ids=["none", "other", "two"])
def test_what_is_no_act_is_refused_and_the_session_goes_on(items: list[bytes]):
    league, digest = allied()
    letter = Letter("birch", Kind.EMERGENCY, items, agreement="pact", digest=bytes.fromhex(digest))
    assert told(league, "alder", letter).outcome is REFUSED
    assert sent(league, act(digest), digest).outcome is Outcome.ADMITTED


def test_a_time_without_its_zone_is_refused():
    """Protocol E9."""
    league, digest = allied()
    naive = act(digest, until=(NOW + make.HOUR).replace(tzinfo=None))
    assert sent(league, naive, digest).outcome is REFUSED


def test_what_comes_after_its_time_opens_nothing():
    league, digest = allied()
    began = NOW - 9 * make.HOUR
    late = act(digest, declared_at=began, begins_at=began, until=NOW - make.HOUR)
    assert sent(league, late, digest).outcome is Outcome.ADMITTED
    assert [one.state for one in seen_at(league, "birch")] == ["over"]
    assert leaves(league, "birch", "alder") == 0
