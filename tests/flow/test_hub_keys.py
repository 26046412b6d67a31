"""A key that becomes a hub, or is one no more: who rests on it is judged anew, at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from isthmus.flow.batch import enqueue
from isthmus.flow.bulk_fusion import load_pending
from isthmus.flow.center import Center
from isthmus.flow.clusters import clusters_around
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.holding import Holding
from isthmus.model.ids import StatementSeq
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from isthmus.resolve.compare import read_model
from tests import make
from tests.flow.journey import RESOURCES, document
from tests.flow.stage import LOW, Stage
from tests.make import Claim

CAP = 4
PASSPORT = "X1234567"
STAGE = f"resolve:{make.PURPOSE}"
Resolve = Callable[[Center], object]
ways = pytest.mark.parametrize("resolve", [fuse_pending, load_pending])


class World:
    """Persons of whom each holds the one passport number, under one label."""

    def __init__(self) -> None:
        self.stage = Stage()
        weights = {**document(RESOURCES / "weights.yaml"), "hub_cap": CAP}
        self.stage.center = self.stage.with_model(read_model(weights))
        self.said: dict[str, StatementSeq] = {}

    def hold(self, *names: str) -> None:
        for name in names:
            [self.said[name]] = self.stage.say(Claim(name, "passportNumber", PASSPORT, "Person"))
        self.stage.write(lambda unit: self._wait(unit, *names))

    def drop(self, *names: str, state: State = State.RETRACTED) -> None:
        seqs = [self.said.pop(name) for name in names]

        def change(unit: UnitOfWork) -> None:
            if state is State.ERASED:
                unit.erasure.erase(seqs, [], make.NOW, "expired")
            else:
                unit.statements.set_state(seqs, state, make.NOW, "vanished")
            self._wait(unit, *names)

        self.stage.write(change)

    def restart(self) -> None:
        """Have the next resolver begin in a process that knows nothing."""
        self.stage.center = replace(self.stage.center, holding=Holding())

    def largest(self) -> int:
        with self.stage.store.reading() as unit:
            reader = make.reader(*unit.labels.all())
            entities = [make.entity(name) for name in (*self.said, "first")]
            return max(
                map(len, clusters_around(self.stage.center, unit, entities, reader).values())
            )

    def kept(self) -> int:
        with self.stage.store.reading() as unit:
            reader = make.reader(*unit.labels.all())
            return len(unit.keys.hubs_after(make.PURPOSE, 0, reader))

    def waiting(self) -> int:
        with self.stage.store.reading() as unit:
            return unit.queue.depth(STAGE)

    def _wait(self, unit: UnitOfWork, *names: str) -> None:
        label = unit.labels.intern(LOW)
        enqueue(self.stage.center, unit, label, [make.entity(name) for name in names])


def crowd(count: int) -> list[str]:
    return ["first", *(f"other {n}" for n in range(1, count))]


@ways
def test_a_hub_that_is_none_any_more_proposes_at_once_what_it_held_back(resolve: Resolve):
    world = World()
    world.hold(*crowd(CAP + 1))
    resolve(world.stage.center)
    assert (world.largest(), world.kept()) == (1, 1)
    world.drop("other 1")
    resolve(world.stage.center)
    assert (world.largest(), world.kept(), world.waiting()) == (CAP, 0, 0)


@ways
def test_a_key_that_becomes_a_hub_takes_back_at_once_what_it_proposed(resolve: Resolve):
    world = World()
    world.hold(*crowd(CAP))
    resolve(world.stage.center)
    assert (world.largest(), world.kept()) == (CAP, 0)
    world.hold("one more")
    resolve(world.stage.center)
    assert (world.largest(), world.kept(), world.waiting()) == (1, 1, 0)


@ways
@pytest.mark.parametrize("state", [State.RETRACTED, State.EXPIRED, State.RECALLED, State.ERASED])
def test_whoever_loses_it_and_however_in_another_process_before_this_one_began(
    resolve: Resolve, state: State
):
    world = World()
    world.hold(*crowd(CAP + 2))
    resolve(world.stage.center)
    world.drop("other 1", "other 2", state=state)
    world.restart()
    resolve(world.stage.center)
    assert (world.largest(), world.kept(), world.waiting()) == (CAP, 0, 0)


def test_what_another_process_kept_and_took_away_is_followed():
    world = World()
    world.hold(*crowd(CAP))
    fuse_pending(world.stage.center)
    other = replace(world.stage.center, holding=Holding())
    fuse_pending(other)
    sizes = []
    for n in range(4):
        world.hold(f"late {n}") if n % 2 == 0 else world.drop(f"late {n - 1}")
        # Each learns of it, and they resolve in turn.
        for center in (other, world.stage.center):
            with center.store.reading() as unit, center.index(unit):
                pass
        fuse_pending(other if n in {0, 3} else world.stage.center)
        sizes.append((world.largest(), world.kept()))
    assert sizes == [(1, 1), (CAP, 0), (1, 1), (CAP, 0)]


def test_weights_with_another_cap_have_every_hub_looked_at():
    world = World()
    world.hold(*crowd(CAP + 1))
    fuse_pending(world.stage.center)
    assert (world.largest(), world.kept()) == (1, 1)
    wider = {**document(RESOURCES / "weights.yaml"), "hub_cap": CAP + 1}
    world.stage.center = world.stage.with_model(read_model(wider))
    world.stage.say(Claim("somebody", "name", "Ivo Brandt", "Person"))
    world.stage.write(lambda unit: world._wait(unit, "somebody"))
    fuse_pending(world.stage.center)
    assert (world.largest(), world.kept()) == (CAP + 1, 0)


def test_ever_more_who_hold_a_hub_have_nobody_judged_anew():
    """One phone on very many people: each is looked at when he comes, and no more."""
    world = World()
    world.hold(*crowd(CAP + 1))
    fuse_pending(world.stage.center)
    before = len(world.stage.entries("entities.resolved"))
    for n in range(5):
        world.hold(f"late {n}")
        fuse_pending(world.stage.center)
    entries = world.stage.entries("entities.resolved")[before:]
    counts = [dict(entry.counts) for entry in entries]
    assert [(c["entities"], c["anew"], c["hubs"]) for c in counts] == [(1, 0, 1)] * 5


def test_who_was_judged_anew_has_an_entry_that_says_how_many_they_were():
    world = World()
    world.hold(*crowd(CAP + 1))
    fuse_pending(world.stage.center)
    world.drop("other 1")
    fuse_pending(world.stage.center)
    first, second, third = (dict(e.counts) for e in world.stage.entries("entities.resolved"))
    assert (first["anew"], second["anew"], third["anew"]) == (0, CAP, 0)
    assert (second["entities"], third["entities"], third["judgements"]) == (1, CAP, 6)
