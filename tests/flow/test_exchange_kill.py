"""A center that dies at any step of an exchange: nothing is lost, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import count

import pytest

from isthmus.flow.consenting import answer_consent, ask_consent
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.recall import list_recalls, order_recall
from isthmus.flow.sharing import release
from isthmus.model.ids import shown_id
from isthmus.ports import Store, UnitOfWork
from tests.flow.failing import KilledError
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import shown as shown_entity
from tests.make import Claim

CLAIMS = (Claim("dhow", "name", "Sea Lark"), Claim("dhow", "callSign", "QHCV8"))


class Dying:
    """A store that dies at its write number `nth`: before it, or when it has committed."""

    def __init__(self, store: Store, nth: int, *, after: bool) -> None:
        self._store, self._left, self._after = store, nth, after
        self.reading = store.reading
        self.on_commit: Callable[[Callable[[], None]], None] = store.on_commit
        self.scrub = store.scrub
        self.close = store.close

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        self._left -= 1
        if self._left == -1 and not self._after:
            raise KilledError
        with self._store.writing() as unit:
            yield unit
        if self._left == -1 and self._after:
            raise KilledError


class Fire:
    """A league in which one center dies once, at a step of sending or taking in."""

    def __init__(self, center: str, nth: int, *, after: bool) -> None:
        self.league = League()
        self.died = False
        self.league.stages["alder"].say(*CLAIMS)
        self.league.agree(pact())
        self.league.agree(pact(parties=("birch", "cedar"), name="chain"))
        self._whole = self.league.federations[center]
        self._center = center
        self._store = Dying(self._whole.center.store, nth, after=after)

    def settle(self) -> None:
        """Let everybody send under fire; whoever died is started again."""
        if self.died:
            self.league.settle()
            return
        dying = replace(self._whole, center=replace(self._whole.center, store=self._store))
        self.league.federations[self._center] = dying
        with suppress(KilledError):
            self.league.settle()
            self.league.federations[self._center] = self._whole
            return
        self.died = True
        self.league.federations[self._center] = self._whole
        self.league.heal()
        self.league.settle()


def told(fire: Fire) -> None:
    """Release, ask, consent, pass on, recall: each act of a person once, the rest under fire."""
    league = fire.league
    alder, birch = league.federations["alder"], league.federations["birch"]
    about = [shown_entity("dhow")]
    release(alder, officer("alder"), ReleaseQuestion(recipient="birch", entities=about))
    fire.settle()
    [entity] = {row.entity for row in league.seen("birch")}
    theirs = [shown_id("e", entity)]
    wish = ConsentWish(recipient="cedar", entities=theirs, reason="a trace")
    [asked] = ask_consent(birch, officer("birch"), wish)
    fire.settle()
    decision = ConsentDecision(consent=asked.id, give=True, reason="agreed")
    answer_consent(alder, officer("alder"), decision)
    fire.settle()
    release(birch, officer("birch"), ReleaseQuestion(recipient="cedar", entities=theirs))
    fire.settle()
    assert {row.value for row in league.seen("cedar")} == {"Sea Lark", "QHCV8"}
    names = [shown(row) for row in league.seen("alder")]
    order_recall(alder, officer("alder"), RecallRequest(statements=names, reason="mistaken"))
    fire.settle()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("center", ["alder", "birch", "cedar"])
def test_a_center_may_die_at_any_step(center: str, after: bool):  # noqa: FBT001
    for nth in count():
        fire = Fire(center, nth, after=after)
        told(fire)
        league = fire.league
        assert league.seen("birch") == []
        assert league.seen("cedar") == []
        [recall] = list_recalls(league.federations["alder"], officer("alder"))
        assert {(h.holder, h.items) for h in recall.holders} == {("birch", 2), ("cedar", 2)}
        assert recall.complete
        for name, stage in league.stages.items():
            with stage.store.reading() as unit:
                assert unit.mail.partners() == [], name
                assert len(unit.recalls.all()) == 1
        if not fire.died:
            assert nth > 5
            return
