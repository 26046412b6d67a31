from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.errors import PapersMissing
from isthmus.ingest.admission import Papers, admitted
from isthmus.ingest.mapping import Claim, Mapped
from isthmus.ingest.markings import Marked
from isthmus.ingest.positions import Position
from isthmus.model.canonical import microseconds
from isthmus.model.feed import Feed
from isthmus.model.ids import LabelId, shown_id
from isthmus.model.label import ALL, NOBODY, Label
from tests import make

FEED = make.feed()
RECORDS = (
    Mapped("7", make.NOW, [Claim("dhow", "Vessel", "name", "Sea Lark", "en", "SEA LARK")]),
    Mapped(
        "8",
        None,
        [
            Claim("dhow", "Vessel", "name", "Sea Wren", None, None),
            Claim("call", "Sighting", "vessel", "dhow", None, None, target="dhow"),
        ],
        [Position("dhow", make.NOW, 12.5, 43.25, 7.5, None)],
    ),
)


def papers(feed: Feed = FEED) -> Papers:
    return Papers(feed, LabelId(3), make.NOW)


def test_every_statement_gets_the_papers_of_its_feed():
    found = admitted(RECORDS, papers(), make.IDS)
    batch = found.statements
    assert (batch.source, batch.label, batch.grade) == (make.SOURCE, 3, "B2")
    assert batch.recorded_at == microseconds(make.NOW)
    assert batch.expires_on == microseconds(make.NOW + timedelta(days=FEED.retention_days))
    assert found.observations.expires_on == batch.expires_on
    assert (len(batch), batch.records) == (3, [0, 1, 1])
    assert batch.observed_at == [microseconds(make.NOW), None, None]
    assert found.entities == (make.entity("dhow"), make.entity("call"))


def test_a_link_is_known_by_the_entity_that_it_names():
    batch = admitted(RECORDS, papers(), make.IDS).statements
    assert batch.targets == [None, None, make.entity("dhow")]
    assert batch.values[2] == shown_id("e", make.entity("dhow"))


def test_an_id_holds_no_time_no_label_no_grade_and_no_record():
    ids = admitted(RECORDS, papers(), make.IDS).statements.ids
    other = replace(FEED, grade=make.grade("E5"), retention_days=1)
    later = Papers(other, LabelId(9), make.NOW + make.HOUR)
    again = admitted([RECORDS[1], RECORDS[0]], later, make.IDS).statements.ids
    assert sorted(again) == sorted(ids)


def test_a_position_gets_its_cell():
    found = admitted(RECORDS, papers(), make.IDS).observations
    assert (found.entities, found.records) == ([make.entity("dhow")], [1])
    assert found.cells[0] >> 52 & 15 == 7
    assert (found.speeds_kn, found.courses_deg) == ([7.5], [None])


RED = Label(handling=frozenset({"RED"}), releasable_to=ALL, purposes=ALL, discoverable_to=ALL)


def test_without_markings_a_batch_is_under_one_label():
    found = admitted(RECORDS, papers(), make.IDS)
    assert (found.marked, found.contents) == ({}, {})
    silent = [replace(record, marked=Marked()) for record in RECORDS]
    assert admitted(silent, papers(), make.IDS) == found


def test_what_markings_put_under_another_label_is_a_lot_of_its_own():
    dhow = replace(RECORDS[0], marked=Marked(whole=RED, content=RED))
    call = replace(RECORDS[1], marked=Marked(content=RED, claims={1: RED}, positions={0: RED}))
    found = admitted([dhow, call], papers(), make.IDS)
    red = FEED.label.join(RED)
    assert found.statements.values == ["Sea Wren"]
    assert found.statements.records == [1]
    assert len(found.observations) == 0
    lot = found.marked[red]
    assert lot.statements.values == ["Sea Lark", shown_id("e", make.entity("dhow"))]
    assert (lot.statements.records, lot.observations.records) == ([0, 1], [1])
    assert (lot.statements.source, lot.statements.grade) == (make.SOURCE, "B2")
    assert found.contents == {0: red, 1: red}
    assert found.lots[1:] == [lot]


def test_an_id_holds_no_marking():
    marked = [replace(record, marked=Marked(whole=RED, content=RED)) for record in RECORDS]
    [lot] = admitted(marked, papers(), make.IDS).marked.values()
    assert lot.statements.ids == admitted(RECORDS, papers(), make.IDS).statements.ids


def without(label: Label) -> Feed:
    return replace(FEED, label=label)


@pytest.mark.parametrize(
    ("feed", "missing"),
    [
        (replace(FEED, source=""), "source"),
        (without(replace(FEED.label, legal_bases=frozenset())), "legal basis"),
        (without(replace(FEED.label, data_categories=frozenset())), "data category"),
        (without(replace(FEED.label, originators=frozenset())), "originator"),
        (without(replace(FEED.label, purposes=NOBODY)), "purpose"),
        (replace(FEED, retention_days=0), "retention"),
        (without(Label()), "legal basis, data category, originator, purpose"),
    ],
)
def test_without_papers_nothing_is_admitted(feed: Feed, missing: str):
    with pytest.raises(PapersMissing) as caught:
        admitted(RECORDS, papers(feed), make.IDS)
    assert missing in str(caught.value)
    assert feed.id in str(caught.value)
