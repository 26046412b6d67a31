"""Rows of sharing: how fast it is decided what may leave, and how fast it arrives."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Final

from isthmus.demo.league import SIGNING_PURPOSE, League, agree, joined
from isthmus.flow.detection import detect_pending
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.sharing import release
from isthmus.model.ids import shown_id
from isthmus.model.label import Allowed, Label
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.document import AgreementDocument, Article, Forbid, Permit, Title, Validity
from isthmus.share.remembering import Remembering
from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import PASSWORD, bench_folder, deliver, finish, lots, opened, person_lines
from tests.unit.share.cases import signed

COLD_S: Final = 0.5
WARM_S: Final = 0.1
RATE: Final = 10_000
EACH: Final = 200
"""Persons in one release: a thousand statements."""
NOW: Final = datetime(2031, 5, 4, 12, tzinfo=UTC)
TITLE: Final = Title(en="Exchange", fr="Échange", ar="تبادل")
CENTERS: Final = tuple(f"center-{n}" for n in range(10))


def decisions(plan: Plan) -> Iterator[Figure]:
    """Decide on many labels under many policies, the first time and again."""
    count, policies = plan.size(2_000, 200), plan.size(500, 50)
    dice = Random(SEED)  # noqa: S311 - invented labels
    agreements = list(agreements_of(dice, policies))
    labels = {str(n): label_of(dice, n) for n in range(count)}
    asking = Asking(CENTERS[0], CENTERS[1], "release", "border-security", NOW)
    cold, warm = [], []
    for _ in range(plan.runs):
        engine = Remembering.over(agreements)
        # The policies of a recipient are parsed when it is asked about first.
        engine.decide(replace(asking, purpose="another"), {"0": labels["0"]})
        cold.append(_timed(engine, asking, labels))
        warm.append(_timed(engine, asking, labels))
    sizes = f"{count:,} labels, {policies} policies of 10 centers"
    data = "invented: labels, agreements"
    yield Figure("decisions, cold", "s", cold, data=data, sizes=sizes, required=COLD_S)
    yield Figure("decisions, warm", "s", warm, data=data, sizes=sizes, required=WARM_S)


def exchange(plan: Plan) -> Iterator[Figure]:
    """Release persons from one node to another on this machine, all the way to its receipts."""
    people, rounds = plan.size(4_000, 200), plan.runs
    decided, carried, lag, total = [], [], [], 0
    with bench_folder() as home, opened(home / "alder") as node:
        for number, lot in enumerate(lots(person_lines(SEED, people * rounds))):
            deliver(node, f"p{number}.jsonl", lot)
        finish(node)
        with joined(node, PASSWORD) as league:
            agree(league)
            entities = _entities(league)
            for turn in range(rounds):
                # What is new there each time: what is known already takes another way.
                fresh = entities[turn * people : (turn + 1) * people]
                began = time.perf_counter()
                total = _released(league, fresh)
                decided.append(total / (time.perf_counter() - began))
                began = time.perf_counter()
                league.settle()
                carried.append(total / (time.perf_counter() - began))
                began = time.perf_counter()
                fuse_pending(league.members["birch"].node.center)
                detect_pending(league.members["birch"].node.center)
                lag.append(time.perf_counter() - began)
    sizes = f"{total:,} statements of {people:,} persons, {EACH} persons a message"
    data = "invented: persons"
    unit = "statements/s"
    yield Figure("releases, decided, redacted, sealed", unit, decided, data=data, sizes=sizes)
    yield Figure(
        "releases, carried to durable admission and receipt",
        unit,
        carried,
        data=data,
        sizes=sizes,
        required=RATE,
        at_most=False,
    )
    yield Figure("lag of resolve and detect at the recipient", "s", lag, data=data, sizes=sizes)


def _timed(engine: Remembering, asking: Asking, labels: dict[str, Label]) -> float:
    began = time.perf_counter()
    found = engine.decide(asking, labels)
    took = time.perf_counter() - began
    if len(found) != len(labels):
        message = f"expected {len(labels)} decisions, got {len(found)}"
        raise RuntimeError(message)
    return took


def _entities(league: League) -> list[str]:
    center = league.members["alder"].node.center
    keys = (f"ftm:p{n}" for n in range(10_000_000))
    found: list[str] = []
    with center.store.reading() as unit:
        reader = center.reader(unit, league.members["alder"].officer.principal, SIGNING_PURPOSE)
        for key in keys:
            entity = center.ids.entity("entity-exchange", key)
            if not unit.statements.of([entity], reader):
                return found
            found.append(shown_id("e", entity))
    return found


def _released(league: League, entities: Sequence[str]) -> int:
    alder = league.members["alder"]
    total = 0
    for start in range(0, len(entities), EACH):
        question = ReleaseQuestion(recipient="birch", entities=list(entities[start : start + EACH]))
        total += release(alder.federation, alder.at(SIGNING_PURPOSE), question).run.leaving
    return total


def agreements_of(dice: Random, policies: int) -> Iterator[Agreement]:
    """Give invented agreements with so many policies together."""
    for number in range(policies // 5):
        parties = dice.sample(CENTERS, 4)
        articles: list[Article] = [_permit(dice, str(n), parties) for n in range(1, 5)]
        articles.append(
            Forbid(article="5", title=TITLE, actions=["release"], subject_categories=["minor"])
        )
        yield signed(
            AgreementDocument(
                agreement=f"agreement-{number}",
                version=1,
                layer="regional",
                title=TITLE,
                legal_instrument="Treaty of 2019",
                parties=parties,
                valid=Validity(first=NOW.date(), before=NOW.date().replace(year=2040)),
                articles=articles,
            )
        )


def _permit(dice: Random, number: str, parties: list[str]) -> Permit:
    return Permit(
        article=number,
        title=TITLE,
        actions=["release"],
        recipients=dice.sample(parties, 3),
        purposes=dice.sample(["border-security", "serious-crime", "customs-control"], 2),
        data_categories=dice.sample(["identity", "travel", "finance", "movement"], 3),
        legal_bases="any",
        ceiling={"national": dice.choice(["OFFICIAL", "RESTRICTED"])},
        subject_categories="any",
    )


def label_of(dice: Random, number: int) -> Label:
    """Give an invented label."""
    return Label(
        classification=frozenset({("national", dice.choice(["PUBLIC", "OFFICIAL", "SECRET"]))}),
        originators=frozenset({f"agency-{number}"}),
        releasable_to=Allowed(frozenset(dice.sample(CENTERS, 6))),
        data_categories=frozenset(dice.sample(["identity", "travel", "finance", "movement"], 2)),
        subject_categories=frozenset({dice.choice(["suspect", "contact", "minor"])}),
        legal_bases=frozenset({f"Border Act, s. {dice.randrange(40)}"}),
        purposes=Allowed.of("border-security", "serious-crime"),
    )
