"""The page of the quality report: a QualityReport in, one HTML file in a language out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from isthmus.flow.showing.values import property_title, schema_title
from isthmus.flow.showing.words import DECISIONS, group_words, level_words
from isthmus.model.ontology import Ontology
from isthmus.model.wording import Voice
from isthmus.phrases import Phrase, Said, say

MOST_BITS: Final = 20.0
"""Longer bars end here: a conflict has as many bits as it takes, and would squeeze the rest."""

TITLES: Final[Mapping[str, Phrase]] = {
    "persons": say("Against what persons judged"),
    "labels": say("Against the labelled set"),
    "script": say("Rates by script of the names"),
    "gender": say("Rates by gender that the form of the name tells"),
    "birth": say("Rates by how much the birth date says"),
}
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_META: Final = (
    '<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
)


@dataclass(frozen=True, slots=True)
class Speech:
    """In which language a page speaks, and the ontology, which has titles in each."""

    voice: Voice
    ontology: Ontology

    def text(self, said: Said) -> str:
        """Give a phrase, fit to stand in a page."""
        return escape(self.voice(said))

    def kind(self, schema: str) -> str:
        """Give the title of a schema; the name of one that the ontology lacks."""
        return self.voice.of(schema_title(self.ontology, schema))

    def property(self, schema: str, name: str) -> str:
        """Give the title of a property; the name of one that the ontology lacks."""
        return self.voice.of(property_title(self.ontology, schema, name))


def report_page(report: QualityReport, speech: Speech) -> str:
    """Give the report as one HTML file that fetches nothing and runs nothing."""
    return "\n".join(part for part in _Page(report, speech).parts() if part)


@dataclass(frozen=True, slots=True)
class _Page:
    """A report being written in one language."""

    report: QualityReport
    speech: Speech

    def parts(self) -> Iterator[str]:
        report, voice = self.report, self.speech.voice
        title = self._t(
            say(
                "Resolver report of {center}: {version}",
                center=report.center,
                version=report.version,
            )
        )
        mark = self._mark()
        yield f'<!doctype html><html lang="{voice.lang}" dir="{voice.direction}">{_META}'
        yield f"<title>{title}</title><style>{STYLE}</style></head><body>"
        yield mark
        yield f"<header><h1>{title}</h1>{self._about()}</header><main>"
        yield from (self._set(one) for one in report.sets)
        yield self._pairs()
        yield self._changes()
        yield self._weights()
        yield f"</main>{mark}</body></html>"

    def _t(self, said: Said) -> str:
        return self.speech.text(said)

    def _p(self, *said: Said) -> str:
        return f"<p>{' '.join(map(self._t, said))}</p>"

    def _mark(self) -> str:
        report = self.report
        if report.label is None:
            return ""
        return f'<p class="mark"><bdi>{escape(report.labels[report.label].text)}</bdi></p>'

    def _about(self) -> str:
        report = self.report
        made = say(
            "Made {at} UTC for the purpose {purpose}.",
            at=f"{report.at:%Y-%m-%d %H:%M}",
            purpose=report.purpose,
        )
        return self._p(
            made,
            say(
                "Everything here rests on what its reader may see at this purpose, and on nothing "
                "else."
            ),
            say("Figures of fewer than {few} cases are not shown.", few=report.few),
        )

    def _set(self, one: QualitySet) -> str:
        head = f"<section><h2>{self._t(TITLES[one.source])}</h2>"
        told = [say("Pairs that the reader sees both ends of: {n}.", n=one.cases)]
        if one.unseen:
            told.append(say("Pairs that cannot be looked at: {n}.", n=one.unseen))
        if one.whole is None:
            few = say("Too few: at least {few} are needed.", few=self.report.few)
            return f"{head}{self._p(*told)}{self._p(few)}</section>"
        parts = [head, self._p(*told)]
        if one.source == "persons":
            parts.append(
                self._p(
                    say(
                        "Persons are asked about pairs near the bar first: these are the rates of "
                        "hard pairs, and not of all."
                    )
                )
            )
        parts += [self._rates([one.whole], say("all")), self._calibration(one.calibration)]
        for dimension in one.dimensions:
            if dimension.groups:
                parts.append(f"<h3>{self._t(TITLES[dimension.name])}</h3>")
                parts.append(self._errors(dimension.groups))
                parts.append(self._rates(dimension.groups, ""))
        return "".join(parts) + "</section>"

    def _calibration(self, bins: Sequence[ShownBin]) -> str:
        if not bins:
            return self._p(say("No band of margins has cases enough for calibration."))
        points = [
            Point(b.predicted, b.same.count / b.same.of, b.same.low, b.same.high, b.same.of)
            for b in bins
        ]
        title = say("Calibration: predicted probability against the share decided the same")
        rows = [(self._band(b), f"{b.predicted:.3f}", *self._share(b.same)) for b in bins]
        heads = (
            say("bits to the bar"),
            say("predicted"),
            say("decided the same"),
            say("95 % interval"),
            say("cases"),
        )
        told = (
            say("Across: the probability that the bits stand for, even at the bar."),
            say("Upwards: the share that was decided the same, with its 95 % interval."),
        )
        drawing = square(self.speech.voice(title), points)
        return (
            f"<h3>{self._t(say('Calibration'))}</h3>{self._p(*told)}"
            f'<div class="beside">{drawing}{self._table(heads, rows)}</div>'
        )

    def _errors(self, groups: Sequence[ShownRates]) -> str:
        voice = self.speech.voice
        found = [
            Span(
                voice(group_words(one.group)),
                one.wrong.count / one.wrong.of,
                one.wrong.low,
                one.wrong.high,
            )
            for one in groups
            if one.wrong is not None
        ]
        return spans(voice(say("Share of pairs judged wrongly")), found) if found else ""

    def _rates(self, groups: Sequence[ShownRates], name: Said) -> str:
        heads = (
            say("pairs"),
            say("cases"),
            say("precision"),
            "95 %",
            say("recall"),
            "95 %",
            say("wrong"),
            "95 %",
        )
        rows = [
            (
                self.speech.voice(group_words(one.group) if one.group else name),
                str(one.cases),
                *self._two(one.precision),
                *self._two(one.recall),
                *self._two(one.wrong),
            )
            for one in groups
        ]
        return self._table(heads, rows)

    def _pairs(self) -> str:
        if not self.report.pairs:
            return ""
        both = zip(self.report.pairs, self.report.needed, strict=True)
        drawn = "".join(self._pair(pair, needed) for pair, needed in both)
        told = self._p(say("Each step is a property; the dashed line is the bar."))
        title = self._t(say("Match weights of single pairs"))
        return f"<section><h2>{title}</h2>{told}{drawn}</section>"

    def _pair(self, pair: ShownJudgement, needed: float) -> str:
        voice, labels = self.speech.voice, self.report.labels
        names = say("{one} and {other}", one=pair.left.caption, other=pair.right.caption)
        # A title comes from the ontology, the name of a property from whoever said something of it.
        steps = [Bar(voice.of(row.title), row.bits) for row in pair.evidence]
        title = voice(say("Match weight of {pair}", pair=names))
        drawing = waterfall(title, steps, bar=needed, most=MOST_BITS, total=voice(say("sum")))
        rows = [
            (
                voice.of(row.title),
                f"{row.left} ({labels[row.label_left].text})",
                f"{row.right} ({labels[row.label_right].text})",
                f"{row.bits:+.1f}",
            )
            for row in pair.evidence
        ]
        heads = (say("property"), pair.left.source, pair.right.source, say("bits"))
        said = DECISIONS.get(pair.decision, pair.decision)
        bits = say("{bits} bits", bits=f"{pair.bits_total:+.1f}")
        return (
            f"<h3><bdi>{self._t(names)}</bdi>: {self._t(said)}, {self._t(bits)}</h3>"
            f"{drawing}{self._table(heads, rows)}"
        )

    def _changes(self) -> str:
        report, speech = self.report, self.speech
        if report.against is None:
            return ""
        rows = [
            (
                speech.kind(c.schema) if c.schema else "",
                speech.property(c.schema, c.property) if c.property else "",
                speech.voice(level_words(c.level)),
                _number(c.before),
                _number(c.after),
                self._step(c),
            )
            for c in report.changes
        ]
        heads = (
            say("kind"),
            say("property"),
            say("level"),
            say("before"),
            say("after"),
            say("step"),
        )
        body = self._table(heads, rows) if rows else self._p(say("No number changed."))
        tables = [(t.name, str(t.before), str(t.after), str(t.changed)) for t in report.tables]
        if tables:
            terms = (say("table of terms"), say("before"), say("after"), say("changed"))
            body += self._table(terms, tables)
        title = say(
            "What {version} changed of {against}", version=report.version, against=report.against
        )
        return f"<section><h2>{self._t(title)}</h2>{body}</section>"

    def _weights(self) -> str:
        speech, voice = self.speech, self.speech.voice
        parts = [
            f"<section><h2>{self._t(say('Weights in force'))}</h2>",
            self._p(say("Bits of each property and level.")),
        ]
        held = [n for n in self.report.weights if n.schema and n.after is not None]
        for schema, found in groupby(held, key=lambda n: n.schema):
            kept = list(found)
            rows = [*self._levels(n for n in kept if n.property)]
            alone = [n for n in kept if not n.property]
            needed = [f"{voice(level_words(n.level))}: {_number(n.after)}" for n in alone]
            title = voice(say("Weights of {kind}", kind=speech.kind(schema)))
            parts.append(f"<h3>{escape(speech.kind(schema))}</h3>")
            parts.append(f"<p>{escape('; '.join(needed))}</p>" if needed else "")
            parts.append(bars(title, rows, most=MOST_BITS) if rows else "")
        return "".join(parts) + "</section>"

    def _levels(self, numbers: Iterable[ShownWeightChange]) -> Iterator[Bar]:
        for _, found in groupby(numbers, key=lambda n: n.property):
            levels = sorted(found, key=lambda n: -(n.after or 0.0))
            for place, one in enumerate(levels):
                words = self.speech.voice(level_words(one.level))
                title = self.speech.property(one.schema, one.property)
                named = f"{title}: {words}" if place == 0 else words
                yield Bar(named, one.after or 0.0, strong=place == 0)

    def _table(self, heads: Sequence[Said], rows: Iterable[Sequence[str]]) -> str:
        head = "".join(f'<th scope="col">{self._t(one)}</th>' for one in heads)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div class="wide">{table}</div>'

    def _share(self, share: ShownShare) -> tuple[str, str, str]:
        interval = say("{low} to {high}", low=f"{share.low:.3f}", high=f"{share.high:.3f}")
        return f"{share.count / share.of:.3f}", self.speech.voice(interval), str(share.of)

    def _two(self, share: ShownShare | None) -> tuple[str, str]:
        too_few = (self.speech.voice(say("too few")), "")
        return too_few if share is None else self._share(share)[:2]

    def _band(self, one: ShownBin) -> str:
        if one.low is None:
            below = say("below {high}", high="" if one.high is None else f"{one.high:+g}")
            return self.speech.voice(say("any") if one.high is None else below)
        if one.high is None:
            return self.speech.voice(say("{low} or more", low=f"{one.low:+g}"))
        return self.speech.voice(say("{low} to {high}", low=f"{one.low:+g}", high=f"{one.high:+g}"))

    def _step(self, change: ShownWeightChange) -> str:
        if change.before is None or change.after is None:
            return self.speech.voice(say("new") if change.before is None else say("gone"))
        return f"{change.after - change.before:+.2f}"


def _cell(text: str) -> str:
    return f"<td><bdi>{escape(text)}</bdi></td>"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
