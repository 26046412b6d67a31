"""What a coast guard makes of AIS: sightings by vessel, and dark periods, as CSV with headers."""

from __future__ import annotations

from isthmus.exercise.movement import Gap, Heard
from isthmus.exercise.passage import distance_nm
from isthmus.exercise.places import COUNTRIES
from isthmus.exercise.story import Story

SIGHTINGS_HEADER = (
    "MMSI,pings,days_detected,first_seen,last_seen,name_ais,zones,sog_mean,sog_max,"
    "gur_name,gur_imo,gur_flag,gur_vessel_type,gur_build_year,gur_gur_id"
)
GAPS_HEADER = (
    "Timestamp,MMSI,Latitude,Longitude,ts,dt_min,plat,plon,dist_nm,impl_kn,"
    "gap_end,gap_start,receiver_suspect"
)
_TIME = "%Y-%m-%d %H:%M:%S"


def sightings(story: Story) -> bytes:
    """Write one row for each MMSI that was heard in covered waters, the most heard first."""
    rows = sorted(story.movement.heard, key=lambda row: (-row.reports, row.mmsi))
    return _file(SIGHTINGS_HEADER, [_sighting(story, row) for row in rows])


def gaps(story: Story) -> bytes:
    """Write one row for each dark period."""
    return _file(GAPS_HEADER, [_gap(gap) for gap in story.movement.gaps])


def _file(header: str, rows: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in (header, *rows)).encode()


def _sighting(story: Story, row: Heard) -> str:
    at = [vessel.id for vessel in story.cast.vessels].index(row.vessel)
    vessel = story.cast.vessels[at]
    borne = next(one for one in vessel.identities if one.mmsi == row.mmsi)
    cells = [
        *(row.mmsi, str(row.reports), str(row.days)),
        *(row.first.strftime(_TIME), row.last.strftime(_TIME), row.name, "|".join(row.seas)),
        *(f"{row.mean_kn}", f"{row.top_kn}", str(at + 1), vessel.imo),
        *(COUNTRIES[borne.flag].name, vessel.kind, str(vessel.built), str(2000 + at)),
    ]
    return ",".join(cells)


def _gap(gap: Gap) -> str:
    before, after = gap.before, gap.after
    minutes = (after.at - before.at).total_seconds() / 60
    miles = distance_nm((before.lat, before.lon), (after.lat, after.lon))
    end = after.at.strftime(_TIME)
    cells = [
        *(after.at.strftime("%d/%m/%Y %H:%M:%S"), gap.mmsi),
        *(f"{after.lat:.6f}", f"{after.lon:.6f}", end, repr(minutes)),
        *(f"{before.lat:.6f}", f"{before.lon:.6f}", repr(miles), repr(miles / minutes * 60)),
        *(end, f"{before.at:{_TIME}}.{before.at.microsecond:06d}000", str(gap.suspect)),
    ]
    return ",".join(cells)
