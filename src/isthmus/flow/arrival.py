"""Arrival: a stream of bytes with a name becomes a parcel for one part of one feed."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import BinaryIO, Final

from isthmus.errors import InputError, NotFound
from isthmus.flow.center import Center
from isthmus.flow.dating import as_of_from_head, as_of_from_name
from isthmus.flow.intake import Parcel
from isthmus.formats.sniff import HEAD_BYTES, clues
from isthmus.ingest.declaration import FeedDeclaration, Part
from isthmus.ingest.recognise import recognised
from isthmus.phrases import say

CHUNK: Final = 1 << 20

Addressed = tuple[FeedDeclaration, Part]


def addressed(center: Center, name: str, stream: BinaryIO) -> Addressed | None:
    """Find the feed and part that a seekable stream belongs to; None where no mapping fits."""
    head = _head(stream)
    return recognised(clues(head, name), head, center.feeds.values())


def declared(center: Center, feed: str, part: str | None, name: str, stream: BinaryIO) -> Addressed:
    """Give the feed and part that were named; without a part, the feed's part that fits.

    Raises NotFound for an unknown feed or part, InputError where none of its parts fits.
    """
    found = center.feeds.get(feed)
    if found is None or (part is not None and part not in found.parts):
        message = say(
            "expected a feed of this node, got {feed}, part {part}",
            feed=repr(feed),
            part=repr(part),
        )
        raise NotFound(message)
    if part is not None:
        return found, found.parts[part]
    if len(found.parts) == 1:
        return found, next(iter(found.parts.values()))
    head = _head(stream)
    fitting = recognised(clues(head, name), head, [found])
    if fitting is None:
        message = say(
            "expected one of the parts {parts} of {feed}, got another file",
            parts=", ".join(found.parts),
            feed=feed,
        )
        raise InputError(message, repair=say("name the part, or check the file"))
    return fitting


def parcel(part: Part, name: str, stream: BinaryIO, *, as_of: datetime | None = None) -> Parcel:
    """Make a parcel of a seekable stream: digest, as-of date, and the stream at its start."""
    head = _head(stream)
    encoding = clues(head, name).encoding or "latin-1"
    digest = sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return Parcel(
        name=name,
        sha256=digest.digest(),
        stream=stream,
        as_of=as_of
        or as_of_from_head(part.as_of, head.decode(encoding, "replace"))
        or as_of_from_name(part.as_of, name),
    )


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return head
