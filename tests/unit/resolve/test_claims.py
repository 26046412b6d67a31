"""Claims in columns: what is given is what was put last, and what was taken away is gone."""

from collections.abc import Collection, Mapping
from math import inf

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
from isthmus.resolve.looks import Glance, Look, Looks, Shape

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


FLAG = Look(float, 0.5)
NEEDED = 9.0
LOOKS = Looks(NEEDED, {"name": Look(len, None), "flag": FLAG})


def glanced(
    some: list[Claim], labels: Collection[LabelId], names: Mapping[str, str]
) -> Glance | None:
    """Give what is seen at a glance, when the shape of it is new and when it is known."""
    held, shapes = Claims(), list[Shape]()
    held.put(0, some)

    def looks(shape: Shape) -> Looks:
        shapes.append(shape)
        return LOOKS

    (_, found), (_, again) = held.glances([0, 0], labels, names, looks)
    assert found == again
    assert shapes[: len(shapes) // 2] == shapes[len(shapes) // 2 :]
    return found


@given(MANY, st.frozensets(st.sampled_from(sorted(NAMES))))
def test_a_glance_sees_of_a_plain_entity_what_may_be_compared(
    some: list[Claim], compared: frozenset[str]
):
    names = {n: NAMES[n] for n in compared}
    found = glanced(some, SEEN, names)
    shown = [c for c in some if c.label in SEEN]
    values = profile(EntityId(bytes(16)), shown, compared).values
    if not shown:
        assert found == (inf, ())
    elif found is not None:
        assert all(len(claims) == 1 for claims in values.values())
        assert found[0] == NEEDED - sum(len(claim.value) for claim in values.get("name", []))
        assert [*found[1]] == [(FLAG, claim.value) for claim in values.get("flag", [])]


@given(MANY, st.frozensets(st.sampled_from(sorted(NAMES))))
def test_a_glance_is_the_same_whatever_lies_under_other_labels(
    some: list[Claim], compared: frozenset[str]
):
    names = {n: NAMES[n] for n in compared}
    shown = [c for c in some if c.label in SEEN]
    assert glanced(some, SEEN, names) == glanced(shown, SEEN, names)


@pytest.mark.parametrize("value", ["Mara Lind", "Мара Линд"])
@pytest.mark.parametrize("others", [0, 1, 20])
def test_one_of_each_under_one_label_is_seen_at_a_glance(value: str, others: int):
    flag = claim(2, "PA")._replace(property="flag")
    withheld = [claim(n, "Ola")._replace(label=LabelId(0)) for n in range(3, 3 + others)]
    seen = (NEEDED - len(value), [(FLAG, "PA")])
    assert glanced([*withheld, claim(1, value), flag], SEEN, NAMES) == seen
    assert glanced([*withheld, claim(1, value), claim(2, value)], SEEN, NAMES) is None
