"""Values as bytes in one piece: what arrays see of them is what is written."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from isthmus.resolve.levels.written import WORD, written

VALUES = st.lists(st.text(max_size=20) | st.text("AB1\x1f \x7f~", max_size=40), max_size=8)


@given(VALUES)
def test_each_value_is_read_back(values: list[str]):
    found = written(values)
    assert [found.of(at) for at in range(len(found))] == values
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    assert found.bytes_of(np.arange(len(values))) == encoded


@given(VALUES, st.data())
def test_lines_are_the_bytes_of_some_in_any_order(values: list[str], data: st.DataObject):
    places = data.draw(st.lists(st.integers(0, len(values) - 1))) if values else []
    lines = written(values).lines(np.array(places, np.int64))
    wanted = [values[at].encode("utf-8", "surrogatepass") + b"\n" for at in places]
    assert lines == b"".join(wanted)


@given(VALUES, st.integers(1, 4))
def test_words_are_the_first_bytes_and_zeros_behind(values: list[str], count: int):
    found = written(values).words(count)
    for value, row in zip(values, found, strict=True):
        raw = value.encode("utf-8", "surrogatepass")[: count * WORD].ljust(count * WORD, b"\0")
        assert row.astype("<u8").tobytes() == raw


@given(VALUES)
def test_what_is_not_printable_ascii_is_told(values: list[str]):
    found = written(values).holding(ord(" "), ord("~"))
    assert found.tolist() == [any(not " " <= c <= "~" for c in value) for value in values]


@given(VALUES)
def test_distinct_values_come_once_in_their_order(values: list[str]):
    distinct, codes = written(values).distinct()
    assert [distinct.of(at) for at in range(len(distinct))] == list(dict.fromkeys(values))
    assert [distinct.of(code) for code in codes.tolist()] == values
