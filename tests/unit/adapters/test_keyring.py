import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.adapters.keyring import Keyring
from isthmus.audit.checkpoint import verified_checkpoint
from isthmus.audit.tree import EMPTY_ROOT, TreeHead
from isthmus.errors import IntegrityError, NotFound, SettingsError, StateError
from isthmus.ports import Sealer

NAME = "birch.example/audit"


def ring(path: Path) -> Keyring:
    return Keyring(path / "keys", NAME)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return ring(tmp_path_factory.mktemp("shared"))


@given(st.binary(max_size=400), st.binary(max_size=40))
def test_a_sealed_record_opens_in_its_bucket_with_its_aad(
    shared: Keyring, plain: bytes, aad: bytes
):
    wrapped, sealed = shared.seal_record("customs-2030-01", plain, aad)
    assert shared.open_record("customs-2030-01", wrapped, sealed, aad) == plain


@given(st.binary(min_size=20, max_size=100), st.data())
def test_a_record_with_one_touched_bit_does_not_open(
    shared: Keyring, plain: bytes, data: st.DataObject
):
    parts = [bytearray(part) for part in shared.seal_record("b", plain, b"id")]
    part = data.draw(st.sampled_from(parts))
    part[data.draw(st.integers(0, len(part) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(IntegrityError, match="bucket b"):
        shared.open_record("b", bytes(parts[0]), bytes(parts[1]), b"id")


def test_a_record_does_not_open_as_another_nor_in_another_bucket(shared: Keyring):
    one, other = shared.seal_records("b", [b"one", b"other"], [b"1", b"2"])
    shared.bucket_key("c")
    for bucket, wrapped, sealed, aad in (
        ("b", one[0], one[1], b"2"),
        ("b", one[0], other[1], b"1"),
        ("b", one[0], other[1], b"2"),
        ("c", one[0], one[1], b"1"),
        ("b", b"", b"", b"1"),
    ):
        with pytest.raises(IntegrityError):
            shared.open_record(bucket, wrapped, sealed, aad)


def test_records_sealed_together_come_back_in_order_each_under_its_own_key(shared: Keyring):
    plains = [f"record {number}".encode() for number in range(50)]
    aads = [str(number).encode() for number in range(50)]
    records = shared.seal_records("b", plains, aads)
    assert len({wrapped for wrapped, _ in records}) == 50
    opened = [
        shared.open_record("b", *record, aad) for record, aad in zip(records, aads, strict=True)
    ]
    assert opened == plains
    assert shared.seal_records("b", [], []) == []


def test_the_sealer_port_is_carried_out(shared: Keyring):
    sealer: Sealer = shared.sealer
    wrapped, sealed = sealer.seal("b", b"plain", b"id")
    assert sealer.open("b", wrapped, sealed, b"id") == b"plain"
    assert shared.open_record("b", wrapped, sealed, b"id") == b"plain"


def test_records_and_aads_must_be_as_many(shared: Keyring):
    with pytest.raises(ValueError, match="zip"):
        shared.seal_records("b", [b"a"], [])


def test_the_same_record_is_never_sealed_the_same_way(shared: Keyring):
    assert shared.seal_record("b", b"a", b"1") != shared.seal_record("b", b"a", b"1")


def test_all_keys_come_back_when_the_folder_is_opened_again(tmp_path: Path):
    first = ring(tmp_path)
    record = first.seal_record("b", b"plain", b"id")
    again = ring(tmp_path)
    assert again.open_record("b", *record, b"id") == b"plain"
    assert (again.id_key, again.dedupe_key, again.session_key, again.audit_key) == (
        first.id_key,
        first.dedupe_key,
        first.session_key,
        first.audit_key,
    )


def test_each_use_has_its_own_key_and_each_node_too(tmp_path: Path):
    one, other = ring(tmp_path / "one"), ring(tmp_path / "other")
    keys = {each for ring in (one, other) for each in (ring.id_key, ring.dedupe_key)}
    keys |= {one.session_key, other.session_key}
    assert len(keys) == 6
    assert {len(each) for each in keys} == {32}
    assert one.audit_key.public != other.audit_key.public


def test_the_audit_key_signs_checkpoints_of_the_named_log(shared: Keyring):
    head = TreeHead(0, EMPTY_ROOT)
    checkpoint = verified_checkpoint(shared.sign_checkpoint(head), shared.audit_key)
    assert checkpoint.origin == NAME
    shared.audit_key.verify(b"message", shared.sign_audit(b"message"))


def test_a_forgotten_bucket_opens_nothing_and_takes_nothing(tmp_path: Path):
    keys = ring(tmp_path)
    gone, stays = keys.seal_record("gone", b"a", b"1"), keys.seal_record("stays", b"b", b"2")
    keys.forget_bucket("gone")
    keys.forget_bucket("gone")
    for each in (keys, ring(tmp_path)):
        with pytest.raises(NotFound, match="gone"):
            each.open_record("gone", *gone, b"1")
        with pytest.raises(StateError, match="forgotten"):
            each.seal_record("gone", b"a", b"1")
        assert each.open_record("stays", *stays, b"2") == b"b"
    assert {path.name for path in (tmp_path / "keys" / "buckets").iterdir()} == {
        "gone.gone",
        "stays.key",
    }


def test_the_bytes_of_a_forgotten_key_are_overwritten(tmp_path: Path):
    keys = ring(tmp_path)
    keys.bucket_key("b")
    os.link(tmp_path / "keys" / "buckets" / "b.key", tmp_path / "second-name")
    keys.forget_bucket("b")
    assert (tmp_path / "second-name").read_bytes() == bytes(60)


def test_another_process_sees_that_a_bucket_was_forgotten(tmp_path: Path):
    one, other = ring(tmp_path), ring(tmp_path)
    record = one.seal_record("b", b"a", b"1")
    assert other.open_record("b", *record, b"1") == b"a"
    one.forget_bucket("b")
    with pytest.raises(NotFound):
        other.open_record("b", *record, b"1")


def test_an_interrupted_erasure_is_finished_at_the_next_look(tmp_path: Path):
    keys = ring(tmp_path)
    record = keys.seal_record("b", b"a", b"1")
    (tmp_path / "keys" / "buckets" / "b.gone").touch(mode=0o600)
    with pytest.raises(NotFound):
        ring(tmp_path).open_record("b", *record, b"1")
    assert not (tmp_path / "keys" / "buckets" / "b.key").exists()


def test_two_processes_that_use_a_new_bucket_at_once_share_its_key(tmp_path: Path):
    one, other = ring(tmp_path), ring(tmp_path)
    first, second = one.seal_record("b", b"1", b""), other.seal_record("b", b"2", b"")
    assert other.open_record("b", *first, b"") == b"1"
    assert one.open_record("b", *second, b"") == b"2"


def test_the_key_of_one_bucket_does_not_serve_as_that_of_another(tmp_path: Path):
    keys = ring(tmp_path)
    keys.bucket_key("a")
    folder = tmp_path / "keys" / "buckets"
    (folder / "a.key").rename(folder / "b.key")
    with pytest.raises(SettingsError, match=r"b\.key"):
        ring(tmp_path).bucket_key("b")


@pytest.mark.parametrize("name", ["", "../b", "a/b", ".hidden", "A", "a b", "ä", "a" * 121, "a\n"])
def test_a_bucket_name_that_is_no_file_name_is_refused(shared: Keyring, name: str):
    for act in (shared.bucket_key, shared.forget_bucket):
        with pytest.raises(ValueError, match="bucket name"):
            act(name)


def test_every_file_is_closed_to_others(tmp_path: Path):
    ring(tmp_path).seal_record("b", b"a", b"1")
    paths = [tmp_path / "keys", *(tmp_path / "keys").rglob("*")]
    assert len(paths) == 5
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}


@pytest.mark.parametrize("name", ["master.key", "audit.key", "buckets"])
def test_what_others_may_read_is_refused_with_the_repair(tmp_path: Path, name: str):
    ring(tmp_path)
    path = tmp_path / "keys" / name
    path.chmod(path.stat().st_mode | 0o040)
    with pytest.raises(SettingsError, match="closed to others") as caught:
        ring(tmp_path)
    assert str(caught.value.repair) in {f"chmod 600 {path}", f"chmod 700 {path}"}


@pytest.mark.parametrize("name", ["master.key", "audit.key"])
@pytest.mark.parametrize("length", [0, 31, 61])
def test_a_key_file_of_another_length_is_refused(tmp_path: Path, name: str, length: int):
    ring(tmp_path)
    (tmp_path / "keys" / name).write_bytes(bytes(length))
    with pytest.raises(SettingsError, match="bytes in the key file"):
        ring(tmp_path)


def test_a_link_is_no_key_file(tmp_path: Path):
    ring(tmp_path)
    master = tmp_path / "keys" / "master.key"
    master.rename(tmp_path / "elsewhere")
    master.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SettingsError, match="readable key file"):
        ring(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "keys").touch()
    with pytest.raises(SettingsError, match="a folder for keys"):
        ring(tmp_path)


def test_a_lost_master_key_is_not_made_anew(tmp_path: Path):
    ring(tmp_path)
    (tmp_path / "keys" / "master.key").unlink()
    with pytest.raises(SettingsError, match="no such file") as caught:
        ring(tmp_path)
    assert "backup" in str(caught.value.repair)


def test_another_master_key_is_recognised(tmp_path: Path):
    ring(tmp_path)
    (tmp_path / "keys" / "master.key").write_bytes(bytes(range(32)))
    with pytest.raises(SettingsError, match="wrapped under the master key"):
        ring(tmp_path)


def test_the_master_key_may_be_elsewhere(tmp_path: Path):
    elsewhere = tmp_path / "medium.key"
    elsewhere.write_bytes(bytes(range(32)))
    elsewhere.chmod(0o600)
    keys = Keyring(tmp_path / "keys", NAME, master_file=elsewhere)
    record = keys.seal_record("b", b"a", b"1")
    assert not (tmp_path / "keys" / "master.key").exists()
    again = Keyring(tmp_path / "keys", NAME, master_file=elsewhere)
    assert again.open_record("b", *record, b"1") == b"a"
    with pytest.raises(SettingsError, match="no such file"):
        ring(tmp_path)


def test_no_repr_and_no_file_but_the_master_shows_a_secret(tmp_path: Path):
    keys = ring(tmp_path)
    keys.bucket_key("b")
    shown = repr(keys) + str(keys) + repr(keys._buckets) + repr(keys.audit_key)
    secrets = [keys.id_key, keys.dedupe_key, keys.session_key, keys._master]
    for secret in secrets:
        assert secret.hex() not in shown
        assert repr(secret) not in shown
        stored = [path for path in tmp_path.rglob("*.key") if secret in path.read_bytes()]
        assert stored in ([], [tmp_path / "keys" / "master.key"])
