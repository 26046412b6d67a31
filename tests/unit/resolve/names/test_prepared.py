"""Prepared names: what is seen at a glance is what a closer look sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.identifiers.names import NAME_KINDS, NameKind
from isthmus.resolve.names.prepared import prepared_name

SPELLED = """
abd allah abdallah abdul rahman abdulrahman sea star seastar jo ann joann van der berg vanderberg
иван 12 o'neil h tpk llc عبد الرحمن عبدالرحمن абдулрахман абд рахман
"""
WORDS = st.sampled_from(SPELLED.split()) | st.text("abdghklrsty", min_size=1, max_size=5)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@settings(max_examples=500)
@given(NAMES, NAMES, st.sampled_from(NAME_KINDS))
def test_words_that_run_into_one_are_seen_at_a_glance(left: str, right: str, kind: NameKind):
    a, b = prepared_name(left, kind), prepared_name(right, kind)
    ours = a.joined.keys() & b.identities
    theirs = b.joined.keys() & a.identities
    assert a.runs_into(b) is bool(ours or theirs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Abd Allah", "Abdallah Karim"),
        ("Sea Star", "Seastar"),
        ("Van der Berg Jo", "Vanderberg Jo"),
    ],
)
def test_words_written_together_are_one(left: str, right: str):
    assert prepared_name(left, "any").runs_into(prepared_name(right, "any"))
