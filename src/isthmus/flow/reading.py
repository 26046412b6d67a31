"""The one way to read: a snapshot, a Reader, a document, and its audit entry before it leaves.

1. The principal has the capability, else the read is refused.
2. A snapshot opens; the Reader is made from the labels known in it, for the purpose stated.
3. The document is made, complete.
4. The audit entry is written in a unit of its own and is durable.
5. Only then the document goes back. What was refused, or not found, has its entry too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, TypeVar

from isthmus.access.readers import reader_for
from isthmus.access.roles import Capability, capabilities
from isthmus.audit.entry import Decision
from isthmus.errors import AccessError, IsthmusError, NotFound
from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.labelling import LabelTable
from isthmus.model.principal import Principal, Reader
from isthmus.phrases import say
from isthmus.ports import UnitOfWork

T = TypeVar("T")

MAX_OBJECT: Final = 500

UNSTATED: Final = "unstated"
"""Stands in the audit entry for a purpose that neither this center nor its principal knows."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    `act`: noun.verb; `objects`: the ids that it names; `needs`: capabilities of which one is
    enough.
    """

    act: str
    objects: tuple[str, ...] = ()
    needs: tuple[Capability, ...] = (Capability.READ,)


@dataclass(frozen=True, slots=True)
class Reading:
    """One read, or one act, under way: where it reads, for whom, and the labels it met."""

    center: Center
    unit: UnitOfWork
    reader: Reader
    labels: LabelTable
    at: datetime


Answer: TypeAlias = tuple[T, Sequence[str]]
"""What is given back, and the ids of what it shows or was done to."""


def read(center: Center, actor: Actor, ask: Ask, fetch: Callable[[Reading], Answer[T]]) -> T:
    """Give the document that `fetch` makes, once its audit entry is durable.

    `fetch` must give a complete value: nothing in it may read on later. Raises AccessError for a
    principal who may not, and whatever `fetch` raises; that is audited as well.
    """
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
        with center.store.reading() as unit:
            document, shown = fetch(reading(center, unit, actor))
    _keep(center, actor, ask, shown=shown)
    return document


def check(principal: Principal, ask: Ask) -> None:
    """Raise AccessError unless the principal has one of the capabilities that are needed."""
    if not capabilities(principal) & set(ask.needs):
        needed = " or ".join(need.value for need in ask.needs)
        message = say("{capability} is not among what your roles allow", capability=needed)
        raise AccessError(message)


def reading(center: Center, unit: UnitOfWork, actor: Actor) -> Reading:
    """Give what a read stands on: the Reader over the labels that this unit knows."""
    return _reading(center, unit, actor.principal, actor.purpose)


def service_reading(center: Center, unit: UnitOfWork, name: str, purpose: str) -> Reading:
    """Give what a service principal reads on, at its one purpose."""
    return _reading(center, unit, center.service(name, purpose), purpose)


def _reading(center: Center, unit: UnitOfWork, principal: Principal, purpose: str) -> Reading:
    labels = unit.labels.all()
    at = center.clock.now()
    reader = reader_for(principal, purpose, labels, at)
    return Reading(center, unit, reader, LabelTable(labels), at)


@contextmanager
def refusals_noted(center: Center, actor: Actor, ask: Ask) -> Generator[None]:
    """Write the audit entry of what the block refuses or does not find.

    Use it around a unit of work, never inside one: the entry needs a unit of its own.
    """
    try:
        yield
    except NotFound:
        _keep(center, actor, ask, shown=())
        raise
    except IsthmusError:
        _keep(center, actor, ask, shown=(), decision="refuse")
        raise


def stated_purpose(center: Center, actor: Actor) -> str:
    """Give the purpose as the audit log may name it: what nobody declared is not repeated."""
    known = {*center.purposes, *actor.principal.purposes} - {""}
    return actor.purpose if actor.purpose in known else UNSTATED


def named(*objects: str) -> tuple[str, ...]:
    """Give ids as the audit log may hold them, once each: what was asked for may be any text."""
    clean = (o[:MAX_OBJECT].encode(errors="replace").decode().replace("\0", "?") for o in objects)
    return tuple(dict.fromkeys(clean))


def _keep(
    center: Center,
    actor: Actor,
    ask: Ask,
    *,
    shown: Sequence[str],
    decision: Decision = "permit",
) -> None:
    with center.store.writing() as unit:
        note(
            center,
            unit,
            actor.principal,
            purpose=stated_purpose(center, actor),
            act=ask.act,
            objects=named(*ask.objects, *shown),
            decision=decision,
            counts={"shown": len(shown)},
        )
        unit.commit()
