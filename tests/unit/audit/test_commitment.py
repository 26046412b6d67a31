import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.commitment import Opening, commit
from isthmus.errors import IntegrityError

SALT = bytes(range(16))
_objects = st.lists(st.text(max_size=20) | st.binary(max_size=20), max_size=5).map(tuple)


@given(st.binary(min_size=16, max_size=16), _objects)
def test_an_opening_opens_its_commitment(salt: bytes, objects: tuple[str | bytes, ...]):
    Opening(salt, objects).opens(commit(salt, objects))


@given(_objects, _objects)
def test_other_objects_do_not_open_it(
    objects: tuple[str | bytes, ...], others: tuple[str | bytes, ...]
):
    if objects != others:
        with pytest.raises(IntegrityError):
            Opening(SALT, others).opens(commit(SALT, objects))


def test_without_the_salt_a_right_guess_proves_nothing():
    with pytest.raises(IntegrityError):
        Opening(bytes(16), ("e-1",)).opens(commit(SALT, ["e-1"]))


def test_where_one_object_ends_is_part_of_the_commitment():
    assert commit(SALT, ["ab", "c"]) != commit(SALT, ["a", "bc"])


def test_a_text_is_not_its_bytes():
    assert commit(SALT, ["a"]) != commit(SALT, [b"a"])


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commit(bytes(15), ["a"])


def test_the_repr_of_an_opening_shows_neither_salt_nor_objects():
    shown = repr(Opening(SALT, ("passport X1234567",)))
    assert "X1234567" not in shown
    assert SALT.hex() not in shown
