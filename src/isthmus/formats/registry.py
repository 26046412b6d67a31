"""The formats by the names that mappings use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from isthmus.formats import (
    aivdm,
    camt,
    cap,
    delimited,
    edifact,
    ftm,
    jsontext,
    misp,
    stix,
    wco,
    xml,
)
from isthmus.formats.raw import RecordReader

READERS: Mapping[str, RecordReader] = MappingProxyType(
    {
        "aivdm": aivdm.read,
        "camt": camt.read,
        "cap": cap.read,
        "delimited": delimited.read,
        "ftm": ftm.read,
        "json": jsontext.read,
        "jsonl": jsontext.read_lines,
        "misp": misp.read,
        "paxlst": edifact.read_paxlst,
        "pnrgov": edifact.read_pnrgov,
        "stix": stix.read,
        "wco": wco.read,
        "xml": xml.read,
    }
)
"""Every reader, by the `format` of a mapping."""
