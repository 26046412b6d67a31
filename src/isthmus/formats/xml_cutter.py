"""What the tags of an XML document mean: records, header, context.

The byte index of an event comes from the parser. The end event of `<a></a>` stands at its end
tag; that of `<a/>` stands behind the tag.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from isthmus.formats.lines import PIECE_BYTES, oversized
from isthmus.formats.raw import (
    MAX_CONTEXT_BYTES,
    MAX_RECORD_BYTES,
    BrokenRecord,
    Context,
    Fault,
    RawRecord,
    Tree,
    context,
    shown,
)
from isthmus.formats.xml_options import Plan
from isthmus.formats.xml_tree import AttributeNames, ElementNames, Growth, TooMany, attributes
from isthmus.formats.xml_window import Window
from isthmus.phrases import Phrase, choice, say

MAX_DEPTH = 100


class Refused(Exception):
    """The document may not be read on; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(slots=True)
class Taken:
    """The element that is being taken: a record, or what a header or context path asks for.

    `kinds`: each of `record`, `context`, `header` that it is, with the declared path.
    """

    kinds: dict[str, str]
    tag: str
    start: int
    growth: Growth | None
    depth: int = 1
    number: int = 0
    fault: Fault | None = None
    bare: bool = True

    @property
    def is_record(self) -> bool:
        """Whether it is a record."""
        return "record" in self.kinds

    def spoil(self, fault: Fault) -> None:
        """Let the tree go; only the bytes up to the end of the record are still of interest."""
        self.fault = fault
        self.growth = None


@dataclass(frozen=True, slots=True)
class _Said:
    """A context element: how many elements it stood in, what it says, and its bytes if kept."""

    depth: int
    value: Tree
    raw: bytes | None


