"""CSV, TSV and columns between blanks: one record per row, cut exactly as the file has it.

Options:

* `delimiter`: one character, or `whitespace` for runs of blanks; default `,`.
* `quote`: the quoting character, or "" for none; default `"`.
* `header`: true (default), the first row names the columns; or the list of names of a file that
  has no such row.
* `columns`: the names that the header row must have, in any order.
* `extra_columns`: true lets the header row have more columns than `columns` names.
* `encoding`: any that keeps ASCII as it is; default `utf-8`. A UTF-8 byte order mark is skipped.
* `nulls`: cells that mean nothing, compared without blanks around them. An empty cell is always
  nothing.
* `skip_comment`: rows that begin so are no records.
* `eof_mark`: what old systems put at the very end; it belongs to no record.
* `must_end_with`: the characters that end every whole delivery, such as a line end. Without them
  the delivery counts as cut off.

The tree of a record is `{column: text or None}`. A third column without a name is called
`column3`; when a name comes again, it is called `name.2`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from isthmus.formats.delimited_layout import Layout, layout
from isthmus.formats.lines import LineSource, broken_pieces
from isthmus.formats.raw import (
    ALONE,
    BrokenRecord,
    Context,
    Ending,
    Fault,
    RawRecord,
    Reading,
    Tree,
    context,
    shown,
)
from isthmus.formats.rows import BrokenRow, Row, rows
from isthmus.phrases import Phrase, say


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the rows of a delimited text as records.

    Raises MappingInvalid for an option that it does not know or that does not fit.
    """
    return _reading(stream, layout(options))


def _reading(stream: BinaryIO, plan: Layout) -> Reading:
    source = LineSource(stream, plan.eof_mark)
    found = rows(source, plan)
    header = _Header(plan.names, ALONE) if plan.names is not None else _header(found, plan)
    if isinstance(header, Fault):
        yield Ending(complete=False, fault=header)
        return
    names = header.names
    cut = yield from _records(found, header, plan)
    fault = cut or _missing_end(source, plan)
    yield Ending(complete=fault is None, fault=fault, header={"columns": list(names)})


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns by name, and what reads a row of them by itself: the header row, if any."""

    names: tuple[str, ...]
    context: Context | None


def _header(found: Iterator[Row | BrokenRow], plan: Layout) -> _Header | Fault:
    first = next(found, None)
    if first is None:
        return _no_rows(say("a header row"))
    if isinstance(first, BrokenRow):
        return first.fault
    names = plan.named(first[1])
    return plan.header_fault(names) or _Header(names, context(first[0]))


def _records(
    found: Iterator[Row | BrokenRow], header: _Header, plan: Layout
) -> Generator[RawRecord | BrokenRecord, None, Fault | None]:
    """Give the records; return the fault of a delivery that is cut off in its last row."""
    names, around = header.names, header.context
    width, nulls = len(names), plan.nulls
    number, continued = 0, False
    cut: Fault | None = None
    for row in found:
        number += not continued
        continued = False
        if isinstance(row, BrokenRow):
            continued = row.continues
            cut = row.fault if row.cut else cut
            yield from _broken(number, row, around)
            continue
        raw, cells = row
        if len(cells) != width:
            fault = _wrong_width(width, cells)
            cut = cut if raw.endswith((b"\n", b"\r")) else fault
            yield BrokenRecord(number, raw, fault, context=around)
            continue
        values = [None if cell.strip() in nulls else cell for cell in cells]
        yield RawRecord(number, raw, dict(zip(names, values, strict=True)), around)
    return cut


def _broken(number: int, row: BrokenRow, around: Context | None) -> Iterator[BrokenRecord]:
    if row.continues:
        yield BrokenRecord(number, row.raw, row.fault, continues=True, context=around)
    else:
        yield from broken_pieces(number, row.raw, row.fault, around)


def _wrong_width(width: int, cells: list[str]) -> Fault:
    return Fault(
        field="",
        expected=say("{width} columns", width=width),
        came=f"{len(cells)}: {shown(' | '.join(cells), 160)}",
        repair=say(
            "check the delimiter and the quotes of this row, and whether the file is cut off"
        ),
    )


def _missing_end(source: LineSource, plan: Layout) -> Fault | None:
    if source.empty:
        return _no_rows(say("rows"))
    if source.tail.endswith(plan.must_end_with):
        return None
    return Fault(
        field="",
        expected=say("a delivery that ends with {end}", end=shown(plan.must_end_with)),
        came=shown(source.tail[-40:]),
        repair=say("deliver the whole file again: this one is cut off"),
    )


def _no_rows(what: Phrase) -> Fault:
    return Fault(
        field="",
        expected=what,
        came=say("an empty file"),
        repair=say("deliver the file again; an empty list still has its header row"),
    )
