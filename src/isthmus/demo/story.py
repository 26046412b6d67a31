"""The story that the demo plays: what is shared, what is refused, what is called back.

1. Alder releases to Birch the subject of an alert, and a person with documents.
2. An analyst at Birch asks more about that person; two persons at Alder stand behind the answer.
3. Birch wants to pass the subject on to Cedar, may not, asks Alder, and then may.
4. Alder calls back what it released, from Birch and from Cedar, and has their receipts.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from isthmus.demo.league import League, Member
from isthmus.flow.consenting import answer_consent, ask_consent
from isthmus.flow.demonstration import Json
from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestDraft,
    RequestWords,
)
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    DryRun,
    RecallRequest,
    ReleaseQuestion,
    ReleaseResult,
    ShownOutcome,
)
from isthmus.flow.picking import (
    alert_subjects,
    distinct,
    documented_person,
    foreign_entities,
    foreign_names,
)
from isthmus.flow.recall import order_recall, recall_page
from isthmus.flow.register import list_releases
from isthmus.flow.replying import answer_request, approve_answer, propose_answer
from isthmus.flow.requesting import send_request, write_request
from isthmus.flow.requests import request_page
from isthmus.flow.sharing import release

SEA: Final = "sanctions-enforcement"
CRIME: Final = "serious-crime"
ALDER, BIRCH, CEDAR = "alder", "birch", "cedar"
PATIENCE_S: Final = 10.0


@dataclass(slots=True)
class Story:
    """What was told so far. `lines`: for a person."""

    league: League
    lines: list[str] = field(default_factory=list)
    runs: list[tuple[str, DryRun]] = field(default_factory=list)
    requests: list[tuple[str, int]] = field(default_factory=list)
    recalls: list[tuple[str, str, Sequence[ShownOutcome]]] = field(default_factory=list)

    def told(self, line: str) -> None:
        """Add a line for a person."""
        self.lines.append(line)


def play(league: League) -> Story:
    """Play it; every step is an act of a release officer, audited like any other."""
    story = Story(league)
    alder = league.members[ALDER]
    subject = alert_subjects(alder.node.center, alder.at(SEA))
    person = documented_person(alder.node.center, alder.at(CRIME))
    if not subject:
        story.told("nothing was noticed, so nothing is shared")
        return story
    first = _released(story, ALDER, BIRCH, SEA, subject)
    if person:
        _released(story, ALDER, BIRCH, CRIME, person)
        _ask_more(story, person)
    _pass_on(story)
    _recall(story, first.run)
    return story


def report(story: Story) -> Json:
    """Give releases, refusals and recalls as the demo document has them."""
    members = story.league.members.values()
    return {
        "releases": [
            row
            for member in members
            for purpose in (SEA, CRIME)
            for row in _releases(member, purpose)
        ],
        "refusals": [_refusal(holder, run, row) for holder, run, row in _refused(story.runs)],
        "requests": [_asked(story, *one) for one in story.requests],
        "recalls": [_recalled(story, *one) for one in story.recalls],
    }


def _releases(member: Member, purpose: str) -> list[Json]:
    return [
        {
            "from": member.node.center.id,
            "to": one.partner,
            "message": one.message,
            "purpose": one.purpose,
            "agreement": one.agreement,
            "digest": one.digest,
            "basis": one.basis,
            "released_at": one.released_at.isoformat(),
            "values": [
                {
                    "release": value.release,
                    "statement": value.statement,
                    "property": value.property,
                    "change": value.change,
                    "articles": value.articles,
                    "standing": value.standing,
                }
                for value in one.values
            ],
        }
        for one in reversed(list_releases(member.federation, member.at(purpose)))
    ]


def _released(
    story: Story, holder: str, recipient: str, purpose: str, entities: Sequence[str]
) -> ReleaseResult:
    member = story.league.members[holder]
    question = ReleaseQuestion(recipient=recipient, entities=list(entities))
    done = release(member.federation, member.at(purpose), question)
    story.runs.append((holder, done.run))
    story.league.settle()
    story.league.work()
    masked = sum(row.change in {"masked", "generalised"} for row in done.run.rows)
    story.told(
        f"{holder} -> {recipient}, {purpose}: {done.run.leaving} values left "
        f"({masked} masked or coarser), {done.run.staying} stayed"
    )
    return done


def _ask_more(story: Story, person: Sequence[str]) -> None:
    """Have Birch's analyst ask Alder about whom it learned of, and two persons there answer."""
    birch, alder = story.league.members[BIRCH], story.league.members[ALDER]
    about = foreign_names(birch.node.center, birch.at(CRIME), ALDER)
    if not about:
        return
    draft = RequestDraft(
        recipient=ALDER,
        entities=about,
        basis="Criminal Procedure Act, section 12",
        case="B-2031-17",
        what="documents, and whom this person is in contact with",
        why="goods were seized that were sent to the same name",
        check="call the desk in Birch back on the known number",
    )
    asked = write_request(birch.federation, birch.at(CRIME, "analyst"), draft)
    send_request(birch.federation, birch.at(CRIME), asked.id)
    story.league.settle()
    wish = ProposalWish(entities=list(person), verified="called the desk in Birch back")
    proposal = propose_answer(alder.federation, alder.at(CRIME), asked.id, wish).proposal
    if proposal is None:
        return
    approval = Approval(proposed_at=proposal.at)
    page = approve_answer(alder.federation, alder.at(CRIME, "second"), asked.id, approval)
    persons = 0 if page.proposal is None else 1 + len(page.proposal.approvals)
    words = RequestWords(reason="as asked")
    answer_request(alder.federation, alder.at(CRIME), asked.id, words)
    story.league.settle()
    story.league.work()
    story.requests.append((asked.id, persons))
    [reply] = request_page(birch.federation, birch.at(CRIME), asked.id).request.replies
    story.told(
        f"birch asks alder about the person under {asked.agreement}: {persons} persons there "
        f"release {reply.released} values"
    )


