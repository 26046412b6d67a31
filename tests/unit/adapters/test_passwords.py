"""Passwords by Argon2id."""

import pytest

from isthmus.adapters.passwords import Argon2Passwords

QUICK = Argon2Passwords(passes=1, memory_kib=64, lanes=1)


@pytest.mark.parametrize(
    "password", ["four quiet herons wade", "", "pässwörd ٣", "a\0b", "\udc80", "x" * 5000]
)
def test_a_password_fits_its_hash_and_no_other_does(password: str):
    kept = QUICK.hash(password)
    assert QUICK.verify(kept, password)
    assert not QUICK.verify(kept, f"another {password}")


def test_the_same_password_has_another_hash_each_time():
    assert QUICK.hash("four quiet herons") != QUICK.hash("four quiet herons")


@pytest.mark.parametrize("kept", ["", "argon2id$not-a-hash", "$argon2id$v=19$m=64,t=1,p=1$$"])
def test_what_is_no_hash_fits_no_password(kept: str):
    assert not QUICK.verify(kept, "")
    assert not QUICK.verify(kept, "four quiet herons")


def test_the_hash_names_the_parameters_of_rfc_9106():
    assert Argon2Passwords().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
