"""The index: what is held of every entity, compared and searched in memory, label by label.

It is made of asserted statements alone and can be made anew from them at any time. Whoever asks
names the labels that he may see, and gets an answer that rests on statements under those.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve.claims import Claims, Rows
from isthmus.resolve.compare import Profile
from isthmus.resolve.entities import Entities
from isthmus.resolve.entity_keys import Keyed
from isthmus.resolve.hubs import Watch
from isthmus.resolve.looks import Looks, Shape
from isthmus.resolve.pairing import Held, Ints
from isthmus.resolve.postings import Postings, hashed

Keyer: TypeAlias = Callable[[Sequence[Claim]], Iterable[Keyed]]
"""Gives the keys of an entity from all its claims."""


@lru_cache(maxsize=256)
def marks_of(labels: frozenset[LabelId], *, proposing: bool) -> frozenset[int]:
    """Give what a posting under these labels bears: twice the number, one more if it proposes."""
    marks = {label << 1 | 1 for label in labels}
    return frozenset(marks if proposing else marks.union(label << 1 for label in labels))


class Index:
    """Key -> holders, and entity -> claims. Not safe for threads: its owner takes turns."""

    __slots__ = ("_claims", "_entities", "_keyer", "_postings", "_watches")

    def __init__(self, keyer: Keyer) -> None:
        self._keyer = keyer
        self._entities = Entities()
        self._claims = Claims()
        self._postings = Postings(self._entities.first)
        self._watches: dict[str, Watch] = {}

    def __len__(self) -> int:
        """Count the entities of which something is held, or was."""
        return len(self._entities)

    def update(
        self, entity: EntityId, came: Sequence[Claim], gone: Collection[StatementSeq] = ()
    ) -> None:
        """Put claims about an entity in the place of those of equal number; take others away."""
        handle = self._entities.find(entity)
        if handle is None:
            if not came:
                return
            handle = self._entities.add(entity)
            before: list[Claim] = []
        else:
            before = self._claims.of(handle)
        replaced = {claim.seq for claim in came}.union(gone)
        after = [claim for claim in before if claim.seq not in replaced]
        after += came
        self._claims.put(handle, after)
        self._move(handle, before, after)

    def watch(self, purpose: str) -> Watch:
        """Give the watch over the hubs of a purpose, which learns whose holders become fewer."""
        return self._watches.setdefault(purpose, Watch())

    def key_of(self, number: int, holder: int, labels: Collection[LabelId]) -> str:
        """Give the key of a hash that an entity holds under one of these labels."""
        claims = self._claims.under(holder, labels)
        return next(key for key, _, _ in self._keyer(claims) if hashed(key) == number)

    def settle(self) -> None:
        """Fold in what came, when it has grown, and write anew what lies among what is dead."""
        self._postings.fold()
        self._claims.settle()

    def fold(self) -> None:
        """Fold in all that came, however little: an index that was made anew lies in order."""
        self._postings.fold(anyway=True)
        self._claims.settle()

    def claims(self, entity: EntityId, labels: Collection[LabelId]) -> list[Claim]:
        """Give what is held of an entity under `labels`."""
        handle = self._entities.find(entity)
        return [] if handle is None else self._claims.under(handle, labels)

    def said(
        self, number: int, labels: Collection[LabelId], properties: Container[str]
    ) -> list[Claim]:
        """Give what is held of an entity under `labels`, of some properties, by its number."""
        return self._claims.under(number, labels, properties)

    def holders(
        self,
        keys: Iterable[str],
        labels: frozenset[LabelId],
        most: int,
        *,
        proposing: bool = False,
    ) -> Mapping[str, Mapping[LabelId, AbstractSet[int]]]:
        """Give the numbers of the holders of each key by label, no more than `most` + 1 of each.

        `proposing`: only those whose key may propose a pair.
        """
        by_hash = {hashed(key): key for key in keys}
        found = self._postings.holders(by_hash, marks_of(labels, proposing=proposing), most)
        return {by_hash[number]: _by_label(by_mark) for number, by_mark in found.items()}

    def numbers(
        self, keys: Iterable[str], labels: frozenset[LabelId], most: int
    ) -> Mapping[str, Collection[int]]:
        """Give the numbers of those who hold each key, each once.

        Of more than `most` + 1 under one label so many, those with the least ids.
        """
        by_hash = {hashed(key): key for key in keys}
        found = self._postings.handles(by_hash, marks_of(labels, proposing=False), most)
        return {by_hash[key]: some for key, some in found.items()}

    def profile(
        self, number: int, labels: Collection[LabelId], compared_as: Mapping[str, str]
    ) -> Profile:
        """Give what may be compared of an entity under `labels` (`compare.profile`).

        `compared_as`: the name under which each property is compared that is.
        """
        schemas, under, values = self._claims.compared(number, labels, compared_as)
        return Profile(self._entities[number], schemas, values, under)

    def promising(
        self,
        numbers: Iterable[int],
        labels: Collection[LabelId],
        compared_as: Mapping[str, str],
        looks: Mapping[Shape, Looks],
    ) -> Iterator[tuple[int, bool]]:
        """Give those of whom enough may come, without reading all of them (`Claims.promising`)."""
        return self._claims.promising(numbers, labels, compared_as, looks)

    def number(self, entity: EntityId) -> int | None:
        """Give the number of an entity in this index; None for one that it does not know."""
        return self._entities.find(entity)

    def entity(self, number: int) -> EntityId:
        """Give the entity of a number."""
        return self._entities[number]

    def entities(self, numbers: Iterable[int]) -> list[EntityId]:
        """Give the entities of some numbers."""
        return self._entities.of(numbers)

    def proposing(self, labels: frozenset[LabelId], of: Ints | None = None) -> Held:
        """Give the postings under `labels` that may propose a pair, in the order of their keys.

        `of`: only those of keys that some of these entities hold.
        """
        marks = marks_of(labels, proposing=True)
        if of is None:
            keys, handles, under = self._postings.sorted_under(marks)
        else:
            keys, handles, under = self._postings.sharing(of, marks)
        np.right_shift(under, 1, out=under)
        return Held(keys, handles, under)

    def rows(
        self, labels: Collection[LabelId], properties: Container[str], of: Ints | None = None
    ) -> Rows:
        """Give the claims of some properties under `labels` as columns, as they are now.

        `of`: of these entities alone, their numbers in order.
        """
        return self._claims.rows(labels, properties, of)

    def ids(self) -> NDArray[np.uint8]:
        """Give the ids of all entities as they are now, a row of bytes for each number."""
        return self._entities.ids()

    def _move(self, handle: int, before: Sequence[Claim], after: Sequence[Claim]) -> None:
        were = set(self._keyer(before)) if before else set()
        are = set(self._keyer(after))
        for key, label, proposes in were - are:
            number = hashed(key)
            self._postings.remove(number, (handle, label << 1 | proposes))
            for watch in self._watches.values():
                watch.doubt(number)
        came = are - were if were else are
        self._postings.add_of(
            handle, [(hashed(key), label << 1 | proposes) for key, label, proposes in came]
        )


def _by_label(by_mark: Mapping[int, AbstractSet[int]]) -> Mapping[LabelId, AbstractSet[int]]:
    found: dict[LabelId, AbstractSet[int]] = {}
    for mark, some in by_mark.items():
        label = LabelId(mark >> 1)
        found[label] = found[label] | some if label in found else some
    return found
