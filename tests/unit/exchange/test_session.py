"""Sessions: whatever is lost, doubled, late or out of order, each message is taken once.

Protocol N1, N2, N3, N4, N6.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from isthmus.exchange.session import (
    BACK_OFF_FIRST_S,
    BACK_OFF_MAX_S,
    Admit,
    Conflict,
    Gap,
    Repeat,
    arrived,
    back_off_s,
    resumed,
)
from isthmus.model.message import MessageId


def message(number: int) -> MessageId:
    return MessageId(number.to_bytes(16, "big"))


def test_each_case_has_its_step():
    """Protocol N1 to N4: the next one, a gap, the same again, another under its number."""
    assert arrived(1, message(1), last=0, known=None) == Admit()
    assert arrived(3, message(3), last=1, known=None) == Gap(2)
    assert arrived(1, message(1), last=1, known=message(1)) == Repeat()
    assert arrived(1, message(9), last=1, known=message(1)) == Conflict(1)
    assert arrived(1, message(1), last=4, known=None) == Conflict(1)


def test_a_gap_is_filled_from_what_is_kept_and_from_nothing_else():
    assert resumed(3, first_waiting=2, next_new=6) == 3
    assert resumed(6, first_waiting=2, next_new=6) == 6
    assert resumed(1, first_waiting=2, next_new=6) is None
    assert resumed(7, first_waiting=2, next_new=6) is None


def test_the_wait_doubles_up_to_a_limit():
    assert [back_off_s(n) for n in (0, 1, 2, 3)] == [BACK_OFF_FIRST_S, 1.0, 2.0, 4.0]
    assert back_off_s(10_000) == BACK_OFF_MAX_S


class Link(RuleBasedStateMachine):
    """A sender with its outbox, a recipient with its inbox, and a road that does its worst."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[int] = []
        self.waiting: list[int] = []
        self.taken: list[int] = []
        self.road: list[int] = []
        self.back: list[int | Gap] = []

    @rule()
    def write(self) -> None:
        self.sent.append(len(self.sent) + 1)
        self.waiting.append(self.sent[-1])

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        self.road.append(data.draw(st.sampled_from(self.waiting)))

    @precondition(lambda self: self.road)
    @rule(data=st.data(), doubled=st.booleans())
    def deliver(self, data: st.DataObject, doubled: bool) -> None:  # noqa: FBT001
        number = data.draw(st.sampled_from(self.road))
        if not doubled:
            self.road.remove(number)
        known = message(number) if number in self.taken else None
        match arrived(number, message(number), last=len(self.taken), known=known):
            case Admit():
                self.taken.append(number)
                self.back.append(number)
            case Repeat():
                self.back.append(number)
            case Gap() as gap:
                self.back.append(gap)
            case Conflict():
                raise AssertionError("nothing here takes a number twice")

    @precondition(lambda self: self.road)
    @rule()
    def lose(self) -> None:
        self.road.pop()

    @precondition(lambda self: self.back)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.back))
        if isinstance(said, Gap):
            first = self.waiting[0] if self.waiting else len(self.sent) + 1
            start = resumed(said.expected, first_waiting=first, next_new=len(self.sent) + 1)
            # An old answer may ask for what is confirmed since; then there is nothing to send.
            assert start is not None or said.expected < first
        elif said in self.waiting:
            self.waiting.remove(said)

    @invariant()
    def each_is_taken_once_and_in_order(self) -> None:
        assert self.taken == self.sent[: len(self.taken)]

    @invariant()
    def what_is_not_confirmed_is_still_there(self) -> None:
        assert set(self.sent) - set(self.waiting) <= set(self.taken)


TestLink = Link.TestCase
TestLink.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
