"""Bench of names across scripts: true pairs against pairs whose surname is nearly the same.

Tokens are those of the development split, on which nothing was trained. A name is a given name and
a surname, drawn; its negative keeps the given name and takes the surname nearest in Latin spelling
out of three hundred others, with the native spelling of the true one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sklearn.metrics import roc_auc_score

from isthmus.declared import map_of_names
from isthmus.flow.naming import names_with
from tests.bench.figures import SEED, Figure, Plan, RowSkipped
from tools.train_names import LANGUAGES, is_held_out, nearest, read_examples

FOLDER = "er/crossscript_train"
REQUIRED = {
    "cyrillic": 0.93,
    "arabic": 0.92,
    "han": 0.85,
    "hebrew": 0.91,
    "hangul": 0.82,
    "kana": 0.91,
}
BETWEEN = {"han": "·", "kana": "・"}


def crossscript(plan: Plan) -> Iterator[Figure]:
    """Measure, per script, the area under the curve; and pairs per second over all of them."""
    folder = Path(plan.data) / FOLDER
    if not folder.is_dir():
        message = f"no {FOLDER} in {plan.data}"
        raise RowSkipped(message)
    own = names_with(map_of_names)
    pairs = {script: drawn(script, folder, plan.size(2_000, 300)) for script in LANGUAGES}
    began = time.perf_counter()
    scores = {
        script: [own.similarity(a, b, "person") for a, b, _ in pairs[script]] for script in pairs
    }
    took = time.perf_counter() - began
    for script, scored in scores.items():
        yield Figure(
            f"names across scripts, {LANGUAGES[script][0]} AUC",
            "AUC",
            [float(roc_auc_score([true for _, _, true in pairs[script]], scored))],
            data="Wikidata tokens, development split",
            sizes=f"{len(scored)} pairs, half of them nearest of 300",
            required=REQUIRED[script],
            at_most=False,
        )
    count = sum(map(len, pairs.values()))
    yield Figure(
        "names across scripts, unprepared pairs",
        "pairs/s per core",
        [count / took],
        data="Wikidata tokens, development split",
        sizes=f"{count} pairs in six scripts, maps loaded meanwhile",
        required=1_000,
        at_most=False,
    )


def drawn(script: str, folder: Path, count: int) -> Sequence[tuple[str, str, bool]]:
    """Draw pairs of a Latin and a native name, and whether they are one; by turns."""
    path = folder / f"{LANGUAGES[script][0]}.tsv"
    examples = [e for e in read_examples(path) if is_held_out(e.latin)]
    dice = random.Random(SEED)  # noqa: S311 - a seed is to repeat it, not to hide it
    between = BETWEEN.get(script, " ")
    found = []
    for _ in range(count):
        given, surname = dice.sample(examples, 2)
        other = nearest(surname, examples, dice)
        native = f"{given.native}{between}{surname.native}"
        found.append((f"{given.latin} {surname.latin}", native, True))
        found.append((f"{given.latin} {other}", native, False))
    return found
