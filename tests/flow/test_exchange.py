"""Exchange end to end: an agreement, a release, a recall, between centers in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from isthmus.audit.entry import entry_from_bytes
from isthmus.errors import AccessError, InputError, NotFound, OutOfOrder, PartnerError
from isthmus.exchange.content import RecallOrder, recall_items, statement_bytes
from isthmus.exchange.receipt import read_receipt
from isthmus.flow.agreements import decide_on
from isthmus.flow.documents.sharing import (
    RecallRequest,
    ReleaseQuestion,
)
from isthmus.flow.entity import entity_page
from isthmus.flow.posting import Letter, post
from isthmus.flow.recall import list_recalls, order_recall
from isthmus.flow.reception import receive
from isthmus.flow.sharing import dry_run, release
from isthmus.model.agreement import KeptAgreement
from isthmus.model.label import Allowed, Label
from isthmus.model.message import Kind, Outcome
from isthmus.model.release import HIDDEN, ReleasedStatement
from isthmus.share.document import NoOnward
from tests import make
from tests.flow.chain import (
    FOREIGN,
    QUESTION,
    consented,
    foreign_entity,
    recalled,
    released,
    replace_question,
    three,
    values,
)
from tests.flow.league import League, officer, pact, shown
from tests.flow.stage import LOW
from tests.flow.stage import officer as person
from tests.flow.stage import shown as shown_entity
from tests.unit.share.documents import permit


@pytest.fixture
def league() -> League:
    return three()


def test_a_dry_run_shows_what_would_leave_and_sends_nothing(league: League):
    run = dry_run(league.federations["alder"], officer("alder"), QUESTION)
    rows = {row.property: row for row in run.rows}
    assert rows["name"].becomes == "Amina Haddad"
    assert rows["passportNumber"].becomes == HIDDEN * 5 + "567"
    assert rows["passportNumber"].bound == ["pact/6"]
    assert (run.leaving, run.staying) == (2, 0)
    league.settle()
    assert league.carried == []


def test_what_is_released_arrives_masked_under_the_foreign_label(league: League):
    assert len(released(league)) == 1
    arrived = {row.property: row for row in league.seen("birch")}
    assert arrived["name"].value == "Amina Haddad"
    assert arrived["passportNumber"].value == HIDDEN * 5 + "567"
    assert {row.source for row in arrived.values()} == {"alder"}
    with league.stages["birch"].store.reading() as unit:
        label = unit.labels.all()[arrived["name"].label]
    assert label.originators == {"alder/harbour-office"}
    assert label.purposes == Allowed.of(make.PURPOSE)


def test_what_came_for_two_purposes_is_not_linked(league: League):
    alder, at = league.stages["alder"].center, officer("alder")
    birch, cedar = (
        alder.ids.handle(to, make.PURPOSE, make.entity("amina")) for to in ("birch", "cedar")
    )
    other = alder.ids.handle("birch", "serious-crime", make.entity("amina"))
    assert len({birch, cedar, other}) == 3
    released(league)
    released(league)
    assert at.purpose == make.PURPOSE
    assert len({row.entity for row in league.seen("birch")}) == 1


def test_what_comes_again_under_a_stricter_label_becomes_stricter(league: League):
    released(league)
    [before] = labels_at(league, "birch")
    alder = league.stages["alder"]
    stricter = replace(LOW, data_categories=frozenset({"identity", "travel"}))
    with alder.store.writing() as unit:
        [low] = [n for n, label in unit.labels.all().items() if label == LOW]
        number = unit.labels.intern(stricter)
        rows = unit.statements.of([make.entity("amina")], make.reader(low))
        unit.labels.tighten([row.seq for row in rows], {low: number}, [low])
        unit.audit.add(bytes(make.audit_entry()), bytes(16), (), make.NOW)
        unit.commit()
    wide = permit(
        recipients=["alder", "birch"],
        data_categories=["identity", "travel"],
        subject_categories="any",
        legal_bases="any",
    )
    league.agree(pact(wide, name="wide"))
    released(league)
    [name] = [row for row in league.seen("birch") if row.property == "name"]
    with league.stages["birch"].store.reading() as unit:
        after = unit.labels.all()[name.label]
        keys = unit.keys.holders(["t:amina"], make.reader(name.label), 9)
    assert after == before.join(after)
    assert "travel" in after.data_categories
    assert [seq for _, seq in keys["t:amina"]] == [name.seq]


def test_the_register_and_the_receipt_say_what_left_and_by_which_article(league: League):
    [message] = released(league)
    with league.stages["alder"].store.reading() as unit:
        rows = unit.releases.of_batch(bytes.fromhex(message))
        [sent] = [
            o for n in range(1, 9) if (o := unit.mail.sent("birch", n)) and o.kind is Kind.RELEASE
        ]
    assert {row.articles for row in rows} == {("pact/4", "pact/6")}
    assert sent.envelope is None
    assert sent.outcome is Outcome.ADMITTED


def test_what_was_recalled_is_gone_and_the_receipt_is_there(league: League):
    released(league)
    [passport] = [r for r in league.seen("alder") if r.property == "passportNumber"]
    request = RecallRequest(statements=[shown(passport)], reason="mistaken")
    order_recall(league.federations["alder"], officer("alder"), request)
    league.settle()
    assert values(league, "birch") == {"Amina Haddad"}
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert recall.complete
    assert [(h.holder, h.items) for h in recall.holders] == [("birch", 1)]
    assert "X1234567" in values(league, "alder")


def test_nothing_of_another_center_is_passed_on_without_its_consent(league: League):
    league.agree(pact(parties=("birch", "cedar"), name="chain"))
    released(league)
    onward = ReleaseQuestion(recipient="cedar", entities=[foreign_entity(league, "birch")])
    run = dry_run(league.federations["birch"], officer("birch"), onward)
    assert {row.why for row in run.rows} == {"consent"}
    done = release(league.federations["birch"], officer("birch"), onward)
    assert done.messages == []


def test_a_refused_consent_lets_nothing_leave(league: League):
    onward = consented(league, give=False)
    run = dry_run(league.federations["birch"], officer("birch"), onward)
    assert (run.leaving, {row.why for row in run.rows}) == (0, {"consent"})


def labels_at(league: League, center: str) -> set[Label]:
    with league.stages[center].store.reading() as unit:
        labels = unit.labels.all()
    return {labels[row.label] for row in league.seen(center)}


def test_with_the_consent_of_its_originator_it_is_passed_on(league: League):
    onward = consented(league)
    release(league.federations["birch"], officer("birch"), onward)
    league.settle()
    assert values(league, "cedar") == {"Amina Haddad", HIDDEN * 5 + "567"}
    [label] = labels_at(league, "cedar")
    assert label.originators == {"alder/harbour-office"}


def test_a_consent_ends_on_its_day(league: League):
    onward = consented(league)
    league.stages["birch"].clock.advance(timedelta(days=31))
    run = dry_run(league.federations["birch"], officer("birch"), onward)
    assert {row.why for row in run.rows} == {"consent"}


def test_who_may_not_is_told_so(league: League):
    alder, analyst = league.federations["alder"], person("analyst")
    with pytest.raises(AccessError):
        release(alder, analyst, QUESTION)
    with pytest.raises(AccessError):
        order_recall(alder, analyst, RecallRequest(statements=[], reason="x"))
    digest = league.agree(pact(name="other"))
    with pytest.raises(AccessError):
        decide_on(alder, analyst, digest, "end")


def test_a_lost_receipt_changes_nothing(league: League):
    release(league.federations["alder"], officer("alder"), QUESTION)
    league.cut = {("birch", "alder")}
    league.settle()
    before = [row.seq for row in league.seen("birch")]
    assert before
    league.heal()
    league.settle()
    assert [row.seq for row in league.seen("birch")] == before
    with league.stages["alder"].store.reading() as unit:
        assert unit.mail.waiting("birch", 9) == []


def test_who_was_away_for_long_gets_what_waited_in_its_order(league: League):
    """Protocol E6: it has not expired, and what is held up behind it would never arrive."""
    league.cut = {("alder", "birch")}
    released(league)
    recalled(league)
    for stage in league.stages.values():
        stage.clock.advance(timedelta(days=200))
    league.heal()
    league.settle()
    assert values(league, "birch") == set()
    [recall] = list_recalls(league.federations["alder"], officer("alder"))
    assert recall.complete


def carried(league: League, to: str = "birch") -> bytes:
    """Let Alder write a release, and give its envelope before it leaves."""
    release(league.federations["alder"], officer("alder"), replace_question(to))
    with league.stages["alder"].store.reading() as unit:
        envelope = unit.mail.waiting(to, 1)[0].envelope
    assert envelope is not None
    return envelope


def test_the_same_envelope_again_gets_the_same_receipt(league: League):
    envelope, birch = carried(league), league.federations["birch"]
    first = receive(birch, envelope)
    assert receive(birch, envelope) == first
    assert len(league.seen("birch")) == 2


def test_one_that_comes_too_early_waits_for_those_before_it(league: League):
    birch = league.federations["birch"]
    carried(league)
    with league.stages["alder"].store.reading() as unit:
        first = unit.mail.next_sequence("birch") - 1
    carried(league)
    with league.stages["alder"].store.reading() as unit:
        second = unit.mail.waiting("birch", 2)[1].envelope
    assert second is not None
    with pytest.raises(OutOfOrder) as early:
        receive(birch, second)
    assert early.value.expected == first
    assert league.seen("birch") == []
    league.settle()
    assert len(league.seen("birch")) == 2


def test_what_nobody_can_believe_is_noted_and_nothing_is_told(league: League):
    """Protocol E8."""
    birch = league.stages["birch"]
    with pytest.raises(PartnerError):
        receive(league.federations["birch"], b"nonsense")
    [entry] = birch.entries("message.disbelieved")
    assert entry.decision == "refuse"


def test_an_agreement_that_ended_on_the_way_lets_nothing_in(league: League):
    """Protocol K1 and N5."""
    envelope = carried(league)
    birch = league.federations["birch"]
    with league.stages["birch"].store.reading() as unit:
        [pact_there] = unit.agreements.all()
    decide_on(birch, officer("birch"), pact_there.digest.hex(), "end")
    receipt = read_receipt(receive(birch, envelope), league.trust, make.NOW)
    assert (receipt.outcome, receipt.reason) == (
        Outcome.REFUSED,
        "the agreement is not in force here",
    )
    assert league.seen("birch") == []
    league.settle()
    assert dry_run(league.federations["alder"], officer("alder"), QUESTION).leaving == 0


def test_suspended_lets_nothing_leave_and_resumed_does(league: League):
    alder = league.federations["alder"]
    with league.stages["alder"].store.reading() as unit:
        digest = unit.agreements.all()[0].digest.hex()
    league.stages["alder"].clock.advance(timedelta(minutes=1))
    decide_on(alder, officer("alder"), digest, "suspend")
    assert dry_run(alder, officer("alder"), QUESTION).leaving == 0
    league.stages["alder"].clock.advance(timedelta(minutes=1))
    decide_on(alder, officer("alder"), digest, "resume")
    assert dry_run(alder, officer("alder"), QUESTION).leaving == 2


def test_a_partner_that_recalls_what_it_never_sent_takes_nothing_away(league: League):
    """Protocol K3."""
    released(league)
    league.agree(pact(parties=("cedar", "birch"), name="cedar-birch"))
    with league.stages["birch"].store.reading() as unit:
        held = unit.releases.holding([row.seq for row in league.seen("birch")])
    order = RecallOrder(recall=bytes(16), origin="cedar", reason="a lie", ordered_at=make.NOW)
    cedar = league.federations["cedar"]
    letter = Letter("birch", Kind.RECALL, recall_items(order, [row.release for row in held]))
    league.stages["cedar"].write(lambda unit: post(cedar, unit, letter))
    league.settle()
    assert len(values(league, "birch")) == 2
    with league.stages["cedar"].store.reading() as unit:
        receipts = [unit.mail.sent("birch", n) for n in range(1, 9)]
    [answer] = [r.receipt for r in receipts if r is not None and r.kind is Kind.RECALL]
    assert answer is not None
    assert read_receipt(answer, league.trust, make.NOW).items == 0


def smuggle(
    league: League,
    way: tuple[str, str],
    under: KeptAgreement,
    label: Label,
    **changed: object,
) -> None:
    """Have a center send what its own software would not let out."""
    sender, recipient = way
    statement = ReleasedStatement(
        release=bytes(16),
        entity=bytes(16),
        schema="Person",
        property="name",
        value="Amina Haddad",
        label=0,
        grade="B2",
        expires_on=make.EXPIRY,
    )
    letter = Letter(
        recipient,
        Kind.RELEASE,
        [statement_bytes(msgspec.structs.replace(statement, **changed))],
        labels=[label],
        agreement=under.id,
        digest=under.digest,
        purpose=make.PURPOSE,
    )
    federation = league.federations[sender]
    league.stages[sender].write(lambda unit: post(federation, unit, letter))
    league.settle()


def test_a_label_that_the_agreement_does_not_cover_is_refused_at_the_other_end(league: League):
    """Alder's own software lets out what it may not; Birch does not take it."""
    label = replace(FOREIGN, data_categories=frozenset({"communications"}))
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    smuggle(league, ("alder", "birch"), kept, label)
    assert league.seen("birch") == []
    log = league.logs["birch"]
    noted = [entry_from_bytes(entry) for entry in log.entries(0, log.size)]
    assert [one.decision for one in noted if one.act == "message.refused"] == ["refuse"]


