"""Random worlds: what sources say under random labels, what persons judge, what is taken back.

A world is a list of steps that any store can play. Played for some of its labels, it holds what
whoever has these labels may see, and nothing else; it is resolved by the same service principals,
as often and at the same moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from random import Random
from typing import Final, TypeAlias

from isthmus.detect.rules import Rule
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.batch import enqueue
from isthmus.flow.center import Center, Partition
from isthmus.flow.detection import detect_pending
from isthmus.flow.following_up import follow_up
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.parting import tell_judged
from isthmus.flow.tightening import raise_to
from isthmus.model.alert import AlertMove, Move
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementSeq
from isthmus.model.judgement import Decision
from isthmus.model.label import Allowed, Label, joined
from isthmus.model.principal import Purpose
from isthmus.model.record import SealedRecord
from isthmus.model.statement import State
from isthmus.ports import AlertFilter, UnitOfWork
from isthmus.resolve.keys import statement_keys
from tests import make
from tests.fakes import CountedEntropy, FixedClock, MemoryStore, OpenWay, PlainSealer, PlainSigner
from tests.flow.journey import model
from tests.flow.stage import BUCKET, ONTOLOGY, WORDING, declared
from tests.make import Claim

READING: Final = make.PURPOSE
RESOLVING: Final = ("resolving one", "resolving two", "resolving three")
HUB_CAP: Final = 6
CROWD: Final = HUB_CAP + 1
WEIGHTS: Final = model().weights
NEEDED: Final = {"LegalEntity": 9.0}
"""Kinds of which fewer bits make one than of the others, as trained weights may say."""
MODEL: Final = replace(
    model(),
    weights=replace(
        WEIGHTS,
        hub_cap=HUB_CAP,
        schemas={
            kind: replace(one, needed=NEEDED.get(kind, one.needed))
            for kind, one in WEIGHTS.schemas.items()
        },
    ),
)
MINUTE: Final = timedelta(minutes=1)

Seen: TypeAlias = frozenset[int]
"""Positions of labels in a world."""


@dataclass(frozen=True)
class Say:
    """A source says something of an entity, under a label."""

    claim: Claim
    label: int

    @property
    def what(self) -> tuple[str, str, str, int]:
        """What is said: whoever says it again, as of whichever kind, says nothing new."""
        return self.claim.about, self.claim.property, self.claim.value, self.label


@dataclass(frozen=True)
class Retract:
    """What was said at a position among the sayings is taken back."""

    said: int


@dataclass(frozen=True)
class Rise:
    """What was first said at a position among the sayings is marked by another label too."""

    said: int
    label: int


@dataclass(frozen=True)
class Judge:
    """A person judges a pair, of which he was shown what stands under some labels.

    `by`: what the person with an account sees who judged; `two`: a second one must judge the same.
    """

    left: str
    right: str
    decision: Decision
    labels: Seen
    by: Seen | None = None
    two: bool = False


Step: TypeAlias = Say | Retract | Rise | Judge


@dataclass(frozen=True)
class World:
    """Labels, and batches of steps; after each batch the resolver runs."""

    labels: tuple[Label, ...]
    batches: tuple[tuple[Step, ...], ...]

    @property
    def names(self) -> list[str]:
        """The entities of whom somebody says something."""
        steps = (step for batch in self.batches for step in batch)
        return sorted({step.claim.about for step in steps if isinstance(step, Say)})

    def ends(self) -> tuple[list[Seen], list[Seen]]:
        """Give the labels that mark each saying in the end, and each person's judgement."""
        said: list[Say] = []
        under: dict[tuple[object, ...], set[int]] = {}
        judged: list[tuple[Judge, set[int]]] = []
        for step in (step for batch in self.batches for step in batch):
            if isinstance(step, Say):
                said.append(step)
                under.setdefault(step.what, {step.label})
            elif isinstance(step, Judge):
                judged.append((step, set(step.labels)))
            elif isinstance(step, Rise):
                what = said[step.said].what
                if [one.what for one in said].index(what) == step.said:
                    for judge, shown in judged:
                        # Who was shown it, or may have been, judged by it.
                        if under[what] <= shown and what[0] in {judge.left, judge.right}:
                            shown.update(under[what], {step.label})
                    under[what].add(step.label)
        return [frozenset(under[s.what]) for s in said], [frozenset(shown) for _, shown in judged]

    @property
    def entities(self) -> list[EntityId]:
        """Their ids."""
        return [make.entity(name) for name in self.names]


