"""The log as files in C2SP form (c2sp.org/tlog-tiles): paths, tiles and entry bundles; no I/O.

A tile holds up to 256 hashes: at level 0 leaves, above it the roots of full tiles one level down.
A bundle holds the entries of one level 0 tile, each behind its length in two big-endian bytes.
Tiles and bundles that are not full stand beside the full ones under `.p/` and their width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from struct import Struct
from typing import Final, Protocol

from isthmus.audit.entry import ENTRY_BYTES_MAX
from isthmus.audit.tree import HASH_BYTES, node_hash
from isthmus.errors import IntegrityError

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 1 << TILE_HEIGHT

_LENGTH: Final = Struct(">H")
_CACHED_TILES: Final = 512


class LogReader(Protocol):
    """Where a log's files are read: a folder, a web address, a medium."""

    def checkpoint(self) -> bytes:
        """Give the published checkpoint; raises IntegrityError if there is none."""
        ...

    def tile(self, level: int, index: int, width: int) -> bytes:
        """Give a tile of at least `width` hashes; raises IntegrityError if it is missing.

        A wider tile of the same place serves as well: the first hashes are the same.
        """
        ...

    def bundle(self, index: int, width: int) -> bytes:
        """Give a bundle of at least `width` entries; raises IntegrityError if it is missing."""
        ...


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Give the path of a tile, relative to the log."""
    return f"tile/{level}/{_index_path(index)}{_partial(width)}"


def bundle_path(index: int, width: int = TILE_WIDTH) -> str:
    """Give the path of an entry bundle, relative to the log."""
    return f"tile/entries/{_index_path(index)}{_partial(width)}"


def tile_widths(level: int, size: int) -> Iterator[int]:
    """Give the widths of the tiles of a level, in order, for a tree of `size`."""
    hashes = size >> TILE_HEIGHT * level
    for start in range(0, hashes, TILE_WIDTH):
        yield min(TILE_WIDTH, hashes - start)


def tile_hashes(encoded: bytes, width: int) -> tuple[bytes, ...]:
    """Cut the first `width` hashes out of a tile; raises IntegrityError if it is too short."""
    if len(encoded) < width * HASH_BYTES or len(encoded) % HASH_BYTES:
        raise IntegrityError(f"expected a tile of {width} hashes, got {len(encoded)} bytes")
    starts = range(0, width * HASH_BYTES, HASH_BYTES)
    return tuple(encoded[start : start + HASH_BYTES] for start in starts)


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """Join entries into a bundle; raises ValueError for an entry that its length cannot name."""
    longest = max(map(len, entries), default=0)
    if longest > ENTRY_BYTES_MAX:
        raise ValueError(f"expected entries of at most {ENTRY_BYTES_MAX} bytes, got {longest}")
    return b"".join(part for entry in entries for part in (_LENGTH.pack(len(entry)), entry))


def bundle_entries(encoded: bytes, width: int) -> tuple[bytes, ...]:
    """Cut the first `width` entries out of a bundle; raises IntegrityError if it holds fewer."""
    entries = tuple(islice(_entries(encoded), width))
    if len(entries) < width:
        raise IntegrityError(f"expected a bundle of {width} entries, got {len(entries)}")
    return entries


class TileNodes:
    """The nodes of a tree of `size`, read from its tiles: a NodeGetter for proofs.

    Read tiles are kept, so one of these serves many proofs at one size.
    """

    def __init__(self, log: LogReader, size: int) -> None:
        self._log = log
        self._size = size
        self._tiles: dict[tuple[int, int], tuple[tuple[bytes, ...], ...]] = {}

    def __call__(self, height: int, index: int) -> bytes:
        """Give the root of the perfect subtree at (height, index).

        Raises ValueError if the tree has no such node, IntegrityError if its tile is missing.
        """
        if not 0 <= index < self._size >> height:
            raise ValueError(f"expected a node of a tree of {self._size}, got {height}, {index}")
        level, rows_up = divmod(height, TILE_HEIGHT)
        tile, first = divmod(index << rows_up, TILE_WIDTH)
        return self._rows(level, tile)[rows_up][first >> rows_up]

    def _rows(self, level: int, index: int) -> tuple[tuple[bytes, ...], ...]:
        rows = self._tiles.get((level, index))
        if rows is None:
            start = index << TILE_HEIGHT
            width = min(TILE_WIDTH, (self._size >> TILE_HEIGHT * level) - start)
            rows = tuple(_rows_of(tile_hashes(self._log.tile(level, index, width), width)))
            if len(self._tiles) >= _CACHED_TILES:
                self._tiles.clear()
            self._tiles[level, index] = rows
        return rows


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """Give the root of a full tile, which is one hash of the level above."""
    *_, (root,) = _rows_of(hashes)
    return root


def _rows_of(hashes: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    row = tuple(hashes)
    while row:
        yield row
        row = tuple(map(node_hash, row[::2], row[1::2]))


def _entries(encoded: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(encoded):
        start = at + _LENGTH.size
        end = start + int.from_bytes(encoded[at:start], "big")
        if start > len(encoded) or end > len(encoded):
            raise IntegrityError(f"expected a whole entry at byte {at} of a bundle, got a part")
        yield encoded[start:end]
        at = end


def _index_path(index: int) -> str:
    *groups, last = _thousands(index)
    return "".join(f"x{group:03d}/" for group in groups) + f"{last:03d}"


def _thousands(index: int) -> tuple[int, ...]:
    rest, group = divmod(index, 1000)
    return (*_thousands(rest), group) if rest else (group,)


def _partial(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
