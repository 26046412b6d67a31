"""Shares with intervals, calibration, rates by kind of name: and nothing of too few cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.resolve.quality import (
    FEW,
    Case,
    birth_of,
    calibration,
    gender_of,
    of_two,
    probability,
    rates,
    rates_by,
    script_of,
    share_of,
)


def cases(same: int, different: int, *, predicted: bool, margin: float = 1.5) -> list[Case]:
    told = [(True, same), (False, different)]
    return [Case(truth, predicted, margin) for truth, count in told for _ in range(count)]


def test_an_interval_is_that_of_wilson():
    found = share_of(8, 10)
    assert found is not None
    assert found.share == 0.8
    assert found.low == pytest.approx(0.4902, abs=1e-4)
    assert found.high == pytest.approx(0.9433, abs=1e-4)


@given(st.integers(FEW, 5000), st.data())
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(
    of: int, data: st.DataObject
):
    found = share_of(data.draw(st.integers(0, of)), of)
    assert found is not None
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


def test_no_share_is_given_of_too_few():
    assert share_of(FEW - 1, FEW - 1) is None
    assert share_of(0, FEW) is not None


def test_odds_are_even_at_the_bar_and_double_with_a_bit():
    assert probability(0) == 0.5
    assert probability(1) == pytest.approx(2 / 3)
    assert probability(-1) == pytest.approx(1 / 3)
    assert probability(-1e9) < probability(1e9) == pytest.approx(1)


def test_calibration_holds_what_was_decided_against_what_was_predicted():
    one = calibration(cases(6, 2, predicted=True, margin=1.5))
    [found] = one
    assert (found.low, found.high) == (1, 2)
    assert found.predicted == pytest.approx(probability(1.5))
    assert (found.same.count, found.same.of) == (6, 8)


def test_a_bin_of_too_few_is_left_out():
    few = cases(FEW - 1, 0, predicted=True, margin=-30)
    assert [b.low for b in calibration([*few, *cases(9, 0, predicted=True, margin=3)])] == [2]


def test_precision_recall_and_wrong():
    found = rates("all", [*cases(8, 2, predicted=True), *cases(4, 6, predicted=False)])
    assert found.precision is not None
    assert found.recall is not None
    assert found.wrong is not None
    assert (found.precision.count, found.precision.of) == (8, 10)
    assert (found.recall.count, found.recall.of) == (8, 12)
    assert (found.wrong.count, found.wrong.of) == (6, 20)


def test_rates_of_a_kind_of_too_few_are_left_out():
    plain = cases(1, 0, predicted=True)[0]
    many = [replace(plain, group_by=(("script", "Latin"),))] * FEW
    few = [replace(plain, group_by=(("script", "Greek"),))] * (FEW - 1)
    assert [one.group for one in rates_by("script", [*many, *few])] == ["Latin"]
    assert rates_by("gender", many) == []


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Mara Lind", "Latin"),
        ("Мария Иванова", "Cyrillic"),
        ("محمد", "Arabic"),
        ("משה", "Hebrew"),
        ("Γιώργος", "Greek"),
        ("王伟", "Han"),
        ("김철수", "Hangul"),
        ("さくら", "Kana"),
        ("राम", "Devanagari"),
        ("Anna Иванова", "Cyrillic"),
        ("", "none"),
        ("1972-05-06", "none"),
        ("\u200f \u0301", "none"),
    ],
)
def test_a_script_is_that_of_most_letters(text: str, script: str):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Anna Ivanova", "female"),
        ("Пётр Иванов", "male"),
        ("Мария Ивановна", "female"),
        ("Jón Einarsson", "male"),
        ("Björk Guðmundsdóttir", "female"),
        ("Ona Petraitytė", "female"),
        ("Fatima bint Ahmad", "female"),
        ("Ahmad ibn Ali", "male"),
        ("Mara Lind", "untold"),
        ("", "untold"),
    ],
)
def test_a_name_tells_a_gender_by_convention_or_nothing(name: str, told: str):
    assert gender_of(name) == told


def test_a_birth_date_says_all_a_year_or_nothing():
    assert birth_of(["1972", "1972-05-06"]) == "full"
    assert birth_of(["1972-05"]) == birth_of(["1972"]) == "year"
    assert birth_of([]) == birth_of([""]) == "none"


def test_the_sides_of_a_pair_of_kinds_do_not_matter():
    assert of_two("Latin", "Cyrillic") == of_two("Cyrillic", "Latin") == "Cyrillic / Latin"
    assert of_two("Latin", "Latin") == "Latin"
