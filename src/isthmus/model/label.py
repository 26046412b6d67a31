"""Labels: what a value is marked with, and their lattice.

`a.join(b)` is what something derived from both carries. Joining never lets anybody see more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from isthmus.model.canonical import Item

LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "national": ("PUBLIC", "OFFICIAL", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
    "eu": ("EU UNCLASSIFIED", "RESTREINT UE", "CONFIDENTIEL UE", "SECRET UE", "TRES SECRET UE"),
    "nato": ("NATO UNCLASSIFIED", "NATO RESTRICTED", "NATO CONFIDENTIAL", "NATO SECRET"),
}
"""Classification schemes, each from low to high. Schemes are never compared with one another."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A set that joins by intersection, with an explicit ALL; empty means nobody."""

    names: frozenset[str] | None = None

    @classmethod
    def of(cls, *names: str) -> Allowed:
        """Allow exactly these."""
        return cls(frozenset(names))

    def __contains__(self, name: str) -> bool:
        return self.names is None or name in self.names

    def intersection(self, other: Allowed) -> Allowed:
        """Give what both allow."""
        if self.names is None:
            return other
        if other.names is None:
            return self
        return Allowed(self.names & other.names)

    def item(self) -> Item:
        """Give what is allowed in the form in which it enters a hash."""
        return None if self.names is None else sorted(self.names)

    def within(self, other: Allowed) -> bool:
        """Tell whether everything allowed here is allowed there."""
        if other.names is None:
            return True
        return self.names is not None and self.names <= other.names


SECOND_PERSON: Final = "TWO-PERSON"
"""The handling caveat under which what a person judges counts once a second one judged the same."""

ALL: Final = Allowed(None)
NOBODY: Final = Allowed(frozenset())


@dataclass(frozen=True, slots=True)
class Clearance:
    """What a principal brings to a label: center, levels per scheme, caveats, categories."""

    center: str
    levels: Mapping[str, str] = field(default_factory=dict)
    caveats: frozenset[str] = frozenset()
    categories: Allowed = NOBODY


@dataclass(frozen=True, slots=True)
class Label:
    """The security marking of a value. Fields and their join: ARCHITECTURE, section 3."""

    classification: frozenset[tuple[str, str]] = frozenset()
    originators: frozenset[str] = frozenset()
    releasable_to: Allowed = NOBODY
    handling: frozenset[str] = frozenset()
    data_categories: frozenset[str] = frozenset()
    subject_categories: frozenset[str] = frozenset()
    legal_bases: frozenset[str] = frozenset()
    purposes: Allowed = NOBODY
    discoverable_to: Allowed = NOBODY

    def join(self, other: Label) -> Label:
        """Give the label of what is derived from both."""
        return Label(
            classification=_higher(self.classification, other.classification),
            originators=self.originators | other.originators,
            releasable_to=self.releasable_to.intersection(other.releasable_to),
            handling=self.handling | other.handling,
            data_categories=self.data_categories | other.data_categories,
            subject_categories=self.subject_categories | other.subject_categories,
            legal_bases=self.legal_bases | other.legal_bases,
            purposes=self.purposes.intersection(other.purposes),
            discoverable_to=self.discoverable_to.intersection(other.discoverable_to),
        )

    def item(self) -> Item:
        """Give what the label says in the form in which it enters a hash."""
        return [
            sorted(self.classification),
            sorted(self.originators),
            self.releasable_to.item(),
            sorted(self.handling),
            sorted(self.data_categories),
            sorted(self.subject_categories),
            sorted(self.legal_bases),
            self.purposes.item(),
            self.discoverable_to.item(),
        ]

    def dominates(self, other: Label) -> bool:
        """Tell whether this label is at least as strict as `other` in every field."""
        return self.join(other) == self

    def permits(self, clearance: Clearance, purpose: str) -> bool:
        """Tell whether a principal with `clearance` may see the value at `purpose`.

        Denies on an unknown scheme or level, a caveat or category not held, a purpose or center
        not named.
        """
        return (
            purpose in self.purposes
            and clearance.center in self.releasable_to
            and self.handling <= clearance.caveats
            and all(name in clearance.categories for name in self.data_categories)
            and all(_reaches(clearance, scheme, level) for scheme, level in self.classification)
        )

    def of_existence(self) -> Label:
        """Give the label of the bare fact that a value so labelled exists.

        `discoverable_to` says who may know of it, at a purpose of the value itself. Levels,
        caveats and categories protect the value and fall away; a level that no table knows
        stays, and so denies.
        """
        unknown = frozenset(pair for pair in self.classification if not _is_known(*pair))
        return Label(
            classification=unknown,
            originators=self.originators,
            releasable_to=self.discoverable_to,
            legal_bases=self.legal_bases,
            purposes=self.purposes,
            discoverable_to=self.discoverable_to,
        )

    def withheld_from(self, clearance: Clearance, purpose: str) -> bool:
        """Tell whether a principal may know that the value exists, and may not see it."""
        return not self.permits(clearance, purpose) and self.of_existence().permits(
            clearance, purpose
        )

    @property
    def needs_second_person(self) -> bool:
        """Tell whether what one person judges of it counts for nothing yet."""
        return SECOND_PERSON in self.handling

    @property
    def mark(self) -> str:
        """The short form that pages show: levels, releasability, caveats."""
        levels = [level for _, level in sorted(self.classification)] or ["UNMARKED"]
        names = self.releasable_to.names
        release = "REL ALL" if names is None else "REL " + ("·".join(sorted(names)) or "NONE")
        return " · ".join([*levels, release, *sorted(self.handling)])


OPEN: Final = Label(releasable_to=ALL, purposes=ALL, discoverable_to=ALL)
"""What adds nothing: joined with it, every label stays as it is."""

CLOSED: Final = Label()
"""What nobody may see: joined with it, every label permits nobody."""


def joined(labels: Iterable[Label]) -> Label:
    """Join several labels; raises ValueError for none, since nothing derives from nothing."""
    parts = list(labels)
    if not parts:
        message = "expected at least one label to join"
        raise ValueError(message)
    return reduce(Label.join, parts)


def _is_known(scheme: str, level: str) -> bool:
    return level in LEVELS.get(scheme, ())


def _rank(scheme: str, level: str) -> int:
    levels = LEVELS.get(scheme, ())
    return levels.index(level) if level in levels else len(levels) + 1


def _higher(
    left: frozenset[tuple[str, str]], right: frozenset[tuple[str, str]]
) -> frozenset[tuple[str, str]]:
    highest: dict[str, str] = {}
    for scheme, level in sorted(left | right):
        held = highest.get(scheme)
        if held is None or _rank(scheme, level) > _rank(scheme, held):
            highest[scheme] = level
    return frozenset(highest.items())


def _reaches(clearance: Clearance, scheme: str, level: str) -> bool:
    held = clearance.levels.get(scheme)
    if held is None or not _is_known(scheme, level):
        return False
    return _is_known(scheme, held) and _rank(scheme, held) >= _rank(scheme, level)
