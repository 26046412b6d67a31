"""The page of the quality report: a QualityReport in, one HTML file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from isthmus.flow.documents.entities import ShownJudgement
from isthmus.flow.documents.quality import (
    QualityReport,
    QualitySet,
    ShownBin,
    ShownRates,
    ShownShare,
)
from isthmus.flow.documents.weights import ShownWeightChange
from isthmus.flow.showing.report.drawings import Bar, Point, Span, bars, spans, square, waterfall
from isthmus.flow.showing.report.style import STYLE

MOST_BITS: Final = 20.0
"""Longer bars end here: a conflict has as many bits as it takes, and would squeeze the rest."""

TITLES: Final = {
    "persons": "Against what persons judged",
    "labels": "Against the labelled set",
    "script": "by script of the names",
    "gender": "by gender that the form of the name tells",
    "birth": "by how much the birth date says",
}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_HEAD: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
)


def report_page(report: QualityReport) -> str:
    """Give the report as one HTML file that fetches nothing and runs nothing."""
    title = f"Resolver report of {report.center}: {report.version}"
    mark = _mark(report)
    parts = [
        f"{_HEAD}<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
        mark,
        f"<header><h1>{escape(title)}</h1>{_about(report)}</header><main>",
        *(_set(one, report.few) for one in report.sets),
        _pairs(report),
        _changes(report),
        _weights(report.weights),
        f"</main>{mark}</body></html>",
    ]
    return "\n".join(part for part in parts if part)


def _mark(report: QualityReport) -> str:
    if report.label is None:
        return ""
    return f'<p class="mark">{escape(report.labels[report.label].text)}</p>'


def _about(report: QualityReport) -> str:
    return (
        f"<p>Made {report.at:%Y-%m-%d %H:%M} UTC for the purpose <b>{escape(report.purpose)}</b>. "
        "Everything here rests on what its reader may see at this purpose, and on nothing else. "
        f"Figures of fewer than {report.few} cases are not shown.</p>"
    )


def _set(one: QualitySet, few: int) -> str:
    head = f"<section><h2>{escape(TITLES[one.source])}</h2>"
    told = f"<p>{one.cases} pairs that the reader sees both ends of"
    told += f"; {one.unseen} more that cannot be looked at.</p>" if one.unseen else ".</p>"
    if one.whole is None:
        return f"{head}{told}<p>Too few: at least {few} are needed.</p></section>"
    note = (
        "<p>Persons are asked about pairs near the bar first: these are the rates of hard pairs, "
        "and not of all.</p>"
        if one.source == "persons"
        else ""
    )
    parts = [head, told, note, _rates([one.whole], "all"), _calibration(one.calibration)]
    for dimension in one.dimensions:
        if dimension.groups:
            parts.append(f"<h3>Rates {escape(TITLES[dimension.name])}</h3>")
            parts.append(_errors(dimension.groups))
            parts.append(_rates(dimension.groups, ""))
    return "".join(parts) + "</section>"


def _calibration(bins: Sequence[ShownBin]) -> str:
    if not bins:
        return "<p>No band of margins has cases enough for calibration.</p>"
    points = [
        Point(b.predicted, b.same.count / b.same.of, b.same.low, b.same.high, b.same.of)
        for b in bins
    ]
    drawing = square(
        "Calibration: predicted probability against the share decided the same", points
    )
    rows = [(_band(b), f"{b.predicted:.3f}", *_share(b.same)) for b in bins]
    heads = ("bits to the bar", "predicted", "decided the same", "95 % interval", "cases")
    return (
        "<h3>Calibration</h3><p>Across: the probability that the bits stand for, even at the bar. "
        "Upwards: the share that was decided the same, with its 95 % interval.</p>"
        f'<div class="beside">{drawing}{_table(heads, rows)}</div>'
    )


def _errors(groups: Sequence[ShownRates]) -> str:
    found = [
        Span(one.group, one.wrong.count / one.wrong.of, one.wrong.low, one.wrong.high)
        for one in groups
        if one.wrong is not None
    ]
    return spans("Share of pairs judged wrongly", found) if found else ""


def _rates(groups: Sequence[ShownRates], name: str) -> str:
    heads = ("pairs", "cases", "precision", "95 %", "recall", "95 %", "wrong", "95 %")
    rows = [
        (
            one.group or name,
            str(one.cases),
            *_two(one.precision),
            *_two(one.recall),
            *_two(one.wrong),
        )
        for one in groups
    ]
    return _table(heads, rows)


def _pairs(report: QualityReport) -> str:
    if not report.pairs:
        return ""
    both = zip(report.pairs, report.needed, strict=True)
    drawn = "".join(_pair(pair, needed, report) for pair, needed in both)
    told = "Each step is a property; the dashed line is the bar."
    return f"<section><h2>Match weights of single pairs</h2><p>{told}</p>{drawn}</section>"


def _pair(pair: ShownJudgement, needed: float, report: QualityReport) -> str:
    names = f"{pair.left.caption} and {pair.right.caption}"
    steps = [Bar(row.property, row.bits) for row in pair.evidence]
    drawing = waterfall(f"Match weight of {names}", steps, bar=needed, most=MOST_BITS)
    rows = [
        (
            row.property,
            f"{row.left} ({report.labels[row.label_left].text})",
            f"{row.right} ({report.labels[row.label_right].text})",
            f"{row.bits:+.1f}",
        )
        for row in pair.evidence
    ]
    heads = ("property", pair.left.source, pair.right.source, "bits")
    return (
        f"<h3><bdi>{escape(names)}</bdi>: {escape(pair.decision)}, {pair.bits_total:+.1f} bits</h3>"
        f"{drawing}{_table(heads, rows)}"
    )


def _changes(report: QualityReport) -> str:
    if report.against is None:
        return ""
    rows = [
        (c.schema, c.property, c.level, _number(c.before), _number(c.after), _step(c))
        for c in report.changes
    ]
    tables = [(t.name, str(t.before), str(t.after), str(t.changed)) for t in report.tables]
    heads = ("kind", "property", "level", "before", "after", "step")
    body = _table(heads, rows) if rows else "<p>No number changed.</p>"
    if tables:
        body += _table(("table of terms", "before", "after", "changed"), tables)
    title = f"What {report.version} changed of {report.against}"
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def _weights(numbers: Iterable[ShownWeightChange]) -> str:
    parts = ["<section><h2>Weights in force</h2><p>Bits of each property and level.</p>"]
    held = [n for n in numbers if n.schema and n.after is not None]
    for schema, found in groupby(held, key=lambda n: n.schema):
        kept = list(found)
        rows = [*_levels(n for n in kept if n.property)]
        needed = [f"{n.level}: {_number(n.after)}" for n in kept if not n.property]
        parts.append(f"<h3>{escape(schema)}</h3>")
        parts.append(f"<p>{escape('; '.join(needed))}</p>" if needed else "")
        parts.append(bars(f"Weights of {schema}", rows, most=MOST_BITS) if rows else "")
    return "".join(parts) + "</section>"


def _levels(numbers: Iterable[ShownWeightChange]) -> Iterator[Bar]:
    for name, found in groupby(numbers, key=lambda n: n.property):
        levels = sorted(found, key=lambda n: -(n.after or 0.0))
        for place, level in enumerate(levels):
            first = f"{name}: {level.level}" if place == 0 else level.level
            yield Bar(first, level.after or 0.0, strong=place == 0)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _cell(text: str) -> str:
    return f"<td><bdi>{escape(text)}</bdi></td>"


def _share(share: ShownShare) -> tuple[str, str, str]:
    return f"{share.count / share.of:.3f}", f"{share.low:.3f} to {share.high:.3f}", str(share.of)


def _two(share: ShownShare | None) -> tuple[str, str]:
    return ("too few", "") if share is None else _share(share)[:2]


def _band(one: ShownBin) -> str:
    if one.low is None:
        return f"below {one.high:+g}" if one.high is not None else "any"
    return f"{one.low:+g} or more" if one.high is None else f"{one.low:+g} to {one.high:+g}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _step(change: ShownWeightChange) -> str:
    if change.before is None or change.after is None:
        return "new" if change.before is None else "gone"
    return f"{change.after - change.before:+.2f}"
