# ruff: noqa: D102 - the port says what each method gives
"""Labels, interned: the number never leaves the store, nor enters a hash."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import msgspec

from isthmus.adapters.store.link import Link, document
from isthmus.adapters.store.tightening import labels_resting_on, tighten
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.label import Label

_NUMBER = "SELECT id FROM label WHERE body = :body"
_ADD = "INSERT INTO label (body) VALUES (:body) RETURNING id"
_ALL = "SELECT id, body FROM label"


class Labels:
    """LabelStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def intern(self, label: Label) -> LabelId:
        body = document(label)
        known = self._link.row(_NUMBER, body=body)
        return LabelId(known[0] if known else self._link.added(_ADD, body=body))

    def all(self) -> Mapping[LabelId, Label]:
        return {LabelId(number): _label(body) for number, body in self._link.rows(_ALL)}

    def resting_on(self, statements: Sequence[StatementSeq]) -> frozenset[LabelId]:
        return labels_resting_on(self._link, statements)

    def tighten(
        self,
        statements: Sequence[StatementSeq],
        steps: Mapping[LabelId, LabelId],
        shown: Collection[LabelId],
    ) -> None:
        tighten(self._link, statements, steps, shown)


@lru_cache(maxsize=4096)
def _label(body: str) -> Label:
    """Read a label; the same few are read again and again."""
    return msgspec.json.decode(body, type=Label)
