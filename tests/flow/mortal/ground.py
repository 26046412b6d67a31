"""The ground of a story: three centers with what they agreed on, and folders to tell it on."""

from __future__ import annotations

import base64
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from shutil import copytree
from typing import Final

import msgspec

from isthmus.audit.entry import entry_from_bytes
from isthmus.audit.tiles import TileNodes
from isthmus.audit.tree import leaf_hash, tree_at
from isthmus.exchange.receipt import check_receipt, read_receipt
from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor
from isthmus.flow.trusting import first_list, own_entry
from isthmus.model.message import Outcome
from isthmus.node import Node
from isthmus.settings import Settings
from tests.bench.chain import agree_on, pact_for, served_inside, settings_of
from tests.bench.nodes import deliver, finish
from tests.flow.mortal.center import FEED, KEY, PARTITION, PURPOSE, Order

CENTERS: Final = ("alder", "birch", "cedar")
PERSON: Final = {
    "name": ["Quillon Varrenstad"],
    "alias": ["Kvillon Varenshtad"],
    "passportNumber": ["ZK4417093"],
    "birthDate": ["1961-11-07"],
}
VALUES: Final = tuple(value for values in PERSON.values() for value in values)
Facts = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Ground:
    """Three centers' settings. Nobody has their nodes open while it is copied or looked at."""

    settings: dict[str, Settings]

    def copied(self, folder: Path) -> Ground:
        """Give the same ground in another folder."""
        copied = {}
        for name, one in self.settings.items():
            copytree(one.home, folder / name)
            copied[name] = replace(one, home=folder / name)
        return Ground(copied)

    def order(self, name: str) -> Order:
        """Give the order for a center to live here."""
        one = self.settings[name]
        return Order(home=str(one.home), center=name, port=one.port, database=one.database)

    def holds(self, name: str) -> bool:
        """Tell whether a value stands in a file of a center: the disk is asked."""
        return any(
            form in content
            for file in self.settings[name].home.rglob("*")
            if file.is_file()
            for content in [file.read_bytes()]
            for form in FORMS
        )

    @contextmanager
    def opened(self) -> Iterator[dict[str, Node]]:
        """Open every node in this process."""
        with ExitStack() as open_nodes:
            yield {name: open_nodes.enter_context(Node(one)) for name, one in self.settings.items()}

    def facts(self) -> Facts:
        """Give how many rows each table and how many entries of each act each center has.

        The audit logs are verified, and each has what its store has, once. Every receipt is the
        same at both ends, and its entry stands in the holder's log of now, which has grown from the
        one that it proves.
        """
        with self.opened() as nodes:
            acts = {}
            for name, node in nodes.items():
                node.verify_audit()
                with node.store.reading() as unit:
                    entries = [one[1] for one in unit.audit.entries(None, 10**6)][::-1]
                assert list(node.log.entries(0, node.log.size)) == entries
                acts[name] = Counter(f"act {entry_from_bytes(one).act}" for one in entries)
            for sender in nodes.values():
                for holder in nodes.values():
                    check_receipts(sender, holder)
        return {name: {**acts[name], **self.rows(name)} for name in CENTERS}

    def rows(self, name: str) -> dict[str, int]:
        """Give how many rows each table of a center's store has."""
        file = self.settings[name].home / PARTITION / "store.sqlite"
        with closing(sqlite3.connect(file)) as store:
            tables = store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
            return {
                table: store.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - its own tables
                for (table,) in tables
            }


def check_receipts(sender: Node, holder: Node) -> None:
    """Check every receipt of what one center sent to another."""
    name, log = holder.center.id, holder._folder
    with sender.store.reading() as sending, holder.store.reading() as holding:
        last = holding.mail.last_taken(sender.center.id)
        assert sending.mail.next_sequence(name) == last + 1
        for number in range(1, last + 1):
            sent, taken = (
                sending.mail.sent(name, number),
                holding.mail.taken(sender.center.id, number),
            )
            assert sent is not None
            assert taken is not None
            assert sent.receipt is not None
            assert sent.receipt == taken.receipt
            assert sender.federation is not None
            receipt = read_receipt(sent.receipt, sender.federation.trust, taken.taken_at)
            check_receipt(receipt, holder=name, sender=sender.center.id, manifest=sent.manifest)
            assert receipt.outcome is not Outcome.REFUSED
            [entry] = log.entries(receipt.index, receipt.index + 1)
            assert leaf_hash(entry) == receipt.entry
            assert tree_at(TileNodes(log, log.size), receipt.size).root == receipt.root


def forms(values: Sequence[str]) -> list[bytes]:
    """Give the bytes in which these values may stand in a file."""
    spelt = {
        text
        for value in values
        for folded in (value, value.casefold(), value.upper())
        for text in (folded, "".join(folded.split()), "".join(folded.split("-")))
    }
    return [
        form
        for text in sorted(spelt)
        for form in (
            text.encode(),
            text.encode("utf-16-le"),
            text.encode().hex().encode(),
            text.encode().hex().upper().encode(),
            base64.b64encode(text.encode()).rstrip(b"=")[:-1],
        )
    ]


FORMS: Final = forms(VALUES)


def laid(folder: Path, databases: Mapping[str, str] | None = None) -> Ground:
    """Lay the ground: Alder knows a person, and may release to Birch, and Birch to Cedar.

    `databases`: the DSN of each center's store; None for files.
    """
    kept = databases or dict.fromkeys(CENTERS, "")
    ground = Ground(
        {name: replace(settings_of(folder, name), database=kept[name]) for name in CENTERS}
    )
    with ground.opened() as nodes:
        entries = [
            own_entry(node.center, node.public_keys, f"http://127.0.0.1:{node.settings.port}")
            for node in nodes.values()
        ]
        leagues = {name: node.pin_trust(first_list(entries)) for name, node in nodes.items()}
        officers = {
            name: Actor(ensure_account(node.center, node.passwords, "release", "a word"), PURPOSE)
            for name, node in nodes.items()
        }
        document = {"id": KEY, "schema": "Person", "properties": PERSON}
        deliver(nodes["alder"], "p.jsonl", msgspec.json.encode(document) + b"\n")
        finish(nodes["alder"])
        label = nodes["alder"].center.feeds[FEED].feed.label
        with served_inside(nodes):
            for ends in pairwise(CENTERS):
                agree_on(nodes, leagues, officers, pact_for(ends, label))
    return ground
