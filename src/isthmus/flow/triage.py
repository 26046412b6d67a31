"""Triage: which alerts there are, what one rests on, and what a person makes of it.

An alert that the reader may not see does not exist for him: not in a list, not in a count, not as
a refusal. A move is one row of history, in one unit with its change and its audit entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from isthmus.access.roles import Capability, capabilities
from isthmus.errors import InputError, NotFound, StateError
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.alerts import (
    AlertList,
    AlertPage,
    AlertStep,
    MoveRequest,
    ShownAlert,
    ShownFinding,
)
from isthmus.flow.documents.values import Value, Via
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.alerts import (
    Grounds,
    alert_row,
    alert_rows,
    evidence_of,
    grounds_of,
    rule_explained,
)
from isthmus.flow.showing.faces import faces
from isthmus.flow.showing.judgements import display_names
from isthmus.flow.showing.values import ValueWriter, why_visible
from isthmus.model.alert import (
    OPEN_STATES,
    REASON_NEEDED,
    TRANSITIONS,
    Alert,
    AlertMove,
    AlertState,
    Finding,
    Move,
    Severity,
)
from isthmus.model.ids import AlertId, EntityId, StatementSeq, parsed_id, shown_id
from isthmus.model.statement import Statement
from isthmus.phrases import say
from isthmus.ports import AlertFilter

LIMIT_MAX: Final = 200
SCAN_MAX: Final = 1000
"""A filter that the store does not know looks through this many alerts."""

ME: Final = "me"
REASON_MAX: Final = 2000
OF_PERSONS: Final = tuple(move for move in Move if move is not Move.LAPSE)
"""LAPSE is what a withdrawal does; nobody does it by hand."""

NEWEST: Final = "newest"
BY_SEVERITY: Final = "severity"


class AlertQuery(msgspec.Struct, kw_only=True, frozen=True):
    """Which alerts are asked for.

    `state`: a state, `open` or `all`; `entity`: an id; `assigned`: `me`; `order`: `newest` first,
    or by `severity`, and within each the latest raised first.
    """

    state: str = "open"
    severity: str | None = None
    rule: str | None = None
    entity: str | None = None
    assigned: str | None = None
    q: str | None = None
    cursor: str | None = None
    limit: int = 50
    order: str = NEWEST


class _LastAlert(msgspec.Struct, array_like=True, frozen=True):
    """What a cursor holds: where the page before ended."""

    raised_at: datetime
    id: bytes
    severity: str = ""


def list_alerts(center: Center, actor: Actor, query: AlertQuery) -> AlertList:
    """Give one page of alerts; raises InputError for an unknown filter or order."""
    return read(center, actor, Ask("alert.list"), lambda reading: _list(reading, actor, query))


def alert_page(center: Center, actor: Actor, alert: str) -> AlertPage:
    """Give one alert with findings, evidence and history; raises NotFound for an unseen one."""
    ask = Ask("alert.read", (alert,))
    return read(center, actor, ask, lambda reading: _page(reading, _alert(reading, alert)))


def move_alert(center: Center, actor: Actor, *, alert: str, request: MoveRequest) -> AlertPage:
    """Do to an alert what a person decided, and give its page as it stands then.

    Raises NotFound for an alert that the reader may not see, StateError for a move that its state
    does not allow, and InputError for an unknown move or a missing reason.
    """
    ask = Ask("alert.move", (alert, f"move:{request.move}"), (Capability.TRIAGE,))
    act(center, actor, ask, lambda reading: _move(reading, alert, request))
    return alert_page(center, actor, alert)


def _list(reading: Reading, actor: Actor, query: AlertQuery) -> Answer[AlertList]:
    limit = min(max(query.limit, 1), LIMIT_MAX)
    center = reading.center
    last = None
    if query.cursor:
        last = content_of(center, actor, "alerts", query.cursor, _LastAlert)
    filtered, order = _filter(reading, query), _order(query)
    rows, total = (
        _plain_rows(reading, filtered, Stretch(last, order, limit + 1))
        if not (query.q or "").strip()
        else _searched_rows(reading, filtered, Stretch(last, order, SCAN_MAX), query.q or "")
    )
    more = len(rows) > limit
    shown = rows[:limit]
    last_alert = shown[-1][0] if shown else None
    listed = AlertList(
        items=[row for _, row in shown],
        next=mark(center, actor, "alerts", _ending(last_alert)) if more and last_alert else None,
        total_shown=total,
        labels=reading.labels.document(),
    )
    return listed, [row.id for row in listed.items]


Row = tuple[Alert, ShownAlert]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a list: what stands before it, how it is ordered, and at most how much."""

    last: _LastAlert | None
    order: tuple[str | None, ...]
    limit: int


