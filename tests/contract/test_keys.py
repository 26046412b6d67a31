"""KeyStore: who is like this?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, said

DHOW = make.entity("dhow")


def held(unit: UnitOfWork, ground: Ground, *keys: str) -> None:
    """Let `dhow` hold these keys."""
    unit.keys.add([(key, DHOW, ground.statement, ground.low) for key in keys])


class TestHolders:
    def test_each_key_gives_its_holders_with_their_statements(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [lark] = said(unit, ground, make.Claim("lark"))
            held(unit, ground, "imo:1", "n:sea lark")
            unit.keys.add([("n:sea lark", make.entity("lark"), lark, ground.low)])
        with store.reading() as unit:
            found = unit.keys.holders(["imo:1", "n:sea lark"], ground.lower, 9)
        assert {key: {tuple(pair) for pair in pairs} for key, pairs in found.items()} == {
            "imo:1": {(DHOW, ground.statement)},
            "n:sea lark": {(DHOW, ground.statement), (make.entity("lark"), lark)},
        }

    def test_a_key_that_nobody_holds_is_absent(self, store: Store, ground: Ground):
        with store.reading() as unit:
            assert unit.keys.holders(["imo:404"], ground.both, 9) == {}
            assert unit.keys.holders([], ground.both, 9) == {}

    def test_adding_twice_changes_nothing(self, store: Store, ground: Ground):
        with acting(store) as unit:
            held(unit, ground, "imo:1", "imo:1")
            held(unit, ground, "imo:1")
        with store.reading() as unit:
            assert len(unit.keys.holders(["imo:1"], ground.lower, 9)["imo:1"]) == 1
            assert len(unit.keys.starting("imo:1", ground.lower, 9)) == 1

    def test_a_retracted_holder_is_none_until_it_is_asserted_again(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            held(unit, ground, "imo:1")
            for state, count in [(State.RETRACTED, 0), (State.ASSERTED, 1), (State.RECALLED, 0)]:
                unit.statements.set_state([ground.statement], state, make.NOW, "as the test says")
                assert len(unit.keys.holders(["imo:1"], ground.lower, 9)) == count
                assert len(unit.keys.starting("imo:1", ground.lower, 9)) == count

    def test_who_holds_a_key_by_what_is_past_does_not_hold_it(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [lark] = said(unit, ground, make.Claim("lark"))
            held(unit, ground, "imo:1")
            unit.keys.add([("imo:1", make.entity("lark"), lark, ground.low)])
            later = make.EXPIRY + timedelta(days=1)
            unit.retention.extend([(lark, later)])
        counts = {None: 2, make.EXPIRY - timedelta(microseconds=1): 2, make.EXPIRY: 1, later: 0}
        for at, count in counts.items():
            reader = replace(ground.lower, at=at)
            with store.reading() as unit:
                for cap in (0, 9):
                    found = unit.keys.holders(["imo:1"], reader, cap).get("imo:1", ())
                    assert len(found) == min(count, cap + 1)
                assert len(unit.keys.starting("imo", reader, 9)) == count
                assert len(unit.keys.starting("imo", reader, 1)) == min(count, 1)

    def test_a_hub_gives_one_more_than_the_cap_per_key(self, store: Store, ground: Ground):
        with acting(store) as unit:
            names = [f"boat {n}" for n in range(8)]
            seqs = said(unit, ground, *(make.Claim(name) for name in names))
            rows = [
                ("n:hub", make.entity(name), seq, ground.low)
                for name, seq in zip(names, seqs, strict=True)
            ]
            unit.keys.add(rows)
            held(unit, ground, "imo:1")
        with store.reading() as unit:
            for cap, expected in [(3, 4), (6, 7), (7, 8), (20, 8)]:
                found = unit.keys.holders(["n:hub", "imo:1"], ground.lower, cap)
                assert len(found["n:hub"]) == expected
                assert len(found["imo:1"]) == 1

    def test_the_cap_counts_only_holders_that_the_reader_sees(self, store: Store, ground: Ground):
        with acting(store) as unit:
            names = [f"boat {n}" for n in range(8)]
            hidden = said(unit, ground, *(make.Claim(n) for n in names), label=ground.high)
            rows = [
                ("n:hub", make.entity(name), seq, ground.high)
                for name, seq in zip(names, hidden, strict=True)
            ]
            unit.keys.add(rows)
            held(unit, ground, "n:hub")
        with store.reading() as unit:
            found = unit.keys.holders(["n:hub"], ground.lower, 2)
        assert [tuple(pair) for pair in found["n:hub"]] == [(DHOW, ground.statement)]


class TestStarting:
    # Orders that go wrong by locale, by case and by UTF-16 code units.
    KEYS = (
        "n:",
        "n:A",
        "n:Z",
        "n:_",
        "n:a",
        "n:a b",
        "n:ab",
        "n:b",
        "n:z",
        "n:à",
        "n:ß",
        "n:я",
        "n:海",
        "n:\ud7ff",
        "n:\ue000",
        "n:\uffff",
        "n:\U0001f6a2",
        "n:\U0010ffff",
    )

    def test_keys_come_in_the_order_of_their_bytes(self, store: Store, ground: Ground):
        with acting(store) as unit:
            held(unit, ground, *reversed(self.KEYS), "m:", "o:")
        with store.reading() as unit:
            found = [key for key, _ in unit.keys.starting("n:", ground.lower, 99)]
        assert found == sorted(self.KEYS, key=str.encode)

    @pytest.mark.parametrize(
        ("prefix", "expected"),
        [
            ("n:a", ["n:a", "n:a b", "n:ab"]),
            ("n:A", ["n:A"]),
            ("n:海", ["n:海"]),
            ("n:\ud7ff", ["n:\ud7ff"]),
            ("n:\uffff", ["n:\uffff"]),
            ("n:\U0010ffff", ["n:\U0010ffff"]),
            ("n:_", ["n:_"]),
            ("n:%", []),
            ("n:*", []),
            ("n:[a-z]", []),
            ("N:", []),
        ],
    )
    def test_a_prefix_means_its_very_characters(
        self, store: Store, ground: Ground, prefix: str, expected: list[str]
    ):
        with acting(store) as unit:
            held(unit, ground, *self.KEYS)
        with store.reading() as unit:
            found = [key for key, _ in unit.keys.starting(prefix, ground.lower, 99)]
        assert found == expected

    def test_an_empty_prefix_starts_every_key(self, store: Store, ground: Ground):
        with acting(store) as unit:
            held(unit, ground, "a", "\U0010ffff\U0010ffff")
        with store.reading() as unit:
            assert len(unit.keys.starting("", ground.lower, 9)) == 2

    def test_the_limit_keeps_the_first_ones(self, store: Store, ground: Ground):
        with acting(store) as unit:
            held(unit, ground, "n:c", "n:a", "n:b")
        with store.reading() as unit:
            found = [key for key, _ in unit.keys.starting("n:", ground.lower, 2)]
        assert found == ["n:a", "n:b"]

    def test_two_statements_of_one_entity_are_one_holder(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [other] = said(unit, ground, make.Claim("dhow", "alias", "Sea Lark"))
            held(unit, ground, "n:sea lark")
            unit.keys.add([("n:sea lark", DHOW, other, ground.low)])
        with store.reading() as unit:
            found = unit.keys.starting("n:sea", ground.lower, 9)
        assert [tuple(pair) for pair in found] == [("n:sea lark", DHOW)]


class TestHubs:
    def test_what_was_noted_at_a_purpose_comes_in_order(self, store: Store, ground: Ground):
        low, high = ground.low, ground.high
        with acting(store) as unit:
            unit.keys.add_hubs("one", [("n:b", (low, low)), ("n:a", (low, high))])
            unit.keys.add_hubs("two", [("n:c", (low, low))])
        with store.reading() as unit:
            rows = unit.keys.hubs_after("one", 0, ground.both)
            assert [row[1:] for row in rows] == [("n:b", (low, low)), ("n:a", (low, high))]
            assert list(unit.keys.hubs_after("one", rows[0][0], ground.both)) == [rows[1]]
            assert not unit.keys.hubs_after("one", rows[1][0], ground.both)
            assert [row[1] for row in unit.keys.hubs_after("one", 0, ground.lower)] == ["n:b"]

    def test_what_is_taken_away_goes_at_its_purpose_and_its_number_never_comes_again(
        self, store: Store, ground: Ground
    ):
        labels = (ground.low, ground.low)
        with acting(store) as unit:
            for purpose in ("one", "two"):
                unit.keys.add_hubs(purpose, [("n:a", labels), ("n:b", labels)])
            last = unit.keys.hubs_after("two", 0, ground.lower)[-1][0]
            unit.keys.take_hubs("two", ["n:a", "n:b"])
            unit.keys.take_hubs("one", ["n:a"])
            unit.keys.add_hubs("one", [("n:a", labels)])
        with store.reading() as unit:
            assert [row[1] for row in unit.keys.hubs_after("one", 0, ground.lower)] == [
                "n:b",
                "n:a",
            ]
            assert [row[1] for row in unit.keys.hubs_after("one", last, ground.lower)] == ["n:a"]
            assert not unit.keys.hubs_after("two", 0, ground.lower)
