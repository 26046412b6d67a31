"""Evaluation: one cluster as a rule's purpose sees it in, matches out.

The semantics stand in `detect.rules`. A match holds exactly the statements that it rests on, so
that the same evidence gives the same finding, in whatever order it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from isthmus.detect.rules import TRANSFORMS, Correlation, Rule, Selection
from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Statement

TIMES: Final = ("startDate", "date")
"""The properties that say when an event began; the earliest of an event's counts."""


@dataclass(slots=True)
class Subject:
    """A source entity or an event with its statements, as one reader sees it.

    `holder`: for an event, the member that it points to, or to which it was attributed; `bridge`:
    the statements of that attribution.
    """

    entity: EntityId
    statements: list[Statement]
    holder: EntityId | None = None
    bridge: tuple[Statement, ...] = ()

    def values(self, name: str) -> list[Statement]:
        """Give the statements of one property."""
        return [s for s in self.statements if s.property == name]


@dataclass(frozen=True, slots=True)
class Edge:
    """Why two members are one: the statements compared, and a person's label if he said so."""

    left: EntityId
    right: EntityId
    statements: tuple[Statement, ...]
    label: LabelId | None = None


@dataclass(slots=True)
class ClusterView:
    """What one reader sees of a cluster: its members, why they are one, and their events.

    `new_records`: those that entered a part which had been delivered without them. `cut`: more
    counts as one than was looked at, since somebody links everything. `met`: the labels of all that
    the reader sees around it, whether or not it counts; `judged`: a person judged some of it;
    `ended`: an event was attributed to a member, and is no more.
    """

    members: list[Subject] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    events: list[Subject] = field(default_factory=list)
    new_records: frozenset[int] = frozenset()
    cut: bool = False
    met: frozenset[LabelId] = frozenset()
    judged: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One match of one selection."""

    selection: Selection
    subject: Subject
    statement: Statement
    value: str

    @property
    def anchor(self) -> EntityId:
        """The member that it is about."""
        return self.subject.holder or self.subject.entity


@dataclass(frozen=True, slots=True)
class Match:
    """A correlation that holds. `evidence`: (role, statement), without doubles.

    `entities`: the `members` that it is about, the main one first, then their events. Roles are
    the rule's selections, `attribution` for what attributed an event, and `judgement` for what
    made the members one. `labels`: those of persons' judgements among them.
    """

    rule: Rule
    entities: tuple[EntityId, ...]
    members: frozenset[EntityId]
    evidence: tuple[tuple[str, Statement], ...]
    labels: frozenset[LabelId]
    place: tuple[float, float] | None

    def under(self, labels: frozenset[LabelId]) -> Match:
        """Give the same match, bearing these labels too."""
        return Match(
            self.rule,
            self.entities,
            self.members,
            self.evidence,
            self.labels | labels,
            self.place,
        )


def matches(rule: Rule, view: ClusterView, ontology: Ontology) -> Iterator[Match]:
    """Give every match of a rule in a cluster, each minimal evidence set once."""
    occurrences: dict[str, list[Occurrence]] = {}
    seen: set[frozenset[StatementSeq]] = set()
    for correlation in rule.correlations:
        for together in product(*_of_each(rule, correlation, view, ontology, occurrences)):
            if not _holds(correlation, together):
                continue
            match = _match(rule, together, view)
            key = frozenset(s.seq for _, s in match.evidence)
            if key not in seen:
                seen.add(key)
                yield match


def may_match(rule: Rule, views: Sequence[ClusterView], ontology: Ontology) -> bool:
    """Tell whether a rule might match for somebody who sees a part of what stands in these views.

    What lacks and what differs is left aside: less seen may be more found. So may an attribution
    that ended.
    """
    members = [subject for view in views for subject in view.members]
    events = [subject for view in views for subject in view.events]
    ended = any(view.ended for view in views)
    return any(
        all(
            _may_find(one, members if one.on == "entity" else events, ontology)
            for one in (rule.selections[name] for name in correlation.rules)
            if one.on == "entity" or not ended
        )
        for correlation in rule.correlations
    )


def _may_find(selection: Selection, subjects: Sequence[Subject], ontology: Ontology) -> bool:
    return any(
        any(
            s.property == selection.property and selection.value in {None, s.value}
            for s in subject.statements
        )
        and any(ontology.is_a(s.schema, selection.schema) for s in subject.statements)
        for subject in subjects
    )


def _of_each(
    rule: Rule,
    correlation: Correlation,
    view: ClusterView,
    ontology: Ontology,
    known: dict[str, list[Occurrence]],
) -> list[list[Occurrence]]:
    """Give what each selection of a correlation finds; nothing more is sought once one is empty.

    Most entities have no event at all, and most rules need one: that is asked first.
    """
    selections = [rule.selections[name] for name in correlation.rules]
    if not view.events and any(one.on != "entity" for one in selections):
        return [[]]
    found = []
    for one in selections:
        if one.name not in known:
            known[one.name] = list(_occurrences(one, view, ontology))
        found.append(known[one.name])
        if not found[-1]:
            break
    return found


def _occurrences(
    selection: Selection, view: ClusterView, ontology: Ontology
) -> Iterator[Occurrence]:
    if selection.on == "entity":
        for subject in view.members:
            yield from _of_subject(selection, subject, view, ontology)
        return
    earliest: dict[tuple[EntityId | None, str], tuple[str, Occurrence]] = {}
    for subject in view.events:
        for found in _of_subject(selection, subject, view, ontology):
            key = (subject.holder, found.statement.source)
            at = min((s.value for name in TIMES for s in subject.values(name)), default="")
            rank = (at, found.statement.id.hex())
            known = earliest.get(key)
            if known is None or rank < (known[0], known[1].statement.id.hex()):
                earliest[key] = (at, found)
    yield from (found for _, found in earliest.values())


def _of_subject(
    selection: Selection, subject: Subject, view: ClusterView, ontology: Ontology
) -> Iterator[Occurrence]:
    if not _eligible(selection, subject, ontology):
        return
    for statement in subject.values(selection.property):
        if selection.value is not None and statement.value != selection.value:
            continue
        if selection.new and statement.record not in view.new_records:
            continue
        value = _read(selection, statement.value)
        if value is not None:
            yield Occurrence(selection, subject, statement, value)


def _eligible(selection: Selection, subject: Subject, ontology: Ontology) -> bool:
    return (
        any(ontology.is_a(s.schema, selection.schema) for s in subject.statements)
        and not any(subject.values(name) for name in selection.lacks)
        and all(
            any(s.value == value for s in subject.values(name))
            for name, value in selection.when.items()
        )
    )


def _read(selection: Selection, value: str) -> str | None:
    if selection.transform is None:
        return value
    return TRANSFORMS[selection.transform](value)


def _holds(correlation: Correlation, together: Sequence[Occurrence]) -> bool:
    named = {found.selection.name: found for found in together}
    return (
        all(named[a].anchor == named[b].anchor for a, b in correlation.same)
        and all(_differ(named[a], named[b]) for a, b in correlation.differs)
        and all(
            named[a].statement.source != named[b].statement.source for a, b in correlation.separate
        )
    )


def _differ(a: Occurrence, b: Occurrence) -> bool:
    """Tell whether the values differ, and neither side also gives the other's."""
    theirs = {_read(a.selection, s.value) for s in a.subject.values(a.selection.property)}
    ours = {_read(b.selection, s.value) for s in b.subject.values(b.selection.property)}
    return not theirs & ours


