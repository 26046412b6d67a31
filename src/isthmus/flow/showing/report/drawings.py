"""Drawings as SVG: bars from zero, steps of a sum, points with intervals. Lengths are pixels.

Colours come from the page's style sheet, by class, so that a drawing fits either theme. Beside each
drawing the page has a table with the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

ROW: Final = 22
_WIDTH: Final = 720
_NAMES: Final = 220
_FIGURES: Final = 70
_PAD: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from zero. `strong`: begins a group."""

    name: str
    value: float
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a square drawing, with an interval upwards and downwards; all between 0 and 1."""

    x: float
    y: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True, slots=True)
class Span:
    """A share between 0 and 1, with its interval."""

    name: str
    value: float
    low: float
    high: float


def bars(title: str, rows: Sequence[Bar], *, most: float) -> str:
    """Draw bars from a zero line; one that is longer than `most` ends there with a notch."""
    lowest = max(-most, min((row.value for row in rows), default=0.0))
    span = (min(most, max((row.value for row in rows), default=0.0)) - min(0.0, lowest)) or 1.0
    scale = (_WIDTH - _NAMES - _FIGURES) / span
    zero = _NAMES - min(0.0, lowest) * scale
    parts = [_line(zero, 0, zero, len(rows) * ROW, "zero")]
    for place, row in enumerate(rows):
        shown = max(-most, min(most, row.value))
        kind = "against" if row.value < 0 else "for"
        parts.append(_name(row.name, place, strong=row.strong))
        parts.append(_box((zero, zero + shown * scale), place, kind))
        if shown != row.value:
            end = zero + shown * scale
            parts.append(_line(end, place * ROW, end, (place + 1) * ROW, "notch"))
        parts.append(_figure(row.value, place))
    return _drawing(title, _WIDTH, len(rows) * ROW, parts)


def waterfall(title: str, steps: Sequence[Bar], *, bar: float, most: float, total: str) -> str:
    """Draw steps that add up from zero, their sum, and the bar that must be reached.

    `total`: what the sum is called.
    """
    sums = [0.0]
    for step in steps:
        sums.append(sums[-1] + max(-most, min(most, step.value)))
    low, high = min(*sums, 0.0), max(*sums, bar)
    scale = (_WIDTH - _NAMES - _FIGURES) / ((high - low) or 1.0)

    def x(bits: float) -> float:
        return _NAMES + (bits - low) * scale

    height = (len(steps) + 1) * ROW
    parts = [
        _line(x(0.0), 0, x(0.0), height, "zero"),
        _line(x(bar), 0, x(bar), height, "bar"),
    ]
    for place, step in enumerate(steps):
        kind = "against" if step.value < 0 else "for"
        parts.append(_name(step.name, place, strong=False))
        parts.append(_box((x(sums[place]), x(sums[place + 1])), place, kind))
        parts.append(_figure(step.value, place))
    parts.append(_name(total, len(steps), strong=True))
    parts.append(_box((x(0.0), x(sums[-1])), len(steps), "sum"))
    parts.append(_figure(sum(step.value for step in steps), len(steps)))
    return _drawing(title, _WIDTH, height, parts)


def square(title: str, points: Sequence[Point], *, side: int = 340) -> str:
    """Draw points of two shares, the diagonal on which both are equal, and their intervals."""
    inner = side - 5 * _PAD

    def x(share: float) -> float:
        return 4 * _PAD + share * inner

    def y(share: float) -> float:
        return _PAD + (1 - share) * inner

    parts = [_line(x(0), y(0), x(1), y(1), "bar")]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_line(x(tick), y(0), x(tick), y(1), "grid"))
        parts.append(_line(x(0), y(tick), x(1), y(tick), "grid"))
        parts.append(_text("small", x(tick), y(0) + 16, "middle", f"{tick:g}"))
        parts.append(_text("small", x(0) - 4, y(tick) + 4, "end", f"{tick:g}"))
    for point in points:
        parts.append(_line(x(point.x), y(point.low), x(point.x), y(point.high), "interval"))
        parts.append(_dot(x(point.x), y(point.y), min(9.0, 3.0 + point.cases**0.5 / 4)))
    return _drawing(title, side, side, parts)


def spans(title: str, rows: Sequence[Span]) -> str:
    """Draw shares from 0 to 1 with their intervals, one below the other."""
    height = len(rows) * ROW

    def x(share: float) -> float:
        return _NAMES + share * (_WIDTH - _NAMES - _FIGURES)

    parts = [_line(x(tick), 0, x(tick), height, "grid") for tick in (0, 0.25, 0.5, 0.75, 1)]
    for place, row in enumerate(rows):
        middle = place * ROW + ROW / 2
        parts.append(_name(row.name, place, strong=False))
        parts.append(_line(x(row.low), middle, x(row.high), middle, "interval"))
        parts.append(_dot(x(row.value), middle))
        parts.append(_figure(row.value, place, signed=False))
    return _drawing(title, _WIDTH, height, parts)


def _drawing(title: str, width: int, height: float, parts: Sequence[str]) -> str:
    inside = "".join(parts)
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height:g}" '
        f'width="{width}" height="{height:g}">{inside}</svg>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _box(ends: tuple[float, float], place: int, kind: str) -> str:
    left, width = min(ends), max(1.0, abs(ends[1] - ends[0]))
    corner = f'x="{left:.1f}" y="{place * ROW + 4}"'
    return f'<rect class="{kind}" {corner} width="{width:.1f}" height="{ROW - 8}"/>'


def _dot(x: float, y: float, radius: float = 5.0) -> str:
    return f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def _text(kind: str, x: float, y: float, anchor: str, words: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(words)}</text>'


def _name(name: str, place: int, *, strong: bool) -> str:
    kind = "name strong" if strong else "name"
    return _text(kind, _NAMES - 8, place * ROW + 15, "end", name)


def _figure(value: float, place: int, *, signed: bool = True) -> str:
    shown = f"{value:+.1f}" if signed else f"{value:.3f}"
    return _text("figure", _WIDTH - 4, place * ROW + 15, "end", shown)
