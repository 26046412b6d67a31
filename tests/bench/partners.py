"""Rows of a large store among partners: choosing what may leave, and a sync with nothing new."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from isthmus.demo.league import SIGNING_PURPOSE, League, agree, joined
from isthmus.flow.auditing import note
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.documents.sharing import StandingRequest
from isthmus.flow.subscribing import order_standing
from isthmus.model.canonical import microseconds
from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementId, StatementSeq
from isthmus.model.release import Batch, Change, Released, ReleaseId
from isthmus.model.statement import State, StatementBatch
from isthmus.node import Node
from isthmus.share.asking import Asking
from isthmus.share.decision import Permitted
from isthmus.share.remembering import Remembering
from tests import make
from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import PASSWORD, bench_folder, opened
from tests.bench.sharing import CENTERS, COLD_S, NOW, WARM_S, agreements_of, label_of

LOT: Final = 5_000
SYNC_S: Final = 1.0


def filtered(plan: Plan) -> Iterator[Figure]:
    """Decide on every label, and choose by the labels that may leave among all statements."""
    count, policies, rows = plan.size(2_000, 200), plan.size(500, 50), plan.size(1_000_000, 50_000)
    dice = Random(SEED)  # noqa: S311 - invented labels
    agreements = list(agreements_of(dice, policies))
    with bench_folder() as home, opened(home / "alder") as node:
        labels = _filled(node, dice, count, rows)
        cold, warm = [], []
        for _ in range(plan.runs):
            engine = Remembering.over(agreements)
            asking = Asking(CENTERS[0], CENTERS[1], "release", "border-security", NOW)
            engine.decide(replace(asking, purpose="another"), {"1": label_of(dice, 0)})
            cold.append(_chosen(node, engine, asking, labels))
            warm.append(_chosen(node, engine, asking, labels))
    sizes = f"{count:,} labels, {policies} policies, {rows:,} statements"
    data = "invented: labels, agreements, statements"
    name = "labels decided and statements chosen by them"
    yield Figure(f"{name}, cold", "s", cold, data=data, sizes=sizes, required=COLD_S)
    yield Figure(f"{name}, warm", "s", warm, data=data, sizes=sizes, required=WARM_S)


def nothing_new(plan: Plan) -> Iterator[Figure]:
    """Look whether anything is to be told to a partner that holds very many statements."""
    rows, took = plan.size(1_000_000, 20_000), []
    with bench_folder() as home, opened(home / "alder") as node:
        _filled(node, Random(SEED), 1, rows)  # noqa: S311 - invented labels
        with joined(node, PASSWORD) as league:
            agree(league)
            _released(node, rows)
            _ordered(league)
            node.dispatch()
            for _ in range(plan.runs):
                began = time.perf_counter()
                node.dispatch()
                took.append(time.perf_counter() - began)
    yield Figure(
        "sync with nothing new, with a partner that holds them",
        "s",
        took,
        data="invented: statements, releases",
        sizes=f"{rows:,} released statements, one standing release",
        required=SYNC_S,
    )


def _filled(node: Node, dice: Random, labels: int, rows: int) -> list[LabelId]:
    """Put statements into the store, spread over invented labels; give the labels."""
    center = node.center
    numbers: list[LabelId] = []
    for start in range(0, rows, LOT):
        with center.store.writing() as unit:
            if not numbers:
                numbers = [unit.labels.intern(label_of(dice, n)) for n in range(labels)]
            each = max(1, LOT // 50)
            for place in range(start, min(start + LOT, rows), each):
                _add(unit, numbers[place // each % labels], range(place, place + each))
            note(
                center,
                unit,
                center.service("bench", ADMINISTRATION),
                purpose=ADMINISTRATION,
                act="bench.filled",
            )
            unit.commit()
    return numbers


def _add(unit: object, label: LabelId, places: Sequence[int]) -> None:
    at = microseconds(NOW)
    batch = StatementBatch("bench", label, "B2", at, at + 10**14)
    for n in places:
        name = n.to_bytes(16, "big")
        batch.ids.append(StatementId(name))
        batch.entities.append(EntityId(name))
        batch.schemas.append("Person")
        batch.properties.append("name")
        batch.values.append(f"Person {n}")
        batch.langs.append(None)
        batch.originals.append(None)
        batch.targets.append(None)
        batch.records.append(0)
        batch.observed_at.append(None)
    unit.statements.add(batch, [RecordSeq(1)], State.ASSERTED)  # type: ignore[attr-defined]


def _released(node: Node, rows: int) -> None:
    """Note each of these statements as released to Birch."""
    center = node.center
    for start in range(0, rows, LOT):
        message = start.to_bytes(16, "big")
        batch = Batch(message, "birch", "bench", bytes(32), SIGNING_PURPOSE, "bench", NOW)
        lines = [
            Released(
                release=ReleaseId((n + rows).to_bytes(16, "big")),
                batch=message,
                partner="birch",
                statement=StatementSeq(n + 1),
                entity=EntityId(n.to_bytes(16, "big")),
                articles=("bench/1",),
                change=Change.NONE,
                expires_on=NOW.replace(year=2036),
            )
            for n in range(start, min(start + LOT, rows))
        ]
        with center.store.writing() as unit:
            unit.releases.add(batch, lines)
            note(
                center,
                unit,
                center.service("bench", ADMINISTRATION),
                purpose=ADMINISTRATION,
                act="bench.released",
            )
            unit.commit()


def _ordered(league: League) -> None:
    alder = league.members["alder"]
    wish = StandingRequest(recipient="birch")
    order_standing(alder.federation, alder.at(SIGNING_PURPOSE), wish)


def _chosen(node: Node, engine: Remembering, asking: Asking, labels: Sequence[LabelId]) -> float:
    """Decide and choose; give the seconds."""
    with node.center.store.reading() as unit:
        known = unit.labels.all()
        began = time.perf_counter()
        found = engine.decide(asking, {str(n): known[n] for n in labels})
        leaving = [LabelId(int(n)) for n, one in found.items() if isinstance(one, Permitted)]
        sizes = unit.statements.sizes(make.reader(*leaving))
        took = time.perf_counter() - began
    if not leaving or not sum(sizes.values()):
        message = f"expected statements that may leave, got {len(leaving)} labels"
        raise RuntimeError(message)
    return took
