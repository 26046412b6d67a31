"""Stores of what was noticed, and of the work that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.model.alert import Alert, AlertMove, AlertState, Finding
from isthmus.model.ids import AlertId, EntityId, FindingId, LabelId, MatchId
from isthmus.model.principal import Reader


class FindingStore(Protocol):
    """Findings."""

    def add(self, findings: Sequence[Finding]) -> frozenset[FindingId]:
        """Add findings; give the ids of those that were new. A withdrawn one stands again."""
        ...

    def about(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Finding]:
        """Give the standing findings about source entities."""
        ...

    def of_alert(self, alert: AlertId, reader: Reader) -> Sequence[Finding]:
        """Give an alert's findings, oldest first, withdrawn ones too."""
        ...

    def withdraw(self, findings: Sequence[FindingId], at: datetime) -> None:
        """Say that their evidence stands no more."""
        ...

    def of_matches(
        self, matched: Sequence[MatchId], reader: Reader
    ) -> Mapping[tuple[MatchId, LabelId], FindingId]:
        """Give the findings of some matches, withdrawn ones too, by the match and their label.

        Where markings rose there may be several of one label: the oldest counts.
        """
        ...

    def apart(
        self, findings: Sequence[FindingId], reader: Reader
    ) -> Mapping[FindingId, frozenset[LabelId]]:
        """Give the labels under which what a finding is about was last seen to be several."""
        ...

    def set_apart(self, seen: Sequence[tuple[FindingId, LabelId, bool]], at: datetime) -> None:
        """Say of findings whether what they are about is several under a label."""
        ...


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts a page shows. `before`: (raised_at, id) of the last one of the page before.

    `assigned_to`: the id of a principal.
    """

    states: frozenset[AlertState] | None = None
    severity: str | None = None
    rule: str | None = None
    entities: Sequence[EntityId] | None = None
    assigned_to: str | None = None
    before: tuple[datetime, AlertId] | None = None
    limit: int = 50


class AlertStore(Protocol):
    """Alerts, their findings and moves."""

    def add(self, alert: Alert) -> None:
        """Add an alert with its first history row."""
        ...

    def fold(self, alert: AlertId, findings: Sequence[FindingId], at: datetime) -> None:
        """Put findings under an alert."""
        ...

    def move(self, move: AlertMove) -> None:
        """Add a row of history; the alert's state is that of its latest row."""
        ...

    def assign(self, alerts: Sequence[AlertId], principal: str | None) -> None:
        """Say whose alerts are, by the id of a principal; None: nobody's in particular."""
        ...

    def find(self, wanted: AlertFilter, reader: Reader) -> Sequence[Alert]:
        """Give alerts, latest raised first; `findings` counts the standing ones."""
        ...

    def get(self, alert: AlertId, reader: Reader) -> Alert | None:
        """Give one alert, or None when it is unknown or not to be seen."""
        ...

    def not_with(self, principal: str | None, reader: Reader, limit: int) -> Sequence[Alert]:
        """Give alerts of any state that are not assigned as said; with None, those of anybody."""
        ...

    def history(self, alert: AlertId, reader: Reader) -> Sequence[AlertMove]:
        """Give an alert's moves, oldest first."""
        ...

    def entities(self, alert: AlertId, reader: Reader) -> Sequence[EntityId]:
        """Give the source entities that an alert's findings are about, the main one first."""
        ...

    def counts(self, reader: Reader) -> Mapping[tuple[AlertState, str], int]:
        """Give how many alerts there are per (state, severity)."""
        ...


class QueueStore(Protocol):
    """Durable work between stages: an entity waits at most once at each stage."""

    def put(self, stage: str, entities: Iterable[EntityId]) -> None:
        """Add entities to a stage's queue."""
        ...

    def peek(self, stage: str, limit: int) -> Sequence[tuple[int, EntityId]]:
        """Give the oldest waiting (ticket, entity)."""
        ...

    def done(self, stage: str, tickets: Sequence[int]) -> None:
        """Take tickets out; an entity put again meanwhile has a new ticket and stays."""
        ...

    def depth(self, stage: str) -> int:
        """Give how many wait."""
        ...


class TallyStore(Protocol):
    """Counters per label, so that figures need no scan."""

    def add(self, rows: Sequence[tuple[LabelId, str, str, int, int]]) -> None:
        """Add (label, feed, kind, hour since 1970, count)."""
        ...

    def totals(self, reader: Reader) -> Mapping[tuple[str, str], int]:
        """Give the sum per (feed, kind)."""
        ...

    def hours(
        self, kind: str, between: tuple[int, int], reader: Reader
    ) -> Sequence[tuple[str, int, int]]:
        """Give (feed, hour, count) with first <= hour < last."""
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change feed that SSE tails. `subject`: an id's bytes."""

    seq: int
    kind: str
    subject: bytes
    label: LabelId
    at: datetime


class ChangeStore(Protocol):
    """What changed, in commit order."""

    def add(self, kind: str, subject: bytes, label: LabelId, at: datetime) -> None:
        """Add a change."""
        ...

    def after(self, seq: int, reader: Reader, limit: int) -> Sequence[Change]:
        """Give changes with a greater number, oldest first."""
        ...

    def last(self) -> int:
        """Give the greatest number, 0 for none."""
        ...
