"""Weight files as bytes: canonical JSON in, a checked model out, and what two of them differ in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import msgspec

from isthmus.errors import InputError, MappingInvalid
from isthmus.model.weights import canonical_json
from isthmus.phrases import say
from isthmus.resolve.compare import Model, read_model

WEIGHT_BYTES_MAX: Final = 32 << 20
_HELD: Final = 4
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SCHEMAS: Final = "schemas"
_TABLE_FROM: Final = 20
"""A mapping of so many numbers is a table of terms: it is counted, not written out."""
_COUNTS: Final = "counts"
_BITS: Final = "bits"
_PROBABILITIES: Final = ("m", "u")
_BETWEEN: Final = ("properties", "levels")
_NAMES: Final = ("level", "name", "kind", "id")


@dataclass(frozen=True, slots=True)
class ReadWeights:
    """A weight file that was checked: its canonical JSON, the digest of that, and its model."""

    document: bytes
    digest: bytes
    model: Model

    @property
    def version(self) -> str:
        """The version that the file names."""
        return self.model.version


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One number of a weight file before and after; None where it is not there.

    `schema`, `property`: empty for what holds for all; `level`: the way to the number.
    """

    schema: str
    property: str
    level: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table of terms: how many it has before and after, and how many are new, gone, other."""

    name: str
    before: int
    after: int
    changed: int


class Models:
    """The models that a process has read, by the digest of their file; the last few are held."""

    __slots__ = ("_models",)

    def __init__(self) -> None:
        self._models: dict[bytes, Model] = {}

    def held(self, digest: bytes) -> Model | None:
        """Give the model of a file that was read lately."""
        return self._models.get(digest)

    def hold(self, read: ReadWeights) -> None:
        """Hold a model; the one that was read first goes when there are too many."""
        # A new mapping each time: other threads go on with the one that they have.
        held = {**self._models, read.digest: read.model}
        self._models = dict([*held.items()][-_HELD:])


def read_weights(raw: bytes) -> ReadWeights:
    """Check a weight file in JSON; raises InputError or MappingInvalid for a slip."""
    if len(raw) > WEIGHT_BYTES_MAX:
        most = str(WEIGHT_BYTES_MAX >> 20)
        raise InputError(say("expected weights of at most {most} MiB, got more", most=most))
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(say("expected weights as JSON, got other bytes")) from error
    if not isinstance(document, dict):
        raise InputError(say("expected weights as JSON, got other bytes"))
    return read_weight_document(document)


def read_weight_document(document: Mapping[str, object]) -> ReadWeights:
    """Check parsed weights; what is kept, digested and signed is their canonical JSON."""
    try:
        model = read_model(document)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise MappingInvalid(say("expected weights that the resolver can read")) from error
    if not _VERSION.fullmatch(model.version):
        raise InputError(
            say("expected a version of letters, digits, dots and dashes in the weights"),
            repair=say("give the file a version of its own, such as {name}", name="persons-2031.1"),
        )
    encoded = canonical_json(document)
    return ReadWeights(encoded, sha256(encoded).digest(), model)


def weight_changes(before: bytes, after: bytes) -> list[WeightChange]:
    """Give the numbers that differ between two files, by schema, property and level."""
    ours, theirs = dict(_numbers(_decoded(before))), dict(_numbers(_decoded(after)))
    ways = [*ours, *(way for way in theirs if way not in ours)]
    return [
        WeightChange(*_place(way), before=ours.get(way), after=theirs.get(way))
        for way in ways
        if ours.get(way) != theirs.get(way)
    ]


def weight_numbers(document: bytes) -> list[WeightChange]:
    """Give every number of one file by schema, property and level, as `after`."""
    return [
        WeightChange(*_place(way), before=None, after=number)
        for way, number in _numbers(_decoded(document))
    ]


def table_changes(before: bytes, after: bytes) -> list[TableChange]:
    """Say of each table of terms how much of it changes; no term is named."""
    ours, theirs = dict(_tables(_decoded(before))), dict(_tables(_decoded(after)))
    found = []
    for way in dict.fromkeys([*ours, *theirs]):
        mine, other = ours.get(way, {}), theirs.get(way, {})
        changed = sum(mine.get(term) != other.get(term) for term in {*mine, *other})
        found.append(TableChange(".".join(way), len(mine), len(other), changed))
    return found


_Way = tuple[str, ...]


def _decoded(document: bytes) -> object:
    return msgspec.json.decode(document) if document else {}


def _place(way: _Way) -> tuple[str, str, str]:
    """Give schema, property and level of a number: what only holds them together is left out."""
    if way[0] != _SCHEMAS or len(way) < len((_SCHEMAS, "schema", "level")):
        return "", "", " ".join(way)
    *above, level = (name for name in way[2:] if name not in _BETWEEN)
    return way[1], " ".join(above[:1]), " ".join([*above[1:], level])


def _numbers(part: object, way: _Way = ()) -> Iterator[tuple[_Way, float]]:
    if isinstance(part, int | float) and not isinstance(part, bool):
        yield way, float(part)
    elif not _is_table(part, way):
        for name, below in _below(part):
            # A level's bits come from its two probabilities, which say nothing more.
            if name not in _PROBABILITIES:
                yield from _numbers(below, way if name == _BITS else (*way, name))


def _tables(part: object, way: _Way = ()) -> Iterator[tuple[_Way, Mapping[str, object]]]:
    if isinstance(part, Mapping) and _is_table(part, way):
        yield way, part
        return
    for name, below in _below(part):
        yield from _tables(below, (*way, name))


def _below(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, Mapping):
        yield from ((str(name), below) for name, below in part.items())
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for place, below in enumerate(part, start=1):
            yield _named(below, place), below


def _named(below: object, place: int) -> str:
    if isinstance(below, Mapping):
        for name in _NAMES:
            if isinstance(below.get(name), str):
                return str(below[name])
    return str(place)


def _is_table(part: object, way: _Way) -> bool:
    if not isinstance(part, Mapping):
        return False
    numbers = all(isinstance(value, int | float) for value in part.values())
    return numbers and (len(part) >= _TABLE_FROM or way[-1:] == (_COUNTS,))
