"""Processes that load a folder into a node until they are killed, and say how far they are.

`python -m tests.flow.loading` imports the product once; each line that it reads, an `Order` as
JSON, makes it fork a process that opens that node and loads that folder. Such a process writes to
standard output: its number, each stage as it begins, and `done`. Into the file `acknowledged`,
outside of the node, it writes a line for each record whose batch was acknowledged: its file, its
number and its id, tabs in between.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from isthmus.audit.tree import TreeHead
from isthmus.flow.actor import intake_actor
from isthmus.flow.arrival import Addressed, addressed, parcel
from isthmus.flow.center import Center
from isthmus.flow.detection import detect_pending
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.intake import receive
from isthmus.flow.retraction import reconcile_due
from isthmus.flow.sequencing import sequence_pending
from isthmus.formats.raw import Ending
from isthmus.formats.registry import READERS
from isthmus.node import Node
from isthmus.ports import Log
from isthmus.settings import Settings

HOLD_S = 60.0
STAGES = ("intake", "resolve", "detect", "audit")
PAUSE_S = 0.02


class Order(msgspec.Struct):
    """What to load into which node. `hold`: stay afterwards, so that there is somebody to kill."""

    home: str
    folder: str
    acknowledged: str
    hold: bool


class PausingLog:
    """A log that rests around each append: the moments in which a kill would hurt most."""

    def __init__(self, log: Log) -> None:
        self._log = log

    @property
    def size(self) -> int:
        return self._log.size

    def turn(self) -> AbstractContextManager[None]:
        return self._log.turn()

    def append(self, entries: Sequence[bytes]) -> int:
        time.sleep(PAUSE_S)
        size = self._log.append(entries)
        time.sleep(PAUSE_S)
        return size

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        return self._log.prove(index)

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        return self._log.entries(first, end)


def load(home: Path, folder: Path, acknowledged: Path) -> None:
    """Load a folder into a node, stage after stage."""
    with Node(Settings(home=home)) as node:
        center = node.center
        for stage in STAGES:
            say(f"stage {stage}")
            if stage == "intake":
                reconcile_due(center)
                for file in sorted(folder.iterdir()):
                    deliver(center, file, acknowledged)
            elif stage == "resolve":
                fuse_pending(center)
            elif stage == "detect":
                detect_pending(center)
            else:
                sequence_pending(center, PausingLog(node.log))
    say("done")


def deliver(center: Center, file: Path, acknowledged: Path) -> None:
    with file.open("rb") as stream:
        to = addressed(center, file.name, stream)
        assert to is not None, file
        stream.seek(0)
        told = acknowledging(lines(center, to, file), acknowledged)
        sent = parcel(to[1], file.name, stream)
        receive(center, intake_actor(center, to[0].feed), to, sent, progress=told)


def lines(center: Center, to: Addressed, file: Path) -> list[str]:
    """Give a line for each record of a file, in order."""
    feed, part = to[0].feed.id, to[1]
    with file.open("rb") as stream:
        return [
            f"{file.name}\t{item.number}\t{center.ids.record(feed, part.name, item.raw).hex()}\n"
            for item in READERS[part.format](stream, part.options)
            if not isinstance(item, Ending)
        ]


def acknowledging(found: Sequence[str], file: Path) -> Callable[[int], None]:
    """Give what hears how many records are durable, and writes down which."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    told = 0

    def tell(count: int) -> None:
        nonlocal told
        os.write(descriptor, "".join(found[told:count]).encode())
        told = count

    return tell


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def main() -> None:
    """Fork a process for each line, and say how it ended."""
    for line in sys.stdin:
        process = os.fork()
        if not process:
            code = 1
            try:
                say(f"process {os.getpid()}")
                order = msgspec.json.decode(line, type=Order)
                load(Path(order.home), Path(order.folder), Path(order.acknowledged))
                time.sleep(HOLD_S if order.hold else 0)
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(process, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
