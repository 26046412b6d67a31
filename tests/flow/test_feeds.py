from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.errors import AccessError, NotFound
from isthmus.flow.feeds import (
    feed_page,
    list_feeds,
    list_verdicts,
    quarantine_number,
    quarantined_bytes,
    waiting_step,
)
from isthmus.flow.quarantine import sealed_pieces
from isthmus.flow.retraction import reconcile
from isthmus.formats.raw import ALONE
from isthmus.model.ontology import LANGUAGES
from isthmus.model.record import DeliveryState
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, Stage, administrator, officer
from tests.make import Claim

PIECES = (b"31/02;Sea", b" Lark")


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("ghost", "name", "Hidden"), label=HIGH)
    return stage


def broken(stage: Stage, feed: str = make.FEED) -> None:
    """Quarantine a record as intake does: under the bucket of feed and month of expiry."""

    def change(unit: UnitOfWork) -> None:
        delivery = make.delivery("broken.csv", feed=feed, received_at=make.NOW)
        seq = unit.deliveries.open(delivery)
        expiry = make.NOW + timedelta(days=1826)
        bucket = f"{feed}-{expiry:%Y-%m}"
        pieces = sealed_pieces(stage.center, bucket, PIECES, ALONE)
        unit.verdicts.add(make.verdict(feed, delivery=seq), pieces, make.NOW)

    stage.write(change)


def test_a_reader_knows_the_feeds_whose_label_he_reaches(stage: Stage):
    assert [f.id for f in list_feeds(stage.center, officer()).items] == [make.FEED]
    every = [f.id for f in list_feeds(stage.center, officer(level="SECRET")).items]
    assert every == [make.FEED, "patrol-reports"]
    with pytest.raises(NotFound):
        feed_page(stage.center, officer(), "patrol-reports")


def test_an_administrator_knows_every_feed_and_no_figure_of_its_values(stage: Stage):
    found = list_feeds(stage.center, administrator()).items
    assert [(f.id, f.records, f.statements) for f in found] == [
        (make.FEED, 1, 0),
        ("patrol-reports", 1, 0),
    ]


def test_who_neither_reads_nor_administers_is_refused(stage: Stage):
    with pytest.raises(AccessError):
        list_feeds(stage.center, officer("contributor"))


def test_a_feed_shows_its_papers_and_figures(stage: Stage):
    [feed] = list_feeds(stage.center, officer()).items
    assert (feed.source, feed.kind, feed.mapping.version) == (make.SOURCE, "snapshot", 3)
    assert (feed.records, feed.deliveries, feed.state) == (1, 1, "fresh")
    assert (feed.grade.reliability, feed.legal_bases) == ("B", ["harbour-act-4"])
    assert (sum(feed.rate_per_min), feed.rate_per_min[-1]) == (1, 1)


def test_how_a_feed_does_follows_from_its_latest_delivery():
    stage = Stage()
    page = list_feeds(stage.center, officer())
    assert page.items[0].state == "empty"
    declared = stage.center.feeds[make.FEED]
    stage.declare(replace(declared, feed=replace(declared.feed, silent_after_s=3600)))
    stage.say(Claim("dhow", "name", "Sea Lark"))
    assert list_feeds(stage.center, officer()).items[0].state == "fresh"
    stage.clock.advance(2 * make.HOUR)
    assert list_feeds(stage.center, officer()).items[0].state == "silent"
    cut = make.delivery("cut.csv", received_at=stage.clock.now(), state=DeliveryState.CUT)

    def opened_and_cut(unit: UnitOfWork) -> None:
        seq = unit.deliveries.open(cut)
        unit.deliveries.close(replace(cut, seq=seq))

    stage.write(opened_and_cut)
    assert list_feeds(stage.center, officer()).items[0].state == "failing"


def test_verdicts_are_paged_newest_first(stage: Stage):
    for _ in range(5):
        broken(stage)
    first = list_verdicts(stage.center, officer(), make.FEED, limit=3)
    rest = list_verdicts(stage.center, officer(), make.FEED, cursor=first.next, limit=3)
    ids = [v.id for v in (*first.items, *rest.items)]
    assert (len(ids), len(set(ids)), rest.next) == (5, 5, None)
    assert first.items[0].file == "broken.csv"


def test_what_came_is_kept_from_whoever_may_not_read_it(stage: Stage):
    broken(stage)
    [seen] = list_verdicts(stage.center, officer(), make.FEED).items
    [hidden] = list_verdicts(stage.center, administrator(), make.FEED).items
    assert (seen.came, hidden.came) == (dict.fromkeys(LANGUAGES, "31/02"), None)
    assert seen.repair == hidden.repair


def test_a_quarantined_record_comes_back_byte_for_byte(stage: Stage):
    broken(stage)
    [verdict] = list_verdicts(stage.center, officer(), make.FEED).items
    assert verdict.quarantined is not None
    assert quarantined_bytes(stage.center, officer(), verdict.quarantined).content == b"".join(
        PIECES
    )
    assert quarantine_number(stage.center, officer(), verdict.quarantined) == 1
    assert [e.act for e in stage.entries()][-1] == "quarantine.download"


def test_a_quarantined_record_of_a_withheld_feed_is_not_there(stage: Stage):
    broken(stage, "patrol-reports")
    cleared = officer(level="SECRET")
    [verdict] = list_verdicts(stage.center, cleared, "patrol-reports").items
    assert verdict.quarantined is not None
    [known] = list_verdicts(stage.center, administrator(), "patrol-reports").items
    assert known.quarantined is not None
    for actor, name in (
        (officer(), verdict.quarantined),
        (administrator(), known.quarantined),
        (officer(), "made-up"),
    ):
        with pytest.raises(NotFound):
            quarantined_bytes(stage.center, actor, name)


def test_a_held_retraction_waits_on_the_page_of_its_feed():
    stage = Stage()

    def deliver(unit: UnitOfWork) -> None:
        label = unit.labels.intern(make.label("OFFICIAL"))
        for day, present in ((0, 40), (1, 20)):
            as_of = make.NOW - timedelta(days=3 - day)
            opening = make.delivery(f"{day}.csv", part="", as_of=as_of, received_at=make.NOW)
            seq = unit.deliveries.open(opening)
            rows = [make.sealed(f"row {n}", "same") for n in range(present)]
            known = unit.records.known([row.id for row in rows])
            new = [row for row in rows if row.id not in known]
            seqs = unit.records.add(replace(opening, seq=seq), "bucket", label, new)
            unit.deliveries.note_presence(seq, [*known.values(), *seqs])
            closed = replace(opening, seq=seq, state=DeliveryState.COMPLETE, records=present)
            unit.deliveries.close(closed)

    stage.write(deliver)
    reconcile(stage.center, stage.center.feeds[make.FEED].feed, "")
    found = feed_page(stage.center, officer(), make.FEED)
    [held] = found.waiting
    assert (held.vanished, held.of, held.share) == (20, 40, 0.5)
    assert held.text["en"].startswith("20 of 40 records")
    assert [(d.state, d.vanished) for d in found.deliveries if d.state == "held"] == [("held", 20)]
    step = waiting_step(stage.center, officer(), held.id)
    assert (step.feed, step.earlier, step.later) == (make.FEED, held.from_as_of, held.to_as_of)
    with pytest.raises(NotFound):
        waiting_step(stage.center, officer(name="ivo.brandt"), held.id)
