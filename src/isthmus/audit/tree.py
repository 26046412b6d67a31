"""The Merkle tree of RFC 6962: leaves, roots, and proofs.

A *node* is the root of a perfect subtree, named by (height, index): the node (h, i) covers the
leaves from i * 2**h up to (i + 1) * 2**h. Provers get nodes from a callable, so that they know
nothing of tiles or files. Verifiers follow RFC 9162 section 2.1 step by step and raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from typing import Final, TypeAlias

from isthmus.errors import IntegrityError

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

NodeGetter: TypeAlias = Callable[[int, int], bytes]
"""Gives the node of (height, index)."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry into its leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into their parent."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says of a tree: its size in leaves and its root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree that grows at its right edge.

    `edge`: the roots of the perfect subtrees that tile the leaves, largest first; one for each
    bit of `size`. It is all that is needed to append and to give the root.
    """

    size: int = 0
    edge: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The Merkle tree hash over all leaves."""
        return _joined(self.edge) if self.edge else EMPTY_ROOT

    @property
    def head(self) -> TreeHead:
        """Size and root."""
        return TreeHead(self.size, self.root)

    def grown(self, leaves: Iterable[bytes]) -> Tree:
        """Give the tree with these leaf hashes appended, in their order."""
        size, edge = self.size, list(self.edge)
        for leaf in leaves:
            node, index = leaf, size
            while index & 1:
                node, index = node_hash(edge.pop(), node), index >> 1
            edge.append(node)
            size += 1
        return Tree(size, tuple(edge))


def tree_at(nodes: NodeGetter, size: int) -> Tree:
    """Give the tree as it was at `size`, from its nodes."""
    return Tree(size, tuple(nodes(*name) for name in _cover(0, size)))


def inclusion_proof(nodes: NodeGetter, index: int, size: int) -> tuple[bytes, ...]:
    """Prove that leaf `index` is in the tree of `size`: from the leaf's sibling upwards.

    Raises ValueError if there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"expected an index below the size {size}, got {index}")
    siblings = [sibling for sibling, _ in _descent(index, size)]
    return tuple(_range_root(nodes, *sibling) for sibling in reversed(siblings))


def consistency_proof(nodes: NodeGetter, old: int, new: int) -> tuple[bytes, ...]:
    """Prove that the tree of size `old` is the beginning of the tree of size `new`.

    Raises ValueError unless 0 <= old <= new.
    """
    if not 0 <= old <= new:
        raise ValueError(f"expected sizes that grow, got {old} before {new}")
    if old in (0, new):
        return ()
    ranges: list[tuple[int, int]] = []
    for sibling, here in _descent(old - 1, new):
        ranges.append(sibling)
        if here[1] == old:
            # A subtree that begins at leaf 0 is the old tree, whose root the verifier has.
            ranges.extend([here] if here[0] else [])
            break
    return tuple(_range_root(nodes, *part) for part in reversed(ranges))


def verify_inclusion(leaf: bytes, index: int, proof: Sequence[bytes], head: TreeHead) -> None:
    """Check that `leaf` stands at `index` in the tree of `head`.

    The steps of RFC 9162 section 2.1.3.2: (1) the index is below the size; (2) fn and sn begin at
    the index and the last index; (3) r begins as the leaf; (4) each hash of the proof joins from
    the left or the right; (5) sn has reached 0 and r is the root.
    Raises IntegrityError. The caller must still check the signature that vouches for `head`.
    """
    if not 0 <= index < head.size:  # (1)
        raise IntegrityError(f"expected an index below the size {head.size}, got {index}")
    fn, sn, r = index, head.size - 1, leaf  # (2) (3)
    for sibling in proof:  # (4)
        fn, sn, from_left = _step(fn, sn)
        r = node_hash(sibling, r) if from_left else node_hash(r, sibling)
    _expect(sn == 0, f"a proof of leaf {index} that reaches the root", "one too short")  # (5)
    _expect_root(r, head)


def verify_consistency(old: TreeHead, new: TreeHead, proof: Sequence[bytes]) -> None:
    """Check that the tree of `old` is the beginning of the tree of `new`.

    The steps of RFC 9162 section 2.1.4.2: (1) the proof is not empty; (2) an old size that is a
    power of two puts the old root first; (3) fn and sn begin at the last indexes; (4) both shift
    until fn is even; (5) fr and sr begin as the first hash; (6) each further hash joins from the
    left or the right; (7) sn has reached 0, fr is the old root, sr the new one.
    Sizes that are equal, and an old size of 0, need no proof and take none.
    Raises IntegrityError. The caller must still check the signatures that vouch for both heads.
    """
    _expect(old.size <= new.size, f"a tree of at least {old.size} leaves", f"{new.size}")
    if old.size in (0, new.size):
        _expect(not proof, f"no proof from {old.size} to {new.size}", f"{len(proof)} hashes")
        _expect_root(EMPTY_ROOT if old.size == 0 else new.root, old)
        return
    _expect(bool(proof), f"a proof from {old.size} to {new.size}", "an empty one")  # (1)
    path = [old.root, *proof] if old.size & (old.size - 1) == 0 else list(proof)  # (2)
    trailing = (old.size & -old.size).bit_length() - 1
    fn, sn = (old.size - 1) >> trailing, (new.size - 1) >> trailing  # (3) (4)
    fr = sr = path[0]  # (5)
    for sibling in path[1:]:  # (6)
        fn, sn, from_left = _step(fn, sn)
        if from_left:
            fr, sr = node_hash(sibling, fr), node_hash(sibling, sr)
        else:
            sr = node_hash(sr, sibling)
    _expect(sn == 0, f"a proof to size {new.size} that reaches the root", "one too short")  # (7)
    _expect_root(fr, old)
    _expect_root(sr, new)


def _joined(edge: Sequence[bytes]) -> bytes:
    return reduce(lambda right, left: node_hash(left, right), reversed(edge))


def _cover(low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high:
        height = (high - low).bit_length() - 1
        yield height, low >> height
        low += 1 << height


def _range_root(nodes: NodeGetter, low: int, high: int) -> bytes:
    return _joined([nodes(*name) for name in _cover(low, high)])


def _descent(leaf: int, size: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Go from the root down to a leaf: at each step the range left aside, and the one entered."""
    low, high = 0, size
    while high - low > 1:
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        if leaf < middle:
            sibling, high = (middle, high), middle
        else:
            sibling, low = (low, middle), middle
        yield sibling, (low, high)


def _step(fn: int, sn: int) -> tuple[int, int, bool]:
    """Go one level up: the new fn and sn, and whether the sibling joins from the left."""
    _expect(sn > 0, "a proof that ends at the root", "one too long")
    from_left = bool(fn & 1) or fn == sn
    if from_left:
        # fn is odd or, at the right edge, climbs past the levels where it has no sibling.
        trailing = (fn & -fn).bit_length() - 1
        fn, sn = fn >> trailing, sn >> trailing
    return fn >> 1, sn >> 1, from_left


def _expect_root(root: bytes, head: TreeHead) -> None:
    _expect(root == head.root, f"root {head.root.hex()} at size {head.size}", root.hex())


def _expect(held: bool, expected: str, came: str) -> None:  # noqa: FBT001 - the held fact itself
    if not held:
        raise IntegrityError(f"expected {expected}, got {came}")
