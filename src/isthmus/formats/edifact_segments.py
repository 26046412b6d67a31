"""EDIFACT as segments with their exact bytes (ISO 9735), for travel messages as they really come.

Why not pydifact 0.2.3: its parser takes one text and gives segments without their place in it, so
no record could be kept byte for byte; it ends the whole message at the first newline behind a
release character and at a missing terminator; it drops empty components at the end of an element.

What is put up with here: anything before UNA, UNB or UNH and behind UNZ (wrappers, signatures),
line ends between and within segments, a UNA whose terminator an editor made a typographic quote, a
release character before nothing. A segment that lacks its terminator is found where the next one
begins, and carries the flaw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from isthmus.formats.raw import MAX_RECORD_BYTES
from isthmus.phrases import Phrase, say

Element = tuple[str, ...]

KNOWN_TAGS = (
    "ABI|ADD|APD|ATT|BGM|CNT|COM|DAT|DOC|DTM|EBD|EMP|EQN|FAR|FOP|FTI|FTX|GEI|GID|GOR|IFT|LOC|LTS"
    "|MEA|MON|MSG|NAD|NAT|ORG|PTK|QTY|RCI|REF|RFF|RPI|SAC|SRC|SSD|SSR|TBD|TDT|TIF|TKT|TRA|TRI|TVL"
    "|TXD|UNB|UNE|UNG|UNH|UNT|UNZ"
)
"""Tags of PNRGOV and PAXLST; where one begins a line, a segment begins."""

MOST_ELEMENTS = {"SRC": 0, "RPI": 2, "SAC": 3, "ORG": 9, "MSG": 2, "UNT": 2, "UNZ": 2, "UNE": 2}
"""More elements than these mean that a terminator is missing within the segment."""

LONGEST_SEGMENT = 65_536
"""A longer one is no segment; it comes in flawed pieces of this size."""

_CHUNK = 65_536
_USUAL = (":", "+", "?", "'")
"""Component, data, release, terminator where UNA does not name others."""
_MARGIN = 16
"""Longer than UNA, so that none is cut at the edge of what has been read."""
_OPENING = re.compile(rb"(?<![^\W_])(?:UNA[^\w\s].{4,5}|UN[BGH](?=[^\w\s]))", re.DOTALL)
_ADVICE = re.compile(r"UNA(.)(.).(.).(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its number from 1 in the delivery, its elements, and its bytes.

    `raw` holds the terminator and the white space behind it, so that the raws of all segments
    join to the delivery. `flaw`: what is wrong with the segment itself.
    """

    number: int
    tag: str
    elements: tuple[Element, ...]
    raw: bytes
    flaw: Phrase | None = None

    def element(self, at: int) -> Element:
        """Give an element, counted from 0 behind the tag; empty if it is absent."""
        return self.elements[at] if at < len(self.elements) else ()

    def text(self, at: int, component: int = 0) -> str:
        """Give a component of an element; "" if it is absent."""
        element = self.element(at)
        return element[component] if component < len(element) else ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Bytes that belong to no interchange."""

    raw: bytes


@dataclass(frozen=True, slots=True)
class _Signs:
    """The service characters of an interchange, each one byte, and what they make of it."""

    component: str
    data: str
    release: str
    terminator: str
    ends: re.Pattern[bytes]
    begins: re.Pattern[bytes]
    parts: re.Pattern[str]


def _signs(component: str, data: str, release: str, terminator: str) -> _Signs:
    """Make the patterns: where a segment ends, where one begins unannounced, what parts it."""
    c, d, r, t = map(re.escape, (component, data, release, terminator))
    ends = rf"{r}.|{t}\s*".encode()
    begins = rf"(?:(?<=[\r\n])|(?<={r}{t}))[ \t]*(?=(?:{KNOWN_TAGS})(?:{d}|{t}))".encode()
    return _Signs(
        component,
        data,
        release,
        terminator,
        re.compile(ends, re.DOTALL),
        re.compile(begins),
        re.compile(f"({r}.|{d}|{c})", re.DOTALL),
    )


class _Window:
    """What has been read of a stream; `at` is where that begins which is not yet given out."""

    __slots__ = ("_stream", "at", "at_end", "held")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.held = b""
        self.at = 0
        self.at_end = False

    def __len__(self) -> int:
        return len(self.held) - self.at

    def fill(self) -> bool:
        """Read on; tell whether anything came. Positions in `held` move by `at`."""
        chunk = b"" if self.at_end else self._stream.read(_CHUNK)
        self.at_end = not chunk
        self.held, self.at = self.held[self.at :] + chunk, 0
        return bool(chunk)

    def until(self, end: int) -> bytes:
        """Give out the bytes up to a position in `held`."""
        taken, self.at = self.held[self.at : end], end
        return taken

    def put_back(self, rest: bytes) -> None:
        """Take back the end of what was given out last."""
        self.at -= len(rest)


def segments(stream: BinaryIO) -> Iterator[Segment | Stray]:
    """Give the segments of all interchanges of a stream, and what lies between them.

    UNA comes as a segment with the number of the segment before it. The last segment of a stream
    that is cut off has a flaw.
    """
    window, number = _Window(stream), 0
    while True:
        stray, opened = _stray(window)
        if stray.strip():
            yield Stray(stray)
        if not opened:
            if window.at_end and not len(window):
                return
            continue
        signs = _signs(*_USUAL)
        if window.held.startswith(b"UNA", window.at):
            advice, signs = _advice(window)
            yield Segment(number, "UNA", (), advice)
        for segment in _interchange(window, signs, number):
            number = segment.number
            yield segment


def _stray(window: _Window) -> tuple[bytes, bool]:
    """Take what stands before the next interchange; tell whether there is one."""
    scanned = 0
    while True:
        found = _OPENING.search(window.held, window.at + scanned)
        if found is not None and (window.at_end or found.end() + _MARGIN < len(window.held)):
            return window.until(found.start()), True
        if found is None and len(window) > MAX_RECORD_BYTES + _MARGIN:
            return window.until(window.at + MAX_RECORD_BYTES), False
        scanned = max(len(window) - _MARGIN, 0) if found is None else found.start() - window.at
        if not window.fill() and found is None:
            return window.until(len(window.held)), False


def _advice(window: _Window) -> tuple[bytes, _Signs]:
    """Read UNA. A terminator that is no ASCII character is a damaged apostrophe."""
    held = window.held[window.at : window.at + _MARGIN].decode("utf-8", "surrogateescape")
    found = _ADVICE.match(held)
    if found is None:
        return window.until(window.at + 3), _signs(*_USUAL)
    terminator = found[4] if found[4].isascii() else "'"
    advice = window.until(window.at + len(found[0].encode("utf-8", "surrogateescape")))
    return advice, _signs(found[1], found[2], found[3], terminator)


def _interchange(window: _Window, signs: _Signs, number: int) -> Iterator[Segment]:
    """Give segments up to and with UNZ, or to the end of the stream."""
    while raw := _slice(window, signs):
        rest = raw
        for segment in _segments_of(raw, signs, number):
            number, rest = segment.number, rest[len(segment.raw) :]
            yield segment
            if segment.tag == "UNZ":
                window.put_back(rest)
                return


def _slice(window: _Window, signs: _Signs) -> bytes:
    """Take the bytes up to the next terminator that is not released, and white space behind it."""
    at = window.at
    while True:
        found = signs.ends.search(window.held, at)
        if (found.start() if found is not None else len(window.held)) - window.at > LONGEST_SEGMENT:
            return window.until(window.at + LONGEST_SEGMENT)
        if found is not None and (window.at_end or found.end() < len(window.held)):
            if window.held.startswith(signs.terminator.encode(), found.start()):
                return window.until(found.end())
            at = found.end()
        else:
            at -= window.at
            if not window.fill() and found is None:
                return window.until(len(window.held))


def _segments_of(raw: bytes, signs: _Signs, number: int) -> Iterator[Segment]:
    """Give the segment of a slice; several, if terminators are missing in it."""
    pieces = _parted(raw, signs)
    for at, piece in enumerate(pieces):
        if not piece.strip() and at == len(pieces) - 1:
            return
        number += 1
        yield _segment(piece, signs, number, followed=at < len(pieces) - 1)


def _parted(raw: bytes, signs: _Signs) -> list[bytes]:
    """Part a slice where a known tag begins a line, or follows a released terminator."""
    marks = [at.start() for at in signs.begins.finditer(raw) if raw[: at.start()].strip()]
    return [raw[a:b] for a, b in zip([0, *marks], [*marks, len(raw)], strict=True)]


def _segment(raw: bytes, signs: _Signs, number: int, *, followed: bool) -> Segment:
    body = raw.strip()
    ended = not followed and body.endswith(signs.terminator.encode())
    if not ended and b"UNZ" in body[:3]:
        return _unended_trailer(raw, signs, number)
    elements = _elements(body.removesuffix(signs.terminator.encode()), signs)
    tag, flaw = elements[0][0], None
    if len(raw) >= LONGEST_SEGMENT:
        flaw = say("a segment of fewer than {most} bytes", most=LONGEST_SEGMENT)
    elif not ended:
        flaw = say("the sign {sign} at the end of the segment", sign=signs.terminator)
    elif not re.fullmatch("[A-Z]{3}", tag):
        flaw = say("a tag of three capital letters at the start of the segment")
    elif len(elements) - 1 > MOST_ELEMENTS.get(tag, len(elements)):
        flaw = say(
            "at most {most} elements; is a {sign} missing?",
            most=MOST_ELEMENTS[tag],
            sign=signs.terminator,
        )
    return Segment(number, tag, tuple(elements[1:]), raw, flaw)


def _unended_trailer(raw: bytes, signs: _Signs, number: int) -> Segment:
    """Read a UNZ that the stream ends without a terminator: its first line alone."""
    line = re.match(rb"\s*[^\r\n]*\s*", raw)
    own = line[0] if line is not None else raw
    flaw = say("the sign {sign} at the end of the segment", sign=signs.terminator)
    return Segment(number, "UNZ", tuple(_elements(own.strip(), signs)[1:]), own, flaw)


def _elements(body: bytes, signs: _Signs) -> list[Element]:
    """Split a segment into elements and components, with releases carried out.

    Line ends within a segment are a sender's line wrap: taken out without a space.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("latin-1")
    text = text.replace("\r", "").replace("\n", "")
    if signs.release not in text:
        elements = (element.split(signs.component) for element in text.split(signs.data))
        return [tuple(map(str.strip, element)) for element in elements]
    return [_components(element, signs) for element in _split(text, signs)]


def _split(text: str, signs: _Signs) -> list[list[str]]:
    """Split a segment at its data separators into the tokens of each element."""
    elements: list[list[str]] = [[]]
    for token in signs.parts.split(text):
        if token == signs.data:
            elements.append([])
        else:
            elements[-1].append(token)
    return elements


def _components(tokens: list[str], signs: _Signs) -> Element:
    components: list[list[str]] = [[]]
    for token in tokens:
        if token == signs.component:
            components.append([])
        elif len(token) == 2 and token.startswith(signs.release):  # noqa: PLR2004 - a released sign
            components[-1].append(token[1])
        else:
            components[-1].append(token.removesuffix(signs.release))
    return tuple("".join(parts).strip() for parts in components)
