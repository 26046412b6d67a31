"""Free text: what is hidden does not stand in it, however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ontology import ValueKind
from isthmus.model.release import HIDDEN
from isthmus.share.free_text import hidden, without

ID, NAME, DATE = ValueKind.IDENTIFIER, ValueKind.NAME, ValueKind.DATE


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ID, "X1234567", "with x 12-34.567 in hand"),
        (ID, "9074729", "IMO9074729"),
        (NAME, "Jean-Luc O'Neil", "seen with ONEIL, jean luc"),
        (DATE, "1971-02-14", "born 14.2.71 or 14/02/1971 or Feb. 14, 1971 or 14 février 1971"),
        (DATE, "1971-02-14", "1971-02-14 19710214 2/14/1971"),
        (ValueKind.COUNTRY, "pa", "under the flag of PA"),
    ],
)
def test_a_value_is_found_in_every_spelling(kind: ValueKind, value: str, text: str):
    left = without(text, hidden([(kind, value)]))
    assert len(left) == len(text)
    for part in ("567", "9074729", "ONEIL", "jean", "71", "PA"):
        assert part not in left


def test_what_only_looks_like_it_stays():
    what = hidden([(ValueKind.COUNTRY, "pa"), (ID, "X1234567")])
    text = "Paris, Panama: X123456"
    assert without(text, what) == text


@given(st.text(max_size=40), st.text("abcXYZ0123456789éß", min_size=5, max_size=12), st.text())
def test_no_value_can_be_read_back(before: str, value: str, after: str):
    left = without(before + value + after, hidden([(ID, value)]))
    assert value not in left
    assert HIDDEN in left
