"""Clock, Entropy, Sealer, Passwords, Log: the fakes and what a node runs with."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from isthmus.adapters.clock import SystemClock
from isthmus.adapters.entropy import SystemEntropy
from isthmus.adapters.keyring import Keyring
from isthmus.adapters.passwords import Argon2Passwords
from isthmus.adapters.signed_log import SignedLog
from isthmus.adapters.tiles import TileFolder
from isthmus.errors import IntegrityError, NotFound
from isthmus.ports import Clock, Entropy, Log, Passwords, Sealer
from tests.fakes import CountedEntropy, FixedClock, MemoryLog, PlainPasswords, PlainSealer

Sealing: TypeAlias = tuple[Sealer, Callable[[str], None]]
"""A sealer, and how the key of one of its buckets is erased."""


Logging: TypeAlias = Callable[[Path], AbstractContextManager[Log]]


def ring(folder: Path) -> Keyring:
    return Keyring(folder / "keys", "alder.example/audit")


def keyring_sealer(folder: Path) -> Sealing:
    keyring = ring(folder)
    return keyring.sealer, keyring.forget_bucket


def plain_sealer(_folder: Path) -> Sealing:
    sealer = PlainSealer()
    return sealer, sealer.forget


@contextmanager
def signed_log(folder: Path) -> Generator[Log]:
    keyring = ring(folder)
    with TileFolder(folder / "log", key=keyring.audit_key) as tiles:
        yield SignedLog(tiles, keyring)


@contextmanager
def memory_log(_folder: Path) -> Generator[Log]:
    yield MemoryLog()


def each(makers: Mapping[str, Callable[..., Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("made", makers.values(), ids=makers)


@each({"fixed": FixedClock, "system": SystemClock})
class TestClock:
    def test_the_time_is_utc(self, made: Callable[[], Clock]):
        assert made().now().utcoffset() == timedelta(0)

    def test_it_does_not_run_backwards_between_two_looks(self, made: Callable[[], Clock]):
        clock = made()
        assert clock.now() <= clock.now()


@each({"counted": CountedEntropy, "system": SystemEntropy})
class TestEntropy:
    @pytest.mark.parametrize("count", [0, 1, 16, 32, 33, 1000])
    def test_it_gives_as_many_bytes_as_were_asked_for(
        self, made: Callable[[], Entropy], count: int
    ):
        assert len(made().random_bytes(count)) == count

    def test_it_never_repeats_itself(self, made: Callable[[], Entropy]):
        entropy = made()
        assert len({entropy.random_bytes(16) for _ in range(1000)}) == 1000


@each({"plain": plain_sealer, "keyring": keyring_sealer})
class TestSealer:
    @pytest.mark.parametrize("plain", [b"", b"\x00", b"row 1;Sea Lark", bytes(100_000)], ids=len)
    def test_what_was_sealed_opens_byte_for_byte(
        self, made: Callable[[Path], Sealing], tmp_path: Path, plain: bytes
    ):
        sealer, _ = made(tmp_path)
        wrapped, sealed = sealer.seal("2031-05", plain, b"record 1")
        assert sealer.open("2031-05", wrapped, sealed, b"record 1") == plain

    def test_equal_bytes_are_sealed_differently_each_time(
        self, made: Callable[[Path], Sealing], tmp_path: Path
    ):
        sealer, _ = made(tmp_path)
        sealings = {sealer.seal("2031-05", b"plain", b"record 1") for _ in range(9)}
        assert len(sealings) == 9

    @pytest.mark.parametrize("part", ["wrapped", "sealed", "aad"])
    def test_whatever_was_changed_is_noticed(
        self, made: Callable[[Path], Sealing], tmp_path: Path, part: str
    ):
        sealer, _ = made(tmp_path)
        wrapped, sealed = sealer.seal("2031-05", b"plain", b"record 1")
        given = {"wrapped": wrapped, "sealed": sealed, "aad": b"record 1"}
        for at in range(len(given[part])):
            changed = bytearray(given[part])
            changed[at] ^= 1
            with pytest.raises(IntegrityError):
                sealer.open("2031-05", **{**given, part: bytes(changed)})

    def test_a_cut_is_noticed(self, made: Callable[[Path], Sealing], tmp_path: Path):
        sealer, _ = made(tmp_path)
        wrapped, sealed = sealer.seal("2031-05", b"plain", b"record 1")
        for length in (0, 1, 12, len(sealed) - 1):
            with pytest.raises(IntegrityError):
                sealer.open("2031-05", wrapped, sealed[:length], b"record 1")

    def test_pieces_of_two_records_do_not_open_together(
        self, made: Callable[[Path], Sealing], tmp_path: Path
    ):
        sealer, _ = made(tmp_path)
        wrapped, _ = sealer.seal("2031-05", b"one", b"record 1")
        _, sealed = sealer.seal("2031-05", b"other", b"record 1")
        with pytest.raises(IntegrityError):
            sealer.open("2031-05", wrapped, sealed, b"record 1")

    def test_another_bucket_does_not_open_it(self, made: Callable[[Path], Sealing], tmp_path: Path):
        sealer, _ = made(tmp_path)
        wrapped, sealed = sealer.seal("2031-05", b"plain", b"record 1")
        sealer.seal("2031-06", b"plain", b"record 1")
        with pytest.raises(IntegrityError):
            sealer.open("2031-06", wrapped, sealed, b"record 1")

    def test_an_erased_bucket_opens_for_nobody_and_leaves_the_others(
        self, made: Callable[[Path], Sealing], tmp_path: Path
    ):
        sealer, erase = made(tmp_path)
        gone = sealer.seal("2031-05", b"plain", b"record 1")
        kept = sealer.seal("2031-06", b"plain", b"record 2")
        erase("2031-05")
        with pytest.raises(NotFound):
            sealer.open("2031-05", *gone, b"record 1")
        assert sealer.open("2031-06", *kept, b"record 2") == b"plain"

    def test_a_record_moves_into_another_bucket_and_outlives_its_first(
        self, made: Callable[[Path], Sealing], tmp_path: Path
    ):
        sealer, forget = made(tmp_path)
        wrapped, sealed = sealer.seal("2031-05", b"plain", b"record 1")
        moved = sealer.rewrap(wrapped, b"record 1", old="2031-05", new="2032-05")
        assert sealer.buckets() == ["2031-05", "2032-05"]
        with pytest.raises(IntegrityError):
            sealer.open("2032-05", wrapped, sealed, b"record 1")
        forget("2031-05")
        assert sealer.buckets() == ["2032-05"]
        assert sealer.open("2032-05", moved, sealed, b"record 1") == b"plain"
        with pytest.raises(NotFound):
            sealer.rewrap(wrapped, b"record 1", old="2031-05", new="2032-05")


@each(
    {"plain": PlainPasswords, "argon2": lambda: Argon2Passwords(passes=1, memory_kib=64, lanes=1)}
)
class TestPasswords:
    @pytest.mark.parametrize("password", ["", "a", "pässwörd 密码", "a\0b", "\ud800", "x" * 999])
    def test_a_password_fits_its_own_hash_and_no_other(
        self, made: Callable[[], Passwords], password: str
    ):
        passwords = made()
        kept = passwords.hash(password)
        assert passwords.verify(kept, password)
        for other in (password + " ", password[1:] + "?", password + "\0"):
            assert not passwords.verify(kept, other)

    def test_equal_passwords_have_different_hashes(self, made: Callable[[], Passwords]):
        passwords = made()
        assert passwords.hash("the same") != passwords.hash("the same")

    def test_the_hash_does_not_hold_the_password(self, made: Callable[[], Passwords]):
        assert "correct horse" not in made().hash("correct horse")

    @pytest.mark.parametrize("kept", ["", "!", "plain", "plain$", "$argon2id$v=19$m=64", "\0"])
    def test_what_is_no_hash_fits_no_password(self, made: Callable[[], Passwords], kept: str):
        assert not made().verify(kept, "")
        assert not made().verify(kept, "a")


@each({"memory": memory_log, "signed": signed_log})
class TestLog:
    ENTRIES = tuple(f"entry {n}".encode() for n in range(600))

    def test_an_empty_one_has_no_entry(self, made: Logging, tmp_path: Path):
        with made(tmp_path) as log:
            assert log.size == 0

    def test_entries_keep_their_order_over_many_groups(self, made: Logging, tmp_path: Path):
        with made(tmp_path) as log:
            for start, end in [(0, 1), (1, 255), (255, 257), (257, 600)]:
                assert log.append(self.ENTRIES[start:end]) == log.size == end
            assert tuple(log.entries(0, 600)) == self.ENTRIES
            assert tuple(log.entries(250, 260)) == self.ENTRIES[250:260]
            assert tuple(log.entries(599, 600)) == self.ENTRIES[599:]
