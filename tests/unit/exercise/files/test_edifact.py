from typing import Any

from isthmus.exercise.cast import Person
from tests.unit.exercise.invented import delivered, records, whole


def travellers() -> dict[str, Person]:
    """Give who travels, by passport."""
    return {
        person.passport: person
        for flight in whole().dealings.flights
        for booking in flight.bookings
        for person in booking.passengers
    }


def trees(ending: str) -> list[Any]:
    return [r.tree for name in delivered() if name.endswith(ending) for r in records(name)]


def test_a_booking_tells_who_travels_with_which_passport():
    known = travellers()
    passengers = [one for tree in trees(".pnr") for one in tree["passengers"]]
    assert len(passengers) == len(known)
    for one in passengers:
        person = known[one["documents"][0]["number"]]
        assert one["birth_date"] == person.born.isoformat()
        assert one["sex"] == person.sex


def test_a_booking_has_its_flight_and_a_contact():
    for tree in trees(".pnr"):
        assert tree["flight"]["carrier"] == "Q0"
        assert len(tree["flight"]["departure_airport"]) == 3
        assert tree["emails"][0].endswith("@travel.example")
        assert tree["phones"]


def test_a_passenger_list_agrees_with_the_bookings():
    known = travellers()
    found = trees(".api")
    assert len(found) == len(known)
    for tree in found:
        document = tree["documents"][0]
        assert tree["birth_date"] == known[document["number"]].born.isoformat()
        assert tree["locator"]
