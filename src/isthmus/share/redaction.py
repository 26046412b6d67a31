"""Redaction: decisions in, what may leave out. It alone makes `Cleared`.

Each statement has an outcome: it leaves as it is, it leaves changed, or it stays, with the articles
or the reason. A dry run shows the outcomes; a release carries them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.label import Allowed, Label
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.model.release import Change, Cleared, Counted, Handle, ReleasedStatement, ReleaseId
from isthmus.model.statement import Statement
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.decision import Decision, Permitted, Refused, Why
from isthmus.share.document import (
    Aggregate,
    DeleteAfter,
    Drop,
    Generalise,
    Mask,
    NoOnward,
    Obligation,
)
from isthmus.share.free_text import Hidden, hidden, without
from isthmus.share.obligations import carried_out

FREE_TEXT: Final = frozenset({ValueKind.TEXT, ValueKind.ADDRESS})
Decided: TypeAlias = tuple[LabelId, frozenset[str]]
"""What is decided on: a label, and the centers that consented to passing on what is under it."""
NOBODY_YET: Final[frozenset[str]] = frozenset()
TIMES: Final = frozenset({ValueKind.DATE, ValueKind.TIME})


@dataclass(frozen=True, slots=True)
class Parcel:
    """What redaction stands on: what was asked, and what was decided on each label.

    `decisions`: by label and by the centers that consented; `consents`: those that did, by
    statement, nobody where it is not named. `agreements`: by id, those in force. `released`:
    entities of which the recipient holds something already. `replaces`: by statement, the release
    in whose place it comes.
    """

    asking: Asking
    labels: Mapping[LabelId, Label]
    decisions: Mapping[Decided, Decision]
    agreements: Mapping[str, Agreement]
    ontology: Ontology
    released: frozenset[EntityId] = frozenset()
    consents: Mapping[StatementSeq, frozenset[str]] = field(default_factory=dict)
    replaces: Mapping[StatementSeq, ReleaseId] = field(default_factory=dict)

    def decided_on(self, one: Statement) -> Decided:
        """Give under what it was decided on a statement."""
        return one.label, self.consents.get(one.seq, NOBODY_YET)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one statement. `value`: as it leaves, None where it stays."""

    statement: Statement
    decision: Decision
    value: str | None
    change: Change
    label: Label | None = None


@dataclass(slots=True)
class _Table:
    """The labels of a release, each once."""

    numbers: dict[Label, int] = field(default_factory=dict)

    def number(self, label: Label) -> int:
        return self.numbers.setdefault(label, len(self.numbers))


def outcomes(parcel: Parcel, statements: Sequence[Statement]) -> list[Outcome]:
    """Give what becomes of each statement, in the order given.

    A value that names an entity stays unless something of that entity leaves too, or left before:
    that it exists is a fact like any other.
    """
    abroad: dict[Decided, Label | None] = {}
    found = [_of_value(parcel, one, abroad) for one in statements]
    found = _without_hidden(parcel, found)
    return _without_strangers(parcel, found)


def cleared(
    parcel: Parcel,
    found: Sequence[Outcome],
    agreement: str,
    *,
    name: Callable[[EntityId], Handle],
    fresh: Callable[[], ReleaseId],
) -> Cleared:
    """Give what may leave under one agreement.

    `name`: gives an entity's handle towards the recipient; `fresh`: an id never given before.
    """
    table = _Table()
    mine = [one for one in found if _under(one, agreement)]
    leaving = [
        (one, _released(parcel, one, table.number(one.label), name, fresh()))
        for one in mine
        if one.value is not None and one.label is not None
    ]
    return Cleared(
        recipient=parcel.asking.recipient,
        purpose=parcel.asking.purpose,
        agreement=agreement,
        digest=parcel.agreements[agreement].digest,
        articles=tuple(_articles(one) for one, _ in leaving),
        labels=tuple(table.numbers),
        statements=tuple(released for _, released in leaving),
        origins=tuple(one.statement.seq for one, _ in leaving),
        counts=_counts(mine),
    )


