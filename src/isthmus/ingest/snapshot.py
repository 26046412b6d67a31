"""Snapshot feeds: which record speaks for each key, from all deliveries of a part together.

The answer is a function of the set of deliveries and decisions alone, so every order of loading
gives one final state:

1. deliveries are taken in as-of order, equal dates by digest;
2. what a delivery holds speaks from then on;
3. what stood before and is absent has vanished, if the delivery was read to its end, the key was
   not among its unreadable records, and the step is not held;
4. a step is held when more than 5 % of the delivery before would vanish, or when records came
   whose key could not be read; a person releases or rejects it;
5. what was unreadable, or whose vanishing was rejected, counts as held by that delivery, so that
   the next one is asked about it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final

from isthmus.model.ids import RecordSeq

HELD_SHARE: Final = 0.05

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one delivery held. `unread`: keys of quarantined records; `keyless`: how many more."""

    as_of: datetime
    digest: bytes
    complete: bool
    present: Mapping[bytes, RecordSeq]
    unread: frozenset[bytes] = frozenset()
    keyless: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What a delivery says otherwise than the one before: how many keys, by what became of them."""

    added: int
    changed: int
    vanished: int


@dataclass(frozen=True, slots=True)
class Held:
    """A step whose vanishing waits for a person."""

    span: Span
    vanished: int
    of: int


@dataclass(slots=True)
class Speaking:
    """Record key -> record that speaks, and the steps that are held."""

    current: dict[bytes, RecordSeq] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)


def speaking(snapshots: Sequence[Snapshot], decisions: Mapping[Span, bool]) -> Speaking:
    """Give who speaks after all snapshots. `decisions`: step -> released (True) or rejected."""
    result = Speaking()
    before: Mapping[bytes, RecordSeq] = {}
    began: datetime | None = None
    for snapshot in sorted(snapshots, key=lambda s: (s.as_of, s.digest)):
        kept: Iterable[bytes] = before
        if began is not None and snapshot.complete:
            span = (began, snapshot.as_of)
            gone = _vanished(before, snapshot)
            kept = [key for key in snapshot.unread if key in before]
            if _may_go(gone, len(before), snapshot, span, decisions, result):
                for key in gone:
                    result.current.pop(key, None)
            elif decisions.get(span) is False:
                kept += gone
        result.current.update(snapshot.present)
        before = {**{key: before[key] for key in kept}, **snapshot.present}
        began = snapshot.as_of
    return result


def differences(snapshots: Sequence[Snapshot]) -> Mapping[tuple[datetime, bytes], Difference]:
    """Give what each delivery said otherwise than the one before, by its date and digest.

    Whether anything may vanish by it is another matter. The first has none, nor has one that was
    not read to its end.
    """
    found: dict[tuple[datetime, bytes], Difference] = {}
    whole = sorted((s for s in snapshots if s.complete), key=lambda s: (s.as_of, s.digest))
    for before, after in pairwise(whole):
        both = before.present.keys() & after.present.keys()
        found[after.as_of, after.digest] = Difference(
            added=len(after.present) - len(both),
            changed=sum(1 for key in both if before.present[key] != after.present[key]),
            vanished=len(_vanished(before.present, after)),
        )
    return found


def _vanished(before: Mapping[bytes, RecordSeq], snapshot: Snapshot) -> list[bytes]:
    return [k for k in before if k not in snapshot.present and k not in snapshot.unread]


def _may_go(
    gone: Sequence[bytes],
    of: int,
    snapshot: Snapshot,
    span: Span,
    decisions: Mapping[Span, bool],
    result: Speaking,
) -> bool:
    if not gone or (len(gone) <= HELD_SHARE * of and not snapshot.keyless):
        return True
    decided = decisions.get(span)
    if decided is None:
        result.held.append(Held(span, len(gone), of))
    return decided is True
