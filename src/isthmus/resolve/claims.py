"""Claims of entities, in columns: numbers in rows of one length, and values behind one another.

1. The claims of an entity lie together. When some came or went, all of them are written again at
   the end, and what lay before is dead.
2. The values of what is dead are written over with zeros at once, so that what was recalled or
   erased is in memory no more.
3. When an eighth of the rows is dead, the living are written anew without them.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.release import HIDDEN
from isthmus.model.statement import Claim
from isthmus.resolve.arrays import Ints, among, ranges
from isthmus.resolve.levels.written import WIDEST
from isthmus.resolve.looks import Look, Looks, Shape, Shapes, suffices

_ROW: Final = Struct("<qIIH")
"""Statement, label, bytes of the value, and the number of schema and property."""
_SIZE: Final = _ROW.size
_COLUMNS: Final = np.dtype([("seq", "<i8"), ("label", "<u4"), ("size", "<u4"), ("kind", "<u2")])

_RUN: Final = Struct("<qqII")
"""Where the rows of an entity begin, and its values; how many bytes these and those are."""
_RUNS: Final = np.dtype(
    [("begin", "<i8"), ("text_begin", "<i8"), ("size", "<u4"), ("text_size", "<u4")]
)

_MOST_FEW: Final = 16
_FEW: Final = {
    many * _SIZE: Struct("<" + "qIIH" * many).unpack_from for many in range(1, _MOST_FEW + 1)
}
"""By the bytes of a few rows what reads them at once."""
_FIELDS: Final = 4
_NONE_TOLD: Final = (0,) * _FIELDS

DEAD_LEAST: Final = 50_000
DEAD_SHARE: Final = 8


@dataclass(frozen=True, slots=True)
class Rows:
    """Claims as columns of one length, those of an entity together, entities by their numbers.

    `entities`: the numbers. `kinds`: of each row the place in `named`, schema and property.
    `begins`, `sizes`: where the value lies in `texts`, UTF-8.
    """

    entities: NDArray[np.int32]
    seqs: Ints
    labels: NDArray[np.uint32]
    kinds: NDArray[np.uint16]
    begins: Ints
    sizes: NDArray[np.uint32]
    named: Sequence[tuple[str, str]]
    texts: bytes


_Said: TypeAlias = tuple[str, str, StatementSeq, str]
"""The name under which a claim is compared, its property, statement and value."""


class Claims:
    """Entity's number -> its claims. Not safe for threads: its owner takes turns."""

    __slots__ = (
        "_dead",
        "_known",
        "_named",
        "_rows",
        "_runs",
        "_shapes",
        "_texts",
    )

    def __init__(self) -> None:
        self._rows, self._texts, self._runs = bytearray(), bytearray(), bytearray()
        self._dead = 0
        self._named: list[tuple[str, str]] = []
        self._known: dict[tuple[str, str], int] = {}
        self._shapes = Shapes(self._named)

    def of(self, entity: int) -> list[Claim]:
        """Give the claims of an entity in the order in which they came."""
        return self._read(entity, None, None)

    def under(
        self,
        entity: int,
        labels: Collection[LabelId],
        properties: Container[str] | None = None,
    ) -> list[Claim]:
        """Give the claims of an entity under `labels`; of some properties, or of all."""
        return self._read(entity, labels, properties)

    def compared(
        self, entity: int, labels: Collection[LabelId], names: Mapping[str, str]
    ) -> tuple[set[str], set[LabelId], dict[str, list[Claim]]]:
        """Give what may be compared of an entity under `labels`: schemas, labels, claims by name.

        `names`: property -> the name under which it is compared. What is masked is left out.
        """
        seen = self._plainly(entity, labels, names)
        if seen is None:
            return self._every_compared(entity, labels, names)
        shape, label, rows = seen
        made, schema = tuple.__new__, shape.schema
        found = {
            name: [made(Claim, (seq, label, schema, own, value))]
            for name, own, seq, value in rows
            if name
        }
        return ({schema}, {label}, found) if found else (set(), set(), found)

    def promising(
        self,
        entities: Iterable[int],
        labels: Collection[LabelId],
        names: Mapping[str, str],
        looks: Mapping[Shape, Looks],
    ) -> Iterator[tuple[int, bool]]:
        """Give plain entities that may come to what is needed of them under `labels`, all others.

        With whether each is plain: its claims under `labels` are few and bear one of them, those
        that are compared are of one schema and one of each name, and nothing is masked. `names`: as
        for `compared`. `looks`: how what is said in a shape is looked at. Nothing may be put
        meanwhile.
        """
        runs, rows, texts, shapes = self._runs, self._rows, self._texts, self._shapes.known(names)
        for entity in entities:
            begin, at, size, text_size = _RUN.unpack_from(runs, entity * _RUN.size)
            told = _FEW[size](rows, begin) if size in _FEW else _NONE_TOLD
            under, run = told[1::_FIELDS], texts[at : at + text_size]
            shape = shapes.get(told[3::_FIELDS])
            plain = shape is not None and under.count(under[0]) == len(under)
            if shape is None or not (plain and under[0] in labels and run.isascii()):
                promised = self._promised(entity, labels, names, looks)
                if promised is not False:
                    yield entity, promised is True
                continue
            # Nearly always so, and written out: it is where the time of a question goes.
            later: list[tuple[Look, str]] = []
            text, at, (lacking, ways) = run.decode(), 0, looks[shape]
            for name, many in zip(shape.names, told[2::_FIELDS], strict=False):
                if name in ways:
                    gain, least = look = ways[name]
                    if least is None:
                        lacking -= gain(text[at : at + many])
                    else:
                        later.append((look, text[at : at + many]))
                at += many
            if suffices(lacking, later):
                yield entity, True

    def _promised(
        self,
        entity: int,
        labels: Collection[LabelId],
        names: Mapping[str, str],
        looks: Mapping[Shape, Looks],
    ) -> bool | None:
        """Look at what lies under `labels`, as if nothing else were there; None if not plain."""
        under, kinds, sizes, run = self._seen_of(entity, labels)
        if not kinds:
            return False
        if len(kinds) > _MOST_FEW or len(under) > 1:
            return None
        shape, values = self._shapes.of(tuple(kinds), names), _cut(run, sizes)
        if shape is None or values is None:
            return None
        later: list[tuple[Look, str]] = []
        lacking, ways = looks[shape]
        for name, value in zip(shape.names, values, strict=False):
            if name in ways:
                gain, least = look = ways[name]
                if least is None:
                    lacking -= gain(value)
                else:
                    later.append((look, value))
        return suffices(lacking, later)

    def _seen_of(
        self, entity: int, labels: Collection[LabelId]
    ) -> tuple[set[LabelId], list[int], list[int], bytearray]:
        """Give the labels of what lies under `labels`, its kinds, its sizes and its values."""
        begin, at, size, _ = _RUN.unpack_from(self._runs, entity * _RUN.size)
        under, kinds, run, sizes = set(), [], bytearray(), []
        for _, label, many, kind in _ROW.iter_unpack(self._rows[begin : begin + size]):
            if label in labels:
                under.add(label)
                kinds.append(kind)
                run += self._texts[at : at + many]
                sizes.append(many)
            at += many
        return under, kinds, sizes, run

    def _plainly(
        self, entity: int, labels: Collection[LabelId], names: Mapping[str, str]
    ) -> tuple[Shape, LabelId, Iterable[_Said]] | None:
        """Give what is said of a plain entity, and its label; None of any other (`glances`)."""
        begin, at, size, text_size = _RUN.unpack_from(self._runs, entity * _RUN.size)
        if size not in _FEW:
            return None
        told = _FEW[size](self._rows, begin)
        under, kinds = told[1::_FIELDS], told[3::_FIELDS]
        shape = self._shapes.of(kinds, names)
        if shape is None or under.count(under[0]) < len(under):
            return None
        if under[0] not in labels:
            return shape, under[0], ()
        run = self._texts[at : at + text_size]
        values = _cut(run, told[2::_FIELDS])
        if values is None:
            return None
        return shape, under[0], zip(shape.names, shape.own, told[::_FIELDS], values, strict=False)

    def _every_compared(
        self, entity: int, labels: Collection[LabelId], names: Mapping[str, str]
    ) -> tuple[set[str], set[LabelId], dict[str, list[Claim]]]:
        begin, at, size, text_size = _RUN.unpack_from(self._runs, entity * _RUN.size)
        run = self._texts[at : at + text_size]
        text = _text(run)
        plain = len(text) == text_size
        masked = not plain and HIDDEN in text
        # Bare: to name what they hold takes a microsecond each.
        schemas: set[str] = set()
        under: set[LabelId] = set()
        values: dict[str, list[Claim]] = {}
        named, made, at = self._named, tuple.__new__, 0
        for seq, label, many, kind in _ROW.iter_unpack(self._rows[begin : begin + size]):
            end = at + many
            schema, own = named[kind]
            if label in labels and own in names:
                value = text[at:end] if plain else _text(run[at:end])
                if not (masked and HIDDEN in value):
                    schemas.add(schema)
                    under.add(label)
                    claim = made(Claim, (seq, label, schema, own, value))
                    name = names[own]
                    if name in values:
                        values[name].append(claim)
                    else:
                        values[name] = [claim]
            at = end
        return schemas, under, values

    def put(self, entity: int, claims: Sequence[Claim]) -> None:
        """Put claims in the place of all that an entity had; the number of a new one follows."""
        if entity * _RUN.size == len(self._runs):
            self._runs += bytes(_RUN.size)
        else:
            self._bury(entity)
        values = [claim.value.encode("utf-8", "surrogatepass") for claim in claims]
        text = b"".join(values)
        run = len(self._rows), len(self._texts), len(claims) * _SIZE, len(text)
        _RUN.pack_into(self._runs, entity * _RUN.size, *run)
        self._texts += text
        self._rows += b"".join(
            _ROW.pack(claim.seq, claim.label, len(value), self._kind(claim.schema, claim.property))
            for claim, value in zip(claims, values, strict=True)
        )

    def settle(self) -> None:
        """Write the living rows anew, if many are dead."""
        if self._dead > max(DEAD_LEAST, len(self._rows) // _SIZE // DEAD_SHARE):
            self.compact()

    def compact(self) -> None:
        """Write the living anew in the order of entities; what is dead is left out."""
        lying, runs = np.frombuffer(self._rows, _COLUMNS), self._lying_runs()
        places, sizes = ranges(runs["begin"] // _SIZE, runs["size"] // _SIZE), lying["size"]
        begins = (np.cumsum(sizes, dtype=np.int64) - sizes)[places]
        rows, sizes = lying[places], sizes[places]
        texts = np.frombuffer(self._texts, np.uint8)[ranges(begins, sizes)].tobytes()
        self._rows, self._texts = bytearray(rows.tobytes()), bytearray(texts)
        for begin, size in (("begin", "size"), ("text_begin", "text_size")):
            ends = np.cumsum(runs[size], dtype=np.int64)
            runs[begin] = ends - runs[size]
        self._runs = bytearray(runs.tobytes())
        self._dead = 0

    def rows(
        self, labels: Collection[LabelId], properties: Container[str], of: Ints | None = None
    ) -> Rows:
        """Give the claims of some properties under `labels` as columns, as they are now.

        `of`: of these entities alone, their numbers in order.
        """
        # A view of what lies, as long as nothing is written: what is given is copied out of it.
        lying, runs = np.frombuffer(self._rows, _COLUMNS), self._lying_runs()
        in_order = of is None and not self._dead and not (np.diff(runs["begin"]) < 0).any()
        if of is None:
            of = np.arange(len(runs))
            texts = b"".join((self._texts, bytes(WIDEST)))
            moved = np.zeros(len(runs), np.int64)
        else:
            runs = runs[of]
            spans = zip(runs["text_begin"].tolist(), runs["text_size"].tolist(), strict=True)
            with memoryview(self._texts) as text:
                texts = b"".join([*(text[at : at + size] for at, size in spans), bytes(WIDEST)])
            sizes = runs["text_size"].astype(np.int64)
            moved = np.cumsum(sizes) - sizes - runs["text_begin"]
        counts = runs["size"] // _SIZE
        places = slice(None) if in_order else ranges(runs["begin"] // _SIZE, counts)
        sizes = lying["size"][places].astype(np.int64)
        begins = np.cumsum(sizes) - sizes
        # The values of an entity lie behind one another, from where its run says.
        first = np.cumsum(counts, dtype=np.int64) - counts
        shift = runs["text_begin"] + moved - np.append(begins, 0)[first]
        begins += np.repeat(shift, counts)
        kinds, under = lying["kind"][places], lying["label"][places]
        told = np.array([name in properties for _, name in self._named], np.bool_)
        chosen = np.flatnonzero(told[kinds] & among(under, labels))
        return Rows(
            np.repeat(of.astype(np.int32), counts)[chosen],
            lying["seq"][places][chosen],
            under[chosen],
            kinds[chosen],
            begins[chosen],
            sizes[chosen].astype(np.uint32),
            tuple(self._named),
            texts,
        )

    def _lying_runs(self) -> NDArray[np.void]:
        """Give a copy of where the claims of each entity lie."""
        return np.frombuffer(bytes(self._runs), _RUNS).copy()

    def _read(
        self,
        entity: int,
        labels: Collection[LabelId] | None,
        properties: Container[str] | None,
    ) -> list[Claim]:
        begin, at, size, text_size = _RUN.unpack_from(self._runs, entity * _RUN.size)
        run = self._texts[at : at + text_size]
        text = _text(run)
        plain = len(text) == text_size
        named, made = self._named, tuple.__new__
        found, at = [], 0
        for seq, label, many, kind in _ROW.iter_unpack(self._rows[begin : begin + size]):
            wanted = properties is None or named[kind][1] in properties
            if wanted and (labels is None or label in labels):
                # Of bytes that are all ASCII a piece of the text is the value.
                value = text[at : at + many] if plain else _text(run[at : at + many])
                # Claims are made by the million; the tuple's own way takes half of the time.
                found.append(made(Claim, (seq, label, *named[kind], value)))
            at += many
        return found

    def _bury(self, entity: int) -> None:
        """Leave what an entity had behind as dead, its values written over."""
        _, begin, size, text_size = _RUN.unpack_from(self._runs, entity * _RUN.size)
        self._texts[begin : begin + text_size] = bytes(text_size)
        self._dead += size // _SIZE

    def _kind(self, schema: str, name: str) -> int:
        kind = self._known.get((schema, name))
        if kind is None:
            kind = self._known[schema, name] = len(self._named)
            self._named.append((schema, name))
        return kind


def _cut(run: bytearray, sizes: Iterable[int]) -> list[str] | None:
    """Cut what lies behind one another into values; None where one of them is masked."""
    text, at = _text(run), 0
    plain = len(text) == len(run)
    if not plain and HIDDEN in text:
        return None
    found = []
    for size in sizes:
        found.append(text[at : at + size] if plain else _text(run[at : at + size]))
        at += size
    return found


def _text(value: bytearray) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        # Half of a pair of UTF-16, which some source wrote, is kept as it is.
        return value.decode("utf-8", "surrogatepass")
