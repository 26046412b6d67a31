"""Rows of quality: trained without labels, thresholds fixed before a label is looked at.

1. The records become columns; the trainer sees no label.
2. `needed` is what the prior asks for: as many bits as make a pair as likely one as not.
3. The records are indexed, paired, judged and clustered by the code of a node, with those weights.
4. Only then the labels are read, and the peer's answer is measured against them in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Final

import numpy as np

from isthmus.adapters.splink_trainer import SplinkTrainer
from isthmus.declared import DECLARED, yaml_of
from isthmus.model.ids import ID_BYTES, EntityId, LabelId, StatementSeq
from isthmus.model.ontology import read_ontology
from isthmus.model.statement import Claim
from isthmus.model.weights import Frequencies
from isthmus.resolve.bulk import Column
from isthmus.resolve.cluster import grouped
from isthmus.resolve.compare import Compared, Model, bound, read_model
from isthmus.resolve.entity_keys import entity_keys
from isthmus.resolve.index import Index
from isthmus.resolve.levels.registry import PLAIN_NAMES
from isthmus.resolve.loading import Load, prepared, weighed_set
from isthmus.resolve.training import counted, trained, training_columns, training_plan
from tests.bench.bulk_loading import edges_of
from tests.bench.figures import SEED, Figure, Plan, RowSkipped
from tests.bench.grouping import Ints, agreement
from tests.bench.peers import splink_historical

HISTORICAL: Final = "er/historical_50k/historical_figures_with_errors_50k.parquet"
FEBRL: Final = (
    ("febrl4", ("dataset4a.csv", "dataset4b.csv"), 0.999),
    ("febrl3", ("dataset3.csv",), 0.996),
)
KIND: Final = "Person"
ONTOLOGY: Final = read_ontology(yaml_of(DECLARED / "ontology.yaml"))


@dataclass(frozen=True)
class Records:
    """Records of one set: columns by property, and the label of each, for the very end."""

    columns: Mapping[str, Column]
    truth: Ints


@dataclass(frozen=True)
class Trained:
    """What training gave, and how long it took."""

    compared: Mapping[str, Compared]
    needed: float
    seconds: float


def historical(plan: Plan) -> Iterator[Figure]:
    """Fifty thousand records of five thousand persons with errors, beside Splink's own set-up."""
    file = Path(plan.data) / HISTORICAL
    records = read_historical(file)
    began = time.perf_counter()
    groups, made = resolved(records)
    took = time.perf_counter() - began
    ours = agreement(groups, records.truth)
    theirs = splink_historical(file)
    sizes = f"{len(records.truth):,} records, needed {made.needed:.1f} bits"
    name = "historical_50k cluster"
    for what, value, peer in zip(("precision", "recall"), ours, theirs, strict=False):
        said = f"{sizes}; Splink as its authors set it up: {peer:.4f}"
        yield Figure(f"{name} {what}", "", [value], data=HISTORICAL, sizes=said, at_most=False)
    said = f"{sizes}; {ours[2]:.4f}, Splink as its authors set it up: {theirs[2]:.4f}"
    yield Figure(
        f"{name} F1", "", [ours[2]], data=HISTORICAL, sizes=said, required=0.90, at_most=False
    )
    yield Figure(
        f"{name}: training", "s", [made.seconds], data=HISTORICAL, sizes="Splink 5, one thread"
    )
    yield Figure(f"{name}: the whole way", "s", [took], data=HISTORICAL, sizes=sizes)


def febrl(plan: Plan) -> Iterator[Figure]:
    """Synthetic persons: a guard against falling back."""
    folder = Path(plan.data) / "er/febrl"
    for name, files, required in FEBRL:
        records = read_febrl([folder / file for file in files])
        groups, made = resolved(records)
        found = agreement(groups, records.truth)
        yield Figure(
            f"{name} pairwise F1",
            "",
            [found[2]],
            data=f"er/febrl/{', '.join(files)}",
            sizes=f"{len(groups):,} records, needed {made.needed:.1f} bits, no label seen; "
            f"precision {found[0]:.4f}, recall {found[1]:.4f}",
            required=required,
            at_most=False,
        )


