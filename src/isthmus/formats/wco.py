"""WCO declarations and the answers of customs, as the declaration management systems send them.

One record per `Declaration` or `Response` inside of `MetaData`. The tree of a declaration, where
a field that is not there is None and a list that is not there is empty:

* `kind` (`declaration`), `function_code`, `lrn`, `mrn`, `version`, `type_code`, `change_reason`;
* `issued_at`, `accepted_at`: ISO 8601 where customs uses formats 102 and 304, else as sent;
* `declarant`, `submitter`, `agent`, `importer`, `exporter`, `consignor`, `consignee`, `seller`,
  `buyer`, `carrier`: None, or `id`, `name`, `country`, `city`, `line`, `postcode`, `function`;
* `border_transport`, `arrival_transport`, `departure_transport`: None, or `id`, `id_type`,
  `mode`, `nationality`, `name`;
* `goods_item_count`, `package_count`, `gross_kg`, `invoice_amount`, `invoice_currency`,
  `containerised`, `export_country`, `destination_country`, `routing_countries`, `ucr`,
  `warehouse`, `location` (`name`, `type`, `qualifier`, `country`), `offices` (`declaration`,
  `exit`, `supervising`, `presentation`);
* `containers`: `{"id", "seals"}`; `documents`, `previous_documents`; `information`;
* `goods`: per item `number`, `commodity_code` (the classifications TSP, TRC, TRA, GN joined),
  `classifications`, `description`, `origin_country`, `origins`, `export_country`,
  `destination_country`, `gross_kg`, `net_kg`, `tariff_quantity`, `value`, `currency`,
  `statistical_value`, `statistical_currency`, `procedures`, `packages`, `containers`,
  `documents`, `previous_documents`, `information`.

The tree of an answer has the same fields for the declaration that it answers, with `kind`
(`response`), the answer's own `function_code`, `response_reference` and `issued_at`, `statuses`
(codes), `errors` (`{"code", "description"}`) and `information`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import BinaryIO

from isthmus.formats import wco_fields as where
from isthmus.formats import xml
from isthmus.formats.options import only
from isthmus.formats.paths import (
    Unfit,
    ended,
    every,
    fields,
    fields_or_none,
    first,
    reshaped,
    texts,
)
from isthmus.formats.raw import Ending, Fault, Reading, Tree, shown
from isthmus.phrases import choice, say

_OPTIONS: dict[str, Tree] = {"record": ["MetaData/Declaration", "MetaData/Response"]}
_COMMODITY = ("TSP", "TRC", "TRA", "GN")
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d)?)?")
_LISTS = {
    "documents": ("AdditionalDocument", where.DOCUMENT),
    "previous_documents": ("PreviousDocument", where.DOCUMENT),
    "information": ("AdditionalInformation", where.INFORMATION),
}
_GOODS_LISTS = {
    **_LISTS,
    "classifications": ("Commodity/Classification", where.CLASSIFICATION),
    "origins": ("Origin", where.ORIGIN),
    "packages": ("Packaging", where.PACKAGE),
    "procedures": ("GovernmentProcedure", where.PROCEDURE),
}


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the declarations and answers of a document; raises MappingInvalid for any option."""
    only(options, ())
    return ended(reshaped(xml.read(stream, _OPTIONS), _shaped), _judged)


def _shaped(tree: dict[str, Tree]) -> dict[str, Tree]:
    answers = tree["#name"] == "Response"
    shape = _response(tree) if answers else _declaration(tree)
    keys = ("response_reference",) if answers else ("lrn", "mrn")
    if all(shape[key] is None for key in keys):
        what = say("a {kind} with its {keys}", kind=shown(shape["kind"]), keys=choice(keys))
        raise Unfit(
            Fault(keys[0], what, say("neither"), say("give it the reference it is known by"))
        )
    return shape


