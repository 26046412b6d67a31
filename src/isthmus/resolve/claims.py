"""Claims of entities, in columns: numbers in rows of one length, and values behind one another.

1. The claims of an entity lie together. When some came or went, all of them are written again at
   the end, and what lay before is dead.
2. The values of what is dead are written over with zeros at once, so that what was recalled or
   erased is in memory no more.
3. When an eighth of the rows is dead, the living are written anew without them.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import LabelId
from isthmus.model.statement import Claim
from isthmus.resolve.levels.written import WIDEST

_ROW: Final = Struct("<qIIH")
"""Statement, label, bytes of the value, and the number of schema and property."""
_SIZE: Final = _ROW.size
_COLUMNS: Final = np.dtype([("seq", "<i8"), ("label", "<u4"), ("size", "<u4"), ("kind", "<u2")])

DEAD_LEAST: Final = 50_000
DEAD_SHARE: Final = 8

Ints: TypeAlias = NDArray[np.int64]


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


class Claims:
    """Entity's number -> its claims. Not safe for threads: its owner takes turns."""

    __slots__ = (
        "_begins",
        "_counts",
        "_dead",
        "_known",
        "_named",
        "_rows",
        "_text_begins",
        "_text_sizes",
        "_texts",
    )

    def __init__(self) -> None:
        self._rows, self._texts = bytearray(), bytearray()
        self._begins, self._counts = array("q"), array("I")
        self._text_begins, self._text_sizes = array("q"), array("I")
        self._dead = 0
        self._named: list[tuple[str, str]] = []
        self._known: dict[tuple[str, str], int] = {}

    def of(self, entity: int) -> list[Claim]:
        """Give the claims of an entity in the order in which they came."""
        return self._read(entity, None)

    def under(self, entity: int, labels: Collection[LabelId]) -> list[Claim]:
        """Give the claims of an entity under `labels`."""
        return self._read(entity, labels)

    def put(self, entity: int, claims: Sequence[Claim]) -> None:
        """Put claims in the place of all that an entity had; the number of a new one follows."""
        if entity == len(self._begins):
            self._begins.append(0)
            self._counts.append(0)
            self._text_begins.append(0)
            self._text_sizes.append(0)
        else:
            self._bury(entity)
        values = [claim.value.encode("utf-8", "surrogatepass") for claim in claims]
        text = b"".join(values)
        self._begins[entity], self._counts[entity] = len(self._rows), len(claims)
        self._text_begins[entity], self._text_sizes[entity] = len(self._texts), len(text)
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
        lying = np.frombuffer(self._rows, _COLUMNS)
        places, sizes = self._places(), lying["size"].astype(np.int64)
        begins = (np.cumsum(sizes) - sizes)[places]
        rows, sizes = lying[places], sizes[places]
        texts = np.frombuffer(self._texts, np.uint8)[_ranges(begins, sizes)].tobytes()
        counts = np.array(self._counts, np.int64)
        first = np.cumsum(counts) - counts
        self._rows, self._texts = bytearray(rows.tobytes()), bytearray(texts)
        self._begins = array("q", (first * _SIZE).tobytes())
        self._text_begins = array("q", np.r_[0, np.cumsum(sizes)][first].tobytes())
        self._dead = 0

    def rows(self, labels: Collection[LabelId], properties: Container[str]) -> Rows:
        """Give the claims of some properties under `labels` as columns, as they are now."""
        # A view of what lies, as long as nothing is written: what is given is copied out of it.
        lying = np.frombuffer(self._rows, _COLUMNS)
        told = np.array([name in properties for _, name in self._named], np.bool_)
        # One more stands for all labels beyond the last that is seen.
        seen = np.zeros(max(labels, default=0) + 2, np.bool_)
        seen[[*labels]] = True
        kept = told[lying["kind"]] & seen[np.minimum(lying["label"], len(seen) - 1)]
        counts = np.array(self._counts, np.int64)
        entities = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        if self._dead or (np.diff(np.array(self._begins, np.int64)) < 0).any():
            places = self._places()
            chosen = np.flatnonzero(kept[places])
            places = places[chosen]
        else:
            places = chosen = np.flatnonzero(kept)
        sizes = lying["size"].copy()
        ends = np.cumsum(sizes, dtype=np.int64)[places]
        sizes = sizes[places]
        return Rows(
            entities[chosen],
            lying["seq"][places],
            lying["label"][places],
            lying["kind"][places],
            ends - sizes,
            sizes,
            tuple(self._named),
            b"".join((self._texts, bytes(WIDEST))),
        )

    def _places(self) -> Ints:
        """Give which rows are alive, in the order of entities."""
        begins = np.array(self._begins, np.int64) // _SIZE
        return _ranges(begins, np.array(self._counts, np.int64))

    def _read(self, entity: int, labels: Collection[LabelId] | None) -> list[Claim]:
        begin, size = self._text_begins[entity], self._text_sizes[entity]
        run = self._texts[begin : begin + size]
        text = run.decode("utf-8", "surrogatepass")
        plain = len(text) == size
        begin, end = self._begins[entity], self._begins[entity] + self._counts[entity] * _SIZE
        named, made = self._named, tuple.__new__
        found, at = [], 0
        for seq, label, size, kind in _ROW.iter_unpack(self._rows[begin:end]):
            if labels is None or label in labels:
                # Of bytes that are all ASCII a piece of the text is the value.
                value = text[at : at + size] if plain else _text(run[at : at + size])
                # Claims are made by the million; the tuple's own way takes half of the time.
                found.append(made(Claim, (seq, label, *named[kind], value)))
            at += size
        return found

    def _bury(self, entity: int) -> None:
        """Leave what an entity had behind as dead, its values written over."""
        begin, size = self._text_begins[entity], self._text_sizes[entity]
        self._texts[begin : begin + size] = bytes(size)
        self._dead += self._counts[entity]

    def _kind(self, schema: str, name: str) -> int:
        kind = self._known.get((schema, name))
        if kind is None:
            kind = self._known[schema, name] = len(self._named)
            self._named.append((schema, name))
        return kind


def _text(value: bytearray) -> str:
    # Half of a pair of UTF-16, if some source wrote one, is kept as it is.
    return value.decode("utf-8", "surrogatepass")


def _ranges(begins: Ints, counts: Ints) -> Ints:
    """Give begin, begin + 1 ... of each, one behind the other."""
    found: Ints = np.repeat(begins - (np.cumsum(counts) - counts), counts)
    return found + np.arange(len(found))
