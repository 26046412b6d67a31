"""Succession: which of the records of one key speaks, where a stream tells new versions.

    version: modified
    withdrawn: {revoked: "true"}

The greatest version speaks, whatever order they come in; of equal ones the first that came. One
that is withdrawn says nothing, and with it what its key said before ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from isthmus.formats.raw import Fault, Tree, shown
from isthmus.ingest.normalise import FieldFault, at_source
from isthmus.ingest.paths import Extract, Place, as_text, compiled_condition, compiled_path
from isthmus.phrases import say


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record. `at`: as text that sorts by time, empty where none is stated."""

    at: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Succession:
    """Where a record says which version it is. `source`: the path, for faults."""

    source: str
    version: Extract
    is_withdrawn: Callable[[Place], bool]

    def of(self, tree: Tree, not_after: datetime) -> Version:
        """Give the version that a record is; raises FieldFault for one that is no time by now."""
        place = Place(tree, tree)
        texts = self.version(place)
        at = _sortable(texts[0], self.source, not_after) if texts else ""
        return Version(at, self.is_withdrawn(place))


def compiled_succession(version: Tree, withdrawn: Tree, where: str) -> Succession:
    """Compile both; raises MappingInvalid with the place of a slip. `withdrawn`: None for never."""
    path = as_text(version)
    never: Callable[[Place], bool] = lambda _: False  # noqa: E731 - as the other branch gives one
    return Succession(
        source=path,
        version=compiled_path(path),
        is_withdrawn=never if withdrawn is None else compiled_condition(withdrawn, where),
    )


def _sortable(text: str, source: str, not_after: datetime) -> str:
    try:
        found = datetime.fromisoformat(text)
        at = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None or at > not_after:
        expected = say("a time not after {not_after}", not_after=f"{not_after:%Y-%m-%d}")
        raise FieldFault(Fault("version", expected, shown(text), at_source(source)))
    return at.isoformat(timespec="microseconds")
