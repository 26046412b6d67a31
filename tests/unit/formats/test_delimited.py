"""Delimited text: rows are records, cut exactly as the file has them."""

import csv
import io
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats import delimited
from isthmus.formats.raw import MAX_RECORD_BYTES, Tree
from tests.unit.formats.reading import Read, Trickle, in_order, peak_of, read_all, repeated


def rows(source: bytes | BinaryIO, **options: Tree) -> Read:
    return read_all(delimited.read, source, **options)


def test_a_header_row_names_the_columns() -> None:
    read = rows(b"name,flag\nAURORA,PA\nBOREAS,\n")
    assert read.trees == [{"name": "AURORA", "flag": "PA"}, {"name": "BOREAS", "flag": None}]
    assert read.raws == [b"AURORA,PA\n", b"BOREAS,\n"]
    assert read.ending.complete
    assert read.ending.header == {"columns": ["name", "flag"]}


def test_a_file_without_header_takes_the_names_of_the_mapping() -> None:
    read = rows(b'7,"AURORA"\r\n', header=["id", "name"])
    assert read.trees == [{"id": "7", "name": "AURORA"}]
    assert read.raws == [b'7,"AURORA"\r\n']


def test_a_quoted_cell_may_run_over_lines_and_keeps_its_bytes() -> None:
    source = b'id,remark\n1,"first\r\nsecond, with ""quotes"""\n2,x\n'
    read = rows(source)
    assert read.trees[0]["remark"] == 'first\r\nsecond, with "quotes"'
    assert read.raws[0] == b'1,"first\r\nsecond, with ""quotes"""\n'
    assert read.trees[1] == {"id": "2", "remark": "x"}


def test_null_tokens_mean_nothing_with_or_without_blanks() -> None:
    read = rows(b"1,-0- ,x-0-\n2, -0-,\n", header=["a", "b", "c"], nulls=["-0-"])
    assert [(tree["b"], tree["c"]) for tree in read.trees] == [(None, "x-0-"), (None, None)]


def test_an_end_of_file_mark_belongs_to_no_record() -> None:
    read = rows(b"1,2\r\n\x1a", header=["a", "b"], eof_mark="\x1a", must_end_with="\r\n\x1a")
    assert read.raws == [b"1,2\r\n"]
    assert read.ending.complete


def test_an_end_of_file_mark_right_behind_the_last_cell_is_no_part_of_it() -> None:
    read = rows(b"1,2\x1a", header=["a", "b"], eof_mark="\x1a")
    assert read.trees == [{"a": "1", "b": "2"}]


def test_a_delivery_without_the_end_that_it_always_has_is_cut_off() -> None:
    read = rows(b"1,2\r\n3,4", header=["a", "b"], must_end_with="\r\n")
    assert len(read.records) == 2
    assert not read.ending.complete
    assert "cut off" in str(read.fault.repair)


@pytest.mark.parametrize("cut", [b"1,2\n3", b'1,2\n3,"fo', b'1,2\n"3'])
def test_a_last_row_that_is_cut_makes_the_delivery_incomplete(cut: bytes) -> None:
    read = rows(cut, header=["a", "b"])
    assert read.trees == [{"a": "1", "b": "2"}]
    assert [broken.raw for broken in read.broken] == [cut.removeprefix(b"1,2\n")]
    assert not read.ending.complete


def test_a_last_row_without_line_end_is_whole_if_its_columns_are() -> None:
    read = rows(b"1,2\n3,4", header=["a", "b"])
    assert len(read.records) == 2
    assert read.ending.complete


def test_a_row_with_other_columns_is_broken_and_the_rest_goes_on() -> None:
    read = rows(b"a,b\n1,2\n1,2,3\n\n4,5\n")
    assert [tree["a"] for tree in read.trees] == ["1", "4"]
    assert read.broken[0].number == 2
    assert str(read.broken[0].fault.expected) == "2 columns"
    assert str(read.broken[0].fault.came).startswith("3:")
    assert read.ending.complete


