"""What two weight files differ in, whichever way their levels are written."""

from __future__ import annotations

import msgspec

from isthmus.resolve.weights import TableChange, WeightChange, table_changes, weight_changes


def document(bits: float, *, needed: float = 12, counts: dict[str, int] | None = None) -> bytes:
    levels = {"equal": {"bits": bits, "m": 0.9, "u": 0.01 / bits}, "different": -2}
    name = {"comparator": "name:person", "levels": levels}
    return msgspec.json.encode(
        {
            "version": "one",
            "schemas": {"Person": {"needed": needed, "properties": {"name": name}}},
            "frequencies": {"Person": {"name": {"total": 900, "counts": counts or {}}}},
        }
    )


def test_a_level_is_named_by_schema_property_and_level_whatever_stands_between():
    changes = weight_changes(document(7), document(8, needed=13))
    assert changes == [
        WeightChange("Person", "", "needed", 12, 13),
        WeightChange("Person", "name", "equal", 7, 8),
    ]


def test_a_flat_file_is_named_alike():
    before, after = ({"schemas": {"Person": {"name": {"equal": n}}}} for n in (7, 8))
    changes = weight_changes(msgspec.json.encode(before), msgspec.json.encode(after))
    assert changes == [WeightChange("Person", "name", "equal", 7, 8)]


def test_what_is_new_or_gone_has_one_number():
    assert {change.before for change in weight_changes(b"", document(7))} == {None}
    assert {change.after for change in weight_changes(document(7), b"")} == {None}


def test_a_table_is_counted_and_none_of_its_terms_is_named():
    before, after = document(7, counts={"ivan": 40}), document(7, counts={"ivan": 41, "mara": 20})
    assert weight_changes(before, after) == []
    assert table_changes(before, after) == [TableChange("frequencies.Person.name.counts", 1, 2, 2)]
    wide = {f"term {n}": 20 + n for n in range(30)}
    assert "term" not in str(weight_changes(document(7), document(7, counts=wide)))


def test_the_same_file_changes_nothing():
    assert weight_changes(document(7), document(7)) == []
