"""An XML element as a tree, built from the events of one pass.

An element without attributes and child elements is its text, or None if that is blank. Any other
is a dict: `@name` per attribute, children by local name, and `#text` if there is text that is not
blank. A child that repeats is a list of its values in order; a path among `lists` is always one.
Text stays as the document has it, blanks included. Namespaces and `xmlns` attributes are left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from isthmus.formats.raw import Tree
from isthmus.phrases import Phrase, say

MAX_NODES = 65_536
MAX_NAMES = 10_000


class TooMany(Exception):
    """A record or document has more of something than it may have; `what` names it."""

    def __init__(self, what: Phrase) -> None:
        super().__init__(str(what))
        self.what = what


class ElementNames(dict[str, str]):
    """Names with or without prefix -> local names; refuses a document that invents names."""

    def __missing__(self, name: str) -> str:
        if len(self) >= MAX_NAMES:
            raise TooMany(say("{most} different names", most=MAX_NAMES))
        found = self[name] = self.given(name)
        return found

    def given(self, name: str) -> str:
        """Give the local part of `name`."""
        return name.rpartition(":")[2]


class AttributeNames(ElementNames):
    """Names of attributes -> `@` with the local name, or "" for those that declare namespaces."""

    def given(self, name: str) -> str:
        """Give the key of the attribute `name` in a tree."""
        if name == "xmlns" or name.startswith("xmlns:"):
            return ""
        return "@" + super().given(name)


def attributes(found: Mapping[str, str], names: AttributeNames) -> dict[str, Tree]:
    """Give the attributes of an element as `@name`, without those that declare namespaces."""
    return {key: value for name, value in found.items() if (key := names[name])}


class Growth:
    """One element while it grows; the last `closed` gives it."""

    def __init__(self, lists: frozenset[tuple[str, ...]], names: AttributeNames) -> None:
        self._lists = lists
        self._last_steps = frozenset(path[-1] for path in lists)
        self._attribute_names = names
        self._names: list[str] = []
        self._nodes: list[dict[str, Tree] | None] = []
        self._texts: list[list[str]] = []
        self._count = 0

    def opened(self, name: str, found: Mapping[str, str]) -> None:
        """Take a start tag with its local name; raises TooMany."""
        self._count += 1 + len(found)
        if self._count > MAX_NODES:
            raise TooMany(say("{most} elements and attributes", most=MAX_NODES))
        self._names.append(name)
        self._nodes.append((attributes(found, self._attribute_names) or None) if found else None)
        self._texts.append([])

    def text(self, part: str) -> None:
        """Take a part of the text."""
        self._texts[-1].append(part)

    def closed(self) -> Tree:
        """Take an end tag and give the value of the element that it closes."""
        node = self._nodes.pop()
        texts = self._texts.pop()
        value = _value(node, texts[0] if len(texts) == 1 else "".join(texts))
        if self._nodes:
            self._attach(value)
        self._names.pop()
        return value

    def _attach(self, value: Tree) -> None:
        name = self._names[-1]
        parent = self._nodes[-1]
        if parent is None:
            parent = self._nodes[-1] = {}
        if name not in parent:
            always = name in self._last_steps and tuple(self._names[1:]) in self._lists
            parent[name] = [value] if always else value
            return
        held = parent[name]
        # The value of an element is never a list, so a list here holds its repetitions.
        if isinstance(held, list):
            held.append(value)
        else:
            parent[name] = [held, value]


def _value(node: dict[str, Tree] | None, text: str) -> Tree:
    said = bool(text) and not text.isspace()
    if node is None:
        return text if said else None
    if said:
        node["#text"] = text
    return node
