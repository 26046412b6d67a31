"""Make the maps of `src/isthmus/resources/names` from pairs of spellings of personal names.

Run: `python tools/train_names.py DATA [--out FOLDER] [--script NAME] [--everything]`. DATA holds
`russian.tsv`, `arabic.tsv` ...: Latin token, native characters parted by blanks, count. A fixed
tenth of the Latin tokens, the development split, is left out unless `--everything` is given: the
bench measures on it. The same data gives the same bytes on the same machine.

1. Expectation maximisation learns which unit emits which chunk, in both directions, on a sample.
2. The most probable alignment of every pair is counted under contexts of growing width.
3. On tokens kept out of both, small nets learn to tell true pairs from the nearest of 300 names
   and from any other.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from sklearn.neural_network import MLPClassifier

from isthmus.resolve.names.channel import CONTEXTS, STEPS_PER_NAT, code_of
from isthmus.resolve.names.maps import (
    FORMAT,
    LONGEST,
    ScriptMap,
    StoredChannel,
    StoredLevel,
    StoredMap,
    encoded,
)
from isthmus.resolve.names.writing import ascii_of, latin_letters, units_of

LANGUAGES: Final = {
    "arabic": ("arabic", 4, 2),
    "cyrillic": ("russian", 4, 2),
    "han": ("chinese", 6, 1),
    "hangul": ("korean", 4, 3),
    "hebrew": ("hebrew", 4, 2),
    "kana": ("japanese", 4, 2),
}
"""Script -> file, letters that a native unit emits at most, native units that a letter emits."""

SEED: Final = 7
DEVELOPMENT: Final = 12
CALIBRATION: Final = 20
SAMPLE: Final = {"han": 60_000}
USUAL_SAMPLE: Final = 10_000
ROUNDS: Final = 5
MOST_PAIRS: Final = 60_000
MOST_CALIBRATED: Final = 5_000
OTHERS: Final = 300
NETS: Final = 4
HIDDEN: Final = 16
MIXED: Final = 3.0
RARE: Final = 4
STEPS: Final = 255
BIG: Final = 1 << 40

Pair: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """A Latin token and its native spelling."""

    latin: str
    native: str


def share_of(latin: str) -> int:
    """Give where a Latin token falls, 0 to 99: below DEVELOPMENT it is held out."""
    digest = hashlib.sha256(f"isthmus names {latin}".encode()).digest()
    return int.from_bytes(digest[:4]) % 100


def is_held_out(latin: str) -> bool:
    """Tell whether a Latin token belongs to the development split."""
    return share_of(latin) < DEVELOPMENT


def read_examples(path: Path) -> list[Example]:
    """Read a file of pairs; lines that are none are left out."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        latin, _, rest = line.partition("\t")
        native = rest.partition("\t")[0].replace(" ", "")
        if latin and native:
            found.append(Example(latin, native))
    return found


def trained(script: str, folder: Path, *, everything: bool) -> StoredMap:
    """Train the map of a script."""
    language, letters, units = LANGUAGES[script]
    examples = read_examples(folder / f"{language}.tsv")
    if not everything:
        examples = [e for e in examples if not is_held_out(e.latin)]
    calibrated = [e for e in examples if DEVELOPMENT <= share_of(e.latin) < CALIBRATION]
    rest = [e for e in examples if not DEVELOPMENT <= share_of(e.latin) < CALIBRATION]
    dice = random.Random(SEED)  # noqa: S311 - a seed is to repeat it, not to hide it
    dice.shuffle(rest)
    pairs = [pair for e in rest[:MOST_PAIRS] for pair in _pairs(e, script)]
    sample = SAMPLE.get(script, USUAL_SAMPLE)
    to_latin = learned(pairs, letters, sample)
    from_latin = learned([(b, a) for a, b in pairs], units, sample)
    return _weighed(StoredMap(FORMAT, script, to_latin, from_latin, [], [], []), calibrated, dice)


