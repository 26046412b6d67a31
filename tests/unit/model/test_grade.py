"""Grades: two characters of worth, with the source's own code kept beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.model.grade import CREDIBILITY, RELIABILITY, Grade, parsed_grade

grades = st.builds(
    Grade,
    reliability=st.sampled_from(RELIABILITY),
    credibility=st.sampled_from(CREDIBILITY),
    scheme=st.sampled_from(["admiralty", "europol-4x4", "police 5x5"]),
    code=st.text(min_size=1),
)


@given(grades)
def test_a_grade_with_its_own_code_is_read_back(grade: Grade):
    assert parsed_grade(grade.text) == grade


@pytest.mark.parametrize("reliability", RELIABILITY)
@pytest.mark.parametrize("credibility", CREDIBILITY)
def test_a_grade_without_a_code_is_two_characters(reliability: str, credibility: str):
    grade = Grade(reliability, credibility)
    assert grade.text == reliability + credibility
    assert parsed_grade(grade.text) == grade


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("B2", Grade("B", "2")),
        ("B2/europol-4x4:A1", Grade("B", "2", "europol-4x4", "A1")),
        ("F6/police:5/3:x", Grade("F", "6", "police", "5/3:x")),
    ],
)
def test_examples(text: str, grade: Grade):
    assert parsed_grade(text) == grade
    assert grade.text == text


@pytest.mark.parametrize(
    "text",
    [
        *("", " A1", "A1 ", "A 1", "A12", "A", "1", "AB", "1A"),
        *("A0", "A7", "G1", "a1", "/x:y", "A/1"),
        # Full width and Cyrillic look-alikes.
        *("\uff211", "A\uff11", "\u04101"),
    ],
)
def test_anything_else_is_refused(text: str):
    with pytest.raises(MappingInvalid):
        parsed_grade(text)


@given(st.text())
def test_no_text_does_worse_than_being_refused(text: str):
    try:
        grade = parsed_grade(text)
    except MappingInvalid:
        return
    assert grade.reliability in RELIABILITY
    assert grade.credibility in CREDIBILITY
    assert text.startswith(grade.reliability + grade.credibility)
