"""Pairing: every pair that the postings propose, at once; arrays in, arrays out.

The same rule as for one record (`judge.proposed`): a key proposes a pair under two labels unless
more than the cap hold it under these two. Nearly every key is held by few in all, and then there
is nothing to count; the others are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations_with_replacement, pairwise, product
from sys import byteorder
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from isthmus.model.ids import LabelId
from isthmus.resolve.hubs import Capped, capped, is_capped

Ints = NDArray[np.int64]
Small = NDArray[np.uint32]

_HALF: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Held:
    """Postings in the order of their keys, columns of one length: key, entity's number, label."""

    keys: NDArray[np.uint64]
    handles: Small
    labels: Small


class Hub(NamedTuple):
    """A key that is a hub under some labels: its hash, and the number of one who holds it."""

    key: int
    holder: int
    under: Capped


@dataclass(frozen=True, slots=True)
class Pairs:
    """Proposed pairs, each once for each two labels: `left` < `right` by number."""

    left: Small
    right: Small
    left_labels: Small
    right_labels: Small
    hubs: Sequence[Hub]


def paired(held: Held, cap: int) -> Pairs:
    """Give the pairs that share a key which no more than `cap` hold under their two labels."""
    begins, sizes = _shared(held.keys)
    large = sizes > cap
    count = int((sizes[~large] * (sizes[~large] - 1) // 2).sum())
    small = _of_small(begins[~large], sizes[~large])
    one = int(held.labels[0]) if len(held.labels) else 0
    if (held.labels == one).all():
        # What more than the cap hold under the only label there is proposes nothing.
        under = frozenset({(LabelId(one), LabelId(one))})
        firsts = begins[large]
        named = zip(held.keys[firsts].tolist(), held.handles[firsts].tolist(), strict=True)
        return _under_one(held, small, count, [Hub(*some, under) for some in named])
    hubs: list[Hub] = []
    places: list[tuple[Ints, Ints]] = []
    for begin, size in zip(begins[large].tolist(), sizes[large].tolist(), strict=True):
        holders = _holders(held, begin, begin + size)
        under = capped(
            {label: set(held.handles[some].tolist()) for label, some in holders.items()}, cap
        )
        if under:
            hubs.append(Hub(int(held.keys[begin]), int(held.handles[begin]), under))
        places += _of_large(holders, under)
    return _under_many(held, chain(small, places), hubs)


def _shared(keys: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Give where the holders of each key begin that several hold, and how many they are."""
    again = np.zeros(len(keys) + 1, np.bool_)
    again[1:-1] = keys[1:] == keys[:-1]
    begins = np.flatnonzero(again[1:] & ~again[:-1])
    return begins, np.flatnonzero(~again[1:] & again[:-1]) + 1 - begins


def _of_small(begins: Ints, sizes: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Give the places of the pairs of keys that few hold, keys of one size at a time."""
    order = sizes.argsort(kind="stable")
    begins, sizes = begins[order], sizes[order]
    edges = np.r_[0, np.flatnonzero(sizes[1:] != sizes[:-1]) + 1, len(sizes)].tolist()
    for start, end in pairwise(edges):
        if start < end:
            a, b = np.triu_indices(int(sizes[start]), 1)
            firsts = begins[start:end, None]
            yield (firsts + a).reshape(-1), (firsts + b).reshape(-1)


def _holders(held: Held, begin: int, end: int) -> dict[LabelId, Ints]:
    """Give the places of a key by label."""
    labels = held.labels[begin:end]
    return {
        LabelId(int(label)): begin + np.flatnonzero(labels == label) for label in np.unique(labels)
    }


def _of_large(holders: dict[LabelId, Ints], under: Capped) -> Iterator[tuple[Ints, Ints]]:
    """Give the places of the pairs of a key that very many hold, under two labels at a time."""
    for one, other in combinations_with_replacement(holders, 2):
        if not is_capped(under, one, other):
            pairs = np.array(
                list(product(holders[one].tolist(), holders[other].tolist())), np.int64
            )
            yield pairs[:, 0], pairs[:, 1]


def _under_one(
    held: Held, places: Iterable[tuple[Ints, Ints]], count: int, hubs: Sequence[Hub]
) -> Pairs:
    """Give each pair once, where all labels are one: a pair is then one number.

    `count`: how many places there are.
    """
    codes, start = np.empty(count, np.uint64), 0
    for a, b in places:
        codes[start : start + len(a)] = _coded(held.handles[a], held.handles[b])
        start += len(a)
    codes.sort()
    left, right = _ends(codes)
    kept = _changes(codes) & (left != right)
    labels = np.broadcast_to(held.labels[:1], int(kept.sum()) if count else 0)
    return Pairs(left[kept], right[kept], labels, labels, hubs)


def _under_many(held: Held, places: Iterable[tuple[Ints, Ints]], hubs: Sequence[Hub]) -> Pairs:
    found, under = [np.empty(0, np.uint64)], [np.empty(0, np.uint64)]
    for a, b in places:
        turned = held.handles[a] > held.handles[b]
        ours, theirs = held.labels[a], held.labels[b]
        found.append(_coded(held.handles[a], held.handles[b]))
        under.append(_code(np.where(turned, theirs, ours), np.where(turned, ours, theirs)))
    codes, labels = np.concatenate(found), np.concatenate(under)
    order = np.lexsort((labels, codes))
    codes, labels = codes[order], labels[order]
    left, right = _ends(codes)
    kept = (_changes(codes) | _changes(labels)) & (left != right)
    return Pairs(left[kept], right[kept], *_ends(labels[kept]), hubs)


def _coded(a: Small, b: Small) -> NDArray[np.uint64]:
    """Give pairs of entities as numbers, the lesser in the upper half."""
    return _code(np.minimum(a, b), np.maximum(a, b))


def _code(upper: Small, lower: Small) -> NDArray[np.uint64]:
    return upper.astype(np.uint64) << _HALF | lower


def _ends(codes: NDArray[np.uint64]) -> tuple[Small, Small]:
    """Give the upper and the lower halves."""
    halves = codes.view(np.uint32)
    return (halves[1::2], halves[::2]) if byteorder == "little" else (halves[::2], halves[1::2])


def _changes(values: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Tell where a value differs from the one before it."""
    found = np.ones(len(values), np.bool_)
    found[1:] = values[1:] != values[:-1]
    return found