def test_an_exercise_is_kept_out_of_what_is_none(league: League):
    """Protocol E7."""
    envelope = carried(league)
    birch = league.federations["birch"]
    live = replace(birch.center, partition=replace(birch.center.partition, exercise=False))
    with pytest.raises(PartnerError, match="this kind of partition"):
        receive(replace(birch, center=live), envelope)


def test_passing_on_without_a_consent_is_refused_at_the_other_end(league: League):
    """Protocol K2: Birch's own software lets out what Alder did not consent to."""
    onward = consented(league)
    release(league.federations["birch"], officer("birch"), onward)
    [label] = labels_at(league, "birch")
    with league.stages["birch"].store.reading() as unit:
        kept = next(one for one in unit.agreements.all() if one.id == "chain")
    league.settle()
    before = len(league.seen("cedar"))
    smuggle(league, ("birch", "cedar"), kept, label)
    assert len(league.seen("cedar")) == before
    log = league.logs["cedar"]
    noted = [entry_from_bytes(entry) for entry in log.entries(0, log.size)]
    assert [one.decision for one in noted if one.act == "message.refused"] == ["refuse"]


@pytest.mark.parametrize(
    ("changed", "admitted"),
    [
        ({}, True),
        ({"schema": "Unicorn"}, False),
        ({"property": "horn"}, False),
        ({"target": bytes(16)}, False),
        ({"value": "Sea\0Lark"}, False),
        ({"lang": "e\0n"}, False),
        ({"expires_on": make.NOW.replace(tzinfo=None) + timedelta(days=9)}, False),
        ({"observed_at": make.NOW.replace(tzinfo=None)}, False),
        ({"schema": "Payment", "property": "payer"}, False),
    ],
    ids=[
        "known",
        "schema",
        "property",
        "a target too many",
        "a NUL",
        "a NUL in a language",
        "a day of no zone",
        "a time of no zone",
        "no target",
    ],
)
def test_what_is_of_no_known_kind_is_refused(
    league: League,
    changed: dict[str, object],
    admitted: bool,  # noqa: FBT001 - what is expected
):
    with league.stages["alder"].store.reading() as unit:
        [kept] = unit.agreements.all()
    smuggle(league, ("alder", "birch"), kept, FOREIGN, **changed)
    assert bool(league.seen("birch")) == admitted


