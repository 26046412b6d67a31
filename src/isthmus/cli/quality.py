"""The command of the quality report."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.cli.records import check_writable
from isthmus.cli.resolving import resolve_app
from isthmus.cli.wording import Language
from isthmus.errors import InputError
from isthmus.flow.documents.quality import LabelledPair, QualityQuestion, QualityReport
from isthmus.flow.quality import quality_report
from isthmus.flow.screening_lists import table_text
from isthmus.flow.showing.report.page import Speech, report_page
from isthmus.phrases import say

_HEADER: Final = ("left", "right", "same")
_SAME: Final = {
    "same": True,
    "1": True,
    "true": True,
    "different": False,
    "0": False,
    "false": False,
}
_TRUTHS: Final = {"persons": say("persons"), "labels": say("labelled set")}


def add_to(_: App) -> None:
    """Add the command to those of the resolver."""
    resolve_app.command(report, name="report")


def report(  # noqa: PLR0913 - what may be asked, each an option
    *,
    out: Annotated[Path | None, Parameter(help="Write the report there, as one HTML file.")] = None,
    labels: Annotated[
        Path | None, Parameter(help="CSV of pairs whose truth is known: left,right,same.")
    ] = None,
    pair: Annotated[
        list[str] | None, Parameter(help="Explain this pair, LEFT,RIGHT; may be given again.")
    ] = None,
    against: Annotated[
        str | None, Parameter(help="Show what changed of this version of the weights.")
    ] = None,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Report how well the resolver judges, as far as you may see; plots and all in one HTML file.

    For example: `isthmus resolve report --out report.html --as analyst`
    """
    if out is not None:
        check_writable(out)
    question = QualityQuestion(
        against=against,
        pairs=[_two(one) for one in pair or ()],
        labelled=[] if labels is None else _labelled(labels),
    )
    with acting(where, who) as at:
        found = quality_report(at.center, at.actor, question)
        speech = Speech(at.center.wording.voice(language), at.center.ontology)
    if out is not None:
        out.write_text(report_page(found, speech), encoding="utf-8")
    where.out.speaking(speech.voice).show(found, _report)


def _two(text: str) -> tuple[str, str]:
    left, comma, right = text.partition(",")
    if not comma:
        raise InputError(say("expected two ids with a comma between, got {came}", came=text[:60]))
    return left.strip(), right.strip()


def _labelled(file: Path) -> list[LabelledPair]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        message = say("expected a file that can be read, got {name}", name=str(file))
        raise InputError(message, repair=say("check the path and its permissions")) from error
    rows = csv.DictReader(io.StringIO(table_text(raw), newline=""))
    try:
        return list(_pairs(rows))
    except csv.Error as error:
        number = rows.reader.line_num
        raise InputError(
            say("expected a table, got one that breaks in line {n}", n=number)
        ) from error


def _pairs(rows: csv.DictReader[str]) -> Iterator[LabelledPair]:
    if not set(_HEADER) <= set(rows.fieldnames or ()):
        raise InputError(say("expected a CSV file with the columns left, right and same"))
    for row in rows:
        same = _SAME.get((row["same"] or "").strip().lower())
        if same is None:
            number = rows.line_num
            raise InputError(say("expected same or different in line {number}", number=number))
        yield LabelledPair(left=row["left"] or "", right=row["right"] or "", same=same)


def _report(out: Out, found: QualityReport) -> None:
    out.facts((say("weights"), found.version), (say("against"), found.against))
    rows = []
    for one in found.sets:
        whole = one.whole
        kinds = (None,) * 3 if whole is None else (whole.precision, whole.recall, whole.wrong)
        shares = [None if s is None else f"{s.count / s.of:.3f}" for s in kinds]
        rows.append((_TRUTHS[one.source], one.cases, one.unseen, *shares))
    columns = (
        say("truth"),
        say("pairs"),
        say("not to be seen"),
        say("precision"),
        say("recall"),
        say("wrong"),
    )
    out.table(say("quality"), columns, rows)
