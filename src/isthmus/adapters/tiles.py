"""The audit log in a folder of this machine: C2SP tiles, entry bundles and the signed checkpoint.

How an append stays whole, whatever moment the machine stops at:
1. every new file is written under `staging/` and synced;
2. each is renamed to its place, and the folders are synced: tiles are now durable, and unseen;
3. the checkpoint is signed, written and renamed in the same way: only now is the log longer.
Opening reads the checkpoint, and the edge of the log as the checkpoint has it. Whatever a stopped
append left behind lies beyond that edge and is written anew.

An append that was signed but not yet durable must not be followed by another tree of that size:
the sequencer appends in the order of the store, and an append that fails closes the folder.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final, Self, TypeAlias

from isthmus.adapters.durable import make_folders, sync_folder, write_new
from isthmus.audit.checkpoint import (
    Checkpoint,
    checkpoint_from_bytes,
    verified_checkpoint,
)
from isthmus.audit.edge import Edge, edge_at
from isthmus.audit.note import VerifierKey
from isthmus.audit.tiles import TILE_WIDTH, TileNodes, bundle_entries, bundle_path, tile_path
from isthmus.audit.tree import TreeHead, tree_at
from isthmus.errors import IntegrityError, NotFound, StateError

SignHead: TypeAlias = Callable[[TreeHead], bytes]
"""Signs a tree head; gives the checkpoint as it is published."""

_CHECKPOINT: Final = "checkpoint"
_KEPT: Final = "checkpoints"
_LOCK: Final = "lock"
_STAGING: Final = "staging"
_TILES: Final = "tile"
_PUBLISHED: Final = re.compile(
    r"checkpoint|tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/(x[0-9]{3}/)*[0-9]{3}(\.p/[1-9][0-9]{0,2})?"
)
_FILE_MODE: Final = 0o640
_FOLDER_MODE: Final = 0o750


class TileReader:
    """A log's folder, read only: what proofs and verification need (a LogReader)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def checkpoint(self) -> bytes:
        """Give the published checkpoint; raises IntegrityError if there is none."""
        return self._read(_CHECKPOINT)

    def tile(self, level: int, index: int, width: int) -> bytes:
        """Give the tile of this width, or the full one that has taken its place."""
        return self._read(tile_path(level, index, width), tile_path(level, index))

    def bundle(self, index: int, width: int) -> bytes:
        """Give the bundle of this width, or the full one that has taken its place."""
        return self._read(bundle_path(index, width), bundle_path(index))

    def published(self, name: str) -> bytes:
        """Give a file of the log by its C2SP path, as other tools ask for it over a web address.

        Raises NotFound for any other path, and for a file that is not there (any more).
        """
        if _PUBLISHED.fullmatch(name):
            with suppress(FileNotFoundError):
                return (self._path / name).read_bytes()
        raise NotFound(f"expected the path of a checkpoint, tile or bundle, got {name!r:.100}")

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Yield the entries from `first` up to, not including, `end`.

        Raises IntegrityError if the checkpoint does not reach that far. They are not verified.
        """
        size = checkpoint_from_bytes(self.checkpoint()).size
        if not 0 <= first <= end <= size:
            raise IntegrityError(f"expected entries below the size {size}, got {first} to {end}")
        for number in range(first // TILE_WIDTH, -(-end // TILE_WIDTH)):
            start = number * TILE_WIDTH
            width = min(TILE_WIDTH, size - start)
            bundle = bundle_entries(self.bundle(number, width), width)
            yield from bundle[max(first - start, 0) : end - start]

    def kept_checkpoints(self) -> Iterator[bytes]:
        """Yield the checkpoints that were kept, smallest first."""
        for path in sorted((self._path / _KEPT).glob("[0-9]*")):
            yield path.read_bytes()

    def _read(self, *names: str) -> bytes:
        for name in names:
            with suppress(FileNotFoundError):
                return (self._path / name).read_bytes()
        raise IntegrityError(f"expected {names[0]} in the log, found no such file")


class TileFolder(TileReader):
    """A log's folder, with the one writer that it may have.

    A new folder begins as an empty log. With `key`, the checkpoint must be by that key.
    Raises IntegrityError if the files do not give what the checkpoint says, StateError if another
    process has the folder open.
    """

    def __init__(self, path: Path, *, key: VerifierKey | None = None) -> None:
        super().__init__(path)
        for folder in make_folders(path, mode=_FOLDER_MODE):
            sync_folder(folder)
        self._lock = _locked(path / _LOCK)
        self._writing = Lock()
        self._broken = False
        self._origin = ""
        try:
            self._edge = self._recovered(key)
            self._clear_staging()
        except BaseException:
            os.close(self._lock)
            raise

    def __enter__(self) -> Self:
        """Give the open folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the folder."""
        self.close()

    def close(self) -> None:
        """Give the folder free for another writer; closing twice is harmless."""
        with self._writing:
            if self._lock >= 0:
                os.close(self._lock)
            self._lock = -1

    @property
    def size(self) -> int:
        """How many entries the log has, durably."""
        return self._edge.size

    @property
    def head(self) -> TreeHead:
        """Size and root of the log."""
        return self._edge.tree.head

    def append(self, entries: Sequence[bytes], sign: SignHead) -> int:
        """Append entries and publish the checkpoint that `sign` gives; gives the new size.

        When this returns, they are durable. Appending nothing to a new log publishes that it is
        empty; to a log that has a checkpoint it does nothing.
        Raises ValueError for an entry of more than 65,535 bytes, and StateError once an earlier
        append failed or the folder was closed: open it again, and compare its size.
        """
        with self._writing:
            self._expect_open()
            growth = self._edge.grown(entries)
            if not self._origin:
                # From here on, tiles without a checkpoint mean a loss and not a new log.
                self._publish(self._edge, sign)
            if entries:
                self._place({**growth.full, **growth.partial})
                self._publish(growth.edge, sign)
                self._drop_partials(growth.full)
            return self._edge.size

    def keep_checkpoint(self, encoded: bytes) -> None:
        """Keep a checkpoint of this log for good, such as a cosigned one.

        Where its text is that of the published one, it is published in its place.
        Raises IntegrityError if it is of another log or of another tree.
        """
        with self._writing:
            self._expect_open()
            now = checkpoint_from_bytes(self.checkpoint())
            kept = checkpoint_from_bytes(encoded)
            if kept.origin != self._origin or kept.size > self.size:
                raise IntegrityError(
                    f"expected a checkpoint of this log up to size {self.size},"
                    f" got size {kept.size} of {kept.origin!r:.100}"
                )
            _expect_root(tree_at(TileNodes(self, self.size), kept.size).root, kept)
            files = {f"{_KEPT}/{kept.size:019d}": encoded}
            self._place(files | ({_CHECKPOINT: encoded} if kept.text == now.text else {}))

    def _recovered(self, key: VerifierKey | None) -> Edge:
        if not (self._path / _CHECKPOINT).exists():
            if (self._path / _TILES).exists() or (self._path / _KEPT).exists():
                raise IntegrityError(f"expected a checkpoint in {self._path}, found tiles alone")
            return Edge()
        note = self.checkpoint()
        found = checkpoint_from_bytes(note) if key is None else verified_checkpoint(note, key)
        self._origin = found.origin
        return edge_at(self, found.head)

    def _expect_open(self) -> None:
        if self._broken or self._lock < 0:
            why = "an append failed" if self._broken else "it was closed"
            raise StateError(
                f"expected an open log in {self._path}, but {why}",
                repair="open the folder again and go on from the size that it has",
            )

    def _publish(self, edge: Edge, sign: SignHead) -> None:
        note, head = sign(edge.tree.head), edge.tree.head
        signed = checkpoint_from_bytes(note)
        if signed.head != head or signed.origin != (self._origin or signed.origin):
            raise IntegrityError(
                f"expected a checkpoint of {self._origin} at size {head.size},"
                f" got one of {signed.origin} at size {signed.size}"
            )
        self._place({_CHECKPOINT: note})
        self._edge, self._origin = edge, signed.origin

    def _place(self, files: Mapping[str, bytes]) -> None:
        """Put files in their places, whole and durable; a failure leaves the folder closed."""
        self._broken = True
        staged: list[tuple[Path, Path]] = []
        folders: set[Path] = set()
        for number, (name, content) in enumerate(files.items()):
            staged.append((self._path / _STAGING / str(number), self._path / name))
            write_new(staged[-1][0], content, mode=_FILE_MODE)
        for source, target in staged:
            folders |= make_folders(target.parent, mode=_FOLDER_MODE)
            source.rename(target)
            folders.add(target.parent)
        for folder in folders:
            sync_folder(folder)
        self._broken = False

    def _clear_staging(self) -> None:
        staging = self._path / _STAGING
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=_FOLDER_MODE)
        sync_folder(self._path)

    def _drop_partials(self, full: Mapping[str, bytes]) -> None:
        # Nobody needs them once the full file is durable; a later verification minds none of it.
        for name in full:
            shutil.rmtree(self._path / f"{name}.p", ignore_errors=True)


def _locked(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise StateError(
            f"expected to be the only writer of {path.parent}, but another one has it open",
            repair="stop the other node on this folder",
        ) from error
    return descriptor


def _expect_root(root: bytes, checkpoint: Checkpoint) -> None:
    if root != checkpoint.root:
        raise IntegrityError(
            f"expected root {root.hex()} at size {checkpoint.size}, got {checkpoint.root.hex()}"
        )
