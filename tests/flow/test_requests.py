"""Requests for information, from the form to the answer, between centers in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from isthmus.errors import AccessError, InputError, NotFound, StateError
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import decide_on
from isthmus.flow.consenting import answer_consent, list_consents
from isthmus.flow.counting import list_counts
from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestRefusal,
    RequestWords,
)
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.recall import order_recall
from isthmus.flow.replying import (
    answer_request,
    approve_answer,
    await_consent,
    propose_answer,
    refuse_request,
)
from isthmus.flow.requested import escalate_late
from isthmus.flow.requesting import send_request, withdraw_request, write_request
from isthmus.flow.requests import list_requests, request_page
from isthmus.flow.sharing import release
from isthmus.model.ids import shown_id
from isthmus.model.label import Allowed
from isthmus.model.release import HIDDEN
from isthmus.share.document import Aggregate, Requests
from tests import make
from tests.flow.inquiry import (
    ASKED,
    KNOWN,
    WISH,
    analyst,
    approved,
    asked,
    draft,
    proposed,
    second,
    two,
)
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import LOW
from tests.flow.stage import shown as shown_entity
from tests.make import Claim
from tests.unit.share.documents import permit

GHOST = shown_entity("ghost")
WORDS = RequestWords(reason="as asked")
REFUSAL = RequestRefusal(ground="not-necessary", reason="the case does not need it")


@pytest.fixture
def league() -> League:
    return two()


def test_a_request_arrives_with_its_form_and_whom_it_is_about_masked(league: League):
    sent = asked(league)
    assert sent.state == "asked"
    page = request_page(league.federations["alder"], officer("alder"), sent.id)
    came = page.request
    assert (came.asker, came.asked, came.mine, came.role) == ("birch", "alder", False, "analyst")
    assert (came.what, came.why, came.case) == (draft().what, draft().why, draft().case)
    assert sorted(v.value for v in came.values) == [ASKED.value, HIDDEN * 5 + "999"]
    assert came.due_at == make.NOW + timedelta(hours=168)
    assert (came.told, came.late) == (True, False)


def test_the_clock_of_an_urgent_request_is_the_agreements():
    own = two(requests=Requests(urgent_hours=2))
    asked(own, urgency="urgent")
    [came] = list_requests(own.federations["alder"], officer("alder")).requests
    assert came.due_at == make.NOW + timedelta(hours=2)


def test_a_draft_shows_what_would_leave_and_stays_here(league: League):
    birch = league.federations["birch"]
    written = write_request(birch, analyst(), draft())
    league.settle()
    assert written.state == "draft"
    page = request_page(birch, officer("birch"), written.id)
    assert page.run is not None
    rows = {row.property: row for row in page.run.rows}
    assert rows["passportNumber"].becomes == HIDDEN * 5 + "999"
    assert not list_requests(league.federations["alder"], officer("alder")).requests


def test_an_analyst_writes_and_a_release_officer_sends(league: League):
    birch = league.federations["birch"]
    written = write_request(birch, analyst(), draft())
    with pytest.raises(AccessError):
        send_request(birch, analyst(), written.id)
    send_request(birch, officer("birch"), written.id)
    with pytest.raises(StateError, match="draft"):
        send_request(birch, officer("birch"), written.id)


def test_one_person_releases_what_one_may_and_the_answer_tells_so(league: League):
    sent = asked(league)
    proposed(league, sent.id)
    done = answer_request(league.federations["alder"], officer("alder"), sent.id, WORDS)
    assert done.state == "released"
    league.settle()
    [mine] = list_requests(league.federations["birch"], officer("birch")).requests
    assert mine.state == "released"
    [reply] = mine.replies
    assert (reply.released, reply.reason, reply.by) == (2, "as asked", None)
    came = {row.value for row in league.seen("birch") if row.source == "alder"}
    assert came == {KNOWN.value, HIDDEN * 5 + "567"}


def test_what_needs_four_eyes_leaves_once_another_person_approves(league: League):
    alder = league.federations["alder"]
    sent = asked(league)
    alone = propose_answer(alder, officer("alder"), sent.id, WISH)
    assert alone.persons == 2
    assert alone.run is not None
    assert alone.run.leaving == 2
    with pytest.raises(AccessError, match="another person"):
        approved(league, sent.id, officer("alder"))
    both = approved(league, sent.id)
    assert both.run is not None
    assert (both.run.leaving, both.persons) == (3, 2)
    answer_request(alder, second(), sent.id, WORDS)
    league.settle()
    assert "+4670555019" in {row.value for row in league.seen("birch")}


def test_a_role_that_an_article_does_not_name_gets_less(league: League):
    sent = asked(league, officer("birch"))
    proposed(league, sent.id)
    page = approved(league, sent.id)
    assert page.run is not None
    assert page.run.leaving == 2
    assert "+4670555019" not in {row.becomes for row in page.run.rows}


def test_whoever_does_not_stand_behind_a_proposal_does_not_send_it(league: League):
    sent = asked(league)
    proposed(league, sent.id)
    with pytest.raises(AccessError, match="approve"):
        answer_request(league.federations["alder"], second(), sent.id, WORDS)


def test_a_new_proposal_needs_new_approval(league: League):
    alder = league.federations["alder"]
    sent = asked(league)
    proposed(league, sent.id)
    approved(league, sent.id)
    again = propose_answer(alder, officer("alder"), sent.id, WISH)
    assert again.proposal is not None
    assert again.proposal.approvals == []


def test_a_refusal_tells_its_ground_and_nothing_leaves(league: League):
    sent = asked(league)
    before = {row.value for row in league.seen("birch")}
    refuse_request(league.federations["alder"], officer("alder"), sent.id, REFUSAL)
    league.settle()
    [mine] = list_requests(league.federations["birch"], officer("birch")).requests
    [reply] = mine.replies
    assert (mine.state, reply.ground, reply.reason) == (
        "refused",
        "not-necessary",
        "the case does not need it",
    )
    assert {row.value for row in league.seen("birch")} == before
    with pytest.raises(StateError):
        refuse_request(league.federations["alder"], officer("alder"), sent.id, REFUSAL)


def test_nothing_that_may_leave_is_no_answer(league: League):
    alder = league.stages["alder"]
    alder.say(Claim("other", "phone", "+4670555020", "Person"), label=make.label("SECRET"))
    sent = asked(league)
    wish = ProposalWish(entities=[shown_entity("other")], verified="called back")
    propose_answer(league.federations["alder"], officer("alder"), sent.id, wish)
    with pytest.raises(InputError, match="may leave"):
        answer_request(league.federations["alder"], officer("alder"), sent.id, WORDS)


def test_the_same_is_asked_once(league: League):
    birch = league.federations["birch"]
    write_request(birch, analyst(), draft())
    with pytest.raises(StateError, match="about the same"):
        write_request(birch, analyst(), draft())


def test_requests_about_the_same_are_shown_beside_each_other(league: League):
    league.agree(
        msgspec.structs.replace(pact(parties=("birch", "cedar"), name="other"), requests=Requests())
    )
    first = asked(league)
    other = asked(league, recipient="cedar")
    shown_requests = list_requests(league.federations["birch"], officer("birch")).requests
    told = {one.id: [same.id for same in one.same] for one in shown_requests}
    assert told == {first.id: [other.id], other.id: [first.id]}


@pytest.mark.parametrize("field", ["basis", "case", "what", "why", "check"])
def test_a_form_that_is_not_filled_in_is_refused(league: League, field: str):
    with pytest.raises(InputError, match=field):
        write_request(league.federations["birch"], analyst(), draft(**{field: "  "}))


@pytest.mark.parametrize("field", ["case", "what", "why"])
def test_words_do_not_carry_what_is_masked(league: League, field: str):
    birch = league.federations["birch"]
    written = write_request(birch, analyst(), draft(**{field: "passport x-123 4999 is hers"}))
    with pytest.raises(InputError, match=field):
        send_request(birch, officer("birch"), written.id)


def test_about_nobody_is_no_request(league: League):
    birch = league.federations["birch"]
    with pytest.raises(InputError, match="nobody"):
        write_request(birch, analyst(), draft(entities=[]))
    with pytest.raises(NotFound):
        write_request(birch, analyst(), draft(entities=[shown_entity("stranger")]))


@pytest.mark.parametrize(
    "requests", [None, Requests(requested_by=["incident-commander"])], ids=["nobody", "others"]
)
def test_without_an_agreement_that_lets_one_ask_nobody_asks(requests: Requests | None):
    league = two(requests=requests)
    with pytest.raises(InputError, match="lets analyst ask alder"):
        write_request(league.federations["birch"], analyst(), draft())


def test_a_request_that_the_partner_does_not_take_is_over(league: League):
    """The agreement was ended there while the request was on its way."""
    birch = league.federations["birch"]
    written = write_request(birch, analyst(), draft())
    league.cut.add(("birch", "alder"))
    send_request(birch, officer("birch"), written.id)
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    decide_on(league.federations["alder"], officer("alder"), kept.digest.hex(), "suspend")
    league.heal()
    league.settle()
    [mine] = list_requests(birch, officer("birch")).requests
    assert (mine.state, mine.replies[0].ground) == ("refused", "not-taken")


def test_a_request_is_withdrawn_at_both_ends(league: League):
    sent = asked(league)
    withdraw_request(league.federations["birch"], analyst(), sent.id, WORDS)
    league.settle()
    [came] = list_requests(league.federations["alder"], officer("alder")).requests
    assert came.state == "withdrawn"
    with pytest.raises(StateError):
        proposed(league, sent.id)
    with pytest.raises(StateError):
        withdraw_request(league.federations["birch"], analyst(), sent.id, WORDS)


def test_a_late_request_is_passed_up_once_at_both_ends(league: League):
    asked(league, urgency="urgent")
    for name in ("alder", "birch"):
        federation = league.federations[name]
        assert escalate_late(federation) == 0
        league.stages[name].clock.advance(timedelta(hours=9))
        assert escalate_late(federation) == 1
        assert escalate_late(federation) == 0
        found = list_requests(federation, officer(name))
        assert found.late == 1
        assert found.requests[0].escalated_at == make.NOW + timedelta(hours=9)
        [entry] = league.stages[name].entries("request.escalated")
        assert entry.counts == (("requests", 1),)


def test_whoever_oversees_requests_sees_that_they_are_late_and_no_word_of_them(league: League):
    asked(league)
    who = make.principal(
        "dora", roles=("data-protection-officer",), purposes=("node-administration",)
    )
    found = list_requests(league.federations["alder"], Actor(who, "node-administration"))
    [one] = found.requests
    assert (one.told, one.what, one.why, one.case, one.values) == (False, "", "", "", [])
    assert one.count == 2


def test_a_reader_who_does_not_see_whom_it_is_about_does_not_read_its_words(league: League):
    sent = asked(league)
    low = make.clearance("PUBLIC")
    who = make.principal("low", roles=("release-officer",), holds=low)
    [one] = list_requests(league.federations["alder"], Actor(who, make.PURPOSE)).requests
    assert (one.id, one.told, one.what) == (sent.id, False, "")


def test_a_request_of_another_purpose_is_not_there(league: League):
    sent = asked(league)
    alder = league.federations["alder"]
    both = ("serious-crime", make.PURPOSE)
    holds = make.clearance(level="SECRET")
    who = make.principal("o", roles=("release-officer",), purposes=both, holds=holds)
    other = Actor(who, "serious-crime")
    assert not list_requests(alder, other).requests
    with pytest.raises(NotFound):
        request_page(alder, other, sent.id)


def test_a_recall_takes_the_words_of_the_request_with_it(league: League):
    sent = asked(league)
    names = [shown(row) for row in league.seen("birch") if row.source == make.SOURCE]
    recall = RecallRequest(statements=names, reason="another person")
    order_recall(league.federations["birch"], officer("birch"), recall)
    league.settle()
    page = request_page(league.federations["alder"], officer("alder"), sent.id)
    assert (page.request.what, page.request.why, page.request.values) == ("", "", [])
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.requests.all()
    assert (kept.what, kept.why, kept.case, kept.check) == ("", "", "", "")


@pytest.fixture(params=[True, False], ids=["discoverable", "hidden"])
def discoverable(request: pytest.FixtureRequest) -> bool:
    known: bool = request.param
    return known


def test_a_need_of_consent_is_told_only_where_a_label_lets_the_partner_know(
    league: League, *, discoverable: bool
):
    """Cedar's word on her lies at Alder, and Birch may or may not know that there is any."""
    alder, cedar = league.federations["alder"], league.federations["cedar"]
    league.agree(pact(parties=("alder", "cedar"), name="source"))
    marked = replace(LOW, discoverable_to=Allowed.of("alder", "birch")) if discoverable else LOW
    league.stages["cedar"].say(Claim("ghost", "name", "A. Haddad", "Person"), label=marked)
    release(cedar, officer("cedar"), ReleaseQuestion(recipient="alder", entities=[GHOST]))
    league.settle()
    sent = asked(league)
    [ghost] = {row.entity for row in league.seen("alder") if row.source == "cedar"}
    wish = ProposalWish(entities=[shown_id("e", ghost)], verified="called back")
    propose_answer(alder, officer("alder"), sent.id, wish)
    if not discoverable:
        with pytest.raises(InputError, match="lets birch know"):
            await_consent(alder, officer("alder"), sent.id, WORDS)
        return
    assert await_consent(alder, officer("alder"), sent.id, WORDS).state == "consent"
    league.settle()
    [mine] = list_requests(league.federations["birch"], officer("birch")).requests
    assert mine.state == "consent"
    [wanted] = list_consents(cedar, officer("cedar"))
    decision = ConsentDecision(consent=wanted.id, give=True, reason="agreed")
    answer_consent(cedar, officer("cedar"), decision)
    league.settle()
    answer_request(alder, officer("alder"), sent.id, WORDS)
    league.settle()
    assert "A. Haddad" in {row.value for row in league.seen("birch")}
    [mine] = list_requests(league.federations["birch"], officer("birch")).requests
    assert [one.state for one in mine.replies] == ["consent", "released"]


