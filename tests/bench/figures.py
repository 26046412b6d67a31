"""What a bench row gives: figures with their requirement, and everything that they depend on."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

SEED: Final = 7
RUNS: Final = 3


class Plan(msgspec.Struct, frozen=True):
    """How to measure. `data`: folder of real files; `runs`: of what is short enough to repeat."""

    quick: bool = False
    data: str = "../shared/data"
    runs: int = RUNS

    def size(self, full: int, quick: int) -> int:
        """Give the full size, or the one for a quick look."""
        return quick if self.quick else full


class Figure(msgspec.Struct, frozen=True):
    """One measured quantity: one value per run.

    `required`: None where nothing is; `at_most`: whether less is better.
    """

    name: str
    unit: str
    values: list[float]
    data: str
    sizes: str
    required: float | None = None
    at_most: bool = True
    seed: int | None = SEED

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def ratio(self) -> float | None:
        """How many times better than required; below 1 the requirement is missed."""
        if self.required is None or not self.median:
            return None
        better = self.required / self.median
        return better if self.at_most else 1 / better


class RowResult(msgspec.Struct, frozen=True):
    """What came of a row: figures, or why there are none."""

    row: str
    figures: list[Figure] = []
    skipped: str | None = None
    error: str | None = None
    peak_mb: float = 0.0
    seconds: float = 0.0


class RowSkipped(Exception):
    """The row cannot be measured here; the message says what is missing."""


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000 * len(ordered)) // 1000) - 1)]


def p50_p99(
    name: str, samples: Sequence[float], required: tuple[float, float], *, data: str, sizes: str
) -> Iterator[Figure]:
    """Give the two figures of a latency; samples in milliseconds."""
    for share, limit in zip((0.5, 0.99), required, strict=True):
        yield Figure(
            name=f"{name}, p{share * 100:.0f}",
            unit="ms",
            values=[percentile(samples, share)],
            data=data,
            sizes=f"{sizes}; {len(samples)} samples, {min(samples):.0f} to {max(samples):.0f} ms",
            required=limit or None,
        )
