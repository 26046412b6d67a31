"""What the first bytes of a delivery and its name say about it; the mappings decide by it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from xml.parsers import expat

from isthmus.formats import json_values
from isthmus.formats.json_scan import Misplaced, Scanner

HEAD_BYTES = 64 * 1024
_LINES = 50
_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKS = ("UNA", "UNB", "UNH", "\\g:", "\\s:", "\\c:", "{", "[", "<")
# AIS sentences stand behind tag blocks, times and comments.
_SENTENCES = ("!AIVDM", "!AIVDO", "!BSVDM", "!ABVDM")
_DELIMITERS = (",", ";", "\t", "|", "whitespace")


@dataclass(frozen=True, slots=True)
class Columns:
    """A delimiter that might be meant: how many columns most lines have, and how many agree.

    `first`: the cells of the first line, which is the header if there is one.
    """

    delimiter: str
    count: int
    agreement: float
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clues:
    """What is seen of a delivery.

    `encoding`: a guess; None if the bytes are no text. `root` and `namespace`: of the XML root
    element, by local name. `keys`: of the JSON document, or of the object on its first line.
    `marks`: which well-known beginnings it has, or AIS
    sentences among its first lines. `columns`: the likeliest delimiter first.
    """

    name: str
    first_bytes: bytes
    encoding: str | None
    root: str | None = None
    namespace: str | None = None
    keys: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    columns: tuple[Columns, ...] = ()


def clues(head: bytes, name: str) -> Clues:
    """Look at the first bytes of a delivery (up to `HEAD_BYTES` of them) and its name."""
    head = head[:HEAD_BYTES]
    encoding = _encoding(head)
    text = _text(head, encoding)
    start = text.lstrip("\ufeff \t\r\n")
    root, namespace = _root(head) if start.startswith("<") else (None, None)
    return Clues(
        name=name,
        first_bytes=head[:64],
        encoding=encoding,
        root=root,
        namespace=namespace,
        keys=_keys(start) if start.startswith(("{", "[")) else (),
        marks=_marks(start),
        columns=() if start.startswith(("{", "[", "<")) else _columns(text),
    )


def _marks(start: str) -> tuple[str, ...]:
    lines = start.splitlines()[:_LINES]
    sentences = [mark for mark in _SENTENCES if any(mark in line for line in lines)]
    return (*(mark for mark in _MARKS if start.startswith(mark)), *sentences)


def _encoding(head: bytes) -> str | None:
    for mark, encoding in _ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.match(head)
    if declared:
        return declared[1].decode().lower()
    zeros = head.count(0)
    if zeros * 3 > len(head):
        return "utf-16-le" if head[1::2].count(0) * 2 > zeros else "utf-16-be"
    if zeros:
        return None
    return "utf-8" if _is_utf_8(head) else "cp1252"


def _is_utf_8(head: bytes) -> bool:
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The head may end in the middle of a character.
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return True


def _text(head: bytes, encoding: str | None) -> str:
    try:
        return head.decode(encoding or "latin-1", "replace")
    except LookupError:
        return head.decode("latin-1")


def _root(head: bytes) -> tuple[str | None, str | None]:
    """Give local name and namespace of the root element, without reading behind its tag."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()

    def started(name: str, attributes: dict[str, str]) -> None:
        found.append((name, attributes))
        parser.StartElementHandler = None

    parser.StartElementHandler = started
    try:
        # A root element stands near the beginning; what is declared before it is not expanded.
        for at in range(0, len(head), 512):
            parser.Parse(head[at : at + 512])
            if found:
                break
    except (expat.ExpatError, ValueError, LookupError):
        pass
    if not found:
        return None, None
    name, attributes = found[0]
    prefix, _, local = name.rpartition(":")
    return local, attributes.get(f"xmlns:{prefix}" if prefix else "xmlns")


def _keys(start: str) -> tuple[str, ...]:
    """Give the keys of the first object: the document, its first element or its first line."""
    scanner = Scanner(io.BytesIO(start.lstrip("[ \t\r\n").encode("utf-8", "replace")))
    keys: list[str] = []
    try:
        scanner.take("{")
        while len(keys) < _LINES:
            part = next(scanner.value())
            keys.append(str(json_values.tree(part.raw)))
            scanner.take(":")
            scanner.skip()
            scanner.take(",")
    except (Misplaced, json_values.NotStrict):
        pass
    return tuple(keys)


def _columns(text: str) -> tuple[Columns, ...]:
    lines = text.lstrip("\ufeff").splitlines()
    # The last line of the head may be cut.
    lines = [line for line in (lines[:-1] or lines)[:_LINES] if line.strip()]
    found = [_split(lines, delimiter) for delimiter in _DELIMITERS]
    likely = [one for one in found if one is not None and one.count > 1]
    likely.sort(key=lambda one: (one.agreement, one.count), reverse=True)
    return tuple(likely)


def _split(lines: list[str], delimiter: str) -> Columns | None:
    try:
        if delimiter == "whitespace":
            rows = [line.split() for line in lines]
        else:
            rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return None
    if not rows:
        return None
    count, agreeing = Counter(len(row) for row in rows).most_common(1)[0]
    first = tuple(cell.strip() for cell in rows[0])
    return Columns(delimiter, count, agreeing / len(rows), first)
