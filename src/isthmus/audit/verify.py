"""The check of a whole log, from its entries up; what an overseer runs offline.

1. The checkpoint is of the pinned key, if one was pinned.
2. Every entry is an audit entry, and hashes to the leaf that its tile names.
3. Every hash of every higher tile is the root of the tile below.
4. The tiles give the root of the checkpoint.
5. The log still begins with the tree of every earlier checkpoint that the caller kept.
Left to the caller: that the checkpoint is fresh, and that enough witnesses cosigned it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from isthmus.audit.checkpoint import Checkpoint, checkpoint_from_bytes, verified_checkpoint
from isthmus.audit.entry import AuditEntry, entry_from_bytes
from isthmus.audit.note import VerifierKey
from isthmus.audit.tiles import (
    TILE_HEIGHT,
    TILE_WIDTH,
    LogReader,
    TileNodes,
    bundle_entries,
    bundle_path,
    tile_hashes,
    tile_path,
    tile_root,
    tile_widths,
)
from isthmus.audit.tree import leaf_hash, tree_at
from isthmus.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class LogReport:
    """What was verified: the log, its size and root, and the span of its entries.

    `first_at`, `last_at`: of the first and the last entry, None in an empty log. `signed`: whether
    a pinned key vouches for all this; without one the log is only consistent in itself.
    `earlier`: how many earlier checkpoints it was held against.
    """

    origin: str
    size: int
    root: bytes
    first_at: datetime | None
    last_at: datetime | None
    signed: bool
    earlier: int


def verify_log(
    log: LogReader, key: VerifierKey | None, *, earlier: Iterable[bytes] = ()
) -> LogReport:
    """Verify a whole log against its checkpoint and against `earlier` published ones.

    Raises IntegrityError at the first difference, with the index and what differs there.
    """
    checkpoint = _checkpoint(log.checkpoint(), key)
    first = last = None
    for _, entry in verified_entries(log, checkpoint.size):
        first, last = first or entry, entry
    for level in range(1, checkpoint.size.bit_length() // TILE_HEIGHT + 1):
        _verify_level(log, level, checkpoint.size)
    _verify_root(log, checkpoint, checkpoint.size)
    kept = [_checkpoint(note, key) for note in earlier]
    for each in kept:
        _verify_earlier(log, each, checkpoint)
    return LogReport(
        checkpoint.origin,
        checkpoint.size,
        checkpoint.root,
        first.at if first else None,
        last.at if last else None,
        signed=key is not None,
        earlier=len(kept),
    )


def verified_entries(log: LogReader, size: int) -> Iterator[tuple[int, AuditEntry]]:
    """Yield each entry with its index, checked against its leaf in the level 0 tile.

    Raises IntegrityError, with the index, for an entry that is none or that has another leaf.
    """
    for number, width in enumerate(tile_widths(0, size)):
        entries = bundle_entries(log.bundle(number, width), width)
        leaves = tile_hashes(log.tile(0, number, width), width)
        for index, (entry, leaf) in enumerate(
            zip(entries, leaves, strict=True), start=number * TILE_WIDTH
        ):
            if leaf_hash(entry) != leaf:
                place = f"entry {index} ({bundle_path(number, width)})"
                raise IntegrityError(
                    f"expected {place} with leaf {leaf.hex()}, got {leaf_hash(entry).hex()}"
                )
            yield index, _entry(entry, index)


def _checkpoint(note: bytes, key: VerifierKey | None) -> Checkpoint:
    return checkpoint_from_bytes(note) if key is None else verified_checkpoint(note, key)


def _entry(encoded: bytes, index: int) -> AuditEntry:
    try:
        return entry_from_bytes(encoded)
    except IntegrityError as error:
        raise IntegrityError(f"entry {index}: {error}") from error


def _verify_level(log: LogReader, level: int, size: int) -> None:
    for number, width in enumerate(tile_widths(level, size)):
        hashes = tile_hashes(log.tile(level, number, width), width)
        for below, stated in enumerate(hashes, start=number * TILE_WIDTH):
            tile = log.tile(level - 1, below, TILE_WIDTH)
            root = tile_root(tile_hashes(tile, TILE_WIDTH))
            if root != stated:
                first = below << TILE_HEIGHT * level
                last = first + (1 << TILE_HEIGHT * level) - 1
                raise IntegrityError(
                    f"expected {tile_path(level, number, width)} to hold {root.hex()} for entries"
                    f" {first} to {last}, got {stated.hex()}"
                )


def _verify_root(log: LogReader, checkpoint: Checkpoint, size: int) -> None:
    root = tree_at(TileNodes(log, size), checkpoint.size).root
    if root != checkpoint.root:
        raise IntegrityError(
            f"expected root {checkpoint.root.hex()} of the checkpoint at size {checkpoint.size},"
            f" got {root.hex()} from the tiles"
        )


def _verify_earlier(log: LogReader, earlier: Checkpoint, now: Checkpoint) -> None:
    if earlier.origin != now.origin:
        raise IntegrityError(
            f"expected an earlier checkpoint of {now.origin}, got one of {earlier.origin}"
        )
    if earlier.size > now.size:
        raise IntegrityError(
            f"expected a log of at least {earlier.size} entries, got {now.size}: it was cut"
        )
    _verify_root(log, earlier, now.size)