def _response(tree: dict[str, Tree]) -> dict[str, Tree]:
    answered = next(iter(every(tree, "Declaration")), None)
    return {
        **_declaration(answered),
        "kind": "response",
        "function_code": first(tree, "FunctionCode"),
        "response_reference": first(tree, "FunctionalReferenceID"),
        "issued_at": _time(tree, "IssueDateTime"),
        "statuses": texts(tree, "Status/NameCode"),
        "errors": _rows(tree, "Error", where.ERROR),
        "information": _rows(tree, "AdditionalInformation", where.INFORMATION),
    }


def _declaration(tree: Tree) -> dict[str, Tree]:
    return {
        "kind": "declaration",
        "function_code": first(tree, "FunctionCode"),
        **fields(tree, where.DECLARATION),
        "issued_at": _time(tree, "IssueDateTime"),
        "accepted_at": _time(tree, "AcceptanceDateTime"),
        **_ones(tree, where.PARTIES, where.PARTY),
        **_ones(tree, where.TRANSPORTS, where.TRANSPORT),
        "location": fields_or_none(tree, where.LOCATION),
        "offices": fields(tree, where.OFFICES),
        "routing_countries": texts(tree, "Consignment/Itinerary/RoutingCountryCode"),
        "containers": _containers(tree, "GoodsShipment/Consignment/TransportEquipment"),
        **_declaration_lists(tree),
        "goods": [_goods(one) for one in every(tree, "GoodsShipment/GovernmentAgencyGoodsItem")],
    }


def _declaration_lists(tree: Tree) -> dict[str, Tree]:
    return {
        name: [*_rows(tree, path, table), *_rows(tree, f"GoodsShipment/{path}", table)]
        for name, (path, table) in _LISTS.items()
    }


def _goods(tree: Tree) -> dict[str, Tree]:
    lists: dict[str, Tree] = {
        name: _rows(tree, path, table) for name, (path, table) in _GOODS_LISTS.items()
    }
    return {
        **fields(tree, where.GOODS),
        **lists,
        "commodity_code": _commodity_code(tree),
        "containers": _containers(tree, "Commodity/TransportEquipment"),
    }


def _commodity_code(tree: Tree) -> str | None:
    found = every(tree, "Commodity/Classification")
    codes = {first(one, "IdentificationTypeCode"): first(one, "ID") for one in found}
    return "".join(codes.get(kind) or "" for kind in _COMMODITY) or None


def _containers(tree: Tree, path: str) -> list[Tree]:
    return [{"id": first(one, "ID"), "seals": texts(one, "Seal/ID")} for one in every(tree, path)]


def _ones(tree: Tree, places: where.Table, table: where.Table) -> dict[str, Tree]:
    """Give, for each name, the first element at its places, or None."""
    found: dict[str, Tree] = {}
    for name, paths in places.items():
        elements = (one for path in paths for one in every(tree, path))
        found[name] = next(
            (shape for one in elements if (shape := fields_or_none(one, table))), None
        )
    return found


def _rows(tree: Tree, path: str, table: where.Table) -> list[Tree]:
    return [shape for one in every(tree, path) if (shape := fields_or_none(one, table))]


def _time(tree: Tree, path: str) -> str | None:
    text = first(tree, f"{path}/DateTimeString", path)
    found = _TIME.fullmatch(text) if text else None
    if found is None:
        return text
    year, month, day, hour, minute, second, zone = found.groups()
    date = f"{year}-{month}-{day}"
    if hour is None:
        return date
    offset = f"{zone}:00" if zone and zone != "Z" else zone or ""
    return f"{date}T{hour}:{minute}:{second}{offset}"


def _judged(ending: Ending, last: int) -> Ending:
    """Refuse to call a document complete that is of another kind."""
    if last or ending.fault is not None:
        return ending
    came = shown(ending.header.get("#root", "nothing"))
    repair = say("deliver this file to the feed of its own format")
    fault = Fault("", say("WCO MetaData with a Declaration or a Response"), came, repair)
    return Ending(complete=False, fault=fault, header=ending.header)
