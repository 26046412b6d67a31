"""RetentionStore, and the days of deliveries: what is held until when, and what goes on its day."""

from dataclasses import replace
from datetime import datetime, timedelta

from isthmus.model.ids import RecordSeq, StatementSeq, erased_record_id
from isthmus.model.record import VerdictState
from isthmus.model.statement import State
from isthmus.ports import Carrier, Renewal, Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, opened, said

DAY = timedelta(days=1)
SKIFF = make.Claim("skiff", "name", "Night Heron")


def held(unit: UnitOfWork, ground: Ground, key: str, days: float) -> RecordSeq:
    """Add a record that is held for so many days."""
    row = replace(make.sealed(key), expires_on=make.NOW + days * DAY)
    [seq] = unit.records.add(ground.delivery, f"bucket-{key}", ground.low, [row])
    return seq


def days(store: Store, at: float) -> list[tuple[RecordSeq, float, float]]:
    """Give the records that are due: number, day, and day by the newest saying."""
    with store.reading() as unit:
        due = unit.retention.due(make.NOW + at * DAY, None, 99)
    return [(one.seq, _days(one.expires_on), _days(one.until)) for one in due]


def _days(at: datetime) -> float:
    return (at - make.NOW) / DAY


def test_records_come_in_the_order_of_their_days_page_after_page(store: Store, ground: Ground):
    with acting(store) as unit:
        late, early, same = (held(unit, ground, f"row {n}", d) for n, d in ((2, 9), (3, 2), (4, 2)))
    assert days(store, 1) == []
    assert days(store, 2) == [(early, 2, 2), (same, 2, 2)]
    with store.reading() as unit:
        first = unit.retention.due(make.NOW + 9 * DAY, None, 1)
        after = (first[0].expires_on, first[0].seq)
        rest = unit.retention.due(make.NOW + 9 * DAY, after, 9)
    assert [one.seq for one in (*first, *rest)] == [early, same, late]
    assert (first[0].bucket, first[0].wrapped) == ("bucket-row 3", make.sealed("row 3").wrapped)
    assert (first[0].feed, first[0].part, first[0].id) == (
        make.FEED,
        "vessels",
        make.sealed("row 3").id,
    )


def test_a_record_without_a_day_is_never_due(store: Store, ground: Ground):
    assert ground.record
    assert days(store, 99_999) == []


def test_the_newest_delivery_in_which_a_record_stood_tells_its_day(store: Store, ground: Ground):
    with acting(store) as unit:
        one, other = held(unit, ground, "row 2", 2), held(unit, ground, "row 3", 2)
        for name, until in (("a.csv", 5), ("b.csv", 8), ("c.csv", 1)):
            given = replace(make.delivery(name), expires_on=make.NOW + until * DAY)
            unit.deliveries.note_presence(opened(unit, given).seq, [one])
    assert days(store, 2) == [(one, 2, 8), (other, 2, 2)]


def test_a_renewed_record_is_due_later_and_in_another_bucket(store: Store, ground: Ground):
    with acting(store) as unit:
        one = held(unit, ground, "row 2", 2)
        before, after = make.NOW + 2 * DAY, make.NOW + 7 * DAY
        unit.retention.renew([Renewal(one, before, after, "later", b"another key")])
        unit.retention.renew([Renewal(one, before, after + DAY, "never", b"none")])
    assert days(store, 6) == []
    assert days(store, 7) == [(one, 7, 7)]
    with store.reading() as unit:
        [record] = unit.records.get([one], ground.lower)
        assert (record.bucket, record.wrapped) == ("later", b"another key")
        assert record.sealed == make.sealed("row 2").sealed
        assert unit.retention.holds("later")
        assert not unit.retention.holds("bucket-row 2")


def test_what_carries_a_statement_is_told_with_all_that_carry_it(store: Store, ground: Ground):
    with acting(store) as unit:
        one, other = held(unit, ground, "row 2", 2), held(unit, ground, "row 3", 5)
        [seq] = said(unit, ground, SKIFF, records=[one])
        unit.statements.add(make.batch(SKIFF, label=ground.low), [other], State.ASSERTED)
        unit.statements.add(make.batch(SKIFF, label=ground.low), [ground.record], State.ASSERTED)
    with store.reading() as unit:
        assert not unit.retention.carriers([])
        for asked in ([one], [other], [one, other]):
            found = sorted(unit.retention.carriers(asked), key=lambda c: c.record)
            assert found == [
                Carrier(seq, make.SOURCE, make.EXPIRY, one, one, make.NOW + 2 * DAY),
                Carrier(seq, make.SOURCE, make.EXPIRY, one, other, make.NOW + 5 * DAY),
            ]


def test_a_statement_rests_on_another_record_when_its_own_is_erased(store: Store, ground: Ground):
    with acting(store) as unit:
        one, other = held(unit, ground, "row 2", 2), held(unit, ground, "row 3", 5)
        [seq] = said(unit, ground, SKIFF, records=[one])
        unit.statements.add(make.batch(SKIFF, label=ground.low), [other], State.ASSERTED)
        unit.retention.carry([(seq, other, make.EXPIRY + DAY)])
        unit.erasure.erase([], [one], make.NOW, "expired")
    with store.reading() as unit:
        [row] = unit.statements.by_seq([seq], ground.lower)
        assert (row.record, row.expires_on, row.value) == (other, make.EXPIRY + DAY, "Night Heron")
        assert [c.record for c in unit.retention.carriers([other])] == [other]
        assert [s.seq for s in unit.statements.of_record(other, ground.lower)] == [seq]
        assert not unit.retention.carriers([one])


