"""ClaimStore: what came and what moved, as the index in memory learns it."""

from isthmus.model.statement import State
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, said

DHOW = make.entity("dhow")


def test_what_was_said_comes_in_order_each_with_its_label(store: Store, ground: Ground):
    with acting(store) as unit:
        lark, heron = said(unit, ground, make.Claim("lark"), make.Claim("heron", "name", "Heron"))
    with store.reading() as unit:
        rows = unit.claims.said_after(ground.statement, ["name"], ground.both.labels, 9)
        assert [(r.number, r.entity, r.claim.seq, r.claim.value, r.asserted) for r in rows] == [
            (lark, make.entity("lark"), lark, rows[0].claim.value, True),
            (heron, make.entity("heron"), heron, "Heron", True),
        ]
        assert {r.claim.label for r in rows} <= ground.both.labels
        assert unit.claims.said_after(heron, ["name"], ground.both.labels, 9) == []
        assert len(unit.claims.said_after(0, ["name"], ground.both.labels, 1)) == 1


def test_other_properties_and_labels_are_left_out(store: Store, ground: Ground):
    with store.reading() as unit:
        assert unit.claims.said_after(0, ["flag"], ground.both.labels, 9) == []
        assert unit.claims.said_after(0, ["name"], frozenset(), 9) == []
        assert unit.claims.moved_after(0, ["name"], frozenset(), 9) == []


def test_what_moved_comes_as_it_stands_now(store: Store, ground: Ground):
    with acting(store) as unit:
        before = unit.statements.last_move()
        for state in (State.RETRACTED, State.ASSERTED, State.RECALLED):
            unit.statements.set_state([ground.statement], state, make.NOW, "as the test says")
    with store.reading() as unit:
        rows = unit.claims.moved_after(before, ["name"], ground.both.labels, 9)
        assert [r.entity for r in rows] == [DHOW] * 3
        assert [r.asserted for r in rows] == [False] * 3
        assert rows[-1].number == unit.statements.last_move()
        [said_of] = unit.claims.said_after(ground.statement - 1, ["name"], ground.both.labels, 1)
        assert not said_of.asserted
