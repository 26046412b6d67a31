"""Training: the node's own statements -> a weights document for review.

1. A service principal reads, at one purpose, what that purpose may use; nobody sees the values.
2. The document holds shares of levels, counted over all of that, and counts of terms. Everybody
   reads it, and everybody's bits rest on it: so terms are of what is openly marked alone, as if
   nothing else were there, and many things bear each.
3. The entry of the run commits before the document is handed out.
4. The document is a proposal: what is in force stays until two people activate another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from isthmus.access.readers import narrowed, openly_marked
from isthmus.errors import NotFound, TrainingImpossible
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.weighing import weighing
from isthmus.model.ids import EntityId
from isthmus.model.principal import Reader
from isthmus.model.statement import Statement
from isthmus.model.weights import Frequencies, SchemaWeights, version_of, written
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.ports.training import Trainer
from isthmus.resolve.compare import Profile, bound, common_kind, profiles
from isthmus.resolve.training import (
    LEAST_RECORDS,
    columns_of,
    counted,
    trained,
    training_columns,
    training_plan,
)

TRAINER: Final = "trainer"
AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """What one run is to learn. `schemas`: which kinds, empty for all that have enough records."""

    purpose: str
    schemas: tuple[str, ...] = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What a run learns one kind from. `records`: all that its purpose may use.

    `openly`: what of them is openly marked, each with the thing that it is of, as whoever sees no
    more than that takes it.
    """

    records: list[Profile] = field(default_factory=list)
    openly: list[tuple[Profile, EntityId]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrainedSchema:
    """The new weights of one kind of entity, its term tables, from how many records, and how."""

    weights: SchemaWeights
    tables: Mapping[str, Frequencies]
    records: int
    made: Mapping[str, object]


def train_weights(center: Center, trainer: Trainer, run: Run) -> dict[str, object]:
    """Give a weights document: the one in force with the schemas of the run trained anew.

    Raises NotFound for a schema that nothing compares, and TrainingImpossible where no schema
    has records enough.
    """
    with center.store.reading() as unit:
        center = weighing(center, unit)
    known = center.model.weights.schemas
    unknown = sorted(set(run.schemas) - set(known))
    if unknown:
        message = say(
            "expected kinds that are compared ({known}), got {unknown}",
            known=", ".join(known),
            unknown=", ".join(unknown),
        )
        raise NotFound(message)
    said = _said(center, run)
    found: dict[str, TrainedSchema] = {}
    for schema in run.schemas or tuple(known):
        try:
            one = _trained(center, trainer, run, schema, said[schema])
        except TrainingImpossible:
            # Of kinds that nobody named, those are trained that can be.
            if run.schemas:
                raise
            continue
        if one is not None:
            found[schema] = one
    if not found:
        most = max((len(one.records) for one in said.values()), default=0)
        message = say(
            "expected at least {least} records of one kind, got {most}",
            least=str(LEAST_RECORDS),
            most=str(most),
        )
        if most >= LEAST_RECORDS:
            message = say(
                "expected records of one kind that share values, got {most} that share too few",
                most=str(most),
            )
        raise TrainingImpossible(message)
    document = _document(center, found)
    _noted(center, run, str(document["version"]), found)
    return document


def _said(center: Center, run: Run) -> dict[str, Said]:
    """Give what the purpose may use, by the schema that compares it.

    An entity of several kinds counts for the deepest, as it does where two of them are compared.
    """
    found = {schema: Said() for schema in run.schemas or center.model.weights.schemas}
    with center.store.reading() as unit:
        reader = center.service_reader(unit, TRAINER, run.purpose)
        anybody = narrowed(reader, openly_marked(unit.labels.all(), center.id))
        properties = sorted(center.model.properties())
        for entities in _entities(unit, reader):
            center.precedence.give_way()
            statements = unit.statements.of(entities, reader, properties=properties)
            for kind, profile in _by_kind(center, statements):
                if kind in found:
                    found[kind].records.append(profile)
            # Of what kind it is, and what it says first, is asked of this alone.
            openly = [s for s in statements if s.label in anybody.labels]
            things = clusters_around(unit, [s.entity for s in openly], anybody)
            for kind, profile in _by_kind(center, openly):
                if kind in found:
                    found[kind].openly.append((profile, min(things[profile.entity])))
    return found


def _by_kind(center: Center, statements: Sequence[Statement]) -> Iterator[tuple[str, Profile]]:
    properties = center.model.properties()
    compared = [s for s in statements if s.property in properties]
    for profile in profiles(compared).values():
        kind = common_kind(profile, profile, center.model, center.ontology)
        if kind is not None:
            yield kind, profile


def _entities(unit: UnitOfWork, reader: Reader) -> Iterator[list[EntityId]]:
    """Give every source entity that the reader sees, once, some at a time."""
    seen: set[EntityId] = set()
    after = 0
    while rows := unit.statements.said_after(after, reader, AT_ONCE):
        after = rows[-1][0]
        fresh = [e for e in dict.fromkeys(entity for _, entity in rows) if e not in seen]
        seen.update(fresh)
        if fresh:
            yield fresh


def _trained(
    center: Center, trainer: Trainer, run: Run, schema: str, said: Said
) -> TrainedSchema | None:
    """Train one kind; None where it has too few records, or they share too little."""
    records = said.records
    if len(records) < LEAST_RECORDS:
        return None
    before = center.model.weights.schemas[schema]
    columns = columns_of(records, before.properties)
    plan = training_plan(columns, run.seed)
    if plan is None:
        return None
    tables = _tables(before, said.openly)
    compared = {
        name: bound(
            before.properties[name],
            tables.get(name, Frequencies()),
            f"{schema}.{name}",
            center.names,
        )
        for name in columns
    }
    estimates = trainer.train(training_columns(columns, compared), plan)
    made: dict[str, object] = {
        "records": _about(len(records)),
        "seed": run.seed,
        "blocks": ["+".join(block) for block in plan.blocks],
        "specification": center.model.version,
        **estimates.made_with,
    }
    return TrainedSchema(trained(before, estimates, plan), tables, len(records), made)


def _tables(
    before: SchemaWeights, openly: Sequence[tuple[Profile, EntityId]]
) -> dict[str, Frequencies]:
    """Count the terms of what is openly marked, by things; nothing where too few are."""
    numbers = {thing: n for n, thing in enumerate(dict.fromkeys(thing for _, thing in openly))}
    things = np.array([numbers[thing] for _, thing in openly], dtype=np.int64)
    columns = columns_of((profile for profile, _ in openly), before.properties)
    found = {
        name: counted(column, before.properties[name], things) for name, column in columns.items()
    }
    return {name: table for name, table in found.items() if table is not None}


def _about(count: int) -> int:
    """Give a number of records by its first digit: the exact one would tell of withheld ones."""
    shown = str(count)
    return int(shown[0].ljust(len(shown), "0"))


def _document(center: Center, found: Mapping[str, TrainedSchema]) -> dict[str, object]:
    before = center.model.weights
    document = written(
        replace(
            before,
            schemas={**before.schemas, **{name: one.weights for name, one in found.items()}},
            frequencies={**before.frequencies, **{name: one.tables for name, one in found.items()}},
            trained={**before.trained, **{name: one.made for name, one in found.items()}},
        )
    )
    return {**document, "version": version_of(document)}


def _noted(center: Center, run: Run, version: str, found: Mapping[str, TrainedSchema]) -> None:
    with center.store.writing() as unit:
        note(
            center,
            unit,
            center.service(TRAINER, run.purpose),
            purpose=run.purpose,
            act="weights.trained",
            objects=[version],
            counts={name: one.records for name, one in found.items()},
        )
        unit.commit()