class Cutter:
    """Takes the events of one document; `ready` fills with its records."""

    def __init__(self, plan: Plan, window: Window) -> None:
        self._plan = plan
        self._window = window
        self._names, self._attribute_names = ElementNames(), AttributeNames()
        self._path: list[str] = []
        self._contexts: dict[str, _Said] = {}
        self._context: Context | None = None
        self._has_context = False
        self._number = 0
        self.declaration = b""
        self.opened: list[bytes] = []
        self.header: dict[str, Tree] = {}
        self.ready: list[RawRecord | BrokenRecord] = []
        self.taken: Taken | None = None
        self.index: Callable[[], int] = int

    def started(self, tag: str, found: dict[str, str]) -> None:
        """Take a start tag."""
        taken = self.taken
        if taken is not None:
            taken.depth += 1
            taken.bare = False
            if taken.depth > MAX_DEPTH:
                raise Refused(_too_many(say("{most} levels", most=MAX_DEPTH)))
            if taken.growth is not None:
                self._grown(taken, tag, found)
            return
        self._path.append(self._names[tag])
        if len(self._path) > MAX_DEPTH:
            raise Refused(_too_many(say("{most} levels", most=MAX_DEPTH)))
        if len(self._path) == 1:
            self._rooted(tag, found)
        self._wanted(tag, found)
        if self.taken is None:
            self.opened.append(self._window.start_tag(self.index()))
            self._has_context = False

    def said(self, text: str) -> None:
        """Take a part of the text."""
        taken = self.taken
        if taken is not None:
            taken.bare = False
            if taken.growth is not None:
                taken.growth.text(text)

    def ended(self, _tag: str) -> None:
        """Take an end tag."""
        taken = self.taken
        if taken is None:
            self.leave()
            return
        taken.depth -= 1
        value = taken.growth.closed() if taken.growth is not None else None
        if taken.depth == 0:
            self._closed(taken, value)
            self.leave()

    def leave(self) -> None:
        """Step out of the innermost element, whether it was read to its end or given up."""
        self.taken = None
        self._path.pop()
        depth = len(self._path)
        if len(self.opened) > depth:
            self.opened.pop()
            self._has_context = False
        if self._contexts:
            self._contexts = {
                path: held for path, held in self._contexts.items() if held.depth <= depth
            }

    def break_off(self, taken: Taken, end: int, fault: Fault) -> None:
        """Give the bytes of a record up to `end` as broken."""
        number = self._numbered(taken)
        while end - taken.start > MAX_RECORD_BYTES:
            self._let_go(taken, MAX_RECORD_BYTES, fault)
        raw = self._window.cut(taken.start, end)
        self.ready.append(BrokenRecord(number, raw, fault, context=self._around()))

    def bound(self, taken: Taken) -> bool:
        """Give away the first bytes of a record that is too long; tell whether it was."""
        most = MAX_RECORD_BYTES if taken.growth is not None else PIECE_BYTES
        if self._window.end - taken.start <= most:
            return False
        fault = taken.fault or oversized(say("a record element"))
        taken.spoil(fault)
        self._let_go(taken, most, fault)
        return True

    def _let_go(self, taken: Taken, size: int, fault: Fault) -> None:
        raw = self._window.cut(taken.start, taken.start + size)
        number, around = self._numbered(taken), self._around()
        self.ready.append(BrokenRecord(number, raw, fault, continues=True, context=around))
        taken.start += size

    def _rooted(self, tag: str, found: dict[str, str]) -> None:
        name = self._path[0]
        if self._plan.roots and name not in self._plan.roots:
            raise Refused(_other_root(self._plan.roots, name))
        prefix = tag.rpartition(":")[0]
        self.header["#root"] = name
        self.header["#namespace"] = found.get(f"xmlns:{prefix}" if prefix else "xmlns")
        self.header.update(attributes(found, self._attribute_names))

    def _wanted(self, tag: str, found: dict[str, str]) -> None:
        last = self._path[-1]
        kinds = {
            kind: path
            for kind, paths in self._plan.wanted
            if last in paths.by_last and (path := paths.match(self._path)) is not None
        }
        if kinds:
            growth = Growth(self._plan.lists, self._attribute_names)
            self.taken = Taken(kinds, tag, self.index(), growth)
            self._grown(self.taken, tag, found)

    def _grown(self, taken: Taken, tag: str, found: dict[str, str]) -> None:
        name = self._names[tag]
        try:
            if taken.growth is not None:
                taken.growth.opened(name, found)
        except TooMany as error:
            if not taken.is_record:
                raise
            taken.spoil(_too_many(error.what))

    def _closed(self, taken: Taken, value: Tree) -> None:
        if "header" in taken.kinds:
            self.header.setdefault(taken.kinds["header"], value)
        if "context" in taken.kinds:
            raw = self._window.cut(taken.start, self._end(taken))
            kept = raw if len(raw) <= MAX_CONTEXT_BYTES else None
            self._contexts[taken.kinds["context"]] = _Said(len(self._path) - 1, value, kept)
            self._has_context = False
        if taken.is_record:
            self._recorded(taken, value)

    def _end(self, taken: Taken) -> int:
        """Give the index behind an element whose end event has come."""
        index = self.index()
        empty = taken.bare and self._window.is_empty_tag(index)
        return index if empty else self._window.tag_end(index)

    def _recorded(self, taken: Taken, value: Tree) -> None:
        end = self._end(taken)
        if taken.fault is None and end - taken.start <= MAX_RECORD_BYTES:
            number, raw = self._numbered(taken), self._window.cut(taken.start, end)
            self.ready.append(RawRecord(number, raw, self._tree(value), self._around()))
        else:
            self.break_off(taken, end, taken.fault or oversized(say("a record element")))

    def _tree(self, value: Tree) -> dict[str, Tree]:
        tree: dict[str, Tree] = {"#name": self._path[-1]}
        if isinstance(value, dict):
            tree.update(value)
        elif value is not None:
            tree["#text"] = value
        if self._plan.has_context:
            said = {path: held.value for path, held in self._contexts.items()}
            tree["#context"] = {"#namespace": self.header.get("#namespace"), **said}
        return tree

    def _around(self) -> Context | None:
        """Give what reads the record in hand by itself: the tags around it, and its context."""
        if self._has_context:
            return self._context
        parts: list[bytes | None] = [self.declaration]
        for depth, tag in enumerate(self.opened, start=1):
            parts.append(tag)
            parts += [held.raw for held in self._contexts.values() if held.depth == depth]
        whole = [part for part in parts if part is not None]
        self._context = context(b"".join(whole)) if len(whole) == len(parts) else None
        self._has_context = True
        return self._context

    def _numbered(self, taken: Taken) -> int:
        if taken.number == 0:
            self._number += 1
            taken.number = self._number
        return taken.number


def _too_many(what: Phrase) -> Fault:
    return Fault(
        field="",
        expected=say("at most {what}", what=what),
        came=say("more"),
        repair=say("split the record; if it is whole as it is, this file is not what it seems"),
    )


def _other_root(roots: frozenset[str], name: str) -> Fault:
    return Fault(
        field="",
        expected=choice(sorted(roots)),
        came=shown(name),
        repair=say("deliver this file to the feed of its own format"),
    )