NAMES: Final = ("Mara Lind", "Lind Mara", "Ivo Brandt")
VALUES: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "Person": {
        "name": NAMES,
        "alias": NAMES,
        "birthDate": ("1972-05-06", "1972", "1980-01-02"),
        "passportNumber": ("X1234567", "Y7654321"),
        "nationality": ("NO", "SE"),
        "address": ("12 Harbour Street, Birch", "Birch, Harbour St. 12", "Birch"),
    },
    "Vessel": {
        "name": ("Sea Lark", "Night Heron"),
        "imoNumber": ("9074729", "9176187"),
        "flag": ("PA", "LR"),
        "mmsi": ("273000001",),
    },
    "Company": {
        "name": ("Quay Trading Company", "Harbour Bank of Oslo"),
        "country": ("NO", "PA"),
        "registrationNumber": ("12345", "67890"),
        "address": ("12 Harbour Street, Birch", "Birch, Harbour St. 12"),
    },
    "Address": {
        "full": ("12 Harbour Street, Birch", "Birch, Harbour St. 12"),
        "street": ("12 Harbour Street", "Harbour St. 12", "7 Quay Road"),
        "city": ("Birch", "Alder"),
    },
}


def marked(number: int, purposes: Iterable[str] = RESOLVING) -> Label:
    """Give a label that who has its category sees, and the resolver at some purposes."""
    return make.label(
        purposes=Allowed.of(READING, *purposes),
        data_categories=(f"category {number}",),
        originators=(f"agency {number}",),
    )


def world(
    seed: int, *, labels: int = 5, entities: int = 8, sayings: int = 30, rising: float = 0.0
) -> World:
    """Draw a world. `rising`: how often a marking rises after something was said."""
    dice = Random(seed)  # noqa: S311 - a world, no secret
    chosen = tuple(marked(n, dice.sample(RESOLVING, dice.choice((1, 2, 3)))) for n in range(labels))
    schemas = dice.choices(tuple(VALUES), (5, 3, 2, 2), k=2)
    kinds = {f"one {n}": dice.choice(schemas) for n in range(entities)}
    crowd = _crowd(dice, labels)
    first = len(crowd) - min(len(crowd), dice.choice((0, 1, 4)))
    steps: list[Step] = [*crowd[:first]]
    coming, said = crowd[first:], first
    for _ in range(sayings):
        about = dice.choice(list(kinds))
        schema = kinds[about]
        name = dice.choice(list(VALUES[schema]))
        value = dice.choice(VALUES[schema][name])
        if dice.random() < 0.3 and _is_of_any(schema, name):
            schema = "LegalEntity"
        steps.append(Say(Claim(about, name, value, schema), dice.randrange(labels)))
        said += 1
        if coming and dice.random() < 0.1:
            steps.append(coming.pop())
            said += 1
        if dice.random() < 0.16:
            steps.append(Retract(dice.randrange(said)))
        if rising and dice.random() < rising:
            steps.append(Rise(dice.randrange(said), dice.randrange(labels)))
        if crowd and dice.random() < 0.15:
            steps.append(Retract(dice.randrange(first)))
        if dice.random() < 0.06:
            steps.append(_judge(dice, list(kinds), labels))
    cuts = sorted({0, *(dice.randrange(1, len(steps)) for _ in range(3)), len(steps)})
    batches = tuple(tuple(steps[a:b]) for a, b in pairwise(cuts))
    return World(chosen, batches)


def _is_of_any(schema: str, name: str) -> bool:
    """Tell whether a legal entity of whichever kind may have a property."""
    coarser = "LegalEntity"
    return ONTOLOGY.is_a(schema, coarser) and name in ONTOLOGY.schema(coarser).properties


