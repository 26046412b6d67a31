"""Trust lists by message: keys that follow, keys that are revoked, centers that join and leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest

from isthmus.audit.entry import entry_from_bytes
from isthmus.errors import InputError, NotFound, PartnerError, StateError, UnavailableError
from isthmus.exchange.agreeing import signed_act
from isthmus.exchange.content import agreement_items
from isthmus.exchange.suite import key_id
from isthmus.exchange.trust import signed_list, vote
from isthmus.flow.agreements import decide_on
from isthmus.flow.carrying import confirmed, exported, taken_in
from isthmus.flow.dispatch import Patience, dispatch
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reception import receive
from isthmus.flow.sharing import release
from isthmus.flow.spreading import Acquainted, acquaint, lists_came, take_lists
from isthmus.flow.trust_lists import (
    OPEN_MAX,
    drop_old_keys,
    join_center,
    list_lists,
    part_center,
    propose_list,
    revoke_center,
    rotate_keys,
    sign_list,
)
from isthmus.flow.trusting import BESIDE, own_entry
from isthmus.model.agreement import Act
from isthmus.model.message import Kind
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown
from tests.make import Claim
from tests.unit.exchange.parties import CENTERS, Ring, document, keys, trusted

CLAIMS = (Claim("dhow", "name", "Sea Lark"), Claim("dhow", "callSign", "QHCV8"))


class Roads:
    """The roads of a league, on which lists go too."""

    def __init__(self, league: League) -> None:
        self.league = league
        self.acquainted = {name: Acquainted() for name in league.stages}
        self.asked: list[tuple[str, str]] = []

    def settle(self) -> None:
        while any(self.send(name) for name in self.league.federations):
            pass

    def send(self, name: str) -> int:
        one = self.league.federations[name]
        return dispatch(
            one,
            self.league.carrier(name),
            self.league.patience[name],
            lambda partner: acquaint(one, partner, self.ask(name), self.acquainted[name]),
        )

    def ask(self, name: str):
        def ask(partner: str, said: bytes) -> bytes:
            if (name, partner) in self.league.cut or partner not in self.league.federations:
                raise UnavailableError("the road is cut")
            self.asked.append((name, partner))
            return lists_came(self.league.federations[partner], said)

        return ask


@pytest.fixture
def league() -> League:
    made = League()
    made.stages["alder"].say(*CLAIMS)
    made.agree(pact())
    return made


@pytest.fixture
def roads(league: League) -> Roads:
    return Roads(league)


def versions(league: League) -> dict[str, int]:
    return {name: one.trust.document.version for name, one in league.federations.items()}


def sign(league: League, center: str, digest: str) -> str:
    return sign_list(league.federations[center], officer(center), digest).state


def rotate(league: League, center: str, *, revoke: bool = False) -> str:
    return rotate_keys(league.federations[center], officer(center), revoke=revoke).digest


def send_claims(league: League) -> None:
    question = ReleaseQuestion(recipient="birch", entities=[shown("dhow")])
    release(league.federations["alder"], officer("alder"), question)


def values(league: League, center: str) -> set[str]:
    return {row.value for row in league.seen(center)}


def acts(league: League, center: str) -> list[str]:
    with league.stages[center].store.reading() as unit:
        sequenced = [entry for _, entry, _, _ in unit.audit.entries(None, 10_000)]
        pending = [entry for _, entry in unit.audit.pending(10_000)]
    return [entry_from_bytes(entry).act for entry in (*sequenced, *pending)]


def audited(league: League, center: str, act: str) -> int:
    return acts(league, center).count(act)


def test_keys_follow_once_more_than_half_have_signed(league: League, roads: Roads):
    """Protocol T1 and T3: nothing holds before; then every center holds it, and all goes on."""
    alder = league.federations["alder"]
    before = alder.keys.public
    digest = rotate(league, "alder")
    roads.settle()
    assert versions(league) == {"alder": 1, "birch": 1, "cedar": 1}
    page = list_lists(league.federations["birch"], officer("birch"))
    assert [(one.change, one.center) for one in page.lists[0].changes] == [
        ("keys dated", "alder"),
        ("keys added", "alder"),
    ]
    assert (page.lists[0].votes, page.lists[0].missing) == (["alder"], 1)
    assert sign(league, "birch", digest) == "adopted"
    roads.settle()
    assert versions(league) == {"alder": 2, "birch": 2, "cedar": 2}
    assert alder.keys.public != before
    assert {audited(league, name, "trust.adopted") for name in CENTERS} == {1}
    send_claims(league)
    roads.settle()
    assert values(league, "birch") == {"Sea Lark", "QHCV8"}


def test_what_waits_is_enclosed_again_under_the_keys_of_today(league: League, roads: Roads):
    """A message signed with keys that were revoked since comes all the same, under its number."""
    league.cut = {("alder", "birch"), ("birch", "alder")}
    send_claims(league)
    digest = rotate(league, "alder", revoke=True)
    roads.settle()
    sign(league, "cedar", digest)
    roads.settle()
    assert versions(league) == {"alder": 2, "birch": 2, "cedar": 2}
    league.heal()
    roads.settle()
    assert values(league, "birch") == {"Sea Lark", "QHCV8"}
    assert audited(league, "alder", "message.enclosed_again") >= 1
    with league.stages["alder"].store.reading() as unit:
        assert not list(unit.mail.partners())


def test_an_act_under_revoked_keys_is_not_taken_in_again(league: League, roads: Roads):
    """Protocol T6: whoever has the keys says of what he signs that it is old."""
    alder = league.federations["alder"]
    stolen = alder.keys
    digest = rotate(league, "alder", revoke=True)
    roads.settle()
    sign(league, "birch", digest)
    roads.settle()
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    old = kept.acts[0].at
    forged = signed_act(kept.digest, "alder", Act.END, old, stolen)
    genuine = [one for one in kept.acts if one.center == "alder"]
    items = agreement_items(kept.document, [*genuine, forged])
    letter = Letter("birch", Kind.AGREEMENT, items, agreement=kept.id, digest=kept.digest)
    league.stages["alder"].write(lambda unit: post(alder, unit, letter))
    roads.settle()
    with league.stages["birch"].store.reading() as unit:
        [there] = unit.agreements.all()
    assert [one.act for one in there.acts] == [Act.ACCEPT, Act.ACCEPT]
    # What Birch had taken in before stands, and comes again with every later act.
    decide_on(alder, officer("alder"), kept.digest.hex(), "suspend")
    roads.settle()
    with league.stages["birch"].store.reading() as unit:
        [there] = unit.agreements.all()
    assert {one.act for one in there.acts} == {Act.ACCEPT, Act.SUSPEND}


def test_revoked_keys_sign_nothing_any_more(league: League, roads: Roads):
    """Whoever has the old keys of Alder is not believed by those who hold the list."""
    stolen = league.federations["alder"].keys
    digest = rotate(league, "alder", revoke=True)
    roads.settle()
    sign(league, "birch", digest)
    roads.settle()
    thief = replace(league.federations["alder"], ring=Ring(stolen))
    league.stages["alder"].write(
        lambda unit: post(thief, unit, Letter("birch", Kind.EXPIRY, [bytes(16)]))
    )
    with league.stages["alder"].store.reading() as unit:
        [waiting] = unit.mail.waiting("birch", 9)
    assert waiting.envelope is not None
    with pytest.raises(PartnerError, match="keys of the trust list"):
        receive(league.federations["birch"], waiting.envelope)


def test_a_receipt_that_was_lost_is_given_again_under_new_keys(league: League, roads: Roads):
    """The keys of Birch are revoked between its first answer and the second (protocol T5)."""
    send_claims(league)
    league.cut = {("birch", "alder")}
    roads.settle()
    digest = rotate(league, "birch", revoke=True)
    roads.settle()
    sign(league, "cedar", digest)
    roads.settle()
    league.heal()
    roads.settle()
    with league.stages["alder"].store.reading() as unit:
        assert not list(unit.mail.partners())
    assert versions(league) == {"alder": 2, "birch": 2, "cedar": 2}


def test_a_partner_that_was_away_gets_every_list_it_lacks_first(league: League, roads: Roads):
    """Protocol T4: before the first message under keys of which Cedar has not heard."""
    league.cut = {(a, b) for a in CENTERS for b in CENTERS if "cedar" in (a, b)}
    for _ in range(3):
        digest = rotate(league, "alder")
        roads.settle()
        sign(league, "birch", digest)
        roads.settle()
        for stage in league.stages.values():
            stage.clock.advance(timedelta(days=1))
    assert versions(league) == {"alder": 4, "birch": 4, "cedar": 1}
    league.heal()
    roads.settle()
    assert versions(league) == {"alder": 4, "birch": 4, "cedar": 4}
    with league.stages["alder"].store.reading() as unit:
        assert not list(unit.mail.partners())
    send_claims(league)
    roads.settle()
    asked = len(roads.asked)
    send_claims(league)
    roads.settle()
    assert len(roads.asked) == asked


def test_lists_go_by_medium_too(league: League):
    alder, birch, cedar = (league.federations[name] for name in CENTERS)
    digest = rotate(league, "alder", revoke=True)
    receipts = taken_in(birch, exported(alder, "birch")[1]).receipts
    assert confirmed(alder, receipts) == 1
    sign(league, "birch", digest)
    assert confirmed(birch, taken_in(alder, exported(birch, "alder")[1]).receipts) == 1
    send_claims(league)
    assert confirmed(alder, taken_in(birch, exported(alder, "birch")[1]).receipts) == 1
    assert values(league, "birch") == {"Sea Lark", "QHCV8"}
    # Cedar has heard nothing yet, and what Alder wrote for it was signed with revoked keys.
    assert taken_in(cedar, exported(alder, "cedar")[1]).refused == 0
    assert versions(league) == {"alder": 2, "birch": 2, "cedar": 2}


def test_a_center_joins_and_leaves(league: League, roads: Roads):
    alder = league.federations["alder"]
    entry = msgspec.json.decode(
        own_entry(alder.center, keys("alder").public, "https://elm.example")
    )
    entry |= {"center": "elm", "name": "Elm"}
    digest = join_center(alder, officer("alder"), msgspec.json.encode(entry)).digest
    roads.settle()
    sign(league, "cedar", digest)
    roads.settle()
    assert {tuple(one.partners) for one in league.federations.values()} == {
        ("birch", "cedar", "elm"),
        ("alder", "cedar", "elm"),
        ("alder", "birch", "elm"),
    }
    digest = part_center(alder, officer("alder"), "elm").digest
    roads.settle()
    assert sign(league, "birch", digest) == "proposed"
    roads.settle()
    assert sign(league, "cedar", digest) == "adopted"
    roads.settle()
    assert alder.partners == ["birch", "cedar"]


def test_others_revoke_the_keys_of_a_center_that_was_taken_over(league: League, roads: Roads):
    birch = league.federations["birch"]
    digest = revoke_center(birch, officer("birch"), "alder").digest
    roads.settle()
    sign(league, "cedar", digest)
    roads.settle()
    assert not birch.trust.has_current("alder", make.NOW)
    assert versions(league)["cedar"] == 2


def test_a_center_signs_one_list_of_a_version(league: League, roads: Roads):
    """Protocol T2."""
    mine, theirs = rotate(league, "alder"), rotate(league, "birch")
    roads.settle()
    with pytest.raises(StateError, match="one list of a version"):
        sign(league, "alder", theirs)
    assert sign(league, "cedar", mine) == "adopted"
    roads.settle()
    with pytest.raises(StateError, match="a list that is open"):
        sign(league, "cedar", theirs)
    page = list_lists(league.federations["cedar"], officer("cedar"))
    assert {one.digest: one.state for one in page.lists} == {mine: "adopted", theirs: "passed"}


def test_an_older_list_and_nonsense_are_told_as_what_they_are(league: League):
    alder = league.federations["alder"]
    with pytest.raises(StateError, match="after version 1, got version 1"):
        propose_list(alder, officer("alder"), msgspec.json.encode(document()))
    with pytest.raises(InputError, match="a trust list as JSON"):
        propose_list(alder, officer("alder"), b"nonsense")
    for name in ("00" * 32, "nonsense", ""):
        with pytest.raises(NotFound):
            sign_list(alder, officer("alder"), name)
    with pytest.raises(InputError, match="a center of the trust list"):
        part_center(alder, officer("alder"), "elm")


def told(league: League, sender: str, *items: bytes, digest: bytes = b"") -> str:
    """Have a center tell Birch something as a trust list; give what became of it there."""
    one = league.federations[sender]
    letter = Letter("birch", Kind.TRUST, items, digest=digest)
    league.stages[sender].write(lambda unit: post(one, unit, letter))
    league.settle()
    with league.stages[sender].store.reading() as unit:
        sent = unit.mail.sent("birch", unit.mail.next_sequence("birch") - 1)
    assert sent is not None
    assert sent.outcome is not None
    return sent.outcome.value


def raw(version: int = 2, **own: list[object]) -> bytes:
    return msgspec.json.encode(document(version=version, **own))  # type: ignore[arg-type]


def test_a_lying_list_changes_nothing(league: League):
    """Votes of nobody, of the sender for all, for another list: none counts (T1, K15)."""
    text = raw(2, birch=[trusted("birch", of="cedar")])
    digest = sha256(text).digest()
    mine = keys("cedar")
    lies = [vote(text, name, mine) for name in ("alder", "birch")]
    for_another = [vote(raw(3), "alder", keys("alder")), b"nonsense", b""]
    assert told(league, "cedar", text, *lies, *for_another, digest=digest) == "admitted"
    assert versions(league)["birch"] == 1
    assert told(league, "cedar", text, digest=bytes(32)) == "refused"
    assert told(league, "cedar", b"{}", digest=sha256(b"{}").digest()) == "refused"
    assert told(league, "cedar") == "refused"
    page = list_lists(league.federations["birch"], officer("birch"))
    assert [one.votes for one in page.lists] == [[]]


def test_nobody_fills_a_partner_with_proposals(league: League):
    outcomes = [
        told(league, "cedar", text, digest=sha256(text).digest())
        for text in (raw(2 + n) for n in range(OPEN_MAX + 2))
    ]
    assert outcomes == ["admitted"] * OPEN_MAX + ["refused"] * 2


def test_a_list_that_too_few_have_signed_is_noted_and_left(league: League):
    birch = league.federations["birch"]
    text = raw()
    assert take_lists(birch, [signed_list(text, [vote(text, "alder", keys("alder"))]), b"no"]) == 0
    assert versions(league)["birch"] == 1
    assert audited(league, "birch", "trust.disbelieved") == 2
    with pytest.raises(PartnerError):
        lists_came(birch, b"nonsense")


def test_keys_that_are_over_for_a_month_are_destroyed(league: League, roads: Roads):
    """Protocol T7."""
    alder = league.federations["alder"]
    digest = rotate(league, "alder")
    roads.settle()
    sign(league, "birch", digest)
    roads.settle()
    assert drop_old_keys(alder) == 0
    assert len(alder.ring.sets) == 2
    league.stages["alder"].clock.advance(2 * BESIDE)
    assert drop_old_keys(alder) == 1
    assert [key_id(one.public) for one in alder.ring.sets] == [key_id(alder.keys.public)]


def test_keys_that_never_came_into_a_list_are_used_again_unless_they_may_be_known(league: League):
    alder = league.federations["alder"]
    rotate(league, "alder")
    made = alder.ring.sets[-1].public
    league.stages["alder"].clock.advance(timedelta(minutes=1))
    with pytest.raises(StateError, match="one list of a version"):
        rotate(league, "alder")
    assert alder.ring.sets[-1].public == made
    with pytest.raises(StateError, match="one list of a version"):
        rotate(league, "alder", revoke=True)
    assert alder.ring.sets[-1].public != made


def test_an_unreachable_partner_is_left_alone_for_a_while(league: League, roads: Roads):
    league.cut = {("alder", "birch")}
    send_claims(league)
    patience = Patience()
    one: Federation = league.federations["alder"]
    sent = dispatch(
        one,
        league.carrier("alder"),
        patience,
        lambda partner: acquaint(one, partner, roads.ask("alder"), Acquainted()),
    )
    assert sent == 0
    assert patience.failures == {"birch": 1}
