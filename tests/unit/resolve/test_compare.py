from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.model.ids import LabelId
from isthmus.model.judgement import CONFLICT_BITS, JOIN_BITS, Comparison
from isthmus.resolve.compare import Profile, compared, profiles, read_model
from tests import make
from tests.flow.journey import model
from tests.flow.stage import ONTOLOGY
from tests.make import Claim

MODEL = model()


def profile(schema: str, *said: tuple[str, str], label: int = 1, first: int = 1) -> Profile:
    rows = [
        make.statement(Claim(f"one of {first}", name, value, schema), seq=n, label=LabelId(label))
        for n, (name, value) in enumerate(said, start=first)
    ]
    [found] = profiles(rows).values()
    return found


def bits(
    schema: str, left: tuple[tuple[str, str], ...], right: tuple[tuple[str, str], ...]
) -> dict[str, float]:
    pair = profile(schema, *left), profile(schema, *right, first=50)
    return {c.property: c.bits for c in compared(*pair, MODEL, ONTOLOGY)}


IMO, OTHER_IMO = ("imoNumber", "9074729"), ("imoNumber", "9176187")
LARK, MMSI = ("name", "Sea Lark"), ("mmsi", "273000001")


def test_vessels_are_joined_by_their_imo_number_and_by_nothing_else():
    assert bits("Vessel", (IMO,), (IMO,))["imoNumber"] >= JOIN_BITS
    assert bits("Vessel", (IMO,), (OTHER_IMO,))["imoNumber"] <= CONFLICT_BITS
    assert bits("Vessel", (MMSI,), (MMSI,)) == {}
    everything_else = (LARK, MMSI, ("flag", "PA"), ("buildDate", "1999"), ("callSign", "XAAA"))
    assert sum(bits("Vessel", everything_else, everything_else).values()) < JOIN_BITS


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("1972-05-06", "1972-05-06", 7),
        ("1972-05-06", "1972-05", 2),
        ("1972-05-06", "1972", 2),
        ("1972", "1972", 2),
        ("1972-01-01", "1972-01-01", 4),
        ("1972-05-06", "1972-06-05", 3),
        ("1972-05-06", "1972-05-07", 1),
        ("1972-05-06", "1972-50-06", 1),
        ("1972-05", "1972-06", 0),
        ("1972-05-06", "1973-11-17", -2),
        ("1972-05-06", "1982-11-17", -5),
        ("1972-05-06", "1985-11-17", -8),
    ],
)
def test_a_date_of_birth_is_equal_near_or_different(left: str, right: str, found: int):
    assert (
        bits("Person", (("birthDate", left),), (("birthDate", right),)).get("birthDate", 0) == found
    )


def test_names_are_compared_whatever_the_order_of_their_tokens():
    def name(text: str, other: str) -> float:
        return bits("Person", (("name", text),), (("name", other),)).get("name", 0)

    assert name("Mara Elin Lind", "LIND, Mara Elin") == 7
    assert name("Lind", "LIND") == 3
    assert 0 < name("Mara Lind", "Mara Elin Lind") < name("Mara Lind", "Mara Lynd") < 7
    assert name("Mara Lind", "Tom Berg") < 0
    assert name("!!!", "!!!") == 0


def test_any_kind_of_name_of_one_may_be_any_kind_of_name_of_the_other():
    left, right = (("name", "Quay Trading Company"),), (("previousName", "Quay Trading Company"),)
    assert bits("Company", left, right)["name"] == 9


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Trade & Commercial Bank", "Trade Bank"),
        ("Harbour Bank", "Harbour Capital"),
        ("Bank of the North", "Bank of the South"),
    ],
)
def test_organisations_that_look_alike_are_not_joined(left: str, right: str):
    country = ("country", "PA")
    found = bits("Organization", (("name", left), country), (("name", right), country))
    assert sum(found.values()) < JOIN_BITS


def test_an_organisation_of_one_name_elsewhere_is_another():
    left = (("name", "Quay Trading Company"), ("country", "PA"))
    right = (("name", "Quay Trading Company"), ("country", "LR"))
    assert sum(bits("Organization", left, right).values()) < JOIN_BITS


def test_one_shared_passport_outweighs_nine_that_differ():
    left = tuple(("passportNumber", f"X000000{n}") for n in range(9))
    right = (("passportNumber", "X0000008"), ("passportNumber", "Y1"))
    assert bits("Person", left, right) == {"passportNumber": 14}


def test_what_is_not_of_one_kind_is_not_compared():
    ship, man = profile("Vessel", LARK), profile("Person", LARK, first=50)
    assert compared(ship, man, MODEL, ONTOLOGY) == ()
    alias_only = profile("Thing", LARK, first=50)
    assert compared(ship, alias_only, MODEL, ONTOLOGY) == ()


