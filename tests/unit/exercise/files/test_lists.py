from typing import Any

from isthmus.exercise.cast import Person, Vessel
from tests.unit.exercise.invented import files, records, whole

FIRST = "2031-03-01"


def test_the_dated_list_ends_as_old_systems_end_files():
    for part in ("sdn", "alt", "add"):
        content = files()[f"lists/{part}_{FIRST}.csv"]
        assert content.endswith(b"\r\n\x1a")
        assert content.isascii()


def test_a_listed_ship_is_told_by_what_she_was_called_first():
    rows: dict[str, Any] = {
        str(record.tree["id"]): record.tree for record in records(f"lists/sdn_{FIRST}.csv")
    }
    for entry in whole().listing.edition(1):
        if isinstance(entry.subject, Vessel):
            row = rows[str(entry.number)]
            assert row["name"] == entry.subject.first.name
            assert f"IMO {entry.subject.imo}; MMSI {entry.subject.first.mmsi};" in row["remarks"]


def test_a_listed_person_is_told_by_birth_and_passport():
    rows: dict[str, Any] = {
        str(record.tree["id"]): record.tree for record in records(f"lists/sdn_{FIRST}.csv")
    }
    for entry in whole().listing.edition(1):
        if isinstance(entry.subject, Person):
            remarks = rows[str(entry.number)]["remarks"]
            assert f"Passport {entry.subject.passport} (" in remarks
            assert str(entry.subject.born.year) in remarks


def test_names_in_their_own_script_are_on_the_other_lists():
    sema = files()[f"lists/sema_{FIRST}.xml"].decode()
    un = files()[f"lists/un_consolidated_{FIRST}.xml"].decode()
    for text, subjects in ((sema, whole().listing.sema), (un, whole().listing.un)):
        own = [s.name.own for s in subjects if isinstance(s, Person) and s.name.script != "Latin"]
        assert own
        assert [name for name in own if name not in text] == []
