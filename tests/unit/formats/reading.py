"""What a reader gave for some bytes, sorted; and streams that are awkward on purpose."""

import io
import tracemalloc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from isthmus.formats.raw import BrokenRecord, Ending, Fault, RawRecord, RecordReader, Tree


@dataclass
class Read:
    """Records, broken records and the ending, which came last and once."""

    records: list[RawRecord] = field(default_factory=list)
    broken: list[BrokenRecord] = field(default_factory=list)
    items: list[RawRecord | BrokenRecord] = field(default_factory=list)
    ending: Ending = field(default_factory=lambda: Ending(complete=False))

    @property
    def trees(self) -> list[dict[str, Any]]:
        return [dict(record.tree) for record in self.records]

    @property
    def fault(self) -> Fault:
        assert self.ending.fault is not None
        return self.ending.fault

    @property
    def raws(self) -> list[bytes]:
        return [item.raw for item in self.items]


def read_all(reader: RecordReader, source: bytes | BinaryIO, **options: Tree) -> Read:
    """Read to the end and check what holds for every reading."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    read = Read()
    *items, ending = reader(stream, options)
    assert isinstance(ending, Ending)
    assert ending.complete == (ending.fault is None)
    read.ending = ending
    numbers = []
    for item in items:
        assert not isinstance(item, Ending)
        read.items.append(item)
        numbers.append(item.number)
        if isinstance(item, RawRecord):
            read.records.append(item)
        else:
            read.broken.append(item)
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert numbers == sorted(numbers)
    return read


def in_order(whole: bytes, parts: Iterable[bytes]) -> bool:
    """Tell whether `parts` stand in `whole` one behind the other."""
    at = 0
    for part in parts:
        at = whole.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


class Trickle(io.BytesIO):
    """Gives the bytes a few at a time."""

    def __init__(self, raw: bytes, step: int) -> None:
        super().__init__()
        self._raw = raw
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        size = min(size or self._step, self._step) if size != -1 else self._step
        given, self._raw = self._raw[:size], self._raw[size:]
        return given


class Endless(io.BytesIO):
    """Gives parts that are made only when they are read, so that the whole never exists."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        super().__init__()
        self._parts = parts
        self._rest = b""

    def read(self, size: int | None = -1) -> bytes:
        size = size or 0
        while len(self._rest) < size and (part := next(self._parts, b"")):
            self._rest += part
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def repeated(head: bytes, part: bytes, times: int, tail: bytes = b"") -> Endless:
    """Make a stream of `head`, `part` many times over, and `tail`."""

    def parts() -> Iterator[bytes]:
        if head:
            yield head
        for _ in range(times):
            yield part
        yield tail

    return Endless(parts())


def peak_of(reader: RecordReader, stream: BinaryIO, **options: Tree) -> tuple[int, int, Ending]:
    """Give the peak of memory in bytes, the number of bytes that came out, and the ending."""
    tracemalloc.start()
    try:
        came, ending = 0, Ending(complete=False)
        for item in reader(stream, options):
            if isinstance(item, Ending):
                ending = item
            else:
                came += len(item.raw)
            del item
        return tracemalloc.get_traced_memory()[1], came, ending
    finally:
        tracemalloc.stop()
