"""Quarantine: a broken record sealed byte for byte, and beside it what its meaning needs.

The context of a record may hold personal data, as the record may: it is sealed like it, under the
same bucket, and forgotten with it. It is the first of the sealed pieces; the record's own bytes
are the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from isthmus.flow.center import Center
from isthmus.flow.course import Broken, Course
from isthmus.formats.raw import Context
from isthmus.model.ids import LabelId
from isthmus.model.record import Verdict
from isthmus.phrases import Said, say
from isthmus.ports import UnitOfWork

QUARANTINE: Final = "quarantine"
_RECORD: Final = QUARANTINE.encode()
_CONTEXT: Final = b"quarantine.context"

WHOLE: Final = (say("the whole delivery"), say("the whole record"))
"""What a verdict names as its field where none alone is to blame."""

Sealed = tuple[bytes, bytes]
"""A wrapped key, and the bytes sealed under it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A quarantined record. `context`: None where none was kept."""

    pieces: list[bytes]
    context: Context | None

    @property
    def content(self) -> bytes:
        """The record, byte for byte."""
        return b"".join(self.pieces)


def field_of(verdict: Verdict) -> Said:
    """Give what a verdict is about: a field, a place, or the whole of it."""
    return verdict.field or WHOLE[verdict.number > 0]


def sealed_pieces(
    center: Center, bucket: str, pieces: Sequence[bytes], around: Context | None
) -> list[Sealed]:
    """Seal the pieces of a broken record, and its context before them; nothing for no piece."""
    if not pieces:
        return []
    kept = msgspec.msgpack.encode(None if around is None else (around.before, around.after))
    context = center.sealer.seal(bucket, kept, _CONTEXT)
    return [context, *more_pieces(center, bucket, pieces)]


def more_pieces(center: Center, bucket: str, pieces: Sequence[bytes]) -> list[Sealed]:
    """Seal pieces that stand behind others of their record."""
    return [center.sealer.seal(bucket, piece, _RECORD) for piece in pieces]


def opened(center: Center, bucket: str, stored: Sequence[Sealed]) -> Opened:
    """Open what `sealed_pieces` made."""
    if not stored:
        return Opened([], None)
    (wrapped, content), *rest = stored
    said = msgspec.msgpack.decode(
        center.sealer.open(bucket, wrapped, content, _CONTEXT), type=tuple[bytes, bytes] | None
    )
    return Opened(
        [center.sealer.open(bucket, *piece, _RECORD) for piece in rest],
        None if said is None else Context(*said),
    )


def put_away(
    center: Center, unit: UnitOfWork, course: Course, broken: Sequence[Broken]
) -> list[LabelId]:
    """Put away what broke, with its verdict; give the labels of what had no verdict yet."""
    labels = []
    for one in broken:
        label = None if one.label is None else unit.labels.intern(one.label)
        if not one.begun and one.judged not in course.judged:
            labels.append(course.label if label is None else label)
        if one.begun or one.continues:
            _put_away_long(center, unit, course, one)
        elif one.judged not in course.judged:
            _judge(center, unit, course, one)
    keys = [one.key for one in broken if one.key is not None]
    if keys:
        unit.deliveries.note_unread(course.delivery.seq, keys)
    return labels


def _put_away_long(center: Center, unit: UnitOfWork, course: Course, one: Broken) -> None:
    """Put away what has come of a record that is too long to be held as a whole."""
    known, there = course.long.pop(one.number, (course.judged.get(one.judged), 0))
    if known is None:
        known, there = _judge(center, unit, course, one), len(one.pieces) + 1
    else:
        more = (
            more_pieces(center, course.bucket, one.pieces)
            if there
            else sealed_pieces(center, course.bucket, one.pieces, one.context)
        )
        unit.verdicts.add_pieces(known, there, more)
        there += len(more)
    if one.continues:
        course.long[one.number] = known, there


def _judge(center: Center, unit: UnitOfWork, course: Course, one: Broken) -> int:
    """Give the verdict on a record, with what has come of it; gives the verdict's number."""
    fault = one.fault
    verdict = Verdict(
        feed=course.feed.id,
        delivery=course.delivery.seq,
        number=one.number,
        field=fault.field,
        expected=fault.expected,
        came=fault.came,
        repair=fault.repair,
        label=None if one.label is None else unit.labels.intern(one.label),
    )
    pieces = sealed_pieces(center, course.bucket, one.pieces, one.context)
    return unit.verdicts.add(verdict, pieces, center.clock.now())
