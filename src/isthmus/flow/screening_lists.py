"""Screening of a list: a table comes in, its rows are asked for, a table of hits goes out.

1. The header names properties as the ontology does, by name or by title in any of its languages;
   `id` and `schema` (or `type`) are columns of their own. Other columns are left out, and named.
2. Several values in one cell are parted by semicolons.
3. Each row goes out as many times as it has hits, each with its label; once where it has none.
4. A row that cannot be asked for goes out in its place, with the reason; the others are asked for.
   A table is refused where it has no header that can be read, or rows and none that can.

A cell that a spreadsheet would run as a formula goes out as a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from isthmus.errors import InputError
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.screening import (
    ScreeningHit,
    ScreeningQuery,
    ScreeningRequest,
    ScreeningResult,
)
from isthmus.flow.reading import Ask, check, refusals_noted
from isthmus.flow.screening import ID_MAX, QUERIES_MAX, screen, thing
from isthmus.model.ontology import Ontology, Shape
from isthmus.phrases import Phrase, say

ROWS_MAX: Final = 200_000
LINES_MAX: Final = 50
"""Lines of one row at most, so that no line is read more often than that."""
CELL_MAX: Final = 10_000
BROKEN_MAX: Final = 200
"""Characters that are shown of a line which cannot be read."""
COLUMNS: Final = (
    "row",
    "id",
    "asked",
    "hits",
    "strength",
    "entity",
    "schema",
    "caption",
    "bits",
    "needed",
    "probability",
    "because",
    "shared",
    "sources",
    "listed",
    "label",
    "left_out",
    "refused",
)
"""The columns that go out."""

_ID: Final = frozenset({"id", "reference"})
_SCHEMA: Final = frozenset({"schema", "type"})
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_VALUES: Final = ";"


@dataclass(frozen=True, slots=True)
class _Columns:
    """What each column is: the id, the schema, a property, or something that nothing here is."""

    id: int | None
    schema: int | None
    named: Mapping[int, str]
    others: Mapping[int, str]
    width: int


@dataclass(frozen=True, slots=True)
class _Broken:
    """A row that is none, in the line where it begins."""

    line: int
    text: str

    @property
    def reason(self) -> Phrase:
        return say("expected a table, got one that breaks in line {n}", n=self.line)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is asked of a row, or why nothing is; `asked`: what it said, for who reads on."""

    id: str
    asked: str
    query: ScreeningQuery | None = None
    refused: Phrase | None = None


def screen_list(
    center: Center,
    actor: Actor,
    text: str,
    *,
    schema: str = "Person",
    limit: int = 5,
    language: str = "en",
) -> Iterator[str]:
    """Give the lines of a table of hits for a table of things to look for, the header first.

    `schema`: of rows that name none. `language`: of what is said of values that were left out, and
    of rows that were refused. Raises InputError for a table that is none and for a `schema` that is
    none, before the first line; each part of it is audited before the lines of that part are given.
    """
    ask = Ask("entity.screen", ("list",))
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
    ontology = center.ontology
    usual = thing(ontology, _spelled(ontology, schema)).name
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise InputError(say("expected a table with a header, got nothing"))
    if isinstance(header, _Broken):
        raise InputError(header.reason)
    columns = _columns(ontology, header)
    came = (_row(ontology, columns, row, usual) for row in _readable(rows))
    yield _line(COLUMNS)
    number = 1
    while part := list(islice(came, QUERIES_MAX)):
        yield from _screened(center, actor, part, number, limit, language)
        number += len(part)