def test_what_came_from_the_partner_itself_is_named_by_its_own_ids(league: League):
    """Birch asks more about Amina, of whom it knows nothing but what Alder told."""
    alder = league.federations["alder"]
    question = ReleaseQuestion(recipient="birch", entities=[shown_entity("amina")])
    release(alder, officer("alder"), question)
    league.settle()
    [amina] = {row.entity for row in league.seen("birch") if row.source == "alder"}
    sent = asked(league, entities=[shown_id("e", amina)])
    assert sent.state == "asked"
    assert {row.source for row in league.seen("alder")} == {make.SOURCE}
    page = request_page(alder, officer("alder"), sent.id)
    assert KNOWN.value in {one.value for one in page.request.values}
    [known] = page.candidates
    assert known.id == shown_entity("amina")
    propose_answer(alder, officer("alder"), sent.id, WISH)
    approved(league, sent.id)
    answer_request(alder, officer("alder"), sent.id, WORDS)
    league.settle()
    assert "+4670555019" in {row.value for row in league.seen("birch")}


def test_nobody_approves_of_what_he_did_not_look_at(league: League):
    """Another proposal took its place while the second person read the first."""
    alder = league.federations["alder"]
    sent = asked(league)
    first = proposed(league, sent.id).proposal
    assert first is not None
    league.stages["alder"].clock.advance(timedelta(seconds=1))
    proposed(league, sent.id)
    with pytest.raises(StateError, match="looked at"):
        approve_answer(alder, second(), sent.id, Approval(proposed_at=first.at))
    page = request_page(alder, second(), sent.id)
    assert page.proposal is not None
    assert page.proposal.approvals == []


