"""Entities as numbers: ids in, numbers out, and back; some thirty bytes for each.

The ids lie one behind the other. The number of one is found by a table of places (open addressing,
linear probing) under a hash that is keyed anew in each process, so that nobody can aim at a place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from isthmus.errors import IntegrityError
from isthmus.model.ids import ID_BYTES, EntityId

_LEAST_PLACES: Final = 64
_FREE: Final = -1
_ID: Final = np.dtype((np.void, ID_BYTES))
_ORDERED: Final = np.dtype(f"S{ID_BYTES}")
"""Bytes that have an order, the one that they have in Python."""
_MANY: Final = 1024
_MARK: Final = 0xFFFF_FFFF


class Entities:
    """Entity <-> number, counted from 0. Not safe for threads: its owner takes turns."""

    __slots__ = ("_ids", "_marks", "_places")

    def __init__(self) -> None:
        self._ids = bytearray()
        self._marks = array("I")
        self._places = array("i", [_FREE]) * _LEAST_PLACES

    def __len__(self) -> int:
        return len(self._marks)

    def __getitem__(self, number: int) -> EntityId:
        """Give the entity of a number."""
        begin = number * ID_BYTES
        return EntityId(bytes(self._ids[begin : begin + ID_BYTES]))

    def of(self, numbers: Iterable[int]) -> list[EntityId]:
        """Give the entities of some numbers, in their order."""
        places = np.fromiter(numbers, np.int64)
        found: list[EntityId] = np.frombuffer(self._ids, _ID)[places].tolist()
        return found

    def first(self, numbers: NDArray[np.uint32], most: int) -> NDArray[np.uint32]:
        """Give those of some numbers that have the least ids, no more than `most`, in their order.

        At least one. So who is chosen of many does not depend on who came first.
        """
        if len(numbers) > max(most, _MANY):
            # Their heads leave out nearly all who are behind.
            heads = np.frombuffer(self._ids, ">u8")[2 * numbers.astype(np.int64)].astype(np.uint64)
            numbers = numbers[heads <= np.partition(heads, most - 1)[most - 1]]
        order = np.frombuffer(self._ids, _ORDERED)[numbers].argsort()
        return numbers[order[:most]]

    def find(self, entity: EntityId) -> int | None:
        """Give the number of an entity, None for one that has none."""
        ids, places = self._ids, self._places
        last = len(places) - 1
        place = hash(entity) & last
        while (found := places[place]) != _FREE:
            begin = found * ID_BYTES
            if ids.startswith(entity, begin):
                return found
            place = (place + 1) & last
        return None

    def add(self, entity: EntityId) -> int:
        """Give a number to an entity that has none: the one that follows on the last.

        Raises IntegrityError for an id that is none, beside which all others would be misread.
        """
        if len(entity) != ID_BYTES:
            message = f"expected an id of {ID_BYTES} bytes, got {len(entity)}"
            raise IntegrityError(message)
        number = len(self._marks)
        self._ids += entity
        self._marks.append(hash(entity) & _MARK)
        if 3 * len(self._marks) > 2 * len(self._places):
            self._places = _placed(np.array(self._marks, np.uint32), 2 * len(self._places))
            return number
        last = len(self._places) - 1
        place = hash(entity) & last
        while self._places[place] != _FREE:
            place = (place + 1) & last
        self._places[place] = number
        return number

    def ids(self) -> NDArray[np.uint8]:
        """Give the ids of all as they are now, a row of bytes for each, in the order of numbers."""
        return np.frombuffer(bytes(self._ids), np.uint8).reshape(-1, ID_BYTES)


def _placed(marks: NDArray[np.uint32], places: int) -> array[int]:
    """Give a table of places in which each number lies at its mark's place, or soon behind it."""
    table = np.full(places, _FREE, np.int32)
    waiting = np.arange(len(marks), dtype=np.int32)
    wanted = marks.astype(np.int64) & (places - 1)
    while len(waiting):
        free = table[wanted] == _FREE
        # Of several that want one place the last one written has it; the others go on.
        table[wanted[free]] = waiting[free]
        without = table[wanted] != waiting
        waiting, wanted = waiting[without], (wanted[without] + 1) & (places - 1)
    return array("i", table.tobytes())
