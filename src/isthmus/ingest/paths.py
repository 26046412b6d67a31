"""Paths into a record's tree, and the ways a mapping takes texts from them.

A path is names joined with dots; `^` first means the record's root from within an `each`, `#self`
the item itself; lists fan out. What it reaches comes back as texts in document order, empty ones
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree

SELF = "#self"
"""The path of an `each` item that is itself a text."""

EXTRACT_KEYS: Final = frozenset(
    {"from", "first", "join", "sep", "const", "split", "find", "table", "default", "drop"}
)
"""What a spec may hold for `compiled_extract`."""

Extract = Callable[["Place"], list[str]]


class Place(msgspec.Struct, frozen=True):
    """Where an extraction looks: the tree it stands in, and the record's root."""

    here: Tree
    root: Tree


def walk(tree: Tree, names: tuple[str, ...]) -> Iterator[Tree]:
    """Give what the names reach, lists fanned out, None left out."""
    if isinstance(tree, list):
        for item in tree:
            yield from walk(item, names)
    elif not names:
        if tree is not None:
            yield tree
    elif isinstance(tree, dict):
        found = tree.get(names[0])
        if found is not None:
            yield from walk(found, names[1:])


def as_text(value: Tree) -> str:
    """Give a scalar as text; an element with attributes gives its own text; else nothing."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dict):
        return as_text(value.get("#text"))
    return ""


def compiled_path(path: str) -> Extract:
    """Give the extraction of one path."""
    if path == SELF:
        return lambda place: [text for text in [as_text(place.here)] if text]
    from_root = path.startswith("^")
    names = tuple(name for name in path.removeprefix("^").split(".") if name)
    if len(names) == 1 and not from_root:
        return _field(names[0])

    def extract(place: Place) -> list[str]:
        start = place.root if from_root else place.here
        return [text for text in map(as_text, walk(start, names)) if text]

    return extract


def _field(name: str) -> Extract:
    """Give the extraction of one plain field, which is what most of them are."""

    def extract(place: Place) -> list[str]:
        found = place.here.get(name) if isinstance(place.here, dict) else None
        if found is None:
            return []
        if isinstance(found, str):
            text = found.strip()
            return [text] if text else []
        if type(found) is float or type(found) is int:
            return [repr(found)]
        return [text for text in map(as_text, walk(found, ())) if text]

    return extract


def compiled_extract(spec: Mapping[str, Tree], where: str) -> Extract:
    """Give the extraction that a value's spec declares.

    Sources, one of: `from` (a path or several), `first` (the first path with a text), `join`
    (paths joined with `sep`, a blank by default), `const`. Then, in this order: `split` (a
    separator), `find` (a pattern; its group or the whole), `table` (texts replaced; others left
    out unless `default`), `drop` (texts that mean nothing).
    """
    extract = _source(spec, where)
    for name, step in _STEPS.items():
        if name in spec:
            extract = step(extract, spec[name], where, spec)
    return extract


def sources(spec: Mapping[str, Tree]) -> str:
    """Give the paths that a value's spec takes its texts from, as a person reads them."""
    found = (spec[kind] for kind in ("from", "first", "join") if kind in spec)
    return ", ".join(as_text(path) for paths in found for path in walk(paths, ()))


def _source(spec: Mapping[str, Tree], where: str) -> Extract:
    if "const" in spec:
        constant = as_text(spec["const"])
        return lambda _: [constant]
    for kind, combine in (("from", _every), ("first", _first), ("join", _join)):
        if kind in spec:
            paths = [compiled_path(path) for path in _paths(spec[kind], where)]
            return combine(paths, spec)
    message = f"expected from, first, join or const in {where}"
    raise MappingInvalid(message)


def _every(paths: list[Extract], _: Mapping[str, Tree]) -> Extract:
    if len(paths) == 1:
        return paths[0]
    return lambda place: [text for path in paths for text in path(place)]


def _first(paths: list[Extract], _: Mapping[str, Tree]) -> Extract:
    return lambda place: next((texts for path in paths if (texts := path(place))), [])


def _join(paths: list[Extract], spec: Mapping[str, Tree]) -> Extract:
    sep = str(spec.get("sep", " "))

    def extract(place: Place) -> list[str]:
        text = sep.join(text for path in paths for text in path(place))
        return [text] if text else []

    return extract


def _split(inner: Extract, value: Tree, where: str, _: Mapping[str, Tree]) -> Extract:
    separators = re.compile("|".join(map(re.escape, _paths(value, where))))

    def extract(place: Place) -> list[str]:
        parts = (part.strip() for text in inner(place) for part in separators.split(text))
        return [part for part in parts if part]

    return extract


def _find(inner: Extract, value: Tree, where: str, _: Mapping[str, Tree]) -> Extract:
    try:
        pattern = re.compile(as_text(value))
    except re.error as error:
        message = f"expected a pattern in {where}.find, got {value!r}: {error}"
        raise MappingInvalid(message) from error
    group = 1 if pattern.groups else 0
    return lambda place: [
        found.group(group).strip()
        for text in inner(place)
        for found in pattern.finditer(text)
        if found.group(group)
    ]


def _table(inner: Extract, value: Tree, where: str, spec: Mapping[str, Tree]) -> Extract:
    if not isinstance(value, dict):
        message = f"expected a table in {where}"
        raise MappingInvalid(message)
    table = {str(key).casefold(): as_text(to) for key, to in value.items()}
    default = as_text(spec["default"]) if "default" in spec else None

    def extract(place: Place) -> list[str]:
        found = [table.get(text.casefold(), default) for text in inner(place)]
        return [text for text in found if text] or ([default] if default else [])

    return extract


def _drop(inner: Extract, value: Tree, where: str, _: Mapping[str, Tree]) -> Extract:
    unwanted = frozenset(text.casefold() for text in _paths(value, where))
    return lambda place: [text for text in inner(place) if text.casefold() not in unwanted]


_STEPS: Mapping[str, Callable[[Extract, Tree, str, Mapping[str, Tree]], Extract]] = {
    "split": _split,
    "find": _find,
    "table": _table,
    "drop": _drop,
}


def _paths(value: Tree, where: str) -> list[str]:
    found = value if isinstance(value, list) else [value]
    if not found or not all(isinstance(path, str) for path in found):
        message = f"expected a text or a list of texts in {where}, got {value!r}"
        raise MappingInvalid(message)
    return [str(path) for path in found]


def compiled_condition(document: Tree, where: str) -> Callable[[Place], bool]:
    """Give a test: each path has one of its texts; `present` and `absent` work.

    Raises MappingInvalid for anything else than texts by path.
    """
    tests = [
        (compiled_path(path), frozenset(text.casefold() for text in texts_of(wanted, where)))
        for path, wanted in mapping_of(document, where).items()
    ]

    def holds(place: Place) -> bool:
        for extract, wanted in tests:
            texts = {text.casefold() for text in extract(place)}
            if not (
                texts & wanted
                or ("present" in wanted and texts)
                or ("absent" in wanted and not texts)
            ):
                return False
        return True

    return holds


def texts_of(value: Tree, where: str) -> list[str]:
    """Give one text or several as a list; raises MappingInvalid for anything else."""
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str | int | bool) for text in found):
        message = f"expected texts in {where}, got {value!r}"
        raise MappingInvalid(message)
    return [as_text(text) for text in found]


def mapping_of(value: Tree, where: str) -> dict[str, Tree]:
    """Give keys with values; raises MappingInvalid for anything else."""
    if not isinstance(value, dict):
        message = f"expected a mapping in {where}, got {type(value).__name__}"
        raise MappingInvalid(message)
    return value
