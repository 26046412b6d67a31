"""The content of a delivery: decompressed, bounded, with one error for whatever breaks in it."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from isthmus.formats.raw import Fault
from isthmus.phrases import Phrase, say

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer  # only type checkers have this module

GZIP: Final = b"\x1f\x8b"
CONTENT_BYTES_MAX: Final = 16 << 30
"""What is longer after decompression is no delivery but an attack, or a mistake."""

_DAMAGE: Final = (OSError, EOFError, zlib.error)
_READ_BYTES: Final = 256 * 1024


class Damaged(Exception):
    """The bytes of a delivery end in an error; the fault says which."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def steady(stream: BinaryIO, most: int = CONTENT_BYTES_MAX) -> BinaryIO:
    """Give a seekable stream decompressed, at most `most` bytes of it.

    Reading it raises Damaged, and nothing else. Raises Damaged if its beginning cannot be read.
    """
    return io.BufferedReader(_Steady(stream, most), _READ_BYTES)


class _Steady(io.RawIOBase):
    """The bytes of a seekable stream, decompressed."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        super().__init__()
        self._most = most
        with _told(say("its beginning")):
            stream.seek(0)
            packed = stream.read(len(GZIP)) == GZIP
            stream.seek(0)
        self._stream = gzip.GzipFile(fileobj=stream, mode="rb") if packed else stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        with _told(say("byte {at}", at=self._at)):
            found = self._stream.read(len(view))
        view[: len(found)] = found
        self._at += len(found)
        if self._at > self._most:
            repair = say("deliver it in several parts")
            raise Damaged(
                Fault("", say("at most {most} bytes", most=self._most), say("more"), repair)
            )
        return len(found)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _told(say("byte {at}", at=self._at)):
            self._at = self._stream.seek(offset, whence)
        return self._at


def _damage(error: Exception) -> Phrase:
    if isinstance(error, EOFError):
        return say("compressed content that ends too early")
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return say("compressed content that is damaged")
    return Phrase(getattr(error, "strerror", None) or type(error).__name__)


@contextmanager
def _told(where: Phrase) -> Generator[None]:
    try:
        yield
    except _DAMAGE as error:
        came = say("{what}, at {where}", what=_damage(error), where=where)
        fault = Fault(
            "", say("content that can be read to its end"), came, say("deliver it again, whole")
        )
        raise Damaged(fault) from error
