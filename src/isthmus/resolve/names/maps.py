"""Maps: what was learned of how names of one script are written in Latin letters, and back.

A map is a file of weights that `tools/train_names.py` makes. It is read when the first name of its
script is compared: a node that meets none does without.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from isthmus.errors import SettingsError
from isthmus.resolve.names.channel import CONTEXTS, Channel, Emission, Level, Pieces, highest
from isthmus.resolve.names.writing import ascii_of, latin_letters, units_of

FORMAT: Final = 1
LARGEST: Final = 64 * 1024 * 1024
"""Bytes that a map may unpack to."""
SCRIPTS: Final = ("arabic", "cyrillic", "han", "hangul", "hebrew", "kana")
"""Scripts that have a map; others are compared by their plain transliteration."""
LONGEST: Final = 24
"""Units and letters of a token that are aligned."""
_CACHED: Final = 2048
_HOPELESS: Final = 0.25
"""Words whose plain spellings are less alike are not aligned: hardly any true pair is so."""


class StoredLevel(msgspec.Struct, frozen=True):
    """Level of a channel, as little-endian arrays."""

    codes: bytes
    starts: bytes
    mixing: bytes
    chunks: bytes
    steps: bytes


class StoredChannel(msgspec.Struct, frozen=True):
    """Channel, as it stands in a file."""

    units: list[str]
    chunks: list[str]
    longest: int
    levels: list[StoredLevel]


class StoredMap(msgspec.Struct, frozen=True):
    """Map, as it stands in a file: two channels, and the net that weighs what they say."""

    format: int
    script: str
    to_latin: StoredChannel
    from_latin: StoredChannel
    means: list[float]
    scales: list[float]
    layers: list[tuple[list[list[float]], list[float]]]


class Writing(NamedTuple):
    """A word's units, what they may emit in the other writing, and its stretches as a target."""

    units: tuple[str, ...]
    emitted: Sequence[Emission]
    highest: float
    likely: str
    pieces: Pieces


class ScriptMap:
    """What is known of one script."""

    def __init__(self, stored: StoredMap) -> None:
        self.script = stored.script
        self._to, self._from = _channel(stored.to_latin), _channel(stored.from_latin)
        self._means = np.array(stored.means)
        self._scales = np.array(stored.scales)
        self._layers = [(np.array(weights), np.array(bias)) for weights, bias in stored.layers]
        self._native = lru_cache(_CACHED)(self._prepared_native)
        self._latin = lru_cache(_CACHED)(self._prepared_latin)
        self._odds = lru_cache(8 * _CACHED)(self._log_odds)

    @classmethod
    def read(cls, blob: bytes) -> ScriptMap:
        """Read a map from a file's bytes; raises SettingsError for what is no map."""
        return cls(decoded(blob))

    def romanised(self, word: str) -> str:
        """Give the Latin spelling that follows when each letter sounds as it mostly does."""
        return self._native(word).likely

    def romanisations(self, word: str, most: int) -> list[str]:
        """Give the likeliest Latin spellings, the first of them `romanised`."""
        likely = self._to.likely(self._native(word).emitted, most)
        return list(dict.fromkeys(ascii_of(spelling) for spelling in likely))

    def log_odds(self, word: str, latin: str) -> float:
        """Weigh whether a native word and a Latin one are spellings of one name, in nats.

        0 where a true pair is as probable as the nearest of three hundred other names or as any
        one of them.
        """
        return self._odds(word, latin)

    def features(self, word: str, latin: str) -> Sequence[float]:
        """Give what the net weighs: fit in both directions, and how far plain spellings differ."""
        native, spellings = self._native(word), self._latin(latin)
        if not native.units or not spellings:
            return ()
        to = max(self._to.aligned(native.emitted, latin.pieces) for latin in spellings)
        back = [self._from.aligned(latin.emitted, native.pieces) for latin in spellings]
        missed, of, best = max(
            ((fit - own.highest, fit, own) for fit, own in zip(back, spellings, strict=True)),
            key=lambda found: found[:2],
        )
        count, size, lost = len(native.units), len(best.units), to - native.highest
        spelled = ascii_of(latin)
        return (
            to / count, of / size, lost / count, missed / size, lost, missed,
            size / count, float(count),
            Levenshtein.normalized_similarity(native.likely, spelled),
            Levenshtein.normalized_similarity(best.likely, "".join(native.units)),
            Levenshtein.normalized_similarity(ascii_of(word), spelled),
        )  # fmt: skip

    def is_hopeless(self, word: str, latin: str) -> bool:
        """Tell whether plain spellings differ so much that no alignment is tried."""
        spelled = ascii_of(latin)
        return (
            Levenshtein.normalized_similarity(self.romanised(word), spelled) < _HOPELESS
            and Levenshtein.normalized_similarity(ascii_of(word), spelled) < _HOPELESS
        )

    def _log_odds(self, word: str, latin: str) -> float:
        if self.is_hopeless(word, latin):
            return NO_ODDS
        found = self.features(word, latin)
        if not found:
            return NO_ODDS
        values: NDArray[np.float64] = (np.array(found) - self._means) / self._scales
        for number, (weights, bias) in enumerate(self._layers):
            values = values @ weights + bias
            if number < len(self._layers) - 1:
                values = np.maximum(values, 0.0)
        return float(max(values[0], NO_ODDS))

    def _prepared_native(self, word: str) -> Writing:
        units = tuple(units_of(word, self.script)[:LONGEST])
        emitted = self._to.emissions(units)
        likely = ascii_of(self._to.likeliest(emitted))
        return Writing(units, emitted, highest(emitted), likely, self._from.pieces(units))

    def _prepared_latin(self, latin: str) -> list[Writing]:
        """Give the word with its marks, and without where that differs."""
        marked = latin_letters(latin)[:LONGEST]
        known = "".join(c if self._from.knows(c) else ascii_of(c) for c in marked)
        found = []
        for letters in dict.fromkeys((known, ascii_of(marked))):
            if letters:
                emitted = self._from.emissions(letters)
                likely = self._from.likeliest(emitted)
                pieces = self._to.pieces(letters)
                found.append(Writing(tuple(letters), emitted, highest(emitted), likely, pieces))
        return found


