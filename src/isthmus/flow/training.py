"""Training: the node's own statements -> a weights document for review.

1. A service principal reads, at one purpose, what that purpose may use; nobody sees the values.
2. The document holds shares of levels, and counts of terms that many hold; no value of anyone.
3. The entry of the run commits before the document is handed out.
4. The document is a proposal: what is in force stays until two people activate another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from isthmus.errors import NotFound, TrainingImpossible
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.weighing import weighing
from isthmus.model.ids import EntityId
from isthmus.model.principal import Reader
from isthmus.model.weights import Frequencies, SchemaWeights, version_of, written
from isthmus.phrases import say
from isthmus.ports import UnitOfWork
from isthmus.ports.training import Trainer
from isthmus.resolve.bulk import Column
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
class TrainedSchema:
    """The new weights of one kind of entity, its term tables, and how they were made."""

    weights: SchemaWeights
    tables: Mapping[str, Frequencies]
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
    records = _records(center, run)
    found: dict[str, TrainedSchema] = {}
    for schema in run.schemas or tuple(known):
        try:
            one = _trained(center, trainer, run, schema, records.get(schema, []))
        except TrainingImpossible:
            # Of kinds that nobody named, those are trained that can be.
            if run.schemas:
                raise
            continue
        if one is not None:
            found[schema] = one
    if not found:
        most = max((len(r) for r in records.values()), default=0)
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


def _records(center: Center, run: Run) -> dict[str, list[Profile]]:
    """Give the profiles that the purpose may use, by the schema that compares them.

    An entity of several kinds counts for the deepest, as it does where two of them are compared.
    """
    wanted = run.schemas or tuple(center.model.weights.schemas)
    found: dict[str, list[Profile]] = {}
    with center.store.reading() as unit:
        reader = center.service_reader(unit, TRAINER, run.purpose)
        properties = sorted(center.model.properties())
        for entities in _entities(unit, reader):
            center.precedence.give_way()
            statements = unit.statements.of(entities, reader, properties=properties)
            compared = [s for s in statements if s.property in properties]
            for profile in profiles(compared).values():
                kind = common_kind(profile, profile, center.model, center.ontology)
                if kind is not None and kind in wanted:
                    found.setdefault(kind, []).append(profile)
    return found


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
    center: Center, trainer: Trainer, run: Run, schema: str, records: Sequence[Profile]
) -> TrainedSchema | None:
    """Train one kind; None where it has too few records, or they share too little."""
    if len(records) < LEAST_RECORDS:
        return None
    before = center.model.weights.schemas[schema]
    columns = columns_of(records, before.properties)
    plan = training_plan(columns, run.seed)
    if plan is None:
        return None
    tables = _tables(before, columns)
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
        "records": len(records),
        "seed": run.seed,
        "blocks": ["+".join(block) for block in plan.blocks],
        "specification": center.model.version,
        **estimates.made_with,
    }
    return TrainedSchema(trained(before, estimates, plan), tables, made)


def _tables(before: SchemaWeights, columns: Mapping[str, Column]) -> dict[str, Frequencies]:
    found = {name: counted(column, before.properties[name]) for name, column in columns.items()}
    return {name: table for name, table in found.items() if table is not None}


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
            counts={name: int(str(one.made["records"])) for name, one in found.items()},
        )
        unit.commit()
