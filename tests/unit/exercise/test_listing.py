from isthmus.exercise.cast import Company, Person, Vessel
from isthmus.formats.raw import Tree
from isthmus.ingest.snapshot import HELD_SHARE
from tests.unit.exercise.invented import delivered, records, whole

FIRST, SECOND = "2031-03-01", "2031-04-01"


def rows(part: str, day: str) -> dict[str, dict[str, Tree]]:
    """Give the rows of one edition by their keys."""
    keys = ("id",) if part == "sdn" else ("id", "alt_id") if part == "alt" else ("id", "address_id")
    found = records(f"lists/{part}_{day}.csv")
    return {"|".join(str(one.tree[key]) for key in keys): one.tree for one in found}


def test_the_second_edition_adds_twelve_edits_one_and_takes_two_away():
    first, second = rows("sdn", FIRST), rows("sdn", SECOND)
    assert len(second.keys() - first.keys()) == 12
    assert len(first.keys() - second.keys()) == 2
    assert len([key for key in first.keys() & second.keys() if first[key] != second[key]]) == 1


def test_no_part_loses_so_much_that_a_person_must_release_it():
    for part in ("sdn", "alt", "add"):
        first, second = rows(part, FIRST), rows(part, SECOND)
        assert len(first.keys() - second.keys()) <= HELD_SHARE * len(first)


def test_every_listed_kind_is_on_every_list_that_has_room_for_it():
    kinds = {type(entry.subject) for entry in whole().listing.dated}
    assert kinds == {Person, Company, Vessel}
    assert {type(subject) for subject in whole().listing.sema} == kinds
    assert {type(subject) for subject in whole().listing.un} == {Person, Company}


def test_some_stand_on_more_than_one_list():
    dated = {entry.subject.id for entry in whole().listing.edition(2)}
    assert dated & {subject.id for subject in whole().listing.un}
    assert dated & {subject.id for subject in whole().listing.sema}


def test_who_was_delisted_is_not_in_force():
    gone = [entry.subject.id for entry in whole().listing.dated if entry.editions == (1,)]
    assert len(gone) == 2
    assert set(gone).isdisjoint(whole().listing.in_force())


def test_lists_name_whom_they_list():
    sema = records("lists/sema_2031-03-01.xml")
    assert [r.tree["ShipIMONumber"] for r in sema if r.tree.get("ShipIMONumber")] == [
        vessel.imo for vessel in whole().listing.sema if isinstance(vessel, Vessel)
    ]
    un = next(name for name in delivered() if "un_consolidated" in name)
    assert len(records(un)) == len(whole().listing.un)
