"""Weights: what each level of each comparison says, in bits; the document that is reviewed.

A document is canonical JSON (or YAML for the one that ships): schema -> property -> level -> bits,
with the m and u that they come from, the term frequencies that it froze, and how it was made.
It names no term that fewer than `LEAST_COUNT` things held.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from math import isfinite, log2
from typing import Final

from isthmus.errors import MappingInvalid

LEAST_COUNT: Final = 20
"""A term that fewer things held stands in no table: it might tell of one of them."""
USUAL_TERM_BITS: Final = 10.0
"""How rare a term counts where no table was frozen: one of a thousand bears it."""


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """Bits (log2 of m/u); `m` and `u` are probabilities, None where a person set the bits."""

    bits: float
    m: float | None = None
    u: float | None = None


@dataclass(frozen=True, slots=True)
class PropertyWeights:
    """How one property is compared: by which comparator, and what each of its levels weighs."""

    comparator: str
    levels: Mapping[str, LevelWeight]


@dataclass(frozen=True, slots=True)
class SchemaWeights:
    """The comparisons of one kind of entity.

    `prior`: the probability that two random records are one, None where nobody estimated it.
    `needed`: bits from which a pair is one.
    """

    needed: float
    prior: float | None
    properties: Mapping[str, PropertyWeights]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many of `total` things hold a term, for terms that at least `LEAST_COUNT` hold."""

    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def bits(self, term: str) -> float:
        """Give how rare a term is: -log2 of its share; the floor's for what stands in no table."""
        if not self.total:
            return USUAL_TERM_BITS
        return log2(self.total / self.counts.get(term, LEAST_COUNT))

    def most_bits(self, terms: Iterable[str]) -> float:
        """Give how rare the rarest of some terms is; raises ValueError for none."""
        fewest = min([self.counts.get(term, LEAST_COUNT) for term in terms])
        return log2(self.total / fewest) if self.total else USUAL_TERM_BITS


@dataclass(frozen=True, slots=True)
class Weights:
    """One weights document. `frequencies`: schema -> property -> table; `trained`: how, on what."""

    version: str
    hub_cap: int
    schemas: Mapping[str, SchemaWeights]
    frequencies: Mapping[str, Mapping[str, Frequencies]]
    trained: Mapping[str, object]

    def table(self, schema: str, name: str) -> Frequencies:
        """Give the frozen term frequencies of a property; an empty table where there are none."""
        return self.frequencies.get(schema, {}).get(name, Frequencies())


def read_weights(document: Mapping[str, object]) -> Weights:
    """Check a parsed weights document; raises MappingInvalid that names what is wrong and where."""
    version, cap = document.get("version"), document.get("hub_cap")
    if not isinstance(version, str) or not version:
        raise _slip("version", "a text that names these weights", version)
    if not isinstance(cap, int) or isinstance(cap, bool) or cap < 1:
        raise _slip("hub_cap", "a whole number from 1", cap)
    return Weights(
        version=version,
        hub_cap=cap,
        schemas={
            name: _schema(_mapping(entry, f"schemas.{name}"), name)
            for name, entry in _mapping(document.get("schemas"), "schemas").items()
        },
        frequencies={
            schema: {
                name: _frequencies(_mapping(table, f"frequencies.{schema}.{name}"), schema, name)
                for name, table in _mapping(tables, f"frequencies.{schema}").items()
            }
            for schema, tables in _mapping(document.get("frequencies", {}), "frequencies").items()
        },
        trained=_mapping(document.get("trained", {}), "trained"),
    )


def written(weights: Weights) -> dict[str, object]:
    """Give the document of weights: what `read_weights` reads back as the same value."""
    return {
        "version": weights.version,
        "hub_cap": weights.hub_cap,
        "schemas": {name: _written_schema(schema) for name, schema in weights.schemas.items()},
        "frequencies": {
            schema: {
                name: {"total": table.total, "counts": dict(table.counts)}
                for name, table in tables.items()
            }
            for schema, tables in weights.frequencies.items()
        },
        "trained": dict(weights.trained),
    }


