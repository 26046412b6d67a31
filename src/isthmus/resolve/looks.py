"""Looks: how the values of an entity are looked at where they lie, without reading all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias


class Look(NamedTuple):
    """How the values of a property are looked at.

    `gain`: gives the bits that a value speaks for. `least`: of what is looked at later, and perhaps
    not at all, the bits that it may give anyway; None for what is looked at at once.
    """

    gain: Callable[[str], float]
    least: float | None


Ways: TypeAlias = Mapping[str, Look]
"""By the name under which a property is compared."""
ROUNDING: Final = 1e-9
"""Bits by which two orders of a sum may differ."""


Later: TypeAlias = Sequence[tuple[Look, str]]
"""Values that are looked at after the others, and not at all where nothing can come of it."""


class Looks(NamedTuple):
    """How what is said of an entity is looked at, and how many bits are needed of it."""

    needed: float
    ways: Ways


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Claims that stand together: their schema, and of each the property. Known by its identity.

    `names`: under which each is compared, empty for none.
    """

    schema: str
    names: tuple[str, ...]
    own: tuple[str, ...]


_Known: TypeAlias = dict[tuple[int, ...], Shape | None]
_MOST: Final = 4_096


class Shapes:
    """What claims that stand together are compared as, found out once; the last names asked for.

    `named`: schema and property of each kind of claim; a list that may grow.
    """

    __slots__ = ("_known", "_named", "_names")

    def __init__(self, named: Sequence[tuple[str, str]]) -> None:
        self._named = named
        self._names: Mapping[str, str] = {}
        self._known: _Known = {}

    def known(self, names: Mapping[str, str]) -> Mapping[tuple[int, ...], Shape | None]:
        """Give what is known, by the kinds; `names`: of each property that is compared."""
        if names is not self._names or len(self._known) > _MOST:
            self._names, self._known = names, {}
        return self._known

    def of(self, kinds: tuple[int, ...], names: Mapping[str, str]) -> Shape | None:
        """Give what claims of these kinds are compared as; None unless of one schema, once each."""
        known = self.known(names)
        if kinds in known:
            return known[kinds]
        told = [self._named[kind] for kind in kinds]
        every = tuple([names.get(own, "") for _, own in told])
        compared = [name for name in every if name]
        schemas = {schema for schema, own in told if own in names}
        one = len(schemas) == 1 and len(set(compared)) == len(compared)
        found = Shape(schemas.pop(), every, tuple([own for _, own in told])) if one else None
        self._known[kinds] = found
        return found


def suffices(lacking: float, later: Later) -> bool:
    """Tell whether what is looked at later may give the bits that are lacking."""
    for (gain, least), value in later:
        lacking -= least or 0.0
        if lacking > ROUNDING:
            lacking -= gain(value)
    return lacking <= ROUNDING
