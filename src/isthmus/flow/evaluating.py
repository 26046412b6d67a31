"""Evaluating: what the rules of one purpose match around a batch, at every standpoint.

1. Clusters are looked at as the purpose's Reader sees them, batch by batch. What may count as one
   for somebody who sees less of it is a neighbourhood; most are one cluster under one label.
2. A neighbourhood of several labels is looked at from each standpoint, as whoever sees no more
   would. A match counts where it is what is seen that its own label marks: so whoever may see it
   sees all that decides whether it stands, and what is withheld from him ends nothing.
3. A match that does not count where its label is all that is seen, since something parts there
   what it is about, counts from where that is overruled, under all that is seen of it there.
4. A match that rests on all that another rests on, and on more, is left out: whoever sees it sees
   that other one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from isthmus.access.standpoints import Standpoint, covers, standing_at, standpoints
from isthmus.detect.evaluate import ClusterView, Match, matches, may_match
from isthmus.detect.rules import Rule
from isthmus.flow.center import Center
from isthmus.flow.clusters import walked
from isthmus.flow.clusterview import Look, cluster_views
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.judgement import Judgement, counting
from isthmus.model.label import Label, joined
from isthmus.model.principal import Reader
from isthmus.ports import UnitOfWork

_Sight: TypeAlias = Callable[[Match], frozenset[LabelId]]

Places: TypeAlias = Mapping[EntityId, int]
"""Of each member, which of the clusters at one standpoint it is in."""

Seen: TypeAlias = Sequence[tuple[Standpoint, Sequence[ClusterView]]]
"""What is seen from each standpoint, the narrowest first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A match that counts. `apart`: who sees all under one of these sees what it is about apart."""

    match: Match
    apart: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What was found around a batch. `cut`: how many clusters were too large to be looked at whole.

    `places`: from each standpoint, the narrowest first; of those under one label there is none.
    """

    counted: tuple[Counted, ...]
    entities: frozenset[EntityId]
    cut: int
    places: tuple[tuple[Label | None, Places], ...]

    def parted(self, entities: Iterable[EntityId], label: Label) -> bool:
        """Tell whether things count as several for whoever sees what is under a label."""
        about = list(entities)
        found: set[int] = set()
        for at, places in self.places:
            if at is None or covers(label, at):
                found = {places[e] for e in about if e in places} or found
        return len(found) > 1


