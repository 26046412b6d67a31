"""Commands of feeds: what they deliver, deliveries by hand, quarantine, what waits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter
from rich.console import Console

from isthmus.cli.opening import ANYWHERE, OPERATOR, At, Where, Who, acting
from isthmus.cli.printing import EXIT_INPUT, Out
from isthmus.cli.records import To, write_bytes
from isthmus.flow.arrival import addressed
from isthmus.flow.documents.feeds import (
    FeedList,
    FeedPage,
    PushResult,
    ResubmitResult,
    ShownVerdict,
    UnmappedList,
    VerdictList,
)
from isthmus.flow.feeds import (
    feed_page,
    list_feeds,
    list_verdicts,
    quarantined_bytes,
    waiting_step,
)
from isthmus.flow.pushing import Push, may_push, take_in
from isthmus.flow.resubmission import discard as lay_off
from isthmus.flow.resubmission import resubmit as send_again
from isthmus.flow.retraction import decide as decide_step
from isthmus.flow.unmapped import NO_MAPPING, list_unmapped, note_unmapped

VERDICTS_SHOWN = 20
"""Of one file, after a delivery by hand."""

FeedName = Annotated[str, Parameter(help="The feed's id.")]
Quarantined = Annotated[str, Parameter(help="Its id, from `isthmus feed verdicts`.")]


class Delivered(msgspec.Struct, kw_only=True, frozen=True):
    """What became of one file. `result`: null where it was not taken in, for the reason `why`."""

    file: str
    feed: str | None
    result: PushResult | None
    why: str | None = None

    @property
    def whole(self) -> bool:
        """Whether it was taken in and read to its end."""
        return self.result is not None and self.result.complete


def add_to(app: App) -> None:
    """Add the commands."""
    own = App(name="feed", help="What agencies deliver.")
    own.command(list_, name="list")
    for command in (show, push, verdicts, unmapped, quarantined, resubmit, discard, decide):
        own.command(command)
    app.command(own)
    app.command(ingest)


def list_(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List the feeds with state and figures.

    For example: `isthmus feed list`
    """
    with acting(where, who) as at:
        found = list_feeds(at.center, at.actor)
    where.out.show(found, _list)


