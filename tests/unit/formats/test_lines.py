"""Lines: a stream in pieces that make it again, none longer than a record may be."""

from hypothesis import given
from hypothesis import strategies as st

from isthmus.formats.lines import LineSource, Piece
from isthmus.formats.raw import MAX_RECORD_BYTES
from tests.unit.formats.reading import Trickle, repeated


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\x1a"])), st.integers(1, 5))
def test_lines_end_where_line_ends_stand(parts: list[bytes], step: int) -> None:
    whole = b"".join(parts)
    lines = [line for line in LineSource(Trickle(whole, step)) if not isinstance(line, Piece)]
    assert b"".join(lines) == whole
    assert all(line.endswith(b"\n") for line in lines[:-1])
    assert all(line.count(b"\n") <= 1 for line in lines)


def test_a_byte_order_mark_and_an_end_mark_belong_to_no_line() -> None:
    for step in (1, 2, 100):
        source = LineSource(Trickle(b"\xef\xbb\xbfa\nb\x1a", step), b"\x1a")
        assert list(source) == [b"a\n", b"b"]
        assert source.marked
        assert source.tail.endswith(b"b\x1a")
        assert not source.empty


def test_an_empty_stream_says_so() -> None:
    source = LineSource(Trickle(b"", 1))
    assert list(source) == []
    assert source.empty


def test_a_line_of_the_longest_allowed_length_is_whole() -> None:
    line = b"x" * (MAX_RECORD_BYTES - 1) + b"\n"
    assert list(LineSource(repeated(b"", line, 2))) == [line, line]


def test_a_longer_line_comes_in_pieces_and_the_next_line_is_whole() -> None:
    line = b"x" * (MAX_RECORD_BYTES * 2) + b"\n"
    *pieces, after = LineSource(repeated(b"", line, 1, b"y\n"))
    assert after == b"y\n"
    raws = [piece.raw for piece in pieces if isinstance(piece, Piece)]
    assert b"".join(raws) == line
    assert max(map(len, raws)) <= MAX_RECORD_BYTES
    ends = [piece.continues for piece in pieces if isinstance(piece, Piece)]
    assert ends == [True] * (len(raws) - 1) + [False]
