"""An XML document fed chunk by chunk: what is refused, what is broken, where reading goes on.

Expat reads; its memory is bounded here: no DOCTYPE that declares or fetches anything, no long tag,
no endless list of names, no depth without limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from isthmus.formats.raw import (
    MAX_RECORD_BYTES,
    BrokenRecord,
    Ending,
    Fault,
    RawRecord,
    shown,
)
from isthmus.formats.xml_cutter import Cutter, Refused
from isthmus.formats.xml_options import Plan
from isthmus.formats.xml_tree import TooMany
from isthmus.formats.xml_window import Window
from isthmus.phrases import Phrase, say

MAX_TOKEN_BYTES = 1024 * 1024
_RESTARTS = 1000
_WRONG_BYTE = (
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
)
_DECLARED = re.compile(rb"""^[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_SYNONYMS = {"utf8": "utf-8", "utf_8": "utf-8", "utf16": "utf-16", "latin1": "iso-8859-1"}


class Slicer:
    """Takes chunks of a document and gives its records; `stopped` when no more is wanted."""

    def __init__(self, plan: Plan) -> None:
        self._window = Window()
        self._cutter = Cutter(plan, self._window)
        self._encoding = plan.encoding
        self._declaration = b""
        self._lines = self._opening_lines = self._wrong_at = self._wrong_line = 0
        self._parser: expat.XMLParserType | None = None
        self._shift = 0
        self._seeking: Fault | None = None
        self._restarts = _RESTARTS
        self._fault: Fault | None = None
        self._latest: Fault | None = None
        self.stopped = False

    def fed(self, chunk: bytes) -> Iterator[RawRecord | BrokenRecord]:
        """Take the next chunk; give the records that it completes."""
        self._window.extend(chunk)
        if self._parser is None:
            self._encoding = self._encoding or _synonym(chunk)
            self._declaration = self._cutter.declaration = self._window.declaration()
            self._resume(at=0)
        if self._seeking is None:
            self._parse(chunk, final=False)
        else:
            self._parse(self._sought() or b"", final=False)
        self._bound()
        yield from self._given()

    def ended(self) -> Iterator[RawRecord | BrokenRecord | Ending]:
        """Give what is left, and the ending."""
        if self._parser is None:
            self._fault = _ill_formed(say("an empty file"))
        elif not self.stopped and self._seeking is None:
            self._parse(b"", final=True)
        taken = self._cutter.taken
        if self._fault is not None and taken is not None and taken.is_record:
            fault = self._seeking or taken.fault or self._latest or self._fault
            self._cutter.break_off(taken, self._window.end, fault)
        yield from self._given()
        complete = self._fault is None
        yield Ending(complete=complete, fault=self._fault, header=self._cutter.header)

    def _given(self) -> Iterator[RawRecord | BrokenRecord]:
        ready, self._cutter.ready = self._cutter.ready, []
        return iter(ready)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        rest: bytes | None = chunk
        while rest is not None and self._parser is not None:
            data, rest = rest, None
            try:
                self._parser.Parse(data, final)
            except Refused as error:
                self._stop(error.fault)
            except TooMany as error:
                self._stop(_unbounded(say("at most {what}", what=error.what)))
            except expat.ExpatError as error:
                rest = self._mistaken(self._told(error, final=final), final=final)
            except (ValueError, LookupError):
                self._stop(_ill_formed(say("an encoding that nobody reads")))

    def _told(self, error: expat.ExpatError, *, final: bool) -> Fault:
        """Say what is not well-formed, and on which line of the document.

        What is no character of the encoding looks like markup gone wrong to the parser.
        """
        parser = self._parser
        at = self._window.end if parser is None else parser.ErrorByteIndex + self._shift
        self._wrong_at, self._wrong_line = at, self._lines + error.lineno - self._opening_lines
        line = self._wrong_line
        byte = self._window.cut(at, min(at + 1, self._window.end))
        if error.code in _WRONG_BYTE and byte > b"\x7f":
            return _undecodable(say("byte 0x{byte} on line {line}", byte=byte.hex(), line=line))
        if final:
            return _ill_formed(
                say("the end of the document on line {line}, before its last end tag", line=line)
            )
        return _ill_formed(
            say("{what} on line {line}", what=Phrase(expat.ErrorString(error.code)), line=line)
        )

    def _mistaken(self, fault: Fault, *, final: bool) -> bytes | None:
        """Give the bytes behind a record that is not well-formed, or stop."""
        taken = self._cutter.taken
        self._fault, self._latest = self._fault or fault, fault
        inside = taken is not None and taken.is_record
        if final or not inside or self._window.wide or not self._restarts:
            self.stopped = True
            return None
        self._restarts -= 1
        self._seeking = fault
        if taken is not None:
            self._window.seek_from(taken.start)
        return self._sought()

    def _sought(self) -> bytes | None:
        taken = self._cutter.taken
        if self._seeking is None or taken is None:
            return None
        end = self._window.sought_end(taken.tag)
        if end is None:
            return None
        self._cutter.break_off(taken, end, self._seeking)
        self._cutter.leave()
        self._seeking = None
        self._resume(at=end)
        skipped = self._window.cut(min(self._wrong_at, end), end)
        self._lines = self._wrong_line - 1 + skipped.count(b"\n")
        return self._window.cut(end, self._window.end)

    def _resume(self, *, at: int) -> None:
        """Make a parser that stands inside the elements that are open at byte `at`."""
        parser = expat.ParserCreate(self._encoding, None, None)
        opening = self._declaration + b"".join(self._cutter.opened) if at else b""
        parser.Parse(opening)
        self._opening_lines = opening.count(b"\n")
        parser.buffer_text = True
        parser.StartElementHandler = self._cutter.started
        parser.EndElementHandler = self._cutter.ended
        parser.CharacterDataHandler = self._cutter.said
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.EntityDeclHandler = _no_entity
        shift = self._shift = at - len(opening)
        self._cutter.index = lambda: parser.CurrentByteIndex + shift
        self._parser = parser

    def _bound(self) -> None:
        """Keep no more than the record in progress and the token that has no end yet."""
        if self.stopped:
            return
        taken = self._cutter.taken
        if self._seeking is None:
            reached = max(self._cutter.index(), self._shift)
            if self._window.end - reached > MAX_TOKEN_BYTES:
                limit = say(
                    "a tag or comment of at most {most} KiB",
                    most=MAX_TOKEN_BYTES // 1024,
                )
                self._stop(_unbounded(limit))
            self._window.drop(reached if taken is None else min(taken.start, reached))
        if taken is None:
            return
        if taken.is_record and self._seeking is None:
            while self._cutter.bound(taken):
                pass
            self._window.drop(min(taken.start, self._window.end))
        elif self._window.end - taken.start > MAX_RECORD_BYTES:
            self._stop(_unbounded(say("an end tag within the length of a record")))

    def _stop(self, fault: Fault) -> None:
        self._fault, self._latest = self._fault or fault, fault
        self.stopped = True


def _no_doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    if system or public or internal:
        raise Refused(
            _declaring(
                say(
                    "DOCTYPE {name} with declarations of its own or from elsewhere",
                    name=shown(name),
                )
            )
        )


def _no_entity(name: str, *_rest: object) -> None:
    raise Refused(_declaring(say("the declaration of entity {name}", name=shown(name))))


def _declaring(came: Phrase) -> Fault:
    return Fault(
        field="",
        expected=say("XML without entity declarations and external parts"),
        came=came,
        repair=say(
            "send the document without its DOCTYPE; entities are neither expanded nor fetched"
        ),
    )


def _ill_formed(came: Phrase) -> Fault:
    return Fault(
        field="",
        expected=say("well-formed XML"),
        came=came,
        repair=say("deliver the whole document again; if it stays so, its publisher must mend it"),
    )


def _undecodable(came: Phrase) -> Fault:
    return Fault(
        field="",
        expected=say("bytes of the encoding that the document declares, or else UTF-8"),
        came=came,
        repair=say("save the document in that encoding, or declare the one that it is in"),
    )


def _unbounded(limit: Phrase) -> Fault:
    return Fault(
        field="",
        expected=limit,
        came=say("more"),
        repair=say("check whether this file is what it says; its publisher must mend it"),
    )


def _synonym(head: bytes) -> str | None:
    found = _DECLARED.match(head)
    return _SYNONYMS.get(found[1].decode().lower()) if found else None
