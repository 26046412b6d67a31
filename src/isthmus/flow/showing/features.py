"""Features of the map: alerts, events with a place, positions and tracks, as the reader sees them.

Longitude stands before latitude here, and only here: GeoJSON wants it so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias

from isthmus.flow.documents.picture import Feature, Geometry, LineGeometry, PointGeometry
from isthmus.flow.reading import Reading
from isthmus.flow.showing.alerts import evidence_of, place_of
from isthmus.flow.showing.events import ENDS, event_caption, event_place, event_time, said_time
from isthmus.flow.showing.faces import Face, faces
from isthmus.model.alert import OPEN_STATES
from isthmus.model.ids import EntityId, LabelId, shown_id
from isthmus.model.statement import Observation, Statement
from isthmus.ports import AlertFilter

ALERTS_MAX: Final = 500
EVENTS_MAX: Final = 3000
POSITIONS_MAX: Final = 2000
TRACKS_MAX: Final = 200
HALF_TURN: Final = 180.0

EVENT_KEYS: Final = ("i:mmsi:",)
"""Events that bear an identifier which changes hands are found by their keys."""

EventKind = Literal["sighting", "gap", "detection"]
KINDS: Final[Mapping[str, EventKind]] = {
    "Sighting": "sighting",
    "SignalGap": "gap",
    "RadarDetection": "detection",
}

Box: TypeAlias = tuple[float, float, float, float]
_Known: TypeAlias = Mapping[EntityId, Face]
_Holders: TypeAlias = Mapping[EntityId, tuple[Face, LabelId]]


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the world and of time is looked at. `box`: west, south, east, north."""

    box: Box
    first: datetime
    last: datetime

    def boxes(self) -> list[Box]:
        """Give the box, cut in two where it crosses the antimeridian."""
        west, south, east, north = self.box
        if west <= east:
            return [self.box]
        return [(west, south, HALF_TURN, north), (-HALF_TURN, south, east, north)]

    def holds(self, lat: float, lon: float) -> bool:
        """Tell whether a point lies in the box, edges included."""
        return any(w <= lon <= e and s <= lat <= n for w, s, e, n in self.boxes())

    def meets(self, start: datetime, end: datetime) -> bool:
        """Tell whether an interval touches the window."""
        return start <= self.last and end >= self.first


@dataclass(frozen=True, slots=True)
class Layer:
    """The features of one layer. `truncated`: a cap left some out."""

    features: list[Feature]
    truncated: bool = False


def alert_layer(reading: Reading, window: Window) -> Layer:
    """Give the open alerts with a place in the window, latest raised first."""
    wanted = AlertFilter(states=OPEN_STATES, limit=ALERTS_MAX)
    alerts = reading.unit.alerts.find(wanted, reading.reader)
    inside = [
        (alert, place)
        for alert in alerts
        if (place := place_of(alert.lat, alert.lon)) is not None
        and window.holds(place.lat, place.lon)
        and window.meets(alert.raised_at, alert.raised_at)
    ]
    known = faces(reading, [alert.entity for alert, _ in inside])
    features = [
        Feature(
            id=shown_id("a", alert.id),
            kind="alert",
            severity=alert.severity.value,
            entity=None if (face := known.get(alert.entity)) is None else face.shown,
            alert=shown_id("a", alert.id),
            caption="" if face is None else face.caption,
            at=alert.raised_at,
            geometry=PointGeometry(coordinates=(place.lon, place.lat)),
            label=reading.labels.ref(alert.label, *([] if face is None else [face.caption_label])),
        )
        for alert, place in inside
    ]
    return Layer(features, len(alerts) >= ALERTS_MAX)


def event_layer(reading: Reading, window: Window, kinds: frozenset[str]) -> Layer:
    """Give the events of these kinds with a place in the window, latest first."""
    candidates, truncated = _candidates(reading)
    placed = reading.unit.statements.of(
        candidates, reading.reader, properties=("latitude", "longitude")
    )
    with_place = sorted({s.entity for s in placed})
    known = faces(reading, with_place)
    distinct = {face.id: face for face in known.values()}
    given = reading.unit.judgements.attributions(reading.reader, events=with_place)
    named = {s.target for f in distinct.values() for s in f.statements if s.target is not None}
    named |= {attribution.holder for attribution in given}
    known |= faces(reading, sorted(named - set(known)))
    holders = {a.event: (known[a.holder], a.label) for a in given if a.holder in known}
    found = [_event(reading, face, (known, holders), window) for face in distinct.values()]
    features = [f for f in found if f is not None and f.kind in kinds]
    return Layer(sorted(features, key=lambda f: (f.at, f.id), reverse=True), truncated)


