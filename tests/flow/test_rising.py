"""A marking rises: what the resolver made of the value rises with it, or is taken back, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import pytest

from isthmus.exchange.content import statement_bytes
from isthmus.flow.batch import enqueue
from isthmus.flow.bulk_fusion import load_pending, resolve_pending
from isthmus.flow.center import Center, stage_of
from isthmus.flow.clusters import clusters_around
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.posting import Letter, post
from isthmus.flow.tightening import raise_to
from isthmus.flow.weighing import begin, rescore_pending, weighed_by
from isthmus.model.ids import ID_BYTES, EntityId, StatementSeq
from isthmus.model.label import Allowed, Label
from isthmus.model.message import Kind
from isthmus.model.principal import Purpose
from isthmus.model.release import ReleasedStatement
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.between import between
from tests.flow.chain import FOREIGN
from tests.flow.league import League, pact
from tests.flow.stage import Stage
from tests.leak.worlds import HUB_CAP, MODEL, READING, RESOLVING, marked
from tests.make import Claim
from tests.unit.share.documents import permit

ONE, TWO, _ = RESOLVING
LOW: Final = marked(0, (ONE, TWO))
FIRST_ALONE: Final = marked(0, (ONE,))
BORDER, CUSTOMS = PURPOSES = ("border-security", "customs")
TO_ONE, TO_TWO, TO_NOBODY = marked(1, (ONE,)), marked(1, (TWO,)), marked(1, ())
Resolve = Callable[[Center], object]


class Shore:
    """A center with three purposes of the resolver, and persons with one passport number."""

    def __init__(self, label: Label = LOW) -> None:
        self.stage = Stage()
        self.stage.center = replace(
            self.stage.center,
            model=MODEL,
            resolve_purposes=RESOLVING,
            purposes={name: Purpose(name, {"en": name}) for name in (READING, *RESOLVING)},
        )
        self.label = label
        self.said: list[StatementSeq] = []
        self.hold("a", "b")

    @property
    def center(self) -> Center:
        return self.stage.center

    def hold(self, *names: str) -> None:
        for name in names:
            claim = Claim(name, "passportNumber", "X1234567", "Person")
            self.said += self.stage.say(claim, label=self.label)

        def wait(unit: UnitOfWork) -> None:
            about = [make.entity(name) for name in names]
            enqueue(self.center, unit, unit.labels.intern(self.label), about)

        self.stage.write(wait)

    def rise(self, label: Label, places: Sequence[int] = (0, 1)) -> None:
        def change(unit: UnitOfWork) -> None:
            for seq in (self.said[place] for place in places):
                labels = unit.labels.all()
                [found] = unit.statements.by_seq([seq], make.reader(*labels))
                later = raise_to(self.center, unit, [found], labels[found.label].join(label))
                for number in (found.label, later):
                    enqueue(self.center, unit, number, [found.entity])

        self.stage.write(change)

    def members(self, *only: Label) -> int:
        """Count those who are one with the first, to who holds these labels; without any, all."""
        with self.stage.store.reading() as unit:
            numbers = [n for n, label in unit.labels.all().items() if not only or label in only]
            reader = make.reader(*numbers)
            return len(
                clusters_around(self.stage.center, unit, [make.entity("a")], reader)[
                    make.entity("a")
                ]
            )

    def waiting(self) -> int:
        with self.stage.store.reading() as unit:
            return sum(unit.queue.depth(stage_of(purpose)) for purpose in RESOLVING)


@pytest.mark.parametrize("resolve", [fuse_pending, load_pending])
@pytest.mark.parametrize("label", [TO_TWO, TO_NOBODY])
def test_what_rises_while_it_is_weighed_is_not_written_under_the_earlier_label(
    resolve: Resolve, label: Label
):
    shore = Shore()
    store = between(shore.stage.store, lambda: shore.rise(label, [0]))
    resolve(replace(shore.center, store=store))
    assert shore.members(LOW) == 1
    resolve_pending(shore.center)
    assert shore.members(LOW) == 1
    assert shore.waiting() == 0


@pytest.mark.parametrize("label", [TO_ONE, TO_TWO, TO_NOBODY])
@pytest.mark.parametrize("first", [LOW, FIRST_ALONE])
def test_it_does_not_matter_whether_a_marking_rises_before_or_after_it_is_judged(
    first: Label, label: Label
):
    before, after = Shore(first), Shore(first)
    before.rise(label)
    for shore in (before, after):
        fuse_pending(shore.center)
    after.rise(label)
    resolve_pending(after.center)
    assert after.members() == before.members()
    assert after.members(first) == before.members(first) == 1


def test_what_a_purpose_may_not_use_any_more_is_taken_back_in_the_unit_in_which_it_rises():
    shore = Shore()
    fuse_pending(shore.center)
    assert shore.members() == 2
    shore.rise(TO_NOBODY)
    assert shore.members() == 1


def test_a_judgement_that_rose_out_of_a_purpose_holds_back_no_other_purpose():
    shore = Shore()
    fuse_pending(shore.center)
    shore.rise(TO_TWO)
    resolve_pending(shore.center)
    assert shore.members() == 2
    # A hub now, at the purpose that may still use it.
    with shore.stage.store.reading() as unit:
        risen = unit.labels.all()[max(unit.labels.all())]
    shore.label = risen
    shore.hold(*(f"c{n}" for n in range(HUB_CAP)))
    resolve_pending(shore.center)
    assert shore.members() == 1


def test_a_purpose_that_adds_nothing_is_not_weighed_again():
    shore = Shore()
    resolve_pending(shore.center)
    other = replace(MODEL, weights=replace(MODEL.weights, version="other"))
    shore.stage.center = replace(shore.center, model=other)
    while rescore_pending(shore.center):
        with shore.stage.store.reading() as unit:
            assert unit.queue.depth(stage_of(ONE))
            assert not unit.queue.depth(stage_of(TWO))
        resolve_pending(shore.center)


def test_weights_that_hold_again_weigh_what_others_weighed_between():
    shore = Shore()
    resolve_pending(shore.center)
    other = replace(MODEL, weights=replace(MODEL.weights, version="other"))
    shore.hold("c")
    resolve_pending(replace(shore.center, model=other))
    with shore.stage.store.reading() as unit:
        everybody = make.reader(*unit.labels.all())
        authors = {j.author for j in unit.judgements.around([make.entity("c")], everybody)}
    assert authors == {"other"}
    while rescore_pending(shore.center):
        resolve_pending(shore.center)
    with shore.stage.store.reading() as unit:
        found = unit.judgements.around([make.entity("c")], everybody)
        assert {j.author for j in found} == {MODEL.version}


def test_to_begin_names_the_weights_that_weigh():
    shore = Shore()
    resolve_pending(shore.center)
    with shore.stage.store.writing() as unit:
        begin(shore.center, unit, "others")
        assert unit.meta.get(f"rescored:{ONE}") == "others/0"
        begin(shore.center, unit, weighed_by(shore.center, unit))
        assert (unit.meta.get(f"rescored:{ONE}") or "").endswith("/0")


class Abroad:
    """Birch, whose resolver runs at two purposes, and what Alder releases to it of persons."""

    def __init__(self) -> None:
        self.league = League()
        known = {name: Purpose(name, {"en": name}) for name in PURPOSES}
        for name, federation in [*self.league.federations.items()]:
            stage = self.league.stages[name]
            center = replace(stage.center, purposes=known, model=MODEL, resolve_purposes=PURPOSES)
            stage.center, self.league.federations[name] = center, replace(federation, center=center)
        article = permit(
            recipients=["birch"],
            purposes=list(PURPOSES),
            data_categories=["identity"],
            legal_bases="any",
            ceiling={"national": "OFFICIAL"},
        )
        self.league.agree(pact(article))

    @property
    def center(self) -> Center:
        return self.league.stages["birch"].center

    def release(self, purpose: str, persons: int) -> None:
        """Have Alder say for a purpose that each of some persons bears one passport number."""
        league, alder = self.league, self.league.federations["alder"]
        with league.stages["alder"].store.reading() as unit:
            [kept] = unit.agreements.all()
            turn = unit.mail.next_sequence("birch")
        said = [
            ReleasedStatement(
                release=bytes([turn, number]).rjust(ID_BYTES, b"r"),
                entity=bytes([number]).rjust(ID_BYTES, b"e"),
                schema="Person",
                property="passportNumber",
                value="X1234567",
                label=0,
                grade="B2",
                expires_on=make.EXPIRY,
            )
            for number in range(persons)
        ]
        letter = Letter(
            "birch",
            Kind.RELEASE,
            [statement_bytes(one) for one in said],
            labels=[replace(FOREIGN, purposes=Allowed.of(purpose))],
            agreement=kept.id,
            digest=kept.digest,
            purpose=purpose,
        )
        league.stages["alder"].write(lambda unit: post(alder, unit, letter))
        league.settle()

    def waiting(self, stage: str) -> set[EntityId]:
        with self.league.stages["birch"].store.reading() as unit:
            return {one for _, one in unit.queue.peek(stage, 100)}

    def forget(self, stage: str) -> None:
        def change(unit: UnitOfWork) -> None:
            unit.queue.done(stage, [ticket for ticket, _ in unit.queue.peek(stage, 100)])

        self.league.stages["birch"].write(change)

    def clusters(self) -> list[int]:
        """Count those who are one, to who holds everything, the most first."""
        everybody = {row.entity for row in self.league.seen("birch")}
        birch = self.league.stages["birch"]
        with birch.store.reading() as unit:
            reader = make.reader(*unit.labels.all())
            found = clusters_around(birch.center, unit, sorted(everybody), reader)
        return sorted(
            (len(members) for members in set(map(frozenset, found.values()))), reverse=True
        )


def test_whom_a_partners_marking_reached_waits_for_the_purposes_of_before_and_of_after():
    """The first label is of one purpose; both together are of none, and go on to the rules."""
    abroad = Abroad()
    abroad.release(BORDER, HUB_CAP + 1)
    resolve_pending(abroad.center)
    assert not abroad.waiting(stage_of(BORDER))
    crowd = {row.entity for row in abroad.league.seen("birch")}
    abroad.forget("detect")
    abroad.release(CUSTOMS, 2)
    waiting = abroad.waiting(stage_of(BORDER))
    assert len(waiting) == 2
    assert waiting < crowd
    assert abroad.waiting("detect") == waiting


def test_those_whom_a_partners_marking_leaves_behind_are_no_crowd_any_more():
    abroad = Abroad()
    abroad.release(BORDER, HUB_CAP + 1)
    resolve_pending(abroad.center)
    assert abroad.clusters() == [1] * (HUB_CAP + 1)
    abroad.release(CUSTOMS, 1)
    resolve_pending(abroad.center)
    assert abroad.clusters() == [HUB_CAP, 1]
