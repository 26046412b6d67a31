"""The published lattice of labels, held against the program by its published values alone."""

import pytest

from isthmus.model.label import LEVELS, Allowed, Clearance, Label
from tests.conformance.model_vectors import VECTORS
from tests.conformance.vectors import FOLDER, Json, read, written

DOCUMENT = read("labels.json")


def rows(kind: str) -> list[dict[str, Json]]:
    found = DOCUMENT[kind]
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


def objects(kind: str) -> dict[str, Json]:
    found = DOCUMENT[kind]
    assert isinstance(found, dict)
    return found


def names(value: Json) -> frozenset[str]:
    assert isinstance(value, list)
    assert value == sorted(value, key=str), "lists are published in order"
    return frozenset(map(str, value))


def allowed(value: Json) -> Allowed:
    return Allowed(None if value is None else names(value))


def label(value: Json) -> Label:
    """Read a published label."""
    assert isinstance(value, dict)
    levels = value["classification"]
    assert isinstance(levels, list)
    return Label(
        classification=frozenset(
            (str(level["scheme"]), str(level["level"]))
            for level in levels
            if isinstance(level, dict)
        ),
        originators=names(value["originators"]),
        releasable_to=allowed(value["releasable_to"]),
        handling=names(value["handling"]),
        data_categories=names(value["data_categories"]),
        subject_categories=names(value["subject_categories"]),
        legal_bases=names(value["legal_bases"]),
        purposes=allowed(value["purposes"]),
        discoverable_to=allowed(value["discoverable_to"]),
    )


def clearance(value: Json) -> Clearance:
    """Read a published clearance."""
    assert isinstance(value, dict)
    levels = value["levels"]
    assert isinstance(levels, dict)
    return Clearance(
        center=str(value["center"]),
        levels={scheme: str(level) for scheme, level in levels.items()},
        caveats=names(value["caveats"]),
        categories=allowed(value["categories"]),
    )


LABELS = {name: label(value) for name, value in objects("labels").items()}
CLEARANCES = {name: clearance(value) for name, value in objects("clearances").items()}


def pair(row: dict[str, Json]) -> str:
    return " with ".join(str(each) for key, each in row.items() if key in {"left", "right"})


def asked(row: dict[str, Json]) -> str:
    return f"{row['label']} to {row['clearance']} at {row['purpose']}"


@pytest.mark.parametrize("row", rows("joins"), ids=pair)
def test_a_join_is_the_published_one(row: dict[str, Json]):
    left, right = LABELS[str(row["left"])], LABELS[str(row["right"])]
    assert left.join(right) == label(row["join"])
    assert left.dominates(right) == row["left_dominates"]


@pytest.mark.parametrize("row", rows("permits"), ids=asked)
def test_who_may_see_what_is_as_published(row: dict[str, Json]):
    permitted = LABELS[str(row["label"])].permits(
        CLEARANCES[str(row["clearance"])], str(row["purpose"])
    )
    assert permitted == row["permitted"]


@pytest.mark.parametrize("row", rows("permits"), ids=asked)
def test_from_whom_what_is_withheld_is_as_published(row: dict[str, Json]):
    held, purpose = CLEARANCES[str(row["clearance"])], str(row["purpose"])
    assert LABELS[str(row["label"])].withheld_from(held, purpose) == row["withheld"]


@pytest.mark.parametrize("name", LABELS)
def test_the_label_of_existence_is_the_published_one(name: str):
    assert LABELS[name].of_existence() == label(objects("existence")[name])


def test_the_vectors_withhold_something_and_not_from_everybody():
    assert {row["withheld"] for row in rows("permits") if not row["permitted"]} == {True, False}


def test_the_vectors_hold_both_answers_for_every_label_that_somebody_may_see():
    answers = {(str(row["label"]), row["permitted"]) for row in rows("permits")}
    denied_to_all = {"nobody", *(name for name in LABELS if "no table knows" in name)}
    assert {name for name, answer in answers if answer} == set(LABELS) - denied_to_all
    assert {name for name, answer in answers if not answer} == set(LABELS) - {"asks for nothing"}


def test_levels_and_marks_are_the_published_ones():
    assert {scheme: list(levels) for scheme, levels in LEVELS.items()} == objects("levels")
    assert {name: each.mark for name, each in LABELS.items()} == objects("marks")


def test_the_published_vectors_are_what_is_made_today():
    published = (FOLDER / "labels.json").read_text(encoding="utf-8")
    assert written(VECTORS["labels.json"]()) == published, (
        "run python -m tests.conformance.model_vectors, and say why labels changed"
    )
