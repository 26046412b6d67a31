"""Recognition: which feed and part a file belongs to, from what is seen of it.

Under `recognise` a part may state, and all that it states must hold:

* `root` (XML root element, local name), `namespace` (a piece of its address), `element` (names
  of elements that must stand in the head);
* `keys` (of a JSON document or its first line), `marks` (well-known beginnings);
* `columns` (how many), `delimiter`, `header` (names that the first line must hold), `cells`
  (column number -> texts, one of which the first line must have), `integers` (column numbers);
* `name` (a pattern for the file's name), `text` (patterns that must stand in the head).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.formats.sniff import Clues, Columns
from isthmus.ingest.declaration import FeedDeclaration, Part

Found = tuple[FeedDeclaration, Part]


def recognised(clues: Clues, head: bytes, feeds: Iterable[FeedDeclaration]) -> Found | None:
    """Give the feed and part of a file; None where no mapping fits.

    Of several that fit, the one that states most wins; equal ones are a slip of the feed files,
    and the first by feed id counts.
    """
    text = head.decode(clues.encoding or "latin-1", "replace")
    fitting = [
        (declared, part)
        for declared in sorted(feeds, key=lambda d: d.feed.id)
        for part in declared.parts.values()
        if part.recognise and fits(part.recognise, clues, text)
    ]
    return max(fitting, key=lambda found: len(found[1].recognise), default=None)


def check(wanted: Mapping[str, Tree], where: str) -> None:
    """Raise MappingInvalid, with the place, for what a part may not state."""
    for name, value in wanted.items():
        if name not in _TESTS:
            message = f"expected one of {', '.join(_TESTS)} in {where}, got {name!r}"
            raise MappingInvalid(message)
        try:
            patterns = [re.compile(text) for text in _texts(value) if name in {"name", "text"}]
        except re.error as error:
            message = f"expected a pattern in {where}.{name}, got {value!r}: {error}"
            raise MappingInvalid(message) from error
        if patterns and name == "name" and isinstance(value, list):
            message = f"expected one pattern in {where}.name, got {value!r}"
            raise MappingInvalid(message)


def fits(wanted: Mapping[str, Tree], clues: Clues, text: str) -> bool:
    """Tell whether everything that a part states holds; raises MappingInvalid for a slip."""
    for name, value in wanted.items():
        test = _TESTS.get(name)
        if test is None:
            message = f"expected one of {', '.join(_TESTS)} under recognise, got {name!r}"
            raise MappingInvalid(message)
        if not test(value, clues, text):
            return False
    return True


def _texts(value: Tree) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _table(clues: Clues, count: int | None = None) -> Columns | None:
    return next((c for c in clues.columns if count is None or c.count == count), None)


def _columns(value: Tree, clues: Clues, _: str) -> bool:
    return isinstance(value, int) and _table(clues, value) is not None


def _header(value: Tree, clues: Clues, _: str) -> bool:
    wanted = set(_texts(value))
    return any(wanted <= {cell.strip() for cell in c.first} for c in clues.columns)


def _cells(value: Tree, clues: Clues, _: str) -> bool:
    if not isinstance(value, dict):
        return False
    return any(
        all(
            int(number) < len(c.first) and c.first[int(number)].strip() in _texts(texts)
            for number, texts in value.items()
        )
        for c in clues.columns
    )


def _integers(value: Tree, clues: Clues, _: str) -> bool:
    numbers = [int(number) for number in _texts(value)]
    return any(
        all(n < len(c.first) and c.first[n].strip().isdigit() for n in numbers)
        for c in clues.columns
    )


def _element(value: Tree, _: Clues, text: str) -> bool:
    return all(re.search(rf"<(?:\w+:)?{re.escape(name)}[\s/>]", text) for name in _texts(value))


_TESTS: Final[Mapping[str, Callable[[Tree, Clues, str], bool]]] = {
    "root": lambda value, clues, _: clues.root in _texts(value),
    "namespace": lambda value, clues, _: any(v in (clues.namespace or "") for v in _texts(value)),
    "element": _element,
    "keys": lambda value, clues, _: set(_texts(value)) <= set(clues.keys),
    "marks": lambda value, clues, _: bool(set(_texts(value)) & set(clues.marks)),
    "columns": _columns,
    "delimiter": lambda value, clues, _: any(c.delimiter == value for c in clues.columns),
    "header": _header,
    "cells": _cells,
    "integers": _integers,
    "name": lambda value, clues, _: re.search(str(value), clues.name) is not None,
    "text": lambda value, _, text: all(re.search(v, text) for v in _texts(value)),
}
