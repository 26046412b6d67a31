"""Values that stores differ on: texts, times, numbers, bytes, and lists of any length."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest

from isthmus.errors import InputError
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.statement import State
from isthmus.ports import AlertFilter, Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, audit, opened, recorded, said
from tests.make import Claim

SKIFF = make.entity("skiff")
UNSTORABLE = pytest.mark.parametrize("text", ["a\0b", "\0", "a\ud800", "\udfff", "\udc80b"])

Writing = Callable[[UnitOfWork, Ground, str], object]
WRITINGS: Final[Mapping[str, Writing]] = {
    "a label's caveat": lambda u, _, text: u.labels.intern(make.label(handling=[text])),
    "a delivery's name": lambda u, _, text: u.deliveries.open(
        replace(make.delivery("x"), name=text)
    ),
    "a decision's reason": lambda u, _, text: u.deliveries.decide(
        replace(make.held_step(), reason=text)
    ),
    "a verdict's field": lambda u, g, text: u.verdicts.add(
        replace(make.verdict(delivery=g.delivery.seq), field=text), [], make.NOW
    ),
    "a statement's original": lambda u, g, text: u.statements.add(
        make.batch(Claim("skiff", original=text), label=g.low), [g.record], State.ASSERTED
    ),
    "a statement's property": lambda u, g, text: u.statements.add(
        replace(make.batch(Claim("skiff"), label=g.low), properties=[text]),
        [g.record],
        State.ASSERTED,
    ),
    "a state's reason": lambda u, g, text: u.statements.set_state(
        [g.statement], State.RETRACTED, make.NOW, text
    ),
    "a key": lambda u, g, text: u.keys.add([(text, SKIFF, g.statement, g.low)]),
    "a judgement's reason": lambda u, g, text: u.judgements.add(
        [replace(make.persons_judgement(label=g.low), reason=text)]
    ),
    "an attribution's value": lambda u, g, text: u.judgements.attribute(
        [replace(make.attribution(label=g.low), value=text)], make.NOW
    ),
    "a position's source": lambda u, g, text: u.observations.add(
        replace(make.positions(label=g.low), source=text), [g.record]
    ),
    "a move's reason": lambda u, _, text: u.alerts.move(make.move(reason=text)),
    "a stage": lambda u, _, text: u.queue.put(text, [SKIFF]),
    "a tally's kind": lambda u, g, text: u.tallies.add([(g.low, "a", text, 1, 1)]),
    "a change's kind": lambda u, g, text: u.changes.add(text, b"", g.low, make.NOW),
    "an account's name": lambda u, _, text: u.accounts.put(
        make.account(replace(make.principal("ivo"), display_name=text))
    ),
    "an entry's object": lambda u, _, text: u.audit.add(b"entry", bytes(16), [text], make.NOW),
    "a fact": lambda u, _, text: u.meta.put("fact", text),
}


class TestTextsThatNotEveryStoreHolds:
    @pytest.mark.parametrize("text", ["a\0b", "a\ud800"])
    @pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS)
    def test_they_are_refused_and_the_unit_goes_on(
        self, store: Store, ground: Ground, write: Writing, text: str
    ):
        with store.writing() as unit:
            unit.meta.put("before", "kept")
            with pytest.raises(InputError):
                write(unit, ground, text)
            unit.meta.put("after", "kept")
            audit(unit)
            unit.commit()
        with store.reading() as unit:
            assert (unit.meta.get("before"), unit.meta.get("after")) == ("kept", "kept")

    @UNSTORABLE
    def test_a_batch_with_one_leaves_nothing_of_itself(
        self, store: Store, ground: Ground, text: str
    ):
        batch = make.batch(
            Claim("skiff", "name", "good"), Claim("skiff", "flag", "xx"), label=ground.low
        )
        with acting(store) as unit:
            with pytest.raises(InputError):
                unit.statements.add(
                    replace(batch, values=["good", text]), [ground.record], State.ASSERTED
                )
            assert not unit.statements.of([SKIFF], ground.both, every_state=True)
        with store.reading() as unit:
            assert not unit.statements.of([SKIFF], ground.both, every_state=True)
            held = unit.statements.of_record(ground.record, ground.both)
            assert [s.seq for s in held] == [ground.statement]

    def test_the_error_says_nothing_of_the_text_beyond_its_place(
        self, store: Store, ground: Ground
    ):
        batch = replace(make.batch(label=ground.low), values=["secret name\0"])
        with store.writing() as unit, pytest.raises(InputError) as refused:
            unit.statements.add(batch, [ground.record], State.ASSERTED)
        assert "secret name" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " both ends ",
        "e\u0301",
        "\u00e9",
        "ﷺ",
        "\u202eright to left",
        "🚢\U0010ffff",
        "'; DROP TABLE statement; --",
        ":value %s ? {}",
        "line\r\nline\x1f\x7f",
        "x" * 100_000,
    ],
    ids=ascii,
)
def test_any_other_text_comes_back_character_for_character(store: Store, ground: Ground, text: str):
    with acting(store) as unit:
        said(unit, ground, Claim("skiff", "name", text, original=text))
        unit.meta.put("fact", text)
    with store.reading() as unit:
        [row] = unit.statements.of([SKIFF], ground.lower)
        assert (row.value, row.original, unit.meta.get("fact")) == (text, text, text)


TIMES = [
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2031, 5, 4, 12, 0, 0, 1, UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    datetime(2031, 5, 4, 12, 0, 0, 123457, timezone(timedelta(hours=5, minutes=45))),
]


@pytest.mark.parametrize("at", TIMES, ids=str)
class TestTimes:
    def test_those_of_a_statement_are_exact_and_utc(
        self, store: Store, ground: Ground, at: datetime
    ):
        claim = Claim("skiff", observed_at=at)
        batch = make.batch(claim, label=ground.low, recorded_at=at, expires_on=at)
        with acting(store) as unit:
            unit.statements.add(batch, [ground.record], State.ASSERTED)
        with store.reading() as unit:
            [row] = unit.statements.of([SKIFF], ground.lower)
        for time in (row.observed_at, row.recorded_at, row.expires_on):
            assert time == at
            assert time.utcoffset() == timedelta(0)

    def test_those_of_all_else_are_exact_and_utc(self, store: Store, ground: Ground, at: datetime):
        with acting(store) as unit:
            opened(unit, make.delivery("x", part="times", as_of=at, received_at=at))
            unit.observations.add(
                make.positions(make.Fix("skiff", at), label=ground.low), [ground.record]
            )
            unit.alerts.add(make.alert("x", label=ground.low, raised_at=at))
            unit.alerts.move(make.move(alert="x", at=at))
            unit.changes.add("alert", b"", ground.low, at)
            unit.accounts.open_session(make.session(expires_at=at))
        with store.reading() as unit:
            alert = unit.alerts.get(make.alert_id("x"), ground.lower)
            session = unit.accounts.session(make.session().token_hash)
            assert alert is not None
            assert session is not None
            found = [
                unit.deliveries.of_part(make.FEED, "times")[0].as_of,
                unit.deliveries.of_part(make.FEED, "times")[0].received_at,
                unit.observations.of([SKIFF], ground.lower, 1)[0].at,
                alert.raised_at,
                alert.changed_at,
                unit.changes.after(0, ground.lower, 9)[-1].at,
                session.expires_at,
            ]
        assert found == [at] * len(found)
        assert {time.utcoffset() for time in found} == {timedelta(0)}


def test_bytes_come_back_byte_for_byte(store: Store, ground: Ground):
    every = bytes(range(256)) * 4096
    sealed = replace(make.sealed("row 2"), sealed=every, wrapped=every[:256], size=len(every))
    with acting(store) as unit:
        [seq] = unit.records.add(ground.delivery, "bucket", ground.low, [sealed])
        unit.changes.add("alert", every[:256], ground.low, make.NOW)
        unit.queue.put("resolve", [EntityId(bytes(16)), EntityId(b"\xff" * 16)])
    with store.reading() as unit:
        [stored] = unit.records.get([seq], ground.lower)
        assert (stored.sealed, stored.wrapped) == (every, every[:256])
        assert unit.changes.after(0, ground.lower, 1)[0].subject == every[:256]
        assert {e for _, e in unit.queue.peek("resolve", 9)} == {bytes(16), b"\xff" * 16}


def test_whole_numbers_fill_63_bits(store: Store, ground: Ground):
    largest = 2**63 - 1
    sealed = replace(make.sealed("row 2"), size=largest, number=2**31)
    with acting(store) as unit:
        [seq] = unit.records.add(ground.delivery, "bucket", ground.low, [sealed])
        cells = make.positions(make.Fix("skiff"), label=ground.low, cell=largest)
        assert unit.observations.add(cells, [ground.record]) == 1
    with store.reading() as unit:
        [stored] = unit.records.get([seq], ground.lower)
        assert (stored.size, stored.number) == (largest, 2**31)


@pytest.mark.parametrize("bits", [0.1, -1e-300, 1.7976931348623157e308, 5e-324, 0.0])
def test_weights_come_back_bit_for_bit(store: Store, ground: Ground, bits: float):
    with acting(store) as unit:
        [lark] = said(unit, ground, Claim("lark"))
        weighed = make.comparison(
            ground.statement, lark, labels=(ground.low, ground.low), bits=bits
        )
        unit.judgements.add([make.judgement("dhow", "lark", weighed, label=ground.low)])
    with store.reading() as unit:
        [judged] = unit.judgements.parts([make.entity("dhow")], ground.lower)
    assert judged.comparisons[0].bits.hex() == bits.hex()


class TestListsOfAnyLength:
    """A list longer than a driver can bind is asked for like any other."""

    MANY = 70_000

    def test_ids_of_things_that_are_not_there_change_no_answer(self, store: Store, ground: Ground):
        entities = [make.entity("dhow"), *(EntityId(n.to_bytes(16)) for n in range(self.MANY))]
        seqs = [ground.statement, *map(StatementSeq, range(10**9, 10**9 + self.MANY))]
        records = [ground.record, *map(RecordSeq, range(10**9, 10**9 + self.MANY))]
        reader = ground.lower
        with store.reading() as unit:
            assert len(unit.statements.of(entities, reader)) == 1
            assert len(unit.statements.by_seq(seqs, reader)) == 1
            assert len(unit.statements.unsupported(records, reader)) == 1
            assert not unit.statements.towards(entities, reader)
            assert len(unit.records.get(records, reader)) == 1
            assert not unit.judgements.around(entities, reader)
            assert not unit.judgements.history(entities, reader)
            assert not unit.judgements.attributions(reader, events=entities, holders=entities)
            # A store may look for each entity's latest on its own, which takes its time.
            assert not unit.observations.of(entities[:1_000], reader, 9)
            assert len(unit.findings.about(entities, reader)) == 1
            assert len(unit.alerts.find(AlertFilter(entities=entities), reader)) == 1
            known = unit.records.known(
                [make.sealed().id, *(make.sealed(f"{n}").id for n in range(self.MANY))]
            )
            assert known == {make.sealed().id: ground.record}
            keys = [f"n:{n}" for n in range(self.MANY)]
            assert unit.keys.holders(keys, reader, 3) == {}

    def test_many_rows_go_in_at_once(self, store: Store, ground: Ground):
        count = 5_000
        names = [f"boat {n}" for n in range(count)]
        with acting(store) as unit:
            records = recorded(unit, ground, *names)
            claims = [Claim(name, record=n) for n, name in enumerate(names)]
            seqs = said(unit, ground, *claims, records=records)
            keys = {make.sealed(name).key: r for name, r in zip(names, records, strict=True)}
            unit.deliveries.note_presence(ground.delivery.seq, records)
            unit.deliveries.set_current(make.FEED, "vessels", keys, [])
            entities = [make.entity(name) for name in names]
            rows = zip(["n:hub"] * count, entities, seqs, [ground.low] * count, strict=True)
            unit.keys.add(list(rows))
            unit.queue.put("resolve", entities)
            unit.statements.set_state(seqs[1:], State.RETRACTED, make.NOW, "vanished")
        with store.reading() as unit:
            assert unit.deliveries.current(make.FEED, "vessels") == keys
            assert unit.deliveries.presence(ground.delivery.seq) == keys
            assert len(unit.statements.of(entities, ground.lower)) == 1
            assert len(unit.statements.of(entities, ground.lower, every_state=True)) == count
            assert len(unit.statements.unasserted(records, ground.lower)) == count - 1
            assert unit.queue.depth("resolve") == count
            found = unit.keys.holders(["n:hub"], ground.lower, 9)
            assert [tuple(pair) for pair in found["n:hub"]] == [(entities[0], seqs[0])]
