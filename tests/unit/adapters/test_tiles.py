import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.adapters.tiles import TileFolder, TileReader
from isthmus.audit.edge import edge_at
from isthmus.audit.proof import inclusion_of, verify_proof
from isthmus.audit.tree import TreeHead
from isthmus.audit.verify import verify_log
from isthmus.audit.witness import cosigned, verified_cosignatures
from isthmus.errors import IntegrityError, NotFound, StateError
from tests.unit.audit.memory_log import START, MemoryLog, TestKey, entries, entry, log_of

KEY = TestKey()
ROOT = Path(__file__).parents[3]


def filled(path: Path, *groups: int) -> int:
    """Append groups of so many entries; gives the size."""
    with TileFolder(path) as folder:
        for count in groups:
            folder.append(entries(count, folder.size), KEY.sign_head)
        return folder.size


@pytest.mark.parametrize("groups", [(1,), (256,), (100, 156, 1), (300, 1, 1, 700)])
def test_what_was_appended_verifies_and_comes_back(tmp_path: Path, groups: tuple[int, ...]):
    size = filled(tmp_path / "log", *groups)
    reader = TileReader(tmp_path / "log")
    assert size == sum(groups)
    assert verify_log(reader, KEY.public).size == size
    assert list(reader.entries(0, size)) == entries(size)
    verify_proof(inclusion_of(reader, size - 1), KEY.public)


def test_a_part_of_the_entries_can_be_read(tmp_path: Path):
    filled(tmp_path, 700)
    reader = TileReader(tmp_path)
    assert list(reader.entries(250, 515)) == entries(265, 250)
    assert list(reader.entries(700, 700)) == []
    with pytest.raises(IntegrityError, match="size 700"):
        list(reader.entries(0, 701))


def test_other_tools_get_the_files_that_are_published(tmp_path: Path):
    filled(tmp_path, 300)
    for name in ("checkpoint", "tile/0/000", "tile/entries/001.p/44", "tile/1/000.p/1"):
        assert TileReader(tmp_path).published(name) == (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    "name",
    [
        "lock",
        "",
        "tile",
        "../secret",
        "tile/0/../../secret",
        "tile/0/001",
        "tile/64/000",
        "tile/0/0",
        "/tile/0/000",
        "tile/0/000\n",
        "checkpoints/0",
        "tile/0/000.p/44",
        "tile/entries/x000",
    ],
)
def test_nothing_else_is_published(tmp_path: Path, name: str):
    (tmp_path / "secret").touch()
    filled(tmp_path / "log", 300)
    with pytest.raises(NotFound, match="path of a checkpoint"):
        TileReader(tmp_path / "log").published(name)


def test_the_log_goes_on_where_it_was(tmp_path: Path):
    filled(tmp_path, 300)
    filled(tmp_path, 300)
    assert verify_log(TileReader(tmp_path), KEY.public).root == log_of(600).edge.tree.root