def test_a_day_is_only_ever_put_off(store: Store, ground: Ground):
    with acting(store) as unit:
        [seq] = said(unit, ground, SKIFF)
        unit.retention.extend([(seq, make.EXPIRY + DAY), (seq, make.EXPIRY - DAY)])
    assert day_of(store, ground, seq) == make.EXPIRY + DAY


def day_of(store: Store, ground: Ground, seq: StatementSeq) -> datetime:
    with store.reading() as unit:
        return unit.statements.by_seq([seq], ground.lower)[0].expires_on


def test_of_an_erased_record_nothing_is_left_and_its_bytes_may_come_again(
    store: Store, ground: Ground
):
    sealed = make.sealed("row 2")
    with acting(store) as unit:
        one = held(unit, ground, "row 2", 2)
        unit.deliveries.set_latest(make.FEED, "vessels", {sealed.key: ("v1", one)})
        unit.erasure.erase([], [one], make.NOW, "expired")
    assert days(store, 99) == []
    with acting(store) as unit:
        assert unit.records.known([sealed.id]) == {}
        assert not unit.deliveries.current(make.FEED, "vessels")
        assert not unit.deliveries.latest(make.FEED, "vessels", [sealed.key])
        [left] = unit.records.get([one], ground.lower)
        assert (left.id, left.sealed, left.wrapped) == (erased_record_id(one), b"", b"")
        assert not unit.retention.holds("bucket-row 2")
        again = held(unit, ground, "row 2", 9)
        assert unit.records.known([sealed.id]) == {sealed.id: again}


def test_a_delivery_is_over_on_its_day_until_it_has_ended(store: Store, ground: Ground):
    given = replace(make.delivery("a.csv"), expires_on=make.NOW + 2 * DAY)
    with acting(store) as unit:
        seq = opened(unit, given).seq
        assert not unit.deliveries.over(make.NOW + 1 * DAY, 9)
        assert unit.deliveries.renew(seq, make.NOW + 4 * DAY)
        assert not unit.deliveries.renew(seq, make.NOW + 3 * DAY)
        assert not unit.deliveries.over(make.NOW + 3 * DAY, 9)
    with acting(store) as unit:
        [over] = unit.deliveries.over(make.NOW + 4 * DAY, 9)
        assert (over.seq, over.expires_on) == (seq, make.NOW + 4 * DAY)
        unit.deliveries.end([seq])
        assert not unit.deliveries.over(make.NOW + 99 * DAY, 9)
        assert not unit.deliveries.renew(seq, make.NOW + 99 * DAY)
        assert not unit.deliveries.renew(ground.delivery.seq, make.NOW + 99 * DAY)


def test_quarantine_ends_with_its_delivery_and_no_other(store: Store, ground: Ground):
    with acting(store) as unit:
        other = opened(unit, make.delivery("a.csv")).seq
        verdict = make.verdict(delivery=other)
        kept = unit.verdicts.add(
            make.verdict(delivery=ground.delivery.seq), [(b"k", b"p")], make.NOW
        )
        gone = unit.verdicts.add(verdict, [(b"key", b"piece")] * 2, make.NOW)
        sent = unit.verdicts.add(verdict, [], make.NOW)
        unit.verdicts.set_state(sent, VerdictState.RESUBMITTED)
        unit.deliveries.note_unread(other, [b"key"])
        unit.deliveries.end([other])
    with store.reading() as unit:
        assert unit.verdicts.pieces(kept)
        assert not unit.verdicts.pieces(gone)
        assert not unit.deliveries.unread(other)
        found = {n: (v.came, state) for n, v, state, _ in unit.verdicts.list(None, None, None, 9)}
    assert found[gone] == ("", VerdictState.DISCARDED)
    assert found[sent] == ("", VerdictState.RESUBMITTED)
    assert found[kept] == (verdict.came, VerdictState.OPEN)


def test_search_keys_go_that_the_caller_knows_and_what_is_left_of_them_later(
    store: Store, ground: Ground
):
    skiff = make.entity("skiff")
    with acting(store) as unit:
        one, other = said(unit, ground, SKIFF, SKIFF._replace(value="Grey Heron"))
        rows = [("n:a", skiff, one), ("n:b", skiff, one), ("n:a", skiff, other)]
        unit.keys.add([(*row, ground.low) for row in rows])
        unit.erasure.erase([one], [], make.NOW, "expired", rows[:1])
        left = {key for key, _ in unit.keys.starting("n:", ground.lower, 9)}
        assert left == {"n:a"}, "a key of what is erased is not shown, whether or not it is there"
        unit.statements.set_state([one], State.ASSERTED, make.NOW, "to look at its keys")
        assert unit.keys.holders(["n:a", "n:b"], ground.lower, 9) == {
            "n:a": [(skiff, other)],
            "n:b": [(skiff, one)],
        }
        unit.erasure.erase_keys([one])
        assert unit.keys.holders(["n:a", "n:b"], ground.lower, 9) == {"n:a": [(skiff, other)]}
