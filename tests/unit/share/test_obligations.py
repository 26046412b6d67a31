"""Obligations: what each makes of a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ontology import ValueKind
from isthmus.model.release import HIDDEN, Change
from isthmus.share.document import Coarseness, Drop, Generalise, Mask, Obligation
from isthmus.share.obligations import COARSENESS, carried_out, generalised, masked

DATE, TIME, NUMBER = ValueKind.DATE, ValueKind.TIME, ValueKind.NUMBER


@pytest.mark.parametrize(
    ("value", "keep", "left"),
    [("X1234567", 3, "▮▮▮▮▮567"), ("567", 3, "▮▮▮"), ("X1", 0, "▮▮"), ("é", 1, "▮")],
)
def test_a_mask_keeps_the_last_characters_of_what_is_longer(value: str, keep: int, left: str):
    assert masked(value, keep) == left


@given(st.text(min_size=1), st.integers(0, 8))
def test_a_mask_shows_at_most_what_it_keeps(value: str, keep: int):
    hidden = masked(value, keep)
    assert len(hidden) == len(value)
    assert sum(a != HIDDEN for a in hidden) <= keep


@pytest.mark.parametrize(
    ("value", "kind", "to", "left"),
    [
        ("1971-02-14", DATE, "year", "1971"),
        ("1971-02-14", DATE, "decade", "197▮"),
        ("1971", DATE, "month", "1971"),
        ("2024-03-10T04:12:09Z", TIME, "day", "2024-03-10"),
        ("about 1971", DATE, "year", None),
        ("14 February", DATE, "decade", None),
        ("59.8871", ValueKind.LATITUDE, "tenth of a degree", "59.8"),
        ("-0.04", ValueKind.LONGITUDE, "degree", "-1"),
        ("-12", ValueKind.LONGITUDE, "degree", "-12"),
        ("18450.75", NUMBER, "thousands", "18000"),
        ("NaN", NUMBER, "thousands", None),
        ("Infinity", NUMBER, "tens", None),
        ("many", NUMBER, "tens", None),
        ("X1234567", ValueKind.IDENTIFIER, "year", None),
    ],
)
def test_what_cannot_be_generalised_is_not_told(
    value: str, kind: ValueKind, to: Coarseness, left: str | None
):
    assert generalised(value, kind, to) == left


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-10_000, max_value=10_000),
    st.sampled_from(sorted(COARSENESS[NUMBER])),
)
def test_a_coarser_number_told_again_is_the_same(number: object, to: Coarseness):
    once = generalised(str(number), NUMBER, to)
    assert once is not None
    assert generalised(once, NUMBER, to) == once


@pytest.mark.parametrize("turned", [False, True])
def test_the_strictest_obligation_is_carried_out_in_any_order(turned: bool):  # noqa: FBT001
    year: Obligation = Generalise(properties=["birthDate"], to="year")
    day = Generalise(properties=["birthDate"], to="month")
    mask, less = Mask(properties=["birthDate"]), Mask(properties=["birthDate"], keep=4)
    drop = Drop(properties=["birthDate"])

    def done(*obligations: Obligation) -> tuple[str | None, Change]:
        given = obligations[::-1] if turned else obligations
        return carried_out(given, "birthDate", DATE, "1971-02-14")

    assert done(day, year) == ("1971", Change.GENERALISED)
    assert done(year, less, mask) == (HIDDEN * 10, Change.MASKED)
    assert done(mask, drop) == (None, Change.DROPPED)
    assert done(Mask(properties=["name"])) == ("1971-02-14", Change.NONE)
