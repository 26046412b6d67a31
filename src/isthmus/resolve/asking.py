"""Asking: who is like this? The keys of a question propose; what it says is compared.

A question is made of claims like an entity's, under no label: whoever asks knows what he asks. The
answer rests on the claims that he may see, and on nothing else, the order of candidates included.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp2
from operator import neg
from types import MappingProxyType
from typing import Final, NamedTuple

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import KEEP_BITS, Comparison, counting, needed_bits
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Model, Profile, common_kind, compared
from isthmus.resolve.entity_keys import entity_keys
from isthmus.resolve.index import Index
from isthmus.resolve.names import WORD, Names
from isthmus.resolve.promise import Hope

ASKED: Final = EntityId(bytes(16))
"""Stands for the question where an entity would stand."""
WORTH_TELLING: Final = 60.0
"""Bits beyond which a probability is nothing."""
NO_LABEL: Final = LabelId(0)
TELLING: Final = ("i:", "n:", "a:", "t:")
"""Kinds of keys of which an equal one is an answer: identifiers, whole names and addresses, words.
"""
_WORDS: Final = ("t:", WORD)
"""Kinds of keys of a single word."""
EVENLY: Final[Mapping[str, float]] = MappingProxyType({})
"""All kinds of keys tell as much as their rarity does."""


class Candidate(NamedTuple):
    """An entity that shares keys with a question; `rarity`: the rarer the keys, the more.

    `number`: its own in the index. `keys`: those shared that are an answer by themselves.
    """

    entity: EntityId
    number: int
    keys: tuple[str, ...]
    rarity: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a question and an entity compare: bits per property, and the claims that met."""

    entity: EntityId
    comparisons: tuple[Comparison, ...]
    claims: Mapping[StatementSeq, Claim]
    needed: float

    @property
    def bits(self) -> float:
        """The sum over what was compared."""
        return sum(comparison.bits for comparison in self.comparisons)

    @property
    def probability(self) -> float:
        """How likely the two are one, where as many bits as are needed make it even."""
        return 1.0 / (1.0 + exp2(min(self.needed - self.bits, WORTH_TELLING)))


def question(schema: str, values: Iterable[tuple[str, str]]) -> tuple[Claim, ...]:
    """Make the claims of a question: (property, value), the value in its canonical form."""
    return tuple(
        Claim(StatementSeq(-number), NO_LABEL, schema, name, value)
        for number, (name, value) in enumerate(values, start=1)
    )


def question_keys(claims: Sequence[Claim], ontology: Ontology, names: Names) -> list[str]:
    """Give the keys of a question, without single words of names: too many share those."""
    keys = (key for key, *_ in entity_keys(claims, ontology, names))
    return list(dict.fromkeys(key for key in keys if not key.startswith(_WORDS)))


def candidates(
    index: Index,
    keys: Sequence[str],
    labels: frozenset[LabelId],
    *,
    cap: int,
    most: int,
    telling: Mapping[str, float] = EVENLY,
) -> list[Candidate]:
    """Give those who share a key, best first, no more than `most`.

    A key tells the more, the fewer hold it; `telling`: how many times as much, or as little, keys
    tell that begin so.

    The rarest keys come first; once they have found `most`, the others find nobody new. A key that
    more than `cap` hold finds nobody by itself, unless no other key finds anybody: then those of
    its holders are given that have the least ids, for there is nothing better.
    """
    holders = index.numbers(keys, labels, cap)
    held = sorted(holders.items(), key=lambda one: len(one[1]))
    rare = [(key, some) for key, some in held if len(some) <= cap]
    shared: dict[int, list[str]] = {}
    rarity: dict[int, float] = {}
    for key, some in rare or held:
        worth = telling.get(key[: key.find(":") + 1], 1.0) / len(some)
        these = some if len(rarity) < most else rarity.keys() & some
        for number in these:
            rarity[number] = rarity.get(number, 0.0) + worth
        if key.startswith(TELLING):
            for number in these:
                shared.setdefault(number, []).append(key)
    # In the order of ids, since numbers tell who came first.
    found = list(zip(map(neg, rarity.values()), index.entities(rarity), rarity, strict=True))
    found.sort()
    # Candidates are made by the hundred; the tuple's own way takes half of the time.
    made = tuple.__new__
    return [
        made(Candidate, (entity, number, tuple(shared.get(number, ())), -worth))
        for worth, entity, number in found[:most]
    ]