def label_abroad(parcel: Parcel, label: Label, decision: Permitted) -> Label | None:
    """Give the label under which something leaves; None if nobody says what its level is there.

    The recipient holds it for the one purpose, and knows of each agency by its center. A level of
    a national scheme means nothing abroad, unless the agreement says what it is called there.
    """
    asking = parcel.asking
    agreement = parcel.agreements[decision.agreement]
    levels = _levels_abroad(agreement, label, asking.holder)
    if levels is None:
        return None
    recipient = Allowed.of(asking.recipient)
    onward = not any(isinstance(one, NoOnward) for one in decision.obligations)
    return replace(
        label,
        classification=levels,
        originators=frozenset(
            name if "/" in name else f"{asking.holder}/{name}" for name in label.originators
        ),
        releasable_to=label.releasable_to if onward else recipient,
        legal_bases=label.legal_bases | {agreement.document.legal_instrument},
        purposes=Allowed.of(asking.purpose),
        discoverable_to=label.discoverable_to
        if onward
        else label.discoverable_to.intersection(recipient),
    )


def _of_value(parcel: Parcel, one: Statement, abroad: dict[Decided, Label | None]) -> Outcome:
    """Say what becomes of a value. `abroad`: the labels that were translated so far."""
    asked = parcel.decided_on(one)
    decision = parcel.decisions[asked]
    if isinstance(decision, Refused):
        return Outcome(one, decision, None, Change.DROPPED)
    if asked not in abroad:
        abroad[asked] = label_abroad(parcel, parcel.labels[one.label], decision)
    label = abroad[asked]
    if label is None:
        return Outcome(one, Refused(Why.UNMAPPED), None, Change.DROPPED)
    value, change = carried_out(decision.obligations, one.property, _kind(parcel, one), one.value)
    return Outcome(one, decision, value, change, label)


def _without_hidden(parcel: Parcel, found: Sequence[Outcome]) -> list[Outcome]:
    """Cover in each free text what does not leave, or leaves changed."""
    kinds = [_kind(parcel, one.statement) for one in found]
    hides = [
        (kind, spelled)
        for kind, one in zip(kinds, found, strict=True)
        if one.change is not Change.NONE and kind not in FREE_TEXT | {ValueKind.ENTITY}
        for spelled in (one.statement.value, one.statement.original)
        if spelled
    ]
    texts = any(
        kind in FREE_TEXT and one.change is Change.NONE
        for kind, one in zip(kinds, found, strict=True)
    )
    what = hidden(hides) if hides and texts else Hidden(frozenset(), frozenset())
    return [
        _covered(one, what) if kind in FREE_TEXT else one
        for kind, one in zip(kinds, found, strict=True)
    ]


def _covered(one: Outcome, what: Hidden) -> Outcome:
    if one.value is None:
        return one
    text = without(one.value, what)
    return one if text == one.value else replace(one, value=text, change=Change.MASKED)


def _without_strangers(parcel: Parcel, found: Sequence[Outcome]) -> list[Outcome]:
    met: dict[str, set[EntityId]] = defaultdict(lambda: set(parcel.released))
    for one in found:
        tells = one.value is not None and one.statement.target is None
        if tells and isinstance(one.decision, Permitted):
            met[one.decision.agreement].add(one.statement.entity)
    return [_unless_stranger(one, met) for one in found]


def _unless_stranger(one: Outcome, met: Mapping[str, set[EntityId]]) -> Outcome:
    target = one.statement.target
    if target is None or one.value is None or not isinstance(one.decision, Permitted):
        return one
    if target in met[one.decision.agreement]:
        return one
    return replace(one, value=None, change=Change.DROPPED)


