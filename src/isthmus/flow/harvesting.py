"""Asking a TAXII 2.1 collection for what was added since, page by page.

1. A page is taken in like any delivery, durable first; then how far that went is kept: the page
   that follows, or the time up to which everything came. A crash in between asks for a page again,
   and the same bytes change nothing.
2. A page that breaks off is asked for again. One that the server no longer knows is forgotten, and
   the next round begins with the last time again.
3. A server that gives pages without end is left after `PAGES_MAX`; the next round goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec

from isthmus.flow.center import Center
from isthmus.flow.documents.taxii import MEDIA_TYPE
from isthmus.flow.polling import Arrived, Kept, deliver, fail, harvested, is_whole, kept_of
from isthmus.flow.sources import Source
from isthmus.formats.raw import Fault, shown
from isthmus.phrases import Phrase, Said, say
from isthmus.ports.arriving import Asked, Fetched, Fetcher, Validators

PAGES_MAX: Final = 1000
LIMIT: Final = 1000
NEXT_MAX: Final = 2000
PAGE_BYTES_MAX: Final = 64 << 20
_ENVELOPE: Final = "envelope.json"


class Page(msgspec.Struct, frozen=True):
    """What is read of an envelope before it is taken in; its objects stay bytes."""

    more: bool = False
    next: str | None = None
    objects: list[msgspec.Raw] = []


@dataclass(frozen=True, slots=True)
class _Step:
    """How to go on after a page. `added`: the time up to which everything came, if it did."""

    more: bool = False
    next: str | None = None
    added: str | None = None


def harvest(center: Center, source: Source, fetcher: Fetcher) -> bool:
    """Take in what a collection was given since; tells whether its answer was of use."""
    for _ in range(PAGES_MAX):
        kept = kept_of(center, source)
        with fetcher.fetch(source.url or "", Validators(), _asked(kept)) as answer:
            outcome = answer if isinstance(answer, Fault) else _taken(center, source, answer)
        if isinstance(outcome, Fault):
            if kept.next is not None:
                harvested(center, source, kept.added, None)
            fail(center, source, outcome)
            return False
        if outcome is None:
            return False
        added = outcome.added or kept.added
        harvested(center, source, added, outcome.next)
        if not outcome.more or (outcome.next is None and added == kept.added):
            return True
    return True


def _asked(kept: Kept) -> Asked:
    query = {"limit": str(LIMIT), "added_after": kept.added, "next": kept.next}
    stated = {key: text for key, text in query.items() if text}
    return Asked("objects/", stated, MEDIA_TYPE)


def _taken(center: Center, source: Source, answer: Fetched) -> _Step | Fault | None:
    """Take in a page; gives how to go on, None for a delivery that broke off."""
    if answer.stream is None:
        return _Step()
    page = _page(answer.stream)
    if isinstance(page, Fault):
        return page
    if page.objects:
        outcome = deliver(center, source, Arrived(_ENVELOPE, answer.stream))
        if isinstance(outcome, Fault):
            return outcome
        if not is_whole(outcome):
            return None
    follows = page.next if page.more else None
    # Where a server says that there is more and not which page, the time leads on.
    return _Step(page.more, follows, None if follows is not None else answer.added)


def _page(stream: BinaryIO) -> Page | Fault:
    """Read an envelope; the stream is at its start again afterwards."""
    content = stream.read(PAGE_BYTES_MAX + 1)
    if len(content) > PAGE_BYTES_MAX:
        return _fault("", say("at most {most} bytes", most=PAGE_BYTES_MAX), say("more"))
    try:
        page = msgspec.json.decode(content, type=Page)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _fault("", say("a TAXII 2.1 envelope"), shown(str(error), 100))
    if page.next is not None and len(page.next) > NEXT_MAX:
        return _fault("next", say("at most {most} characters", most=NEXT_MAX), say("more"))
    stream.seek(0)
    return page


def _fault(field: str, expected: Phrase, came: Said) -> Fault:
    return Fault(field, expected, came, say("check that this is a collection"))
