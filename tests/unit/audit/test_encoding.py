from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.encoding import canonical_fields
from isthmus.errors import IntegrityError
from isthmus.model.canonical import MAGIC, Item, canonical_bytes

_items: st.SearchStrategy[Item] = st.recursive(
    st.none()
    | st.binary(max_size=40)
    | st.text(max_size=40)
    | st.integers()
    | st.booleans()
    | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(st.text(max_size=20), st.lists(_items, max_size=8))
def test_whatever_was_encoded_comes_back(domain: str, fields: list[Item]):
    assert canonical_fields(domain, canonical_bytes(domain, *fields)) == tuple(fields)


@given(st.lists(_items, max_size=5), st.data())
def test_a_cut_is_refused_or_is_the_encoding_of_fewer_fields(
    fields: list[Item], data: st.DataObject
):
    encoded = canonical_bytes("here", *fields)
    cut = encoded[: data.draw(st.integers(0, len(encoded) - 1))]
    try:
        found = canonical_fields("here", cut)
    except IntegrityError:
        return
    assert found == tuple(fields[: len(found)])
    assert canonical_bytes("here", *found) == cut


@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(tail: bytes):
    encoded = canonical_bytes("here")
    try:
        fields = canonical_fields("here", encoded + tail)
    except IntegrityError:
        return
    assert canonical_bytes("here", *fields) == encoded + tail


def _framed(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "big") + payload


@pytest.mark.parametrize(
    "item",
    [
        _framed(b"i", b"+1"),
        _framed(b"i", b"01"),
        _framed(b"i", b"-0"),
        _framed(b"i", b" 1"),
        _framed(b"i", b"1_0"),
        _framed(b"i", "١".encode()),
        _framed(b"o", b"\x02"),
        _framed(b"o", b""),
        _framed(b"n", b"x"),
        _framed(b"s", b"\xff"),
        _framed(b"t", b"9" * 30),
        _framed(b"z", b""),
        b"b\x00\x00\x00\x05abc",
        b"b\x00\x00",
    ],
)
def test_a_second_spelling_of_a_value_is_refused(item: bytes):
    with pytest.raises(IntegrityError):
        canonical_fields("here", canonical_bytes("here") + item)


def test_bytes_of_another_domain_are_refused():
    with pytest.raises(IntegrityError, match="expected canonical bytes of here"):
        canonical_fields("here", canonical_bytes("there", 1))


def test_bytes_without_the_magic_are_refused():
    with pytest.raises(IntegrityError, match="isthmus1"):
        canonical_fields("here", b"isthmus2" + canonical_bytes("here")[len(MAGIC) :])


def test_lists_nested_without_end_are_refused():
    nested = b""
    for _ in range(2_000):
        nested = _framed(b"l", nested)
    with pytest.raises(IntegrityError, match="too deep"):
        canonical_fields("here", canonical_bytes("here") + nested)


def test_a_time_comes_back_to_the_microsecond():
    at = datetime(2030, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert canonical_fields("here", canonical_bytes("here", at)) == (at,)
