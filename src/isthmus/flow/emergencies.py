"""Emergencies: declared by one person, confirmed by another, told to every party, and ended.

1. A person declares one under an agreement in force that has articles for it, for some hours.
2. Another person confirms it: from then on it holds, is signed, and every other party is told.
3. It holds for what leaves between the center that declared it and each other party, and only
   where both ends know of it (protocol K14). What two others give each other it does not open.
4. One person can end it: at the center that declared it for all, at another party for that party
   alone. Otherwise it is over at its time; another may be declared.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from isthmus.access.roles import Capability
from isthmus.errors import AccessError, InputError, NotFound, PartnerError, StateError
from isthmus.exchange.emergency import (
    EmergencyAct,
    EmergencyDeclared,
    EmergencyEnded,
    emergency_of,
    signed_emergency,
)
from isthmus.exchange.envelope import AHEAD_MAX
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import digest_of, kept_agreement
from isthmus.flow.documents.emergencies import EmergencyWish, EmergencyWords, ShownEmergency
from isthmus.flow.federation import NOT_IN_FORCE, Federation
from isthmus.flow.posting import Letter, post
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.reasons import written_reason
from isthmus.flow.showing.emergencies import shown_emergencies
from isthmus.model.emergency import Emergency, EmergencyEnd, EmergencyState, emergency_id
from isthmus.model.ids import parsed_id, shown_id
from isthmus.model.message import Kind, Verified
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.share.agreement import Agreement

_NEEDED: Final = (Capability.AGREE,)


def declare_emergency(
    federation: Federation, actor: Actor, digest: str, wish: EmergencyWish
) -> ShownEmergency:
    """Declare an emergency under the agreement of a digest, in hex; another person must confirm it.

    Raises NotFound for an unknown agreement, StateError for one that is not in force, InputError
    where this center may declare none under it, or not for so long.
    """
    ask = Ask("emergency.declared", (digest[:64],), _NEEDED)

    def change(reading: Reading) -> Answer[ShownEmergency]:
        under = _under(federation, reading, digest_of(digest))
        until = reading.at + timedelta(hours=_hours(federation, under, wish.hours))
        declared = Emergency(
            id=emergency_id(federation.center.id, under.digest, reading.at),
            center=federation.center.id,
            agreement=under.id,
            digest=under.digest,
            reason=written_reason(wish.reason),
            declared_at=reading.at,
            until=until,
            by=actor.principal.id,
        )
        if not reading.unit.emergencies.declare(declared):
            raise StateError(say("expected an emergency that is new, got one that there is"))
        return _one(reading, actor, declared)

    return act(federation.center, actor, ask, change)


def confirm_emergency(federation: Federation, actor: Actor, emergency: str) -> ShownEmergency:
    """Confirm what another person declared: from now on it holds, and every party is told.

    Raises AccessError for one's own, StateError for one that does not await it.
    """
    ask = Ask("emergency.confirmed", (emergency,), _NEEDED)

    def change(reading: Reading) -> Answer[ShownEmergency]:
        found = _known(reading, emergency)
        if not _awaits(federation, reading, found):
            raise StateError(say("expected an emergency that awaits confirmation, got another"))
        if found.by == actor.principal.id:
            raise AccessError(say("expected another person than the one who declared it"))
        under = _under(federation, reading, found.digest)
        told = EmergencyDeclared(
            center=found.center,
            agreement=found.agreement,
            digest=found.digest,
            reason=found.reason,
            declared_at=found.declared_at,
            begins_at=reading.at,
            until=found.until,
        )
        signature = _tell(federation, reading.unit, under.document.parties, found, told)
        confirmed = replace(
            found, confirmed_by=actor.principal.id, begins_at=reading.at, signature=signature
        )
        reading.unit.emergencies.confirm(found.id, actor.principal.id, reading.at, signature)
        return _one(reading, actor, confirmed)

    return act(federation.center, actor, ask, change)


def end_emergency(
    federation: Federation, actor: Actor, emergency: str, words: EmergencyWords
) -> ShownEmergency:
    """End an emergency: one of this center for all parties, one of another for this center.

    Raises NotFound for an unknown one, StateError for one that is over or ended.
    """
    ask = Ask("emergency.ended", (emergency,), _NEEDED)

    def change(reading: Reading) -> Answer[ShownEmergency]:
        found, reason = _known(reading, emergency), written_reason(words.reason)
        own = federation.center.id
        if found.state_for(own, reading.at) in {EmergencyState.ENDED, EmergencyState.OVER}:
            raise StateError(say("expected an emergency that is not over, got one that is"))
        signature = None
        if found.begins_at is not None:
            told = EmergencyEnded(
                center=own, reason=reason, emergency=found.id, ended_at=reading.at
            )
            # Between two others it goes on, and is none of this center's to end.
            parties = kept_agreement(reading.unit, found.digest).parties
            to = parties if found.center == own else (found.center,)
            signature = _tell(federation, reading.unit, to, found, told)
        end = EmergencyEnd(found.id, own, actor.principal.id, reason, reading.at, signature)
        reading.unit.emergencies.end(end)
        return _one(reading, actor, replace(found, ends=(*found.ends, end)))

    return act(federation.center, actor, ask, change)


def list_emergencies(federation: Federation, actor: Actor) -> list[ShownEmergency]:
    """Give every emergency that this center knows of, the newest first: no secret inside."""

    def fetch(reading: Reading) -> Answer[list[ShownEmergency]]:
        found = list(reversed(reading.unit.emergencies.all()))
        shown = shown_emergencies(reading, actor, found)
        return shown, [one.id for one in shown]

    ask = Ask("emergency.list", needs=tuple(Capability))
    return read(federation.center, actor, ask, fetch)


def emergency_came(
    federation: Federation, unit: UnitOfWork, verified: Verified
) -> tuple[int, str | None]:
    """Note what a partner declares or ends; give how much that is, or why it is refused.

    Raises PartnerError for the act of another, and for the end of what it cannot end.
    """
    told, signature = emergency_of(verified, federation.trust, federation.center.clock.now())
    if isinstance(told, EmergencyEnded):
        _end_came(federation, unit, told, signature)
        return 1, None
    under = federation.named_by(unit, verified.manifest)
    if under is None or (told.agreement, told.digest) != (under.id, under.digest):
        return 0, NOT_IN_FORCE
    why = _undeclarable(federation, under, told)
    if why is not None:
        return 0, why
    declared = Emergency(
        id=emergency_id(told.center, told.digest, told.declared_at),
        center=told.center,
        agreement=told.agreement,
        digest=told.digest,
        reason=told.reason,
        declared_at=told.declared_at,
        until=told.until,
        by=None,
        begins_at=told.begins_at,
        signature=signature,
    )
    if not unit.emergencies.declare(declared):
        raise PartnerError("expected an emergency that is new, got one that was declared before")
    return 1, None


def _undeclarable(federation: Federation, under: Agreement, told: EmergencyDeclared) -> str | None:
    """Say why a partner may not declare this (protocol K12); None if it may."""
    hours = under.emergency_hours(told.center)
    if hours is None or federation.center.id not in under.document.parties:
        return "the agreement does not let its sender declare an emergency"
    last = told.declared_at + timedelta(hours=hours)
    if not told.declared_at <= told.begins_at < told.until <= last:
        return "the agreement does not let an emergency last so long"
    if told.begins_at > federation.center.clock.now() + AHEAD_MAX:
        return "it begins too far ahead"
    return None


def _end_came(
    federation: Federation, unit: UnitOfWork, told: EmergencyEnded, signature: bytes
) -> None:
    """Note the end of what its sender declared, or of what this center did for its sender (K13)."""
    found = unit.emergencies.get(told.emergency)
    if found is None or found.begins_at is None:
        raise PartnerError("expected the end of an emergency that was declared, got another")
    parties = kept_agreement(unit, found.digest).parties
    if told.center not in parties or found.center not in {told.center, federation.center.id}:
        raise PartnerError("expected an emergency of its sender or of this center, got another")
    end = EmergencyEnd(found.id, told.center, None, told.reason, told.ended_at, signature)
    if not unit.emergencies.end(end):
        raise PartnerError("expected an emergency that goes on, got one that its sender ended")


def _awaits(federation: Federation, reading: Reading, one: Emergency) -> bool:
    """Tell whether one may be confirmed: a clock that went back would make it last longer."""
    state = one.state_for(federation.center.id, reading.at)
    return (
        one.center == federation.center.id
        and state is EmergencyState.AWAITING
        and one.declared_at <= reading.at
    )


def _under(federation: Federation, reading: Reading, digest: bytes) -> Agreement:
    """Give the agreement of a digest, if it is in force now."""
    kept = kept_agreement(reading.unit, digest)
    found = federation.in_force(reading.unit).agreements.get(kept.id)
    if found is not None and found.digest == digest:
        first, before = found.bounds()
        if first <= reading.at < before:
            return found
    raise StateError(say("expected an agreement that is in force, got {name}", name=kept.id))


def _hours(federation: Federation, under: Agreement, wished: int) -> int:
    most = under.emergency_hours(federation.center.id)
    if most is None:
        message = say(
            "expected an agreement under which this center may declare an emergency, got {name}",
            name=under.id,
        )
        raise InputError(message)
    if not 1 <= wished <= most:
        raise InputError(
            say("expected 1 to {most} hours, got {hours}", most=most, hours=wished),
            repair=say("declare it anew if it lasts longer"),
        )
    return wished


def _tell(
    federation: Federation,
    unit: UnitOfWork,
    parties: Iterable[str],
    about: Emergency,
    told: EmergencyAct,
) -> bytes:
    """Sign an act and tell it to the other centers among `parties`; give it as it was signed."""
    signature = signed_emergency(told, federation.keys)
    for party in parties:
        if party != federation.center.id:
            letter = Letter(
                party, Kind.EMERGENCY, [signature], agreement=about.agreement, digest=about.digest
            )
            # A partner without good keys cannot be told, gets nothing either, and holds up nobody.
            with suppress(PartnerError):
                post(federation, unit, letter)
    return signature


def _known(reading: Reading, name: str) -> Emergency:
    found = reading.unit.emergencies.get(parsed_id("u", name))
    if found is None:
        raise NotFound(say("expected an emergency of this node, got {name}", name=name[:60]))
    return found


def _one(reading: Reading, actor: Actor, one: Emergency) -> Answer[ShownEmergency]:
    [shown] = shown_emergencies(reading, actor, [one])
    return shown, [one.agreement, shown_id("u", one.id)]
