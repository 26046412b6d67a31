from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.flow.content import Damaged, steady

LINES = b"".join(b"line %d of a list that is long enough\n" % n for n in range(20_000))
PACKED = gzip.compress(LINES, mtime=0)


class Failing(BytesIO):
    """A stream that breaks in the middle, as a disk or a mount does."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > len(LINES) // 2:
            raise OSError(5, "Input/output error")
        return super().read(size)


@given(st.binary(max_size=2000).filter(lambda b: not b.startswith(b"\x1f\x8b")))
def test_plain_and_packed_bytes_read_the_same_twice(plain: bytes):
    for sent in (plain, gzip.compress(plain)):
        stream = steady(BytesIO(sent))
        assert stream.read() == plain
        stream.seek(0)
        assert b"".join(stream) == plain


@pytest.mark.parametrize(
    "stream",
    [
        BytesIO(PACKED[:-20]),
        BytesIO(PACKED[: len(PACKED) // 2]),
        BytesIO(PACKED[:5_000] + b"\xff" * 50 + PACKED[5_050:]),
        BytesIO(PACKED[:-8] + b"\0" * 8),
        BytesIO(b"\x1f\x8bnot packed at all"),
        Failing(LINES),
    ],
)
def test_whatever_breaks_is_one_error_that_says_where(stream: BytesIO):
    with pytest.raises(Damaged) as raised:
        steady(stream).read()
    fault = raised.value.fault
    assert str(fault.expected) == "content that can be read to its end"
    assert "at byte" in str(fault.came)
    assert str(fault.repair)


def test_no_more_is_unpacked_than_a_delivery_may_have():
    bomb = gzip.compress(bytes(50_000_000))
    with pytest.raises(Damaged, match="at most 1000000 bytes"):
        steady(BytesIO(bomb), 1_000_000).read()