def show(feed: FeedName, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Show a feed: deliveries, verdicts, and what waits for a person.

    For example: `isthmus feed show harbour-vessels`
    """
    with acting(where, who) as at:
        page = feed_page(at.center, at.actor, feed)
    where.out.show(page, _page)


def push(
    feed: FeedName,
    file: Annotated[Path, Parameter(help="The file to deliver.")],
    *,
    part: Annotated[
        str | None, Parameter(help="Which of the feed's files; else what fits.")
    ] = None,
    as_of: Annotated[datetime | None, Parameter(help="The date it speaks for, in UTC.")] = None,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> int:
    """Deliver a file to a feed; done when all of it is durable.

    For example: `isthmus feed push harbour-vessels vessels.csv --as-of 2031-05-04`
    """
    dated = as_of.replace(tzinfo=UTC) if as_of is not None and as_of.tzinfo is None else as_of
    with acting(where, who) as at:
        result = _delivered(at, Push(feed, file.name, part, dated), file)
        at.node.work()
    where.out.show(result, _pushed)
    return 0 if result.complete else EXIT_INPUT


def ingest(
    files: Annotated[list[Path], Parameter(help="Files to deliver; each finds its feed.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> int:
    """Deliver files to whichever feed their content fits; tells what could not be taken in.

    For example: `isthmus ingest ./delivered/*.csv`
    """
    console = Console(stderr=True)
    found: list[Delivered] = []
    with acting(where, who) as at:
        for file in files:
            with console.status(f"delivering {file.name}"):
                found.append(_ingested(at, file))
        with console.status("resolving and detecting"):
            at.node.work()
    where.out.show(found, _ingested_table)
    return 0 if all(one.whole for one in found) else EXIT_INPUT


def verdicts(
    feed: FeedName,
    *,
    cursor: Annotated[str | None, Parameter(help="Go on after the page before.")] = None,
    limit: int = 50,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """List what was wrong with a feed's records, and how to repair it.

    For example: `isthmus feed verdicts harbour-vessels`
    """
    with acting(where, who) as at:
        found = list_verdicts(at.center, at.actor, feed, cursor=cursor, limit=limit)
    where.out.show(found, _verdict_page)


def unmapped(where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List the files that were delivered and fit no feed.

    For example: `isthmus feed unmapped`
    """
    with acting(where, who) as at:
        found = list_unmapped(at.center, at.actor)
    where.out.show(found, _unmapped)


def quarantined(
    item: Quarantined, *, to: To = None, where: Where = ANYWHERE, who: Who = OPERATOR
) -> None:
    """Give a quarantined record byte for byte.

    For example: `isthmus feed quarantined ID --to broken.bin --as analyst --purpose ...`
    """
    with acting(where, who) as at:
        found = quarantined_bytes(at.center, at.actor, item)
    write_bytes(found.content, to)


def resubmit(item: Quarantined, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Send a quarantined record again, under the mapping of now.

    For example: `isthmus feed resubmit ID`
    """
    with acting(where, who) as at:
        result = send_again(at.center, at.actor, item)
        at.node.work()
    where.out.show(result, _resubmitted)


def discard(
    item: Quarantined,
    *,
    reason: Annotated[str, Parameter(help="Why nobody needs it, in a sentence.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Say of a quarantined record that nobody needs it; its bytes stay until they expire.

    For example: `isthmus feed discard ID --reason "a test of the publisher"`
    """
    with acting(where, who) as at:
        found = lay_off(at.center, at.actor, item, reason=reason)
    where.out.show(found, lambda out, verdict: _verdicts(out, [verdict]))


def decide(
    waiting: Annotated[str, Parameter(help="Its id, from `isthmus feed show`.")],
    decision: Literal["release", "reject"],
    *,
    reason: Annotated[str, Parameter(help="Why, in a sentence.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Release or reject a retraction that was held because too much would vanish.

    For example: `isthmus feed decide ID release --reason "the list was renewed"`
    """
    with acting(where, who) as at:
        step = waiting_step(at.center, at.actor, waiting)
        decide_step(at.center, at.actor, step, release=decision == "release", reason=reason)
        at.node.work()
        page = feed_page(at.center, at.actor, step.feed)
    where.out.show(page, _page)


def _delivered(at: At, push: Push, file: Path) -> PushResult:
    may_push(at.center, at.actor, push)
    with file.open("rb") as stream:
        return take_in(at.center, at.actor, push, stream)


def _ingested(at: At, file: Path) -> Delivered:
    """Deliver one of several files: what cannot be opened keeps no other from its feed."""
    name = str(file)
    if not file.is_file():
        why = "a folder: name the files in it" if file.is_dir() else "no such file"
        return Delivered(file=name, feed=None, result=None, why=why)
    try:
        stream = file.open("rb")
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
        return Delivered(file=name, feed=None, result=None, why=why)
    with stream:
        found = addressed(at.center, file.name, stream)
    if found is None:
        why = note_unmapped(at.center, at.actor, name, file.stat().st_size)
        return Delivered(file=name, feed=None, result=None, why=why)
    declared, part = found
    result = _delivered(at, Push(declared.feed.id, file.name, part.name), file)
    return Delivered(file=name, feed=declared.feed.id, result=result)


def _list(out: Out, found: FeedList) -> None:
    rows = [
        (f.id, f.state, f.records, f.statements, f.quarantined, f.last_delivery_at, f.title)
        for f in found.items
    ]
    columns = ("feed", "state", "records", "statements", "quarantined", "delivered", "title")
    out.table("feeds", columns, rows)


def _page(out: Out, page: FeedPage) -> None:
    feed = page.feed
    out.facts(
        ("feed", feed.id),
        ("title", feed.title),
        ("agency", feed.agency),
        ("state", feed.state),
        ("label", page.labels[feed.label].text),
        ("legal bases", feed.legal_bases),
        ("kept for days", feed.retention_days),
    )
    deliveries = [
        (d.received_at, d.file, d.as_of, d.state, d.records, d.new, d.quarantined)
        for d in page.deliveries
    ]
    columns = ("received", "file", "as of", "state", "records", "new", "quarantined")
    out.table("deliveries", columns, deliveries)
    _verdicts(out, page.verdicts)
    waiting = [(w.since, w.part, w.vanished, w.of, w.id) for w in page.waiting]
    out.table("waiting for a person", ("since", "part", "vanished", "of", "id"), waiting)


def _unmapped(out: Out, found: UnmappedList) -> None:
    rows = [(one.file, one.size, one.reason) for one in found.items]
    out.table("files that fit no feed", ("file", "bytes", "why"), rows)


def _verdict_page(out: Out, found: VerdictList) -> None:
    _verdicts(out, found.items)
    if found.next:
        out.line(f"more: --cursor {found.next}")


def _verdicts(out: Out, verdicts: list[ShownVerdict]) -> None:
    """Show each verdict as a block: a table of so many words breaks the ids that are copied."""
    out.line(f"verdicts: {len(verdicts) or 'none'}")
    for one in verdicts:
        out.line("")
        out.facts(
            ("feed", one.feed),
            ("record", _place(one)),
            ("field", one.field["en"]),
            ("expected", one.expected["en"]),
            ("came", None if one.came is None else one.came["en"]),
            ("repair", one.repair["en"]),
            ("state", one.state),
            ("id", one.id),
        )


def _place(verdict: ShownVerdict) -> str:
    if verdict.record_number is None:
        return verdict.file
    return f"{verdict.file}, record {verdict.record_number}"


def _state(result: PushResult) -> str:
    if result.repeated:
        return "came before"
    return "complete" if result.complete else "cut off"


def _pushed(out: Out, result: PushResult) -> None:
    out.facts(
        ("state", _state(result)),
        ("records", result.records),
        ("admitted", result.admitted),
        ("quarantined", result.quarantined),
    )
    _verdicts(out, result.verdicts)


def _resubmitted(out: Out, result: ResubmitResult) -> None:
    out.facts(("admitted", result.admitted))
    _verdicts(out, result.verdicts)


def _ingested_table(out: Out, found: list[Delivered]) -> None:
    rows = [
        (
            one.file,
            one.feed,
            _state(one.result) if one.result else one.why,
            one.result and one.result.records,
            one.result and one.result.quarantined,
        )
        for one in found
    ]
    out.table("deliveries", ("file", "feed", "state", "records", "quarantined"), rows)
    for one in found:
        if one.result and one.result.verdicts:
            _verdicts(out, one.result.verdicts[:VERDICTS_SHOWN])
            if len(one.result.verdicts) > VERDICTS_SHOWN:
                out.line(f"and more: isthmus feed verdicts {one.feed}")
    if any(one.why == NO_MAPPING for one in found):
        out.line("no mapping: `isthmus feed push FEED FILE` tells what of it does not fit a feed")
