"""Which comparator has which name: the names that a weights document uses."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, get_args

from isthmus.errors import MappingInvalid
from isthmus.identifiers.names import NameKind
from isthmus.identifiers.registry import IDENTIFIERS
from isthmus.resolve.levels.comparator import Comparator
from isthmus.resolve.levels.dates import DATES
from isthmus.resolve.levels.names import name_comparator
from isthmus.resolve.levels.numbers import CODES, MEASURES, WORDS, identifier_comparator
from isthmus.resolve.levels.texts import ADDRESSES, TEXTS
from isthmus.resolve.names import Names

PLAIN_NAMES: Final = Names()
"""Compares names without what was learned of other scripts."""
_PLAIN = {c.name: c for c in (DATES, CODES, WORDS, MEASURES, TEXTS, ADDRESSES)}


@lru_cache(maxsize=256)
def comparator(name: str, names: Names = PLAIN_NAMES) -> Comparator:
    """Give the comparator of a name; raises MappingInvalid for one that there is not.

    `names`: what was learned of names in other scripts.
    """
    family, _, member = name.partition(":")
    if family == "identifier" and member in IDENTIFIERS:
        return identifier_comparator(member)
    if family == "name":
        kinds: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}
        if member in kinds:
            return name_comparator(kinds[member], names)
    if name not in _PLAIN:
        message = (
            f"expected identifier:FAMILY, name:KIND or one of {', '.join(sorted(_PLAIN))} "
            f"as a comparator of the weights, got {name!r:.80}"
        )
        raise MappingInvalid(message)
    return _PLAIN[name]
