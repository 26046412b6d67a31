"""Peers, set up as their authors set them up, measured in the same run."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from tests.bench.figures import SEED
from tests.bench.grouping import agreement

_COLUMNS: Final = ("first_name", "surname", "dob", "birth_place", "postcode_fake", "occupation")
_BLOCKS: Final = (
    ("substr(first_name,1,3)", "substr(surname,1,4)"),
    ("surname", "dob"),
    ("first_name", "dob"),
    ("postcode_fake", "first_name"),
    ("postcode_fake", "surname"),
    ("dob", "birth_place"),
    ("substr(postcode_fake,1,3)", "dob"),
    ("substr(postcode_fake,1,3)", "first_name"),
    ("substr(postcode_fake,1,3)", "surname"),
    ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
)
_THRESHOLD_BITS: Final = 4


def splink_historical(file: Path) -> tuple[float, float, float]:
    """Give precision, recall and F1 of Splink's clusters on the set of its own demonstration.

    Comparisons, blocking rules and training as in Splink's published notebook for this set.
    """
    import duckdb  # noqa: PLC0415 - only here
    import splink.comparison_library as cl  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    chosen = ", ".join(f"nullif({name}, '') as {name}" for name in _COLUMNS)
    table = connection.execute(
        f"select unique_id, cluster, {chosen} from read_parquet(?)",  # noqa: S608 - our own names
        [str(file)],
    ).to_arrow_table()
    exact = [cl.ExactMatch(n).configure(term_frequency_adjustments=True) for n in _COLUMNS[3::2]]
    names = [cl.NameComparison(n).configure(term_frequency_adjustments=True) for n in _COLUMNS[:2]]
    dates = [cl.DamerauLevenshteinAtThresholds(n, [1, 2]) for n in ("dob", "postcode_fake")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(*block) for block in _BLOCKS],
        comparisons=[*names, *dates, *exact],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(DuckDBAPI(connection).register(table), settings, log_level="ERROR")
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob"), block_on("dob", "postcode_fake")], recall=0.6
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for block in (("first_name", "surname"), ("dob",)):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*block), estimate_without_term_frequencies=True
        )
    pairs = linker.inference.predict(threshold_match_weight=-5)
    groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_weight=_THRESHOLD_BITS
    )
    found = connection.execute(
        f"select g.cluster_id, t.cluster from {groups.physical_name} g"  # noqa: S608 - Splink's name
        f" join (select unique_id, cluster from read_parquet(?)) t using (unique_id)",
        [str(file)],
    ).fetchall()
    connection.close()
    said, true = (np.unique([row[at] for row in found], return_inverse=True)[1] for at in (0, 1))
    return agreement(said, true)
