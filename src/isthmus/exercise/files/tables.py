"""Deliveries that are plain tables: the vessel register, bank transfers, wiretaps, radar."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date

from isthmus.exercise.cast import Company, Vessel
from isthmus.exercise.dealings import Transfer
from isthmus.exercise.movement import Scene
from isthmus.exercise.places import COUNTRIES, MONTHS
from isthmus.exercise.roles import OWNER_IN_ANNEX, VESSEL_ROLES, role_of
from isthmus.exercise.story import Story

REGISTER_HEADER = (
    *("gur_id", "name", "imo", "mmsi_current", "mmsi_legacy", "flag", "vessel_type"),
    *("callsign", "former_names", "build_year", "status"),
)
ANNEX_HEADER = ("gur_id", "beneficial_owner")
TRANSFERS_HEADER = (
    *("id", "icij_sar_id", "filer_org_name_id", "filer_org_name", "begin_date", "end_date"),
    *("originator_bank_id", "originator_bank", "originator_bank_country", "originator_iso"),
    *("beneficiary_bank_id", "beneficiary_bank", "beneficiary_bank_country", "beneficiary_iso"),
    *("number_transactions", "amount_transactions"),
)
_BOX = 0.002
_FIRST_REGISTERED = 2000


def register(story: Story) -> bytes:
    """Write the register of the ships that sail, as it stands in the end."""
    sailing = story.movement.passages
    rows = [
        _registered(at, vessel)
        for at, vessel in enumerate(story.cast.vessels)
        if vessel.id in sailing
    ]
    return table(REGISTER_HEADER, rows)


def annex(story: Story) -> bytes:
    """Write the closed part of the register: who is behind some of its ships."""
    sailing = story.movement.passages
    rows = [
        [_number(at), story.cast.company[vessel.owner].name.family]
        for at, vessel in enumerate(story.cast.vessels)
        if vessel.id in sailing and role_of(VESSEL_ROLES, at) in OWNER_IN_ANNEX
    ]
    return table(ANNEX_HEADER, rows)


def transfers(story: Story) -> bytes:
    """Write the transfers between banks."""
    return table(TRANSFERS_HEADER, [_transfer(one) for one in story.dealings.transfers])


def calls(story: Story) -> bytes:
    """Write who telephoned with whom how often, by the numbers of the subjects."""
    return _edges(story.dealings.calls)


def meetings(story: Story) -> bytes:
    """Write who met whom how often, by the numbers of the subjects."""
    return _edges(story.dealings.meetings)


def radar(scene: Scene) -> bytes:
    """Write what was detected on one radar image."""
    stamp = f"{scene.at:%Y%m%dT%H%M%S}"
    document = {
        "sceneId": f"X1A_IW_GRDH_1SDV_{stamp}_{stamp}_000001_LANTERN",
        "datetime": scene.at.isoformat(),
        "modelId": "exercise/invented-detections",
        "imgsz": 640,
        "conf": 0.25,
        "iou": 0.45,
        "detections": [
            {
                "lat0": one.lat + _BOX,
                "lon0": one.lon - _BOX,
                "lat1": one.lat - _BOX,
                "lon1": one.lon + _BOX,
                "centerLat": one.lat,
                "centerLon": one.lon,
                "conf": one.confidence,
            }
            for one in scene.detections
        ],
    }
    return json.dumps(document, indent=2).encode()


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _registered(at: int, vessel: Vessel) -> list[str]:
    now, former = vessel.last, vessel.identities[:-1]
    return [
        *(_number(at), now.name.title(), vessel.imo, now.mmsi),
        " / ".join(one.mmsi for one in former),
        *(COUNTRIES[now.flag].name, vessel.kind, now.callsign),
        " / ".join(one.name.title() for one in former if one.name != now.name),
        *(str(vessel.built), "in service"),
    ]


def _number(at: int) -> str:
    return str(_FIRST_REGISTERED + at)


def _transfer(one: Transfer) -> list[str]:
    return [
        *(str(one.number), str(one.report), bank_id(one.filer), one.filer.name.family),
        *(_day(one.first), _day(one.last), *_bank(one.payer), *_bank(one.payee)),
        *(str(one.transactions), f"{one.amount:.2f}"),
    ]


def bank_id(bank: Company) -> str:
    """Give the id under which the transfers know a bank: its name and country in small letters."""
    words = "".join(c if c.isalnum() else "-" for c in bank.name.family.lower())
    return f"{words}-{COUNTRIES[bank.country].alpha3.lower()}"


def _bank(bank: Company) -> tuple[str, str, str, str]:
    country = COUNTRIES[bank.country]
    return bank_id(bank), bank.name.family, country.name, country.alpha3


def _day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _edges(edges: Iterable[tuple[int, int, int]]) -> bytes:
    return "".join(f"{a}\t{b}\t{count}\n" for a, b, count in edges).encode()