def test_each_comparison_names_both_statements_and_both_labels():
    left, right = profile("Vessel", IMO, label=1), profile("Vessel", IMO, label=2, first=50)
    [found] = compared(left, right, MODEL, ONTOLOGY)
    assert found == Comparison("imoNumber", 20, *(left.values["imoNumber"][0].seq,), 50, 1, 2)  # type: ignore[arg-type] # plain numbers


def test_of_each_two_labels_the_best_pair_is_kept():
    """Else the best of all would hide what somebody sees who does not see that one."""
    passport = ("passportNumber", "X0000008")
    left = profile("Person", passport, ("passportNumber", "Y1"), label=1)
    [right] = profiles(
        [
            make.statement(Claim("wren", *passport, "Person"), seq=n, label=LabelId(n))
            for n in (7, 8)
        ]
    ).values()
    found = compared(left, right, MODEL, ONTOLOGY)
    assert {(c.left_label, c.right_label, c.bits) for c in found} == {(1, 7, 14), (1, 8, 14)}


labelled = st.lists(
    st.tuples(
        st.sampled_from(
            [("Vessel", *IMO), ("Vessel", *OTHER_IMO), ("Vessel", *LARK), ("Company", *LARK)]
        ),
        st.sampled_from([1, 2, 3]),
    ),
    min_size=1,
    max_size=5,
)


@given(labelled, labelled, st.sets(st.sampled_from([1, 2, 3])))
def test_what_is_compared_under_two_labels_rests_on_nothing_else(
    left: list[tuple[tuple[str, str, str], int]],
    right: list[tuple[tuple[str, str, str], int]],
    seen: set[int],
):
    rows = [
        make.statement(Claim(about, name, value, schema), seq=n, label=LabelId(label))
        for about, said, first in (("wren", left, 1), ("lark", right, 50))
        for n, ((schema, name, value), label) in enumerate(said, start=first)
    ]

    def of(labels: set[int]) -> set[Comparison]:
        found = profiles([s for s in rows if s.label in labels])
        ends = [found.get(make.entity(about)) for about in ("wren", "lark")]
        if ends[0] is None or ends[1] is None:
            return set()
        return set(compared(ends[0], ends[1], MODEL, ONTOLOGY))

    whole = of({1, 2, 3})
    assert {c for c in whole if {c.left_label, c.right_label} <= seen} == of(seen)


values = st.sampled_from(
    [IMO, OTHER_IMO, LARK, MMSI, ("name", "Sea Wren"), ("flag", "PA"), ("flag", "LR")]
)


@given(st.lists(values, min_size=1, max_size=5), st.lists(values, min_size=1, max_size=5))
def test_who_stands_left_makes_no_difference(
    left: list[tuple[str, str]], right: list[tuple[str, str]]
):
    assert bits("Vessel", tuple(left), tuple(right)) == bits("Vessel", tuple(right), tuple(left))


SOUND = {"equal": 20, "equal_unchecked": 4, "slip": 0, "unclear": 0, "different": -40}


def document(levels: object, comparator: object = "identifier:imo") -> dict[str, object]:
    properties = {"imoNumber": {"comparator": comparator, "levels": levels}}
    schemas = {"Vessel": {"needed": 12, "properties": properties}}
    return {"version": "one", "hub_cap": 50, "schemas": schemas}


def test_a_model_says_its_version_and_what_a_pair_needs():
    found = read_model(document(SOUND))
    assert (found.version, found.hub_cap, found.needed("Vessel")) == ("one", 50, 12)
    assert found.needed("Person") == float("inf")


@pytest.mark.parametrize(
    ("levels", "comparator", "said"),
    [
        ({"equal": 20}, "identifier:imo", "missing: equal_unchecked, slip"),
        ({**SOUND, "eqaul": 20}, "identifier:imo", "unknown: eqaul"),
        (SOUND, "identifier:omi", "identifier:omi"),
        (SOUND, "name:persons", "name:persons"),
        (SOUND, "exact", "exact"),
    ],
)
def test_a_slip_in_the_levels_is_refused_with_where_it_stands(
    levels: object, comparator: object, said: str
):
    with pytest.raises(MappingInvalid, match=said):
        read_model(document(levels, comparator))


def test_each_pair_of_labels_has_the_best_pair_of_values_under_it():
    rows = [
        make.statement(Claim("one", "passportNumber", value, "Person"), seq=n, label=LabelId(label))
        for n, (value, label) in enumerate([("X0000001", 1), ("X0000002", 1), ("X0000003", 2)], 1)
    ]
    [left] = profiles(rows).values()
    right = profile("Person", ("passportNumber", "X0000002"), ("passportNumber", "X0000003"))
    found = compared(left, right, MODEL, ONTOLOGY)
    assert {(c.left_label, c.right_label, c.bits, c.left) for c in found} == {
        (1, 1, 14, 2),
        (2, 1, 14, 3),
    }