def document_bytes(document: Mapping[str, object]) -> bytes:
    """Give the bytes of a document as a file: one line of JSON without blanks, in UTF-8.

    Its keys keep their order: of two kinds that a pair is of, the first counts.
    """
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def version_of(document: Mapping[str, object]) -> str:
    """Give the version that the contents of a document name: equal contents, equal version."""
    bare = {key: value for key, value in document.items() if key != "version"}
    return f"trained-{sha256(document_bytes(bare)).hexdigest()[:12]}"


def _schema(entry: Mapping[str, object], name: str) -> SchemaWeights:
    prior = entry.get("prior")
    properties = _mapping(entry.get("properties"), f"schemas.{name}.properties")
    return SchemaWeights(
        needed=_number(entry.get("needed"), f"schemas.{name}.needed"),
        prior=None if prior is None else _share(prior, f"schemas.{name}.prior"),
        properties={
            prop: _property(_mapping(found, f"{name}.{prop}"), f"{name}.{prop}")
            for prop, found in properties.items()
        },
    )


def _property(entry: Mapping[str, object], where: str) -> PropertyWeights:
    comparator = entry.get("comparator")
    if not isinstance(comparator, str):
        raise _slip(f"{where}.comparator", "the name of a comparator", comparator)
    levels = _mapping(entry.get("levels"), f"{where}.levels")
    return PropertyWeights(
        comparator, {name: _level(found, f"{where}.{name}") for name, found in levels.items()}
    )


def _level(found: object, where: str) -> LevelWeight:
    """Read a level: bare bits, or bits with the m and u that they come from."""
    if not isinstance(found, Mapping):
        return LevelWeight(_number(found, where))
    if set(found) - {"bits", "m", "u"}:
        raise _slip(where, "bits, m and u", sorted(map(str, found)))
    return LevelWeight(
        _number(found.get("bits"), f"{where}.bits"),
        *(None if found.get(k) is None else _share(found[k], f"{where}.{k}") for k in ("m", "u")),
    )


def _frequencies(entry: Mapping[str, object], schema: str, name: str) -> Frequencies:
    where = f"frequencies.{schema}.{name}"
    total = entry.get("total")
    counts = _mapping(entry.get("counts"), f"{where}.counts")
    if not isinstance(total, int) or isinstance(total, bool) or total < LEAST_COUNT:
        raise _slip(f"{where}.total", f"a whole number from {LEAST_COUNT}", total)
    for count in counts.values():
        if not isinstance(count, int) or not LEAST_COUNT <= count <= total:
            # The term itself stays unsaid: it is what the floor protects.
            raise _slip(f"{where}.counts", f"counts from {LEAST_COUNT} to the total", count)
    return Frequencies(total, {str(term): int(str(count)) for term, count in counts.items()})


def _written_schema(schema: SchemaWeights) -> dict[str, object]:
    return {
        "needed": schema.needed,
        **({} if schema.prior is None else {"prior": schema.prior}),
        "properties": {
            name: {
                "comparator": found.comparator,
                "levels": {level: _written_level(w) for level, w in found.levels.items()},
            }
            for name, found in schema.properties.items()
        },
    }


def _written_level(weight: LevelWeight) -> object:
    if weight.m is None and weight.u is None:
        return weight.bits
    return {
        "bits": weight.bits,
        **({} if weight.m is None else {"m": weight.m}),
        **({} if weight.u is None else {"u": weight.u}),
    }


def _mapping(found: object, where: str) -> Mapping[str, object]:
    if not isinstance(found, Mapping):
        raise _slip(where, "names with values under them", found)
    return {str(name): value for name, value in found.items()}


def _number(found: object, where: str) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not isfinite(found):
        raise _slip(where, "a number", found)
    return float(found)


def _share(found: object, where: str) -> float:
    value = _number(found, where)
    if not 0 <= value <= 1:
        raise _slip(where, "a probability from 0 to 1", found)
    return value


def _slip(where: str, expected: str, found: object) -> MappingInvalid:
    return MappingInvalid(f"expected {expected} at {where} of the weights, got {found!r:.80}")
