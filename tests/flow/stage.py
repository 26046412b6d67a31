"""A center in memory, and one line for each thing that a test puts into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

import yaml

from isthmus.audit.entry import AuditEntry, entry_from_bytes
from isthmus.detect.rules import Rule
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, Partition
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration, Part
from isthmus.model.alert import Alert, Severity
from isthmus.model.feed import Feed
from isthmus.model.ids import EntityId, LabelId, RecordId, RecordSeq, StatementSeq, shown_id
from isthmus.model.judgement import Attribution, Comparison, Decision, Judgement
from isthmus.model.label import NOBODY, Allowed, Label
from isthmus.model.ontology import Ontology, Schema, read_ontology
from isthmus.model.principal import Principal, Purpose
from isthmus.model.record import Delivery, DeliveryState, SealedRecord
from isthmus.model.statement import State
from isthmus.model.wording import read_wording
from isthmus.ports import UnitOfWork
from isthmus.resolve.compare import Model, read_model
from isthmus.resolve.keys import statement_keys
from tests import make
from tests.fakes import CountedEntropy, FixedClock, MemoryStore, OpenWay, PlainSealer, PlainSigner
from tests.make import Claim

RESOURCES = Path(__file__).parents[2] / "src/isthmus/resources"


def _document(name: str) -> dict[str, Tree]:
    text = (RESOURCES / name).read_text("utf-8")
    found: dict[str, Tree] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


ONTOLOGY = read_ontology(_document("ontology.yaml"))
WORDING = read_wording(_document("phrases.yaml"))
LOW = make.label("OFFICIAL")
HIGH = make.label("SECRET", data_categories=("finance",), originators=("coast-guard",))
HINTED = replace(HIGH, discoverable_to=Allowed.of(make.CENTER))
"""As HIGH, and everybody of the center may know that it is there."""
RULE = Rule(
    id="dark-then-port",
    version=2,
    title={"en": "Dark, then in port", "fr": "Muet, puis au port", "ar": "ظلام ثم ميناء"},
    explanation=dict.fromkeys(("en", "fr", "ar"), "{entity}: {step 1}, {step 9}"),
    purpose=make.PURPOSE,
    severity=Severity.HIGH,
    selections={},
    correlations=(),
)
BUCKET = "bucket"
ADMINISTRATION = "node-administration"


class Stage:
    """A center with one open feed and one that only the cleared may know of."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = FixedClock(make.NOW)
        self.sealer = PlainSealer()
        feeds = (
            make.feed(marked=LOW),
            make.feed("patrol-reports", marked=HIGH),
        )
        self.center = Center(
            id=make.CENTER,
            name="Alder",
            partition=Partition("tests", exercise=True, title="Tests"),
            store=self.store,
            clock=self.clock,
            entropy=CountedEntropy(),
            sealer=self.sealer,
            signer=PlainSigner(),
            precedence=OpenWay(),
            ids=make.IDS,
            ontology=ONTOLOGY,
            feeds={feed.id: declared(feed) for feed in feeds},
            rules=(RULE,),
            purposes={p: Purpose(p, {"en": p}) for p in (make.PURPOSE, ADMINISTRATION)},
            resolve_purposes=(make.PURPOSE,),
            model=read_model({"version": "model-1", "hub_cap": 50, "schemas": {}}),
            wording=WORDING,
        )
        self.ontology = ONTOLOGY
        self.numbers = count(1)

    def with_model(self, model: Model) -> Center:
        """Give the center with other weights."""
        return replace(self.center, model=model)

    def know(self, schemas: Mapping[str, Schema]) -> None:
        """Give the center another ontology."""
        self.ontology = Ontology(schemas)
        self.center = replace(self.center, ontology=self.ontology)

    def declare(self, feed: FeedDeclaration) -> None:
        """Give the center another declaration of a feed."""
        self.center = replace(self.center, feeds={**self.center.feeds, feed.feed.id: feed})

    def write(self, change: Callable[[UnitOfWork], object]) -> None:
        """Change the store, with an entry, as a loop would."""
        with self.store.writing() as unit:
            change(unit)
            note(self.center, unit, make.principal(), purpose=make.PURPOSE, act="tests.arranged")
            unit.commit()

    def say(
        self,
        *claims: Claim,
        label: Label = LOW,
        source: str = make.SOURCE,
        at: datetime = make.NOW,
        raw: bytes | None = None,
    ) -> list[StatementSeq]:
        """Deliver one record that makes these claims; give the statements' numbers."""
        content = raw or f"record {claims} {label.mark} {source}".encode()
        said: list[StatementSeq] = []

        def change(unit: UnitOfWork) -> None:
            number = unit.labels.intern(label)
            record = self.record(unit, number, content, at)
            batch = make.batch(*claims, label=number, source=source, recorded_at=at)
            added = unit.statements.add(batch, [record], State.ASSERTED)
            said.extend(seq for seq in added if seq is not None)
            for claim, seq in zip(claims, added, strict=True):
                prop = self.ontology.property(claim.schema, claim.property)
                keys = statement_keys(prop, claim.schema, claim.value, self.ontology)
                about = make.entity(claim.about, source)
                if seq is not None:
                    unit.keys.add([(key, about, seq, number) for key in keys])

        self.write(change)
        return said

    def record(self, unit: UnitOfWork, label: LabelId, raw: bytes, at: datetime) -> RecordSeq:
        """Put one sealed record into the store, in a delivery of its own."""
        feed = make.FEED if unit.labels.all()[label] == LOW else "patrol-reports"
        name = f"{sha256(raw).hexdigest()[:8]}.csv"
        opening = make.delivery(name, feed=feed, as_of=at, received_at=at)
        seq = unit.deliveries.open(opening)
        delivery = make.delivery(name, seq=seq, feed=feed, as_of=at, received_at=at)
        record_id = make.IDS.record(feed, "vessels", raw)
        wrapped, sealed = self.sealer.seal(BUCKET, raw, record_id)
        row = SealedRecord(
            id=record_id,
            key=make.IDS.record_key(feed, "vessels", raw.hex()),
            number=1,
            sealed=sealed,
            wrapped=wrapped,
            sha256=sha256(raw).digest(),
            size=len(raw),
        )
        known = unit.records.known([record_id])
        seqs = list(known.values()) or unit.records.add(delivery, BUCKET, label, [row])
        unit.deliveries.close(_closed(delivery))
        hour = int(at.timestamp()) // 3600
        kinds = ("records", "statements", "observed")
        unit.tallies.add([(label, feed, kind, hour, 1) for kind in kinds])
        return seqs[0]

    def compare(  # one argument for each part of a comparison that tests vary
        self,
        left: str,
        right: str,
        *parts: tuple[StatementSeq, StatementSeq, float, Label],
        by: str = "model-1",
        turn: int = 0,
    ) -> None:
        """Keep a model's judgement; each part: both statements, bits, and the label of both.

        It is of the property of the first statement.
        """

        def change(unit: UnitOfWork) -> None:
            pair = make.sorted_pair(left, right)
            swapped = pair[0] != make.entity(left)
            comparisons = []
            for one, other, bits, label in parts:
                number = unit.labels.intern(label)
                [said] = unit.statements.by_seq([one], make.reader(*unit.labels.all()))
                first, second = (other, one) if swapped else (one, other)
                comparisons.append(Comparison(said.property, bits, first, second, number, number))
            judgement = Judgement(
                id=make.IDS.judgement(*pair, by, turn),
                left=pair[0],
                right=pair[1],
                decision=Decision.SAME,
                by_person=False,
                author=by,
                at=make.NOW + turn * make.HOUR,
                comparisons=tuple(comparisons),
                label=unit.labels.intern(parts[0][3]),
            )
            unit.judgements.add([judgement])

        self.write(change)

    def persons(
        self, left: str, right: str, decision: Decision, *, label: Label = LOW, turn: int = 0
    ) -> None:
        """Keep a person's judgement."""

        def change(unit: UnitOfWork) -> None:
            number = unit.labels.intern(label)
            made = make.persons_judgement(left, right, decision, label=number, turn=turn)
            unit.judgements.add([made])

        self.write(change)

    def attribute(
        self, event: str, holder: str, *evidence: StatementSeq, label: Label = LOW
    ) -> None:
        """Give an event to a holder."""

        def change(unit: UnitOfWork) -> None:
            number = unit.labels.intern(label)
            made: Attribution = make.attribution(event, holder, *evidence, label=number)
            unit.judgements.attribute([made], make.NOW)

        self.write(change)

    def alarm(
        self,
        name: str,
        *evidence: StatementSeq,
        about: Sequence[str] = ("dhow",),
        label: Label = LOW,
        severity: Severity = Severity.HIGH,
        raised_at: datetime = make.NOW,
    ) -> str:
        """Raise an alert with one finding; give its id as it is shown."""

        def change(unit: UnitOfWork) -> None:
            number = unit.labels.intern(label)
            finding = make.finding(
                name, *evidence, entities=about, label=number, found_at=raised_at
            )
            unit.findings.add([finding])
            alert: Alert = make.alert(
                name, about=about[0], severity=severity, label=number, raised_at=raised_at
            )
            unit.alerts.add(_placed(alert))
            unit.alerts.fold(alert.id, [finding.id], raised_at)

        self.write(change)
        return shown_id("a", make.alert_id(name))

    def seen(self, *fixes: make.Fix, label: Label = LOW) -> None:
        """Keep positions."""

        def change(unit: UnitOfWork) -> None:
            number = unit.labels.intern(label)
            raw = f"positions {fixes} {label.mark}".encode()
            record = self.record(unit, number, raw, make.NOW)
            unit.observations.add(make.positions(*fixes, label=number), [record])

        self.write(change)

    def account(self, who: Principal) -> None:
        """Give a person an account."""
        self.write(lambda unit: unit.accounts.put(make.account(who)))

    def entries(self, act: str | None = None) -> list[AuditEntry]:
        """Give the audit entries, oldest first, those of the arrangement left out."""
        with self.store.reading() as unit:
            entries = [entry_from_bytes(encoded) for _, encoded in unit.audit.pending(10_000)]
        return [e for e in entries if e.act != "tests.arranged" and act in {None, e.act}]