def test_undecodable_bytes_name_the_byte_and_its_place() -> None:
    read = rows(b"a,b\n1,caf\xe9\n2,x\n")
    assert read.broken[0].raw == b"1,caf\xe9\n"
    assert "0xe9 at position 5" in str(read.broken[0].fault.came)
    assert read.trees == [{"a": "2", "b": "x"}]


def test_the_encoding_of_the_mapping_decides() -> None:
    read = rows(b"a,b\n1,caf\xe9\n", encoding="cp1252")
    assert read.trees == [{"a": "1", "b": "caf\u00e9"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "UTF_8_SIG"])
def test_a_byte_order_mark_is_no_part_of_the_first_name(encoding: str) -> None:
    read = rows(b"\xef\xbb\xbfa,b\n1,2\n", encoding=encoding)
    assert read.trees == [{"a": "1", "b": "2"}]


def test_a_nul_cannot_enter_a_tree() -> None:
    read = rows(b"a,b\n1,x\x00y\n2,z\n")
    assert "NUL at position 3" in str(read.broken[0].fault.came)
    assert len(read.records) == 1


def test_an_encoded_surrogate_cannot_enter_a_tree() -> None:
    read = rows(b"a,b\n1,\xed\xa0\x80\n")
    assert str(read.broken[0].fault.came).startswith("byte 0xed")


def test_one_stray_quote_breaks_one_row_and_not_the_rest() -> None:
    read = rows(b'a,b\n1,"x\n2,y\n3,z\n')
    assert [tree["a"] for tree in read.trees] == ["2", "3"]
    assert read.broken[0].raw == b'1,"x\n'
    assert "quote" in str(read.broken[0].fault.repair)
    assert not read.ending.complete  # It may as well be the file that is cut.


def test_text_behind_a_closing_quote_breaks_the_row() -> None:
    read = rows(b'a,b\n1,"x"y\n2,z\n')
    assert read.broken[0].raw == b'1,"x"y\n'
    assert read.trees == [{"a": "2", "b": "z"}]
    assert read.ending.complete


def test_a_file_that_opens_quotes_without_end_is_reread_only_so_often() -> None:
    line = b'x","x\n'
    read = rows(b"a,b\n" + line * 2000)
    assert b"".join(read.raws) == line * 2000
    assert len(read.broken) <= 66


def test_tabs_and_blanks_delimit_too() -> None:
    assert rows(b"1\t2\t3\n", header=["a", "b", "c"], delimiter="\t").trees == [
        {"a": "1", "b": "2", "c": "3"}
    ]
    assert rows(b"  1   2\t3 \n", header=["a", "b", "c"], delimiter="whitespace").trees == [
        {"a": "1", "b": "2", "c": "3"}
    ]


def test_without_a_quote_character_quotes_are_text() -> None:
    read = rows(b'1;"x\n', header=["a", "b"], delimiter=";", quote="")
    assert read.trees == [{"a": "1", "b": '"x'}]


def test_comments_and_blank_lines_are_no_records_but_stay_inside_of_cells() -> None:
    source = b'# made by hand\na,b\n\n# two\n1,"x\n# kept\n\ny"\n'
    read = rows(source, skip_comment="#")
    assert read.trees == [{"a": "1", "b": "x\n# kept\n\ny"}]


def test_a_missing_column_is_named_and_nothing_is_read() -> None:
    read = rows(b"id,nme\n1,x\n", columns=["id", "name"])
    assert read.items == []
    assert str(read.fault.came) == "missing: name; unknown: nme"
    assert not read.ending.complete


def test_the_order_of_columns_is_free_and_more_may_be_allowed() -> None:
    source = b"new,name,id\n1,x,7\n"
    assert not rows(source, columns=["id", "name"]).ending.complete
    read = rows(source, columns=["id", "name"], extra_columns=True)
    assert read.trees == [{"new": "1", "name": "x", "id": "7"}]


