"""Markings: what a record says of who may see it, and which label fields each stands for.

A mapping declares where markings stand and what they mean. What cannot be told is denied:

1. A marking that the table does not know, or that is no text, is a fault of the record.
2. What marks the record marks all that it says; what marks a part of it marks whatever cannot be
   said without that part. Which claims these are is seen by mapping the record without it.
3. A part that cannot be found, or without which the record has no key or no date, marks the whole
   record.
4. The bytes of a record hold all of its parts, so they carry the join of all its markings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Fault, Tree, shown
from isthmus.ingest.meanings import Meanings, compiled_meanings, plain
from isthmus.ingest.normalise import FieldFault
from isthmus.ingest.paths import as_text
from isthmus.model.label import OPEN, Label
from isthmus.phrases import Phrase, say

FIELD: Final = "markings"
"""The field that a verdict on a marking names, with the path behind it."""

APART_MAX: Final = 16
"""Parts under more different labels than these mark the whole record."""

_KEYS: Final = frozenset({"record", "parts", "means"})
_SOURCE_KEYS: Final = frozenset({"from", "like", "as"})
_PART_KEYS: Final = _SOURCE_KEYS | {"each", "at"}
_INDEX: Final = re.compile(r"\[(\d+)\]")

Names = tuple[str, ...]
Spot = tuple[str | int, ...]
"""Where something stands in a tree: names of fields and places in lists."""


class Said(Protocol):
    """What a record says, as far as markings care."""

    @property
    def key(self) -> str: ...  # noqa: D102 - the record key

    @property
    def observed_at(self) -> datetime | None: ...  # noqa: D102 - the time that it speaks of

    @property
    def claims(self) -> Sequence[Hashable]: ...  # noqa: D102 - in the order of the mapping

    @property
    def positions(self) -> Sequence[Hashable]: ...  # noqa: D102 - in the order of the mapping


@dataclass(slots=True)
class Marked:
    """What the markings of one record come to; each label is to be joined with the feed's.

    `whole`: of everything that it says; `content`: of its bytes; `claims`, `positions`: what is
    stricter than the whole, by index.
    """

    whole: Label = OPEN
    content: Label = OPEN
    claims: dict[int, Label] = field(default_factory=dict)
    positions: dict[int, Label] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Paths where markings stand.

    `like`: what a text must hold to be one, None: all are; `named`: the marking as which whatever
    stands there counts, None: each is its own.
    """

    paths: tuple[Names, ...]
    like: re.Pattern[str] | None
    named: str | None


@dataclass(frozen=True, slots=True)
class PartSource:
    """Markings of parts. `at`: where an item says which part; None: the item is the part."""

    each: Names
    source: Source
    at: Names | None


@dataclass(frozen=True, slots=True)
class Markings:
    """The compiled markings of a mapping."""

    record: tuple[Source, ...]
    parts: tuple[PartSource, ...]
    means: Meanings

    def content(self, tree: Tree) -> Label:
        """Give the label of a record's bytes; raises FieldFault for a marking nobody knows."""
        whole, apart = self._read(tree)
        for label in apart:
            whole = whole.join(label)
        return whole

    def marked(self, tree: Tree, said: Said, again: Callable[[Tree], Said]) -> Marked:
        """Give the labels of what a record says. `again`: what another tree would say.

        Raises FieldFault for a marking that nobody knows.
        """
        whole, apart = self._read(tree)
        found = Marked(whole, whole)
        for number, (label, spots) in enumerate(apart.items()):
            found.content = found.content.join(label)
            rest = None if number >= APART_MAX else _without(again, tree, spots, said)
            if rest is None:
                found.whole = found.whole.join(label)
                continue
            _mark(found.claims, said.claims, rest.claims, label)
            _mark(found.positions, said.positions, rest.positions, label)
        return found

    def _read(self, tree: Tree) -> tuple[Label, dict[Label, set[Spot]]]:
        """Give the label of the whole, and where parts under other labels stand."""
        whole = OPEN
        for source in self.record:
            whole = whole.join(self._label(source, tree))
        apart: dict[Label, set[Spot]] = {}
        for part in self.parts:
            for spot, item in _reached(tree, part.each):
                label = self._label(part.source, item)
                if label == OPEN:
                    continue
                spots = {spot} if part.at is None else _pointed(tree, item, part.at)
                if not spots:
                    whole = whole.join(label)
                apart.setdefault(label, set()).update(spots)
        return whole, {label: at for label, at in apart.items() if not whole.dominates(label)}

    def _label(self, source: Source, tree: Tree) -> Label:
        label = OPEN
        for path, text in _texts(source, tree):
            meaning = self.means.of(source.named or text)
            if meaning is None:
                raise _fault(path, say("a marking that the table of the mapping knows"), text)
            label = label.join(meaning)
        return label


def compiled_markings(document: Mapping[str, Tree], where: str) -> Markings:
    """Compile the `markings` of a mapping; raises MappingInvalid with the place of a slip."""
    _check(document, _KEYS, where)
    record, parts = _list(document.get("record")), _list(document.get("parts"))
    if not record and not parts:
        message = f"expected `record` or `parts` in {where}: where its markings stand"
        raise MappingInvalid(message)
    return Markings(
        record=tuple(_source(source, f"{where}.record") for source in record),
        parts=tuple(_part(part, f"{where}.parts") for part in parts),
        means=compiled_meanings(document.get("means"), f"{where}.means"),
    )


