"""Whether the index of a center is what its statements make anew."""

from __future__ import annotations

from isthmus.flow.center import Center
from isthmus.flow.holding import Holding
from isthmus.model.ids import LabelId
from isthmus.resolve.entity_keys import entity_keys
from isthmus.resolve.index import Index


def check_in_step(center: Center) -> None:
    """Fail when the index holds what an index made anew does not, or lacks what that holds."""
    with center.store.reading() as unit:
        labels = frozenset(unit.labels.all())
        said = unit.claims.said_after(0, {"name"} | center.model.properties(), labels, 10**6)
        entities = {row.entity for row in said}
        anew = Holding()
        with (
            center.index(unit) as index,
            anew.turn(
                center.store, unit, (center.ontology, center.names), center.model.properties()
            ) as fresh,
        ):
            for entity in entities:
                held, made = (sorted(i.claims(entity, labels)) for i in (index, fresh))
                assert held == made
                keys = {key for key, *_ in entity_keys(made, center.ontology, center.names)}
                assert _holders(index, keys, labels) == _holders(fresh, keys, labels)


def _holders(index: Index, keys: set[str], labels: frozenset[LabelId]) -> dict[str, set[object]]:
    found = index.holders(sorted(keys), labels, 10**6)
    return {key: set(some) for key, some in found.items()}
