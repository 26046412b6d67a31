"""The index: what is held of every entity, compared and searched in memory, label by label.

It is made of asserted statements alone and can be made anew from them at any time. Whoever asks
names the labels that he may see, and gets an answer that rests on statements under those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import msgspec
import numpy as np

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.entity_keys import Keyed
from isthmus.resolve.pairing import Held
from isthmus.resolve.postings import Posting, Postings, hashed

Keyer: TypeAlias = Callable[[Sequence[Claim]], Iterable[Keyed]]
"""Gives the keys of an entity from all its claims."""

_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final = msgspec.msgpack.Decoder(list[tuple[int, int, int, str]])
_NOTHING: Final = _PACK.encode([])


Holder: TypeAlias = tuple[EntityId, LabelId]
"""A source entity, and the label of a claim by which it holds a key."""


@lru_cache(maxsize=256)
def marks_of(labels: frozenset[LabelId], *, proposing: bool) -> frozenset[int]:
    """Give what a posting under these labels bears: twice the number, one more if it proposes."""
    marks = {label << 1 | 1 for label in labels}
    return frozenset(marks if proposing else marks.union(label << 1 for label in labels))


class Index:
    """Key -> holders, and entity -> claims. Not safe for threads: its owner takes turns."""

    __slots__ = (
        "_entities",
        "_handles",
        "_keyer",
        "_kinds",
        "_kinds_known",
        "_packed",
        "_postings",
    )

    def __init__(self, keyer: Keyer) -> None:
        self._keyer = keyer
        self._handles: dict[EntityId, int] = {}
        self._entities: list[EntityId] = []
        self._packed: list[bytes] = []
        self._kinds: list[tuple[str, str]] = []
        self._kinds_known: dict[tuple[str, str], int] = {}
        self._postings = Postings()

    def __len__(self) -> int:
        """Count the entities of which something is held, or was."""
        return len(self._entities)

    def update(
        self, entity: EntityId, came: Sequence[Claim], gone: Collection[StatementSeq] = ()
    ) -> None:
        """Put claims about an entity in the place of those of equal number; take others away."""
        handle = self._handles.get(entity)
        if handle is None:
            if not came:
                return
            handle = self._handles[entity] = len(self._entities)
            self._entities.append(entity)
            self._packed.append(_NOTHING)
        before = self._claims(handle)
        replaced = {claim.seq for claim in came}.union(gone)
        after = [claim for claim in before if claim.seq not in replaced]
        after += came
        self._packed[handle] = _PACK.encode(
            [(c.seq, c.label, self._kind(c.schema, c.property), c.value) for c in after]
        )
        self._move(handle, before, after)

    def settle(self) -> None:
        """Fold in what came, when it has grown."""
        self._postings.fold()

    def claims(self, entity: EntityId, labels: Collection[LabelId]) -> list[Claim]:
        """Give what is held of an entity under `labels`."""
        handle = self._handles.get(entity)
        if handle is None:
            return []
        return [claim for claim in self._claims(handle) if claim.label in labels]

    def holders(
        self,
        keys: Iterable[str],
        labels: frozenset[LabelId],
        most: int,
        *,
        proposing: bool = False,
    ) -> Mapping[str, Sequence[Holder]]:
        """Give the holders of each key, no more than `most` + 1 under each label.

        `proposing`: only those whose key may propose a pair.
        """
        by_hash = {hashed(key): key for key in keys}
        found = self._postings.of(by_hash, marks_of(labels, proposing=proposing), most)
        return {by_hash[number]: self._holders(postings) for number, postings in found.items()}

    def number(self, entity: EntityId) -> int | None:
        """Give the number of an entity in this index; None for one that it does not know."""
        return self._handles.get(entity)

    def entity(self, number: int) -> EntityId:
        """Give the entity of a number."""
        return self._entities[number]

    def proposing(self, labels: frozenset[LabelId]) -> Held:
        """Give all postings under `labels` that may propose a pair, in the order of their keys."""
        marks = marks_of(labels, proposing=True)
        keys, handles, found = self._postings.sorted_under(marks)
        return Held(keys, handles.astype(np.int64), found.astype(np.int64) >> 1)

    def _holders(self, postings: Iterable[Posting]) -> list[Holder]:
        entities = self._entities
        return [(entities[handle], LabelId(mark >> 1)) for handle, mark in postings]

    def _claims(self, handle: int) -> list[Claim]:
        kinds = self._kinds
        return [
            Claim(StatementSeq(seq), LabelId(label), *kinds[kind], value)
            for seq, label, kind, value in _UNPACK.decode(self._packed[handle])
        ]

    def _move(self, handle: int, before: Sequence[Claim], after: Sequence[Claim]) -> None:
        were = set(self._keyer(before)) if before else set()
        are = set(self._keyer(after))
        for key, label, proposes in were - are:
            self._postings.remove(hashed(key), (handle, label << 1 | proposes))
        came = are - were if were else are
        self._postings.add_of(
            handle, [(hashed(key), label << 1 | proposes) for key, label, proposes in came]
        )

    def _kind(self, schema: str, name: str) -> int:
        kind = self._kinds_known.get((schema, name))
        if kind is None:
            kind = self._kinds_known[schema, name] = len(self._kinds)
            self._kinds.append((schema, name))
        return kind
