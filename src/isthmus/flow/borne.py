"""Borne: who else bears an identifier that goes, so that events are attributed anew.

An identifier that changes hands may have had two holders, and then an event that bears it has none
(`flow.attribution`). Where what one of them rested on is erased, nothing of it tells any more who
bore the same; so they are looked up before it goes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from isthmus.flow.center import Center, resolving_purposes, stage_of
from isthmus.model.ids import LabelId
from isthmus.model.ontology import Shape
from isthmus.model.statement import Statement
from isthmus.ports import UnitOfWork

CAP: Final = 1000
"""Of those who bear one identifier no more are looked at."""


def borne_key(center: Center, statement: Statement) -> str | None:
    """Give the key of an identifier that changes hands, if a statement gives it to an event."""
    schema = center.ontology.schemas.get(statement.schema)
    if schema is None or schema.shape is not Shape.EVENT:
        return None
    prop = schema.properties.get(statement.property)
    if prop is None or not prop.transferable or not prop.identifier:
        return None
    return f"i:{prop.identifier}:{statement.value}"


def attribute_anew(center: Center, unit: UnitOfWork, going: Iterable[Statement]) -> None:
    """Put before the resolver whoever bears an identifier with what goes, while it stands."""
    under: dict[LabelId, set[str]] = defaultdict(set)
    for statement in going:
        key = borne_key(center, statement)
        if key is not None:
            under[statement.label].add(key)
    for label, keys in sorted(under.items()):
        for purpose in resolving_purposes(center, unit, label):
            reader = center.service_reader(unit, "resolver", purpose)
            found = unit.keys.holders(sorted(keys), reader, CAP)
            bearers = {entity for held in found.values() for entity, _ in held}
            unit.queue.put(stage_of(purpose), sorted(bearers))
