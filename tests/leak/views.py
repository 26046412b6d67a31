"""What a reader is shown: everything that the real flows give him, in a form that can be compared.

Numbers that never leave a store are put as what they stand for.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from types import FrameType
from typing import Any, Final, TypeAlias

import msgspec

import isthmus
from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.documents.quality import QualityQuestion
from isthmus.flow.documents.screening import ScreeningQuery, ScreeningRequest
from isthmus.flow.entity import entity_page
from isthmus.flow.following_up import follow_ups
from isthmus.flow.quality import quality_report
from isthmus.flow.replaying import replay_pair
from isthmus.flow.review_queue import review_queue
from isthmus.flow.screening import screen
from isthmus.flow.search import EntityQuery, search_entities
from isthmus.model.ids import EntityId, LabelId, StatementSeq, shown_id
from isthmus.model.judgement import Comparison, Judgement, counting
from isthmus.model.label import Label
from isthmus.model.statement import Statement
from isthmus.ports import AlertFilter, Store, UnitOfWork
from tests.leak.worlds import HUB_CAP, World
from tests.make.holders import holders_of

Shown: TypeAlias = dict[str, Any]

QUERIES: Final = (
    "Mara Lind", "lind", "x1234567", "IMO 9074729", "mar", "quay trading company", "12 harbour st",
)  # fmt: skip

SAMPLED: Final = 3
"""Fewer than there are pairs in many of the worlds: what is withheld could change which."""
QUEUED: Final = 5

_HOME: Final = Path(isthmus.__file__).parent
WORKING: Final = tuple(str(_HOME / room) for room in ("resolve", "flow", "identifiers"))
INDEX: Final = {
    str(_HOME / "resolve" / name) for name in ("postings.py", "crowds.py", "claims.py", "looks.py")
}
SCREENED: Final = {
    "a name": ScreeningQuery(properties={"name": ["Mara Lind"]}),
    "a person": ScreeningQuery(
        properties={
            "name": ["Lind Marra"],
            "birthDate": ["1970-01-02"],
            "passportNumber": ["X1234567"],
        }
    ),
    "a ship": ScreeningQuery(schema="Vessel", properties={"name": ["Mara Lind"]}),
}


def weighed(center: Center, actor: Actor, world: World) -> Shown:
    """Give clusters, judgements with their explanations, and what replays and samples rest on."""
    with center.store.reading() as unit:
        reader = center.reader(unit, actor.principal, actor.purpose)
        clusters = clusters_around(unit, world.entities, reader)
        said = unit.statements.of(world.entities, reader, every_state=True)
        about = {s.seq: s for s in said}
        labels = unit.labels.all()
        rows = [
            _row(judged, about, labels) for judged in unit.judgements.around(world.entities, reader)
        ]
        paged = unit.judgements.page(0, 10_000, reader)
        past = unit.judgements.history(world.entities, reader)
        sampled = unit.judgements.sampled(SAMPLED, reader)
    return {
        "clusters": sorted(sorted(cluster) for cluster in set(clusters.values())),
        "judgements": sorted(rows, key=repr),
        "paged": len(paged),
        "past": [_row(judged, about, labels) for judged in past],
        "sampled": [(judged.left, judged.right, judged.author) for judged in sampled],
    }


def _row(
    judged: Judgement, about: Mapping[StatementSeq, Statement], labels: Mapping[LabelId, Label]
) -> tuple[object, ...]:
    ends = (judged.left, judged.right, judged.by_person, judged.author)
    why = tuple(
        (c.property, c.bits, *(about[n].id for n in (c.left, c.right)), *_labels(c, labels))
        for c in counting(judged.comparisons)
    )
    label = labels[judged.label] if judged.by_person else None
    said = (judged.weighed, judged.decision, judged.bits, judged.needed, judged.reason, label)
    return (*ends, said, why)


def _labels(compared: Comparison, labels: Mapping[LabelId, Label]) -> tuple[Label, Label]:
    return labels[compared.left_label], labels[compared.right_label]


def held(center: Center, actor: Actor, keys: Sequence[str]) -> Shown:
    """Give who holds keys, and which keys begin so."""
    with center.store.reading() as unit:
        reader = center.reader(unit, actor.principal, actor.purpose)
        holders, labels = unit.keys.holders(keys, reader, HUB_CAP), unit.labels.all()
        with center.index(unit) as index:
            sharers = holders_of(index, keys, reader.labels, HUB_CAP)
        return {
            "holders": {key: [entity for entity, _ in found] for key, found in holders.items()},
            "sharers": {
                key: sorted(((e, labels[n]) for e, n in found), key=repr)
                for key, found in sharers.items()
            },
            "starting": list(unit.keys.starting("t:", reader, 100)),
        }


def reviewed(center: Center, actor: Actor, world: World) -> Shown:
    """Give what is replayed of each pair, the report of quality, and the queue of review."""
    ends = [shown_id("e", entity) for entity in world.entities]
    replays = {pair: replay_pair(center, actor, *pair) for pair in combinations(ends, 2)}
    return {
        "replays": msgspec.to_builtins([*replays.items()]),
        "report": msgspec.to_builtins(quality_report(center, actor, QualityQuestion())),
        "queue": msgspec.to_builtins(review_queue(center, actor, limit=QUEUED)),
    }


def noticed(center: Center, actor: Actor, world: World) -> Shown:
    """Give every alert with its findings and its history, and whom each event is attributed to."""
    with center.store.reading() as unit:
        reader = center.reader(unit, actor.principal, actor.purpose)
        labels = unit.labels.all()
        said = {s.seq: s.id for s in unit.statements.of(world.entities, reader, every_state=True)}
        alerts = []
        for alert in unit.alerts.find(AlertFilter(limit=10_000), reader):
            found = [
                (f.id, f.standing, f.entities, sorted((r, said[s]) for r, s in f.evidence))
                for f in unit.findings.of_alert(alert.id, reader)
            ]
            moves = [(m.move, m.state, m.by) for m in unit.alerts.history(alert.id, reader)]
            row = (alert.id, alert.rule, alert.state, labels[alert.label], alert.entity)
            alerts.append((*row, alert.findings, sorted(found), moves))
        given = unit.judgements.attributions(reader, events=world.entities)
    attributions = [(a.event, a.holder, a.property, [said[s] for s in a.evidence]) for a in given]
    return {"alerts": sorted(alerts, key=repr), "attributions": sorted(attributions)}


def told(center: Center, actor: Actor) -> Shown:
    """Give what a person with an account is told, under *Follow-ups* and in the store."""
    with center.store.reading() as unit:
        labels = unit.labels.all()
        rows = [
            (f.acted, f.subject, f.other, f.why, labels[f.label], f.acted_at, f.at)
            for f in unit.follow_ups.of(actor.principal.id, 10_000)
        ]
    page = msgspec.to_builtins(follow_ups(center, actor))
    # A mark is none but for whom it was made, and tells of nothing.
    for row in page["follow_ups"]:
        del row["id"]
    return {"rows": rows, "page": page}


def shown(center: Center, actor: Actor, world: World) -> Shown:
    """Give what search and the pages of entities show, with what the store was asked for it."""
    counted = replace(center, store=_Counting(center.store))
    found: Shown = {}
    # The index learns of everything, whoever asks: what it costs to ask is what is compared.
    with counted.store.reading() as unit, counted.index(unit):
        pass
    for q in QUERIES:
        with counted.store.counts() as asked:  # type: ignore[attr-defined] # it is the counting one
            hits = search_entities(counted, actor, EntityQuery(q=q))
        found[f"search {q}"] = msgspec.to_builtins(hits)
        found[f"asked for {q}"] = dict(asked)
    for name, query in SCREENED.items():
        request = ScreeningRequest(queries=[query])
        with counted.store.counts() as asked:  # type: ignore[attr-defined] # it is the counting one
            answer = screen(counted, actor, request)
        found[f"screened {name}"] = msgspec.to_builtins(answer)
        found[f"asked for {name}"] = dict(asked)
    for entity in world.entities:
        with counted.store.counts() as asked:  # type: ignore[attr-defined] # it is the counting one
            found[shown_id("e", entity)] = _page(counted, actor, entity)
        found[f"asked for {shown_id('e', entity)}"] = dict(asked)
    return found


def steps(work: Callable[[], object]) -> int:
    """Count the calls within the engine and the flows once what they remember is warm.

    A clock tells too little apart; what is done says how long it takes. Left out: how the index
    passes over what lies under withheld labels, a fraction of a microsecond for each.
    """
    calls = 0

    def note(frame: FrameType, event: str, _of: object) -> None:
        nonlocal calls
        code = frame.f_code.co_filename
        calls += event == "call" and code.startswith(WORKING) and code not in INDEX

    work()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def taken(center: Center, actor: Actor) -> Shown:
    """Give how many steps it takes to search and to screen."""
    with center.store.reading() as unit, center.index(unit):
        pass
    found: Shown = {}
    for q in QUERIES:
        found[f"search {q}"] = steps(partial(search_entities, center, actor, EntityQuery(q=q)))
    for name, query in SCREENED.items():
        request = ScreeningRequest(queries=[query])
        found[f"screening {name}"] = steps(partial(screen, center, actor, request))
    return found


def _page(center: Center, actor: Actor, entity: EntityId) -> object:
    try:
        return msgspec.to_builtins(entity_page(center, actor, shown_id("e", entity)))
    except NotFound:
        return None


Asked: TypeAlias = Counter[tuple[str, str]]


@dataclass
class _Counting:
    """A store that counts what is asked of it, and how many rows come back."""

    store: Store
    asked: Asked = field(default_factory=Counter)

    @contextmanager
    def counts(self) -> Generator[Asked]:
        """Count anew."""
        self.asked.clear()
        yield self.asked

    @contextmanager
    def reading(self) -> Generator[Any]:
        with self.store.reading() as unit:
            yield _CountingUnit(unit, self.asked)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        return getattr(self.store, name)


@dataclass
class _CountingUnit:
    unit: UnitOfWork
    asked: Asked

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        return _CountingPart(getattr(self.unit, name), name, self.asked)


@dataclass
class _CountingPart:
    part: Any
    name: str
    asked: Asked

    def __getattr__(self, name: str) -> Callable[..., object]:
        method, of = getattr(self.part, name), f"{self.name}.{name}"

        def counted(*args: object, **options: object) -> object:
            found = method(*args, **options)
            self.asked[of, "calls"] += 1
            # All labels are known to every store of a world, and no reader is shown them.
            if of != "labels.all" and isinstance(found, Sized):
                self.asked[of, "rows"] += len(found)
            return found

        return counted
