"""The centers of the demo: each with a node and a door of its own, trusting one another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from typing import Final

from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import decide_on, propose
from isthmus.flow.documents.agreements import ShownAgreement
from isthmus.flow.federation import Federation
from isthmus.flow.trusting import first_list, own_entry
from isthmus.node import Node
from isthmus.settings import Settings
from isthmus.web.server import WebServer

PARTNERS: Final[Mapping[str, str]] = {"birch": "Birch", "cedar": "Cedar"}
AGREEMENTS: Final = resources.files("isthmus") / "resources" / "agreements"
PEOPLE: Final = ("release", "second", "analyst", "duty")
SIGNING_PURPOSE: Final = "sanctions-enforcement"
ROUNDS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Member:
    """One center of the demo, with its door open."""

    node: Node
    server: WebServer
    people: Mapping[str, Actor]

    @property
    def federation(self) -> Federation:
        """What it is among the others."""
        assert self.node.federation is not None  # noqa: S101 - `joined` pins the list first
        return self.node.federation

    @property
    def officer(self) -> Actor:
        """Its release officer, who signs."""
        return self.people["release"]

    def at(self, purpose: str, who: str = "release") -> Actor:
        """Give one of its people at a purpose."""
        return replace(self.people[who], purpose=purpose)


@dataclass(frozen=True, slots=True)
class League:
    """The centers by name, the one with the files first."""

    members: Mapping[str, Member]

    def settle(self) -> None:
        """Let every center send until nothing waits."""
        for _ in range(ROUNDS_MAX):
            if not sum(member.node.dispatch() for member in self.members.values()):
                return

    def work(self) -> None:
        """Let every center resolve and detect what came."""
        for member in self.members.values():
            member.node.work()


@contextmanager
def joined(first: Node, password: str) -> Iterator[League]:
    """Give the centers, open and trusting one another; the partners' end with the block."""
    with ExitStack() as open_things:
        nodes = [first]
        for at, (name, shown) in enumerate(PARTNERS.items(), start=1):
            settings = partner_settings(first.settings, name, shown, at)
            nodes.append(open_things.enter_context(Node(settings)))
        members: dict[str, Member] = {}
        for node in nodes:
            server = WebServer(node)
            server.start()
            open_things.callback(server.stop)
            people = {
                name: Actor(
                    ensure_account(node.center, node.passwords, name, password), SIGNING_PURPOSE
                )
                for name in PEOPLE
            }
            members[node.center.id] = Member(node, server, people)
        trust = first_list([_entry(member) for member in members.values()])
        for member in members.values():
            member.node.pin_trust(trust)
            member.server.renew_line()
        yield League(members)


def partner_settings(settings: Settings, name: str, shown: str, at: int) -> Settings:
    """Give the settings of a partner: beside the first center, on the next ports."""
    return replace(
        settings,
        home=settings.home.parent / name,
        center=name,
        center_name=shown,
        custodian="",
        database="",
        port=0 if settings.port == 0 else settings.port + at,
        exchange_port=settings.exchange_port + (at if settings.exchange_port > 0 else 0),
    )


def agree(league: League) -> list[ShownAgreement]:
    """Have the shipped agreements signed by all their parties."""
    proposed = []
    for raw in _documents():
        for member in league.members.values():
            agreement = _proposed(member, raw)
            if agreement is not None:
                proposed.append(agreement)
                break
    league.settle()
    for one in proposed:
        for party in one.missing:
            decide_on(
                league.members[party].federation,
                league.members[party].officer,
                one.digest,
                "accept",
            )
    league.settle()
    return proposed


def _documents() -> Sequence[bytes]:
    files = sorted(AGREEMENTS.iterdir(), key=lambda one: one.name)
    return [one.read_bytes() for one in files]


def _proposed(member: Member, raw: bytes) -> ShownAgreement | None:
    """Have a document proposed by a center, if it is a party to it."""
    if member.node.center.id not in json.loads(raw)["parties"]:
        return None
    return propose(member.federation, member.officer, raw)


def _entry(member: Member) -> bytes:
    node = member.node
    return own_entry(node.center, node.public_keys, member.server.partners_address, node.authority)
