"""Channels: how a unit of one writing sounds in another, as probabilities learned from names.

Each unit of the source emits a chunk of the target, none to a few letters long, depending on the
units around it. An alignment is the most probable way to emit the whole target. Contexts back off
from wide to narrow: the estimate of a wide one is mixed with that of the next narrower.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final, TypeAlias

CONTEXTS: Final = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2))
"""Units to the left and right that a context holds, the narrowest first."""

REACH: Final = 2
STEPS_PER_NAT: Final = 20
"""Log-probabilities and weights of mixing are kept as whole twentieths of a nat, 0 to -12.75."""

_CACHED: Final = 4096
_KEPT: Final = 24
_LEAST: Final = exp(-8.0)
_NEGLIGIBLE: Final = 1e-4
_NEVER: Final = -1e9
_STRANGE: Final = -7.5
_STRANGE_LETTER: Final = -1.5
_STRANGE_LONGEST: Final = 2
_LEFT_OVER: Final = -4.0
_BEAM: Final = 5

_SHARES: Final = tuple(exp(-steps / STEPS_PER_NAT) for steps in range(256))

Pieces: TypeAlias = list[list[str]]
Emission: TypeAlias = tuple[Mapping[str, float], float]
"""Chunk to log-probability, and the highest of them."""


@dataclass(frozen=True, slots=True)
class Level:
    """The contexts of one width: sorted codes, and for each a slice of chunks with their steps.

    `mixing`: steps of the share that the narrower context keeps. The likeliest chunk comes first.
    """

    codes: array[int]
    starts: array[int]
    mixing: bytes
    chunks: array[int]
    steps: bytes


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
        self._levels = [
            (left, right, lv) for (left, right), lv in zip(CONTEXTS, levels, strict=True)
        ]
        self._levels.reverse()
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
        """Mix the levels, the widest first: each leaves a share to the next narrower."""
        mixed: dict[int, float] = {}
        left_over = 1.0
        for left, right, level in self._levels:
            code = code_of(around[REACH - left : REACH + 1 + right], self._base)
            at = bisect_left(level.codes, code)
            if at == len(level.codes) or level.codes[at] != code:
                continue
            low, high = level.starts[at], level.starts[at + 1]
            for place in range(low, min(high, low + _KEPT)):
                chunk = level.chunks[place]
                mixed[chunk] = mixed.get(chunk, 0.0) + left_over * _SHARES[level.steps[place]]
            left_over *= _SHARES[level.mixing[at]]
            if left_over < _NEGLIGIBLE:
                break
        top = sorted(mixed.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
        logs = {self._chunks[chunk]: log(share) for chunk, share in top if share > _LEAST}
        return logs, max(logs.values(), default=-3.0)

    def pieces(self, target: Sequence[str]) -> Pieces:
        """Give every stretch of a target that one chunk may be: by where it starts, by length."""
        return [
            ["".join(target[at : at + length]) for length in range(self._longest + 1)]
            for at in range(len(target) + 1)
        ]

    def aligned(self, emissions: Sequence[Emission], pieces: Pieces) -> float:
        """Give the log-probability of the best way to emit the whole of a target, unit by unit.

        What no unit can emit costs a fixed amount, so that there is always a way.
        """
        size, most = len(pieces) - 1, self._longest
        active = [(0, 0.0)]
        for number, (chunks, _) in enumerate(emissions, 1):
            ahead: dict[int, float] = {}
            share_of = chunks.get
            for start, so_far in active:
                stretch = pieces[start]
                for length in range(min(most, size - start) + 1):
                    share = share_of(stretch[length])
                    if share is None:
                        if length > _STRANGE_LONGEST:
                            continue
                        share = _STRANGE + _STRANGE_LETTER * length
                    end = start + length
                    if so_far + share > ahead.get(end, _NEVER):
                        ahead[end] = so_far + share
            active = _beam(ahead, round(size * number / len(emissions)))
        return max(total + _LEFT_OVER * (size - end) for end, total in active)

    def likely(self, emissions: Sequence[Emission], most: int) -> list[str]:
        """Give the likeliest targets: the first, and those with one unit's second choice."""
        ranked = [sorted(chunks.items(), key=_by_share)[:2] for chunks, _ in emissions]
        first = [choices[0][0] if choices else "" for choices in ranked]
        seconds = sorted(
            (choices[0][1] - choices[1][1], at, choices[1][0])
            for at, choices in enumerate(ranked)
            if len(choices) > 1
        )
        found = ["".join(first)]
        for _, at, chunk in seconds[: most - 1]:
            found.append("".join((*first[:at], chunk, *first[at + 1 :])))
        return found

    def likeliest(self, emissions: Sequence[Emission]) -> str:
        """Give the target that follows when each unit emits what it most often does."""
        return self.likely(emissions, 1)[0]


def code_of(around: Sequence[int], base: int) -> int:
    """Give the code of a context: its units as digits."""
    code = 0
    for unit in around:
        code = code * base + unit
    return code


def highest(emissions: Sequence[Emission]) -> float:
    """Give the log-probability of the likeliest target."""
    return sum(best for _, best in emissions)


def _beam(ahead: Mapping[int, float], middle: int) -> list[tuple[int, float]]:
    """Keep the best, and the one that is as far in the target as in the source."""
    if len(ahead) <= _BEAM:
        return list(ahead.items())
    kept = sorted(ahead.items(), key=_by_total)[:_BEAM]
    if middle in ahead and all(end != middle for end, _ in kept):
        kept.append((middle, ahead[middle]))
    return kept


def _by_total(item: tuple[int, float]) -> tuple[float, int]:
    return -item[1], item[0]


def _by_share(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