def _crowd(dice: Random, labels: int) -> list[Say]:
    """Draw about as many as make a hub who share one name or passport, nearly all under one label.

    What is said and taken back by and by makes a hub of the key, and no hub any more.
    """
    if dice.random() < 0.3:
        return []
    name, label = dice.choice(("name", "passportNumber")), dice.randrange(labels)
    value = dice.choice(VALUES["Person"][name])
    return [
        Say(
            Claim(f"of the crowd {n}", name, value, "Person"),
            label if dice.random() < 0.9 else dice.randrange(labels),
        )
        for n in range(HUB_CAP + dice.randint(0, 3))
    ]


def _judge(dice: Random, names: Sequence[str], labels: int) -> Judge:
    left, right = dice.sample(names, 2)
    shown = frozenset(dice.sample(range(labels), dice.choice((1, 1, 2))))
    return Judge(left, right, dice.choice(list(Decision)), shown)


def reader(seen: Seen) -> Actor:
    """Give the person who holds these labels of a world."""
    held = make.clearance(categories=Allowed.of(*(f"category {n}" for n in seen)))
    return Actor(make.principal(purposes=(READING,), holds=held), READING)


def employed(seen: Seen) -> Actor:
    """Give the person with an account who holds these labels of a world."""
    labels = " ".join(map(str, sorted(seen)))
    who = replace(reader(seen).principal, id=f"p-of {labels}", name=f"of {labels}")
    return Actor(who, READING)


def disputed(seed: int, *, labels: int, sayings: int) -> World:
    """Draw a world as `waters` does, in which those who have an account judge again and again."""
    dice = Random(seed)  # noqa: S311 - a world, no secret
    drawn = waters(seed, labels=labels, sayings=sayings)
    pairs = [("hull 0", "hull 1"), ("hull 1", "hull 2")]

    def judge() -> Judge:
        by = frozenset(dice.sample(range(labels), dice.randint(1, labels)))
        shown = frozenset(dice.sample(sorted(by), dice.randint(1, len(by))))
        decision = dice.choice((Decision.SAME, Decision.DIFFERENT))
        return Judge(*dice.choice(pairs), decision, shown, by, two=dice.random() < 0.3)

    batches: list[tuple[Step, ...]] = []
    for batch in drawn.batches:
        steps: list[Step] = []
        for step in batch:
            if not isinstance(step, Judge):
                steps += [step, judge()] if dice.random() < 0.5 else [step]
        batches.append(tuple(steps))
    return replace(drawn, batches=tuple(batches))


def played(
    world: World, seen: Seen, rules: Sequence[Rule] = (), people: Sequence[Seen] = ()
) -> Center:
    """Give a center that holds of a world what these labels mark, resolved, its rules evaluated.

    `people`: who has an account there, and looks at every alert that he sees; each is told.
    """
    clock = FixedClock(make.NOW + timedelta(days=1))
    rules = tuple(replace(rule, purpose=READING) for rule in rules)
    center = replace(_empty(), clock=clock, rules=rules)
    play = _Play(center, world, seen)
    play.begin(people)
    for batch in world.batches:
        play.write(batch)
        clock.advance(MINUTE)
        fuse_pending(center)
        detect_pending(center)
        if people:
            follow_up(center)
            play.triage(people)
    return center


def waters(seed: int, *, labels: int, sayings: int, rising: float = 0.0) -> World:
    """Draw a world of vessels, some of them listed, of sightings, and of dark periods.

    `rising`: how often a marking rises after something was said.
    """
    dice = Random(seed)  # noqa: S311 - a world, no secret
    chosen = tuple(marked(n, dice.sample(RESOLVING, dice.choice((1, 2, 3)))) for n in range(labels))
    hulls = [f"hull {n}" for n in range(4)]
    steps: list[Step] = []
    said = 0
    for _ in range(sayings):
        for claim in _at_sea(dice, hulls):
            steps.append(Say(claim, dice.randrange(labels)))
            said += 1
        if dice.random() < 0.15:
            steps.append(Retract(dice.randrange(said)))
        if dice.random() < 0.15:
            steps.append(_judge(dice, hulls, labels))
        if rising and dice.random() < rising:
            steps.append(Rise(dice.randrange(said), dice.randrange(labels)))
    cuts = sorted({0, *(dice.randrange(1, len(steps)) for _ in range(3)), len(steps)})
    return World(chosen, tuple(tuple(steps[a:b]) for a, b in pairwise(cuts)))