NO_ODDS: Final = -2.0
"""Nats below which a pair is simply another name: how different it is tells nothing more."""

Source: TypeAlias = Callable[[str], bytes | None]
"""Name of a script to the bytes of its map, or None where there is none."""


class NameMaps:
    """The maps of all scripts, each read when it is first asked for."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._read: dict[str, ScriptMap | None] = {}

    @classmethod
    def of(cls, blobs: Mapping[str, bytes]) -> NameMaps:
        """Take maps that are at hand."""
        return cls(blobs.get)

    def of_script(self, script: str) -> ScriptMap | None:
        """Give the map of a script; None where there is none."""
        if script not in self._read:
            blob = self._source(script) if script in SCRIPTS else None
            self._read[script] = None if blob is None else ScriptMap.read(blob)
        return self._read[script]


NO_MAPS: Final = NameMaps.of({})
"""Without what was learned: plain transliteration alone."""


def encoded(stored: StoredMap) -> bytes:
    """Give the bytes of a map's file; the same map gives the same bytes."""
    return zlib.compress(msgspec.msgpack.encode(stored), 9)


def decoded(blob: bytes) -> StoredMap:
    """Read the bytes of a map's file; raises SettingsError for what is no map."""
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(blob, LARGEST)
        stored = msgspec.msgpack.decode(raw, type=StoredMap)
    except (zlib.error, msgspec.DecodeError) as error:
        message = f"expected a map of names, got {len(blob)} bytes that are none: {error}"
        raise SettingsError(message) from error
    if stored.format != FORMAT:
        message = f"expected a map of names in format {FORMAT}, got {stored.format}"
        raise SettingsError(message)
    return stored


def _channel(stored: StoredChannel) -> Channel:
    if len(stored.levels) != len(CONTEXTS):
        message = f"expected {len(CONTEXTS)} levels in a map of names, got {len(stored.levels)}"
        raise SettingsError(message)
    levels = [
        Level(
            codes=_whole("Q", level.codes),
            starts=_whole("I", level.starts),
            mixing=level.mixing,
            chunks=_whole("H", level.chunks),
            steps=level.steps,
        )
        for level in stored.levels
    ]
    return Channel(stored.units, stored.chunks, levels, stored.longest)


def _whole(kind: str, raw: bytes) -> array[int]:
    """Read whole numbers from little-endian bytes."""
    found = array(kind)
    found.frombytes(raw)
    if sys.byteorder == "big":
        found.byteswap()
    return found
