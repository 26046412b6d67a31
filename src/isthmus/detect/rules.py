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

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from isthmus.errors import MappingInvalid
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.vessel import mmsi
from isthmus.model.alert import Severity
from isthmus.model.ontology import LANGUAGES, Ontology

RULE_KEYS: Final = frozenset(
    {"id", "version", "title", "explanation", "purpose", "severity"}
    | {"selections", "correlation", "any"}
)
SELECTION_KEYS: Final = frozenset(
    {"on", "schema", "property", "value", "when", "lacks", "with", "new", "as"}
)
CORRELATION_KEYS: Final = frozenset({"type", "rules", "x-same", "x-differs", "x-separate"})


def _country_of_mmsi(value: str) -> str | None:
    found = mmsi(value)
    return found.country if isinstance(found, Identified) else None


TRANSFORMS: Final[Mapping[str, Callable[[str], str | None]]] = {"country-of-mmsi": _country_of_mmsi}
"""How a value may be read before it is compared: the names that `as` may have."""


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
    _check_names(document, RULE_KEYS, name)
    selections = _mapping(document.get("selections"), f"{name}.selections")
    alternatives = document.get("any") or [document.get("correlation")]
    if not name or not isinstance(alternatives, list):
        message = "expected `id`, and `correlation` or a list `any`, in a rule file"
        raise MappingInvalid(message)
    parsed = {
        key: _selection(key, _mapping(value, f"{name}.{key}"), ontology, name)
        for key, value in selections.items()
    }
    version, purpose = document.get("version", 1), document.get("purpose")
    severity = document.get("severity")
    if not isinstance(version, int) or not purpose or severity not in set(Severity):
        message = f"expected a whole version, a purpose and a severity of {name}"
        raise MappingInvalid(message)
    return Rule(
        id=name,
        version=version,
        title=_texts(document, "title", name),
        explanation=_texts(document, "explanation", name),
        purpose=str(purpose),
        severity=Severity(str(severity)),
        selections=parsed,
        correlations=tuple(
            _correlation(_mapping(one, f"{name}.correlation"), parsed, name) for one in alternatives
        ),
    )


def _selection(
    name: str, document: Mapping[str, object], ontology: Ontology, rule: str
) -> Selection:
    where = f"{rule}.{name}"
    _check_names(document, SELECTION_KEYS, where)
    schema = str(document.get("schema"))
    known = ontology.schema(schema).properties
    companions, lacks = (_list(document.get(key, []), where) for key in ("with", "lacks"))
    when = _mapping(document.get("when", {}), f"{where}.when")
    wanted = (str(document.get("property")), *companions, *lacks, *when)
    missing = [prop for prop in wanted if prop not in known]
    new, read_as = document.get("new", False), document.get("as")
    slips = [
        *missing,
        *(["on"] if document.get("on") not in {"entity", "event"} else []),
        *(["new"] if not isinstance(new, bool) else []),
        *(["as"] if read_as is not None and read_as not in TRANSFORMS else []),
    ]
    if slips:
        message = f"expected a selection of {where} as documented, got {slips}"
        raise MappingInvalid(message)
    value = document.get("value")
    return Selection(
        name=name,
        on=str(document["on"]),
        schema=schema,
        property=wanted[0],
        value=None if value is None else str(value),
        when={str(k): str(v) for k, v in when.items()},
        lacks=lacks,
        companions=companions,
        new=new is True,
        transform=None if read_as is None else str(read_as),
    )


def _correlation(
    document: Mapping[str, object], selections: Mapping[str, Selection], rule: str
) -> Correlation:
    _check_names(document, CORRELATION_KEYS, f"{rule}.correlation")
    rules = _list(document.get("rules", []), f"{rule}.correlation")
    same, differs, separate = (
        tuple(_pair(pair, rule) for pair in _items(document.get(key, []), f"{rule}.{key}"))
        for key in ("x-same", "x-differs", "x-separate")
    )
    paired = {name for pair in (*same, *differs, *separate) for name in pair}
    named = set(rules) <= set(selections) and paired <= set(rules)
    if document.get("type") != "temporal" or not rules or not named:
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


def _items(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        message = f"expected a list in {where}, got {value!r}"
        raise MappingInvalid(message)
    return value


def _list(value: object, where: str) -> tuple[str, ...]:
    return tuple(str(item) for item in _items(value, where))


def _check_names(document: Mapping[str, object], known: frozenset[str], where: str) -> None:
    unknown = sorted(map(str, set(document) - known))
    if unknown:
        message = f"expected only {', '.join(sorted(known))} in {where}, got {', '.join(unknown)}"
        raise MappingInvalid(message)