def _at_sea(dice: Random, hulls: Sequence[str]) -> list[Claim]:
    """Draw what one source says of a vessel, or of an event that names one or none."""
    hull, number = dice.choice(hulls), dice.choice(("273000001", "273000002"))
    kind = dice.random()
    if kind < 0.6:
        name = dice.choice(("topics", "imoNumber", "mmsi", "flag", "name", "imoNumber"))
        values: Mapping[str, Sequence[str]] = {**VALUES["Vessel"], "topics": ("sanction",)}
        value = number if name == "mmsi" else dice.choice(values[name])
        return [Claim(hull, name, value, "Vessel")]
    day = dice.choice(("2031-03-05", "2031-03-10", "2031-03-15"))
    about = f"event {dice.randrange(4)} of {number}"
    if kind < 0.8:
        return [
            Claim(f"seen {about}", "vessel", hull, "Sighting", target=hull),
            Claim(f"seen {about}", "mmsi", number, "Sighting"),
            Claim(f"seen {about}", "startDate", "2031-03-01", "Sighting"),
            Claim(f"seen {about}", "endDate", day, "Sighting"),
        ]
    return [
        Claim(f"dark {about}", "mmsi", number, "SignalGap"),
        Claim(f"dark {about}", "startDate", day, "SignalGap"),
    ]


def _empty() -> Center:
    feed = make.feed(marked=marked(0))
    return Center(
        id=make.CENTER,
        name="Alder",
        partition=Partition("tests", exercise=True, title="Tests"),
        store=MemoryStore(),
        clock=FixedClock(make.NOW + timedelta(days=1)),
        entropy=CountedEntropy(),
        sealer=PlainSealer(),
        signer=PlainSigner(),
        precedence=OpenWay(),
        ids=make.IDS,
        ontology=ONTOLOGY,
        feeds={feed.id: declared(feed)},
        rules=(),
        purposes={name: Purpose(name, {"en": name}) for name in (READING, *RESOLVING)},
        resolve_purposes=RESOLVING,
        model=MODEL,
        wording=WORDING,
    )


