"""Centers that are processes: each serves its door, does what it is told, and may kill itself.

`python -m tests.flow.mortal.center` imports the product once; each line that it reads, an `Order`
as JSON, makes it fork a process that opens that node. Such a process says `ready`, and answers each
line that it reads, the name of an act, with one of JSON. When it is no more, its exit code is told.
A line that nobody was there to hear is passed over.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import msgspec
from litestar import Litestar

from isthmus.adapters.partner_http import HttpCarrier
from isthmus.flow.actor import Actor
from isthmus.flow.consenting import answer_consent, ask_consent
from isthmus.flow.dispatch import Carrier, Patience, dispatch
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.federation import Federation
from isthmus.flow.line import Line
from isthmus.flow.recall import order_recall
from isthmus.flow.sharing import release
from isthmus.model.consent import ConsentState
from isthmus.model.ids import shown_id
from isthmus.model.statement import Statement
from isthmus.node import TRUST, Node
from isthmus.settings import read_settings
from isthmus.web.app import opened_door, partners_app
from isthmus.web.exchange import exchange_router
from isthmus.web.listening import Listener
from tests import make
from tests.flow.mortal.steps import MortalLog, MortalStore, Steps, mortal_carrier
from tests.flow.mortal.weather import OffClock, bad_road

PURPOSE: Final = "sanctions-enforcement"
PARTITION: Final = "exercise"
KEY: Final = "p0"
FEED: Final = "entity-exchange"


class Order(msgspec.Struct, kw_only=True):
    """Which node to open, where to serve it, and what becomes of it. `database`: a DSN.

    `last`: the step at which it dies; `road`: the seed of a bad one; `ahead_s`: its clock is that.
    """

    home: str
    center: str
    port: int
    database: str = ""
    last: int | None = None
    road: int | None = None
    ahead_s: float = 0.0


class Said(msgspec.Struct, kw_only=True):
    """What a center answers to any line. `done`: confirmed messages; `waiting`: partners owed."""

    done: int = 0
    waiting: int = 0
    held: list[str] = []
    answered: list[str] = []
    steps: list[str] = []


@dataclass(frozen=True, slots=True)
class Mortal:
    """An open node that may die, with its officer."""

    federation: Federation
    officer: Actor
    carry: Carrier
    steps: Steps


def asserted(mortal: Mortal) -> list[Statement]:
    """Give every statement that is asserted, whatever its label."""
    with mortal.federation.center.store.reading() as unit:
        reader = make.reader(*unit.labels.all())
        rows = unit.statements.by_seq(range(1, unit.statements.last() + 1), reader)  # type: ignore[arg-type]
    return [row for row in rows if row.state.value == "asserted"]


def released(mortal: Mortal) -> None:
    """Release what Alder knows to Birch, unless the register says that this was done."""
    about = shown_id("e", mortal.federation.center.ids.entity(FEED, f"ftm:{KEY}"))
    _release_once(mortal, "birch", [about])


def passed_on(mortal: Mortal) -> None:
    """Release to Cedar what came from Alder, unless the register says that this was done."""
    about = sorted({shown_id("e", row.entity) for row in asserted(mortal)})
    _release_once(mortal, "cedar", about)


def _release_once(mortal: Mortal, recipient: str, about: list[str]) -> None:
    with mortal.federation.center.store.reading() as unit:
        if any(one.partner == recipient for one in unit.releases.batches()):
            return
    release(mortal.federation, mortal.officer, ReleaseQuestion(recipient=recipient, entities=about))


def asked(mortal: Mortal) -> None:
    """Ask Alder whether its values may go on to Cedar, unless that was asked."""
    with mortal.federation.center.store.reading() as unit:
        if unit.consents.all():
            return
    about = sorted({shown_id("e", row.entity) for row in asserted(mortal)})
    wish = ConsentWish(recipient="cedar", entities=about, reason="a trace")
    ask_consent(mortal.federation, mortal.officer, wish)


def consented(mortal: Mortal) -> None:
    """Give the consent that was asked for, unless it is given."""
    with mortal.federation.center.store.reading() as unit:
        [found] = unit.consents.all()
    if found.state is ConsentState.ASKED:
        decision = ConsentDecision(consent=shown_id("c", found.id), give=True, reason="agreed")
        answer_consent(mortal.federation, mortal.officer, decision)


def recalled(mortal: Mortal) -> None:
    """Call back all that was released, unless that was ordered."""
    with mortal.federation.center.store.reading() as unit:
        if unit.recalls.all():
            return
    names = [shown_id("s", row.id) for row in asserted(mortal)]
    order_recall(
        mortal.federation, mortal.officer, RecallRequest(statements=names, reason="mistaken")
    )


def sent(mortal: Mortal) -> Said:
    """Send what waits; nobody is left alone for having failed before."""
    done = dispatch(mortal.federation, mortal.carry, Patience())
    with mortal.federation.center.store.reading() as unit:
        return Said(done=done, waiting=len(unit.mail.partners()))


def told(mortal: Mortal) -> Said:
    """Tell what is held, who has proved that a recalled thing is gone, and the steps so far."""
    with mortal.federation.center.store.reading() as unit:
        lines = [one for recall in unit.recalls.all() for one in unit.recalls.holders(recall.id)]
    return Said(
        held=sorted(row.value for row in asserted(mortal)),
        answered=sorted(one.holder for one in lines if one.receipt is not None),
        steps=mortal.steps.names,
    )


ACTS: Final[Mapping[str, Callable[[Mortal], Said | None]]] = {
    "release": released,
    "ask": asked,
    "consent": consented,
    "pass on": passed_on,
    "recall": recalled,
    "send": sent,
    "tell": told,
}


def live(order: Order) -> None:
    """Open a node and its door, and do what is told, until killed."""
    steps, home = Steps(order.last), Path(order.home)
    steps.watch(home)
    settings = read_settings(
        {},
        home=home,
        center=order.center,
        partition=PARTITION,
        exercise=True,
        title="Mortal",
        port=order.port,
        database=order.database,
    )
    node = Node(settings)
    file = None if order.database else home / PARTITION / "store.sqlite"
    node.store = MortalStore(node.store, steps, file)
    node.log = MortalLog(node.log, steps)
    clock = OffClock(node.center.clock, timedelta(seconds=order.ahead_s))
    node.center = replace(node.center, store=node.store, clock=clock)
    # The node takes its list from the file again, and builds on the center and log of above.
    node._federation = node._federated()
    federation = node.federation
    assert federation is not None, TRUST
    with node.store.reading() as unit:
        [officer] = [one.principal for one in unit.accounts.all()]
    carry: Carrier = HttpCarrier(
        lambda name: federation.trust.center(name).address, Line(federation)
    )
    if order.road is not None:
        carry = bad_road(carry, Random(order.road))  # noqa: S311 - a seed from the test
    mortal = Mortal(federation, Actor(officer, PURPOSE), mortal_carrier(carry, steps), steps)
    # The partners' routes alone: to make them all takes most of a second.
    Listener(partners_app(opened_door(node)), settings.host, settings.port).start()
    say("ready")
    for line in sys.stdin:
        answer = ACTS[line.strip()](mortal) or Said()
        say(f"said {msgspec.json.encode(answer).decode()}")


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def main() -> None:
    """Fork a process for each order, and say how it ended."""
    # What is only imported when it is used is imported once, for all of them.
    HttpCarrier(lambda _: "", None).close()  # type: ignore[arg-type] # nothing is carried
    Litestar([exchange_router()], openapi_config=None, logging_config=None)
    gc.freeze()
    for line in sys.stdin:
        if not line.startswith("{"):
            continue
        process = os.fork()
        if not process:
            code = 1
            say(f"process {os.getpid()}")
            try:
                live(msgspec.json.decode(line, type=Order))
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(process, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
