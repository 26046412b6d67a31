from __future__ import annotations

from copy import deepcopy

import pytest

from isthmus.detect.rules import Correlation, read_rule
from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree
from isthmus.model.alert import Severity
from tests.flow.journey import shipped_rules
from tests.flow.stage import ONTOLOGY

TEXTS: Tree = {"en": "Seen", "fr": "Vu", "ar": "رصد"}
RULE: dict[str, Tree] = {
    "id": "seen-twice",
    "version": 3,
    "title": TEXTS,
    "explanation": TEXTS,
    "purpose": "border-security",
    "severity": "high",
    "selections": {
        "listed": {
            "on": "entity",
            "schema": "Vessel",
            "property": "topics",
            "value": "sanction",
            "lacks": ["owner"],
            "with": ["name"],
        },
        "seen": {
            "on": "event",
            "schema": "Sighting",
            "property": "mmsi",
            "as": "country-of-mmsi",
            "when": {"reports": "7"},
            "with": ["startDate"],
        },
    },
    "correlation": {
        "type": "temporal",
        "rules": ["listed", "seen"],
        "x-same": [["listed", "seen"]],
    },
}


def changed(path: str, value: Tree = None) -> dict[str, Tree]:
    """Give the rule with one value replaced, or left out."""
    found = deepcopy(RULE)
    *way, last = path.split(".")
    place: Tree = found
    for name in way:
        assert isinstance(place, dict)
        place = place[name]
    assert isinstance(place, dict)
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    return found


def test_a_rule_file_gives_a_rule_and_every_property_that_it_reads():
    rule = read_rule(RULE, ONTOLOGY)
    assert (rule.id, rule.version, rule.severity) == ("seen-twice", 3, Severity.HIGH)
    assert rule.properties == {"topics", "owner", "name", "mmsi", "reports", "startDate"}
    [correlation] = rule.correlations
    assert correlation == Correlation(("listed", "seen"), (("listed", "seen"),), (), ())
    assert rule.selections["seen"].transform == "country-of-mmsi"


def test_any_lists_alternatives():
    one: Tree = {"type": "temporal", "rules": ["listed"]}
    several = changed("any", [one, RULE["correlation"]])
    del several["correlation"]
    assert [c.rules for c in read_rule(several, ONTOLOGY).correlations] == [
        ("listed",),
        ("listed", "seen"),
    ]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("id", None),
        ("version", "three"),
        ("purpose", None),
        ("severity", "dreadful"),
        ("title", None),
        ("title.fr", None),
        ("explanation.ar", None),
        ("selections", None),
        ("selection", {}),
        ("correlation", None),
        ("correlation.type", "sometimes"),
        ("correlation.rules", []),
        ("correlation.rules", "listed"),
        ("correlation.rules", ["listed", "unheard"]),
        ("correlation.rules", ["listed"]),
        ("correlation.x-same", [["listed"]]),
        ("correlation.x-same", "listed, seen"),
        ("correlation.x-same", [["listed", "unheard"]]),
        ("correlation.x-sam", [["listed", "seen"]]),
        ("selections.listed.on", "thing"),
        ("selections.listed.schema", "Raft"),
        ("selections.listed.property", "colour"),
        ("selections.listed.with", ["colour"]),
        ("selections.listed.with", "name"),
        ("selections.listed.lacks", ["topic"]),
        ("selections.listed.when", {"topic": "sanction"}),
        ("selections.listed.when", ["topics"]),
        ("selections.listed.new", "no"),
        ("selections.listed.wiht", ["name"]),
        ("selections.seen.as", "country"),
    ],
)
def test_a_slip_is_refused_before_anything_runs(path: str, value: Tree):
    with pytest.raises(MappingInvalid):
        read_rule(changed(path, value), ONTOLOGY)


def test_every_shipped_rule_reads_and_says_what_it_is_about():
    rules = shipped_rules()
    assert len({rule.id for rule in rules}) == len(rules) > 0
    for rule in rules:
        assert all("{entity}" in text for text in rule.explanation.values())
