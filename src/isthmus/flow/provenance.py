"""Provenance: from a value to the record, and to the bytes as they were delivered."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from isthmus.errors import IntegrityError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.records import RecordPage
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.alerts import EVIDENCE_STATES
from isthmus.flow.showing.faces import faces, in_order
from isthmus.flow.showing.values import ValueWriter
from isthmus.model.ids import RecordId, parsed_id, shown_id
from isthmus.model.record import StoredRecord
from isthmus.phrases import say

TEXT_MAX: Final = 64 * 1024

MEDIA_TYPES: Final = (
    (b"<", "application/xml"),
    (b"{", "application/json"),
    (b"[", "application/json"),
)
PLAIN: Final = "text/plain; charset=utf-8"
BINARY: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class RecordBytes:
    """A record as it was delivered. `media_type`: never one that a browser would run."""

    content: bytes
    media_type: str
    name: str
    sha256: str


def record_page(center: Center, actor: Actor, record: str) -> RecordPage:
    """Give a record with its text and its statements; raises NotFound for an unseen one."""
    ask = Ask("record.read", (record,))
    return read(center, actor, ask, lambda reading: _page(reading, _record(reading, record)))


def record_bytes(center: Center, actor: Actor, record: str) -> RecordBytes:
    """Give the bytes of a record as delivered.

    Raises NotFound for an unseen record or an erased key, IntegrityError for bytes that are not
    those delivered.
    """
    ask = Ask("record.download", (record,))
    return read(center, actor, ask, lambda reading: _bytes(reading, _record(reading, record)))


def opened(center: Center, record: StoredRecord) -> bytes:
    """Give a record's bytes, checked against the hash that was taken when they came."""
    plain = center.sealer.open(record.bucket, record.wrapped, record.sealed, record.id)
    if sha256(plain).digest() != record.sha256:
        message = say(
            "expected the bytes of record {record}, got others", record=shown_id("r", record.id)
        )
        raise IntegrityError(message)
    return plain


def text_of(content: bytes) -> str | None:
    """Give the first 64 KiB as text, None for what is not UTF-8 or holds control bytes."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        text = decoder.decode(content[:TEXT_MAX], final=len(content) <= TEXT_MAX)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def media_type(content: bytes) -> str:
    """Give the media type that the content itself shows."""
    if text_of(content) is None:
        return BINARY
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return next((name for mark, name in MEDIA_TYPES if start == mark), PLAIN)


def _record(reading: Reading, record: str) -> StoredRecord:
    found = reading.unit.records.by_id(RecordId(parsed_id("r", record)), reading.reader)
    if found is None:
        message = say("expected a record that you may see, got {record}", record=record)
        raise NotFound(message)
    return found


def _page(reading: Reading, record: StoredRecord) -> Answer[RecordPage]:
    content = opened(reading.center, record)
    of_record = reading.unit.statements.of_record(record.seq, reading.reader)
    statements = in_order(of_record, reading.at, states=EVIDENCE_STATES)
    targets = faces(reading, sorted({s.target for s in statements if s.target is not None}))
    writer = ValueWriter(reading, statements, targets)
    values = [writer.value(s) for s in statements]
    declared = reading.center.feeds.get(record.feed)
    page = RecordPage(
        id=shown_id("r", record.id),
        feed=record.feed,
        source=record.feed if declared is None else declared.feed.source,
        file=record.file,
        number=record.number,
        sha256=record.sha256.hex(),
        size=record.size,
        delivered_at=record.received_at,
        text=text_of(content),
        media_type=media_type(content),
        statements=values,
        label=reading.labels.ref(record.label),
        labels=reading.labels.document(),
    )
    return page, [page.id]


def _bytes(reading: Reading, record: StoredRecord) -> Answer[RecordBytes]:
    content = opened(reading.center, record)
    shown = shown_id("r", record.id)
    return RecordBytes(content, media_type(content), shown, record.sha256.hex()), [shown]
