"""Lines with two names become scores, and a line that has none says so by its number."""

from isthmus.declared import map_of_names
from isthmus.flow.naming import names_with, scored_lines

NAMES = names_with(map_of_names)


def test_each_line_gives_one_answer_in_its_place():
    lines = [
        b"Ivan Sidorov\tSidorov, Ivan\n",
        "Иван Сидоров\tIvan Sidorov\r\n".encode(),
        b"Ivan Sidorov\tMaria Example",
        b"\tMaria Example\n",
    ]
    scores = [line.score for line in scored_lines(lines, NAMES, "any")]
    assert scores[0] == 1.0
    assert scores[1] > 0.9
    assert scores[2] < 0.5
    assert scores[3] == 0.0
    assert all(line.fault is None for line in scored_lines(lines, NAMES, "any"))


def test_a_line_that_is_no_pair_scores_nothing_and_stops_nothing():
    lines = [b"one name\n", b"a\tb\tc\n", b"\xff\xfe\tb\n", b"\n", b"Ivan\tIvan\n"]
    found = list(scored_lines(lines, NAMES, "person"))
    assert [line.score for line in found] == [0.0, 0.0, 0.0, 0.0, 1.0]
    told = [str(line.fault) for line in found[:4]]
    assert [f"line {number}" in words for number, words in enumerate(told, 1)] == [True] * 4
    assert "UTF-8" in told[2]
    assert "got 3 fields" in told[1]


def test_a_line_without_end_is_read_as_far_as_lines_go():
    (found,) = scored_lines([b"a" * 5_000_000 + b"\tb\n"], NAMES, "any")
    assert found.score == 0.0
    assert found.fault is not None
