"""Requests for information for tests: Birch asks Alder about the dhow."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from isthmus.model.ids import StatementSeq
from isthmus.model.release import ReleaseId
from isthmus.model.request import Ground, Proposal, Reply, Request, RequestState, Subject, Urgency
from tests.make.exchanged import DIGEST, PARTNER, sixteen
from tests.make.ids import HOUR, NOW, PURPOSE, entity


def request(
    name: str = "request", *, by: str | None = None, due_at: datetime | None = None
) -> Request:
    """Make a request as it came. `by`: makes it one of this center instead, to Birch."""
    own = by is not None
    return Request(
        id=sixteen(name),
        asker="alder" if own else PARTNER,
        asked=PARTNER if own else "alder",
        agreement="alder-birch",
        digest=DIGEST,
        purpose=PURPOSE,
        basis="Ports Act, section 3",
        case="B-17",
        urgency=Urgency.URGENT,
        what="where she has been",
        why="a consignment was seized",
        check="call the desk back",
        role="analyst",
        by=by,
        written_at=NOW,
        state=RequestState.ASKED,
        message=sixteen(f"{name} message"),
        asked_at=NOW,
        due_at=due_at or NOW + HOUR,
    )


def sent(name: str = "request") -> Request:
    """Make it as it stands after it was sent under another agreement."""
    return replace(request(name), agreement="another", message=sixteen("sent"))


def subject(statement: StatementSeq, *, of: str = "request", release: str = "one") -> Subject:
    """Make a line of whom it is about."""
    return Subject(sixteen(of), statement, ReleaseId(sixteen(release)))


def reply(state: RequestState = RequestState.REFUSED, *, of: str = "request") -> Reply:
    """Make an answer."""
    released = state is RequestState.RELEASED
    return Reply(
        request=sixteen(of),
        state=state,
        ground=None if released else Ground.NOT_NECESSARY,
        reason="not in proportion",
        messages=(sixteen("a"), sixteen("b")) if released else (),
        by="person:alder:ada",
        at=NOW,
    )


def proposal(*about: str, of: str = "request") -> Proposal:
    """Make what a person wants to answer with."""
    entities = tuple(entity(name) for name in about or ("dhow",))
    return Proposal(sixteen(of), entities, "called back", "person:alder:ada", NOW)
