"""Comparators: two values in, one named level out; the best level stands first.

Each comparator prepares a value once and then looks at two prepared values, so that one record
against a thousand costs a thousand looks and no parsing. Both speeds of the resolver use them.
"""

from isthmus.resolve.levels.comparator import Comparator
from isthmus.resolve.levels.registry import comparator

__all__ = ["Comparator", "comparator"]
