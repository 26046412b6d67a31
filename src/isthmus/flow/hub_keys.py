"""Keys that became hubs, or are hubs no more, at a purpose of the resolver: who is judged anew.

1. The store keeps which keys were hubs when their holders were last judged, for each purpose; the
   index watches these, and learns whose holders become fewer.
2. Whoever resolves a batch sees which keys are hubs now. Where that is not what was kept, it is
   kept, and the holders are put before the resolver, in one unit of work.
3. A process that starts, or has other weights than before, looks at every hub once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from isthmus.flow.center import Center, stage_of
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork
from isthmus.resolve.hubs import Capped, Watch, capped, turned
from isthmus.resolve.index import Index
from isthmus.resolve.judge import Labels
from isthmus.resolve.pairing import Hub

AT_ONCE: Final = 500
"""Entities of whom judgements are looked for at once."""
HOLDERS_MAX: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Overturned:
    """What is to be kept of keys, and who is to be judged anew for them.

    `now`: under which labels each is a hub; under none where it is a hub no more. `before`: what
    was kept of them.
    """

    before: Mapping[str, Capped]
    now: Mapping[str, Capped]
    anew: frozenset[EntityId]


def watched(center: Center, unit: UnitOfWork, index: Index, reader: Reader) -> Watch:
    """Give the watch over the hubs of a reader's purpose, in step with what the unit sees."""
    watch, taken = index.watch(reader.purpose), unit.meta.get(_taken(reader.purpose)) or ""
    if watch.taken != taken:
        watch.follow_anew(taken)
    for number, key, labels in unit.keys.hubs_after(reader.purpose, watch.place, reader):
        watch.learn(number, key, labels)
    if watch.cap != center.model.hub_cap:
        watch.doubt_all(center.model.hub_cap)
    return watch


def overturned(
    center: Center, unit: UnitOfWork, index: Index, reader: Reader, seen: Iterable[str]
) -> Overturned:
    """Give what became of keys since it was kept, by the watch that was `watched`.

    `seen`: keys that are hubs now, as far as it was looked.
    """
    watch = index.watch(reader.purpose)
    keys = watch.doubtful().union(seen)
    holders = index.holders(keys, reader.labels, watch.cap, proposing=True) if keys else {}
    before: dict[str, Capped] = {}
    now: dict[str, Capped] = {}
    freed: dict[frozenset[LabelId], list[str]] = {}
    barred: dict[frozenset[LabelId], list[str]] = {}
    for key in sorted(keys):
        under = holders.get(key, {})
        was, is_now = watch.capped(key), capped(under, watch.cap)
        if was == is_now:
            watch.stands(key)
            continue
        before[key], now[key] = was, is_now
        where = turned(was, is_now, under)
        freed.setdefault(where.freed, []).append(key)
        barred.setdefault(where.barred, []).append(key)
    anew = _holders(index, freed)
    if barred and unit.judgements.last():
        anew |= judged_before(center, unit, reader, sorted(_holders(index, barred)))
    return Overturned(before, now, frozenset(anew))


def unknown(watch: Watch, hubs: Mapping[str, Collection[Labels]]) -> list[str]:
    """Give the keys that are hubs under labels under which they were none."""
    return [key for key, labels in hubs.items() if not watch.knows(key, labels)]


def unknown_of_sets(
    watch: Watch, index: Index, reader: Reader, hubs: Iterable[Hub]
) -> Iterator[str]:
    """Give the keys that are hubs otherwise than they were, of those that sets found."""
    for hub in hubs:
        name = watch.name(hub.key)
        if name is None:
            yield index.key_of(hub.key, hub.holder, reader.labels)
        elif watch.capped(name) != hub.under:
            yield name


def keep(unit: UnitOfWork, purpose: str, found: Overturned, but: Collection[EntityId]) -> int:
    """Keep what became of keys; put whoever is judged anew before the resolver, `but` not these.

    Gives how many are.
    """
    taken = {key for key, was in found.before.items() if not was <= found.now[key]}
    if taken:
        unit.keys.take_hubs(purpose, sorted(taken))
        unit.meta.put(_taken(purpose), str(int(unit.meta.get(_taken(purpose)) or 0) + 1))
    stands = {key: was for key, was in found.before.items() if key not in taken}
    rows = [
        (key, labels)
        for key, now in found.now.items()
        for labels in sorted(now.difference(stands.get(key, ())))
    ]
    if rows:
        unit.keys.add_hubs(purpose, rows)
    anew = sorted(found.anew.difference(but))
    unit.queue.put(stage_of(purpose), anew)
    return len(anew)


def judged_before(
    center: Center, unit: UnitOfWork, reader: Reader, entities: Sequence[EntityId]
) -> AbstractSet[EntityId]:
    """Give those of whom a model judged something."""
    if unit.judgements.last() == 0:
        return frozenset()
    found: set[EntityId] = set()
    for start in range(0, len(entities), AT_ONCE):
        center.precedence.give_way()
        parts = unit.judgements.parts(entities[start : start + AT_ONCE], reader)
        found.update(end for part in parts for end in (part.left, part.right))
    return found.intersection(entities)


def _holders(index: Index, keys: Mapping[frozenset[LabelId], Sequence[str]]) -> set[EntityId]:
    """Give everybody who holds one of some keys under labels."""
    found: set[int] = set()
    for labels, some in keys.items():
        under = index.holders(some, labels, HOLDERS_MAX, proposing=True) if labels else {}
        found.update(n for by_label in under.values() for held in by_label.values() for n in held)
    return {index.entity(number) for number in found}


def _taken(purpose: str) -> str:
    """Name the fact that tells how often something was taken away of what was kept."""
    return f"hubs-taken:{purpose}"
