"""The row of a bulk load: paired, weighed with explanations, clustered; beside Splink's own way."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from resource import RUSAGE_SELF, getrusage
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from isthmus.flow.bulk_fusion import both_at_once, several_at_a_time
from isthmus.model.judgement import CONFLICT_BITS
from isthmus.node import Node
from isthmus.resolve.cluster import grouped
from isthmus.resolve.loading import Load, prepared, weighed_set
from isthmus.resolve.setwise import Weighed
from tests.bench.figures import SEED, Figure, Plan
from tests.bench.nodes import PURPOSE, bench_folder, opened
from tests.bench.persons import Persons, Row
from tests.bench.resolving import DATA, filled

TIMES: Final = 1.5
PEAK_MB: Final = 2_000
FURTHER: Final = 9.0
HARD_DATA: Final = "invented: persons with errors, ten records each"
RULES: Final = (
    ("document",),
    ("phone",),
    ("surname", "born"),
    ("given", "surname", "postcode"),
    ("given", "born"),
    ("born", "postcode"),
)


def bulk(plan: Plan) -> Iterator[Figure]:
    """Resolve all records at once, and have Splink score and cluster the same ones."""
    count = plan.size(1_000_000, 20_000)
    with bench_folder() as home:
        filled(home, count, count)
        with opened(home / "alder") as node:
            ours, _, _ = _resolved(node)
            # Before Splink begins: the store and the index are in it.
            peak_mb = getrusage(RUSAGE_SELF).ru_maxrss / 1000
    peer = _splink(Persons(SEED).rows(count))
    sizes = f"{count:,} records"
    scored = ours["scored and clustered"]
    yield Figure(
        "bulk load: paired, weighed, explained, clustered, beside Splink",
        "times",
        [scored / peer["scored and clustered"]],
        data=DATA,
        sizes=f"{sizes}; ours {scored:.1f} s, Splink {peer['scored and clustered']:.1f} s",
        required=TIMES,
    )
    yield Figure(
        "bulk load, peak memory without Splink",
        "MB",
        [peak_mb],
        data=DATA,
        sizes=f"{sizes}; the node and its index, in one process",
        required=PEAK_MB,
    )
    for name, took in (*ours.items(), *((f"Splink: {n}", t) for n, t in peer.items())):
        yield Figure(f"bulk load, {name}", "s", [took], data=DATA, sizes=sizes)


def hard(plan: Plan) -> Iterator[Figure]:
    """Resolve at once records of persons of whom each has some ten: nine candidates and more."""
    count = plan.size(1_000_000, 20_000)
    with bench_folder() as home:
        filled(home, count, count, FURTHER)
        with opened(home / "alder") as node:
            took, pairs, kept = _resolved(node)
            peak_mb = getrusage(RUSAGE_SELF).ru_maxrss / 1000
    each = f"{count:,} records, {2 * pairs / count:.0f} candidates and {2 * kept / count:.0f} kept"
    yield Figure(
        "bulk load of many records each, peak memory",
        "MB",
        [peak_mb],
        data=HARD_DATA,
        sizes=f"{each} for each; the node and its index, in one process",
        required=PEAK_MB,
    )
    for name, seconds in took.items():
        yield Figure(f"bulk load of many each, {name}", "s", [seconds], data=HARD_DATA, sizes=each)


def _resolved(node: Node) -> tuple[dict[str, float], int, int]:
    """Give the seconds of each part, and how many pairs were compared and kept.

    What a pair rests on is made and let go slice by slice, as where judgements are written.
    """
    center, model = node.center, node.center.model
    kept, edges = 0, list[Edges]()
    with center.store.reading() as unit:
        began = time.perf_counter()
        with center.index(unit) as index:
            indexed = time.perf_counter()
            labels = center.service_reader(unit, "resolver", PURPOSE).labels
            with both_at_once() as both:
                found = prepared(index, Load(labels), model, center.ontology, both)
        gathered = time.perf_counter()
        with several_at_a_time(center) as each:
            for scores in weighed_set(found, model, center.ontology, each):
                kept += len(scores.left)
                edges.append(edges_of(scores))
        weighed = time.perf_counter()
        ends, weights, apart = (np.concatenate(some) for some in zip(*edges, strict=True))
        grouped(len(found.ids), ends, weights, apart)
        done = time.perf_counter()
    took = {
        "keys and index": indexed - began,
        "paired and gathered": gathered - indexed,
        "weighed with explanations": weighed - gathered,
        "clustered": done - weighed,
        "scored and clustered": done - indexed,
    }
    return took, found.count, kept


class Edges(NamedTuple):
    """What groups: pairs, how far each pulls together or apart, and pairs that are forbidden."""

    ends: NDArray[np.int64]
    weights: NDArray[np.float64]
    apart: NDArray[np.int64]


def edges_of(scores: Weighed) -> Edges:
    """Give what each pair pulls together or apart, as a reader's clusters do (`pull_bits`)."""
    pairs = np.stack([scores.left, scores.right], axis=1)
    parts = [part.bits for part in scores.parts.values()]
    forbidden = np.any([bits <= CONFLICT_BITS for bits in parts], axis=0)
    beyond, against = scores.bits - scores.needed, sum(np.minimum(bits, 0.0) for bits in parts)
    weight = np.where(beyond >= 0, beyond, np.maximum(beyond, against))
    counts = ~forbidden & ((beyond >= 0) | (weight < 0))
    return Edges(pairs[counts], weight[counts], pairs[forbidden])


def _splink(rows: Sequence[Row]) -> dict[str, float]:
    """Give the seconds that Splink takes, set up as in its documentation, the model trained."""
    import duckdb  # noqa: PLC0415 - only here
    import pyarrow as pa  # noqa: PLC0415
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    names = ("given", "surname", "born", "document", "postcode", "phone")
    columns: dict[str, Any] = {n: [getattr(row, n) or None for row in rows] for n in names}
    table = pa.table({"unique_id": list(range(len(rows))), **columns})
    exact = [cl.ExactMatch(n) for n in ("postcode", "phone")]
    near = [cl.DamerauLevenshteinAtThresholds(n, [1, 2]) for n in ("born", "document")]
    named = [cl.NameComparison(n).configure(term_frequency_adjustments=True) for n in names[:2]]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        comparisons=[*named, *near, *exact],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    linker = Linker(DuckDBAPI(connection).register(table), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("document"), block_on("given", "surname", "born")], recall=0.7
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for block in (("born",), ("given", "surname")):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*block), estimate_without_term_frequencies=True
        )
    began = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_weight=-5)
    scored = time.perf_counter()
    linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_weight=3)
    done = time.perf_counter()
    connection.close()
    return {
        "scored": scored - began,
        "clustered": done - scored,
        "scored and clustered": done - began,
    }
