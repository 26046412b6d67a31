"""Feeds of a small sea: a list of vessels, sightings with and without a name, dark periods."""

from __future__ import annotations

from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration
from tests.flow.journey import declared, part

IMO, OTHER_IMO, THIRD_IMO = "9074729", "9176187", "9319466"
MMSI, OTHER_MMSI, LISTED_MMSI = "273000001", "273000002", "352000001"


def vessel_list(name: str = "list", **more: Tree) -> FeedDeclaration:
    """Declare a sanctions list: id, name, IMO number, MMSI, flag."""
    vessel: Tree = {
        "schema": "Vessel",
        "values": [
            {"to": "name", "from": "name"},
            {"to": "imoNumber", "from": "imo"},
            {"to": "mmsi", "from": "mmsi"},
            {"to": "flag", "from": "flag"},
            {"to": "topics", "const": "sanction"},
        ],
    }
    parts: dict[str, Tree] = {
        "main": part(("id", "name", "imo", "mmsi", "flag"), ["id"], {"vessel": vessel})
    }
    return declared(name, "snapshot", parts, **more)


def sightings(name: str = "ais", kind: str = "stream", **more: Tree) -> FeedDeclaration:
    """Declare sightings: id, MMSI, IMO number, name, first and last time."""
    entities: dict[str, Tree] = {
        "vessel": {
            "schema": "Vessel",
            "key": ["mmsi", "?imo"],
            "prefix": "vessel:",
            "values": [
                {"to": "name", "from": "name"},
                {"to": "imoNumber", "from": "imo"},
                {"to": "mmsi", "from": "mmsi"},
            ],
        },
        "sighting": {
            "schema": "Sighting",
            "values": [
                {"to": "vessel", "entity": "vessel"},
                {"to": "mmsi", "from": "mmsi"},
                {"to": "startDate", "from": "start"},
                {"to": "endDate", "from": "end"},
            ],
        },
    }
    header = ("id", "mmsi", "imo", "name", "start", "end")
    return declared(name, kind, {"main": part(header, ["id"], entities)}, **more)


def gaps(name: str = "gaps", **more: Tree) -> FeedDeclaration:
    """Declare dark periods: id, MMSI, first and last time."""
    gap: Tree = {
        "schema": "SignalGap",
        "values": [
            {"to": "mmsi", "from": "mmsi"},
            {"to": "startDate", "from": "start"},
            {"to": "endDate", "from": "end"},
        ],
    }
    parts: dict[str, Tree] = {"main": part(("id", "mmsi", "start", "end"), ["id"], {"gap": gap})}
    return declared(name, "stream", parts, **more)


def payments(name: str = "transfers", kind: str = "stream", **more: Tree) -> FeedDeclaration:
    """Declare transfers: id, payer, beneficiary, amount, date."""
    entities: dict[str, Tree] = {
        side: {
            "schema": "Organization",
            "key": [side, f"{side}_country"],
            "prefix": "bank:",
            "values": [
                {"to": "name", "from": side},
                {"to": "country", "from": f"{side}_country"},
            ],
        }
        for side in ("payer", "beneficiary")
    }
    entities["payment"] = {
        "schema": "Payment",
        "values": [
            {"to": "payer", "entity": "payer"},
            {"to": "beneficiary", "entity": "beneficiary"},
            {"to": "amount", "from": "amount"},
            {"to": "date", "from": "date"},
        ],
    }
    header = (
        "id",
        "payer",
        "payer_country",
        "beneficiary",
        "beneficiary_country",
        "amount",
        "date",
    )
    return declared(name, kind, {"main": part(header, ["id"], entities)}, **more)


def bank_list(name: str = "banks", **more: Tree) -> FeedDeclaration:
    """Declare a list of banks: id, name, country."""
    bank: Tree = {
        "schema": "Organization",
        "values": [
            {"to": "name", "from": "name"},
            {"to": "country", "from": "country"},
            {"to": "topics", "const": "sanction"},
        ],
    }
    parts: dict[str, Tree] = {"main": part(("id", "name", "country"), ["id"], {"bank": bank})}
    return declared(name, "snapshot", parts, **more)


def people(name: str = "people", *, listed: bool = False, **more: Tree) -> FeedDeclaration:
    """Declare persons: id, name, date of birth, passport; `listed`: under sanctions."""
    values: list[Tree] = [
        {"to": "name", "from": "name"},
        {"to": "birthDate", "from": "born"},
        {"to": "passportNumber", "from": "passport"},
    ]
    topics: list[Tree] = [{"to": "topics", "const": "sanction"}] if listed else []
    person: Tree = {"schema": "Person", "values": [*values, *topics]}
    header = ("id", "name", "born", "passport")
    return declared(name, "snapshot", {"main": part(header, ["id"], {"person": person})}, **more)