def position_layer(reading: Reading, window: Window) -> Layer:
    """Give the latest position of each entity in the window, and its track where it has one."""
    span = (window.first, window.last)
    seen: list[Observation] = []
    for box in window.boxes():
        limit = POSITIONS_MAX + 1
        seen += reading.unit.observations.within(box, span, reader=reading.reader, limit=limit)
    latest = sorted(seen, key=lambda o: (o.at, o.entity, o.lat, o.lon))[-POSITIONS_MAX:]
    newest_first = dict.fromkeys(o.entity for o in reversed(latest))
    known = faces(reading, list(newest_first)[:TRACKS_MAX])
    tracks: dict[EntityId, list[Observation]] = defaultdict(list)
    for observation in latest:
        if observation.entity in known:
            tracks[known[observation.entity].id].append(observation)
    shown = {face.id: face for face in known.values()}
    features = [f for e, track in tracks.items() for f in _positions(reading, shown[e], track)]
    return Layer(features, len(seen) > POSITIONS_MAX or len(newest_first) > TRACKS_MAX)


def _candidates(reading: Reading) -> tuple[list[EntityId], bool]:
    """Give source entities that may be events with a place: those behind alerts come first."""
    wanted = AlertFilter(states=OPEN_STATES, limit=ALERTS_MAX)
    alerts = reading.unit.alerts.find(wanted, reading.reader)
    findings = (f for a in alerts for f in reading.unit.findings.of_alert(a.id, reading.reader))
    seqs = sorted({seq for f in findings for _, seq in f.evidence})
    found = dict.fromkeys(s.entity for s in evidence_of(reading, seqs).values())
    truncated = False
    for prefix in EVENT_KEYS:
        rows = reading.unit.keys.starting(prefix, reading.reader, EVENTS_MAX)
        found |= dict.fromkeys(entity for _, entity in rows)
        truncated = truncated or len(rows) >= EVENTS_MAX
    return list(found), truncated


def _event(
    reading: Reading, face: Face, around: tuple[_Known, _Holders], window: Window
) -> Feature | None:
    known, holders = around
    kind = next((k for s, k in KINDS.items() if reading.center.ontology.is_a(face.schema, s)), None)
    place, start = event_place(face.statements), event_time(face)
    if kind is None or place is None or start is None:
        return None
    end = said_time(face.statements, ENDS) or start
    if not window.holds(place.lat, place.lon) or not window.meets(start, end):
        return None
    named = [known[s.target] for s in face.statements if s.target is not None and s.target in known]
    given = [holders[member] for member in face.members if member in holders]
    labels = {*face.labels, *(f.caption_label for f in named)}
    labels |= {label for f, number in given if not named for label in (f.caption_label, number)}
    holder = [*named, *(holder for holder, _ in given), face][0]
    return Feature(
        id=face.shown,
        kind=kind,
        severity=None,
        entity=holder.shown,
        alert=None,
        caption=event_caption(face, known) if named or not given else holder.caption,
        at=end,
        geometry=_geometry(face.statements, (place.lon, place.lat)),
        label=reading.labels.ref_of_all(labels),
    )


def _geometry(statements: Sequence[Statement], end: tuple[float, float]) -> Geometry:
    said = {s.property: s.value for s in reversed(statements)}
    if {"startLatitude", "startLongitude"} <= said.keys():
        start = (float(said["startLongitude"]), float(said["startLatitude"]))
        if start != end and abs(start[0] - end[0]) <= HALF_TURN:
            return LineGeometry(coordinates=[start, end])
    return PointGeometry(coordinates=end)


def _positions(reading: Reading, face: Face, track: Sequence[Observation]) -> Iterator[Feature]:
    yield _feature(reading, face, "position", track[-1:], _point(track[-1]))
    for number, leg in enumerate(_legs(track)):
        line = LineGeometry(coordinates=[_point(o).coordinates for o in leg])
        yield _feature(reading, face, f"track.{number}", leg, line)


def _feature(
    reading: Reading, face: Face, name: str, seen: Sequence[Observation], geometry: Geometry
) -> Feature:
    return Feature(
        id=f"{face.shown}.{name}",
        kind="track" if isinstance(geometry, LineGeometry) else "position",
        severity=None,
        entity=face.shown,
        alert=None,
        caption=face.caption,
        at=seen[-1].at,
        geometry=geometry,
        label=reading.labels.ref_of_all({face.caption_label, *(o.label for o in seen)}),
    )


def _point(observation: Observation) -> PointGeometry:
    return PointGeometry(coordinates=(observation.lon, observation.lat))


def _legs(track: Iterable[Observation]) -> Iterator[list[Observation]]:
    """Cut a track where it crosses the antimeridian; a leg has two points at least."""
    leg: list[Observation] = []
    for observation in track:
        if leg and abs(observation.lon - leg[-1].lon) > HALF_TURN:
            if len(leg) > 1:
                yield leg
            leg = []
        leg.append(observation)
    if len(leg) > 1:
        yield leg
