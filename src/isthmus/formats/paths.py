"""Values of a tree by path, for readers that give a format a flatter shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from isthmus.formats.raw import (
    BrokenRecord,
    Ending,
    Fault,
    RawRecord,
    Reading,
    Tree,
)


class Unfit(Exception):
    """A record is whole, but not what its format says; `fault` tells where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def reshaped(reading: Reading, shape: Callable[[dict[str, Tree]], dict[str, Tree]]) -> Reading:
    """Give the same reading with each tree as `shape` gives it; what it finds Unfit is broken."""
    for item in reading:
        if not isinstance(item, RawRecord):
            yield item
            continue
        try:
            yield RawRecord(item.number, item.raw, shape(item.tree), item.context)
        except Unfit as error:
            yield BrokenRecord(item.number, item.raw, error.fault, context=item.context)


def ended(reading: Reading, judge: Callable[[Ending, int], Ending]) -> Reading:
    """Give the same reading with its ending as `judge` gives it, who also gets the last number."""
    number = 0
    for item in reading:
        if isinstance(item, Ending):
            yield judge(item, number)
        else:
            number = item.number
            yield item


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def every(tree: Tree, path: str) -> list[Tree]:
    """Give every value at `path`, with lists on the way and at its end flattened; no None."""
    found = _flat(tree)
    for step in _steps(path):
        found = [inner for one in found if isinstance(one, dict) for inner in _flat(one.get(step))]
    return found


def _flat(value: Tree) -> list[Tree]:
    if value is None:
        return []
    return [one for one in value if one is not None] if isinstance(value, list) else [value]


def text_of(value: Tree) -> str | None:
    """Give the text of an element, without blanks around it; None if there is none."""
    inner = value.get("#text") if isinstance(value, dict) else value
    return inner.strip() or None if isinstance(inner, str) else None


def texts(tree: Tree, *paths: str) -> list[Tree]:
    """Give the texts at all of `paths`, in their order."""
    return [text for path in paths for one in every(tree, path) if (text := text_of(one))]


def first(tree: Tree, *paths: str) -> str | None:
    """Give the first text at the first of `paths` that has one."""
    for path in paths:
        for one in every(tree, path):
            text = text_of(one)
            if text:
                return text
    return None


def fields(tree: Tree, table: Mapping[str, tuple[str, ...]]) -> dict[str, Tree]:
    """Give, for each name of `table`, the first text at its paths."""
    return {name: first(tree, *paths) for name, paths in table.items()}


def fields_or_none(tree: Tree, table: Mapping[str, tuple[str, ...]]) -> dict[str, Tree] | None:
    """Give `fields`, or None if there is none of them."""
    found = fields(tree, table)
    return found if any(value is not None for value in found.values()) else None
