"""Real files, loaded into a node as an operator would, and what its duty officer then sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor, intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.demonstration import demonstration
from isthmus.flow.intake import receive
from isthmus.node import Node
from isthmus.settings import Settings

PURPOSE = "sanctions-enforcement"
SHIPS = "movement/shadow_fleet_baltic"
CANADA = "sanctions/intl/canada_sema_2025.xml"
OFAC = "sanctions/ofac_2024"

Json = dict[str, Any]
"""A document as JSON has it."""


@dataclass(frozen=True)
class Loaded:
    """A node that took in the files of a folder, and its demo document."""

    node: Node
    folder: Path
    document: Json

    def alerts(self, rule: str) -> list[Json]:
        """Give the alerts of a rule."""
        return [alert for alert in self.document["alerts"] if alert["rule"] == rule]

    def evidence(self) -> Iterator[Json]:
        """Give every line of evidence of every finding."""
        for alert in self.document["alerts"]:
            yield from evidence(alert)


def evidence(alert: Json) -> list[Json]:
    """Give every line of evidence of an alert."""
    return [line for finding in alert["findings"] for line in finding["evidence"]]


def values(alert: Json, name: str, source: str | None = None) -> set[str]:
    """Give the values of a property in the evidence of an alert."""
    return {
        line["value"]
        for line in evidence(alert)
        if line["property"] == name and source in {None, line["source"]}
    }


def deliver(node: Node, folder: Path, files: Iterable[Path]) -> None:
    """Deliver files, each to the feed that recognises it."""
    for path in files:
        with path.open("rb") as stream:
            found = addressed(node.center, path.name, stream)
            if found is not None:
                name = str(path.relative_to(folder))
                actor = intake_actor(node.center, found[0].feed)
                receive(node.center, actor, found, parcel(found[1], name, stream))


def loaded(home: Path, folder: Path, files: Iterable[Path]) -> Loaded:
    """Take in files below a folder, resolve, detect, and read the demo document."""
    node = Node(Settings(home=home))
    duty = ensure_account(node.center, node.passwords, "duty", "a password of these tests")
    deliver(node, folder, files)
    node.work()
    return Loaded(node, folder, demonstration(node.center, Actor(duty, PURPOSE)))


def imo_number(six: str) -> str:
    """Give the IMO number of six digits with its check digit."""
    weighed = sum(int(digit) * weight for digit, weight in zip(six, range(7, 1, -1), strict=True))
    return f"{six}{weighed % 10}"
