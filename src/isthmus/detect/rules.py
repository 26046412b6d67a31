"""Rules: declared patterns, read from files and checked before anything runs.

A subset of Sigma's correlation format (docs/explanation/rules.md):

* `selections`: name -> which statements of an entity count. `on: entity` looks at the source
  entities of a cluster, `on: event` at events that point to it or are attributed to it.
  `property` and `value` pick the statement; `when` asks the same source entity or event for a
  further value; `lacks` for its absence; `with` adds companions to the evidence; `new: true`
  asks that the record entered a part that had been delivered without it.
* `correlation`: `type: temporal`, `rules` (the selections that must all be there), and
  `x-same` / `x-differs` / `x-separate`. `any` lists alternatives.

Selection and consumption: existence. Per cluster there is one finding per source entity that
each selection matched; of several events of one source that match one selection, the earliest
counts. Nothing is consumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.model.alert import Severity
from isthmus.model.ontology import LANGUAGES, Ontology

SELECTION_KEYS: Final = frozenset(
    {"on", "schema", "property", "value", "when", "lacks", "with", "new", "as"}
)


@dataclass(frozen=True, slots=True)
class Selection:
    """One selection. `transform`: how its value is read before it is compared, or None."""

    name: str
    on: str
    schema: str
    property: str
    value: str | None
    when: Mapping[str, str]
    lacks: tuple[str, ...]
    companions: tuple[str, ...]
    new: bool
    transform: str | None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Which selections must meet.

    `same`: pairs that must be about one member; `differs`: pairs whose values must not be equal;
    `separate`: pairs that must come from different sources.
    """

    rules: tuple[str, ...]
    same: tuple[tuple[str, str], ...]
    differs: tuple[tuple[str, str], ...]
    separate: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `title` and `explanation`: per language."""

    id: str
    version: int
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    purpose: str
    severity: Severity
    selections: Mapping[str, Selection]
    correlations: tuple[Correlation, ...]

    @property
    def properties(self) -> frozenset[str]:
        """Every property that the rule reads."""
        return frozenset(
            name
            for s in self.selections.values()
            for name in (s.property, *s.when, *s.lacks, *s.companions)
        )


def read_rule(document: Mapping[str, object], ontology: Ontology) -> Rule:
    """Check one parsed rule file; raises MappingInvalid with the place of a slip."""
    name = str(document.get("id") or "")
    selections = _mapping(document.get("selections"), f"{name}.selections")
    alternatives = document.get("any") or [document.get("correlation")]
    if not name or not isinstance(alternatives, list):
        message = "expected `id`, and `correlation` or a list `any`, in a rule file"
        raise MappingInvalid(message)
    parsed = {
        key: _selection(key, _mapping(value, f"{name}.{key}"), ontology, name)
        for key, value in selections.items()
    }
    return Rule(
        id=name,
        version=int(str(document.get("version", 1))),
        title=_texts(document, "title", name),
        explanation=_texts(document, "explanation", name),
        purpose=str(document.get("purpose")),
        severity=Severity(str(document.get("severity"))),
        selections=parsed,
        correlations=tuple(
            _correlation(_mapping(one, f"{name}.correlation"), parsed, name) for one in alternatives
        ),
    )


def _selection(
    name: str, document: Mapping[str, object], ontology: Ontology, rule: str
) -> Selection:
    unknown = set(document) - SELECTION_KEYS
    schema = str(document.get("schema"))
    known = ontology.schema(schema).properties
    companions = _list(document.get("with"))
    wanted = (str(document.get("property")), *companions)
    missing = [prop for prop in wanted if prop not in known]
    if unknown or missing or document.get("on") not in {"entity", "event"}:
        slips = sorted(unknown) + missing or ["on"]
        message = f"expected a selection of {rule}.{name} as documented, got {slips}"
        raise MappingInvalid(message)
    value = document.get("value")
    return Selection(
        name=name,
        on=str(document["on"]),
        schema=schema,
        property=wanted[0],
        value=None if value is None else str(value),
        when={str(k): str(v) for k, v in _mapping(document.get("when", {}), rule).items()},
        lacks=_list(document.get("lacks")),
        companions=companions,
        new=bool(document.get("new", False)),
        transform=None if document.get("as") is None else str(document["as"]),
    )


def _correlation(
    document: Mapping[str, object], selections: Mapping[str, Selection], rule: str
) -> Correlation:
    rules = _list(document.get("rules"))
    same, differs, separate = (
        tuple(_pair(pair, rule) for pair in _items(document.get(key)))
        for key in ("x-same", "x-differs", "x-separate")
    )
    named = {*rules, *(name for pair in (*same, *differs, *separate) for name in pair)}
    if document.get("type") != "temporal" or not rules or not named <= set(selections):
        message = f"expected a temporal correlation of {rule} over its selections, got {document}"
        raise MappingInvalid(message)
    return Correlation(rules, same, differs, separate)


def _pair(value: object, rule: str) -> tuple[str, str]:
    match value:
        case [str() as left, str() as right]:
            return left, right
        case _:
            message = f"expected a pair of selections in {rule}, got {value!r}"
            raise MappingInvalid(message)


def _texts(document: Mapping[str, object], name: str, rule: str) -> Mapping[str, str]:
    texts = _mapping(document.get(name), f"{rule}.{name}")
    if any(not texts.get(lang) for lang in LANGUAGES):
        message = f"expected {rule}.{name} in each of {', '.join(LANGUAGES)}"
        raise MappingInvalid(message)
    return {lang: str(texts[lang]) for lang in LANGUAGES}


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        message = f"expected a mapping in {where}"
        raise MappingInvalid(message)
    return value


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _list(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in _items(value))