@dataclass(frozen=True, slots=True)
class _Hood:
    """A neighbourhood: what may count as one for somebody. `met`: the labels of all of it."""

    members: tuple[EntityId, ...]
    views: tuple[ClusterView, ...]
    met: frozenset[LabelId]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of one purpose, and where they are evaluated."""

    center: Center
    unit: UnitOfWork
    reader: Reader
    rules: Sequence[Rule]
    labels: Mapping[LabelId, Label]

    def look(self, entities: Sequence[EntityId], reader: Reader) -> Look:
        """Give what a reader sees around some entities."""
        return cluster_views(self.center, self.unit, reader, entities, self.rules)

    def matches(self, view: ClusterView) -> Iterator[Match]:
        """Give what matches in one cluster."""
        self.center.precedence.give_way()
        return (m for rule in self.rules for m in matches(rule, view, self.center.ontology))

    def may_match(self, hood: _Hood) -> bool:
        """Tell whether some rule might match for somebody who sees a part of a neighbourhood."""
        return any(may_match(rule, hood.views, self.center.ontology) for rule in self.rules)


def evaluated(
    center: Center,
    unit: UnitOfWork,
    reader: Reader,
    rules: Sequence[Rule],
    entities: Sequence[EntityId],
) -> Evaluated:
    """Give what the rules match around entities, each match where it counts."""
    under = _Rules(center, unit, reader, rules, unit.labels.all())
    look = under.look(entities, reader)
    about = frozenset(entities).union(*(_members(view) for view in look.views))
    counted: list[Counted] = []
    places: list[tuple[Label | None, Places]] = [(None, _places(look.views))]
    several: list[tuple[_Hood, Sequence[Standpoint]]] = []
    for hood in _hoods(under, look):
        points = standpoints(hood.met, under.labels, size=len(hood.members))
        if len(points) > 1 and under.may_match(hood):
            several.append((hood, points))
        else:
            counted += [Counted(m) for view in hood.views for m in under.matches(view)]
    for hood, seen in _from_each(under, several):
        counted += _at_each(under, hood, seen)
        places += [(point.label, _places(views)) for point, views in seen]
    cut = sum(view.cut for view in look.views)
    return Evaluated(tuple(counted), about, cut, tuple(places))


def rested_on(match: Match) -> frozenset[LabelId]:
    """Give the labels of what a match rests on."""
    return match.labels | {statement.label for _, statement in match.evidence}


def _from_each(
    under: _Rules, several: Sequence[tuple[_Hood, Sequence[Standpoint]]]
) -> Iterator[tuple[_Hood, Seen]]:
    """Look at neighbourhoods from their standpoints, at all that share one together."""
    readers: dict[bytes, Reader] = {}
    from_there: dict[bytes, list[int]] = {}
    at: list[list[bytes]] = []
    for n, (_, points) in enumerate(several):
        standing = [standing_at(under.reader, p.label, under.labels) for p in points]
        at.append([reader.digest for reader in standing])
        for reader in standing:
            readers[reader.digest] = reader
            from_there.setdefault(reader.digest, []).append(n)
    home = {member: n for n, (hood, _) in enumerate(several) for member in hood.members}
    views: dict[tuple[int, bytes], list[ClusterView]] = {}
    for digest, here in from_there.items():
        members = sorted({m for n in here for m in several[n][0].members})
        look = under.look(members, readers[digest])
        for cluster, view in zip(look.clusters, look.views, strict=True):
            views.setdefault((home[min(cluster)], digest), []).append(view)
    for n, (hood, points) in enumerate(several):
        yield hood, [(p, views.get((n, d), [])) for p, d in zip(points, at[n], strict=True)]


def _at_each(under: _Rules, hood: _Hood, seen: Seen) -> list[Counted]:
    """Give the matches in a neighbourhood, each at the standpoint of its own label."""
    kept: list[tuple[Standpoint, Match]] = []
    tried = {point.sees for point, _ in seen}
    sees = _sight(under, hood)
    for point, views in seen:
        narrower = [other for at, other in kept if at.sees < point.sees]
        others = tried - {point.sees}
        found = [m for view in views for m in _whole(under, view, sees, others, narrower)]
        if point is seen[-1][0]:
            # What was not looked at from where it belongs is for whoever sees all.
            found = [m if sees(m) in tried else m.under(point.sees) for m in found]
        own = (m for m in found if sees(m) == point.sees)
        kept += [(point, m) for m in own if not any(_says_more(m, o) for o in narrower)]
    looks = [(point, _places(views)) for point, views in seen]
    return [Counted(m, tuple(_apart(m, point, looks))) for point, m in kept]


def _whole(
    under: _Rules,
    view: ClusterView,
    sees: _Sight,
    others: Collection[frozenset[LabelId]],
    narrower: Sequence[Match],
) -> Iterator[Match]:
    """Give the matches in a cluster, each under the labels of all that it rests on.

    One that belongs to another standpoint, and does not match from there, rests on what overrules
    that, too. `narrower`: what matched from narrower ones.
    """
    for match in under.matches(view):
        missing = sees(match) in others and not any(_is_about(match, other) for other in narrower)
        yield match.under(view.met) if missing else match


def _sight(under: _Rules, hood: _Hood) -> _Sight:
    """Give what tells what of a neighbourhood is seen by whoever may see a match and no more."""

    @cache
    def seen(rests: frozenset[LabelId]) -> frozenset[LabelId]:
        label = joined(under.labels[number] for number in sorted(rests))
        return frozenset(number for number in hood.met if covers(label, under.labels[number]))

    return lambda match: seen(rested_on(match))


def _is_about(match: Match, other: Match) -> bool:
    return (match.rule.id, match.entities) == (other.rule.id, other.entities)


def _says_more(match: Match, other: Match) -> bool:
    if match.rule.id != other.rule.id:
        return False
    rests = {statement.seq for _, statement in match.evidence}
    return rests >= {statement.seq for _, statement in other.evidence}


def _apart(
    match: Match, point: Standpoint, looks: Iterable[tuple[Standpoint, Places]]
) -> Iterator[Label]:
    """Give the labels under which what a match is about is seen to be several, the fewest."""
    given: list[frozenset[LabelId]] = []
    for wider, places in looks:
        if not point.sees < wider.sees or any(sees <= wider.sees for sees in given):
            continue
        if len({places[e] for e in match.members if e in places}) > 1:
            given.append(wider.sees)
            yield wider.label


def _hoods(under: _Rules, look: Look) -> Iterator[_Hood]:
    """Give the neighbourhoods of what was looked at: clusters that may be one for somebody."""
    together = [set(cluster) for cluster in look.clusters]
    open_ended: set[EntityId] = set()
    known = {member: n for n, cluster in enumerate(look.clusters) for member in cluster}
    home = list(range(len(together)))
    for judgement in look.judgements:
        ends = [known.get(end) for end in (judgement.left, judgement.right)]
        if ends[0] == ends[1] or not _may_join(judgement):
            continue
        inside = [home[n] for n in ends if n is not None]
        open_ended.update(e for e in (judgement.left, judgement.right) if len(inside) < len(ends))
        for n, at in enumerate(home):
            home[n] = inside[0] if at in inside else at
    wider: list[set[EntityId]] = []
    groups: dict[int, list[int]] = {}
    for n, at in enumerate(home):
        groups.setdefault(at, []).append(n)
    for own in groups.values():
        members = set().union(*(together[n] for n in own))
        if members & open_ended:
            wider.append(members)
        else:
            views = tuple(look.views[n] for n in own)
            yield _Hood(tuple(sorted(members)), views, _met(under, views, members))
    if wider:
        yield from _wider(under, wider)


def _wider(under: _Rules, groups: Sequence[Collection[EntityId]]) -> Iterator[_Hood]:
    """Look at all that may be one with some of these for somebody; what meets is one hood."""
    seeds = sorted({member for group in groups for member in group})
    walk = walked(under.unit, seeds, under.reader, _may_join)
    joining = [(j.left, j.right) for j in walk.judgements if _may_join(j)]
    together = _joined_up([*groups, *joining])
    home = {member: n for n, members in enumerate(together) for member in members}
    look = under.look(sorted(home), under.reader)
    views: list[list[ClusterView]] = [[] for _ in together]
    for cluster, view in zip(look.clusters, look.views, strict=True):
        views[next(home[member] for member in sorted(cluster) if member in home)].append(view)
    for members, seen in zip(together, views, strict=True):
        yield _Hood(tuple(sorted(members)), tuple(seen), _met(under, seen, members))


def _joined_up(groups: Iterable[Collection[EntityId]]) -> list[set[EntityId]]:
    """Join groups that have a member in common, in the order of their first."""
    home: dict[EntityId, set[EntityId]] = {}
    for group in groups:
        known = {id(found): found for member in group if (found := home.get(member)) is not None}
        whole = max(known.values(), key=len, default=set())
        whole.update(group, *(found for found in known.values() if found is not whole))
        home.update(dict.fromkeys(whole, whole) if len(known) > 1 else dict.fromkeys(group, whole))
    return list({id(found): found for found in home.values()}.values())


def _met(
    under: _Rules, views: Iterable[ClusterView], members: Iterable[EntityId]
) -> frozenset[LabelId]:
    """Give the labels of all that decides what a neighbourhood is for somebody."""
    met = frozenset[LabelId]().union(*(view.met for view in views))
    if not any(view.judged for view in views):
        return met
    # A later word of a person is withheld from some, for whom an earlier one counts.
    history = under.unit.judgements.history(sorted(members), under.reader)
    return met | {judgement.label for judgement in history if judgement.by_person}


def _may_join(judgement: Judgement) -> bool:
    """Tell whether somebody who sees a part of a judgement may see that it joins."""
    if judgement.by_person or judgement.joins:
        return True
    if len({frozenset((c.left_label, c.right_label)) for c in judgement.comparisons}) <= 1:
        # Nobody sees a part of it.
        return False
    return sum(max(0.0, c.bits) for c in counting(judgement.comparisons)) >= judgement.needed


def _members(view: ClusterView) -> Iterable[EntityId]:
    """Give the members. Their events stand in other clusters too, whose findings were not tried."""
    return (subject.entity for subject in view.members)


def _places(views: Sequence[ClusterView]) -> Places:
    return {entity: place for place, view in enumerate(views) for entity in _members(view)}
