"""TAXII: one reader's collections, a page at a time.

1. There is one collection for each purpose at which the reader may read.
2. Before a page is told, the collection goes forward (`flow.collecting`), until the page is full,
   nothing is left, or it went as far as one request may take.
3. What an object says is read as it is at that moment; the entry in the audit log, which names
   each object that is told, is durable before the first byte leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from isthmus.errors import NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.collecting import collection_id, extend, objects_of
from isthmus.flow.cursors import content_of, mark
from isthmus.flow.documents.taxii import CollectionDocument
from isthmus.flow.reading import Answer, Ask, Reading, read
from isthmus.flow.showing.stix import author_of, spelled_time
from isthmus.formats import stix_objects as stix
from isthmus.model.collection import Entry
from isthmus.model.principal import Principal
from isthmus.phrases import say

STEPS_MAX: Final = 8
LIMIT: Final = 200
LIMIT_MAX: Final = 1000
_USE: Final = "taxii"
_SPEC: Final = "2.1"
_EXERCISE: Final = "exercise"
"""Stands on every object of an exercise, so that no tool takes one for real."""
_EITHER: Final = frozenset({"first", "last", "all"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which objects: TAXII 2.1, section 3.4. `next`: as it was given; empty tuples: any."""

    added_after: datetime | None = None
    next: str | None = None
    limit: int = LIMIT
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    spec_versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One object as it is told. `added_at`: when the collection was given this version."""

    id: str
    added_at: datetime
    version: str
    body: stix.Object


@dataclass(frozen=True, slots=True)
class Page:
    """Objects, oldest first. `next`: where to go on, where there is more."""

    objects: Sequence[Told]
    next: str | None = None


def collections(center: Center, principal: Principal) -> list[CollectionDocument]:
    """Give the collections of a principal, one for each of the purposes."""
    found = []
    for purpose in principal.purposes:
        declared = center.purposes.get(purpose)
        title = purpose if declared is None else declared.title.get("en", purpose)
        found.append(
            CollectionDocument(
                id=_name(center, principal, purpose),
                title=f"{center.name}: {title}",
                description=f"What you may see for the purpose {purpose}, object by object.",
                alias=purpose,
            )
        )
    return found


def collection_of(
    center: Center, principal: Principal, name: str
) -> tuple[Actor, CollectionDocument]:
    """Give who reads a collection, with its document; `name`: its id or its alias.

    Raises NotFound for one that the principal does not have, whether or not it is there.
    """
    for one in collections(center, principal):
        if name in {one.id, one.alias}:
            return Actor(principal, one.alias), one
    raise NotFound(say("expected a collection of yours"), repair=say("list the collections"))


def page(center: Center, actor: Actor, wanted: Wanted) -> Page:
    """Give a page of a collection, with its audit entry durable.

    Raises InputError for a `next` that this node did not give, AccessError as every read does.
    """
    start = _start(center, actor, wanted)
    left, steps = extend(center, actor), 1
    while left and steps < STEPS_MAX and not _is_full(center, actor, wanted, start):
        left, steps = extend(center, actor), steps + 1
    ask = Ask("collection.read")
    return read(center, actor, ask, lambda reading: _page(reading, actor, wanted, (start, left)))


def one(center: Center, actor: Actor, name: str, wanted: Wanted) -> Page:
    """Give one object; raises NotFound where the collection has none of this name."""
    found = page(center, actor, Wanted(ids=(name,)))
    if not found.objects:
        raise NotFound(say("expected an object of this collection"))
    return Page([told for told in found.objects if _is_wanted(told, wanted)])


def _name(center: Center, principal: Principal, purpose: str) -> str:
    body = collection_id(center, principal.id, purpose)
    return stix.named("collection", body).partition("--")[2]


def _start(center: Center, actor: Actor, wanted: Wanted) -> int:
    """Give the number after which the page begins."""
    if wanted.next is not None:
        return content_of(center, actor, _USE, wanted.next, int)
    if wanted.added_after is None:
        return 0
    name = collection_id(center, actor.principal.id, actor.purpose)
    with center.store.reading() as unit:
        return unit.collections.added_until(name, wanted.added_after)


def _is_full(center: Center, actor: Actor, wanted: Wanted, start: int) -> bool:
    name = collection_id(center, actor.principal.id, actor.purpose)
    with center.store.reading() as unit:
        found = unit.collections.page(name, start, wanted.types, wanted.limit)
    return len(found) == wanted.limit


def _page(reading: Reading, actor: Actor, wanted: Wanted, begun: tuple[int, bool]) -> Answer[Page]:
    start, left = begun
    collections = reading.unit.collections
    name = collection_id(reading.center, actor.principal.id, actor.purpose)
    entries: Sequence[Entry]
    if wanted.ids:
        named = [e for e in collections.named(name, wanted.ids) if e.seq > start]
        of_types = [e for e in named if not wanted.types or e.type in wanted.types]
        entries, further = of_types[: wanted.limit], len(of_types) > wanted.limit
    else:
        rows = collections.page(name, start, wanted.types, wanted.limit + 1)
        entries, further = rows[: wanted.limit], len(rows) > wanted.limit or left
    told = [one for one in _told(reading, entries) if _is_wanted(one, wanted)]
    upto = entries[-1].seq if entries else start
    following = mark(reading.center, actor, _USE, upto) if further else None
    return Page(told, following), [one.id for one in told]


def _told(reading: Reading, entries: Sequence[Entry]) -> list[Told]:
    """Write entries. What is no more, and not yet told as such, is left out until it is."""
    made = objects_of(reading, [entry for entry in entries if not entry.revoked])
    center = author_of(reading)
    labels = [_EXERCISE] if reading.center.partition.exercise else []
    found = []
    for entry in entries:
        times = (spelled_time(entry.created_at), spelled_time(entry.added_at))
        if entry.revoked:
            body = stix.withdrawn(entry.object, times, center)
        elif entry.object in made:
            body = stix.version(entry.object, made[entry.object].body, times, labels)
        else:
            continue
        version = str(body.get("modified") or body["created"])
        found.append(Told(entry.object, entry.added_at, version, body))
    return found


def _is_wanted(told: Told, wanted: Wanted) -> bool:
    """Tell whether a version is asked for; there is one of each object, the first and last."""
    versions = frozenset(wanted.versions)
    return (not wanted.spec_versions or _SPEC in wanted.spec_versions) and (
        not versions or bool(versions & _EITHER) or told.version in versions
    )
