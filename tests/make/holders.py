"""Who holds keys in an index, by id: numbers differ from one index to another."""

from __future__ import annotations

from collections.abc import Iterable

from isthmus.model.ids import EntityId, LabelId
from isthmus.resolve.index import Index


def holders_of(
    index: Index, keys: Iterable[str], labels: frozenset[LabelId], most: int
) -> dict[str, set[tuple[EntityId, LabelId]]]:
    """Give the holders of each key with the labels under which they hold it."""
    found = index.holders(keys, labels, most)
    return {
        key: {(index.entity(n), label) for label, some in by_label.items() for n in some}
        for key, by_label in found.items()
    }