def test_the_counts_of_an_answer_travel_with_it(league: League):
    """What the page shows as counts leaves with the answer, as with any release."""
    alder = league.stages["alder"]
    marked = make.label("OFFICIAL", data_categories=("finance",))
    people = [Claim(name, "name", name.title(), "Person") for name in ("ann", "ben", "cid")]
    for claim in people:
        alder.say(claim, label=marked, raw=claim.about.encode())
    counted = permit(
        article="9",
        recipients=["alder", "birch"],
        data_categories=["finance"],
        subject_categories="any",
        legal_bases="any",
        obligations=[Aggregate(minimum=3)],
    )
    league.agree(pact(counted, name="figures"))
    sent = asked(league)
    wish = ProposalWish(
        entities=[shown_entity("amina"), *(shown_entity(claim.about) for claim in people)],
        verified="called back",
    )
    page = propose_answer(league.federations["alder"], officer("alder"), sent.id, wish)
    assert page.run is not None
    assert [(one.schema, one.count) for one in page.run.counts] == [("Person", 3)]
    answer_request(league.federations["alder"], officer("alder"), sent.id, WORDS)
    league.settle()
    [row] = list_counts(league.federations["birch"], officer("birch"))
    assert (row.schema, row.count, row.left) == ("Person", 3, False)
