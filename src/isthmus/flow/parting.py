"""Parting: what counted as one no longer does, and whoever acted on it is told.

1. A finding about things that no longer count as one is withdrawn by detection; whoever moved an
   alert that it raised gets a follow-up.
2. One that stands, since what parts them is withheld from others who see it, is left to persons:
   once they come to be apart, whoever moved its alert and may see what parts them gets a follow-up
   too, under its label. What was apart when he moved it was there for him to see.
3. When a person judges a pair otherwise than others whose word counted for themselves, each of
   these gets one, if he may see it: for whoever may not, his own judgement goes on counting. Where
   a second person was needed, both had their word.

What ended with a statement is told by `flow.following_up`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from isthmus.model.alert import Alert, Finding
from isthmus.model.following import Acted, FollowUp, Why
from isthmus.model.ids import FindingId
from isthmus.model.judgement import Judgement
from isthmus.model.label import Label
from isthmus.model.principal import Reader
from isthmus.ports import AlertFilter, UnitOfWork

_LOOKED_AT: Final = 1_000
CHANGE: Final = "follow-up"
"""The kind of a change that says that there are new follow-ups."""


def tell_parted(unit: UnitOfWork, reader: Reader, findings: Sequence[Finding], at: datetime) -> int:
    """Tell whoever moved an alert that one of these findings raised; give how many were told."""
    if not findings:
        return 0
    gone = {finding.id for finding in findings}
    about = sorted({entity for finding in findings for entity in finding.entities})
    alerts = unit.alerts.find(AlertFilter(entities=about, limit=10_000), reader)
    told = [
        one
        for alert in alerts
        if _rests_on(unit, reader, alert, gone)
        for one in _moved(unit, reader, alert, at)
    ]
    unit.follow_ups.add(told)
    for label in sorted({one.label for one in told}):
        unit.changes.add(CHANGE, b"", label, at)
    return len(told)


def came_apart(
    unit: UnitOfWork,
    reader: Reader,
    seen: Mapping[FindingId, Iterable[Label]],
    at: datetime,
) -> Mapping[FindingId, list[Label]]:
    """Keep under which labels what findings are about is several; give those where it was not."""
    each = ((i, label) for i, several in seen.items() for label in several)
    now = {(i, unit.labels.intern(label)): label for i, label in each}
    known = unit.findings.apart([*seen], reader)
    before = {(i, number) for i, numbers in known.items() for number in numbers}
    new = [place for place in now if place not in before]
    unit.findings.set_apart([(*place, True) for place in new], at)
    unit.findings.set_apart([(*place, False) for place in sorted(before - now.keys())], at)
    given: dict[FindingId, list[Label]] = {}
    for place in new:
        given.setdefault(place[0], []).append(now[place])
    return given


def tell_apart(
    unit: UnitOfWork,
    reader: Reader,
    findings: Iterable[tuple[Finding, Sequence[Label]]],
    at: datetime,
) -> int:
    """Tell whoever moved an alert and may see that it is about several; give how many were told.

    `findings`: standing ones, each with labels under which what it is about is several. Of one
    alert and label each is told once.
    """
    told = [
        replace(one, label=unit.labels.intern(label))
        for finding, reasons in findings
        for alert in unit.alerts.find(AlertFilter(entities=finding.entities, limit=10_000), reader)
        if _rests_on(unit, reader, alert, {finding.id})
        for one in _moved(unit, reader, alert, at)
        for label in reasons
        if _may_see(unit, one.principal, label)
    ]
    new = [one for one in told if not _is_told(unit, one)]
    unit.follow_ups.add(new)
    for label in sorted({one.label for one in new}):
        unit.changes.add(CHANGE, b"", label, at)
    return len(new)


def _may_see(unit: UnitOfWork, principal: str, label: Label) -> bool:
    account = unit.accounts.by_id(principal)
    if account is None:
        return False
    who = account.principal
    return any(label.permits(who.clearance, purpose) for purpose in who.purposes)


def _is_told(unit: UnitOfWork, one: FollowUp) -> bool:
    return any(
        (known.subject, known.why, known.label) == (one.subject, one.why, one.label)
        for known in unit.follow_ups.of(one.principal, _LOOKED_AT)
    )


def tell_judged(unit: UnitOfWork, now: Judgement) -> None:
    """Tell the authors of persons' judgements that another, just added, judged otherwise."""
    if unit.follow_ups.contradict(now):
        unit.changes.add(CHANGE, b"", now.label, now.at)


def _rests_on(unit: UnitOfWork, reader: Reader, alert: Alert, gone: set[FindingId]) -> bool:
    return any(finding.id in gone for finding in unit.findings.of_alert(alert.id, reader))


def _moved(unit: UnitOfWork, reader: Reader, alert: Alert, at: datetime) -> list[FollowUp]:
    last = {move.by: move.at for move in unit.alerts.history(alert.id, reader)}
    return [
        FollowUp(
            seq=0,
            principal=who,
            acted=Acted.ALERT,
            subject=alert.id,
            other=alert.id,
            label=alert.label,
            why=Why.PARTED,
            acted_at=moved_at,
            at=at,
        )
        for who, moved_at in last.items()
        if unit.accounts.by_id(who) is not None
    ]
