"""Bench of names in one script: labelled pairs at a threshold that is fixed in the product."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from isthmus.declared import map_of_names
from isthmus.flow.naming import names_with
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names import SAME_NAME, Names
from tests.bench.figures import Figure, Plan, RowSkipped

PAIRS = "er/names/nk_name_bench_cases.csv"
LISTED = "sanctions/ofac_2024/sdn_2024-05-03.csv"
KINDS: Mapping[str, NameKind] = {
    "Person": "person",
    "Company": "organization",
    "Organization": "organization",
    "Vessel": "vessel",
}
PEER = 0.796
REQUIRED_F1 = 0.82
REQUIRED_PAIRS = 50_000


def names(plan: Plan) -> Iterator[Figure]:
    """Measure F1 at the product's threshold, with the kind stated and untold, and the speed."""
    path = Path(plan.data) / PAIRS
    if not path.is_file():
        message = f"no {PAIRS} in {plan.data}"
        raise RowSkipped(message)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = names_with(map_of_names)
    for how, kinds in (("kind stated", KINDS), ("kind untold", {})):
        yield Figure(
            f"names, F1 at {SAME_NAME} ({how})",
            "F1",
            [f1(rows, own, kinds)],
            data="name bench of nomenklatura",
            sizes=f"{len(rows)} pairs; its own matcher reaches {PEER}",
            required=REQUIRED_F1,
            at_most=False,
            seed=None,
        )
    yield speed(plan, own)


def f1(rows: Sequence[Mapping[str, str]], own: Names, kinds: Mapping[str, NameKind]) -> float:
    """Give the harmonic mean of precision and recall at the product's threshold."""
    hit = wrong = missed = 0
    for row in rows:
        kind = kinds.get(row["schema"], "any")
        said = own.similarity(row["name1"], row["name2"], kind) >= SAME_NAME
        true = row["is_match"] == "true"
        hit, wrong, missed = hit + (said and true), wrong + (said > true), missed + (true > said)
    return 2 * hit / (2 * hit + wrong + missed)


def speed(plan: Plan, own: Names) -> Figure:
    """Score listed names with their neighbours in the alphabet: pairs as blocking proposes them."""
    path = Path(plan.data) / LISTED
    with path.open(newline="", encoding="utf-8") as file:
        listed = [r for r in csv.reader(file) if len(r) > 2]
    people = sorted(r[1] for r in listed if r[2].strip() == "individual")
    near = 10
    prepared = [own.prepared(name, "person") for name in people[: plan.size(6_000, 1_000)]]
    pairs = [(a, b) for n, a in enumerate(prepared) for b in islice(prepared, n + 1, n + 1 + near)]
    values = []
    for _ in range(plan.runs):
        fresh = names_with(map_of_names)
        began = time.perf_counter()
        for a, b in pairs:
            fresh.score(a, b)
        values.append(len(pairs) / (time.perf_counter() - began))
    return Figure(
        "names, prepared pairs of one script",
        "pairs/s per core",
        values,
        data="OFAC persons",
        sizes=f"{len(pairs)} pairs of neighbours in the alphabet",
        required=REQUIRED_PAIRS,
        at_most=False,
    )