def test_columns_without_a_name_or_with_a_name_twice_get_one() -> None:
    assert list(rows(b",x,x, x ,\n1,2,3,4,5\n").trees[0]) == [
        "column1",
        "x",
        "x.2",
        "x.3",
        "column5",
    ]


def test_an_empty_file_is_incomplete_and_a_header_alone_is_not() -> None:
    assert str(rows(b"").fault.came) == "an empty file"
    assert not rows(b"", header=["a"]).ending.complete
    assert rows(b"a,b\n").ending.complete


@pytest.mark.parametrize(
    "options",
    [
        {"separator": ";"},
        {"delimiter": ";;"},
        {"delimiter": "\n"},
        {"quote": "''"},
        {"encoding": "utf-16"},
        {"encoding": "nothing"},
        {"encoding": "unicode_escape"},
        {"encoding": "raw_unicode_escape"},
        {"encoding": "rot13"},
        {"encoding": 7},
        {"header": []},
        {"header": ["a", "a"]},
        {"header": False},
        {"header": ["a"], "columns": ["a"]},
        {"nulls": [1]},
        {"extra_columns": "yes"},
        {"eof_mark": "\n"},
    ],
)
def test_an_option_that_does_not_fit_is_refused_before_reading(options: dict[str, Tree]) -> None:
    with pytest.raises(MappingInvalid):
        delimited.read(io.BytesIO(b""), options)


def test_a_row_longer_than_a_record_comes_in_pieces() -> None:
    line = b"1," + b"x" * (2 * MAX_RECORD_BYTES) + b"\n"
    read = rows(b"a,b\n0,y\n" + line + b"2,z\n")
    assert [tree["a"] for tree in read.trees] == ["0", "2"]
    assert {b.number for b in read.broken} == {2}
    assert [b.continues for b in read.broken] == [True] * (len(read.broken) - 1) + [False]
    assert all(len(b.raw) <= MAX_RECORD_BYTES for b in read.broken)
    assert b"".join(b.raw for b in read.broken) == line


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_row_about_as_long_as_a_record_may_be_is_read_to_its_end(more: int) -> None:
    line = b"1," + b"x" * (MAX_RECORD_BYTES - 3 + more) + b"\n"
    read = rows(b"a,b\n" + line + b"2,z\n")
    assert len(read.records) == (1 if more == 1 else 2)
    assert b"".join(read.raws) == line + b"2,z\n"
    read = rows(b"a,b\n" + line[:-1])
    assert b"".join(read.raws) == line[:-1]


def test_a_quoted_cell_longer_than_a_record_breaks_and_reading_goes_on() -> None:
    line = b"y," + b"z" * 1000 + b"\n"
    lines = line * (MAX_RECORD_BYTES // len(line) + 10)
    read = rows(b'a,b\n1,"x\n' + lines)
    assert read.broken[0].raw == b'1,"x\n'
    assert len(read.records) == lines.count(b"\n")


def test_a_line_of_200_mb_needs_no_more_memory_than_three_records() -> None:
    stream = repeated(b"a,b\n1,", b"x" * 100_000, 2000, b"\n2,z\n")
    peak, came, ending = peak_of(delimited.read, stream)
    assert came == 200_000_000 + len(b"1,\n2,z\n")
    assert ending.complete
    assert peak < 3 * MAX_RECORD_BYTES


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=20), st.integers(1, 40))
def test_whatever_csv_writes_is_read_back(table: list[list[str]], step: int) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b"], *table])
    source = buffer.getvalue().encode()
    read = rows(Trickle(source, step))
    assert read.broken == []
    assert [list(tree.values()) for tree in read.trees] == [
        [cell if cell.strip() else None for cell in row] for row in table
    ]
    assert b"".join([b'"a","b"\r\n', *read.raws]) == source