def officer(*roles: str, level: str = "OFFICIAL", name: str = "mara.lind") -> Actor:
    """Give a person at the default purpose, who reaches LOW and, from SECRET on, HIGH."""
    held = make.clearance(level)
    who = make.principal(name, roles=roles or ("analyst",), holds=held)
    return Actor(who, make.PURPOSE)


def administrator() -> Actor:
    """Give a person who administers and is cleared for nothing."""
    held = make.clearance("PUBLIC", categories=NOBODY)
    who = make.principal(
        "ivo.brandt", roles=("administrator",), purposes=(ADMINISTRATION,), holds=held
    )
    return Actor(who, ADMINISTRATION)


def shown(name: str, source: str = make.SOURCE) -> str:
    """Give the id of a source entity as it is shown."""
    return shown_id("e", make.entity(name, source))


def record_id(raw: bytes, feed: str = make.FEED) -> str:
    """Give the id of a record as it is shown."""
    return shown_id("r", RecordId(make.IDS.record(feed, "vessels", raw)))


def least(*names: str) -> EntityId:
    """Give the least id of source entities."""
    return min(make.entity(name) for name in names)


def declared(feed: Feed) -> FeedDeclaration:
    """Declare a feed with one part."""
    part = Part("vessels", "delimited", {}, {}, {}, {}, version=3)
    return FeedDeclaration(feed, {"vessels": part})


def _closed(delivery: Delivery) -> Delivery:
    return Delivery(
        seq=delivery.seq,
        feed=delivery.feed,
        part=delivery.part,
        name=delivery.name,
        digest=delivery.digest,
        as_of=delivery.as_of,
        received_at=delivery.received_at,
        state=DeliveryState.COMPLETE,
        records=1,
        new=1,
    )


def _placed(alert: Alert) -> Alert:
    return Alert(
        id=alert.id,
        rule=alert.rule,
        severity=alert.severity,
        state=alert.state,
        label=alert.label,
        entity=alert.entity,
        raised_at=alert.raised_at,
        changed_at=alert.changed_at,
        findings=0,
        lat=12.5,
        lon=43.25,
    )