def resolved(records: Records) -> tuple[Ints, Trained]:
    """Give the group of each record, as a node resolves them by weights that it trained on them.

    Without their labels; a record of which nothing is said is a group by itself.
    """
    made = train(records.columns)
    model, label = model_of(made), LabelId(1)
    index = Index(partial(entity_keys, ontology=ONTOLOGY, names=PLAIN_NAMES))
    ids = [EntityId(sha256(b"%d" % n).digest()[:ID_BYTES]) for n in range(len(records.truth))]
    for entity, claims in zip(ids, claims_of(records, label), strict=True):
        index.update(entity, claims)
    index.fold()
    found = prepared(index, Load(frozenset({label})), model, ONTOLOGY)
    edges = [edges_of(scores) for scores in weighed_set(found, model, ONTOLOGY)]
    ends, bits, apart = (np.concatenate(some) for some in zip(*edges, strict=True))
    groups = grouped(len(found.ids), ends, bits, apart)
    numbers = [index.number(entity) for entity in ids]
    alone = count(len(found.ids))
    own = [next(alone) if number is None else int(groups[number]) for number in numbers]
    return np.array(own, np.int64), made


def model_of(made: Trained) -> Model:
    """Give the shipped model with what was trained in its place."""
    shipped = read_model(yaml_of(DECLARED / "weights.yaml"))
    weights, kinds = shipped.weights, shipped.schemas
    kind = replace(weights.schemas[KIND], needed=made.needed)
    return Model(
        replace(weights, schemas={**weights.schemas, KIND: kind}),
        {**kinds, KIND: {**kinds[KIND], **made.compared}},
    )


def claims_of(records: Records, label: LabelId) -> Iterator[list[Claim]]:
    """Give what each record says, in its order."""
    columns = [(name, c.values, c.codes.tolist()) for name, c in records.columns.items()]
    seqs = count(1)
    for n in range(len(records.truth)):
        yield [
            Claim(StatementSeq(next(seqs)), label, KIND, name, values[codes[n]])
            for name, values, codes in columns
            if codes[n] >= 0
        ]


def train(columns: Mapping[str, Column]) -> Trained:
    """Train as the node does, on columns instead of statements."""
    began = time.perf_counter()
    shipped = read_model(yaml_of(DECLARED / "weights.yaml")).weights.schemas[KIND]
    tables = {
        name: counted(column, shipped.properties[name]) or Frequencies()
        for name, column in columns.items()
    }
    plain = {n: bound(shipped.properties[n], tables[n], n) for n in columns}
    plan = training_plan(columns, SEED)
    if plan is None:
        raise RowSkipped("the records share too little to train on")
    estimates = SplinkTrainer().train(training_columns(columns, plain), plan)
    weights = trained(shipped, estimates, plan)
    compared = {n: bound(weights.properties[n], tables[n], n) for n in columns}
    return Trained(compared, weights.needed, time.perf_counter() - began)


def read_historical(file: Path) -> Records:
    """Read the persons of the past; the columns derived from the full name are left out."""
    rows = _rows(
        file,
        "select cluster, full_name, dob, birth_place, postcode_fake, gender, occupation"
        " from read_parquet(?) order by unique_id",
    )
    names = ("name", "birthDate", "birthPlace", "postalCode", "gender", "position")
    return _records(
        [row[0] for row in rows], {n: [r[k] for r in rows] for k, n in enumerate(names, 1)}
    )


def read_febrl(files: Sequence[Path]) -> Records:
    """Read synthetic persons of one or two files."""
    rows = [
        row
        for file in files
        for row in _rows(
            file,
            "select regexp_extract(trim(rec_id), '^rec-([0-9]+)', 1), trim(given_name),"
            " trim(surname), trim(date_of_birth), trim(street_number), trim(address_1),"
            " trim(address_2), trim(suburb), trim(postcode), trim(soc_sec_id)"
            " from read_csv(?, all_varchar = true, header = true, normalize_names = true)",
        )
    ]
    made: dict[str, Callable[[Any], str]] = {
        "name": lambda r: " ".join(part for part in (r[1], r[2]) if part),
        "birthDate": lambda r: f"{r[3][:4]}-{r[3][4:6]}-{r[3][6:]}" if r[3] else "",
        "address": lambda r: " ".join(part for part in (r[4], r[5], r[6], r[7]) if part),
        "postalCode": lambda r: r[8] or "",
        "idNumber": lambda r: r[9] or "",
    }
    return _records([r[0] for r in rows], {n: [make(r) for r in rows] for n, make in made.items()})


def _rows(file: Path, query: str) -> list[Any]:
    import duckdb  # noqa: PLC0415 - only here

    if not file.is_file():
        raise RowSkipped(f"expected {file}")
    with duckdb.connect() as connection:
        return connection.execute(query, [str(file)]).fetchall()


def _records(labels: Sequence[str], values: Mapping[str, Sequence[str | None]]) -> Records:
    columns = {}
    for name, said in values.items():
        known: dict[str, int] = {}
        codes = [-1 if not v else known.setdefault(v, len(known)) for v in said]
        columns[name] = Column(list(known), np.array(codes, dtype=np.int32))
    return Records(columns, np.unique(labels, return_inverse=True)[1])
