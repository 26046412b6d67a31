import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.tiles import (
    TileNodes,
    bundle_bytes,
    bundle_entries,
    bundle_path,
    tile_hashes,
    tile_path,
    tile_widths,
)
from isthmus.audit.tree import Tree, leaf_hash, tree_at
from isthmus.errors import IntegrityError
from tests.unit.audit.memory_log import entries, log_of


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (0, "tile/0/000"),
        (999, "tile/0/999"),
        (1000, "tile/0/x001/000"),
        (1234067, "tile/0/x001/x234/067"),
    ],
)
def test_paths_are_those_of_the_specification(index: int, path: str):
    assert tile_path(0, index) == path
    assert bundle_path(index) == path.replace("/0/", "/entries/", 1)


def test_what_is_not_full_says_its_width():
    assert tile_path(2, 5, 17) == "tile/2/005.p/17"
    assert bundle_path(1001, 1) == "tile/entries/x001/001.p/1"


def test_a_tree_of_seventy_thousand_has_the_tiles_of_the_specification():
    widths = [list(tile_widths(level, 70_000)) for level in range(4)]
    assert [(row.count(256), row[-1] if row else 0) for row in widths] == [
        (273, 112),
        (1, 17),
        (0, 1),
        (0, 0),
    ]


def test_a_tree_of_one_full_tile_has_a_narrow_one_above():
    assert [list(tile_widths(level, 256)) for level in range(3)] == [[256], [1], []]


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_entries_come_back_from_their_bundle(packed: list[bytes]):
    assert bundle_entries(bundle_bytes(packed), len(packed)) == tuple(packed)


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=9), st.data())
def test_a_bundle_that_was_cut_is_refused(packed: list[bytes], data: st.DataObject):
    encoded = bundle_bytes(packed)
    cut = encoded[: data.draw(st.integers(0, len(encoded) - 1))]
    with pytest.raises(IntegrityError, match="expected"):
        bundle_entries(cut, len(packed))


def test_a_wider_bundle_serves_a_smaller_tree():
    assert bundle_entries(bundle_bytes([b"a", b"b", b"c"]), 2) == (b"a", b"b")


def test_the_longest_entry_fits_and_one_byte_more_does_not():
    assert bundle_entries(bundle_bytes([bytes(65_535)]), 1) == (bytes(65_535),)
    with pytest.raises(ValueError, match="65536"):
        bundle_bytes([bytes(65_536)])


@pytest.mark.parametrize("encoded", [b"", bytes(31), bytes(63), bytes(65)])
def test_a_tile_of_another_length_is_refused(encoded: bytes):
    with pytest.raises(IntegrityError, match="tile of 2 hashes"):
        tile_hashes(encoded, 2)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 70_000])
def test_the_nodes_of_the_tiles_are_those_of_the_tree(size: int):
    log = log_of(size)
    assert tree_at(TileNodes(log, size), size) == log.edge.tree


@given(st.integers(1, 2_000))
def test_tiles_of_a_large_tree_serve_every_smaller_one(size: int):
    packed = entries(size)
    assert tree_at(TileNodes(LARGE, 2_000), size) == Tree().grown(map(leaf_hash, packed))


LARGE = log_of(2_000)


def test_there_is_no_node_beyond_the_tree():
    nodes = TileNodes(LARGE, 2_000)
    for height, index in ((0, 2_000), (8, 7), (11, 0), (0, -1)):
        with pytest.raises(ValueError, match="expected a node"):
            nodes(height, index)