def _pass_on(story: Story) -> None:
    birch, alder = story.league.members[BIRCH], story.league.members[ALDER]
    about = foreign_entities(birch.node.center, birch.at(SEA), ALDER)
    if not about:
        return
    _released(story, BIRCH, CEDAR, SEA, about)
    wish = ConsentWish(recipient=CEDAR, entities=about, reason="seen in our waters as well")
    for asked in ask_consent(birch.federation, birch.at(SEA), wish):
        story.league.settle()
        decision = ConsentDecision(consent=asked.id, give=True, reason="agreed by telephone")
        answer_consent(alder.federation, alder.at(SEA), decision)
        story.league.settle()
        story.told(f"alder consents that birch passes {asked.count} values on to cedar")
    _released(story, BIRCH, CEDAR, SEA, about)


def _recall(story: Story, run: DryRun) -> None:
    alder = story.league.members[ALDER]
    others = [one for holder, one in story.runs if holder == ALDER and one is not run]
    chosen = distinct(run, others)
    if not chosen:
        return
    began = time.perf_counter()
    request = RecallRequest(
        statements=[row.statement for row in chosen], reason="the register was mistaken"
    )
    recall = order_recall(alder.federation, alder.at(SEA), request)
    report_now = recall_page(alder.federation, alder.at(SEA), recall.id)
    while not report_now.complete and time.perf_counter() - began < PATIENCE_S:
        story.league.settle()
        report_now = recall_page(alder.federation, alder.at(SEA), recall.id)
    story.league.work()
    story.recalls.append((ALDER, recall.id, chosen))
    holders = ", ".join(one.holder for one in report_now.holders)
    state = "and every holder has proved it" if report_now.complete else "and not all have answered"
    story.told(
        f"alder calls {len(chosen)} values back from {holders}: gone in "
        f"{time.perf_counter() - began:.1f} s, {state}"
    )


def _refused(runs: Iterable[tuple[str, DryRun]]) -> Iterable[tuple[str, DryRun, ShownOutcome]]:
    return ((holder, run, row) for holder, run in runs for row in run.rows if row.becomes is None)


def _refusal(holder: str, run: DryRun, row: ShownOutcome) -> Json:
    return {
        "from": holder,
        "to": run.recipient,
        "purpose": run.purpose,
        "statement": row.statement,
        "property": row.property,
        "why": row.why or "obliged",
        "articles": row.forbidden_by or row.bound,
    }


def _asked(story: Story, request: str, persons: int) -> Json:
    member: Member = story.league.members[BIRCH]
    one = request_page(member.federation, member.at(CRIME), request).request
    return {
        "id": one.id,
        "from": one.asker,
        "to": one.asked,
        "purpose": one.purpose,
        "agreement": one.agreement,
        "urgency": one.urgency,
        "state": one.state,
        "asked_at": None if one.asked_at is None else one.asked_at.isoformat(),
        "due_at": None if one.due_at is None else one.due_at.isoformat(),
        "persons": persons,
        "answers": [
            {
                "answer": reply.state,
                "ground": reply.ground,
                "released": reply.released,
                "at": reply.at.isoformat(),
            }
            for reply in one.replies
        ],
    }


def _recalled(story: Story, originator: str, recall: str, chosen: Sequence[ShownOutcome]) -> Json:
    member: Member = story.league.members[originator]
    found = recall_page(member.federation, member.at(SEA), recall)
    return {
        "id": recall,
        "originator": originator,
        "reason": found.reason,
        "ordered_at": found.ordered_at.isoformat(),
        "complete": found.complete,
        "values": [
            {"statement": row.statement, "property": row.property, "value": row.value}
            for row in chosen
        ],
        "releases": found.releases,
        "receipts": [
            {
                "holder": one.holder,
                "via": one.via,
                "items": one.items,
                "asked_at": one.asked_at.isoformat(),
                "answered_at": None if one.answered_at is None else one.answered_at.isoformat(),
                "seconds": None
                if one.answered_at is None
                else round((one.answered_at - found.ordered_at).total_seconds(), 3),
                "receipt": None if one.receipt is None else base64.b64encode(one.receipt).decode(),
            }
            for one in found.holders
        ],
    }
