"""A center with declared feeds, and one line for each delivery that a test makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from isthmus.audit.entry import AuditEntry, entry_from_bytes
from isthmus.declared import yaml_of
from isthmus.detect.rules import Rule, read_rule
from isthmus.flow.actor import intake_actor
from isthmus.flow.center import Center, Partition
from isthmus.flow.detection import detect_pending
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.intake import Parcel, Receipt, receive
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration, read_declaration
from isthmus.model.alert import Alert, Finding
from isthmus.model.ids import EntityId
from isthmus.model.judgement import Judgement
from isthmus.model.principal import Purpose, Reader
from isthmus.model.statement import State, Statement
from isthmus.ports import AlertFilter, Store, UnitOfWork
from isthmus.resolve.compare import Model
from isthmus.resolve.weights import ReadWeights, read_weight_document
from tests import make
from tests.fakes import CountedEntropy, FixedClock, MemoryStore, OpenWay, PlainSealer, PlainSigner
from tests.flow.indexed import check_in_step
from tests.flow.stage import ONTOLOGY

RESOURCES = Path(__file__).parents[2] / "src/isthmus/resources"
START = datetime(2031, 1, 1, tzinfo=UTC)
PURPOSE = "sanctions-enforcement"
PURPOSES = (PURPOSE, "serious-crime", "border-security", "node-administration")
Said = tuple[str, str, str]
"""What a test says of a statement: the name of its source entity, its property, its value."""


def day(number: int) -> datetime:
    """Give the as-of date of the delivery of day `number`."""
    return START + timedelta(days=number)


def label(
    purposes: Tree = "all",
    *,
    level: str = "OFFICIAL",
    originator: str = "harbour-office",
    category: str = "identity",
) -> dict[str, Tree]:
    """Give the label of a feed file."""
    return {
        "classification": {"national": level},
        "originators": [originator],
        "releasable_to": "all",
        "data_categories": [category],
        "legal_bases": ["harbour-act-4"],
        "purposes": purposes,
        "discoverable_to": "all",
    }


def part(
    header: Sequence[str], key: Sequence[str], entities: Mapping[str, Tree], **more: Tree
) -> dict[str, Tree]:
    """Give one part of a feed file: lines of texts, the whole of which ends with a line end."""
    options: dict[str, Tree] = {"header": list(header), "must_end_with": "\n"}
    return {
        "format": "delimited",
        "options": options,
        "map": {"key": list(key), "entities": dict(entities), **more},
    }


def declared(name: str, kind: str, parts: Mapping[str, Tree], **more: Tree) -> FeedDeclaration:
    """Declare a feed as its file would."""
    usual: dict[str, Tree] = {
        "feed": name,
        "title": name,
        "source": name,
        "agency": "harbour-office",
        "kind": kind,
        "grade": "B2",
        "retention_days": 365,
        "label": label(),
        "parts": dict(parts),
    }
    return read_declaration({**usual, **more})


def register(name: str = "register", **more: Tree) -> FeedDeclaration:
    """Declare a list of vessels with a second file of their other names."""
    vessel: Tree = {
        "schema": "Vessel",
        "values": [
            {"to": "name", "from": "name"},
            {"to": "buildDate", "from": "built"},
            {"to": "topics", "const": "sanction"},
        ],
    }
    other: Tree = {
        "schema": "Vessel",
        "key": ["id"],
        "values": [{"to": "alias", "from": "name"}],
    }
    parts: dict[str, Tree] = {
        "list": part(("id", "name", "built"), ["id"], {"vessel": vessel}),
        "alt": part(("id", "number", "name"), ["id", "number"], {"vessel": other}),
    }
    return declared(name, "snapshot", parts, **more)


def document(file: Path) -> dict[str, Tree]:
    """Read a declared file as the node reads it: `on` and `no` stay the words that they are."""
    return yaml_of(file)


def model() -> Model:
    """Give the weights that the product ships."""
    return shipped_weights().model


@cache
def shipped_weights() -> ReadWeights:
    """Give the weights that the product ships, with their bytes."""
    return read_weight_document(document(RESOURCES / "weights.yaml"))


def shipped_rules() -> tuple[Rule, ...]:
    """Give the rules that the product ships."""
    files = sorted((RESOURCES / "rules").glob("*.yaml"))
    return tuple(read_rule(document(file), ONTOLOGY) for file in files)


class Journey:
    """A center over a store, in memory unless another is given."""

    def __init__(
        self,
        *feeds: FeedDeclaration,
        store: Store | None = None,
        rules: Sequence[Rule] = (),
        purposes: tuple[str, ...] = (PURPOSE,),
    ) -> None:
        self.clock = FixedClock(make.NOW)
        self.sealer = PlainSealer()
        self.center = Center(
            id=make.CENTER,
            name="Alder",
            partition=Partition("tests", exercise=True, title="Tests"),
            store=store or MemoryStore(),
            clock=self.clock,
            entropy=CountedEntropy(),
            sealer=self.sealer,
            signer=PlainSigner(),
            precedence=OpenWay(),
            ids=make.IDS,
            ontology=ONTOLOGY,
            feeds={one.feed.id: one for one in (feeds or (register(),))},
            rules=rules,
            purposes={name: Purpose(name, {"en": name}) for name in PURPOSES},
            resolve_purposes=purposes,
            model=model(),
            shipped=shipped_weights().document,
        )

    def over(self, store: Store) -> Journey:
        """Give the same center over another store."""
        other = Journey(*self.center.feeds.values())
        other.center = replace(self.center, store=store)
        return other

    def deliver(
        self,
        lines: Iterable[str] | bytes,
        *,
        at: datetime | None = None,
        feed: str = "",
        part: str = "",
        whole: bool = True,
    ) -> Receipt:
        """Deliver one file of lines; without `whole`, its very end was cut off."""
        found = self.center.feeds[feed or next(iter(self.center.feeds))]
        chosen = found.parts[part or next(iter(found.parts))]
        end = b"\n" if whole else b""
        raw = lines if isinstance(lines, bytes) else "\n".join(lines).encode() + end
        parcel = Parcel("a file.csv", sha256(raw).digest(), BytesIO(raw), at)
        return receive(self.center, intake_actor(self.center, found.feed), (found, chosen), parcel)

    def work(self) -> None:
        """Resolve and detect whatever waits."""
        fuse_pending(self.center)
        detect_pending(self.center)
        check_in_step(self.center)

    def reader(self, unit: UnitOfWork) -> Reader:
        """Give a reader of every label."""
        return make.reader(*unit.labels.all())

    def entity(self, key: str, source: str = "register") -> EntityId:
        """Give the id of a source entity."""
        return self.center.ids.entity(source, key)

    def statements(
        self, keys: Iterable[str], source: str = "register", *, every_state: bool = True
    ) -> list[Statement]:
        """Give the statements about source entities."""
        entities = [self.entity(key, source) for key in keys]
        with self.center.store.reading() as unit:
            return list(unit.statements.of(entities, self.reader(unit), every_state=every_state))

    def said(self, keys: Iterable[str], source: str = "register") -> frozenset[Said]:
        """Give what is asserted about source entities."""
        names = {self.entity(key, source): key for key in keys}
        return frozenset(
            (names[s.entity], s.property, s.value)
            for s in self.statements(names.values(), source)
            if s.state is State.ASSERTED
        )

    def judgements(self) -> list[Judgement]:
        """Give the judgements that count."""
        with self.center.store.reading() as unit:
            return [j for _, j in unit.judgements.page(0, 10_000, self.reader(unit))]

    def alerts(self) -> list[Alert]:
        """Give every alert."""
        with self.center.store.reading() as unit:
            return list(unit.alerts.find(AlertFilter(limit=10_000), self.reader(unit)))

    def findings(self) -> list[Finding]:
        """Give every finding under any alert, withdrawn ones too."""
        with self.center.store.reading() as unit:
            reader = self.reader(unit)
            alerts = unit.alerts.find(AlertFilter(limit=10_000), reader)
            return [f for alert in alerts for f in unit.findings.of_alert(alert.id, reader)]

    def evidence(self, finding: Finding) -> frozenset[tuple[str, str, str]]:
        """Give (role, property, value) of a finding's evidence."""
        with self.center.store.reading() as unit:
            seqs = [seq for _, seq in finding.evidence]
            found = {s.seq: s for s in unit.statements.by_seq(seqs, self.reader(unit))}
        return frozenset(
            (role, found[seq].property, found[seq].value) for role, seq in finding.evidence
        )

    def entries(self, act: str | None = None) -> list[AuditEntry]:
        """Give the audit entries, oldest first."""
        with self.center.store.reading() as unit:
            entries = [entry_from_bytes(encoded) for _, encoded in unit.audit.pending(10_000)]
        return [e for e in entries if act in {None, e.act}]
