import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.audit.edge import Edge, edge_at
from isthmus.audit.tree import Tree, TreeHead, leaf_hash
from isthmus.errors import IntegrityError
from tests.unit.audit.memory_log import MemoryLog, entries, log_of

SIZES = st.integers(0, 700)


@settings(max_examples=30)
@given(SIZES, SIZES)
def test_the_edge_has_the_root_of_all_entries(one: int, other: int):
    packed = entries(one + other)
    edge = Edge().grown(packed[:one]).edge.grown(packed[one:]).edge
    assert edge.tree == Tree().grown(map(leaf_hash, packed))


@settings(max_examples=30)
@given(st.lists(SIZES, max_size=5))
def test_however_entries_are_grouped_the_final_files_are_the_same(groups: list[int]):
    packed = entries(sum(groups))
    whole, grouped = MemoryLog(), MemoryLog()
    whole.append(packed)
    at = 0
    for count in groups:
        grouped.append(packed[at : at + count])
        at += count
    assert grouped.edge == whole.edge
    assert whole.files.items() <= grouped.files.items()


@settings(max_examples=30)
@given(st.integers(0, 1_500))
def test_the_edge_comes_back_from_the_files(size: int):
    log = log_of(size)
    assert edge_at(log, log.edge.tree.head) == log.edge


def test_the_edge_of_an_older_checkpoint_comes_back_from_what_was_written_since():
    log = log_of(300)
    older = log.edge
    log.append(entries(900, 300))
    assert edge_at(log, older.tree.head) == older


def test_a_tile_at_the_third_level_appears_at_its_time():
    growth = Edge().grown(entries(65_000)).edge.grown(entries(536, 65_000))
    assert "tile/1/000" in growth.full
    assert list(growth.partial) == ["tile/2/000.p/1"]
    assert growth.edge.entries == ()


def test_an_append_writes_only_the_partial_tiles_that_changed():
    edge = log_of(300).edge
    assert sorted(edge.grown(entries(1, 300)).partial) == [
        "tile/0/001.p/45",
        "tile/entries/001.p/45",
    ]


def test_appending_nothing_writes_nothing():
    growth = log_of(300).edge.grown([])
    assert not growth.full
    assert not growth.partial


@pytest.mark.parametrize("name", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_a_touched_file_is_found_when_the_edge_is_read(name: str):
    log = log_of(300)
    log.spoil(name)
    with pytest.raises(IntegrityError, match="expected"):
        edge_at(log, log.edge.tree.head)


@pytest.mark.parametrize("name", ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"])
def test_a_missing_file_is_named_when_the_edge_is_read(name: str):
    log = log_of(300)
    del log.files[name]
    with pytest.raises(IntegrityError, match=name):
        edge_at(log, log.edge.tree.head)


def test_a_head_of_another_root_is_refused():
    log = log_of(300)
    with pytest.raises(IntegrityError, match="root"):
        edge_at(log, TreeHead(300, bytes(32)))
