"""Whatever lies in the store, a reader gets exactly what the plain fake would show him."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isthmus.adapters.store import open_sqlite
from isthmus.model.ids import LabelId, StatementSeq
from isthmus.model.judgement import Judgement
from isthmus.model.principal import Reader
from isthmus.model.statement import State
from isthmus.ports import AlertFilter, Store, UnitOfWork
from tests import make
from tests.contract.arrange import acting, opened
from tests.fakes import MemoryStore

BOATS = [f"boat {n}" for n in range(4)]
ENTITIES = [make.entity(boat) for boat in BOATS]
LEVELS = ["OFFICIAL", "RESTRICTED", "SECRET"]
LABELS = [LabelId(n) for n in (1, 2, 3)]
KEYS = ["k0", "k1", "k2", "k3"]
BOX = (-180.0, -90.0, 180.0, 90.0)
DAYS = (make.NOW - 99 * make.HOUR, make.NOW + 99 * make.HOUR)


class Item(NamedTuple):
    """A few numbers from which everything that happens around one statement follows."""

    boat: int
    other: int
    label: LabelId
    second: LabelId
    retracted: bool
    by_person: bool


ITEMS = st.lists(
    st.builds(
        Item,
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(LABELS),
        st.sampled_from(LABELS),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


def fill(store: Store, items: Sequence[Item]) -> None:
    with acting(store) as unit:
        assert [unit.labels.intern(make.label(level)) for level in LEVELS] == LABELS
        delivery = opened(unit)
        said: list[StatementSeq] = []
        for number, item in enumerate(items):
            [record] = unit.records.add(delivery, "b", item.label, [make.sealed(f"row {number}")])
            claim = make.Claim(BOATS[item.boat], "name", f"{number}", target=BOATS[item.other])
            batch = make.batch(claim, label=item.label)
            [seq] = unit.statements.add(batch, [record], State.ASSERTED)
            assert seq is not None
            said.append(seq)
            surround(unit, number, item, seq)
            judge(unit, number, item, (said[number // 2], seq), items[number // 2].label)
        gone = [seq for seq, item in zip(said, items, strict=True) if item.retracted]
        unit.statements.set_state(gone, State.RETRACTED, make.NOW, "vanished")


def surround(unit: UnitOfWork, number: int, item: Item, seq: StatementSeq) -> None:
    """Add a key, a position, a finding with its alert, a link, a tally and a change."""
    boat, at = BOATS[item.boat], make.NOW + number * make.HOUR
    unit.keys.add([(f"k{item.other}", make.entity(boat), seq, item.label)])
    [record] = unit.records.known([make.sealed(f"row {number}").id]).values()
    unit.observations.add(make.positions(make.Fix(boat, at), label=item.label), [record])
    name = f"finding {number}"
    unit.findings.add([make.finding(name, seq, entities=[boat], label=item.label)])
    unit.alerts.add(make.alert(name, about=boat, label=item.label, raised_at=at))
    unit.alerts.fold(make.alert_id(name), [make.finding_id(name)], at)
    link = make.attribution(f"call {item.other}", boat, seq, label=item.label)
    unit.judgements.attribute([link], make.NOW)
    unit.tallies.add([(item.label, "feed", "record", number, 1)])
    unit.changes.add("alert", make.alert_id(name), item.label, at)


def judge(
    unit: UnitOfWork,
    number: int,
    item: Item,
    seqs: tuple[StatementSeq, StatementSeq],
    first: LabelId,
) -> None:
    if item.boat == item.other:
        return
    pair = BOATS[item.boat], BOATS[item.other]
    if item.by_person:
        judged = make.persons_judgement(*pair, label=item.second, turn=number)
    else:
        compared = make.comparison(*seqs, labels=(first, item.label))
        again = make.comparison(seqs[1], seqs[1], labels=(item.label, item.label), bits=3.0)
        judged = make.judgement(*pair, compared, again, label=item.second, turn=number)
    unit.judgements.add([judged])


def looks(unit: UnitOfWork, reader: Reader) -> Mapping[str, Sequence[object]]:
    """Give what every reading shows this reader."""
    alerts = [make.alert_id(f"finding {n}") for n in range(12)]
    return {
        "of": unit.statements.of(ENTITIES, reader),
        "of every state": unit.statements.of(ENTITIES, reader, every_state=True),
        "towards": unit.statements.towards(ENTITIES[:2], reader),
        "by_seq": unit.statements.by_seq([StatementSeq(n) for n in range(13)], reader),
        "holders": [(k, sorted(h)) for k, h in unit.keys.holders(KEYS, reader, 99).items()],
        "starting": unit.keys.starting("k", reader, 99),
        "around": shown(unit.judgements.around(ENTITIES[:2], reader)),
        "history": shown(unit.judgements.history(ENTITIES[:3], reader)),
        "page": shown([judged for _, judged in unit.judgements.page(0, 99, reader)]),
        "observations.of": unit.observations.of(ENTITIES[:2], reader, 99),
        "within": unit.observations.within(BOX, DAYS, reader, 99),
        "findings": unit.findings.about(ENTITIES, reader),
        "find": unit.alerts.find(AlertFilter(), reader),
        "find about": unit.alerts.find(AlertFilter(entities=ENTITIES[:1]), reader),
        "alerts": [unit.alerts.get(alert, reader) for alert in alerts],
        "moves": [list(unit.alerts.history(alert, reader)) for alert in alerts],
        "entities": [list(unit.alerts.entities(alert, reader)) for alert in alerts],
        "counts": list(unit.alerts.counts(reader).items()),
        "totals": [n for n in unit.tallies.totals(reader).items() if n[1]],
        "hours": unit.tallies.hours("record", (0, 99), reader),
        "changes": unit.changes.after(0, reader, 99),
    }


def shown(judgements: Sequence[Judgement]) -> list[object]:
    """Give what is the same for everybody; the rest is the visible part's, as its own test says."""
    return [(j.id, j.left, j.right, j.by_person, j.comparisons) for j in judgements]


def in_no_order(rows: Sequence[object]) -> list[str]:
    return sorted(map(repr, rows))


def labels_in(value: object) -> Iterator[LabelId]:
    if is_dataclass(value):
        for field in fields(value):
            if field.name.endswith("label"):
                yield getattr(value, field.name)
            else:
                yield from labels_in(getattr(value, field.name))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in value:
            yield from labels_in(item)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    open_sqlite(folder).close()
    return folder


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(items=ITEMS, held=st.lists(st.frozensets(st.sampled_from(LABELS)), min_size=1, max_size=4))
def test_every_reading_shows_what_the_fake_shows_and_no_other_label(
    items: list[Item], held: list[frozenset[LabelId]], empty: Path, tmp_path: Path
):
    shutil.rmtree(tmp_path)
    shutil.copytree(empty, tmp_path)
    store, fake = open_sqlite(tmp_path), MemoryStore()
    fill(store, items)
    fill(fake, items)
    with store.reading() as unit, fake.reading() as plain:
        for labels in held:
            reader = make.reader(*labels)
            seen, expected = looks(unit, reader), looks(plain, reader)
            for name, rows in seen.items():
                assert in_no_order(rows) == in_no_order(expected[name]), name
                assert set(labels_in(rows)) <= labels, name
            hinted = make.reader(*labels, withheld=set(LABELS) - labels)
            hidden = unit.statements.withheld(ENTITIES, hinted, make.NOW)
            assert hidden == plain.statements.withheld(ENTITIES, hinted, make.NOW)
            assert {one.label for one in hidden} <= hinted.withheld
    store.close()
