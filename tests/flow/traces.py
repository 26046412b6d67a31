"""Traces: where a value stands in files, in whatever spelling, encoding and packing is in use.

A file is read as bytes: pages of a database, its log, free pages and all.
"""

from __future__ import annotations

import base64
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from isthmus.resolve.keys import search_keys
from isthmus.resolve.names import Names

SHORTEST: Final = 6
"""A spelling of fewer characters may stand anywhere by chance."""
PACKED_BYTES_MAX: Final = 4 << 20
DEPTH: Final = 3
_PACKED: Final = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_ZLIB_OR_GZIP: Final = 32 + zlib.MAX_WBITS


def holders(folder: Path, values: Iterable[str]) -> set[str]:
    """Give the folders in a folder in which a file has a trace of one of these values."""
    wanted = traces(values)
    return {
        file.relative_to(folder).parts[0]
        for file in folder.rglob("*")
        if file.is_file() and has_trace(file.read_bytes(), wanted)
    }


def has_trace(content: bytes, wanted: Iterable[bytes]) -> bool:
    """Tell whether one of these stands in some bytes, or in what is packed in them."""
    forms = list(wanted)
    return any(form in view for view in views(content) for form in forms)


def traces(values: Iterable[str]) -> list[bytes]:
    """Give the bytes that would give one of these values away."""
    spelt = {text for value in values for text in spellings(value)}
    return sorted({form for text in spelt for form in encodings(text)})


def spellings(value: str) -> set[str]:
    """Give how a value may be written: as it is, as it is compared, as the store's keys have it."""
    composed = {value, *(unicodedata.normalize(form, value) for form in ("NFC", "NFD", "NFKC"))}
    keys = {key.rpartition(":")[2] for key in search_keys(value, Names())}
    told = {text for one in composed | keys for text in (one, one.casefold(), one.upper())}
    bare = {"".join(c for c in one if c.isalnum()) for one in told}
    spaceless = {"".join(one.split()) for one in told}
    return {one for one in told | bare | spaceless if len(one) >= SHORTEST}


def encodings(text: str) -> set[bytes]:
    """Give the bytes in which a text may stand."""
    plain = {text, json.dumps(text)[1:-1], quote(text), escape(text)}
    raw = {one.encode() for one in plain}
    raw |= {text.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le")}
    dumped = {turned for one in raw for turned in (one.hex(), one.hex().upper())}
    return raw | {one.encode() for one in dumped} | {b for one in raw for b in _base64(one)}


def _base64(raw: bytes) -> Iterator[bytes]:
    """Give what of bytes is the same in Base64, whatever stands around them."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw)
        # The first and the last characters hold bits of the neighbours as well.
        kept = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        yield from {kept, kept.translate(bytes.maketrans(b"+/", b"-_"))}


def views(content: bytes, depth: int = DEPTH) -> Iterator[bytes]:
    """Give some bytes, and what is packed in them."""
    yield content
    if not depth:
        return
    for found in _PACKED.finditer(content):
        unpacked = _unpacked(content[found.start() :])
        if unpacked:
            yield from views(unpacked, depth - 1)


def _unpacked(stream: bytes) -> bytes:
    """Give what a stream begins with, as far as it is whole."""
    reader, got = zlib.decompressobj(_ZLIB_OR_GZIP), b""
    try:
        # In parts: what comes before some damage counts.
        for at in range(0, len(stream), 256):
            got += reader.decompress(stream[at : at + 256], PACKED_BYTES_MAX)
            if reader.eof or len(got) > PACKED_BYTES_MAX:
                break
    except zlib.error:
        pass
    return got