def test_what_is_asked_for_must_be_known(league: League):
    alder, who = league.federations["alder"], officer("alder")
    with pytest.raises(InputError, match="a partner among birch, cedar"):
        dry_run(alder, who, ReleaseQuestion(recipient="elm", entities=QUESTION.entities))
    with pytest.raises(NotFound):
        dry_run(alder, who, ReleaseQuestion(recipient="birch", entities=[shown_entity("nobody")]))
    names = [shown(row) for row in league.seen("alder") if row.source == make.SOURCE]
    with pytest.raises(InputError, match="none that was"):
        order_recall(alder, who, RecallRequest(statements=names, reason="x"))


def test_the_page_at_the_partner_says_under_which_articles_it_came(league: League):
    released(league)
    birch = league.federations["birch"]
    page = entity_page(birch.center, officer("birch"), foreign_entity(league, "birch"))
    [shared] = page.why.shared
    assert (shared.partner, shared.agreement, shared.values) == ("alder", "pact", 2)
    assert shared.articles == ["4", "6"]
    own = entity_page(league.federations["alder"].center, officer("alder"), shown_entity("amina"))
    assert own.why.shared == []


def test_a_dry_run_tells_who_could_get_it_from_the_recipient(league: League):
    """A pact of three lets Birch pass on to Cedar; one that keeps it with Birch does not."""
    league.agree(pact(parties=("alder", "birch", "cedar"), name="region"))
    run = dry_run(league.federations["alder"], officer("alder"), QUESTION)
    [cedar] = run.onward
    assert (cedar.center, cedar.values, cedar.articles) == ("cedar", 2, ["region/4"])
    kept = ReleaseQuestion(recipient="birch", entities=QUESTION.entities, agreement="pact")
    assert dry_run(league.federations["alder"], officer("alder"), kept).onward == [cedar]


def test_what_may_not_be_passed_on_goes_no_further(league: League):
    league.agree(pact(parties=("alder", "birch", "cedar"), name="region"))
    silent = permit(
        actions=["release"],
        recipients=["alder", "birch"],
        data_categories=["identity"],
        subject_categories="any",
        legal_bases="any",
        obligations=[NoOnward()],
    )
    league.agree(pact(silent, name="silent"))
    question = ReleaseQuestion(recipient="birch", entities=QUESTION.entities, agreement="silent")
    assert dry_run(league.federations["alder"], officer("alder"), question).onward == []
