"""Claims in columns: what is given is what was put last, and what was taken away is gone."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.ids import EntityId, LabelId, StatementSeq
from isthmus.model.statement import Claim
from isthmus.resolve import claims as columns
from isthmus.resolve.claims import Claims
from isthmus.resolve.compare import profile
from isthmus.resolve.levels.written import WIDEST
from isthmus.resolve.looks import ROUNDING, Look, Looks, Shape

VALUES = st.text(max_size=6) | st.sampled_from(["Mara Lind", "Мара", "\ud83d", "", "\0"])
CLAIMS = st.builds(
    Claim,
    st.integers(-5, 2**62).map(StatementSeq),
    st.integers(0, 3).map(LabelId),
    st.sampled_from(["Person", "Vessel"]),
    st.sampled_from(["name", "flag"]),
    VALUES,
)
SEEN = frozenset(map(LabelId, (1, 3)))
STEPS = st.lists(st.tuples(st.integers(0, 4), st.lists(CLAIMS, max_size=4)), max_size=30)


def filled(steps: list[tuple[int, list[Claim]]]) -> tuple[Claims, dict[int, list[Claim]]]:
    held, said = Claims(), {n: list[Claim]() for n in range(5)}
    for number in said:
        held.put(number, [])
    for number, some in steps:
        held.put(number, some)
        said[number] = some
    return held, said


@given(steps=STEPS, compacted=st.booleans())
def test_the_claims_of_an_entity_are_those_that_were_put_last(
    steps: list[tuple[int, list[Claim]]], *, compacted: bool
):
    held, said = filled(steps)
    if compacted:
        held.compact()
    for number, some in said.items():
        assert held.of(number) == some
        assert held.under(number, {LabelId(1)}) == [c for c in some if c.label == 1]
        assert all(type(claim) is Claim for claim in held.of(number))


@given(steps=STEPS, compacted=st.booleans(), of=st.none() | st.frozensets(st.integers(0, 4)))
def test_columns_say_what_is_held_of_each_under_labels(
    steps: list[tuple[int, list[Claim]]], *, compacted: bool, of: frozenset[int] | None
):
    held, said = filled(steps)
    if compacted:
        held.compact()
    some = None if of is None else np.array(sorted(of), np.int64)
    rows = held.rows(SEEN, {"name"}, some)
    if of is not None:
        said = {number: said[number] for number in of}
    found: dict[int, list[Claim]] = {number: [] for number in said}
    for at, number in enumerate(rows.entities.tolist()):
        begin, size = int(rows.begins[at]), int(rows.sizes[at])
        value = rows.texts[begin : begin + size].decode("utf-8", "surrogatepass")
        seq, label = StatementSeq(int(rows.seqs[at])), LabelId(int(rows.labels[at]))
        schema, name = rows.named[rows.kinds[at]]
        found[number].append(Claim(seq, label, schema, name, value))
    assert found == {
        number: [c for c in some if c.label in SEEN and c.property == "name"]
        for number, some in said.items()
    }
    assert rows.entities.tolist() == sorted(rows.entities.tolist())


def texts(held: Claims) -> bytes:
    """Everything that is in memory of values."""
    return held.rows(frozenset(), ()).texts.removesuffix(bytes(WIDEST))


def claim(seq: int, value: str) -> Claim:
    return Claim(StatementSeq(seq), LabelId(1), "Person", "name", value)


def test_a_value_that_nobody_claims_any_more_is_in_memory_no_more():
    held = Claims()
    held.put(0, [claim(1, "Mara Lind"), claim(2, "Secret Name")])
    held.put(1, [claim(3, "Ola")])
    held.put(0, [claim(1, "Mara Lind")])
    assert b"Secret" not in texts(held)
    assert texts(held).count(b"Mara Lind") == 1
    held.put(0, [])
    assert b"Mara" not in texts(held)
    held.compact()
    assert texts(held) == b"Ola"


def test_what_is_dead_is_left_out_once_it_is_much(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(columns, "DEAD_LEAST", 3)
    held = Claims()
    held.put(0, [claim(n, "Mara") for n in range(8)])
    held.put(1, [claim(9, "Ola")])
    held.put(1, [claim(9, "Olaf")])
    held.settle()
    assert len(texts(held)) == 8 * 4 + 3 + 4
    held.put(0, [claim(0, "Mara")])
    held.settle()
    assert texts(held) == b"MaraOlaf"
    assert held.of(1) == [claim(9, "Olaf")]


NAMES = {"name": "name", "alias": "name", "flag": "flag"}
MANY = st.lists(CLAIMS | CLAIMS.map(lambda c: c._replace(property="alias", value="A \u25ae")))


@given(MANY, st.frozensets(st.sampled_from(sorted(NAMES))))
def test_what_may_be_compared_of_an_entity_is_what_its_claims_say(
    some: list[Claim], compared: frozenset[str]
):
    held = Claims()
    held.put(0, some)
    schemas, labels, values = held.compared(0, SEEN, {n: NAMES[n] for n in compared})
    expected = profile(EntityId(bytes(16)), held.under(0, SEEN), compared)
    assert (schemas, labels, values) == (expected.schemas, expected.labels, expected.values)


class Seen(dict[Shape, Looks]):
    """How shapes are looked at: what is asked of each is noted, and needed of it at a time."""

    def __init__(self, needed: float) -> None:
        super().__init__()
        self.said = list[tuple[str, str]]()
        name = Look(partial(self.note, "name"), None)
        self.looks = Looks(needed, {"name": name, "flag": Look(partial(self.note, "flag"), 0.5)})

    def note(self, name: str, value: str) -> float:
        self.said.append((name, value))
        return float(len(value))

    def __missing__(self, shape: Shape) -> Looks:
        return self.looks


def promised(
    some: list[Claim], needed: float, names: Mapping[str, str]
) -> tuple[list[tuple[int, bool]], list[tuple[str, str]]]:
    """Give what is promised, and what was looked at: before a shape is known, and after."""
    held, first, second = Claims(), Seen(needed), Seen(needed)
    held.put(0, some)
    found = [*held.promising([0], SEEN, names, first)]
    assert found == [*held.promising([0], SEEN, names, second)]
    assert first.said == second.said
    return found, first.said


NEEDED = st.integers(0, 12).map(float)


@given(MANY, st.frozensets(st.sampled_from(sorted(NAMES))), NEEDED)
def test_of_a_plain_entity_what_may_be_compared_is_looked_at(
    some: list[Claim], compared: frozenset[str], needed: float
):
    found, said = promised(some, needed, {n: NAMES[n] for n in compared})
    shown = [c for c in some if c.label in SEEN]
    values = profile(EntityId(bytes(16)), shown, compared).values
    if not shown:
        assert (found, said) == ([], [])
    elif found != [(0, False)]:
        assert all(len(claims) == 1 for claims in values.values())
        bits = {name: len(claim.value) for name, [claim] in values.items()}
        lacking = needed - bits.get("name", 0) - (0.5 if "flag" in bits else 0)
        assert {name for name, _ in said} == {
            name for name in bits if name == "name" or lacking > ROUNDING
        }
        enough = lacking <= ROUNDING or lacking - bits.get("flag", 0) <= ROUNDING
        assert found == ([(0, True)] if enough else [])


@given(MANY, st.frozensets(st.sampled_from(sorted(NAMES))), NEEDED)
def test_what_is_promised_is_the_same_whatever_lies_under_other_labels(
    some: list[Claim], compared: frozenset[str], needed: float
):
    names = {n: NAMES[n] for n in compared}
    shown = [c for c in some if c.label in SEEN]
    assert promised(some, needed, names) == promised(shown, needed, names)


@pytest.mark.parametrize("value", ["Mara Lind", "Мара Линд"])
@pytest.mark.parametrize("others", [0, 1, 20])
def test_one_of_each_under_one_label_is_looked_at_where_it_lies(value: str, others: int):
    flag = claim(2, "PA")._replace(property="flag")
    withheld = [claim(n, "Ola")._replace(label=LabelId(0)) for n in range(3, 3 + others)]
    some, looked_at = [*withheld, claim(1, value), flag], [("name", value), ("flag", "PA")]
    assert promised(some, 11.0, NAMES) == ([(0, True)], looked_at)
    assert promised(some, 12.0, NAMES) == ([], looked_at)
    assert promised(some, 9.5, NAMES) == ([(0, True)], looked_at[:1])
    twice = [*withheld, claim(1, value), claim(2, value)]
    assert promised(twice, 12.0, NAMES) == ([(0, False)], [])
