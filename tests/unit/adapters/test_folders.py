from __future__ import annotations

import os
from pathlib import Path

from isthmus.adapters.folders import WatchedFolder
from isthmus.formats.raw import Fault


def content(folder: WatchedFolder, name: str) -> bytes | Fault | None:
    with folder.opened(name) as found:
        return found if found is None or isinstance(found, Fault) else found.read()


def fault(folder: WatchedFolder, name: str) -> Fault:
    found = content(folder, name)
    assert isinstance(found, Fault)
    return found


def test_a_file_that_two_looks_find_the_same_is_whole(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    (tmp_path / "vessels.csv").write_bytes(b"one")
    assert folder.look() == []
    assert folder.look() == ["vessels.csv"]
    assert content(folder, "vessels.csv") == b"one"


def test_a_file_that_grows_waits(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    (tmp_path / "vessels.csv").write_bytes(b"one")
    folder.look()
    (tmp_path / "vessels.csv").write_bytes(b"one, two")
    assert folder.look() == []
    assert folder.look() == ["vessels.csv"]


def test_a_file_that_was_finished_under_another_name_is_whole_once_it_is_renamed(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    unfinished = tmp_path / "vessels.csv.part"
    unfinished.write_bytes(b"one")
    assert (folder.look(), folder.look()) == ([], [])
    unfinished.rename(tmp_path / "vessels.csv")
    assert folder.look() == []
    assert folder.look() == ["vessels.csv"]


def test_hidden_and_unfinished_names_are_never_taken(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    for name in (".vessels.csv", "vessels.tmp", "vessels.PART", "vessels.csv~"):
        (tmp_path / name).write_bytes(b"one")
    assert (folder.look(), folder.look()) == ([], [])


def test_the_oldest_file_comes_first(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    for name, time in (("a", 30), ("b", 10), ("c", 20)):
        (tmp_path / name).write_bytes(b"one")
        os.utime(tmp_path / name, (time, time))
    folder.look()
    assert folder.look() == ["b", "c", "a"]


def test_what_is_dealt_with_goes_beside_and_overwrites_nothing(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    for turn in (b"one", b"two"):
        (tmp_path / "vessels.csv").write_bytes(turn)
        content(folder, "vessels.csv")
        assert folder.put_away("vessels.csv", failed=False)
    (tmp_path / "notes.csv").write_bytes(b"three")
    content(folder, "notes.csv")
    assert folder.put_away("notes.csv", failed=True)
    assert (tmp_path / "done/vessels.csv").read_bytes() == b"one"
    assert (tmp_path / "done/vessels.1.csv").read_bytes() == b"two"
    assert (tmp_path / "failed/notes.csv").read_bytes() == b"three"
    assert (folder.look(), folder.look()) == ([], [])


def test_what_is_done_goes_away_where_nothing_is_kept_and_what_failed_stays(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=False)
    for name in ("good.csv", "bad.csv"):
        (tmp_path / name).write_bytes(b"one")
        content(folder, name)
        assert folder.put_away(name, failed=name == "bad.csv")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["bad.csv", "failed"]


def test_a_file_that_changed_since_it_was_opened_stays(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=False)
    file = tmp_path / "vessels.csv"
    file.write_bytes(b"one")
    content(folder, file.name)
    file.write_bytes(b"one, two")
    assert not folder.put_away(file.name, failed=False)
    assert file.read_bytes() == b"one, two"


def test_a_file_that_cannot_be_moved_is_not_named_again_until_it_changes(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    (tmp_path / "done").write_bytes(b"a file where a folder should be")
    file = tmp_path / "vessels.csv"
    file.write_bytes(b"one")
    folder.look()
    assert folder.look() == [file.name]
    content(folder, file.name)
    assert not folder.put_away(file.name, failed=False)
    assert folder.look() == []
    file.write_bytes(b"one, two")
    folder.look()
    assert folder.look() == [file.name]


def test_what_is_no_file_is_named_at_once_and_never_opened(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "a pipe")
    found = folder.look()
    assert not isinstance(found, Fault)
    assert sorted(found) == ["a folder", "a link", "a pipe"]
    for name in ("a folder", "a link", "a pipe"):
        assert str(fault(folder, name).came) == name
        assert folder.put_away(name, failed=True)
    assert folder.look() == []


def test_an_empty_file_is_a_fault(tmp_path: Path):
    (tmp_path / "vessels.csv").touch()
    found = fault(WatchedFolder(tmp_path, keep=True), "vessels.csv")
    assert str(found.came) == "an empty file"


def test_a_file_that_is_gone_is_nothing(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    assert content(folder, "vessels.csv") is None
    assert folder.put_away("vessels.csv", failed=False)


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path):
    found = WatchedFolder(tmp_path / "nowhere", keep=True).look()
    assert isinstance(found, Fault)
    assert str(found.expected) == "a folder that can be read"


def test_a_name_that_is_no_text_is_found_again(tmp_path: Path):
    folder = WatchedFolder(tmp_path, keep=True)
    name = os.fsdecode(b"list-\xff.csv")
    (tmp_path / name).write_bytes(b"one")
    folder.look()
    assert folder.look() == [name]
    assert content(folder, name) == b"one"
    assert folder.put_away(name, failed=False)
