"""Screening of a list: a table comes in, its rows are asked for, a table of hits goes out.

1. The header names properties as the ontology does, by name or by title in any of its languages;
   `id` and `schema` (or `type`) are columns of their own. Other columns are left out, and named.
2. Several values in one cell are parted by semicolons.
3. Each row goes out as many times as it has hits, each with its label; once where it has none.

A cell that a spreadsheet would run as a formula goes out as a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from isthmus.flow.screening import ID_MAX, QUERIES_MAX, screen
from isthmus.model.ontology import Ontology, Schema, Shape
from isthmus.phrases import say

ROWS_MAX: Final = 200_000
CELL_MAX: Final = 10_000
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

    `schema`: of rows that name none. `language`: of what is said of values that were left out.
    Raises InputError for a table that is none, before the
    first line; each part of it is audited before the lines of that part are given.
    """
    ask = Ask("entity.screen", ("list",))
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
    rows = _rows(text)
    header = next(rows, None)
    if header is None:
        raise InputError(say("expected a table with a header, got nothing"))
    columns = _columns(center.ontology, header)
    yield _line(COLUMNS)
    number = 1
    waiting: list[ScreeningQuery] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            waiting.append(_query(center.ontology, columns, row, schema))
        if len(waiting) == QUERIES_MAX:
            yield from _screened(center, actor, waiting, number, limit, language)
            number += len(waiting)
            waiting = []
    if waiting:
        yield from _screened(center, actor, waiting, number, limit, language)


def table_text(raw: bytes) -> str:
    """Give the text of a delivered table; raises InputError where it is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = say("expected a table in UTF-8, got other bytes at position {n}", n=error.start)
        raise InputError(message, repair=say("save the table as UTF-8")) from error


def _rows(text: str) -> Iterator[list[str]]:
    """Give the rows of a table; its separator is a comma, a semicolon or a tab."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    comma = max(",\t;", key=first.count)
    reader = csv.reader(
        io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=comma, strict=True
    )
    try:
        for number, row in enumerate(reader):
            if number > ROWS_MAX:
                message = say("expected at most {most} rows", most=ROWS_MAX)
                raise InputError(message, repair=say("send them in several lists"))
            yield [cell[:CELL_MAX] for cell in row]
    except csv.Error as error:
        message = say("expected a table, got one that breaks in line {n}", n=reader.line_num)
        raise InputError(message) from error


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
    return _Columns(next(iter(ids), None), next(iter(schemas), None), named, others)


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


def _query(ontology: Ontology, columns: _Columns, row: Sequence[str], usual: str) -> ScreeningQuery:
    schema = _cell(row, columns.schema) or usual
    found = _schema(ontology, schema)
    properties: dict[str, list[str]] = {}
    # What is no property is asked for all the same: the answer then says that it was left out.
    for at, name in (*columns.named.items(), *columns.others.items()):
        values = [value for value in _cell(row, at).split(_VALUES) if value.strip()]
        if values:
            properties.setdefault(name, []).extend(values)
    return ScreeningQuery(
        id=_cell(row, columns.id)[:ID_MAX],
        schema=schema if found is None else found.name,
        properties=properties,
    )


def _schema(ontology: Ontology, name: str) -> Schema | None:
    """Find a schema whatever the case of its name."""
    wanted = name.casefold()
    return next((s for n, s in ontology.schemas.items() if n.casefold() == wanted), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _screened(
    center: Center,
    actor: Actor,
    queries: Sequence[ScreeningQuery],
    number: int,
    limit: int,
    language: str,
) -> Iterator[str]:
    answer = screen(center, actor, ScreeningRequest(queries=[*queries], limit=limit))
    for row, (query, result) in enumerate(zip(queries, answer.results, strict=True), start=number):
        yield from _lines(row, query, result, answer.labels, language)


def _lines(
    row: int, query: ScreeningQuery, result: ScreeningResult, labels: Labels, language: str
) -> Iterator[str]:
    unknown = {one.property for one in result.left_out if not one.title}
    named = {name: values for name, values in query.properties.items() if name not in unknown}
    asked = "; ".join(value.strip() for values in named.values() for value in values)
    left = "; ".join(
        f"{one.property}: {one.reason.get(language, one.reason['en'])}" for one in result.left_out
    )
    count = str(len(result.hits))
    if not result.hits:
        yield _line([str(row), result.id, asked, count, "none", *[""] * 11, left])
    for hit in result.hits:
        yield _line([str(row), result.id, asked, count, *_hit(hit), labels[hit.label].text, left])


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