def test_partial_files_go_when_the_full_one_is_there(tmp_path: Path):
    filled(tmp_path, 100, 100, 100)
    partial = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.p/*")}
    assert partial == {"tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"}


def test_a_new_log_can_be_published_before_its_first_entry(tmp_path: Path):
    with TileFolder(tmp_path, key=KEY.public) as folder:
        assert folder.append([], KEY.sign_head) == 0
    assert verify_log(TileReader(tmp_path), KEY.public).size == 0


def test_appending_nothing_leaves_the_checkpoint_as_it_is(tmp_path: Path):
    filled(tmp_path, 5)
    before = TileReader(tmp_path).checkpoint()
    filled(tmp_path, 0)
    assert TileReader(tmp_path).checkpoint() == before


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 600), st.integers(1, 600), st.data())
def test_whatever_a_stopped_append_left_behind_the_log_is_the_last_checkpoint(
    tmp_path_factory: pytest.TempPathFactory, size: int, more: int, data: st.DataObject
):
    path = tmp_path_factory.mktemp("log")
    filled(path, 0, size)
    growth = log_of(size).edge.grown(entries(more, 90_000))
    left = sorted({**growth.full, **growth.partial}.items())
    for name, content in data.draw(st.lists(st.sampled_from(left), unique=True)):
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    (path / "staging" / "0").write_bytes(b"half a ti")
    assert filled(path) == size
    assert verify_log(TileReader(path), KEY.public).size == size
    filled(path, more)
    assert verify_log(TileReader(path), KEY.public).root == log_of(size + more).edge.tree.root


APPEND_FOR_EVER = """
import sys
from pathlib import Path
from isthmus.adapters.tiles import TileFolder
from tests.unit.audit.memory_log import TestKey, entries
with TileFolder(Path(sys.argv[1])) as folder:
    while True:
        print(folder.append(entries(97, folder.size), TestKey().sign_head), flush=True)
"""


def test_kill_minus_nine_loses_nothing_that_was_acknowledged(tmp_path: Path):
    for wanted in (1, 2, 5, 3, 9, 4):
        acknowledged = killed_after(tmp_path, wanted)
        report = verify_log(TileReader(tmp_path), KEY.public)
        assert report.size >= acknowledged
        assert list(TileReader(tmp_path).entries(0, report.size)) == entries(report.size)
        with TileFolder(tmp_path, key=KEY.public) as folder:
            assert folder.size == report.size


def killed_after(path: Path, acknowledgements: int) -> int:
    """Append in another process, kill it after so many appends; gives what the last one said."""
    child = subprocess.Popen(  # noqa: S603 - this very interpreter, with the text above
        [sys.executable, "-c", APPEND_FOR_EVER, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acknowledgements)]
        child.send_signal(signal.SIGKILL)
        said.extend(child.stdout.readlines())
    return int(said[-1])


FILES = ["tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/001.p/44"]


@pytest.mark.parametrize("name", FILES)
def test_a_torn_file_is_never_read_as_valid(tmp_path: Path, name: str):
    filled(tmp_path, 300)
    os.truncate(tmp_path / name, (tmp_path / name).stat().st_size // 2)
    with pytest.raises(IntegrityError, match="expected"):
        filled(tmp_path)
    with pytest.raises(IntegrityError, match="expected"):
        verify_log(TileReader(tmp_path), KEY.public)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str):
    filled(tmp_path, 300)
    (tmp_path / name).unlink()
    with pytest.raises(IntegrityError, match=name):
        filled(tmp_path)


def test_a_log_that_lost_its_checkpoint_does_not_begin_anew(tmp_path: Path):
    filled(tmp_path, 5)
    (tmp_path / "checkpoint").unlink()
    with pytest.raises(IntegrityError, match="expected a checkpoint"):
        filled(tmp_path)


def test_a_log_of_another_key_is_not_opened(tmp_path: Path):
    filled(tmp_path, 5)
    with pytest.raises(IntegrityError, match="got none"):
        TileFolder(tmp_path, key=TestKey(2).public)


def test_a_log_has_one_writer(tmp_path: Path):
    with TileFolder(tmp_path), pytest.raises(StateError, match="only writer"):
        TileFolder(tmp_path)
    filled(tmp_path, 1)


def test_a_closed_log_takes_nothing(tmp_path: Path):
    with TileFolder(tmp_path) as folder:
        folder.append(entries(1), KEY.sign_head)
    folder.close()
    with pytest.raises(StateError, match="closed"):
        folder.append(entries(1), KEY.sign_head)


def test_after_a_failed_append_the_log_must_be_opened_again(tmp_path: Path):
    with TileFolder(tmp_path) as folder:
        folder.append(entries(5), KEY.sign_head)
        (tmp_path / "staging").rmdir()
        with pytest.raises(FileNotFoundError):
            folder.append(entries(5, 5), KEY.sign_head)
        with pytest.raises(StateError, match="an append failed"):
            folder.append(entries(5, 5), KEY.sign_head)
    assert filled(tmp_path, 5) == 10
    assert verify_log(TileReader(tmp_path), KEY.public).size == 10


def test_a_signer_that_fails_leaves_the_log_as_it_was(tmp_path: Path):
    def refuse(head: TreeHead) -> bytes:
        raise PermissionError(head.size)

    with TileFolder(tmp_path) as folder:
        folder.append(entries(5), KEY.sign_head)
        with pytest.raises(PermissionError):
            folder.append(entries(300, 5), refuse)
        assert folder.size == 5
        assert folder.append(entries(20, 5), KEY.sign_head) == 25
    assert verify_log(TileReader(tmp_path), KEY.public).size == 25


def test_a_checkpoint_of_another_size_or_log_is_not_published(tmp_path: Path):
    other = TestKey(1, "cedar.example/audit")
    with TileFolder(tmp_path) as folder:
        folder.append(entries(5), KEY.sign_head)
        for sign in (other.sign_head, lambda head: KEY.sign_head(TreeHead(9, head.root))):
            with pytest.raises(IntegrityError, match="expected a checkpoint of birch"):
                folder.append(entries(1), sign)
        assert folder.head == log_of(5).edge.tree.head


def test_a_head_is_signed_only_when_all_its_files_are_in_place(tmp_path: Path):
    reader, signed = TileReader(tmp_path), []

    def sign(head: TreeHead) -> bytes:
        assert edge_at(reader, head).tree.head == head
        signed.append(head.size)
        return KEY.sign_head(head)

    with TileFolder(tmp_path) as folder:
        for count in (1, 300, 212):
            folder.append(entries(count, folder.size), sign)
            assert folder.head == TreeHead(folder.size, log_of(folder.size).edge.tree.root)
    assert signed == [0, 1, 301, 513]


def test_an_entry_too_long_changes_nothing(tmp_path: Path):
    with TileFolder(tmp_path) as folder:
        with pytest.raises(ValueError, match="65535"):
            folder.append([bytes(65_536)], KEY.sign_head)
        assert folder.append(entries(1), KEY.sign_head) == 1


def test_a_cosigned_checkpoint_is_kept_and_published(tmp_path: Path):
    witness = TestKey(3, "oversight.example/w1")
    filled(tmp_path, 300)
    note = TileReader(tmp_path).checkpoint()
    better = cosigned(note, witness.cosigning, witness.sign, at=START)
    with TileFolder(tmp_path) as folder:
        folder.keep_checkpoint(better)
        assert verified_cosignatures(folder.checkpoint(), [witness.cosigning])
        folder.append(entries(50, 300), KEY.sign_head)
        folder.keep_checkpoint(folder.checkpoint())
    reader = TileReader(tmp_path)
    assert next(reader.kept_checkpoints()) == better
    kept = reader.kept_checkpoints()
    assert verify_log(reader, KEY.public, earlier=kept).earlier == 2


def test_an_older_cosigned_checkpoint_is_kept_and_not_published(tmp_path: Path):
    filled(tmp_path, 300)
    older = TileReader(tmp_path).checkpoint()
    filled(tmp_path, 50)
    newer = TileReader(tmp_path).checkpoint()
    with TileFolder(tmp_path) as folder:
        folder.keep_checkpoint(older)
        assert folder.checkpoint() == newer


def test_a_checkpoint_that_is_not_of_this_log_is_not_kept(tmp_path: Path):
    filled(tmp_path, 300)
    other = MemoryLog(TestKey(1, "cedar.example/audit")).checkpoint()
    forged = MemoryLog()
    forged.append([bytes(replace(entry(0), role="overseer"))])
    with TileFolder(tmp_path) as folder:
        for note in (other, forged.checkpoint(), log_of(301).checkpoint()):
            with pytest.raises(IntegrityError, match="expected"):
                folder.keep_checkpoint(note)
        assert list(folder.kept_checkpoints()) == []
