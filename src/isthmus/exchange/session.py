"""Sessions: what becomes of a message by its sequence number, at both ends.

Each direction between two centers counts its own messages from 1, without a gap (protocol N1).
The recipient takes the next one and no other; what it had already it answers with the same receipt
(N2); what comes too early it sends back with the number that it expects (N3); another message under
a number that was taken is a conflict (N4). The sender keeps each message until its receipt is
there, and sends from the first one that has none (N6).

Pure: what is known comes in, what is to be done goes out. No clock decides an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from isthmus.model.message import MessageId

BACK_OFF_FIRST_S: Final = 1.0
BACK_OFF_MAX_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Admit:
    """It is the next one: take it."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """It came before: answer as then."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something before it is missing. `expected`: what must come first."""

    expected: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Its number was taken by another message: the partner, or its store, is not what it was."""

    sequence: int


Step: TypeAlias = Admit | Repeat | Gap | Conflict


def arrived(sequence: int, message: MessageId, *, last: int, known: MessageId | None) -> Step:
    """Say what to do with a verified message.

    `last`: the number of the last one taken, 0 for none; `known`: the message that was taken
    under this number, None for none.
    """
    if sequence == last + 1:
        return Admit()
    if sequence > last:
        return Gap(last + 1)
    return Repeat() if known == message else Conflict(sequence)


def resumed(expected: int, *, first_waiting: int, next_new: int) -> int | None:
    """Say from which number to send on after a gap; None if that is lost.

    `first_waiting`: the first number without a receipt; `next_new`: the one that the next new
    message would get. A recipient that expects less than what it has confirmed lost its store; one
    that expects more than was ever sent confuses this center with another.
    """
    return expected if first_waiting <= expected <= next_new else None


def back_off_s(failures: int) -> float:
    """Give the seconds to wait after so many failures in a row."""
    return min(BACK_OFF_MAX_S, BACK_OFF_FIRST_S * 2.0 ** min(max(failures - 1, 0), 16))
