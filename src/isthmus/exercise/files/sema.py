"""The second list in the form of Canada's: one flat XML record per person, entity or ship."""

from __future__ import annotations

from collections import Counter

from isthmus.exercise.cast import Company, Person, Vessel
from isthmus.exercise.files.markup import DECLARATION, element, text
from isthmus.exercise.listing import Subject
from isthmus.exercise.story import Story

COUNTRY = "Northern Lantern / Lanterne du Nord"
_SCHEDULES = {"Vessel": "1.1", "Person": "1, Part 1", "Company": "1, Part 2"}
_LISTED_DAYS_BEFORE = 200


def sema(story: Story) -> bytes:
    """Write the list."""
    items: Counter[str] = Counter()
    records = []
    for subject in story.listing.sema:
        schedule = _SCHEDULES[type(subject).__name__]
        items[schedule] += 1
        records.append(_record(story, subject, schedule, items[schedule]))
    namespace = {"xmlns_xsi": "http://www.w3.org/2001/XMLSchema-instance"}
    return (DECLARATION + element("data-set", "\n", *records, **namespace)).encode()


def _record(story: Story, subject: Subject, schedule: str, item: int) -> str:
    listed = story.begins.toordinal() - _LISTED_DAYS_BEFORE + item
    return element(
        "record",
        "\n",
        text("Country", COUNTRY),
        *_who(subject),
        text("Schedule", schedule),
        text("Item", item),
        text("DateOfListing", story.begins.fromordinal(listed).date().isoformat()),
    )


def _who(subject: Subject) -> list[str]:
    match subject:
        case Vessel():
            return [
                text("EntityOrShip", subject.first.name.title()),
                text("TitleOrShip", subject.kind),
                text("ShipIMONumber", subject.imo),
                text("DateOfBirthOrShipBuildDate", subject.built),
            ]
        case Person():
            return [
                text("LastName", subject.name.family),
                text("GivenName", subject.name.given),
                text("Aliases", _aliases(subject)),
                text("DateOfBirthOrShipBuildDate", subject.born.isoformat()),
            ]
        case Company():
            return [
                text("EntityOrShip", subject.name.family),
                text("Aliases", _aliases(subject)),
            ]


def _aliases(subject: Person | Company) -> str:
    own = subject.name.own if subject.name.script != "Latin" else ""
    return "; ".join(alias for alias in (own, subject.name.otherwise) if alias)
