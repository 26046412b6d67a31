"""The third list in the form of the United Nations' consolidated list."""

from __future__ import annotations

from isthmus.exercise.cast import Company, Person
from isthmus.exercise.files.markup import DECLARATION, element, text
from isthmus.exercise.files.ofac import plain
from isthmus.exercise.places import COUNTRIES
from isthmus.exercise.story import Story

_FIRST_ID = 6_990_001
_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "https://www.un.org/sc/resources/sc-sanctions.xsd"


def un(story: Story) -> bytes:
    """Write the list as of the first day of the story."""
    listed = story.listing.un
    persons = [_person(story, at, one) for at, one in enumerate(listed) if isinstance(one, Person)]
    others = [_entity(story, at, one) for at, one in enumerate(listed) if isinstance(one, Company)]
    root = element(
        "CONSOLIDATED_LIST",
        "\n",
        element("INDIVIDUALS", "\n", *persons),
        element("ENTITIES", "\n", *others),
        xmlns_xsi=_NAMESPACE,
        xsi_noNamespaceSchemaLocation=_SCHEMA,
        dateGenerated=f"{story.begins:%Y-%m-%d}T00:00:09.000Z",
    )
    return (DECLARATION + root).encode()


def _head(story: Story, at: int, *names: str) -> list[str]:
    day = story.begins.date().replace(day=1, year=story.begins.year - 3).isoformat()
    return [
        text("DATAID", _FIRST_ID + at),
        text("VERSIONNUM", 1),
        *names,
        text("UN_LIST_TYPE", "Lantern"),
        text("REFERENCE_NUMBER", f"NLi.{at + 1:03d}"),
        text("LISTED_ON", day),
    ]


def _person(story: Story, at: int, person: Person) -> str:
    country = COUNTRIES[person.nationality].name
    names = [
        text("FIRST_NAME", plain(person.name.given).upper()),
        text("SECOND_NAME", plain(person.name.family).upper()),
    ]
    return element(
        "INDIVIDUAL",
        "\n",
        *_head(story, at, *names),
        text("GENDER", "Male" if person.sex == "M" else "Female"),
        text("NAME_ORIGINAL_SCRIPT", person.name.own if person.name.script != "Latin" else ""),
        text("COMMENTS1", "Invented for the exercise Northern Lantern."),
        element("NATIONALITY", text("VALUE", country)),
        element("LIST_TYPE", text("VALUE", "UN List")),
        _alias("INDIVIDUAL_ALIAS", "Good", person.name.otherwise),
        element("INDIVIDUAL_ADDRESS", text("COUNTRY", country)),
        element(
            "INDIVIDUAL_DATE_OF_BIRTH",
            text("TYPE_OF_DATE", "EXACT"),
            text("DATE", person.born.isoformat()),
        ),
        element("INDIVIDUAL_PLACE_OF_BIRTH", text("COUNTRY", country)),
        element(
            "INDIVIDUAL_DOCUMENT",
            text("TYPE_OF_DOCUMENT", "Passport"),
            text("NUMBER", person.passport),
            text("ISSUING_COUNTRY", country),
        ),
        element("SORT_KEY"),
        element("SORT_KEY_LAST_MOD"),
    )


def _entity(story: Story, at: int, company: Company) -> str:
    name = company.name
    return element(
        "ENTITY",
        "\n",
        *_head(story, at, text("FIRST_NAME", plain(name.family).upper())),
        text("NAME_ORIGINAL_SCRIPT", name.own if name.script != "Latin" else ""),
        text("COMMENTS1", "Invented for the exercise Northern Lantern."),
        element("LIST_TYPE", text("VALUE", "UN List")),
        _alias("ENTITY_ALIAS", "a.k.a.", name.otherwise),
        element("ENTITY_ADDRESS", text("COUNTRY", COUNTRIES[company.country].name)),
        element("SORT_KEY"),
        element("SORT_KEY_LAST_MOD"),
    )


def _alias(name: str, quality: str, alias: str) -> str:
    if not alias:
        return element(name, element("QUALITY"), element("ALIAS_NAME"))
    return element(name, text("QUALITY", quality), text("ALIAS_NAME", plain(alias).upper()))
