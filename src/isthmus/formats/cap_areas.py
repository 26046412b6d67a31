"""The areas of a CAP alert: polygons and circles as numbers, what cannot be read as a fault."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from isthmus.formats.paths import every, first, text_of
from isthmus.formats.raw import Tree, shown

_CORNERS = 3
_OVERSHOOT = 0.5  # degrees
_FAR_KM = 20_100.0  # half way round the earth


class Unreadable(ValueError):
    """A shape is not written as CAP writes it."""


def area(tree: Tree, where: str, faults: list[Tree]) -> dict[str, Tree]:
    """Give one area; what cannot be read goes to `faults` with its place."""
    return {
        "areaDesc": first(tree, "areaDesc"),
        "polygons": list(_shapes(tree, "polygon", f"{where}.polygon", faults)),
        "circles": list(_shapes(tree, "circle", f"{where}.circle", faults)),
        "geocodes": pairs(tree, "geocode"),
        "altitude": first(tree, "altitude"),
        "ceiling": first(tree, "ceiling"),
    }


def pairs(tree: Tree, path: str) -> list[Tree]:
    """Give named values (geocodes, parameters, event codes) as `{"valueName", "value"}`."""
    return [
        {"valueName": first(one, "valueName"), "value": first(one, "value")}
        for one in every(tree, path)
    ]


def _shapes(tree: Tree, kind: str, where: str, faults: list[Tree]) -> Iterator[Tree]:
    read = _polygon if kind == "polygon" else _circle
    for at, one in enumerate(every(tree, kind)):
        text = text_of(one)
        notes: list[str] = []
        try:
            if text:
                yield read(text, notes)
        except Unreadable as error:
            notes.append(f"left out: {error}")
        faults.extend(f"{where}[{at}] {note}" for note in notes)


def _polygon(text: str, notes: list[str]) -> Tree:
    points = [_point(pair, notes) for pair in text.split()]
    # Several official feeds leave out the closing point.
    if points and points[0] != points[-1]:
        points.append(points[0])
    if len(points) <= _CORNERS:
        raise Unreadable(f"expected a polygon of at least three points, got {shown(text, 60)}")
    return [*points]


def _circle(text: str, notes: list[str]) -> Tree:
    point, _, radius = text.partition(" ")
    lat, lon = _point(point, notes)
    km = _number(radius, "a radius")
    if not 0 <= km <= _FAR_KM:
        raise Unreadable(f"expected a radius in km, got {shown(radius, 60)}")
    return {"lat": lat, "lon": lon, "radius_km": km}


def _point(pair: str, notes: list[str]) -> list[Tree]:
    lat, _, lon = pair.partition(",")
    return [
        _degrees(lat, "a latitude", 90.0, notes),
        _degrees(lon, "a longitude", 180.0, notes),
    ]


def _degrees(text: str, what: str, most: float, notes: list[str]) -> float:
    value = _number(text, what)
    if abs(value) <= most:
        return value
    if abs(value) > most + _OVERSHOOT:
        raise Unreadable(f"expected {what} from -{most:g} to {most:g}, got {shown(text, 60)}")
    # Polygons that end at the antimeridian or a pole overshoot it in real feeds.
    bound = most if value > 0 else -most
    notes.append(f"takes {what} of {shown(text, 60)} as {bound:g}")
    return bound


def _number(text: str, what: str) -> float:
    try:
        # Python would take 1_0 for ten.
        value = float(text.replace("_", "x"))
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise Unreadable(f"expected {what}, got {shown(text, 60)}")
    return value