def _match(rule: Rule, together: Sequence[Occurrence], view: ClusterView) -> Match:
    evidence: dict[StatementSeq, tuple[str, Statement]] = {}
    for found in together:
        named = [s for p in found.selection.companions for s in found.subject.values(p)]
        for statement in (found.statement, *named):
            evidence.setdefault(statement.seq, (found.selection.name, statement))
        for statement in found.subject.bridge:
            evidence.setdefault(statement.seq, ("attribution", statement))
    anchors = list(dict.fromkeys(found.anchor for found in together))
    path = [edge for other in anchors[1:] for edge in _path(anchors[0], other, view.edges)]
    for edge in path:
        for statement in edge.statements:
            evidence.setdefault(statement.seq, ("judgement", statement))
    entities = dict.fromkeys([*anchors, *(found.subject.entity for found in together)])
    return Match(
        rule=rule,
        entities=tuple(entities),
        members=frozenset(anchors),
        evidence=tuple(evidence.values()),
        labels=frozenset(edge.label for edge in path if edge.label is not None),
        place=_place(found.subject for found in together),
    )


def _path(start: EntityId, goal: EntityId, edges: Sequence[Edge]) -> list[Edge]:
    """Give the fewest edges that lead from one member to another, the same for every order.

    Where a person and the model say that two are one, the person's word leads.
    """
    reached: dict[EntityId, list[Edge]] = {start: []}
    frontier = [start]
    while frontier and goal not in reached:
        found: dict[EntityId, list[Edge]] = {}
        for edge in sorted(edges, key=lambda e: (e.left, e.right, e.label is None)):
            for near, far in ((edge.left, edge.right), (edge.right, edge.left)):
                if near in frontier and far not in reached:
                    found.setdefault(far, [*reached[near], edge])
        reached.update(found)
        frontier = sorted(found)
    return reached.get(goal, [])


def _place(subjects: Iterable[Subject]) -> tuple[float, float] | None:
    for subject in subjects:
        lats, lons = subject.values("latitude"), subject.values("longitude")
        if lats and lons:
            return float(lats[0].value), float(lons[0].value)
    return None
