from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.entry import AuditEntry, entry_from_bytes
from isthmus.errors import IntegrityError
from isthmus.model.canonical import Item, canonical_bytes
from tests.unit.audit.memory_log import ENTRY

_word = st.text(min_size=1, max_size=30)
_digest = st.binary(min_size=32, max_size=32)
_entries = st.builds(
    AuditEntry,
    partition=_word,
    at=st.datetimes(timezones=st.just(UTC)),
    principal=_word,
    role=_word,
    purpose=_word,
    act=st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}", fullmatch=True),
    basis=st.none() | st.text(max_size=30),
    decision=st.sampled_from(["permit", "refuse"]),
    policy_digest=_digest | st.just(b""),
    object_commitment=_digest,
    result_commitment=st.none() | _digest,
    counts=st.dictionaries(_word, st.integers(min_value=0), max_size=4).map(
        lambda counts: tuple(sorted(counts.items()))
    ),
)


@given(_entries)
def test_an_entry_comes_back_from_its_bytes_byte_for_byte(entry: AuditEntry):
    assert entry_from_bytes(bytes(entry)) == entry
    assert bytes(entry_from_bytes(bytes(entry))) == bytes(entry)


@given(_entries, st.data())
def test_a_changed_byte_never_reads_as_the_same_entry(entry: AuditEntry, data: st.DataObject):
    encoded = bytearray(bytes(entry))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = entry_from_bytes(bytes(encoded))
    except IntegrityError:
        return
    assert found != entry
    assert bytes(found) == bytes(encoded)


@given(_entries, _entries)
def test_different_entries_have_different_bytes(one: AuditEntry, other: AuditEntry):
    assert (bytes(one) == bytes(other)) == (one == other)


def test_trailing_bytes_are_refused():
    with pytest.raises(IntegrityError):
        entry_from_bytes(bytes(ENTRY) + b"\x00")


def test_a_further_field_is_refused():
    with pytest.raises(IntegrityError):
        entry_from_bytes(bytes(ENTRY) + b"n\x00\x00\x00\x00")


def _encoded(version: Item, *changed: tuple[int, Item]) -> bytes:
    fields: list[Item] = [
        version,
        ENTRY.partition,
        ENTRY.at,
        ENTRY.principal,
        ENTRY.role,
        ENTRY.purpose,
        ENTRY.act,
        ENTRY.basis,
        ENTRY.decision,
        ENTRY.policy_digest,
        ENTRY.object_commitment,
        ENTRY.result_commitment,
        [["rows", 3]],
    ]
    for place, value in changed:
        fields[place] = value
    return canonical_bytes("audit-entry", *fields)


def test_the_order_of_the_fields_is_the_documented_one():
    assert _encoded(1) == bytes(ENTRY)


@pytest.mark.parametrize("version", [0, 2, True, "1", None])
def test_an_unknown_version_is_refused(version: Item):
    with pytest.raises(IntegrityError, match="version"):
        entry_from_bytes(_encoded(version))


@pytest.mark.parametrize(
    "changed",
    [
        (1, b"live"),
        (2, "2030"),
        (3, None),
        (6, "read"),
        (8, "perhaps"),
        (8, True),
        (9, bytes(31)),
        (10, None),
        (11, bytes(33)),
        (12, "rows"),
        (12, [["rows", 3, 4]]),
        (12, [["rows", True]]),
        (12, [["rows", -1]]),
        (12, [["b", 1], ["a", 1]]),
        (12, [["a", 1], ["a", 1]]),
        (12, [["", 1]]),
    ],
)
def test_a_field_of_another_shape_is_refused(changed: tuple[int, Item]):
    with pytest.raises(IntegrityError, match="fields of an audit entry"):
        entry_from_bytes(_encoded(1, changed))


@pytest.mark.parametrize(
    "change",
    [
        {"partition": ""},
        {"principal": ""},
        {"role": ""},
        {"purpose": ""},
        {"at": datetime(2030, 1, 1)},  # noqa: DTZ001 - a naive time is what is refused
        {"at": datetime(2030, 1, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"act": "entity"},
        {"act": "Entity.read"},
        {"act": "entity.read "},
        {"decision": "maybe"},
        {"policy_digest": bytes(16)},
        {"object_commitment": b""},
        {"result_commitment": bytes(31)},
        {"counts": (("b", 1), ("a", 1))},
        {"counts": (("a", 1), ("a", 2))},
        {"counts": (("a", True),)},
        {"counts": (("a", -1),)},
        {"counts": tuple((f"{number:02d}", 0) for number in range(33))},
        {"version": 2},
    ],
)
def test_an_entry_of_a_wrong_shape_is_not_made(change: dict[str, Any]):
    with pytest.raises(ValueError, match="expected"):
        replace(ENTRY, **change)


def test_an_entry_too_long_for_a_bundle_has_no_bytes():
    with pytest.raises(ValueError, match="65535"):
        bytes(replace(ENTRY, basis="x" * 70_000))
