from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import InputError
from isthmus.flow.cursors import content_of, mark
from tests.flow.stage import Stage, officer

CENTER = Stage().center
MARA, IVO = officer(), officer(name="ivo.brandt")


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_mark_gives_its_content_back(number: int):
    assert content_of(CENTER, MARA, "use", mark(CENTER, MARA, "use", number), int) == number


@given(st.integers(0, 2**63 - 1))
def test_no_mark_looks_like_an_option_of_a_command(number: int):
    assert mark(CENTER, MARA, "use", number)[0].isalpha()


@given(st.text(max_size=60))
def test_a_text_that_is_no_mark_is_refused(text: str):
    with pytest.raises(InputError):
        content_of(CENTER, MARA, "use", text, int)


def test_a_mark_serves_one_person_and_one_use():
    made = mark(CENTER, MARA, "use", 7)
    for actor, use in ((IVO, "use"), (MARA, "other")):
        with pytest.raises(InputError):
            content_of(CENTER, actor, use, made, int)


@given(st.data())
def test_a_mark_with_one_changed_character_is_refused(data: st.DataObject):
    made = mark(CENTER, MARA, "use", 7)
    at = data.draw(st.integers(0, len(made) - 2))
    other = data.draw(st.sampled_from([c for c in "abcXYZ019-_" if c != made[at]]))
    with pytest.raises(InputError):
        content_of(CENTER, MARA, "use", made[:at] + other + made[at + 1 :], int)


def test_marks_of_neighbouring_numbers_have_nothing_in_common():
    marks = [mark(CENTER, MARA, "use", number) for number in range(50)]
    assert len({made[:6] for made in marks}) == 50
    assert marks != sorted(marks)


def test_a_mark_whose_content_is_of_another_kind_is_refused():
    with pytest.raises(InputError):
        content_of(CENTER, MARA, "use", mark(CENTER, MARA, "use", "text"), int)
