"""Birch asks Alder about Amina, of whom both know something."""

from __future__ import annotations

import msgspec

from isthmus.flow.actor import Actor
from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestDraft,
    RequestPage,
    ShownRequest,
)
from isthmus.flow.replying import approve_answer, propose_answer
from isthmus.flow.requesting import send_request, write_request
from isthmus.flow.requests import request_page
from isthmus.share.document import AgreementDocument, Mask, Oblige, Permit, Requests
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.share.cases import TITLE
from tests.unit.share.documents import permit

KNOWN = Claim("amina", "name", "Amina Haddad", "Person")
NUMBER = Claim("amina", "passportNumber", "X1234567", "Person")
ASKED = Claim("suspect", "name", "Amina Hadad", "Person")
ASKED_NUMBER = Claim("suspect", "passportNumber", "X1234999", "Person")
CALL = Claim("amina", "phone", "+4670555019", "Person")
WIRED = make.label("OFFICIAL", data_categories=("communications",))
ANYBODY = Requests()
WISH = ProposalWish(entities=[shown_entity("amina")], verified="called the desk back")
"""What Alder's officer proposes to answer with."""


def usual() -> Permit:
    """Give the article under which identities leave."""
    [article] = pact().articles
    assert isinstance(article, Permit)
    return article


def terms(*, requests: Requests | None = ANYBODY, version: int = 1) -> AgreementDocument:
    """Give an agreement under which one may ask, and communications need two persons."""
    calls = permit(
        article="5",
        recipients=["alder", "birch"],
        data_categories=["communications"],
        subject_categories="any",
        legal_bases="any",
        requested_by=["analyst"],
        approvals=2,
    )
    masked = Oblige(
        article="6",
        title=TITLE,
        actions=["release"],
        obligations=[Mask(properties=["passportNumber"], keep=3)],
    )
    document = pact(usual(), calls, masked)
    return msgspec.structs.replace(document, requests=requests, version=version)


def two(*, requests: Requests | None = ANYBODY) -> League:
    """Give Alder, which knows of Amina and whom she calls, and Birch, which has a suspect."""
    league = League()
    league.stages["alder"].say(KNOWN, NUMBER)
    league.stages["alder"].say(CALL, label=WIRED)
    league.stages["birch"].say(ASKED, ASKED_NUMBER)
    league.agree(terms(requests=requests))
    return league


def analyst(center: str = "birch") -> Actor:
    """Give an analyst of a center."""
    holds = make.clearance(center=center, level="SECRET")
    who = make.principal(f"{center}.analyst", roles=("analyst",), holds=holds)
    return Actor(who, make.PURPOSE)


def second(center: str = "alder") -> Actor:
    """Give another release officer of a center."""
    holds = make.clearance(center=center, level="SECRET")
    who = make.principal(f"{center}.second", roles=("release-officer",), holds=holds)
    return Actor(who, make.PURPOSE)


def draft(**changed: object) -> RequestDraft:
    """Give the form as Birch's analyst fills it in."""
    form = RequestDraft(
        recipient="alder",
        entities=[shown_entity("suspect")],
        basis="Criminal Procedure Act, section 12",
        case="B-2031-17",
        what="where she has lived, and whom she calls",
        why="a consignment of firearms was sent to her address",
        check="call the desk in Birch back",
    )
    return msgspec.structs.replace(form, **changed)


def asked(league: League, actor: Actor | None = None, **changed: object) -> ShownRequest:
    """Have Birch's analyst write a request and its release officer send it; it arrives."""
    birch = league.federations["birch"]
    written = write_request(birch, actor or analyst(), draft(**changed))
    sent = send_request(birch, officer("birch"), written.id)
    league.settle()
    return sent


def proposed(league: League, request: str) -> RequestPage:
    """Have Alder's release officer propose what Alder knows of Amina."""
    return propose_answer(league.federations["alder"], officer("alder"), request, WISH)


def approved(league: League, request: str, who: Actor | None = None) -> RequestPage:
    """Have another person at Alder approve of what is proposed now."""
    alder, person = league.federations["alder"], who or second()
    proposal = request_page(alder, person, request).proposal
    assert proposal is not None
    return approve_answer(alder, person, request, Approval(proposed_at=proposal.at))
