"""StatementStore: claims, their support and their life."""

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.model.ids import RecordSeq
from isthmus.model.principal import Reader
from isthmus.model.statement import State, Withheld
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, recorded, said
from tests.make import Claim

SKIFF, LARK = make.entity("skiff"), make.entity("lark")
NAME = Claim("skiff", "name", "Night Heron")
FLAG = Claim("skiff", "flag", "xx")
OWNER = Claim("skiff", "owner", "lark", target="lark")
NOT_ASSERTED = [state for state in State if state is not State.ASSERTED]


class TestAdding:
    def test_a_statement_comes_back_as_it_was_put(self, store: Store, ground: Ground):
        claim = Claim(
            about="skiff",
            property="name",
            value="Νυκτοκόραξ",
            schema="Vessel",
            lang="el",
            original="ΝΥΚΤΟΚΟΡΑΞ ",
            target="lark",
            observed_at=make.NOW - make.HOUR,
        )
        with acting(store) as unit:
            [seq] = said(unit, ground, claim)
        expected = make.statement(claim, seq=seq, label=ground.low, record=ground.record)
        with store.reading() as unit:
            assert list(unit.statements.of([SKIFF], ground.lower)) == [expected]

    def test_what_is_absent_stays_absent(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME._replace(value="", original=""))
        with store.reading() as unit:
            [row] = unit.statements.of([SKIFF], ground.lower)
        assert (row.value, row.original) == ("", "")
        assert (row.lang, row.target, row.observed_at) == (None, None, None)

    def test_numbers_stand_at_the_positions_of_new_claims(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [known] = said(unit, ground, FLAG)
            batch = make.batch(NAME, FLAG, OWNER, label=ground.low)
            name, flag, owner = unit.statements.add(batch, [ground.record], State.ASSERTED)
        assert flag is None
        with store.reading() as unit:
            rows = {s.property: s.seq for s in unit.statements.of([SKIFF], ground.lower)}
        assert rows == {"name": name, "flag": known, "owner": owner}

    def test_a_claim_that_comes_twice_in_one_batch_is_new_once(self, store: Store, ground: Ground):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2", "row 3")
            batch = make.batch(NAME, NAME._replace(record=1), label=ground.low)
            first, second = unit.statements.add(batch, records, State.ASSERTED)
        assert first is not None
        assert second is None
        with store.reading() as unit:
            for record in records:
                assert [s.seq for s in unit.statements.of_record(record, ground.lower)] == [first]

    def test_an_empty_batch_adds_nothing(self, store: Store, ground: Ground):
        batch = replace(make.batch(label=ground.low), ids=[], entities=[], schemas=[])
        batch = replace(batch, properties=[], values=[], langs=[], originals=[], targets=[])
        batch = replace(batch, records=[], observed_at=[])
        with acting(store) as unit:
            assert list(unit.statements.add(batch, [], State.ASSERTED)) == []

    def test_positions_name_their_records(self, store: Store, ground: Ground):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2", "row 3")
            seqs = said(
                unit, ground, NAME._replace(record=1), FLAG, OWNER._replace(record=1),
                records=records,
            )  # fmt: skip
        with store.reading() as unit:
            of = {s.seq: s.record for s in unit.statements.by_seq(seqs, ground.lower)}
        assert of == dict(zip(seqs, [records[1], records[0], records[1]], strict=True))

    def test_a_known_claim_keeps_its_papers_and_gains_support(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [seq] = said(unit, ground, NAME)
            [record] = recorded(unit, ground, "row 2")
            later = make.batch(
                NAME, label=ground.high, grade="A1", recorded_at=make.NOW + make.HOUR
            )
            assert list(unit.statements.add(later, [record], State.ASSERTED)) == [None]
        expected = make.statement(NAME, seq=seq, label=ground.low, record=ground.record)
        with store.reading() as unit:
            assert list(unit.statements.of([SKIFF], ground.both)) == [expected]
            assert list(unit.statements.of_record(record, ground.both)) == [expected]

    def test_history_enters_in_its_own_state(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME, state=State.RETRACTED)
        with store.reading() as unit:
            assert not unit.statements.of([SKIFF], ground.lower)
            [row] = unit.statements.of([SKIFF], ground.lower, every_state=True)
            assert row.state is State.RETRACTED

    def test_history_leaves_a_known_claim_in_its_state(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME)
            batch = make.batch(NAME, FLAG, label=ground.low)
            unit.statements.add(batch, [ground.record], State.RETRACTED)
        with store.reading() as unit:
            assert [s.property for s in unit.statements.of([SKIFF], ground.lower)] == ["name"]


class TestLife:
    @pytest.mark.parametrize("state", NOT_ASSERTED)
    def test_what_is_no_longer_asserted_shows_only_in_every_state(
        self, store: Store, ground: Ground, state: State
    ):
        with acting(store) as unit:
            [seq] = said(unit, ground, OWNER)
            unit.statements.set_state([seq], state, make.NOW, "as the test says")
        with store.reading() as unit:
            assert not unit.statements.of([SKIFF], ground.lower)
            assert not unit.statements.towards([LARK], ground.lower)
            [row] = unit.statements.of([SKIFF], ground.lower, every_state=True)
            assert row.state is state

    def test_the_latest_row_of_life_counts_and_none_is_lost(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [seq] = said(unit, ground, NAME)
            for state in (State.RETRACTED, State.ASSERTED, State.RETRACTED, State.ASSERTED):
                unit.statements.set_state([seq], state, make.NOW, "to and fro")
        with store.reading() as unit:
            [row] = unit.statements.of([SKIFF], ground.lower)
            assert (row.seq, row.state) == (seq, State.ASSERTED)

    def test_an_earlier_time_does_not_make_a_row_of_life_older(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [seq] = said(unit, ground, NAME)
            unit.statements.set_state([seq], State.RETRACTED, make.NOW, "vanished")
            unit.statements.set_state(
                [seq], State.ASSERTED, make.NOW - make.HOUR, "clock went back"
            )
        with store.reading() as unit:
            assert [s.seq for s in unit.statements.of([SKIFF], ground.lower)] == [seq]

    def test_only_the_named_ones_change(self, store: Store, ground: Ground):
        with acting(store) as unit:
            name, _, owner = said(unit, ground, NAME, FLAG, OWNER)
            unit.statements.set_state([name, owner], State.RETRACTED, make.NOW, "vanished")
        with store.reading() as unit:
            assert [s.property for s in unit.statements.of([SKIFF], ground.lower)] == ["flag"]


class TestAsking:
    def test_one_asks_for_some_properties_or_for_all(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME, FLAG, OWNER)
        with store.reading() as unit:

            def found(*names: str) -> set[str]:
                rows = unit.statements.of([SKIFF], ground.lower, properties=names)
                return {s.property for s in rows}

            assert found("name", "owner", "colour") == {"name", "owner"}
            assert found() == set()
            assert len(unit.statements.of([SKIFF], ground.lower)) == 3

    def test_properties_and_states_go_together(self, store: Store, ground: Ground):
        with acting(store) as unit:
            name, flag = said(unit, ground, NAME, FLAG)
            unit.statements.set_state([name, flag], State.RETRACTED, make.NOW, "vanished")
        with store.reading() as unit:
            rows = unit.statements.of([SKIFF], ground.lower, properties=["name"], every_state=True)
            assert [s.seq for s in rows] == [name]

    def test_an_entity_asked_for_twice_gives_its_rows_once(self, store: Store, ground: Ground):
        with acting(store) as unit:
            [seq] = said(unit, ground, OWNER)
        with store.reading() as unit:
            assert len(unit.statements.of([SKIFF, SKIFF], ground.lower)) == 1
            assert len(unit.statements.towards([LARK, LARK], ground.lower)) == 1
            assert len(unit.statements.by_seq([seq, seq], ground.lower)) == 1

    def test_entities_do_not_mix(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME, NAME._replace(about="lark"))
        with store.reading() as unit:
            assert {s.entity for s in unit.statements.of([LARK], ground.lower)} == {LARK}
            both = unit.statements.of([LARK, SKIFF], ground.lower)
            assert {s.entity for s in both} == {LARK, SKIFF}
            assert not unit.statements.of([], ground.lower)

    def test_who_names_an_entity_is_found_from_there(self, store: Store, ground: Ground):
        with acting(store) as unit:
            _, owner = said(unit, ground, NAME, OWNER)
        with store.reading() as unit:
            assert [s.seq for s in unit.statements.towards([LARK], ground.lower)] == [owner]
            assert not unit.statements.towards([SKIFF], ground.lower)

    @pytest.mark.parametrize("state", State)
    def test_number_id_and_record_find_it_in_any_state(
        self, store: Store, ground: Ground, state: State
    ):
        with acting(store) as unit:
            [record] = recorded(unit, ground, "row 2")
            [seq] = said(unit, ground, NAME, records=[record], state=state)
        with store.reading() as unit:
            [row] = unit.statements.by_seq([seq], ground.lower)
            assert row.state is state
            assert unit.statements.by_id(make.statement_id(NAME), ground.lower) == row
            assert list(unit.statements.of_record(record, ground.lower)) == [row]

    def test_what_is_unknown_gives_nothing(self, store: Store, ground: Ground):
        with store.reading() as unit:
            assert unit.statements.by_id(make.statement_id(NAME), ground.both) is None
            assert not unit.statements.of([SKIFF], ground.both)
            assert not unit.statements.of_record(RecordSeq(404), ground.both)


class TestSupport:
    """A record speaks while it is current; a statement stands while one of its records speaks."""

    def test_what_lost_its_only_speaking_record_is_unsupported(self, store: Store, ground: Ground):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2")
            [seq] = said(unit, ground, NAME, records=records)
            speak(unit, {"row 2": records[0]})
            assert not unit.statements.unsupported(records, ground.lower)
            hush(unit, "row 2")
            assert list(unit.statements.unsupported(records, ground.lower)) == [seq]

    def test_what_another_speaking_record_supports_stands(self, store: Store, ground: Ground):
        with acting(store) as unit:
            first, second = recorded(unit, ground, "row 2", "row 3")
            [seq] = said(unit, ground, NAME, records=[first])
            unit.statements.add(make.batch(NAME, label=ground.low), [second], State.ASSERTED)
            speak(unit, {"row 2": first, "row 3": second})
            hush(unit, "row 2")
            assert not unit.statements.unsupported([first], ground.lower)
            hush(unit, "row 3")
            assert list(unit.statements.unsupported([first], ground.lower)) == [seq]
            assert list(unit.statements.unsupported([first, second], ground.lower)) == [seq]

    def test_support_counts_from_any_part_of_any_feed(self, store: Store, ground: Ground):
        with acting(store) as unit:
            first, second = recorded(unit, ground, "row 2", "row 3")
            [seq] = said(unit, ground, NAME, records=[first])
            unit.statements.add(make.batch(NAME, label=ground.low), [second], State.ASSERTED)
            unit.deliveries.set_current("other-feed", "owners", {b"key": second}, [])
            assert not unit.statements.unsupported([first], ground.lower)
            unit.deliveries.set_current("other-feed", "owners", {}, [b"key"])
            assert list(unit.statements.unsupported([first], ground.lower)) == [seq]

    def test_a_new_version_that_says_the_same_supports_it(self, store: Store, ground: Ground):
        with acting(store) as unit:
            old = recorded(unit, ground, "row 2", content="v1")
            name, flag = said(unit, ground, NAME, FLAG, records=old)
            speak(unit, {"row 2": old[0]})
            new = recorded(unit, ground, "row 2", content="v2")
            unit.statements.add(make.batch(NAME, label=ground.low), new, State.ASSERTED)
            speak(unit, {"row 2": new[0]})
            assert list(unit.statements.unsupported(old, ground.lower)) == [flag]
            assert name != flag

    def test_what_is_not_asserted_is_not_unsupported(self, store: Store, ground: Ground):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2")
            [seq] = said(unit, ground, NAME, records=records)
            for state in NOT_ASSERTED:
                unit.statements.set_state([seq], state, make.NOW, "as the test says")
                assert not unit.statements.unsupported(records, ground.lower)

    def test_a_speaking_record_finds_what_of_its_claims_was_retracted(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2")
            name, _ = said(unit, ground, NAME, FLAG, records=records)
            assert not unit.statements.unasserted(records, ground.lower)
            unit.statements.set_state([name], State.RETRACTED, make.NOW, "vanished")
            assert list(unit.statements.unasserted(records, ground.lower)) == [name]
            unit.statements.set_state([name], State.ASSERTED, make.NOW, "came back")
            assert not unit.statements.unasserted(records, ground.lower)

    def test_a_later_supporter_finds_it_too_and_several_find_it_once(
        self, store: Store, ground: Ground
    ):
        with acting(store) as unit:
            first, second = recorded(unit, ground, "row 2", "row 3")
            [seq] = said(unit, ground, NAME, records=[first])
            unit.statements.set_state([seq], State.RETRACTED, make.NOW, "vanished")
            unit.statements.add(make.batch(NAME, label=ground.low), [second], State.ASSERTED)
            assert list(unit.statements.unasserted([second], ground.lower)) == [seq]
            assert list(unit.statements.unasserted([first, second], ground.lower)) == [seq]

    @pytest.mark.parametrize(
        "state", [State.CORRECTED, State.RECALLED, State.EXPIRED, State.ERASED]
    )
    def test_only_what_was_retracted_may_be_asserted_again(
        self, store: Store, ground: Ground, state: State
    ):
        with acting(store) as unit:
            records = recorded(unit, ground, "row 2")
            said(unit, ground, NAME, records=records, state=state)
            assert not unit.statements.unasserted(records, ground.lower)


class TestWithheld:
    """What a reader may know to exist of an entity that he sees, and nothing more of it."""

    @pytest.fixture
    def hinted(self, ground: Ground) -> Reader:
        """The reader of `low` who may know of what stands under `high`."""
        return make.reader(ground.low, withheld=[ground.high])

    def test_of_a_seen_entity_it_gives_the_property_and_the_label(
        self, store: Store, ground: Ground, hinted: Reader
    ):
        with acting(store) as unit:
            said(unit, ground, NAME)
            said(unit, ground, FLAG, OWNER, label=ground.high)
        expected = {Withheld("flag", ground.high), Withheld("owner", ground.high)}
        with store.reading() as unit:
            assert unit.statements.withheld([SKIFF], hinted, make.NOW) == expected
            assert unit.statements.withheld([SKIFF, SKIFF], hinted, make.NOW) == expected

    def test_of_several_alike_there_is_one(self, store: Store, ground: Ground, hinted: Reader):
        with acting(store) as unit:
            said(unit, ground, NAME, NAME._replace(about="lark"))
            others = [FLAG, FLAG._replace(value="yy"), FLAG._replace(about="lark")]
            said(unit, ground, *others, label=ground.high)
        with store.reading() as unit:
            found = unit.statements.withheld([SKIFF, LARK], hinted, make.NOW)
            assert found == {Withheld("flag", ground.high)}

    def test_what_the_reader_sees_is_not_withheld(
        self, store: Store, ground: Ground, hinted: Reader
    ):
        with acting(store) as unit:
            said(unit, ground, NAME, FLAG)
        with store.reading() as unit:
            assert unit.statements.withheld([SKIFF], hinted, make.NOW) == frozenset()

    def test_who_discovers_nothing_gets_nothing(self, store: Store, ground: Ground):
        with acting(store) as unit:
            said(unit, ground, NAME)
            said(unit, ground, FLAG, label=ground.high)
        with store.reading() as unit:
            for reader in (ground.lower, ground.higher, ground.both, make.reader()):
                assert unit.statements.withheld([SKIFF], reader, make.NOW) == frozenset()

    def test_a_third_label_stays_closed(self, store: Store, ground: Ground, hinted: Reader):
        with acting(store) as unit:
            other = unit.labels.intern(make.label("TOP SECRET"))
            said(unit, ground, NAME)
            said(unit, ground, FLAG, label=other)
        with store.reading() as unit:
            assert unit.statements.withheld([SKIFF], hinted, make.NOW) == frozenset()

    def test_an_entity_of_which_nothing_is_seen_gives_nothing(
        self, store: Store, ground: Ground, hinted: Reader
    ):
        with acting(store) as unit:
            said(unit, ground, NAME, label=ground.high)
            said(unit, ground, NAME._replace(about="lark"))
        with store.reading() as unit:
            for asked in ([], [SKIFF], [SKIFF, LARK]):
                assert unit.statements.withheld(asked, hinted, make.NOW) == frozenset()

    @pytest.mark.parametrize("state", NOT_ASSERTED)
    def test_only_what_is_asserted_counts_of_what_is_withheld(
        self, store: Store, ground: Ground, hinted: Reader, state: State
    ):
        with acting(store) as unit:
            said(unit, ground, NAME)
            [flag] = said(unit, ground, FLAG, label=ground.high)
            unit.statements.set_state([flag], state, make.NOW, "as the test says")
        with store.reading() as unit:
            assert unit.statements.withheld([SKIFF], hinted, make.NOW) == frozenset()

    @pytest.mark.parametrize("state", NOT_ASSERTED)
    def test_only_what_is_asserted_makes_an_entity_seen(
        self, store: Store, ground: Ground, hinted: Reader, state: State
    ):
        with acting(store) as unit:
            [name] = said(unit, ground, NAME)
            said(unit, ground, FLAG, label=ground.high)
            unit.statements.set_state([name], state, make.NOW, "as the test says")
        with store.reading() as unit:
            assert unit.statements.withheld([SKIFF], hinted, make.NOW) == frozenset()

    def test_on_the_day_its_retention_ends_it_is_gone(
        self, store: Store, ground: Ground, hinted: Reader
    ):
        with acting(store) as unit:
            said(unit, ground, NAME)
            said(unit, ground, FLAG, label=ground.high)
            [row] = unit.statements.of([SKIFF], ground.higher)
        with store.reading() as unit:
            before = row.expires_on - timedelta(microseconds=1)
            assert unit.statements.withheld([SKIFF], hinted, before)
            assert not unit.statements.withheld([SKIFF], hinted, row.expires_on)

    def test_what_is_read_after_it_stands_under_the_readers_labels_again(
        self, store: Store, ground: Ground, hinted: Reader
    ):
        with acting(store) as unit:
            said(unit, ground, NAME)
            said(unit, ground, FLAG, label=ground.high)
        with store.reading() as unit:
            before = unit.statements.of([SKIFF], hinted)
            assert unit.statements.withheld([SKIFF], hinted, make.NOW)
            assert list(unit.statements.of([SKIFF], hinted)) == list(before)


def speak(unit: UnitOfWork, now: dict[str, RecordSeq]) -> None:
    keys = {make.sealed(key).key: record for key, record in now.items()}
    unit.deliveries.set_current(make.FEED, "vessels", keys, [])


def hush(unit: UnitOfWork, *keys: str) -> None:
    gone = [make.sealed(key).key for key in keys]
    unit.deliveries.set_current(make.FEED, "vessels", {}, gone)
