"""The one table of alert states."""

from collections.abc import Iterable

import pytest

from isthmus.model.alert import OPEN_STATES, REASON_NEEDED, TRANSITIONS, AlertState, Move

S, M = AlertState, Move
BY_MACHINE = {M.LAPSE}
AT_REST = {S.CLOSED, S.LAPSED}
"""Where an alert may stay for good."""


def reached(start: AlertState, moves: Iterable[Move]) -> set[AlertState]:
    """Give every state that some chain of `moves` leads to from `start`."""
    found, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        further = {TRANSITIONS[state, m] for m in moves if (state, m) in TRANSITIONS} - found
        found |= further
        waiting += further
    return found


def moves_from(state: AlertState) -> set[Move]:
    return {move for start, move in TRANSITIONS if start is state}


def test_every_state_is_reached_from_raised():
    assert reached(S.RAISED, Move) == set(AlertState)


def test_every_state_but_lapsed_is_reached_by_persons_alone():
    assert reached(S.RAISED, set(Move) - BY_MACHINE) == set(AlertState) - {S.LAPSED}


def test_every_move_is_possible_somewhere():
    assert {move for _, move in TRANSITIONS} == set(Move)


@pytest.mark.parametrize("state", AlertState)
def test_no_state_is_a_dead_end(state: AlertState):
    assert moves_from(state) & (set(Move) - BY_MACHINE)


@pytest.mark.parametrize("state", AlertState)
def test_persons_can_bring_every_alert_to_rest(state: AlertState):
    assert S.CLOSED in reached(state, set(Move) - BY_MACHINE)


def test_from_rest_there_is_only_opening_again():
    for state in AT_REST:
        assert moves_from(state) == {M.REOPEN}
        assert TRANSITIONS[state, M.REOPEN] is S.RAISED


def test_a_machine_only_lapses_and_only_what_nobody_has_touched():
    lapses = {start: end for (start, move), end in TRANSITIONS.items() if move in BY_MACHINE}
    assert lapses == {S.RAISED: S.LAPSED}
    assert {move for (_, move), end in TRANSITIONS.items() if end is S.LAPSED} == BY_MACHINE


def test_a_machine_never_decides():
    decided = {S.CONFIRMED, S.DISMISSED, S.ESCALATED, S.CLOSED, S.ACKNOWLEDGED}
    assert reached(S.RAISED, BY_MACHINE).isdisjoint(decided)


def test_nothing_is_confirmed_that_nobody_took_up():
    assert {start for (start, move) in TRANSITIONS if move is M.CONFIRM} == {
        S.ACKNOWLEDGED,
        S.ESCALATED,
    }


def test_a_move_always_leads_to_its_own_state():
    ends: dict[Move, set[AlertState]] = {}
    for (_, move), end in TRANSITIONS.items():
        ends.setdefault(move, set()).add(end)
    assert ends == {
        M.ACKNOWLEDGE: {S.ACKNOWLEDGED},
        M.CONFIRM: {S.CONFIRMED},
        M.DISMISS: {S.DISMISSED},
        M.ESCALATE: {S.ESCALATED},
        M.CLOSE: {S.CLOSED},
        M.REOPEN: {S.RAISED},
        M.LAPSE: {S.LAPSED},
    }


def test_no_move_stays_where_it_is():
    assert all(start is not end for (start, _), end in TRANSITIONS.items())


def test_whatever_a_person_decides_needs_a_reason():
    assert set(Move) - REASON_NEEDED == {M.ACKNOWLEDGE, M.LAPSE}


def test_an_alert_is_open_until_a_person_or_a_withdrawal_ended_it():
    assert set(AlertState) - OPEN_STATES == {S.DISMISSED, S.CLOSED, S.LAPSED}
