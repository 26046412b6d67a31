"""Asking: who is like this? The keys of a question propose; what it says is compared.

A question is made of claims like an entity's, under no label: whoever asks knows what he asks. The
answer rests on the claims that he may see, and on nothing else, the order of candidates included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp2
from typing import Final

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.judgement import Comparison, counting, needed_bits
from isthmus.model.ontology import Ontology
from isthmus.model.statement import Claim
from isthmus.resolve.compare import Model, Profile, compared, profile
from isthmus.resolve.entity_keys import entity_keys
from isthmus.resolve.index import Index
from isthmus.resolve.names import Names
from isthmus.resolve.promise import promises

ASKED: Final = EntityId(bytes(16))
"""Stands for the question where an entity would stand."""
WORTH_TELLING: Final = 60.0
"""Bits beyond which a probability is nothing."""
NO_LABEL: Final = LabelId(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that shares keys with a question; `rarity`: the rarer the keys, the more."""

    entity: EntityId
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
    return list(dict.fromkeys(key for key in keys if not key.startswith("t:")))


def candidates(
    index: Index, keys: Sequence[str], labels: frozenset[LabelId], *, cap: int, most: int
) -> list[Candidate]:
    """Give those who share a key, best first, no more than `most`.

    The rarest keys come first; once they have found `most`, the others find nobody new. A key that
    more than `cap` hold finds nobody by itself, unless no other key finds anybody: then the first
    of its holders are given, for there is nothing better.
    """
    holders = index.numbers(keys, labels, cap)
    held = sorted(holders.items(), key=lambda one: len(one[1]))
    rare = [(key, some) for key, some in held if len(some) <= cap]
    shared: dict[int, list[str]] = {}
    rarity: dict[int, float] = {}
    for key, some in rare or held:
        worth, full = 1.0 / len(some), len(shared) >= most
        for number in some:
            if number in shared:
                shared[number].append(key)
                rarity[number] += worth
            elif not full:
                shared[number], rarity[number] = [key], worth
    # In the order of ids, since numbers tell who came first.
    found = sorted((-worth, index.entity(number), number) for number, worth in rarity.items())
    return [Candidate(entity, tuple(shared[n]), -worth) for worth, entity, n in found[:most]]


def likeness(
    asked: Profile,
    entity: EntityId,
    claims: Sequence[Claim],
    model: Model,
    ontology: Ontology,
    *,
    least: float = 0.0,
) -> Likeness | None:
    """Compare a question with what may be seen of an entity.

    None when nothing is comparable, or what speaks for it cannot come to `least` bits.
    """
    held = profile(entity, claims, model.properties())
    if not promises(asked, held, model, ontology, least):
        return None
    every = compared(asked, held, model, ontology)
    comparisons = counting(every)
    if not comparisons:
        return None
    by_seq = {claim.seq: claim for claim in claims}
    met = {c.right: by_seq[c.right] for c in comparisons}
    return Likeness(entity, comparisons, met, needed_bits(every))