def _order(query: AlertQuery) -> tuple[str | None, ...]:
    """Give the severities in the order in which they are read; None stands for all at once."""
    if query.order == NEWEST or query.severity is not None:
        return (query.severity,)
    if query.order == BY_SEVERITY:
        return tuple(severity.value for severity in Severity)
    message = say(
        "expected {one} or {other} as the order, got {came}",
        one=NEWEST,
        other=BY_SEVERITY,
        came=repr(query.order[:40]),
    )
    raise InputError(message)


def _ending(alert: Alert) -> _LastAlert:
    return _LastAlert(alert.raised_at, alert.id, alert.severity.value)


def _filter(reading: Reading, query: AlertQuery) -> AlertFilter:
    entities = None
    if query.entity:
        wanted = EntityId(parsed_id("e", query.entity))
        entities = sorted(
            clusters_around(reading.center, reading.unit, [wanted], reading.reader)[wanted]
        )
    return AlertFilter(
        states=_states(query.state),
        severity=query.severity,
        rule=query.rule,
        entities=entities,
        assigned_to=_assigned(reading, query.assigned),
    )


def _assigned(reading: Reading, text: str | None) -> str | None:
    if not text:
        return None
    if text != ME:
        message = say(
            "expected {word} as whose alerts are, got {text}", word=ME, text=repr(text[:40])
        )
        raise InputError(message)
    return reading.reader.principal.id


def _states(text: str) -> frozenset[AlertState] | None:
    if text == "all":
        return None
    if text == "open":
        return OPEN_STATES
    if text not in set(AlertState):
        message = say("expected open, all or a state of alerts, got {text}", text=repr(text[:40]))
        raise InputError(message)
    return frozenset({AlertState(text)})


def _plain_rows(reading: Reading, filtered: AlertFilter, stretch: Stretch) -> tuple[list[Row], int]:
    found = _found(reading, filtered, stretch)
    rows = list(zip(found, alert_rows(reading, found), strict=True))
    if filtered.rule is None and filtered.entities is None and filtered.assigned_to is None:
        counts = reading.unit.alerts.counts(reading.reader)
        return rows, _counted(counts, filtered)
    every = _found(reading, filtered, Stretch(None, (filtered.severity,), SCAN_MAX))
    return rows, len(every)


def _found(reading: Reading, filtered: AlertFilter, stretch: Stretch) -> list[Alert]:
    """Read alerts, one severity after the other, until there are enough."""
    last, order = stretch.last, stretch.order
    if last is not None and last.severity in order:
        order = order[order.index(last.severity) :]
    found: list[Alert] = []
    for position, severity in enumerate(order):
        before = None if last is None or position else (last.raised_at, AlertId(last.id))
        wanted = replace(
            filtered, severity=severity, before=before, limit=stretch.limit - len(found)
        )
        if wanted.limit > 0:
            found += reading.unit.alerts.find(wanted, reading.reader)
    return found


def _searched_rows(
    reading: Reading, filtered: AlertFilter, stretch: Stretch, words: str
) -> tuple[list[Row], int]:
    """Look through the alerts' own words, and keep those after the last one shown."""
    every = _found(reading, filtered, replace(stretch, last=None))
    rows = [
        (alert, row)
        for alert, row in zip(every, alert_rows(reading, every), strict=True)
        if all(_is_said(word, row) for word in words.casefold().split())
    ]
    last = stretch.last
    if last is None:
        return rows, len(rows)
    position = next((n for n, (a, _) in enumerate(rows) if a.id == last.id), None)
    rest = (
        rows[position + 1 :]
        if position is not None
        else [row for row in rows if _is_after(row[0], last, stretch.order)]
    )
    return rest, len(rows)


def _is_after(alert: Alert, last: _LastAlert, order: Sequence[str | None]) -> bool:
    if last.severity not in order or alert.severity.value == last.severity:
        return alert.raised_at < last.raised_at
    return order.index(alert.severity.value) > order.index(last.severity)


def _is_said(word: str, row: ShownAlert) -> bool:
    """Tell whether a word is part of an alert's own words, or how its number begins."""
    number = row.number.casefold()
    return word in _spoken(row) or number.startswith(word) or number.endswith(f"-{word}")


def _spoken(row: ShownAlert) -> str:
    names = [entity.caption for entity in row.entities]
    texts = [row.caption, *names, *row.rule.title.values(), *row.summary_text.values()]
    return "\n".join(texts).casefold()


