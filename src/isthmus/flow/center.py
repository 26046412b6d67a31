"""What every flow stands on: one partition of one center, with what `node` read and opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final

from isthmus.access.readers import reader_for, service_principal
from isthmus.detect.rules import Rule
from isthmus.flow.holding import Holding
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.ids import IdMaker, LabelId
from isthmus.model.ontology import Ontology
from isthmus.model.principal import Principal, Purpose, Reader
from isthmus.model.wording import Wording
from isthmus.ports import Clock, Entropy, Precedence, Sealer, Signer, Store, UnitOfWork
from isthmus.resolve.compare import Model
from isthmus.resolve.index import Index
from isthmus.resolve.levels.registry import PLAIN_NAMES
from isthmus.resolve.names import Names
from isthmus.resolve.weights import Models

ADMINISTRATION: Final = "node-administration"
"""The purpose of what a node does to run, and of whoever runs it: it reads no data."""
BATCH_ENTITIES: Final = 80
BATCH_ALONE: Final = 320
"""How many are taken at once beside whoever reads pages, and while nobody does."""


@dataclass(frozen=True, slots=True)
class Partition:
    """A store of its own with its keys, log and clock: live, or one exercise."""

    name: str
    exercise: bool
    title: str


@dataclass(frozen=True, slots=True)
class Center:
    """One partition of one center, opened: its name, its ports, and its declared files.

    `custodian`: the name of an account; empty for none. `model`: of the shipped weights, or, in a
    flow that asked `weighing`, of those that hold; `shipped`: the shipped file as canonical JSON.
    """

    id: str
    name: str
    partition: Partition
    store: Store
    clock: Clock
    entropy: Entropy
    sealer: Sealer
    signer: Signer
    precedence: Precedence
    ids: IdMaker
    ontology: Ontology
    feeds: Mapping[str, FeedDeclaration]
    rules: Sequence[Rule]
    purposes: Mapping[str, Purpose]
    resolve_purposes: tuple[str, ...]
    model: Model
    shipped: bytes = b""
    models: Models = field(default_factory=Models)
    custodian: str = ""
    wording: Wording = field(default_factory=Wording)
    holding: Holding = field(default_factory=Holding)
    names: Names = PLAIN_NAMES

    def reader(self, unit: UnitOfWork, principal: Principal, purpose: str | None) -> Reader:
        """Give the Reader of a principal at a purpose over the labels known now."""
        return reader_for(principal, purpose, unit.labels.all(), self.clock.now())

    def index(self, unit: UnitOfWork) -> AbstractContextManager[Index]:
        """Give the index, in step with what the unit sees, for a turn."""
        return self.holding.turn(
            self.store, unit, (self.ontology, self.names), self.model.properties(), self.clock
        )

    def index_soon(self, unit: UnitOfWork) -> AbstractContextManager[Index]:
        """Give it to whoever answers a question; raises UnavailableError while it is not ready."""
        return self.holding.turn_soon(
            self.store, unit, (self.ontology, self.names), self.model.properties(), self.clock
        )

    def service(self, name: str, purpose: str) -> Principal:
        """Give the service principal under which a loop of this center acts."""
        return service_principal(name, purpose, self.id)

    def service_reader(self, unit: UnitOfWork, name: str, purpose: str) -> Reader:
        """Give the Reader of a service principal."""
        return self.reader(unit, self.service(name, purpose), purpose)


def entities_at_once(center: Center) -> int:
    """Give how many entities resolver and rules take into one unit of work."""
    return BATCH_ALONE if center.precedence.alone() else BATCH_ENTITIES


def stage_of(purpose: str) -> str:
    """Give the queue of those who wait for the resolver of a purpose."""
    return f"resolve:{purpose}"


def judging_purposes(center: Center, unit: UnitOfWork) -> Mapping[str, frozenset[LabelId]]:
    """Give the resolver's purposes that can add a pair, each with the labels that it sees.

    A purpose adds nothing when an earlier one sees every label that it sees. Several earlier ones
    together do not do: what each sees of a pair may be too little to be written down.
    """
    labels = unit.labels.all()
    found: dict[str, frozenset[LabelId]] = {}
    for purpose in center.resolve_purposes:
        seen = reader_for(center.service("resolver", purpose), purpose, labels).labels
        if not any(seen <= earlier for earlier in found.values()):
            found[purpose] = seen
    return found


def resolving_purposes(center: Center, unit: UnitOfWork, label: LabelId) -> list[str]:
    """Give the resolver's purposes that can add a pair for something under `label`.

    What comes later under a new label is compared with what is there already.
    """
    return [p for p, seen in judging_purposes(center, unit).items() if label in seen]