def _part(document: Tree, where: str) -> PartSource:
    if not isinstance(document, dict):
        message = f"expected a mapping in {where}, got {document!r}"
        raise MappingInvalid(message)
    _check(document, _PART_KEYS, where)
    source = {name: value for name, value in document.items() if name in _SOURCE_KEYS}
    at = document.get("at")
    return PartSource(
        each=_path(document.get("each"), f"{where}.each"),
        source=_source(source, where),
        at=None if at is None else _path(at, f"{where}.at"),
    )


def _source(value: Tree, where: str) -> Source:
    document: Mapping[str, Tree] = value if isinstance(value, dict) else {"from": value}
    _check(document, _SOURCE_KEYS, where)
    found = document.get("from")
    paths = tuple(_path(one, where) for one in (found if isinstance(found, list) else [found]))
    like = document.get("like")
    try:
        pattern = None if like is None else re.compile(as_text(like))
    except re.error as error:
        message = f"expected a pattern in {where}.like, got {like!r}: {error}"
        raise MappingInvalid(message) from error
    return Source(paths, pattern, as_text(document["as"]) if "as" in document else None)


def _list(value: Tree) -> list[Tree]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _path(value: Tree, where: str) -> Names:
    names = tuple(name for name in value.split(".") if name) if isinstance(value, str) else ()
    if not names:
        message = f"expected a path in {where}, got {value!r}"
        raise MappingInvalid(message)
    return names


def _check(document: Mapping[str, Tree], known: frozenset[str], where: str) -> None:
    unknown = sorted(map(str, set(document) - known))
    if unknown:
        message = f"expected only {', '.join(sorted(known))} in {where}, got {', '.join(unknown)}"
        raise MappingInvalid(message)


def _texts(source: Source, tree: Tree) -> Iterator[tuple[Names, str]]:
    """Give the markings at the paths of a source, each with its path."""
    for path in source.paths:
        for _, value in _reached(tree, path):
            text = as_text(value)
            if not text and not isinstance(value, str):
                raise _fault(path, say("a marking as a text"), value)
            if text and (source.like is None or source.like.search(plain(text))):
                yield path, text


def _reached(tree: Tree, names: Names) -> Iterator[tuple[Spot, Tree]]:
    """Give what the names reach and where it stands, lists fanned out, None left out.

    Raises FieldFault where something stands in the way that has no fields: a marking may hide
    in what is damaged.
    """

    def reach(value: Tree, left: Names, spot: Spot) -> Iterator[tuple[Spot, Tree]]:
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from reach(item, left, (*spot, index))
        elif value is None:
            return
        elif not left:
            yield spot, value
        elif isinstance(value, dict):
            yield from reach(value.get(left[0]), left[1:], (*spot, left[0]))
        else:
            raise _fault(names, say("fields, and a marking among them"), value)

    yield from reach(tree, names, ())


def _pointed(tree: Tree, item: Tree, at: Names) -> set[Spot]:
    """Give the parts that an item points at; none if one of them is not to be found."""
    spots: set[Spot] = set()
    for _, selector in _reached(item, at):
        spot = tuple(
            int(found[1]) if (found := _INDEX.fullmatch(step)) else step
            for step in as_text(selector).split(".")
        )
        if not _stands(tree, spot):
            return set()
        spots.add(spot)
    return spots


def _stands(tree: Tree, spot: Spot) -> bool:
    value = tree
    for step in spot:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return False
    return value is not None


def _without(
    again: Callable[[Tree], Said], tree: Tree, spots: set[Spot], said: Said
) -> Said | None:
    """Give what the record says without these parts; None if it would not be this record."""
    try:
        rest = again(_pruned(tree, spots))
    except FieldFault:
        return None
    same = rest.key == said.key and rest.observed_at == said.observed_at
    return rest if same else None


def _pruned(tree: Tree, spots: set[Spot]) -> Tree:
    """Give a tree without the parts at these spots, the rest shared with it."""
    deeper: dict[str | int, set[Spot]] = {}
    for spot in spots:
        deeper.setdefault(spot[0], set()).add(spot[1:])
    if isinstance(tree, dict):
        return {
            name: _pruned(value, deeper[name]) if name in deeper else value
            for name, value in tree.items()
            if () not in deeper.get(name, ())
        }
    if isinstance(tree, list):
        return [
            _pruned(value, deeper[index]) if index in deeper else value
            for index, value in enumerate(tree)
            if () not in deeper.get(index, ())
        ]
    return tree


def _mark(
    marks: dict[int, Label], said: Sequence[Hashable], rest: Sequence[Hashable], label: Label
) -> None:
    still = frozenset(rest)
    for index, one in enumerate(said):
        if one not in still:
            marks[index] = marks.get(index, OPEN).join(label)


def _fault(path: Names, expected: Phrase, came: object) -> FieldFault:
    repair = say("say under `means` of the mapping what it stands for, or correct it at its source")
    return FieldFault(Fault(f"{FIELD}.{'.'.join(path)}", expected, shown(came), repair))