def table_text(raw: bytes) -> str:
    """Give the text of a delivered table; raises InputError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = say("expected a table in UTF-8, got other bytes at position {n}", n=error.start)
        raise InputError(message, repair=say("save the table as UTF-8")) from error


def _rows(text: str) -> Iterator[list[str] | _Broken]:
    """Give the rows of a table, the header first; raises InputError for too many, at once."""
    # A row is a line at least, so that hardly a list is read twice.
    if text.count("\n") + text.count("\r") > ROWS_MAX:
        rows = sum(1 for _ in islice(_read(text), ROWS_MAX + 2))
        if rows > ROWS_MAX + 1:
            message = say("expected at most {most} rows", most=ROWS_MAX)
            raise InputError(message, repair=say("send them in several lists"))
    return _read(text)


def _read(text: str) -> Iterator[list[str] | _Broken]:
    """Read rows; the separator is a comma, a semicolon or a tab, whichever the header has most of.

    A row that breaks (a quote that never closes, or not within `LINES_MAX` lines, or closes within
    a cell) is one line; what stands in the next is read on its own.
    """
    lines = [*io.StringIO(text.lstrip("\ufeff"), newline="")]
    comma = max(",\t;", key=(lines or [""])[0].count)
    begins = 0

    def going_on(since: int) -> Iterator[str]:
        for at in range(since, len(lines)):
            if at - begins >= LINES_MAX:
                return
            yield lines[at]

    while begins < len(lines):
        since = begins
        reader = csv.reader(going_on(since), delimiter=comma, strict=True)
        try:
            for row in reader:
                begins = since + reader.line_num
                yield [cell[:CELL_MAX] for cell in row]
        except csv.Error:
            yield _Broken(begins + 1, lines[begins].strip()[:BROKEN_MAX])
            begins += 1


def _readable(rows: Iterator[list[str] | _Broken]) -> Iterator[list[str] | _Broken]:
    """Give the rows in which something stands; raises InputError where all of them are broken."""
    filled = (row for row in rows if isinstance(row, _Broken) or any(cell.strip() for cell in row))
    broken: list[_Broken] = []
    for row in filled:
        if not isinstance(row, _Broken):
            return chain(broken, [row], filled)
        broken.append(row)
    if broken:
        raise InputError(broken[0].reason)
    return iter(())


def _columns(ontology: Ontology, header: Sequence[str]) -> _Columns:
    known = _names(ontology)
    plain = [_plain(cell) for cell in header]
    own = _ID | _SCHEMA
    named = {at: known[n] for at, n in enumerate(plain) if n in known and n not in own}
    if not named:
        message = say("expected a header that names a property, as name or birthDate; got none")
        raise InputError(message, repair=say("name the columns as the ontology does"))
    ids = [at for at, name in enumerate(plain) if name in _ID]
    schemas = [at for at, name in enumerate(plain) if name in _SCHEMA]
    taken = {*named, *ids, *schemas}
    others = {at: cell.strip() for at, cell in enumerate(header) if at not in taken}
    own_ones = (next(iter(ids), None), next(iter(schemas), None))
    return _Columns(*own_ones, named, others, len(header))


def _names(ontology: Ontology) -> Mapping[str, str]:
    """Give every way to write the name of a property: its own, and its titles."""
    found: dict[str, str] = {}
    things = [s for s in ontology.schemas.values() if s.shape is Shape.THING]
    for schema in things:
        for name in schema.properties:
            found.setdefault(_plain(name), name)
    for schema in things:
        for name, prop in schema.properties.items():
            for title in prop.title.values():
                found.setdefault(_plain(title), name)
    return found


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _row(ontology: Ontology, columns: _Columns, row: list[str] | _Broken, usual: str) -> _Row:
    if isinstance(row, _Broken):
        return _Row("", row.text, refused=row.reason)
    query = _query(ontology, columns, row, usual)
    said = "; ".join(cell.strip() for cell in row if cell.strip())
    if any(cell.strip() for cell in row[columns.width :]):
        reason = say("expected {width} cells, got {n}", width=columns.width, n=len(row))
        return _Row(query.id, said, refused=reason)
    try:
        thing(ontology, query.schema)
    except InputError as error:
        return _Row(query.id, said, refused=error.message)
    return _Row(query.id, said, query)


def _query(ontology: Ontology, columns: _Columns, row: Sequence[str], usual: str) -> ScreeningQuery:
    properties: dict[str, list[str]] = {}
    # What is no property is asked for all the same: the answer then says that it was left out.
    for names in (columns.named, columns.others):
        # A row may be much shorter than the header.
        for at in (at for at in range(len(row)) if at in names):
            values = [value for value in _cell(row, at).split(_VALUES) if value.strip()]
            if values:
                properties.setdefault(names[at], []).extend(values)
    return ScreeningQuery(
        id=_cell(row, columns.id)[:ID_MAX],
        schema=_spelled(ontology, _cell(row, columns.schema) or usual),
        properties=properties,
    )


def _spelled(ontology: Ontology, name: str) -> str:
    """Give the name of a schema as the ontology spells it; one that it does not know as it is."""
    wanted = name.casefold()
    return next((one for one in ontology.schemas if one.casefold() == wanted), name)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _screened(
    center: Center,
    actor: Actor,
    rows: Sequence[_Row],
    number: int,
    limit: int,
    language: str,
) -> Iterator[str]:
    queries = [row.query for row in rows if row.query is not None]
    answer = screen(center, actor, ScreeningRequest(queries=queries, limit=limit))
    results = iter(answer.results)
    for at, row in enumerate(rows, start=number):
        if row.query is None or row.refused is not None:
            texts = center.wording.texts(row.refused or "")
            yield _refused(at, row.id, row.asked, "", _in(texts, language))
            continue
        result = next(results)
        if result.refused is not None:
            left, reason = _left_out(result, language), _in(result.refused, language)
            yield _refused(at, row.id, row.asked, left, reason)
            continue
        yield from _lines(at, row.query, result, answer.labels, language)


def _refused(row: int, name: str, asked: str, left: str, reason: str) -> str:
    """Write a row of which nothing was asked: it has no number of hits, since nobody looked."""
    return _line([str(row), name, asked, "", "refused", *[""] * 11, left, reason])


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, texts["en"])


def _left_out(result: ScreeningResult, language: str) -> str:
    return "; ".join(f"{one.property}: {_in(one.reason, language)}" for one in result.left_out)


def _lines(
    row: int, query: ScreeningQuery, result: ScreeningResult, labels: Labels, language: str
) -> Iterator[str]:
    unknown = {one.property for one in result.left_out if not one.title}
    named = {name: values for name, values in query.properties.items() if name not in unknown}
    asked = "; ".join(value.strip() for values in named.values() for value in values)
    left = _left_out(result, language)
    count = str(len(result.hits))
    if not result.hits:
        yield _line([str(row), result.id, asked, count, "none", *[""] * 11, left, ""])
    for hit in result.hits:
        marked = labels[hit.label].text
        yield _line([str(row), result.id, asked, count, *_hit(hit), marked, left, ""])


def _hit(hit: ScreeningHit) -> Iterator[str]:
    yield hit.strength
    yield hit.id
    yield hit.schema
    yield hit.caption
    yield f"{hit.bits:.1f}"
    yield f"{hit.needed:.1f}"
    yield f"{hit.probability:.4f}"
    yield "; ".join(f"{c.property} {c.bits:+.1f}: {c.asked} | {c.held}" for c in hit.compared)
    yield "; ".join(hit.shared)
    yield "; ".join(hit.sources)
    yield "yes" if hit.listed else "no"


def _line(cells: Sequence[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([_text(cell) for cell in cells])
    return written.getvalue()


def _text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
