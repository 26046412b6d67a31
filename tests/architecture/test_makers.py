"""Some types may be made in one place only: what they promise is checked there and nowhere else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from isthmus.access.readers import reader_for, service_principal
from isthmus.declared import read_declared
from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, LEVELS, Allowed, Label

ROOT = Path(__file__).parents[2]
MAKERS: Mapping[str, tuple[str, ...]] = {
    "Reader": ("src/isthmus/access/", "tests/make/"),
    "Visible": ("src/isthmus/adapters/store/",),
    "Cleared": ("src/isthmus/share/",),
    "Verified": ("src/isthmus/exchange/",),
}
"""A type, and where it may be made."""

PEOPLE = ("src/isthmus/flow/accounts.py", "src/isthmus/flow/people.py")
"""Where the accounts of persons are made, and service principals are not."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            made = node.func
            if isinstance(made, ast.Subscript):
                made = made.value
            name = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
            yield name, node


@cache
def every_call() -> list[tuple[str, str, ast.Call]]:
    """Give the calls of the project: file, name, node."""
    return [(path, name, node) for path, tree in modules() for name, node in calls(tree)]


def test_nobody_keeps_under_every_label():
    """No reader sees all: whoever keeps something reads under the labels it came under."""
    kept = [node for _, name, node in every_call() if name == "keeping_reader"]
    assert len(kept) > 3
    assert [ast.unparse(node) for node in kept if "labels.all" in ast.unparse(node)] == []


@pytest.mark.parametrize("made", MAKERS)
def test_only_its_maker_makes_it(made: str):
    places = {path for path, name, _ in every_call() if name == made}
    assert [path for path in places if not path.startswith(MAKERS[made])] == []


def test_the_test_above_sees_what_it_looks_for():
    assert {"src/isthmus/access/readers.py", "tests/make/who.py"} <= {
        path for path, name, _ in every_call() if name == "Reader"
    }


def test_nobody_changes_what_a_reader_may_see_by_copying_him():
    copied = [
        path
        for path, name, node in every_call()
        if name in {"replace", "__replace__"}
        and path.startswith("src/")
        and (
            {"labels", "withheld"} & {keyword.arg for keyword in node.keywords}
            or _of_a_reader(node)
        )
    ]
    assert copied == []


def _of_a_reader(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    name = first.attr if isinstance(first, ast.Attribute) else getattr(first, "id", "")
    return name == "reader"


def test_principals_are_made_by_access_and_for_accounts_of_persons():
    places = {
        path for path, name, _ in every_call() if name == "Principal" and path.startswith("src/")
    }
    allowed = ("src/isthmus/access/", *PEOPLE, "src/isthmus/adapters/store/")
    assert [path for path in places if not path.startswith(allowed)] == []


def test_only_access_makes_a_service_principal():
    services = {
        path
        for path, name, node in every_call()
        if name in {"Principal", "replace"}
        and path.startswith("src/")
        and any(keyword.arg == "service" for keyword in node.keywords)
    }
    assert services == {"src/isthmus/access/readers.py"}


def test_no_principal_of_a_node_sees_every_label():
    declared = read_declared(ROOT / "no feeds of its own")
    labels = {
        LabelId(number): one.feed.label for number, one in enumerate(declared.feeds.values(), 1)
    }
    red = LabelId(len(labels) + 1)
    labels[red] = _named_persons_only()
    for purpose in declared.purposes.all:
        service = service_principal("any", purpose, "alder")
        assert red not in reader_for(service, purpose, labels).labels
        assert service.purposes == (purpose,)


def _named_persons_only() -> Label:
    return Label(
        classification=frozenset((scheme, levels[-1]) for scheme, levels in LEVELS.items()),
        originators=frozenset({"alder"}),
        releasable_to=ALL,
        handling=frozenset({"TLP:RED"}),
        data_categories=frozenset({"identity"}),
        legal_bases=frozenset({"act-1"}),
        purposes=ALL,
        discoverable_to=Allowed.of("alder"),
    )


def test_every_rule_and_every_resolver_has_one_purpose_of_the_node():
    declared = read_declared(ROOT / "no feeds of its own")
    assert {rule.purpose for rule in declared.rules} <= set(declared.purposes.all)
    assert set(declared.purposes.resolve) <= set(declared.purposes.all)
