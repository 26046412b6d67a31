from datetime import UTC, datetime

import pytest

from isthmus.audit.verify import LogReport, verify_log
from isthmus.errors import IntegrityError
from tests.unit.audit.memory_log import START, MemoryLog, TestKey, entries, entry, log_of


@pytest.mark.parametrize("size", [1, 255, 256, 257, 1_000])
def test_a_whole_log_verifies(size: int):
    log = log_of(size)
    assert verify_log(log, log.key.public) == LogReport(
        origin="birch.example/audit",
        size=size,
        root=log.edge.tree.root,
        first_at=START,
        last_at=entry(size - 1).at,
        signed=True,
        earlier=0,
    )


def test_a_log_of_three_levels_verifies():
    log = log_of(66_000)
    assert verify_log(log, log.key.public).size == 66_000


def test_an_empty_log_verifies():
    log = MemoryLog()
    report = verify_log(log, log.key.public)
    assert (report.size, report.first_at, report.last_at) == (0, None, None)


def test_without_a_pinned_key_the_report_says_so():
    assert not verify_log(log_of(3), None).signed


def test_a_log_is_held_against_earlier_checkpoints():
    log = log_of(100)
    kept = [log.checkpoint(), log.append(entries(200, 100)), log.append(entries(300, 300))]
    assert verify_log(log, log.key.public, earlier=kept).earlier == 3


FILES = sorted(set(log_of(1_000).files) - {"checkpoint"})


@pytest.mark.parametrize("at", [0, -1])
@pytest.mark.parametrize("name", [name for name in FILES if ".p/" not in name])
def test_one_touched_bit_in_a_final_file_is_found(name: str, at: int):
    log = log_of(1_000)
    log.spoil(name, at)
    with pytest.raises(IntegrityError):
        verify_log(log, log.key.public)


@pytest.mark.parametrize("name", ["tile/0/003.p/232", "tile/1/000.p/3", "tile/entries/003.p/232"])
def test_one_touched_bit_at_the_edge_is_found(name: str):
    log = log_of(1_000)
    log.spoil(name)
    with pytest.raises(IntegrityError):
        verify_log(log, log.key.public)


def test_a_changed_entry_is_named_by_its_index():
    log = log_of(1_000)
    log.files["tile/entries/002"] = log.files["tile/entries/002"].replace(b"p-0600", b"p-0601")
    with pytest.raises(IntegrityError, match=r"entry 600 \(tile/entries/002\)"):
        verify_log(log, log.key.public)


def test_a_changed_higher_tile_is_named_by_its_entries():
    log = log_of(1_000)
    log.spoil("tile/1/000.p/3", 40)
    with pytest.raises(IntegrityError, match="for entries 256 to 511"):
        verify_log(log, log.key.public)


def test_a_log_rewritten_to_the_last_tile_is_found_by_its_signature_and_by_what_was_kept():
    log, forged = log_of(100), MemoryLog()
    forged.append(entries(100, 7))
    forged.append(entries(50, 200))
    with pytest.raises(IntegrityError, match="root"):
        verify_log(forged, forged.key.public, earlier=[log.checkpoint()])
    forged.files["checkpoint"] = log_of(150).checkpoint()
    with pytest.raises(IntegrityError, match="from the tiles"):
        verify_log(forged, forged.key.public)


def test_a_log_that_was_cut_is_found_by_what_was_kept():
    kept = log_of(200).checkpoint()
    with pytest.raises(IntegrityError, match="it was cut"):
        verify_log(log_of(100), TestKey().public, earlier=[kept])


def test_an_earlier_checkpoint_of_another_log_is_refused():
    other = MemoryLog(TestKey(1, "cedar.example/audit"))
    with pytest.raises(IntegrityError, match="earlier checkpoint of birch"):
        verify_log(log_of(100), None, earlier=[other.checkpoint()])


def test_an_earlier_checkpoint_that_nobody_signed_is_refused():
    log = log_of(100)
    false = TestKey(2).sign_head(log.edge.tree.head)
    with pytest.raises(IntegrityError, match="got none"):
        verify_log(log, log.key.public, earlier=[false])


def test_a_leaf_that_is_no_audit_entry_is_named():
    log = log_of(5)
    log.append([b"not an entry"])
    with pytest.raises(IntegrityError, match="entry 5: "):
        verify_log(log, log.key.public)


def test_times_need_not_grow():
    log = MemoryLog()
    log.append([bytes(entry(5)), bytes(entry(2))])
    assert verify_log(log, None).last_at == datetime(2030, 1, 1, 0, 0, 2, tzinfo=UTC)
