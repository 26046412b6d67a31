"""Channels: how a unit of one writing sounds in another, as probabilities learned from names.

Each unit of the source emits a chunk of the target, none to a few letters long, depending on the
units around it. An alignment is the most probable way to emit the whole target. Contexts back off
from wide to narrow: the estimate of a wide one is mixed with that of the next narrower.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

CONTEXTS: Final = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2))
"""Units to the left and right that a context holds, the narrowest first."""

REACH: Final = 2
STEPS_PER_NAT: Final = 20
"""Log-probabilities and weights of mixing are kept as whole twentieths of a nat, 0 to -12.75."""

_CACHED: Final = 4096
_KEPT: Final = 24
_LEAST: Final = -8.0
_STRANGE: Final = -7.5
_STRANGE_LETTER: Final = -1.5
_STRANGE_LONGEST: Final = 2
_LEFT_OVER: Final = -4.0
_BEAM: Final = 5

Emission: TypeAlias = tuple[Mapping[str, float], float]
"""Chunk to log-probability, and the highest of them."""


@dataclass(frozen=True, slots=True)
class Level:
    """The contexts of one width: sorted codes, and for each a slice of chunks with their steps.

    `mixing`: steps of the share that the narrower context keeps.
    """

    codes: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    mixing: NDArray[np.uint8]
    chunks: NDArray[np.uint16]
    steps: NDArray[np.uint8]


class Channel:
    """Emissions of the units of one writing in another.

    `longest`: units of the target in one chunk. Levels stand in the order of CONTEXTS.
    """

    def __init__(
        self,
        units: Sequence[str],
        chunks: Sequence[str],
        levels: Sequence[Level],
        longest: int,
    ) -> None:
        self._ids = {unit: number for number, unit in enumerate(units, 3)}
        self._base = len(units) + 3
        self._chunks = chunks
        self._levels = levels
        self._cache: dict[tuple[int, ...], Emission] = {}
        self._longest = longest

    def emissions(self, units: Sequence[str]) -> list[Emission]:
        """Give what each unit may emit, in its place. Code 0 stands for a unit never seen."""
        padded = [1, 1, *(self._ids.get(unit, 0) for unit in units), 2, 2]
        return [self._emission(tuple(padded[at : at + 5])) for at in range(len(units))]

    def knows(self, unit: str) -> bool:
        """Tell whether the channel has seen a unit."""
        return unit in self._ids

    def _emission(self, around: tuple[int, ...]) -> Emission:
        found = self._cache.get(around)
        if found is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            found = self._cache[around] = self._mixed(around)
        return found

    def _mixed(self, around: tuple[int, ...]) -> Emission:
        mixed: dict[int, float] = {}
        for level, (left, right) in zip(self._levels, CONTEXTS, strict=True):
            code = code_of(around[REACH - left : REACH + 1 + right], self._base)
            at = int(np.searchsorted(level.codes, np.uint64(code)))
            if at >= len(level.codes) or int(level.codes[at]) != code:
                continue
            keep = float(np.exp(-int(level.mixing[at]) / STEPS_PER_NAT)) if mixed else 0.0
            mixed = {chunk: share * keep for chunk, share in mixed.items()}
            low, high = int(level.starts[at]), int(level.starts[at + 1])
            shares = np.exp(-level.steps[low:high].astype(np.float64) / STEPS_PER_NAT).tolist()
            for chunk, share in zip(level.chunks[low:high].tolist(), shares, strict=True):
                mixed[chunk] = mixed.get(chunk, 0.0) + share
        top = heapq.nlargest(_KEPT, mixed.items(), key=lambda item: (item[1], -item[0]))
        logs = {self._chunks[chunk]: float(np.log(share)) for chunk, share in top}
        kept = {chunk: log for chunk, log in logs.items() if log > _LEAST}
        return kept, max(kept.values(), default=-3.0)

    def aligned(self, emissions: Sequence[Emission], target: Sequence[str]) -> float:
        """Give the log-probability of the best way to emit the whole of `target`, unit by unit.

        What no unit can emit costs a fixed amount, so that there is always a way.
        """
        size, most = len(target), self._longest
        pieces = _pieces(target, most)
        active: list[tuple[int, float]] = [(0, 0.0)]
        for number, (chunks, _) in enumerate(emissions, 1):
            ahead: dict[int, float] = {}
            for start, sum_so_far in active:
                for length in range(min(most, size - start) + 1):
                    share = chunks.get(pieces[start][length])
                    if share is None:
                        if length > _STRANGE_LONGEST:
                            continue
                        share = _STRANGE + _STRANGE_LETTER * length
                    total = sum_so_far + share
                    end = start + length
                    if total > ahead.get(end, -1e9):
                        ahead[end] = total
            active = _beam(ahead, round(size * number / len(emissions)))
        return max(total + _LEFT_OVER * (size - end) for end, total in active)

    def likeliest(self, emissions: Sequence[Emission]) -> str:
        """Give the target that follows when each unit emits what it most often does."""
        return "".join(
            max(chunks.items(), key=lambda item: (item[1], item[0]))[0] if chunks else ""
            for chunks, _ in emissions
        )


def code_of(around: Sequence[int], base: int) -> int:
    """Give the code of a context: its units as digits."""
    code = 0
    for unit in around:
        code = code * base + unit
    return code


def highest(emissions: Sequence[Emission]) -> float:
    """Give the log-probability of the likeliest target."""
    return sum(best for _, best in emissions)


def _pieces(target: Sequence[str], most: int) -> list[list[str]]:
    """Give every stretch of the target of each length, by where it starts."""
    return [
        ["".join(target[at : at + length]) for length in range(most + 1)]
        for at in range(len(target) + 1)
    ]


def _beam(ahead: Mapping[int, float], middle: int) -> list[tuple[int, float]]:
    """Keep the best, and the one that is as far in the target as in the source."""
    if len(ahead) <= _BEAM:
        return list(ahead.items())
    kept = heapq.nlargest(_BEAM, ahead.items(), key=lambda item: (item[1], -item[0]))
    if middle in ahead and all(end != middle for end, _ in kept):
        kept.append((middle, ahead[middle]))
    return kept
