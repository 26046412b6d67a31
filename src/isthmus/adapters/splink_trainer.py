"""Trainer that lets Splink estimate on DuckDB; the levels are ours, called from its SQL.

A record is a row of integers: for each property the code of its value. Splink compares two codes
by a function that DuckDB calls with whole vectors, so that training sees exactly the levels that
scoring will see. Equal codes make its blocking rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from isthmus.errors import TrainingImpossible
from isthmus.ports.training import (
    Codes,
    Estimates,
    Levels,
    LevelShare,
    TrainingColumn,
    TrainingPlan,
)

LEAST_RECORDS: Final = 50
_UNKNOWN: Final = 255


class SplinkTrainer:
    """Trains with Splink 5 in a DuckDB of its own, in memory, on one thread."""

    def train(self, columns: Sequence[TrainingColumn], plan: TrainingPlan) -> Estimates:
        """Estimate prior, m and u.

        Raises TrainingImpossible where the records hold too few pairs to learn from.
        """
        import duckdb  # noqa: PLC0415 - heavy, and only training needs it
        import splink  # noqa: PLC0415

        records = len(columns[0].codes) if columns else 0
        if records < LEAST_RECORDS:
            message = f"expected at least {LEAST_RECORDS} records to train on, got {records}"
            raise TrainingImpossible(message)
        connection = duckdb.connect()
        try:
            connection.execute("set threads = 1; set enable_progress_bar = false")
            linker = _linker(connection, columns)
            _estimate(linker, plan, records)
            found = linker.misc.save_model_to_json(out_path=None)
        finally:
            connection.close()
        return _estimates(
            found, columns, {"splink": splink.__version__, "duckdb": duckdb.__version__}
        )


def _linker(connection: Any, columns: Sequence[TrainingColumn]) -> Any:  # noqa: ANN401 - untyped libraries
    import pyarrow as pa  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator  # noqa: PLC0415

    table = {"unique_id": pa.array(range(len(columns[0].codes)), pa.int32())}
    for column in columns:
        table[column.name] = pa.array(column.codes, pa.int32(), mask=column.codes < 0)
        _register(connection, column)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(column) for column in columns],
        blocking_rules_to_generate_predictions=[],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    api = DuckDBAPI(connection)
    return Linker(api.register(pa.table(table)), settings, log_level="ERROR")


def _register(connection: Any, column: TrainingColumn) -> None:  # noqa: ANN401
    import pyarrow as pa  # noqa: PLC0415
    from duckdb.sqltypes import INTEGER, UTINYINT  # noqa: PLC0415

    remembered = _Remembered(column)

    def levels(left: Any, right: Any) -> Any:  # noqa: ANN401
        codes = (side.to_numpy(zero_copy_only=False).astype(np.int32) for side in (left, right))
        return pa.array(remembered.levels(*codes), pa.uint8())

    name = f"level_{column.name}"
    connection.create_function(name, levels, [INTEGER, INTEGER], UTINYINT, type="arrow")


class _Remembered:
    """The levels of the last vector: SQL asks once per level, for fewer rows each time."""

    def __init__(self, column: TrainingColumn) -> None:
        self._compare = column.compare
        self._size = int(column.codes.max(initial=0)) + 1
        self._keys = np.empty(0, np.int64)
        self._levels: Levels = np.empty(0, np.uint8)

    def levels(self, left: Codes, right: Codes) -> Levels:
        keys = left.astype(np.int64) * self._size + right
        at = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        if not len(self._keys) or not np.array_equal(self._keys[at], keys):
            self._keys, first = np.unique(keys, return_index=True)
            self._levels = self._compare(left[first], right[first])
            at = np.searchsorted(self._keys, keys)
        return self._levels[at]


def _comparison(column: TrainingColumn) -> Any:  # noqa: ANN401
    from splink.internals.comparison_level_library import (  # noqa: PLC0415
        CustomLevel,
        ElseLevel,
        NullLevel,
    )
    from splink.internals.comparison_library import CustomComparison  # noqa: PLC0415

    call = f'level_{column.name}("{column.name}_l", "{column.name}_r")'
    unknown = CustomLevel(f"{call} = {_UNKNOWN}", "unknown").configure(is_null_level=True)
    known = [CustomLevel(f"{call} = {n}", str(n)) for n in range(len(column.levels) - 1)]
    null = NullLevel(column.name)
    return CustomComparison([null, unknown, *known, ElseLevel()], output_column_name=column.name)


def _estimate(linker: Any, plan: TrainingPlan, records: int) -> None:  # noqa: ANN401
    from splink import block_on  # noqa: PLC0415
    from splink.internals.exceptions import EMTrainingException, SplinkException  # noqa: PLC0415

    training = linker.training
    try:
        training.estimate_probability_two_random_records_match(
            [block_on(*rule) for rule in plan.rules], recall=plan.recall
        )
        pairs = min(plan.pairs, records * (records - 1) // 2)
        training.estimate_u_using_random_sampling(
            max_pairs=pairs, seed=plan.seed, min_count_per_level=None, num_chunks=1
        )
        for block in plan.blocks:
            training.estimate_parameters_using_expectation_maximisation(
                block_on(*block),
                max_pairs=plan.pairs,
                record_sample_proportion=1.0,
                estimate_without_term_frequencies=True,
            )
    except (EMTrainingException, SplinkException) as error:
        message = f"expected records that some share values, as training needs: {error!s:.200}"
        raise TrainingImpossible(message) from error


def _estimates(
    found: dict[str, Any], columns: Sequence[TrainingColumn], made_with: dict[str, str]
) -> Estimates:
    by_name = {c["output_column_name"]: c["comparison_levels"] for c in found["comparisons"]}
    return Estimates(
        prior=float(found["probability_two_random_records_match"]),
        shares={
            column.name: [
                LevelShare(_share(level.get("m_probability")), _share(level.get("u_probability")))
                for level in by_name[column.name]
                if not level.get("is_null_level")
            ]
            for column in columns
        },
        made_with=made_with,
    )


def _share(found: object) -> float | None:
    return float(found) if isinstance(found, int | float) else None
