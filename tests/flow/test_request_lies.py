"""What a partner that lies can do with requests and answers: nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from isthmus.exchange.requesting import (
    RequestAnswer,
    RequestEnd,
    RequestForm,
    answer_items,
    end_items,
    request_items,
)
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.posting import Letter
from isthmus.flow.requests import list_requests
from isthmus.flow.sharing import release
from isthmus.model.ids import parsed_id
from isthmus.model.message import Kind, Outcome
from isthmus.model.release import ReleaseId
from isthmus.model.request import Ground, RequestState, Urgency
from isthmus.share.document import Requests
from tests import make
from tests.flow.inquiry import asked, two
from tests.flow.league import League, officer
from tests.flow.stage import shown as shown_entity
from tests.flow.test_lies import told
from tests.make.exchanged import sixteen

FORM = RequestForm(
    request=sixteen("lie"),
    basis="an act",
    case="a case",
    urgency=Urgency.URGENT,
    what="everything",
    why="because",
    check="do not call",
    role="analyst",
    asked_at=make.NOW,
)
ANSWER = RequestAnswer(
    request=sixteen("lie"),
    state=RequestState.REFUSED,
    ground=Ground.NOTHING,
    reason="no",
    answered_at=make.NOW,
)


@pytest.fixture
def league() -> League:
    return two()


def letter(league: League, items: Sequence[bytes], kind: Kind = Kind.REQUEST) -> Letter:
    """Give what Birch tells Alder under the agreement that stands."""
    with league.stages["birch"].store.reading() as unit:
        [kept] = unit.agreements.all()
    return Letter("alder", kind, items, agreement=kept.id, digest=kept.digest, purpose=make.PURPOSE)


def ids_at_alder(league: League) -> list[ReleaseId]:
    """Have Birch release its suspect to Alder, and give the ids."""
    question = ReleaseQuestion(recipient="alder", entities=[shown_entity("suspect")])
    release(league.federations["birch"], officer("birch"), question)
    league.settle()
    with league.stages["alder"].store.reading() as unit:
        return [one.release for one in unit.releases.came_from("birch")]


def test_a_request_about_nobody_is_refused(league: League):
    """Protocol Q2."""
    for ids in ([], [ReleaseId(sixteen("never"))]):
        receipt = told(league, "birch", letter(league, request_items(FORM, ids)))
        assert receipt.outcome is Outcome.REFUSED
    assert not list_requests(league.federations["alder"], officer("alder")).requests


def test_a_request_for_another_purpose_than_what_it_names_is_refused(league: League):
    """Protocol Q1, Q2."""
    ids = ids_at_alder(league)
    with league.stages["birch"].store.reading() as unit:
        [kept] = unit.agreements.all()
    lie = Letter(
        "alder",
        Kind.REQUEST,
        request_items(FORM, ids),
        agreement=kept.id,
        digest=kept.digest,
        purpose="serious-crime",
    )
    assert told(league, "birch", lie).outcome is Outcome.REFUSED


def test_a_role_that_the_agreement_does_not_let_ask_is_refused():
    """Protocol Q1."""
    league = two(requests=Requests(requested_by=["incident-commander"]))
    ids = ids_at_alder(league)
    receipt = told(league, "birch", letter(league, request_items(FORM, ids)))
    assert receipt.outcome is Outcome.REFUSED


def test_a_second_request_under_the_same_id_is_refused(league: League):
    """Protocol Q2: what a person looked at is what he answers."""
    ids = ids_at_alder(league)
    first = told(league, "birch", letter(league, request_items(FORM, ids)))
    assert first.outcome is Outcome.ADMITTED
    again = told(league, "birch", letter(league, request_items(FORM, ids[:1])))
    assert again.outcome is Outcome.REFUSED
    [kept] = list_requests(league.federations["alder"], officer("alder")).requests
    assert kept.count == len(ids)


@pytest.mark.parametrize("who", ["alder", "cedar"])
def test_nobody_answers_what_he_was_not_asked(league: League, who: str):
    """Protocol Q3."""
    sent = asked(league)
    own = parsed_id("q", sent.id)
    wrong = ANSWER.request if who == "alder" else own
    lie = RequestAnswer(
        request=wrong,
        state=ANSWER.state,
        ground=ANSWER.ground,
        reason="no",
        answered_at=make.NOW,
    )
    items = answer_items(lie, [])
    receipt = told(league, who, Letter("birch", Kind.REQUEST_ANSWER, items))
    assert receipt.outcome is Outcome.REFUSED
    [mine] = list_requests(league.federations["birch"], officer("birch")).requests
    assert (mine.state, mine.replies) == ("asked", [])


@pytest.mark.parametrize(
    ("state", "ground", "messages"),
    [
        (RequestState.RELEASED, None, []),
        (RequestState.RELEASED, Ground.NOTHING, [sixteen("m")]),
        (RequestState.REFUSED, None, []),
        (RequestState.WITHDRAWN, None, []),
        (RequestState.DRAFT, None, []),
    ],
)
def test_an_answer_that_contradicts_itself_is_refused(
    league: League, state: RequestState, ground: Ground | None, messages: list[bytes]
):
    """Protocol Q3."""
    sent = asked(league)
    lie = RequestAnswer(
        request=parsed_id("q", sent.id),
        state=state,
        ground=ground,
        reason="well",
        answered_at=make.NOW,
    )
    answer = Letter("birch", Kind.REQUEST_ANSWER, answer_items(lie, messages))
    assert told(league, "alder", answer).outcome is Outcome.REFUSED


def test_nobody_ends_the_request_of_another(league: League):
    """Protocol Q4."""
    sent = asked(league)
    end = end_items(RequestEnd(request=parsed_id("q", sent.id), reason="over"))
    receipt = told(league, "cedar", Letter("alder", Kind.REQUEST_END, end))
    assert receipt.outcome is Outcome.REFUSED
    [came] = list_requests(league.federations["alder"], officer("alder")).requests
    assert came.state == "asked"


def test_an_answer_that_came_is_the_last(league: League):
    """Protocol Q3: an answered request is answered once."""
    sent = asked(league)
    first = RequestAnswer(
        request=parsed_id("q", sent.id),
        state=RequestState.REFUSED,
        ground=Ground.NOTHING,
        reason="no",
        answered_at=make.NOW,
    )
    message = Letter("birch", Kind.REQUEST_ANSWER, answer_items(first, []))
    assert told(league, "alder", message).outcome is Outcome.ADMITTED
    assert told(league, "alder", message).outcome is Outcome.REFUSED
