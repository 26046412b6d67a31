"""Folding: which alert a finding belongs to.

Findings of one rule and one label about one entity are one alert while it is open. Findings of
different labels never fold, since whoever may read the one may not read the other. An event alone
folds nothing: two parties of one transfer are two to assess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from isthmus.model.alert import OPEN_STATES, Alert, AlertState, Finding, Severity
from isthmus.model.ids import AlertId, EntityId, FindingId, IdMaker


@dataclass(frozen=True, slots=True)
class Folding:
    """New alerts, and the findings that go under each alert, old or new."""

    raised: tuple[Alert, ...]
    under: Mapping[AlertId, Sequence[FindingId]]


def folded(
    findings: Iterable[tuple[Finding, frozenset[EntityId]]],
    standing: Sequence[tuple[Alert, frozenset[EntityId]]],
    severities: Mapping[str, Severity],
    ids: IdMaker,
) -> Folding:
    """Put each finding under an alert.

    `findings`: each with those of its entities that are no events; `standing`: alerts that may be
    theirs, with all their entities. No event is a member of anything, so it meets nothing there.
    """
    known = [(alert, set(about)) for alert, about in standing if alert.state in OPEN_STATES]
    raised: list[Alert] = []
    under: dict[AlertId, list[FindingId]] = {}
    for finding, members in findings:
        home = next(
            (
                (alert, entities)
                for alert, entities in known
                if alert.rule == finding.rule
                and alert.label == finding.label
                and entities & members
            ),
            None,
        )
        if home is None:
            alert = _raised(finding, severities[finding.rule], ids)
            home = (alert, set(members))
            known.append(home)
            raised.append(alert)
        home[1].update(members)
        under.setdefault(home[0].id, []).append(finding.id)
    return Folding(tuple(raised), under)


def _raised(finding: Finding, severity: Severity, ids: IdMaker) -> Alert:
    return Alert(
        id=ids.alert(finding.id),
        rule=finding.rule,
        severity=severity,
        state=AlertState.RAISED,
        label=finding.label,
        entity=finding.entities[0],
        raised_at=finding.found_at,
        changed_at=finding.found_at,
        findings=1,
        lat=finding.lat,
        lon=finding.lon,
    )
