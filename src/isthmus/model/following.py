"""Follow-ups: who acted on something of which a part was taken back since.

Whom a judgement concerns is asked with the eyes of each who judged: what he may not see at a
purpose takes no word from him there, and tells him nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Judgement, signed
from isthmus.model.label import Label
from isthmus.model.principal import Principal


class Acted(StrEnum):
    """What somebody acted on."""

    ALERT = "alert"
    JUDGEMENT = "judgement"


class Why(StrEnum):
    """Why something that it rested on is no more.

    PARTED: what it brought together no longer counts as one. CONTRADICTED: another person judged
    otherwise since.
    """

    RECALLED = "recalled"
    RETRACTED = "retracted"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    ERASED = "erased"
    PARTED = "parted"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing that a person acted on and must look at again.

    `subject`: the alert, and `other` likewise; or the two entities that were judged. `label`: of
    what he acted on; `at`: when the last part of it
    was taken back; `seen_at`: when the person said that he saw it.
    """

    seq: int
    principal: str
    acted: Acted
    subject: bytes
    other: bytes
    label: LabelId
    why: Why
    acted_at: datetime
    at: datetime
    seen_at: datetime | None = None


def of_judgement(
    judged: Judgement, why: Why, at: datetime, label: LabelId | None = None
) -> FollowUp:
    """Make the follow-up of a person's judgement, under its own label unless another is given."""
    return FollowUp(
        seq=0,
        principal=judged.author,
        acted=Acted.JUDGEMENT,
        subject=judged.left,
        other=judged.right,
        label=judged.label if label is None else label,
        why=why,
        acted_at=judged.at,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """That something of an entity ended, under a label; `since`: when it was first recorded."""

    entity: EntityId
    label: LabelId
    since: datetime


@dataclass(frozen=True, slots=True)
class Eyes:
    """Those whom judgements may concern, by id, and all labels."""

    people: Mapping[str, Principal]
    labels: Mapping[LabelId, Label]

    def views(self, judged: Sequence[Judgement], who: Principal) -> list[list[Judgement]]:
        """Give what a person sees of judgements at each of his purposes, as he is cleared now."""
        return [
            [one for one in judged if self.labels[one.label].permits(who.clearance, purpose)]
            for purpose in who.purposes
        ]


def shown_what_ended(
    judged: Iterable[Judgement], gone: Collection[Gone], eyes: Eyes
) -> list[Judgement]:
    """Give the judgements of persons who were shown something that ended, one of each and pair.

    `judged`: all of persons' on some pairs, oldest first. One is given that counts for its author,
    or waits; of what he may see nowhere any more, his last. He was shown what was there when he
    judged under a label that his judgement, the join of what he was shown, is as strict as.
    """
    found = []
    for pair in _of_pairs(judged):
        for who in _authors(pair, eyes):
            own = [one for one in _upheld(pair, who, eyes) if _shown(one, gone, eyes)]
            found += own[-1:]
    return found


def outranked(judged: Sequence[Judgement], now: Judgement, eyes: Eyes) -> list[Judgement]:
    """Give the judgements that counted for their authors until a person judged otherwise.

    `judged`: all of persons' on one pair, oldest first and up to `now`. The author of each sees
    `now` at some purpose at which it counts, by his word or that of others who signed before; one
    of each author.
    """
    found = []
    for who in _authors(judged, eyes):
        for seen in eyes.views(judged, who):
            counted, _ = signed(one for one in seen if one.id != now.id)
            counts, _ = signed(seen)
            if who.id in {one.author for one in counts} or now.id not in {o.id for o in counts}:
                continue
            own = [o for o in counted if o.author == who.id and o.decision is not now.decision]
            if own:
                found.append(own[-1])
                break
    return found


def _of_pairs(judged: Iterable[Judgement]) -> list[list[Judgement]]:
    pairs: dict[tuple[EntityId, EntityId], list[Judgement]] = defaultdict(list)
    for one in judged:
        pairs[one.left, one.right].append(one)
    return list(pairs.values())


def _authors(judged: Sequence[Judgement], eyes: Eyes) -> list[Principal]:
    authors = dict.fromkeys(one.author for one in judged)
    return [eyes.people[author] for author in authors if author in eyes.people]


def _upheld(judged: Sequence[Judgement], who: Principal, eyes: Eyes) -> list[Judgement]:
    """Give a person's own judgements on a pair that count or wait for himself, oldest first."""
    own = [one for one in judged if one.author == who.id]
    views = eyes.views(judged, who)
    upheld = {one.id for seen in views for one in _counting_or_waiting(seen)}
    if not any(own[-1] in seen for seen in views):
        upheld.add(own[-1].id)
    return [one for one in own if one.id in upheld]


def _counting_or_waiting(seen: Sequence[Judgement]) -> tuple[Judgement, ...]:
    counts, waits = signed(seen)
    return counts if waits is None else (*counts, waits)


def _shown(one: Judgement, gone: Iterable[Gone], eyes: Eyes) -> bool:
    return any(
        end.entity in {one.left, one.right}
        and end.since <= one.at
        and eyes.labels[one.label].dominates(eyes.labels[end.label])
        for end in gone
    )
