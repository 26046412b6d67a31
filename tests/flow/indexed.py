"""Whether the index of a center is what its statements make anew."""

from __future__ import annotations

from isthmus.flow.center import Center
from isthmus.flow.holding import Holding
from isthmus.resolve.entity_keys import entity_keys
from tests.make.holders import holders_of


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
                center.store,
                unit,
                (center.ontology, center.names),
                center.model.properties(),
                center.clock,
            ) as fresh,
        ):
            for entity in entities:
                held, made = (sorted(i.claims(entity, labels)) for i in (index, fresh))
                assert held == made
                keys = {key for key, *_ in entity_keys(made, center.ontology, center.names)}
                ours, theirs = (holders_of(i, keys, labels, 10**6) for i in (index, fresh))
                assert ours == theirs