def _pairs(example: Example, script: str) -> Iterator[Pair]:
    """Give a pair of units, and once more without the Latin marks where there are some."""
    native = tuple(units_of(example.native, script))
    marked = latin_letters(example.latin)
    for latin in dict.fromkeys((marked, ascii_of(marked))):
        if 0 < len(latin) <= LONGEST and 0 < len(native) <= LONGEST:
            yield native, tuple(latin)


# --- channels


def learned(pairs: Sequence[Pair], longest: int, size: int) -> StoredChannel:
    """Learn a channel whose units emit up to `longest` units each, from a sample of a size."""
    dice = random.Random(SEED)  # noqa: S311 - a seed is to repeat it, not to hide it
    sample = dice.sample(pairs, min(size, len(pairs)))
    emitted = Expectation(sample, longest).shares(ROUNDS)
    counts: list[dict[tuple[str, ...], Counter[str]]] = [defaultdict(Counter) for _ in CONTEXTS]
    for source, target in pairs:
        lengths = best_lengths(source, target, emitted, longest)
        if lengths is not None:
            _count(source, target, lengths, counts)
    return _stored(counts, longest)


class Expectation:
    """Expectation maximisation over all ways to cut the targets, in groups of equal lengths."""

    def __init__(self, pairs: Sequence[Pair], longest: int) -> None:
        self._units = {u: n for n, u in enumerate(sorted({u for s, _ in pairs for u in s}))}
        letters = sorted({u for _, t in pairs for u in t})
        self._letters = {u: n for n, u in enumerate(letters, 1)}
        self._base = len(letters) + 1
        groups: dict[tuple[int, int], list[Pair]] = defaultdict(list)
        for source, target in pairs:
            if len(source) * longest >= len(target):
                groups[len(source), len(target)].append((source, target))
        cut = [self._cut(groups[size], longest) for size in sorted(groups)]
        codes = [np.unique(ids) for group in cut for ids in group.values()]
        self._vocabulary = np.unique(np.concatenate(codes))
        self._groups = [
            {n: np.searchsorted(self._vocabulary, ids) for n, ids in group.items()} for group in cut
        ]

    def _cut(self, pairs: Sequence[Pair], longest: int) -> dict[int, Ints]:
        """Give codes of (unit, chunk) by length of chunk: shape pairs x units x starts."""
        source = np.array([[self._units[u] for u in s] for s, _ in pairs], dtype=np.int64)
        target = np.array([[self._letters[u] for u in t] for _, t in pairs], dtype=np.int64)
        found = {}
        for length in range(min(longest, target.shape[1]) + 1):
            starts = target.shape[1] - length + 1
            chunk = np.zeros((len(pairs), starts), dtype=np.int64)
            for at in range(length):
                chunk = chunk * self._base + target[:, at : at + starts]
            found[length] = source[:, :, None] * BIG + chunk[:, None, :]
        return found

    def shares(self, rounds: int) -> dict[str, dict[str, float]]:
        """Give unit -> chunk -> log-probability."""
        unit = self._vocabulary // BIG
        sizes = np.array([len(self._chunk(code)) for code in self._vocabulary.tolist()])
        weights = np.exp(-np.abs(sizes - 1.0))
        for _ in range(rounds):
            shares = weights / np.bincount(unit, weights, len(self._units))[unit]
            weights = np.full(len(shares), 1e-12)
            for group in self._groups:
                weights += _expected(group, shares)
        shares = weights / np.bincount(unit, weights, len(self._units))[unit]
        names, found = list(self._units), dict[str, dict[str, float]]()
        for code, share in zip(self._vocabulary.tolist(), shares.tolist(), strict=True):
            if share > 1e-6:  # noqa: PLR2004 - rarer ones align nothing
                chunk = "".join(self._chunk(code))
                found.setdefault(names[code // BIG], {})[chunk] = float(np.log(share))
        return found

    def _chunk(self, code: int) -> list[str]:
        names, rest, found = list(self._letters), code % BIG, list[str]()
        while rest:
            rest, number = divmod(rest, self._base)
            found.insert(0, names[number - 1])
        return found


def _expected(group: Mapping[int, Ints], shares: Floats) -> Floats:
    """Give how often each (unit, chunk) is expected in a group: forward, backward."""
    pairs, units, size = group[0].shape
    ahead = np.zeros((units + 1, size, pairs))
    ahead[0, 0] = 1.0
    held = {n: [shares[ids[:, at, :]].T for at in range(units)] for n, ids in group.items()}
    for at in range(units):
        for length, share in held.items():
            ahead[at + 1, length:] += ahead[at, : size - length] * share[at]
    total = ahead[units, size - 1]
    scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    behind = np.zeros((size, pairs))
    behind[size - 1] = 1.0
    found = np.zeros(len(shares))
    for at in range(units - 1, -1, -1):
        before = np.zeros((size, pairs))
        for length, share in held.items():
            onward = share[at] * behind[length:]
            before[: size - length] += onward
            weight = ahead[at, : size - length] * onward * scale
            ids = group[length][:, at, :].T.ravel()
            found += np.bincount(ids, weight.ravel(), len(shares))
        behind = before
    return found


def best_lengths(
    source: Sequence[str],
    target: Sequence[str],
    emitted: Mapping[str, Mapping[str, float]],
    longest: int,
) -> list[int] | None:
    """Give how many units of the target each unit of the source emits; None if it cannot be."""
    reached: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for unit in source:
        chunks, ahead = emitted.get(unit, {}), dict[int, tuple[float, int]]()
        for start, (so_far, _) in reached[-1].items():
            for length in range(min(longest, len(target) - start) + 1):
                share = chunks.get("".join(target[start : start + length]))
                if share is None:
                    continue
                found = (so_far + share, length)
                ahead[start + length] = max(ahead.get(start + length, found), found)
        reached.append(ahead)
    if len(target) not in reached[-1]:
        return None
    lengths, end = list[int](), len(target)
    for step in reversed(reached[1:]):
        lengths.insert(0, step[end][1])
        end -= step[end][1]
    return lengths


def _count(
    source: Sequence[str],
    target: Sequence[str],
    lengths: Sequence[int],
    counts: Sequence[dict[tuple[str, ...], Counter[str]]],
) -> None:
    padded, end = ("^", "^", *source, "$", "$"), 0
    for at, length in enumerate(lengths, 2):
        chunk = "".join(target[end : end + length])
        end += length
        for (left, right), counted in zip(CONTEXTS, counts, strict=True):
            counted[padded[at - left : at + right + 1]][chunk] += 1


def _stored(
    counts: Sequence[Mapping[tuple[str, ...], Counter[str]]], longest: int
) -> StoredChannel:
    units = sorted({context[0] for context in counts[0]})
    ids = {unit: number for number, unit in enumerate(units, 3)} | {"^": 1, "$": 2}
    frequency = Counter[str]()
    for counted in counts[0].values():
        frequency.update(counted)
    chunks = [chunk for chunk, _ in frequency.most_common(1 << 16)]
    numbers = {chunk: number for number, chunk in enumerate(chunks)}
    levels = [
        _level(counted, ids, numbers, wide=number > 0) for number, counted in enumerate(counts)
    ]
    return StoredChannel(units, chunks, longest, levels)


def _level(
    counted: Mapping[tuple[str, ...], Counter[str]],
    ids: Mapping[str, int],
    numbers: Mapping[str, int],
    *,
    wide: bool,
) -> StoredLevel:
    """Quantise a level; wide contexts that are rare, and chunks seen once in them, are dropped."""
    base = len(ids) + 1
    rows = sorted(
        (
            (code_of([ids[u] for u in context], base), chunks)
            for context, chunks in counted.items()
            if not wide or chunks.total() >= RARE
        ),
        key=lambda row: row[0],
    )
    starts, mixing, kept = [0], list[int](), list[tuple[int, int]]()
    for _, chunks in rows:
        total = chunks.total() + MIXED
        mixing.append(_steps(MIXED / total))
        for chunk, seen in chunks.most_common():
            if chunk in numbers and (not wide or seen > 1):
                kept.append((numbers[chunk], _steps(seen / total)))
        starts.append(len(kept))
    return StoredLevel(
        codes=np.array([code for code, _ in rows], dtype="<u8").tobytes(),
        starts=np.array(starts, dtype="<u4").tobytes(),
        mixing=np.array(mixing, dtype=np.uint8).tobytes(),
        chunks=np.array([number for number, _ in kept], dtype="<u2").tobytes(),
        steps=np.array([steps for _, steps in kept], dtype=np.uint8).tobytes(),
    )


def _steps(share: float) -> int:
    return min(STEPS, round(-float(np.log(share)) * STEPS_PER_NAT))


# --- the net


def _weighed(bare: StoredMap, examples: Sequence[Example], dice: random.Random) -> StoredMap:
    """Train nets to tell true pairs from the nearest of OTHERS; put them side by side as one."""
    known = ScriptMap(bare)
    rows: list[Sequence[float]] = []
    truths: list[int] = []
    for example in dice.sample(examples, min(MOST_CALIBRATED, len(examples))):
        anyone = dice.choice(examples).latin
        for latin in (example.latin, nearest(example, examples, dice), anyone):
            found = known.features(example.native, latin)
            # What is hopeless never comes before the net; true pairs among them are slips.
            if found and not known.is_hopeless(example.native, latin):
                rows.append(found)
                truths.append(int(latin == example.latin))
    table = np.array(rows)
    means, scales = table.mean(axis=0), table.std(axis=0) + 1e-6
    scaled = (table - means) / scales
    nets = [
        MLPClassifier(
            (HIDDEN,), alpha=0.01, random_state=SEED + n, max_iter=400, early_stopping=True
        ).fit(scaled, truths)
        for n in range(NETS)
    ]
    return StoredMap(
        FORMAT, bare.script, bare.to_latin, bare.from_latin,
        means.round(5).tolist(), scales.round(5).tolist(), _beside(nets),
    )  # fmt: skip


def nearest(example: Example, others: Sequence[Example], dice: random.Random) -> str:
    """Give the Latin token nearest in spelling out of OTHERS that are drawn."""
    own = ascii_of(latin_letters(example.latin))
    drawn = (e.latin for e in dice.sample(others, min(OTHERS, len(others))))
    return max(
        (latin for latin in drawn if latin != example.latin),
        key=lambda latin: (Levenshtein.normalized_similarity(own, ascii_of(latin)), latin),
    )


def _beside(nets: Sequence[MLPClassifier]) -> list[tuple[list[list[float]], list[float]]]:
    """Give one net whose answer is the mean of several."""
    hidden = np.concatenate([net.coefs_[0] for net in nets], axis=1)
    hidden_bias = np.concatenate([net.intercepts_[0] for net in nets])
    out = np.concatenate([net.coefs_[1] for net in nets]) / len(nets)
    out_bias = np.mean([net.intercepts_[1] for net in nets], axis=0)
    layers = ((hidden, hidden_bias), (out, out_bias))
    return [(weights.round(5).tolist(), bias.round(5).tolist()) for weights, bias in layers]


def main() -> None:
    """Train and write the maps."""
    parser = argparse.ArgumentParser(description="Make the maps of names from pairs of spellings.")
    parser.add_argument("data", type=Path, help="folder with russian.tsv, arabic.tsv ...")
    parser.add_argument("--out", type=Path, default=Path("src/isthmus/resources/names"))
    parser.add_argument("--script", action="append", choices=LANGUAGES, help="only this one")
    parser.add_argument("--everything", action="store_true", help="hold no development split out")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for script in options.script or LANGUAGES:
        blob = encoded(trained(script, options.data, everything=options.everything))
        (options.out / f"{script}.map").write_bytes(blob)
        print(f"{script}: {len(blob):,} bytes")  # noqa: T201 - a script tells what it did


if __name__ == "__main__":
    main()
