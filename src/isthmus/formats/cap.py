"""CAP 1.2 alerts, read leniently: several official feeds are not valid by the schema.

One record per `alert`, whether it is the document or stands in a feed. The tree has

* the fields of the alert by their CAP names (`identifier`, `sender`, `sent`, `status`, `msgType`,
  `source`, `scope`, `restriction`, `addresses`, `note`, `incidents`), None when absent; `code` as
  a list; `references` as a list of `{"sender", "identifier", "sent"}`;
* `infos`: one per `info` in order, each with its fields (`language`, `event`, `urgency`,
  `severity`, `certainty`, `audience`, `effective`, `onset`, `expires`, `senderName`, `headline`,
  `description`, `instruction`, `web`, `contact`), the lists `category` and `responseType`, the
  lists of `{"valueName", "value"}` `eventCode` and `parameters`, `resources`, and `areas`;
* `areas`: `areaDesc`, `polygons` (each a closed list of [lat, lon]), `circles`
  (`{"lat", "lon", "radius_km"}`), `geocodes`, `altitude`, `ceiling`;
* `faults`: what the reader had to leave out, each with its place.

An absent `language` stays None: the default of the standard is a guess about a foreign feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from isthmus.formats import xml
from isthmus.formats.cap_areas import area, pairs
from isthmus.formats.options import only
from isthmus.formats.paths import Unfit, ended, every, first, reshaped, texts
from isthmus.formats.raw import Ending, Fault, Reading, Tree, shown
from isthmus.phrases import say

_ALERT = (
    "identifier",
    "sender",
    "sent",
    "status",
    "msgType",
    "source",
    "scope",
    "restriction",
    "addresses",
    "note",
    "incidents",
)
_INFO = (
    "language",
    "event",
    "urgency",
    "severity",
    "certainty",
    "audience",
    "effective",
    "onset",
    "expires",
    "senderName",
    "headline",
    "description",
    "instruction",
    "web",
    "contact",
)
_RESOURCE = ("resourceDesc", "mimeType", "size", "uri", "digest")
_KEYS = ("identifier", "sender", "sent")


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the alerts of a document; raises MappingInvalid for any option."""
    only(options, ())
    return ended(reshaped(xml.read(stream, {"record": "alert"}), _alert), _judged)


def _alert(tree: dict[str, Tree]) -> dict[str, Tree]:
    alert: dict[str, Tree] = {name: first(tree, name) for name in _ALERT}
    for name in _KEYS:
        if alert[name] is None:
            repair = say("an alert is told from others by identifier, sender and sent")
            raise Unfit(
                Fault(name, say("a CAP alert with its {name}", name=name), say("nothing"), repair)
            )
    faults: list[Tree] = []
    infos: list[Tree] = [
        _info(info, f"infos[{at}]", faults) for at, info in enumerate(every(tree, "info"))
    ]
    return {
        **alert,
        "code": texts(tree, "code"),
        "references": _references(first(tree, "references"), faults),
        "infos": infos,
        "faults": faults,
    }


def _info(tree: Tree, where: str, faults: list[Tree]) -> dict[str, Tree]:
    return {
        **{name: first(tree, name) for name in _INFO},
        "category": texts(tree, "category"),
        "responseType": texts(tree, "responseType"),
        "eventCode": pairs(tree, "eventCode"),
        "parameters": pairs(tree, "parameter"),
        "resources": [
            {name: first(one, name) for name in _RESOURCE} for one in every(tree, "resource")
        ],
        "areas": [
            area(one, f"{where}.areas[{at}]", faults) for at, one in enumerate(every(tree, "area"))
        ],
    }


def _references(text: str | None, faults: list[Tree]) -> list[Tree]:
    found: list[Tree] = []
    for one in (text or "").split():
        parts = one.split(",")
        if len(parts) == len(_KEYS):
            found.append(dict(zip(("sender", "identifier", "sent"), parts, strict=True)))
        else:
            faults.append(f"references: expected sender,identifier,sent, got {shown(one, 60)}")
    return found


def _judged(ending: Ending, last: int) -> Ending:
    """Refuse to call a document complete that is of another kind."""
    if last or ending.fault is not None:
        return ending
    root = ending.header.get("#root")
    came = say("nothing") if root is None else shown(root)
    fault = Fault(
        "", say("a CAP alert"), came, say("give the feed the address of the alerts themselves")
    )
    return Ending(complete=False, fault=fault, header=ending.header)
