"""The right edge of the log: what is needed to append, and the files that an append gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from isthmus.audit.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    LogReader,
    bundle_bytes,
    bundle_entries,
    bundle_path,
    tile_hashes,
    tile_path,
    tile_root,
)
from isthmus.audit.tree import Tree, TreeHead, leaf_hash
from isthmus.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class Edge:
    """The hashes and entries of the tiles and the bundle that are not full.

    `levels`: per level, from the leaves up, at most 255 hashes. `entries`: at most 255.
    """

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ((),)
    entries: tuple[bytes, ...] = ()

    @property
    def tree(self) -> Tree:
        """The tree that ends at this edge."""
        hashes = (Tree().grown(level).edge for level in reversed(self.levels))
        return Tree(self.size, tuple(root for roots in hashes for root in roots))

    def grown(self, entries: Sequence[bytes]) -> Growth:
        """Append entries, in their order.

        Raises ValueError for an entry of more than 65,535 bytes.
        """
        edge, full = self, dict[str, bytes]()
        start = 0
        while start < len(entries):
            part = entries[start : start + TILE_WIDTH - len(edge.entries)]
            edge = edge._with_part(part, full)
            start += len(part)
        return Growth(edge, full, dict(_partial_files(self, edge)))

    def _with_part(self, part: Sequence[bytes], full: dict[str, bytes]) -> Edge:
        """Append what fits into the open bundle; whatever fills with it goes to `full`."""
        size, entries = self.size + len(part), (*self.entries, *part)
        leaves, *above = self.levels
        levels = [(*leaves, *map(leaf_hash, part)), *above]
        if len(entries) == TILE_WIDTH:
            full[bundle_path((size >> TILE_HEIGHT) - 1)] = bundle_bytes(entries)
            entries = ()
        for level, index in _filled(size):
            hashes, levels[level] = levels[level], ()
            full[tile_path(level, index)] = b"".join(hashes)
            levels[level + 1 : level + 2] = [(*_at(levels, level + 1), tile_root(hashes))]
        return Edge(size, tuple(levels), entries)


@dataclass(frozen=True, slots=True)
class Growth:
    """What an append gives: the new edge, and the bytes of each file by its path in the log.

    `full`: tiles and bundles that are final. `partial`: those that the next checkpoint needs.
    """

    edge: Edge
    full: Mapping[str, bytes]
    partial: Mapping[str, bytes]


def edge_at(log: LogReader, head: TreeHead) -> Edge:
    """Read the edge back from a log's files, as it was at `head`.

    Raises IntegrityError if files are missing or do not give that root.
    """
    levels: list[tuple[bytes, ...]] = []
    while not levels or head.size >> TILE_HEIGHT * len(levels):
        levels.append(_open_tile(log, len(levels), head.size))
    index, width = divmod(head.size, TILE_WIDTH)
    entries = bundle_entries(log.bundle(index, width), width) if width else ()
    edge = Edge(head.size, tuple(levels), entries)
    if tuple(map(leaf_hash, entries)) != levels[0]:
        raise IntegrityError(f"expected the entries of {tile_path(0, index, width)}, got others")
    if edge.tree.root != head.root:
        raise IntegrityError(
            f"expected root {head.root.hex()} at size {head.size}, got {edge.tree.root.hex()}"
        )
    return edge


def _open_tile(log: LogReader, level: int, size: int) -> tuple[bytes, ...]:
    index, width = divmod(size >> TILE_HEIGHT * level, TILE_WIDTH)
    return tile_hashes(log.tile(level, index, width), width) if width else ()


def _filled(size: int) -> Iterator[tuple[int, int]]:
    """Name the tiles, by level and index, that the last leaf of a tree of `size` has filled."""
    level = 0
    while size and size % TILE_WIDTH == 0:
        size >>= TILE_HEIGHT
        yield level, size - 1
        level += 1


def _at(levels: Sequence[tuple[bytes, ...]], level: int) -> tuple[bytes, ...]:
    return levels[level] if level < len(levels) else ()


def _partial_files(old: Edge, new: Edge) -> Iterator[tuple[str, bytes]]:
    """Give the files of the new edge that the old edge did not have already."""
    for level, hashes in enumerate(new.levels):
        count = new.size >> TILE_HEIGHT * level
        if hashes and count != old.size >> TILE_HEIGHT * level:
            yield tile_path(level, count // TILE_WIDTH, len(hashes)), b"".join(hashes)
    if new.entries and new.size != old.size:
        index = new.size // TILE_WIDTH
        yield bundle_path(index, len(new.entries)), bundle_bytes(new.entries)
