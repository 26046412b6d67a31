"""Labels of one document: interned numbers in, local references out.

A number names a label inside one store and never leaves it. References are given in order of
first use, so that they tell of nothing but the document that holds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from isthmus.flow.documents.labels import Labels, ShownLabel, ShownLevel
from isthmus.model.ids import LabelId
from isthmus.model.label import Allowed, Label, joined


class LabelTable:
    """Collects the labels of one document."""

    __slots__ = ("_by_set", "_known", "_refs")

    def __init__(self, known: Mapping[LabelId, Label]) -> None:
        self._known = known
        self._refs: dict[Label, str] = {}
        self._by_set: dict[frozenset[LabelId], str] = {}

    def ref(self, *labels: LabelId) -> str:
        """Give the reference of a label, or of the join of several."""
        return self.ref_of_all(labels)

    def ref_of_all(self, labels: Iterable[LabelId]) -> str:
        """Give the reference of the join of labels; there must be one at least."""
        wanted = frozenset(labels)
        found = self._by_set.get(wanted)
        if found is None:
            found = self._by_set[wanted] = self.ref_of(joined(self._known[n] for n in wanted))
        return found

    def ref_of(self, label: Label) -> str:
        """Give the reference of a label that may have no number."""
        return self._refs.setdefault(label, f"L{len(self._refs) + 1}")

    def label(self, number: LabelId) -> Label:
        """Give the label behind a number."""
        return self._known[number]

    def all_so_far(self) -> Label | None:
        """Give the join of every label that has a reference, None where there is none yet."""
        return joined(self._refs) if self._refs else None

    def document(self) -> Labels:
        """Write every label out under its reference."""
        return {ref: shown_label(label) for label, ref in self._refs.items()}

    def legal_bases(self) -> list[str]:
        """Give the legal bases of every label that has a reference, in order."""
        return sorted(frozenset[str]().union(*(label.legal_bases for label in self._refs)))


def shown_label(label: Label) -> ShownLabel:
    """Write a label out, its sets in order."""
    return ShownLabel(
        text=" · ".join([label.mark, *sorted(label.data_categories)]),
        classification=[
            ShownLevel(scheme=scheme, level=level) for scheme, level in sorted(label.classification)
        ],
        originators=sorted(label.originators),
        releasable_to=_names(label.releasable_to),
        handling=sorted(label.handling),
        data_categories=sorted(label.data_categories),
        subject_categories=sorted(label.subject_categories),
        legal_bases=sorted(label.legal_bases),
        purposes=_names(label.purposes),
        discoverable_to=_names(label.discoverable_to),
    )


def _names(allowed: Allowed) -> list[str] | None:
    return None if allowed.names is None else sorted(allowed.names)
