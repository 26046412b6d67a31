"""Values as they are written: the bytes of very many in one piece, looked at by arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.int64]

WORD: Final = 8
WIDEST: Final = 32
_LINE_END: Final = ord("\n")
_FIRST: Final = np.array([(1 << 8 * count) - 1 for count in range(WORD + 1)], np.uint64)


@dataclass(frozen=True, slots=True)
class Written:
    """Values in UTF-8. `begins`, `sizes`: where in `texts` each lies, in bytes.

    `texts` ends with `WIDEST` bytes that belong to none, so that words may be read beyond the last.
    """

    texts: bytes
    begins: Indices
    sizes: Indices

    def __len__(self) -> int:
        return len(self.begins)

    def of(self, place: int) -> str:
        """Give the value at a place."""
        begin = int(self.begins[place])
        return self.texts[begin : begin + int(self.sizes[place])].decode("utf-8", "surrogatepass")

    def bytes_of(self, places: Indices) -> list[bytes]:
        """Give the bytes of the values at these places."""
        begins = self.begins[places]
        spans = zip(begins.tolist(), (begins + self.sizes[places]).tolist(), strict=True)
        texts = self.texts
        return [texts[begin:end] for begin, end in spans]

    def lines(self, places: Indices) -> bytes:
        """Give the bytes of the values at these places, each with a line's end behind it."""
        sizes = self.sizes[places] + 1
        ends = np.cumsum(sizes)
        # Each begins as far before where it will stand as it lies before it.
        shift = np.repeat(self.begins[places] - (ends - sizes), sizes)
        shift += np.arange(len(shift))
        found = np.frombuffer(self.texts, np.uint8)[shift]
        found[ends - 1] = _LINE_END
        lines: bytes = found.tobytes()
        return lines

    def distinct(self) -> tuple[Written, Indices]:
        """Give each value once, in the order of its first place, and of each place which it is."""
        numbers: dict[bytes, int] = {}
        every = self.bytes_of(np.arange(len(self)))
        codes = [numbers.setdefault(value, len(numbers)) for value in every]
        found = np.array(codes, np.int64)
        _, first = np.unique(found, return_index=True)
        return Written(self.texts, self.begins[first], self.sizes[first]), found

    def holding(self, least: int, most: int) -> Flags:
        """Tell which values hold a byte that is not between two, these included."""
        # Below the least the difference begins again at the highest byte.
        above = np.frombuffer(self.texts, np.uint8) - np.uint8(least)
        places = np.flatnonzero(above > most - least)
        before, after = (places.searchsorted(at) for at in (self.begins, self.begins + self.sizes))
        return after > before

    def words(self, count: int) -> NDArray[np.uint64]:
        """Give the first bytes of each as `count` words of eight, a row for each; zeros behind.

        The first byte is the lowest of its word. `count`: up to `WIDEST` bytes.
        """
        every = np.ndarray(len(self.texts) - WORD + 1, "<u8", self.texts, strides=(1,))
        found = np.empty((len(self), count), np.uint64)
        for at in range(count):
            found[:, at] = every[np.minimum(self.begins + at * WORD, len(every) - 1)]
            found[:, at] &= first_bytes(self.sizes - at * WORD)
        return found


def first_bytes(counts: Indices) -> NDArray[np.uint64]:
    """Give for each a word of eight bytes, the first `counts` all ones, the others zeros."""
    return _FIRST[np.clip(counts, 0, WORD)]


def written(values: Sequence[str]) -> Written:
    """Put values behind one another."""
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    return Written(b"".join([*encoded, bytes(WIDEST)]), np.cumsum(sizes) - sizes, sizes)
