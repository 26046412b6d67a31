"""Deliver a folder in a process of its own, and tell what memory that took and what came of it."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from rich.console import Console

from isthmus.demo import Run, deliver_folder, peak_memory_bytes
from isthmus.flow.feeds import _bucket
from isthmus.flow.quarantine import opened
from isthmus.node import Node
from isthmus.settings import read_settings
from tests import make


def main(home: Path, folder: Path) -> None:
    with Node(read_settings({}, home=home)) as node:
        run = Run(node, Console(quiet=True))
        deliver_folder(run, folder)
        node.work()
        told: dict[str, object] = {"peak_bytes": peak_memory_bytes()}
        with node.store.reading() as unit:
            ((number, verdict, _, _),) = unit.verdicts.list(None, None, None, 9)
            stored = unit.verdicts.pieces(number)
            deliveries = unit.deliveries.of_feed(verdict.feed)
            reader = make.reader(*unit.labels.all())
            names = ("line-1", "line-3")
            entities = [node.center.ids.entity("vessel-register", name) for name in names]
            statements = unit.statements.of(entities, reader, every_state=False)
        bucket = _bucket(node.center.feeds[verdict.feed].feed, deliveries, verdict.delivery)
        kept = sha256()
        for piece in stored[1:]:
            kept.update(opened(node.center, bucket, [stored[0], piece]).content)
        line = (folder / "line.csv").read_bytes().splitlines(keepends=True)[2]
        told["same"] = kept.digest() == sha256(line).digest()
        told["records"] = run.receipts[0].records
        told["verdict"] = {"number": verdict.number, "expected": str(verdict.expected)}
        told["behind"] = sorted(s.value for s in statements if s.property == "name")
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