class _Play:
    """One world being played into one store."""

    def __init__(self, center: Center, world: World, seen: Seen) -> None:
        self._center = center
        self._world = world
        self._seen = seen
        self._numbers: list[LabelId] = []
        self._records: list[RecordSeq] = []
        self._said: list[StatementSeq | None] = []
        self._ends = world.ends()
        self._judged = 0
        self._rises = any(isinstance(step, Rise) for some in world.batches for step in some)
        self._moment = 0

    def begin(self, people: Sequence[Seen] = ()) -> None:
        """Put down the labels, and a record under each; and accounts."""
        with self._center.store.writing() as unit:
            for seen in people:
                unit.accounts.put(make.account(employed(seen).principal))
            for n, label in enumerate(self._world.labels):
                number = unit.labels.intern(label)
                self._numbers.append(number)
                self._records.append(self._record(unit, n, number))
            self._commit(unit)

    def write(self, batch: Sequence[Step]) -> None:
        """Write what the labels mark of a batch."""
        with self._center.store.writing() as unit:
            for step in batch:
                self._moment += 1
                if isinstance(step, Say):
                    self._said.append(self._say(unit, step))
                elif isinstance(step, Retract):
                    self._retract(unit, step)
                elif isinstance(step, Rise):
                    self._rise(unit, step)
                else:
                    if self._ends[1][self._judged] <= self._seen:
                        self._judge(unit, step)
                    self._judged += 1
            self._commit(unit)

    def triage(self, people: Sequence[Seen]) -> None:
        """Let each look at all alerts that he sees; none of them changes by it."""
        with self._center.store.writing() as unit:
            for who in (employed(seen) for seen in people):
                reader = self._center.reader(unit, who.principal, READING)
                for alert in unit.alerts.find(AlertFilter(limit=10_000), reader):
                    at = make.NOW + self._moment * MINUTE
                    looked = AlertMove(
                        alert.id, Move.ACKNOWLEDGE, alert.state, at, who.principal.id
                    )
                    unit.alerts.move(looked)
            self._commit(unit)

    def _say(self, unit: UnitOfWork, step: Say) -> StatementSeq | None:
        # What will be withheld from him was never his: in the end it is as if he had not been told.
        if not self._ends[0][len(self._said)] <= self._seen:
            return None
        claim, number = step.claim, self._numbers[step.label]
        # What two say alike under two labels are two statements, of two sources.
        source = f"{make.SOURCE} {step.label}"
        batch = make.batch(
            claim, label=number, recorded_at=make.NOW + self._moment * MINUTE, source=source
        )
        target = None if claim.target is None else make.entity(claim.target)
        batch = replace(batch, entities=[make.entity(claim.about)], targets=[target])
        record = self._records[step.label]
        if self._rises:
            # With a marking rises the record, and all that it says; here each says one thing.
            record = self._record(unit, len(self._world.labels) + len(self._said), number)
        [seq] = unit.statements.add(batch, [record], State.ASSERTED)
        if seq is not None:
            prop = ONTOLOGY.property(claim.schema, claim.property)
            keys = statement_keys(prop, claim.schema, claim.value, ONTOLOGY)
            about = make.entity(claim.about)
            unit.keys.add([(key, about, seq, number) for key in keys])
            enqueue(self._center, unit, number, [about])
        return seq

    def _retract(self, unit: UnitOfWork, step: Retract) -> None:
        seq = self._said[step.said]
        if seq is None:
            return
        [found] = unit.statements.by_seq([seq], make.reader(*unit.labels.all()))
        if found.state is State.ASSERTED:
            at = make.NOW + self._moment * MINUTE
            unit.statements.set_state([seq], State.RETRACTED, at, "vanished")
            enqueue(self._center, unit, found.label, [found.entity])

    def _rise(self, unit: UnitOfWork, step: Rise) -> None:
        seq = self._said[step.said]
        if seq is None:
            return
        labels = unit.labels.all()
        [found] = unit.statements.by_seq([seq], make.reader(*labels))
        wanted = labels[found.label].join(self._world.labels[step.label])
        if wanted != labels[found.label]:
            later = raise_to(self._center, unit, [found], wanted)
            prop = ONTOLOGY.property(found.schema, found.property)
            keys = statement_keys(prop, found.schema, found.value, ONTOLOGY)
            unit.keys.relabel([(key, found.entity, seq, later) for key in keys])
            for number in (found.label, later):
                enqueue(self._center, unit, number, [found.entity])

    def _judge(self, unit: UnitOfWork, step: Judge) -> None:
        label = joined(self._world.labels[n] for n in sorted(step.labels))
        number = unit.labels.intern(label)
        judged = make.persons_judgement(
            step.left, step.right, step.decision, label=number, turn=self._moment
        )
        if step.by is not None:
            author = employed(step.by).principal.id
            judged = replace(judged, author=author, needs_second=step.two)
        unit.judgements.add([judged])
        tell_judged(unit, judged)
        enqueue(self._center, unit, number, [judged.left, judged.right])

    def _record(self, unit: UnitOfWork, n: int, number: LabelId) -> RecordSeq:
        raw = f"record {n}".encode()
        seq = unit.deliveries.open(make.delivery(f"{n}.csv"))
        delivery = make.delivery(f"{n}.csv", seq=seq)
        record_id = make.IDS.record(make.FEED, "vessels", raw)
        wrapped, sealed = self._center.sealer.seal(BUCKET, raw, record_id)
        row = SealedRecord(
            id=record_id,
            key=make.IDS.record_key(make.FEED, "vessels", raw.hex()),
            number=1,
            sealed=sealed,
            wrapped=wrapped,
            sha256=sha256(raw).digest(),
            size=len(raw),
        )
        [record] = unit.records.add(delivery, BUCKET, number, [row])
        return record

    def _commit(self, unit: UnitOfWork) -> None:
        note(self._center, unit, make.principal(), purpose=READING, act="tests.arranged")
        unit.commit()
