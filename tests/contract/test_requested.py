"""Stores of requests for information, of their answers and of what is proposed as one."""

from __future__ import annotations

from dataclasses import replace

from isthmus.model.request import RequestState
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting, laid, said
from tests.make.exchanged import sixteen

SKIFF = make.Claim("skiff", "name", "Night Heron")
PERSON = "person:alder:ada"


def test_a_request_is_noted_once_with_whom_it_is_about(store: Store):
    one, own = make.requested.request(), make.requested.request("own", by=PERSON)
    with acting(store) as unit:
        ground = laid(unit)
        named = [make.requested.subject(ground.statement)]
        assert unit.requests.put(one, named)
        assert not unit.requests.put(replace(one, what="something else"), [])
        assert unit.requests.put(own, [])
    with store.reading() as unit:
        assert list(unit.requests.all()) == [one, own]
        assert unit.requests.get(one.id) == one
        assert unit.requests.get(sixteen("none")) is None
        assert list(unit.requests.subjects(one.id)) == named
        assert not unit.requests.subjects(own.id)
        assert unit.requests.carried_by(sixteen("own message")) == own
        assert unit.requests.carried_by(sixteen("no message")) is None


def test_a_draft_is_sent_and_moves_on(store: Store):
    draft = replace(
        make.requested.request(by=PERSON),
        state=RequestState.DRAFT,
        message=None,
        asked_at=None,
        due_at=None,
    )
    sent = replace(
        draft,
        state=RequestState.ASKED,
        message=sixteen("carried"),
        asked_at=make.NOW,
        due_at=make.NOW + make.HOUR,
    )
    with acting(store) as unit:
        ground = laid(unit)
        unit.requests.put(draft, [make.requested.subject(ground.statement, release="")])
        assert unit.requests.get(draft.id) == draft
        unit.requests.send(sent, [make.requested.subject(ground.statement)])
        assert unit.requests.get(draft.id) == sent
        assert list(unit.requests.subjects(draft.id)) == [make.requested.subject(ground.statement)]
        unit.requests.move(sent.moved(RequestState.WITHDRAWN))
    with store.reading() as unit:
        assert unit.requests.get(draft.id) == sent.moved(RequestState.WITHDRAWN)


def test_a_request_is_late_once_its_time_is_over_until_it_is_passed_up(store: Store):
    one, other = make.requested.request(), make.requested.request("other")
    with acting(store) as unit:
        unit.requests.put(one, [])
        unit.requests.put(other.moved(RequestState.RELEASED), [])
        assert not unit.requests.late(make.NOW)
        assert list(unit.requests.late(make.NOW + make.HOUR)) == [one]
        unit.requests.escalate(one.id, make.NOW)
        assert not unit.requests.late(make.NOW + make.HOUR)
        assert unit.requests.get(one.id) == replace(one, escalated_at=make.NOW)


def test_answers_stand_in_their_order(store: Store):
    first = make.requested.reply(RequestState.CONSENT)
    last = make.requested.reply(RequestState.RELEASED)
    with acting(store) as unit:
        unit.requests.put(make.requested.request(), [])
        unit.requests.reply(first)
        unit.requests.reply(last)
    with store.reading() as unit:
        assert list(unit.requests.replies(sixteen("request"))) == [first, last]
        assert not unit.requests.replies(sixteen("another"))


def test_a_new_proposal_takes_the_place_of_the_old_one_and_its_approvals(store: Store):
    first, second = make.requested.proposal(), make.requested.proposal("dhow", "skiff")
    with acting(store) as unit:
        assert unit.requests.proposal(first.request) is None
        unit.requests.propose(first)
        unit.requests.approve(first.request, "person:alder:ben", make.NOW)
        unit.requests.approve(first.request, "person:alder:ben", make.NOW + make.HOUR)
        approved = unit.requests.proposal(first.request)
        assert approved == replace(first, approvals=("person:alder:ben",))
        assert approved.persons == 2
        unit.requests.propose(second)
    with store.reading() as unit:
        assert unit.requests.proposal(first.request) == second


def test_the_words_of_a_received_request_go_with_whom_they_name(store: Store):
    came, own = make.requested.request(), make.requested.request("own", by=PERSON)
    other = make.requested.request("other")
    with acting(store) as unit:
        ground = laid(unit)
        [skiff] = said(unit, ground, SKIFF)
        assert skiff is not None
        unit.requests.put(came, [make.requested.subject(ground.statement)])
        unit.requests.put(own, [make.requested.subject(ground.statement, of="own")])
        unit.requests.put(other, [make.requested.subject(skiff, of="other")])
        unit.requests.silence([ground.statement])
    with store.reading() as unit:
        silent = replace(came, basis="", case="", what="", why="", check="")
        assert list(unit.requests.all()) == [silent, own, other]
