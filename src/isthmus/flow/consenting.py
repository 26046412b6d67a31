"""Consent: whoever wants to pass on what came from another asks that one, value by value.

1. The holder names the statements, for whom and for which purpose; the origin is told by message
   (protocol K6). Where it came through others, they pass question and answer on (K10).
2. A person at the origin sees the values that are meant, and gives consent until a day, or refuses.
3. The consent is signed. The holder's decisions count it for what it names, and the recipient
   sees it (K7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import msgspec

from isthmus.access.roles import Capability
from isthmus.errors import InputError, NotFound, PartnerError, StateError
from isthmus.exchange.consent import Given, named, read_consent, signed_consent
from isthmus.exchange.content import (
    ConsentAnswer,
    ConsentQuestion,
    answer_of,
    consent_items,
    consent_of,
)
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    ShownConsent,
)
from isthmus.flow.federation import Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.reasons import written_reason
from isthmus.flow.releasing import gathered
from isthmus.flow.showing.values import named_value
from isthmus.model.consent import Consent, Consented, ConsentState
from isthmus.model.ids import ID_BYTES, StatementSeq, parsed_id, shown_id
from isthmus.model.message import Kind, Verified
from isthmus.model.release import Received, ReleaseId
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.share.cedar import third_parties

DAYS_MAX: Final = 366


def ask_consent(federation: Federation, actor: Actor, wish: ConsentWish) -> list[ShownConsent]:
    """Ask every origin of what a person wants to pass on; one request per origin.

    Raises NotFound for an entity that he may not see, InputError where nothing of it came from
    another center.
    """
    ask = Ask("consent.asked", (f"recipient:{wish.recipient}", *wish.entities), _NEEDED)
    return act(federation.center, actor, ask, lambda r: ask_origins(federation, r, wish))


def answer_consent(federation: Federation, actor: Actor, decision: ConsentDecision) -> ShownConsent:
    """Give or refuse consent to what a partner wants to pass on.

    Raises NotFound for a request that is not to this center, StateError for one that is answered.
    """
    ask = Ask("consent.answered", (decision.consent,), _NEEDED)
    return act(federation.center, actor, ask, lambda r: _answer(federation, r, decision))


def list_consents(federation: Federation, actor: Actor) -> list[ShownConsent]:
    """Give every request, asked here or elsewhere, the newest first; values only as far as seen."""
    ask = Ask("consent.list", needs=_NEEDED)

    def fetch(reading: Reading) -> Answer[list[ShownConsent]]:
        shown = [_shown(reading, one) for one in reading.unit.consents.all()]
        return shown[::-1], [one.id for one in shown]

    return read(federation.center, actor, ask, fetch)


def request_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> int:
    """Note what a partner asks, or pass it on; give how many of its ids are of this center.

    Ids that were never released to it name nothing here. Raises PartnerError for the id of an
    earlier request: what a person looked at is what he answers.
    """
    question, releases = consent_of(verified)
    partner, wanted, own = verified.manifest.sender, set(releases), federation.center.id
    if unit.consents.get(question.consent) is not None:
        raise PartnerError("expected a request that is new, got the id of another")
    if question.origin == own and partner == question.holder and question.named != named(releases):
        raise PartnerError("expected the digest of the ids that are named, got another")
    rows = [
        Consented(question.consent, row.release, row.statement)
        for row in unit.releases.by_release(list(releases))
        if row.partner == partner and row.release in wanted
    ]
    consent = Consent(
        id=question.consent,
        origin=question.origin,
        holder=question.holder,
        recipient=question.recipient,
        purpose=question.purpose,
        reason=question.reason,
        asked_at=federation.center.clock.now(),
        named=question.named,
        via=partner,
    )
    if question.origin == own:
        unit.consents.ask(consent, rows)
    else:
        _relay(federation, unit, consent, rows)
    return len(rows)


def answer_came(federation: Federation, unit: UnitOfWork, verified: Verified) -> None:
    """Note an answer, and pass it on to whoever asked here.

    Raises PartnerError for one that is not signed for what was asked.
    """
    answer, now = answer_of(verified), federation.center.clock.now()
    asked = unit.consents.get(answer.consent)
    if asked is None or asked.through != verified.manifest.sender:
        raise PartnerError("expected the answer to a request of this center, got another")
    state, until = ConsentState.REFUSED, None
    if answer.proof:
        given = read_consent(answer.proof, federation.trust, now)
        told = (given.consent, given.origin, given.holder, given.recipient, given.purpose)
        wanted = (asked.id, asked.origin, asked.holder, asked.recipient, asked.purpose)
        if told != wanted or given.named != asked.named:
            raise PartnerError("expected a consent to what was asked, got one to something else")
        state, until = ConsentState.GIVEN, given.until
    first = unit.consents.answer(_answered(asked, state, now, until, answer.proof or None))
    if first and asked.via is not None:
        _tell(federation, unit, asked.via, answer)


def ask_origins(
    federation: Federation, reading: Reading, wish: ConsentWish
) -> Answer[list[ShownConsent]]:
    """Ask every origin of what a person wants to pass on, in the unit of what he does.

    An origin that released nothing to this center is asked through the partner that did.
    """
    unit, center = reading.unit, federation.center
    reason = written_reason(wish.reason)
    statements = gathered(reading, wish.entities)
    asked = []
    for (origin, through), rows in sorted(_by_origin(reading, statements).items()):
        releases = [row.release for row in rows]
        consent = Consent(
            id=center.entropy.random_bytes(ID_BYTES),
            origin=origin,
            holder=center.id,
            recipient=wish.recipient,
            purpose=reading.reader.purpose,
            reason=reason,
            asked_at=reading.at,
            named=named(releases),
            through=through,
        )
        mine = [replace(row, consent=consent.id) for row in rows]
        unit.consents.ask(consent, mine)
        _ask(federation, unit, consent, releases)
        asked.append(_shown(reading, consent))
    if not asked:
        raise InputError(say("expected something that came from another center, got none of it"))
    return asked, [one.id for one in asked]


def _by_origin(
    reading: Reading, statements: Sequence[Statement]
) -> dict[tuple[str, str], list[Consented]]:
    """Give what came from other centers, by whose consent it needs and whom to ask for it."""
    held: dict[StatementSeq, list[Received]] = defaultdict(list)
    for one in reading.unit.releases.holding(sorted({s.seq for s in statements})):
        held[one.statement].append(one)
    found: dict[tuple[str, str], list[Consented]] = defaultdict(list)
    for row in statements:
        origins = third_parties(reading.labels.label(row.label), reading.center.id)
        for origin in sorted(origins) if row.seq in held else ():
            # The origin itself, where it released that here; otherwise whoever passed it on.
            ways = sorted(held[row.seq], key=lambda way: (way.partner != origin, way.partner))
            line = Consented(b"", ways[0].release, row.seq)
            found[origin, ways[0].partner].append(line)
    return found


def _relay(
    federation: Federation, unit: UnitOfWork, consent: Consent, rows: Sequence[Consented]
) -> None:
    """Ask on for a partner: the partner that passed all of it on here is one step nearer."""
    ways: dict[str, dict[StatementSeq, ReleaseId]] = defaultdict(dict)
    wanted = {row.statement for row in rows}
    for one in unit.releases.holding(sorted(wanted)):
        ways[one.partner][one.statement] = one.release
    whole = [name for name, known in sorted(ways.items()) if set(known) == wanted]
    whole.sort(key=lambda name: name != consent.origin)
    if not rows or not whole or consent.via is None:
        raise PartnerError("expected a request about what came through here, got another")
    relayed = replace(consent, through=whole[0])
    unit.consents.ask(relayed, rows)
    known = ways[whole[0]]
    _ask(federation, unit, relayed, [known[statement] for statement in sorted(wanted)])


def _ask(
    federation: Federation, unit: UnitOfWork, consent: Consent, releases: Sequence[ReleaseId]
) -> None:
    question = ConsentQuestion(
        consent=consent.id,
        origin=consent.origin,
        holder=consent.holder,
        named=consent.named,
        recipient=consent.recipient,
        purpose=consent.purpose,
        reason=consent.reason,
        asked_at=consent.asked_at,
    )
    items = consent_items(question, releases)
    post(federation, unit, Letter(consent.through or "", Kind.CONSENT_REQUEST, items))


def _tell(federation: Federation, unit: UnitOfWork, partner: str, answer: ConsentAnswer) -> None:
    # One whose keys are over asks again; a recall needs no consent.
    with suppress(PartnerError):
        post(federation, unit, Letter(partner, Kind.CONSENT_ANSWER, [msgspec.json.encode(answer)]))


_NEEDED: Final = (Capability.RELEASE,)


def _answer(
    federation: Federation, reading: Reading, decision: ConsentDecision
) -> Answer[ShownConsent]:
    unit, center = reading.unit, federation.center
    consent = unit.consents.get(parsed_id("c", decision.consent))
    if consent is None or consent.origin != center.id:
        message = say("expected a request to this center, got {id}", id=decision.consent[:60])
        raise NotFound(message)
    if consent.state is not ConsentState.ASKED:
        raise StateError(say("expected a request without an answer, got one with it"))
    reason = written_reason(decision.reason)
    until, proof = None, b""
    if decision.give:
        until = reading.at + timedelta(days=min(max(decision.days, 1), DAYS_MAX))
        given = Given(
            consent=consent.id,
            origin=center.id,
            holder=consent.holder,
            recipient=consent.recipient,
            purpose=consent.purpose,
            named=consent.named,
            given_at=reading.at,
            until=until,
        )
        proof = signed_consent(given, federation.keys)
    state = ConsentState.GIVEN if decision.give else ConsentState.REFUSED
    answered = _answered(consent, state, reading.at, until, proof or None)
    unit.consents.answer(answered)
    answer = ConsentAnswer(consent=consent.id, reason=reason, proof=proof)
    items = [msgspec.json.encode(answer)]
    post(federation, unit, Letter(consent.via or consent.holder, Kind.CONSENT_ANSWER, items))
    return _shown(reading, answered), [decision.consent]


def _answered(
    consent: Consent,
    state: ConsentState,
    at: datetime,
    until: datetime | None,
    proof: bytes | None,
) -> Consent:
    return replace(consent, state=state, answered_at=at, given_until=until, proof=proof)


def _shown(reading: Reading, consent: Consent) -> ShownConsent:
    seqs: Sequence[StatementSeq] = [
        one.statement for one in reading.unit.consents.named(consent.id)
    ]
    rows = reading.unit.statements.by_seq(seqs, reading.reader)
    return ShownConsent(
        id=shown_id("c", consent.id),
        origin=consent.origin,
        holder=consent.holder,
        recipient=consent.recipient,
        purpose=consent.purpose,
        reason=consent.reason,
        asked_at=consent.asked_at,
        state=consent.state.value,
        answered_at=consent.answered_at,
        given_until=consent.given_until,
        count=len(seqs),
        values=[named_value(reading, row) for row in rows],
        labels=reading.labels.document(),
    )