def _counted(counts: Mapping[tuple[AlertState, str], int], filtered: AlertFilter) -> int:
    return sum(
        count
        for (state, severity), count in counts.items()
        if (filtered.states is None or state in filtered.states)
        and (filtered.severity is None or severity == filtered.severity)
    )


def _alert(reading: Reading, alert: str) -> Alert:
    found = reading.unit.alerts.get(AlertId(parsed_id("a", alert)), reading.reader)
    if found is None:
        message = say("expected an alert that you may see, got {alert}", alert=alert)
        raise NotFound(message)
    return found


def _page(reading: Reading, alert: Alert) -> Answer[AlertPage]:
    grounds = grounds_of(reading, [alert])
    row = alert_row(reading, alert, grounds)
    findings = reading.unit.findings.of_alert(alert.id, reading.reader)
    rows = _findings(reading, alert, findings, grounds)
    history = reading.unit.alerts.history(alert.id, reading.reader)
    names = display_names(reading, (step.by for step in history))
    page = AlertPage(
        alert=row,
        findings=rows,
        history=[
            AlertStep(state=s.state.value, at=s.at, by=names[s.by], reason=s.reason)
            for s in history
        ],
        moves=_moves(reading, alert),
        why=why_visible(reading, grounds.statements.values()),
        labels=reading.labels.document(),
    )
    evidence = [value.statement for finding in rows for value in finding.evidence]
    return page, [row.id, *evidence]


def _findings(
    reading: Reading, alert: Alert, findings: Sequence[Finding], grounds: Grounds
) -> list[ShownFinding]:
    statements = evidence_of(reading, sorted({seq for f in findings for _, seq in f.evidence}))
    targets = [s.target for s in statements.values() if s.target is not None]
    known = {**grounds.faces, **faces(reading, sorted(set(targets) - set(grounds.faces)))}
    seen = Grounds(grounds.findings, grounds.entities, statements, known)
    writer = ValueWriter(reading, statements.values(), known)
    ways = _ways(reading, alert, seen)
    return [
        ShownFinding(
            id=shown_id("f", f.id),
            rule=f.rule,
            found_at=f.found_at,
            label=reading.labels.ref(f.label),
            explanation=rule_explained(reading, f, seen),
            evidence=_evidence(f, statements, writer, ways),
        )
        for f in findings
    ]


def _evidence(
    finding: Finding,
    statements: Mapping[StatementSeq, Statement],
    writer: ValueWriter,
    ways: Mapping[EntityId, Via],
) -> list[Value]:
    seqs = dict.fromkeys(seq for _, seq in finding.evidence)
    held = (statements.get(seq) for seq in seqs)
    return [writer.value(s, ways.get(s.entity)) for s in held if s is not None]


def _ways(reading: Reading, alert: Alert, grounds: Grounds) -> dict[EntityId, Via]:
    """Give how each source entity of the evidence came to the alert, where not of itself."""
    main = grounds.faces.get(alert.entity)
    cluster = {alert.entity} if main is None else main.cluster
    given = reading.unit.judgements.attributions(reading.reader, holders=sorted(cluster))
    ways: dict[EntityId, Via] = {a.event: "attribution" for a in given}
    return ways | dict.fromkeys(cluster - {alert.entity}, "judgement")


def _moves(reading: Reading, alert: Alert) -> list[str]:
    if Capability.TRIAGE not in capabilities(reading.reader.principal):
        return []
    return [move.value for move in OF_PERSONS if (alert.state, move) in TRANSITIONS]


def _move(reading: Reading, alert: str, request: MoveRequest) -> Answer[None]:
    found = _alert(reading, alert)
    if request.move not in set(OF_PERSONS):
        message = say(
            "expected one of {moves}, got {came}",
            moves=", ".join(OF_PERSONS),
            came=repr(request.move[:40]),
        )
        raise InputError(message)
    move = Move(request.move)
    state = TRANSITIONS.get((found.state, move))
    if state is None:
        message = say(
            "expected a move that {state} allows, got {move}",
            state=found.state.value,
            move=move.value,
        )
        raise StateError(message)
    reason = (request.reason or "").strip()[:REASON_MAX] or None
    if reason is None and move in REASON_NEEDED:
        message = say("expected a reason for {move}, got none", move=move.value)
        raise InputError(message, repair=say("say in a sentence why"))
    unit, by = reading.unit, reading.reader.principal.id
    unit.alerts.move(AlertMove(found.id, move, state, reading.at, by, reason))
    unit.changes.add("alert", found.id, found.label, reading.at)
    return None, [f"state:{state.value}"]
