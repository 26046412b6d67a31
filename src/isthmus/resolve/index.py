"""The index: what is held of every entity, compared and searched in memory, label by label.

It is made of asserted statements alone and can be made anew from them at any time. Whoever asks
names the labels that he may see, and gets an answer that rests on statements under those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import msgspec

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.keys import Keyed
from isthmus.resolve.postings import Posting, Postings, hashed

Mark: TypeAlias = frozenset[LabelId]
"""The labels of the statements of which a key is made: whoever sees all of them sees the key."""

Keyer: TypeAlias = Callable[[Sequence[Claim]], Iterable[Keyed]]
"""Gives the keys of an entity from all its claims."""

_PACK: Final = msgspec.msgpack.Encoder()
_UNPACK: Final = msgspec.msgpack.Decoder(list[tuple[int, int, int, str]])
_NOTHING: Final = _PACK.encode([])


@dataclass(frozen=True, slots=True)
class Holder:
    """An entity that holds a key, and the labels under which it does."""

    entity: EntityId
    mark: Mark


class Index:
    """Key -> holders, and entity -> claims. Not safe for threads: its owner takes turns."""

    __slots__ = (
        "_allowed",
        "_entities",
        "_handles",
        "_keyer",
        "_kinds",
        "_kinds_known",
        "_marks",
        "_marks_known",
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
        self._marks: list[Mark] = []
        self._marks_known: dict[Mark, int] = {}
        self._allowed: dict[frozenset[LabelId], tuple[int, frozenset[int]]] = {}
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
        self, keys: Iterable[str], labels: frozenset[LabelId], most: int
    ) -> Mapping[str, Sequence[Holder]]:
        """Give the holders of each key, no more than `most` + 1 under each mark."""
        by_hash = {hashed(key): key for key in keys}
        found = self._postings.of(by_hash, self._marks_within(labels), most)
        return {by_hash[number]: self._holders(postings) for number, postings in found.items()}

    def _holders(self, postings: Iterable[Posting]) -> list[Holder]:
        entities, marks = self._entities, self._marks
        return [Holder(entities[handle], marks[mark]) for handle, mark in postings]

    def _claims(self, handle: int) -> list[Claim]:
        kinds = self._kinds
        return [
            Claim(StatementSeq(seq), LabelId(label), *kinds[kind], value)
            for seq, label, kind, value in _UNPACK.decode(self._packed[handle])
        ]

    def _move(self, handle: int, before: Sequence[Claim], after: Sequence[Claim]) -> None:
        were = set(self._keyer(before)) if before else set()
        are = set(self._keyer(after))
        for key, mark in were - are:
            self._postings.remove(hashed(key), (handle, self._mark(mark)))
        for key, mark in are - were:
            self._postings.add(hashed(key), (handle, self._mark(mark)))

    def _kind(self, schema: str, name: str) -> int:
        kind = self._kinds_known.get((schema, name))
        if kind is None:
            kind = self._kinds_known[schema, name] = len(self._kinds)
            self._kinds.append((schema, name))
        return kind

    def _mark(self, labels: Mark) -> int:
        mark = self._marks_known.get(labels)
        if mark is None:
            mark = self._marks_known[labels] = len(self._marks)
            self._marks.append(labels)
        return mark

    def _marks_within(self, labels: frozenset[LabelId]) -> frozenset[int]:
        """Give the marks that a reader of `labels` sees; remembered until there is a new one."""
        known = self._allowed.get(labels)
        if known is None or known[0] != len(self._marks):
            if len(self._allowed) > REMEMBERED:
                self._allowed.clear()
            seen = frozenset(i for i, mark in enumerate(self._marks) if mark <= labels)
            known = self._allowed[labels] = (len(self._marks), seen)
        return known[1]


REMEMBERED: Final = 256
"""Sets of labels whose marks are remembered."""
