import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.tree import (
    EMPTY_ROOT,
    NodeGetter,
    Tree,
    TreeHead,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_at,
    verify_consistency,
    verify_inclusion,
)
from isthmus.errors import IntegrityError

SIZES = st.integers(1, 300)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


def merkle_tree_hash(row: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, as it stands there."""
    if len(row) <= 1:
        return row[0] if row else EMPTY_ROOT
    k = 1 << (len(row) - 1).bit_length() - 1
    return node_hash(merkle_tree_hash(row[:k]), merkle_tree_hash(row[k:]))


def nodes_of(row: list[bytes]) -> NodeGetter:
    def node(height: int, index: int) -> bytes:
        return merkle_tree_hash(row[index << height : (index + 1) << height])

    return node


def head_of(row: list[bytes]) -> TreeHead:
    return Tree().grown(row).head


@given(SIZES, SIZES)
def test_a_tree_that_grew_in_parts_has_the_root_of_the_whole(one: int, other: int):
    row = leaves(one + other)
    grown = Tree().grown(row[:one]).grown(row[one:])
    assert grown.size == one + other
    assert grown.root == merkle_tree_hash(row)


def test_the_empty_tree_has_the_hash_of_nothing():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert Tree().root.hex() == empty


@given(SIZES, SIZES)
def test_a_tree_is_known_at_every_size_that_it_had(old: int, more: int):
    row = leaves(old + more)
    assert tree_at(nodes_of(row), old) == Tree().grown(row[:old])


@given(SIZES, st.data())
def test_every_leaf_proves(size: int, data: st.DataObject):
    row = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(nodes_of(row), index, size)
    verify_inclusion(row[index], index, proof, head_of(row))


@given(st.integers(0, 300), st.integers(0, 300))
def test_every_tree_is_consistent_with_every_tree_that_it_grew_from(one: int, other: int):
    old, new = sorted((one, other))
    row = leaves(new)
    proof = consistency_proof(nodes_of(row), old, new)
    verify_consistency(head_of(row[:old]), head_of(row), proof)


@given(SIZES, st.data())
def test_an_inclusion_proof_fails_when_anything_in_it_is_touched(size: int, data: st.DataObject):
    row = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    head, leaf = head_of(row), row[index]
    proof = inclusion_proof(nodes_of(row), index, size)
    other = data.draw(st.integers(0, size + 3).filter(lambda drawn: drawn != index))
    bit = data.draw(st.integers(0, 255))
    spoilt = [
        (touched(leaf, bit), index, proof, head),
        (leaf, index, proof, TreeHead(size, touched(head.root, bit))),
        (leaf, index, (*proof, leaf), head),
        (leaf, other, proof, head),
    ]
    for place, part in enumerate(proof):
        changed = (*proof[:place], touched(part, bit), *proof[place + 1 :])
        spoilt.append((leaf, index, changed, head))
        spoilt.append((leaf, index, (*proof[:place], *proof[place + 1 :]), head))
    for case in spoilt:
        with pytest.raises(IntegrityError):
            verify_inclusion(*case)


@given(SIZES, SIZES, st.data())
def test_a_consistency_proof_fails_when_anything_in_it_is_touched(
    old: int, more: int, data: st.DataObject
):
    row = leaves(old + more)
    before, now = head_of(row[:old]), head_of(row)
    proof = consistency_proof(nodes_of(row), old, old + more)
    bit = data.draw(st.integers(0, 255))
    spoilt = [
        (TreeHead(old, touched(before.root, bit)), now, proof),
        (before, TreeHead(now.size, touched(now.root, bit)), proof),
        (before, now, (*proof, row[0])),
        (before, now, ()),
        (now, before, proof),
    ]
    for place, part in enumerate(proof):
        changed = (*proof[:place], touched(part, bit), *proof[place + 1 :])
        spoilt.append((before, now, changed))
    for case in spoilt:
        with pytest.raises(IntegrityError):
            verify_consistency(*case)


def test_trees_of_one_size_are_consistent_only_if_they_are_equal():
    verify_consistency(head_of(leaves(5)), head_of(leaves(5)), ())
    with pytest.raises(IntegrityError, match="root"):
        verify_consistency(head_of(leaves(5)), TreeHead(5, bytes(32)), ())


def test_a_head_of_size_nought_must_have_the_empty_root():
    with pytest.raises(IntegrityError, match="root"):
        verify_consistency(TreeHead(0, bytes(32)), head_of(leaves(3)), ())


def test_nothing_is_in_the_empty_tree():
    with pytest.raises(IntegrityError, match="below the size 0"):
        verify_inclusion(bytes(32), 0, (), Tree().head)
    with pytest.raises(ValueError, match="below the size 0"):
        inclusion_proof(nodes_of([]), 0, 0)


def test_a_proof_to_a_smaller_tree_cannot_be_made():
    with pytest.raises(ValueError, match="sizes that grow"):
        consistency_proof(nodes_of(leaves(3)), 3, 2)


def touched(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(len(value), "big")
