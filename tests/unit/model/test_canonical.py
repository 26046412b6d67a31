"""The one canonical encoding: what differs has different bytes, and what is equal has equal ones.

Published vectors: tests/conformance/test_canonical_vectors.py.
"""

from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from typing import TypeAlias, cast

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from isthmus.model.canonical import (
    MAGIC,
    Item,
    canonical_bytes,
    canonical_fields_after,
    canonical_prefix,
    from_microseconds,
    microseconds,
)

# A value together with its type: in Python True == 1, and equal times may differ in their zone.
Typed: TypeAlias = "tuple[str, object]"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
zones = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
times = st.builds(
    lambda zone, value: from_microseconds(value).astimezone(zone),
    zones,
    st.integers(-62_000_000_000_000_000, 253_000_000_000_000_000),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.binary(max_size=5), texts, times)
items = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=8)
fields = st.lists(items, max_size=4)


def typed(item: Item) -> Typed:
    if isinstance(item, list | tuple):
        return "list", [typed(cast("Item", each)) for each in item]
    if isinstance(item, datetime):
        return "time", microseconds(item)
    return type(item).__name__, item


def read(encoded: bytes) -> list[Typed]:
    """Read items by the layout in the docstring of the module, and by nothing else."""
    found: list[Typed] = []
    while encoded:
        length = int.from_bytes(encoded[1:5], "big")
        kind, payload, encoded = encoded[:1], encoded[5 : 5 + length], encoded[5 + length :]
        assert len(payload) == length
        found.append(READ[kind](payload))
    return found


READ = {
    b"n": lambda payload: ("NoneType", None if payload == b"" else payload),
    b"b": lambda payload: ("bytes", payload),
    b"s": lambda payload: ("str", payload.decode()),
    b"i": lambda payload: ("int", int(payload)),
    b"t": lambda payload: ("time", int(payload)),
    b"o": lambda payload: ("bool", {b"\0": False, b"\1": True}[payload]),
    b"l": lambda payload: ("list", read(payload)),
}


class TestInjectivity:
    @given(texts, fields)
    def test_domain_and_fields_can_be_read_back(self, domain: str, values: list[Item]):
        """What can be read back has bytes of its own: no two field lists share them."""
        encoded = canonical_bytes(domain, *values)
        assert encoded.startswith(MAGIC)
        assert read(encoded[len(MAGIC) :]) == [("str", domain), *map(typed, values)]

    @given(texts, fields, texts, fields)
    @example("d", ["ab", "c"], "d", ["a", "bc"])
    @example("d", ["ab"], "d", ["a", "b"])
    @example("d", [["a"], "b"], "d", [["a", "b"]])
    @example("d", [[]], "d", [])
    @example("d", [None], "d", [""])
    @example("d", [""], "d", [b""])
    @example("d", [True], "d", [1])
    @example("d", [0], "d", [False])
    @example("d", ["1"], "d", [1])
    @example("d", [0], "d", [datetime(1970, 1, 1, tzinfo=UTC)])
    @example("d", ["\u00e9"], "d", ["e\u0301"])
    @example("a", ["b"], "ab", [])
    @example("", ["a"], "a", [""])
    def test_what_differs_has_different_bytes(
        self, domain: str, values: list[Item], other: str, others: list[Item]
    ):
        assume((domain, [*map(typed, values)]) != (other, [*map(typed, others)]))
        assert canonical_bytes(domain, *values) != canonical_bytes(other, *others)

    @given(fields, fields)
    def test_one_list_of_fields_never_starts_another_of_the_same_length(
        self, values: list[Item], others: list[Item]
    ):
        one, other = canonical_bytes("d", *values), canonical_bytes("d", *others)
        if len(values) == len(others) and other.startswith(one):
            assert one == other

    @given(fields)
    def test_the_same_again_has_the_same_bytes(self, values: list[Item]):
        assert canonical_bytes("d", *values) == canonical_bytes("d", *values)


class TestParts:
    @given(texts, fields, fields)
    def test_a_prefix_and_what_follows_make_the_whole(
        self, domain: str, first: list[Item], further: list[Item]
    ):
        parts = canonical_prefix(domain, *first) + canonical_fields_after(*further)
        assert parts == canonical_bytes(domain, *first, *further)

    def test_nothing_may_follow(self):
        assert canonical_fields_after() == b""


class Kind(StrEnum):
    VESSEL = "vessel"


class Count(IntEnum):
    TWO = 2


class TestValues:
    def test_a_kind_of_text_or_number_is_encoded_as_its_value(self):
        assert canonical_bytes("d", Kind.VESSEL, Count.TWO) == canonical_bytes("d", "vessel", 2)

    def test_the_layout_is_type_length_payload(self):
        assert canonical_bytes("d", "é", None) == (
            b"isthmus1" + b"s\0\0\0\1d" + b"s\0\0\0\2\xc3\xa9" + b"n\0\0\0\0"
        )

    def test_a_tuple_is_a_list(self):
        assert canonical_bytes("d", ("a", (1,))) == canonical_bytes("d", ["a", [1]])

    @given(times, zones)
    def test_one_moment_has_one_encoding_in_any_zone(self, at: datetime, zone: timezone):
        assert canonical_bytes("d", at.astimezone(zone)) == canonical_bytes("d", at)

    def test_a_naive_time_is_refused(self):
        with pytest.raises(ValueError, match="aware"):
            canonical_bytes("d", datetime(2031, 5, 4))  # noqa: DTZ001 - that is the point

    @pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
    def test_lone_surrogates_are_refused(self, text: str):
        for act in (lambda: canonical_bytes(text), lambda: canonical_bytes("d", [text])):
            with pytest.raises(ValueError, match="surrogates not allowed"):
                act()

    @pytest.mark.parametrize(
        "value",
        [0.5, {"a": 1}, {"a"}, bytearray(b"a"), object(), iter(["a"])],
        ids=lambda value: type(value).__name__,
    )
    def test_a_type_without_an_encoding_is_refused(self, value: object):
        for given_value in (value, [value]):
            with pytest.raises(TypeError, match="no canonical encoding"):
                canonical_bytes("d", cast("Item", given_value))


class TestMicroseconds:
    @given(times)
    def test_they_come_back_exactly(self, at: datetime):
        back = from_microseconds(microseconds(at))
        assert back == at
        assert back.utcoffset() == timedelta(0)

    @given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
    def test_so_does_every_number_that_is_a_time(self, value: int):
        assert microseconds(from_microseconds(value)) == value

    @given(times, times)
    def test_they_keep_the_order_of_time(self, one: datetime, other: datetime):
        assert (microseconds(one) < microseconds(other)) == (one < other)

    def test_the_epoch_is_nought_and_what_was_before_is_less(self):
        assert microseconds(datetime(1970, 1, 1, tzinfo=UTC)) == 0
        assert microseconds(datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)) == -1

    def test_the_last_moment_that_can_be_said_is_exact(self):
        last = datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)
        assert microseconds(last) == 253_402_300_799_999_999

    def test_a_naive_time_has_none(self):
        with pytest.raises(ValueError, match="aware"):
            microseconds(datetime(2031, 5, 4))  # noqa: DTZ001 - that is the point
