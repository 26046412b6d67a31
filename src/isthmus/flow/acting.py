"""The one way in which a person changes something: the change and its audit entry commit together.

What is refused has its entry too, in a unit of its own, since the refused unit is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from isthmus.flow.actor import Actor
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.flow.reading import Answer, Ask, Reading, check, named, reading, refusals_noted

T = TypeVar("T")


def act(center: Center, actor: Actor, ask: Ask, change: Callable[[Reading], Answer[T]]) -> T:
    """Carry out `change` and note it; both are durable when this returns.

    `change` gives a value and the ids of what it changed. Raises AccessError for a principal who
    may not, and whatever `change` raises; nothing of it stays then.
    """
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
        with center.store.writing() as unit:
            under_way = reading(center, unit, actor)
            value, changed = change(under_way)
            note(
                center,
                unit,
                actor.principal,
                purpose=actor.purpose,
                act=ask.act,
                objects=named(*ask.objects, *changed),
                counts={"changed": len(changed)},
            )
            unit.commit()
    return value
