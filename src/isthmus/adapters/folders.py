"""A watched folder: which files in it are whole, their content, and where they go afterwards.

A file counts as whole when two looks in a row find it with one size and one time of change; a
rename does not count as a change. Names that begin with a dot or end like an unfinished transfer
wait for their final name. Links are not followed, and nothing but plain files is opened: whoever
may put files here must not make the node read others.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from isthmus.formats.raw import Fault
from isthmus.phrases import Phrase, say

DONE: Final = "done"
FAILED: Final = "failed"
UNFINISHED: Final = (".part", ".tmp", ".filepart", ".crdownload", ".swp", "~")

_Mark = tuple[int, int, int]
"""What tells one content from the next: file number, size, time of change."""

_OPENING: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_KINDS: Final = (
    (stat.S_ISDIR, say("a folder")),
    (stat.S_ISLNK, say("a link")),
    (stat.S_ISFIFO, say("a pipe")),
    (stat.S_ISSOCK, say("a socket")),
)


class WatchedFolder:
    """Folder of `isthmus.ports.arriving`. `keep`: whether what is done goes to `done`, or away."""

    def __init__(self, path: Path, *, keep: bool) -> None:
        self._path = path
        self._keep = keep
        self._before: frozenset[_Mark] = frozenset()
        self._opened: dict[str, _Mark] = {}
        self._stuck: frozenset[_Mark] = frozenset()

    def look(self) -> Sequence[str] | Fault:
        """Give the names of what is complete, oldest first; a Fault for a folder out of reach."""
        try:
            with os.scandir(self._path) as entries:
                found = _marks(entries)
        except OSError as error:
            repair = say("make the folder, mount it, or let the node read it")
            return Fault(str(self._path), say("a folder that can be read"), _said(error), repair)
        now = frozenset(mark for mark, _ in found.values())
        self._stuck &= now
        ready = [
            (mark[2], name)
            for name, (mark, plain) in found.items()
            if mark not in self._stuck and (mark in self._before or not plain)
        ]
        self._before = now
        return [name for _, name in sorted(ready)]

    @contextmanager
    def opened(self, name: str) -> Generator[BinaryIO | Fault | None]:
        """Give the content of a file; None when it is gone.

        A Fault for what is no file, or is empty or unreadable.
        """
        path = self._path / name
        try:
            status = os.lstat(path)
            self._opened[name] = _mark(status)
            fault = _unfit(status)
            stream = None if fault else os.fdopen(os.open(path, _OPENING), "rb")
        except FileNotFoundError:
            yield None
            return
        except OSError as error:
            repair = say("let the node read the file, and put it here again")
            yield Fault("", say("a file that can be read"), _said(error), repair)
            return
        if stream is None:
            yield fault
            return
        with stream:
            status = os.fstat(stream.fileno())
            self._opened[name] = _mark(status)
            yield _unfit(status) or stream

    def put_away(self, name: str, *, failed: bool) -> bool:
        """Move what was dealt with out of the way; tells whether it is."""
        path = self._path / name
        opened = self._opened.pop(name, None)
        try:
            mark = _mark(os.lstat(path))
            if opened is not None and mark != opened:
                return False
            if failed or self._keep:
                path.rename(_free(self._path / (FAILED if failed else DONE), name))
            else:
                path.unlink()
        except FileNotFoundError:
            return not os.path.lexists(path)
        except OSError:
            if opened is not None:
                self._stuck |= {opened}
            return False
        return True


def _marks(entries: Iterable[os.DirEntry[str]]) -> Mapping[str, tuple[_Mark, bool]]:
    """Give the mark of each entry that is meant for the node, and whether it is a plain file."""
    found = {}
    for entry in entries:
        if entry.name in {DONE, FAILED} or entry.name.startswith("."):
            continue
        if entry.name.lower().endswith(UNFINISHED):
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        found[entry.name] = (_mark(status), stat.S_ISREG(status.st_mode))
    return found


def _mark(status: os.stat_result) -> _Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _unfit(status: os.stat_result) -> Fault | None:
    if not stat.S_ISREG(status.st_mode):
        kinds = (name for is_kind, name in _KINDS if is_kind(status.st_mode))
        came = next(kinds, say("something else"))
        return Fault(
            "", say("a plain file"), came, say("put the files themselves into the watched folder")
        )
    if status.st_size == 0:
        repair = say("deliver the file again; an empty list still has its header")
        return Fault("", say("a file with content"), say("an empty file"), repair)
    return None


def _free(folder: Path, name: str) -> Path:
    """Give a name in a folder that nothing has yet; what was kept before is not overwritten."""
    folder.mkdir(mode=0o700, exist_ok=True)
    free, count = folder / name, 0
    while os.path.lexists(free):
        count += 1
        free = folder / f"{Path(name).stem}.{count}{Path(name).suffix}"
    return free


def _said(error: OSError) -> Phrase:
    if error.errno == errno.ELOOP:
        return say("a link")
    return Phrase(error.strerror or type(error).__name__)
