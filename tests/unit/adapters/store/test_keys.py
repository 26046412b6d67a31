"""The range of a prefix holds exactly the texts that start with it, byte by byte."""

from hypothesis import given
from hypothesis import strategies as st

from isthmus.adapters.store.keys import _after

TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
EDGES = st.text(st.sampled_from("a\x7f\ud7ff\ue000\uffff\U00010000\U0010ffff"), max_size=4)


@given(prefix=TEXTS | EDGES, text=TEXTS | EDGES)
def test_a_text_is_in_the_range_when_it_starts_with_the_prefix(prefix: str, text: str):
    inside = prefix.encode() <= text.encode() < _after(prefix).encode()
    assert inside == text.startswith(prefix)


@given(prefix=TEXTS | EDGES, rest=TEXTS | EDGES)
def test_every_continuation_is_in_the_range(prefix: str, rest: str):
    assert prefix.encode() <= (prefix + rest).encode() < _after(prefix).encode()