class Bars:
    """From how many bits on an answer to a question is worth showing, by what is said of whom.

    KEEP_BITS, or less where no property that both have could give so many: the bits of the one that
    would give most if it were equal.
    """

    __slots__ = ("_equals", "_known", "_model", "_ontology", "_question")

    def __init__(self, question: Profile, model: Model, ontology: Ontology) -> None:
        self._question, self._model, self._ontology = question, model, ontology
        self._known: dict[tuple[object, ...], float] = {}
        self._equals: dict[tuple[str, str], float] = {}

    def of(self, held: Profile) -> float:
        """Give it for an entity, whatever its values are."""
        shape = (held.of, *held.values)
        bar = self._known.get(shape)
        if bar is None:
            kind = common_kind(self._question, held, self._model, self._ontology)
            both = [name for name in self._question.values if name in held.values]
            most = 0.0 if kind is None else min(self._most(kind, both), KEEP_BITS)
            bar = self._known[shape] = most or KEEP_BITS
        return bar

    def _most(self, kind: str, names: Iterable[str]) -> float:
        """Give the most bits that one of these properties gives when it is equal."""
        ways = self._model.schemas[kind]
        return max([self._equal(kind, name) for name in names if name in ways], default=0.0)

    def _equal(self, kind: str, name: str) -> float:
        """Give the most bits that a property gives when it is equal; none below 0."""
        most = self._equals.get((kind, name))
        if most is None:
            way, claims = self._model.schemas[kind][name], self._question.values[name]
            bits = [way.weigh(claim.value, claim.value) or 0.0 for claim in claims]
            most = self._equals[kind, name] = max([0.0, *bits])
        return most


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, and by what it is compared with what may be seen of entities."""

    question: Profile
    model: Model
    ontology: Ontology
    _bars: Bars = field(init=False, compare=False, repr=False)
    _hope: Hope = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        bars = Bars(self.question, self.model, self.ontology)
        object.__setattr__(self, "_bars", bars)
        hope = Hope(self.question, self.model, self.ontology, bars.of)
        object.__setattr__(self, "_hope", hope)

    def likeness(self, held: Profile) -> Likeness | None:
        """Compare the question with an entity; None when nothing of the two is comparable."""
        every = compared(self.question, held, self.model, self.ontology)
        comparisons = counting(every)
        if not comparisons:
            return None
        by_seq = {claim.seq: claim for claims in held.values.values() for claim in claims}
        met = {c.right: by_seq[c.right] for c in comparisons}
        return Likeness(held.entity, comparisons, met, needed_bits(every))

    def answer(self, held: Profile) -> Likeness | None:
        """Give how an entity is like the question where that is worth showing, else None.

        It is as for a pair that is kept. And where the question says less: what the most telling
        of all that both say could give at its best, it gives, and no more speaks against it. So a
        vessel that is asked for by her name alone is answered by those of the very name.
        """
        return self._worth(held) if self._hope.of(held) else None

    def answers(
        self, index: Index, numbers: Iterable[int], labels: Collection[LabelId]
    ) -> Mapping[int, Likeness]:
        """Give how the question is answered by those of an index whose answer is worth showing.

        By their numbers; most are seen to be none without being read.
        """
        coming = self._hope.within(index, numbers, labels)
        found = ((number, self._worth(held)) for number, held in coming)
        return {number: likeness for number, likeness in found if likeness is not None}

    def _worth(self, held: Profile) -> Likeness | None:
        found, bar = self.likeness(held), self.bar(held)
        if found is None or found.bits < bar:
            return None
        telling = found.bits >= KEEP_BITS or found.comparisons[0].bits >= bar
        return found if telling else None

    def bar(self, held: Profile) -> float:
        """Give the bits from which an answer is worth showing (`Bars`)."""
        return self._bars.of(held)
