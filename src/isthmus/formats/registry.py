"""The formats by the names that mappings use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from isthmus.formats import (
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
from isthmus.formats.raw import Reading, RecordReader, Tree


def _read_aivdm(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Read AIS sentences; their decoder takes long to import, so a node starts without it."""
    from isthmus.formats import aivdm  # noqa: PLC0415 - see above

    return aivdm.read(stream, options)


READERS: Mapping[str, RecordReader] = MappingProxyType(
    {
        "aivdm": _read_aivdm,
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