def _levels_abroad(
    agreement: Agreement, label: Label, holder: str
) -> frozenset[tuple[str, str]] | None:
    known = {
        (one.scheme, one.level): (one.as_scheme, one.as_level)
        for one in agreement.document.equivalents
        if one.center == holder
    }
    if any(pair[0] == "national" and pair not in known for pair in label.classification):
        return None
    joined = Label()
    for pair in label.classification:
        joined = joined.join(Label(classification=frozenset({known.get(pair, pair)})))
    return joined.classification


def _own_articles(one: Outcome) -> list[str]:
    """Give the articles of the agreement itself, by their numbers: a law is no partner's affair."""
    if not isinstance(one.decision, Permitted):
        return []
    prefix = f"{one.decision.agreement}/"
    named = (article for article in _articles(one) if article.startswith(prefix))
    return [article.removeprefix(prefix) for article in named]


def _under(one: Outcome, agreement: str) -> bool:
    return isinstance(one.decision, Permitted) and one.decision.agreement == agreement


def _articles(one: Outcome) -> tuple[str, ...]:
    if not isinstance(one.decision, Permitted):
        return ()
    permits = [f"{one.decision.agreement}/{article}" for article in one.decision.articles]
    return tuple(dict.fromkeys([*permits, *(bound.article for bound in one.decision.bound)]))


def _released(
    parcel: Parcel,
    one: Outcome,
    label: int,
    name: Callable[[EntityId], Handle],
    release: ReleaseId,
) -> ReleasedStatement:
    statement = one.statement
    target = None if statement.target is None else name(statement.target)
    return ReleasedStatement(
        release=release,
        entity=name(statement.entity),
        schema=statement.schema,
        property=statement.property,
        value=one.value or "" if target is None else target.hex(),
        label=label,
        grade=statement.grade,
        expires_on=_expiry(one, parcel.asking.at),
        lang=statement.lang,
        target=target,
        observed_at=None if _hides_times(parcel, one) else statement.observed_at,
        change=one.change,
        replaces=parcel.replaces.get(statement.seq),
        articles=_own_articles(one),
    )


def _hides_times(parcel: Parcel, one: Outcome) -> bool:
    """Tell whether a date of this kind of thing leaves coarser or not at all.

    The time that a statement speaks of would tell it.
    """
    schema = parcel.ontology.schemas.get(one.statement.schema)
    named = {
        name
        for obligation in _obligations(one)
        if isinstance(obligation, Drop | Mask | Generalise)
        for name in obligation.properties
    }
    known = {} if schema is None else schema.properties
    return any(name in known and known[name].kind in TIMES for name in named)


def _expiry(one: Outcome, at: datetime) -> datetime:
    """Give when the recipient must have deleted it: never later than its holder."""
    days = [o.days for o in _obligations(one) if isinstance(o, DeleteAfter)]
    return min([one.statement.expires_on, *(at + timedelta(days=number) for number in days)])


def _counts(found: Iterable[Outcome]) -> tuple[Counted, ...]:
    """Count the things of each kind of which only counts may leave; what is too few is not told."""
    things: dict[str, set[EntityId]] = defaultdict(set)
    least: dict[str, int] = defaultdict(int)
    for one in found:
        for obligation in _obligations(one):
            if isinstance(obligation, Aggregate):
                schema = one.statement.schema
                things[schema].add(one.statement.entity)
                least[schema] = max(least[schema], obligation.minimum)
    return tuple(
        Counted(schema=schema, count=len(met))
        for schema, met in sorted(things.items())
        if len(met) >= least[schema]
    )


def _obligations(one: Outcome) -> Sequence[Obligation]:
    return one.decision.obligations if isinstance(one.decision, Permitted) else ()


def _kind(parcel: Parcel, one: Statement) -> ValueKind:
    schema = parcel.ontology.schemas.get(one.schema)
    known = None if schema is None else schema.properties.get(one.property)
    # What the ontology does not know may hold anything.
    return ValueKind.TEXT if known is None else known.kind
