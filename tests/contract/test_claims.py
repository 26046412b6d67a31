"""ClaimStore: what came and what moved, as the index in memory learns it."""

from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.ids import StatementSeq
from isthmus.model.statement import State
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, said

DHOW = make.entity("dhow")
DAY_US = 24 * 60 * 60 * 1_000_000


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


def test_statements_come_in_the_order_of_their_days_between_two(store: Store, ground: Ground):
    first, *later = (microseconds(make.EXPIRY) + day * DAY_US for day in range(3))
    with acting(store) as unit:
        seqs: list[StatementSeq] = []
        for n, day in enumerate((later[1], later[0], later[0])):
            claim = make.Claim(f"boat {n}", "name", f"Heron {n}")
            batch = make.batch(claim, label=ground.low, expires_on=from_microseconds(day))
            [seq] = unit.statements.add(batch, [ground.record], State.ASSERTED)
            assert seq is not None
            seqs.append(seq)
        unit.statements.set_state(seqs[1:2], State.RETRACTED, make.NOW, "vanished")

    def ending(after: tuple[int, int], upto: int, limit: int = 9) -> list[tuple[int, int, bool]]:
        place = after[0], StatementSeq(after[1])
        labels = ground.both.labels
        rows = unit.claims.ending_after(place, upto, ["name"], labels, limit)
        assert unit.claims.ending_after(place, upto, ["flag"], labels, limit) == []
        assert unit.claims.ending_after(place, upto, ["name"], frozenset(), limit) == []
        return [(row.claim.seq, row.expires_on, row.asserted) for row in rows]

    early, late = later
    with store.reading() as unit:
        whole = [
            (ground.statement, first, True),
            (seqs[1], early, False),
            (seqs[2], early, True),
            (seqs[0], late, True),
        ]
        assert ending((0, 0), late) == whole
        assert ending((0, 0), late, 2) == whole[:2]
        assert ending((early, seqs[1]), late) == whole[2:]
        assert ending((first, ground.statement), early) == whole[1:3]
        assert ending((first, ground.statement), early - 1) == []
        days = [unit.claims.next_day(after) for after in (0, first - 1, first, early, late)]
        assert days == [first, first, early, late, None]


def test_what_is_erased_ends_on_no_day(store: Store, ground: Ground):
    with acting(store) as unit:
        assert unit.claims.next_day(0) is not None
        unit.erasure.erase([ground.statement], [], make.NOW, "expired")
    with store.reading() as unit:
        assert unit.claims.next_day(0) is None
        place = 0, StatementSeq(0)
        late = microseconds(make.EXPIRY + make.EXPIRY.resolution)
        assert unit.claims.ending_after(place, late, ["name"], ground.both.labels, 9) == []


def test_each_claim_comes_with_its_day(store: Store, ground: Ground):
    with store.reading() as unit:
        [row] = unit.claims.said_after(0, ["name"], ground.both.labels, 9)
        assert row.expires_on == microseconds(make.EXPIRY)
