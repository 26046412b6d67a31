"""Picking: what a story can be told about, found as any officer would find it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.sharing import DryRun, ShownOutcome
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.model.alert import OPEN_STATES
from isthmus.model.ids import shown_id
from isthmus.model.statement import Statement
from isthmus.ports import AlertFilter

TELLING: Final = ("identity_change", "listed_and_sighted", "dark_gap", "transfer_touches_listed")
"""Rules in the order in which a story is best told about what they raised."""
DOCUMENT_KEYS: Final = "i:passport:"
DISTINCT_LENGTH: Final = 5
NAMING: Final = frozenset({"name", "alias", "previousName", "weakAlias", "callSign"})


def alert_subjects(center: Center, actor: Actor) -> list[str]:
    """Give the entities of the alert that tells most; none where there is no alert."""
    return read(center, actor, Ask("alert.list"), _subjects)


def documented_person(center: Center, actor: Actor) -> list[str]:
    """Give an entity of which a document is known; none where there is none."""

    def fetch(under_way: Reading) -> Answer[list[str]]:
        held = under_way.unit.keys.starting(DOCUMENT_KEYS, under_way.reader, 1)
        found = [shown_id("e", entity) for _, entity in held]
        return found, found

    return read(center, actor, Ask("entity.search"), fetch)


def foreign_entities(center: Center, actor: Actor, partner: str) -> list[str]:
    """Give the entities of which a partner released something to this center, by what they are."""

    def fetch(under_way: Reading) -> Answer[list[str]]:
        found = [shown_id("e", e) for e in sorted({r.entity for r in _foreign(under_way, partner)})]
        return found, found

    return read(center, actor, Ask("entity.search"), fetch)


def foreign_names(center: Center, actor: Actor, partner: str) -> list[str]:
    """Give those of them that a partner named, and not what links them or happened to them."""

    def fetch(under_way: Reading) -> Answer[list[str]]:
        named = {r.entity for r in _foreign(under_way, partner) if r.property in NAMING}
        found = [shown_id("e", e) for e in sorted(named)]
        return found, found

    return read(center, actor, Ask("entity.search"), fetch)


def _foreign(under_way: Reading, partner: str) -> list[Statement]:
    unit, reader = under_way.unit, under_way.reader
    held = [r.statement for r in unit.releases.came_from(partner) if r.purpose == reader.purpose]
    return [row for row in unit.statements.by_seq(held, reader) if row.value]


def distinct(run: DryRun, others: Iterable[DryRun]) -> list[ShownOutcome]:
    """Give the names that left in `run` and in none of `others`, with all that says them.

    When these are called back, whoever looks for such a name finds it where it came from alone.
    """
    left = [row for row in run.rows if row.becomes is not None]
    elsewhere = [row.becomes for one in others for row in one.rows if row.becomes is not None]
    names = [
        row.value
        for row in left
        if row.property in NAMING
        and len(row.value) >= DISTINCT_LENGTH
        and not any(_within(row.value, other) for other in elsewhere)
    ]
    return [row for row in left if any(_within(name, row.becomes or "") for name in names)]


def _within(value: str, other: str) -> bool:
    return value.casefold() in other.casefold()


def _subjects(under_way: Reading) -> Answer[list[str]]:
    alerts, reader = under_way.unit.alerts, under_way.reader
    for rule in TELLING:
        for one in alerts.find(AlertFilter(states=OPEN_STATES, rule=rule, limit=1), reader):
            found = [shown_id("e", entity) for entity in alerts.entities(one.id, reader)]
            return found, [shown_id("a", one.id)]
    return [], []
