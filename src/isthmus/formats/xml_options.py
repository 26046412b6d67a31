"""Which elements of an XML document are records, lists, header and context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.formats.options import only, text, texts, wrong
from isthmus.formats.raw import Tree

_OPTIONS = frozenset({"context", "encoding", "header", "lists", "record", "root"})


@dataclass(frozen=True, slots=True)
class Paths:
    """Element paths by local name, found by the name of their last step."""

    by_last: Mapping[str, tuple[tuple[str, ...], ...]]

    def match(self, path: list[str]) -> str | None:
        """Give the declared path that the element at `path` matches, if any.

        A declared path fits the end of `path`; one that begins with `/` fits it as a whole.
        """
        for steps in self.by_last.get(path[-1], ()):
            if steps[0] == "":
                if list(steps[1:]) == path:
                    return "/".join(steps)
            elif path[-len(steps) :] == list(steps):
                return "/".join(steps)
        return None


@dataclass(frozen=True, slots=True)
class Plan:
    """The options of an XML mapping, ready for use."""

    records: Paths
    header: Paths
    context: Paths
    roots: frozenset[str]
    lists: frozenset[tuple[str, ...]]
    encoding: str | None

    @property
    def wanted(self) -> tuple[tuple[str, Paths], ...]:
        """The paths of each kind, the more important first."""
        return (("record", self.records), ("context", self.context), ("header", self.header))

    @property
    def has_context(self) -> bool:
        """Whether records carry what stands around them."""
        return bool(self.context.by_last)


def plan(options: Mapping[str, Tree]) -> Plan:
    """Read the options; raises MappingInvalid for what does not fit."""
    only(options, _OPTIONS)
    records = texts(options, "record")
    if not records:
        raise wrong("record", "the path of the record elements", options.get("record"))
    return Plan(
        records=_paths("record", records),
        header=_paths("header", texts(options, "header")),
        context=_paths("context", texts(options, "context")),
        roots=frozenset(texts(options, "root")),
        lists=frozenset(tuple(path.split("/")) for path in texts(options, "lists")),
        encoding=text(options, "encoding") or None,
    )


def _paths(name: str, declared: tuple[str, ...]) -> Paths:
    by_last: dict[str, tuple[tuple[str, ...], ...]] = {}
    for path in declared:
        steps = tuple(path.split("/"))
        if not all(steps[1:]) or not steps[-1]:
            raise wrong(name, "element names between slashes", path)
        by_last[steps[-1]] = (*by_last.get(steps[-1], ()), steps)
    return Paths(by_last)