@given(st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r\n", b"\xc3", b"\xa9", b"\0", b"#"])))
def test_the_bytes_of_records_stand_in_the_file_in_order(parts: list[bytes]) -> None:
    source = b"".join(parts)
    read = rows(source, header=["a", "b"])
    assert in_order(source, read.raws)
    assert sum(map(len, read.raws)) + source.count(b"\n") * 2 >= len(source)


def columns(count: int) -> Tree:
    return [f"c{n}" for n in range(count)]


OFAC: dict[str, Tree] = {"nulls": ["-0-"], "eof_mark": "\x1a", "must_end_with": "\n\x1a"}


@pytest.mark.parametrize(
    ("path", "width", "count"),
    [
        ("sdn_2022-02-23.csv", 12, 9121),
        ("sdn_2022-02-26.csv", 12, 9218),
        ("sdn_2024-01-11.csv", 12, 13827),
        ("sdn_2024-05-03.csv", 12, 14965),
        ("alt_2024-01.csv", 5, 17091),
        ("add_2024-01.csv", 6, 18990),
        ("sdn_comments_2024-01.csv", 2, 13),
    ],
)
def test_every_row_of_the_ofac_lists_is_a_record(
    real_data: Path, path: str, width: int, count: int
) -> None:
    source = (real_data / "sanctions" / "ofac_2024" / path).read_bytes()
    read = rows(source, header=columns(width), **OFAC)
    assert (len(read.records), len(read.broken)) == (count, 0)
    assert b"".join([*read.raws, b"\x1a"]) == source
    assert read.ending.complete
    assert not any(value == "-0- " for tree in read.trees for value in tree.values())


def test_a_list_cut_in_the_middle_is_seen_to_be_cut(real_data: Path) -> None:
    source = (real_data / "sanctions" / "ofac_2024" / "sdn_2024-05-03.csv").read_bytes()
    names = columns(12)
    for at in range(1_000_000, 1_000_400, 7):
        assert not rows(source[:at], header=names, **OFAC).ending.complete


@pytest.mark.parametrize(
    ("path", "count", "options"),
    [
        ("finance/fincen_files/download_transactions_map.csv", 4507, {}),
        # One more than its SOURCE.txt says: the last line has no line end.
        ("finance/fincen_files/download_bank_connections.csv", 5498, {}),
        ("movement/shadow_fleet_baltic/detected_vessels_q1_2026.csv", 255, {}),
        ("movement/shadow_fleet_baltic/ais_dark_candidates_clean.csv", 46, {}),
        ("movement/shadow_fleet_baltic/gur_vessels_master.csv", 1414, {}),
        ("movement/ports/wpi_pub150.csv", 3768, {}),
        ("movement/ports/itu_mid.csv", 294, {}),
        (
            "communications/montagna_mafia/Montagna_phonecalls_edgelist.csv",
            150,
            {"delimiter": "\t", "header": ["a", "b", "weight"]},
        ),
        (
            "communications/montagna_mafia/Montagna_meetings_edgelist.csv",
            289,
            {"delimiter": "\t", "header": ["a", "b", "weight"]},
        ),
    ],
)
def test_every_row_of_other_publishers_is_a_record(
    real_data: Path, path: str, count: int, options: dict[str, Tree]
) -> None:
    source = (real_data / path).read_bytes()
    read = rows(source, **options)
    assert (len(read.records), len(read.broken)) == (count, 0)
    assert read.ending.complete
    assert in_order(source, read.raws)


def test_a_list_damaged_in_transcoding_breaks_only_where_it_is_damaged(real_data: Path) -> None:
    source = (real_data / "sanctions" / "intl" / "eu_fsf_short_2018-07.csv").read_bytes()
    read = rows(source, delimiter=";", quote="")
    assert len(read.items) == 999
    assert len(read.broken) == 228
    assert all("byte 0x" in str(broken.fault.came) for broken in read.broken[:2])
