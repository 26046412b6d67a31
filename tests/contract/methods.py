"""Every method of every store, as a change or as a reading under labels, ready to be called.

`test_unit_of_work` and `test_label_predicate` go through these tables, and through `uncovered`
learn of a method that nobody put in.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import replace
from typing import Final, TypeAlias, get_type_hints

from isthmus.model.alert import Severity
from isthmus.model.following import Why
from isthmus.model.ids import LabelId
from isthmus.model.judgement import Decision
from isthmus.model.message import Outcome
from isthmus.model.principal import Reader
from isthmus.model.record import VerdictState
from isthmus.model.release import ReleaseId, Standing
from isthmus.model.statement import State
from isthmus.ports import AlertFilter, Renewal, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, recorded, said
from tests.make.exchanged import sixteen

Change: TypeAlias = Callable[[UnitOfWork, Ground], object]
Reading: TypeAlias = Callable[[UnitOfWork, Reader], Sized | None]
Marked: TypeAlias = Callable[[UnitOfWork, Ground, LabelId], Reading]
"""Puts one thing under a label and gives the reading that shows it."""

RESOLVING: Final = "fusion"
DHOW, LARK = make.entity("dhow"), make.entity("lark")
RELEASE, RECALL = ReleaseId(sixteen("one")), sixteen("recall")
REQUEST: Final = sixteen("request")
ALERT, FINDING = make.alert_id(), make.finding_id()
SKIFF = make.Claim("skiff", "name", "Night Heron")

CHANGES: Final[Mapping[str, Change]] = {
    "labels.intern": lambda unit, _: unit.labels.intern(make.label("SECRET", handling=["H1"])),
    "labels.tighten": lambda unit, g: unit.labels.tighten([g.statement], {g.low: g.high}, [g.low]),
    "deliveries.open": lambda unit, _: unit.deliveries.open(make.delivery("vessels-2.csv")),
    "deliveries.close": lambda unit, g: unit.deliveries.close(g.delivery),
    "deliveries.renew": lambda u, g: u.deliveries.renew(g.delivery.seq, make.EXPIRY),
    "deliveries.end": lambda u, g: u.deliveries.end([g.delivery.seq]),
    "deliveries.note_presence": lambda u, g: u.deliveries.note_presence(g.delivery.seq, [g.record]),
    "deliveries.note_unread": lambda u, g: u.deliveries.note_unread(g.delivery.seq, [b"key"]),
    "deliveries.set_current": lambda u, g: u.deliveries.set_current(
        make.FEED, "vessels", {make.sealed().key: g.record}, []
    ),
    "deliveries.set_latest": lambda u, g: u.deliveries.set_latest(
        make.FEED, "vessels", {make.sealed().key: ("2031", g.record)}
    ),
    "deliveries.decide": lambda unit, _: unit.deliveries.decide(make.held_step()),
    "records.add": lambda unit, g: recorded(unit, g, "row 2"),
    "verdicts.add": lambda u, g: u.verdicts.add(
        make.verdict(delivery=g.delivery.seq), [], make.NOW
    ),
    "verdicts.add_pieces": lambda u, g: u.verdicts.add_pieces(g.verdict, 7, [(b"key", b"piece")]),
    "verdicts.set_state": lambda u, g: u.verdicts.set_state(g.verdict, VerdictState.DISCARDED),
    "statements.add": lambda unit, g: said(unit, g, SKIFF),
    "statements.set_state": lambda unit, g: unit.statements.set_state(
        [g.statement], State.RETRACTED, make.NOW, "vanished"
    ),
    "keys.add": lambda unit, g: unit.keys.add([("n:sea lark", DHOW, g.statement, g.low)]),
    "keys.relabel": lambda unit, g: unit.keys.relabel([("n:sea lark", DHOW, g.statement, g.high)]),
    "keys.add_hubs": lambda u, g: u.keys.add_hubs(RESOLVING, [("n:sea lark", (g.low, g.high))]),
    "keys.take_hubs": lambda unit, _: unit.keys.take_hubs(RESOLVING, ["n:sea lark"]),
    "judgements.add": lambda u, g: u.judgements.add([make.persons_judgement(label=g.low)]),
    "judgements.attribute": lambda unit, g: unit.judgements.attribute(
        [make.attribution("call 1", "dhow", g.statement, label=g.low)], make.NOW
    ),
    "observations.add": lambda u, g: u.observations.add(make.positions(label=g.low), [g.record]),
    "observations.tighten": lambda u, g: u.observations.tighten([(DHOW, 0)], {g.low: g.high}),
    "findings.add": lambda unit, g: unit.findings.add(
        [make.finding("meeting at sea", g.statement, label=g.low)]
    ),
    "findings.set_apart": lambda unit, g: unit.findings.set_apart(
        [(FINDING, g.high, True)], make.NOW
    ),
    "findings.withdraw": lambda unit, _: unit.findings.withdraw([FINDING], make.NOW),
    "alerts.add": lambda unit, g: unit.alerts.add(make.alert("meeting at sea", label=g.low)),
    "alerts.fold": lambda unit, _: unit.alerts.fold(ALERT, [FINDING], make.NOW),
    "alerts.assign": lambda unit, _: unit.alerts.assign([ALERT], "p-custodian"),
    "alerts.move": lambda unit, _: unit.alerts.move(make.move()),
    "queue.put": lambda unit, _: unit.queue.put("resolve", [DHOW]),
    "queue.done": lambda unit, _: unit.queue.done("resolve", [1]),
    "tallies.add": lambda unit, g: unit.tallies.add([(g.low, make.FEED, "record", 0, 1)]),
    "changes.add": lambda unit, g: unit.changes.add("alert", ALERT, g.low, make.NOW),
    "accounts.put": lambda u, _: u.accounts.put(make.account(make.principal("ivo.brandt"))),
    "accounts.open_session": lambda unit, _: unit.accounts.open_session(make.session()),
    "accounts.end_sessions": lambda u, _: u.accounts.end_sessions(token_hash=b"h", before=make.NOW),
    "accounts.put_access_key": lambda u, _: u.accounts.put_access_key(make.collected.access_key()),
    "collections.put": lambda u, _: u.collections.put(make.collected.collection()),
    "collections.add": lambda u, _: u.collections.add([make.collected.entry(1)]),
    "collections.drop": lambda u, _: u.collections.drop(b"collection", ["identity--1"]),
    "follow_ups.tell": lambda u, g: u.follow_ups.tell([g.statement], Why.RECALLED, make.NOW),
    "follow_ups.contradict": lambda u, g: contradicted(u, g.low),
    "follow_ups.add": lambda u, g: u.follow_ups.add([make.follow_up(label=g.low)]),
    "follow_ups.see": lambda u, _: u.follow_ups.see("p-1", [1], make.NOW),
    "meta.put": lambda unit, _: unit.meta.put("schema", "1"),
    "agreements.put": lambda u, _: u.agreements.put(make.exchanged.agreement(version=2)),
    "agreements.sign": lambda u, _: u.agreements.sign(make.exchanged.signed()),
    "releases.add": lambda u, g: u.releases.add(
        make.exchanged.release_batch("two"),
        [make.exchanged.released("two", g.statement, message="two")],
    ),
    "releases.end": lambda u, _: u.releases.end([RELEASE], Standing.EXPIRED, None),
    "releases.add_counts": lambda u, _: u.releases.add_counts([make.exchanged.kept_count()]),
    "releases.put_order": lambda u, _: u.releases.put_order(make.exchanged.standing()),
    "releases.advance": lambda u, _: u.releases.advance(RECALL, 7),
    "releases.end_order": lambda u, _: u.releases.end_order(RECALL, make.NOW),
    "releases.receive": lambda u, g: u.releases.receive(
        [make.exchanged.received("two", g.record, g.statement)]
    ),
    "releases.forget": lambda u, _: u.releases.forget("birch", [RELEASE], Standing.EXPIRED),
    "mail.send": lambda unit, _: unit.mail.send(make.exchanged.outgoing(2)),
    "mail.enclose": lambda u, _: u.mail.enclose("birch", 1, b"another"),
    "trust.put": lambda u, _: u.trust.put(make.exchanged.trust_list(2)),
    "trust.vote": lambda u, _: u.trust.vote(make.exchanged.trust_list().digest, "cedar", b"vote"),
    "trust.adopt": lambda u, _: u.trust.adopt(make.exchanged.trust_list().digest, b"s", make.NOW),
    "trust.clear": lambda u, _: u.trust.clear(),
    "mail.confirm": lambda u, _: u.mail.confirm("birch", 1, Outcome.ADMITTED, b"receipt"),
    "mail.take": lambda unit, _: unit.mail.take(make.exchanged.incoming(2)),
    "recalls.order": lambda unit, _: unit.recalls.order(make.exchanged.recall("two")),
    "recalls.ask": lambda unit, _: unit.recalls.ask([make.exchanged.holder("cedar")]),
    "recalls.answer": lambda u, _: u.recalls.answer(RECALL, "birch", make.NOW, b"receipt"),
    "consents.ask": lambda u, g: u.consents.ask(
        make.exchanged.consent(), [make.exchanged.consented("one", g.statement)]
    ),
    "consents.answer": lambda unit, _: unit.consents.answer(make.exchanged.given()),
    "requests.put": lambda u, g: u.requests.put(
        make.requested.request("two"), [make.requested.subject(g.statement, of="two")]
    ),
    "requests.send": lambda u, g: u.requests.send(
        make.requested.sent(), [make.requested.subject(g.statement)]
    ),
    "requests.move": lambda u, _: u.requests.move(make.requested.request()),
    "requests.escalate": lambda u, _: u.requests.escalate(REQUEST, make.NOW),
    "requests.reply": lambda u, _: u.requests.reply(make.requested.reply()),
    "requests.propose": lambda u, _: u.requests.propose(make.requested.proposal()),
    "requests.approve": lambda u, _: u.requests.approve(REQUEST, "person:birch:ben", make.NOW),
    "requests.silence": lambda u, g: u.requests.silence([g.statement]),
    "emergencies.declare": lambda u, _: u.emergencies.declare(make.declared.emergency("two")),
    "emergencies.confirm": lambda u, _: u.emergencies.confirm(
        make.declared.emergency().id, "person:alder:ben", make.NOW, b"signature"
    ),
    "weights.put": lambda u, _: u.weights.put(make.weighed.weight_file(), b"{}"),
    "weights.note": lambda u, _: u.weights.note(make.weighed.proposed()),
    "emergencies.end": lambda u, _: u.emergencies.end(make.declared.ended()),
    "retention.renew": lambda u, g: u.retention.renew(
        [Renewal(g.record, make.NOW, make.EXPIRY, "bucket", b"key")]
    ),
    "retention.carry": lambda u, g: u.retention.carry([(g.statement, g.record, make.EXPIRY)]),
    "retention.extend": lambda u, g: u.retention.extend([(g.statement, make.EXPIRY)]),
    "erasure.erase_keys": lambda u, g: u.erasure.erase_keys([g.statement]),
    "erasure.erase": lambda u, g: u.erasure.erase(
        said(u, g, SKIFF._replace(value="Grey Heron")), [g.record], make.NOW, "expired"
    ),
}
"""Changes that need an audit entry."""

UNMARKED: Final = frozenset(
    {
        "labels.all",
        "labels.resting_on",
        "deliveries.same",
        "deliveries.of_part",
        "deliveries.over",
        "deliveries.of_feed",
        "deliveries.presence",
        "deliveries.unread",
        "deliveries.current",
        "deliveries.latest",
        "deliveries.entrances",
        "deliveries.decisions",
        "observations.labels_at",
        "retention.due",
        "retention.carriers",
        "retention.holds",
        "records.known",
        "verdicts.list",
        "verdicts.get",
        "verdicts.pieces",
        "statements.withdrawn_after",
        "claims.said_after",
        "claims.moved_after",
        "claims.ending_after",
        "claims.next_day",
        "statements.last_move",
        "statements.last",
        "statements.ended_after",
        "follow_ups.of",
        "trust.get",
        "trust.all",
        "trust.holding",
        "mail.content",
        "judgements.last",
        "judgements.outgrown",
        "accounts.access_key",
        "accounts.access_keys",
        "collections.get",
        "collections.page",
        "collections.named",
        "collections.around",
        "collections.of_kind",
        "collections.added_until",
        "queue.peek",
        "queue.depth",
        "changes.last",
        "accounts.by_name",
        "accounts.by_id",
        "accounts.all",
        "accounts.session",
        "audit.pending",
        "audit.oldest_pending_at",
        "audit.entries",
        "meta.get",
        "agreements.all",
        "releases.of_statements",
        "releases.known",
        "releases.batches",
        "releases.batch",
        "releases.of_batch",
        "releases.by_release",
        "releases.came_from",
        "releases.came_in",
        "releases.due",
        "releases.orders",
        "releases.of_recall",
        "releases.counts",
        "releases.received",
        "releases.holding",
        "mail.next_sequence",
        "mail.waiting",
        "mail.backlog",
        "mail.partners",
        "mail.sent",
        "mail.last_taken",
        "mail.taken",
        "recalls.get",
        "recalls.all",
        "recalls.holders",
        "consents.get",
        "consents.all",
        "consents.named",
        "consents.given",
        "requests.get",
        "requests.all",
        "requests.late",
        "requests.carried_by",
        "requests.subjects",
        "requests.replies",
        "requests.proposal",
        "emergencies.get",
        "emergencies.all",
        "emergencies.confirmed",
        "weights.get",
        "weights.document",
        "weights.all",
        "weights.acts",
        "weights.active",
        # The log's own writing: it is the evidence, or gives the evidence its place.
        "mail.answer",
        "audit.add",
        "audit.sequenced",
    }
)
"""Methods that neither change what an entry must cover nor read what a label marks."""


def record_get(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    seqs = recorded(unit, ground, "row 2", label=label)
    return lambda unit, reader: unit.records.get(seqs, reader)


def record_by_id(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    recorded(unit, ground, "row 2", label=label)
    return lambda unit, reader: one(unit.records.by_id(make.sealed("row 2").id, reader))


def contradicted(unit: UnitOfWork, label: LabelId) -> bool:
    """Have another judge a pair otherwise than somebody with an account did."""
    told = make.persons_judgement(label=label, turn=7)
    other = make.persons_judgement(
        decision=Decision.DIFFERENT, label=label, author="p-ivo.brandt", turn=8
    )
    unit.judgements.add([told, other])
    return unit.follow_ups.contradict(other)


def statement_of(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    said(unit, ground, SKIFF, label=label)
    return lambda unit, reader: unit.statements.of([make.entity("skiff")], reader)


def statement_towards(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    said(unit, ground, SKIFF._replace(property="owner", target="lark"), label=label)
    return lambda unit, reader: unit.statements.towards([LARK], reader)


def statement_by_seq(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    seqs = said(unit, ground, SKIFF, label=label)
    return lambda unit, reader: unit.statements.by_seq(seqs, reader)


def statement_by_id(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    said(unit, ground, SKIFF, label=label)
    return lambda unit, reader: one(unit.statements.by_id(make.statement_id(SKIFF), reader))


def statement_of_record(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    [record] = recorded(unit, ground, "row 2")
    said(unit, ground, SKIFF, label=label, records=[record])
    return lambda unit, reader: unit.statements.of_record(record, reader)


def statement_unsupported(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    [record] = recorded(unit, ground, "row 2")
    said(unit, ground, SKIFF, label=label, records=[record])
    return lambda unit, reader: unit.statements.unsupported([record], reader)


def statement_unasserted(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    [record] = recorded(unit, ground, "row 2")
    said(unit, ground, SKIFF, label=label, records=[record], state=State.RETRACTED)
    return lambda unit, reader: unit.statements.unasserted([record], reader)


def statement_said_after(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    before = unit.statements.last()
    said(unit, ground, SKIFF, label=label)
    return lambda unit, reader: unit.statements.said_after(before, reader, 5)


def statement_moved_after(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    before = unit.statements.last_move()
    said(unit, ground, SKIFF, label=label, state=State.RETRACTED)
    return lambda unit, reader: unit.statements.moved_after(before, reader, 5)


def statement_sizes(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    said(unit, ground, SKIFF, label=label)
    return lambda unit, reader: [
        one for one in unit.statements.sizes(reader).items() if one[0] == label
    ]


def statement_things(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    said(unit, ground, SKIFF._replace(schema="Person"), label=label)
    return lambda unit, reader: [
        one for one in unit.statements.things(reader, make.NOW).items() if one[0] == "Person"
    ]


def statement_withheld(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    """Ask as one who discovers a third label: only what he sees of the entity opens it."""
    hidden = unit.labels.intern(make.label("TOP SECRET"))
    said(unit, ground, SKIFF, label=label)
    said(unit, ground, SKIFF._replace(property="owner"), label=hidden)
    return lambda unit, reader: unit.statements.withheld(
        [make.entity("skiff")], make.reader(*reader.labels, withheld=[hidden]), make.NOW
    )


def key_holders(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    unit.keys.add([("n:sea lark", DHOW, ground.statement, label)])
    return lambda unit, reader: unit.keys.holders(["n:sea lark"], reader, 5)


def key_starting(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    unit.keys.add([("n:sea lark", DHOW, ground.statement, label)])
    return lambda unit, reader: unit.keys.starting("n:sea", reader, 5)


def key_hubs_after(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.keys.add_hubs(RESOLVING, [("n:sea lark", (label, label))])
    return lambda unit, reader: unit.keys.hubs_after(RESOLVING, 0, reader)


def judgement_around(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.judgements.add([make.persons_judgement(label=label)])
    return lambda unit, reader: unit.judgements.around([DHOW], reader)


def judgement_parts(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    compared = make.comparison(ground.statement, ground.statement, labels=(label, label))
    unit.judgements.add([make.judgement("dhow", "lark", compared, label=label)])
    return lambda unit, reader: unit.judgements.parts([DHOW], reader)


def judgement_waiting(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.judgements.add([replace(make.persons_judgement(label=label), needs_second=True)])
    return lambda unit, reader: unit.judgements.waiting([DHOW], reader)


def judgement_page(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.judgements.add([make.persons_judgement(label=label)])
    return lambda unit, reader: unit.judgements.page(0, 5, reader)


def judgement_sampled(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    compared = make.comparison(ground.statement, ground.statement, labels=(label, label))
    unit.judgements.add([make.judgement("dhow", "lark", compared, label=label)])
    return lambda unit, reader: unit.judgements.sampled(5, reader)


def judgement_of_persons(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.judgements.add([make.persons_judgement(label=label)])
    return lambda unit, reader: unit.judgements.of_persons(5, reader)


def judgement_history(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.judgements.add([make.persons_judgement(label=label)])
    return lambda unit, reader: unit.judgements.history([DHOW, LARK], reader)


def judgement_attributions(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    rows = [make.attribution("call 1", "dhow", ground.statement, label=label)]
    unit.judgements.attribute(rows, make.NOW)
    return lambda unit, reader: [
        *unit.judgements.attributions(reader, events=[make.entity("call 1")]),
        *unit.judgements.attributions(reader, holders=[DHOW]),
    ]


def judgement_attributed(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    row = make.attribution("call 1", "dhow", ground.statement, label=label)
    unit.judgements.attribute([row, replace(row, standing=False)], make.NOW)
    return lambda unit, reader: [
        *unit.judgements.attributed(reader, events=[make.entity("call 1")]),
        *unit.judgements.attributed(reader, holders=[DHOW]),
    ]


def observation_of(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    unit.observations.add(make.positions(label=label), [ground.record])
    return lambda unit, reader: unit.observations.of([DHOW], reader, 5)


def observation_within(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    unit.observations.add(make.positions(label=label), [ground.record])
    box, day = (-180.0, -90.0, 180.0, 90.0), (make.NOW - make.HOUR, make.NOW + make.HOUR)
    return lambda unit, reader: unit.observations.within(box, day, reader, 5)


def finding_about(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    found = make.finding("meeting", ground.statement, entities=["skiff"], label=label)
    unit.findings.add([found])
    return lambda unit, reader: unit.findings.about([make.entity("skiff")], reader)


def finding_of_matches(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    unit.findings.add([make.finding("meeting", ground.statement, label=label)])
    return lambda unit, reader: unit.findings.of_matches([make.match_id("meeting")], reader)


def finding_apart(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    found = make.finding("meeting", ground.statement, label=label)
    unit.findings.add([found])
    unit.findings.set_apart([(found.id, label, True)], make.NOW)
    return lambda unit, reader: unit.findings.apart([found.id], reader)


def finding_of_alert(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: unit.findings.of_alert(make.alert_id("meeting"), reader)


def alert_find(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: unit.alerts.find(AlertFilter(rule="at-sea"), reader)


def alert_not_with(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    unit.alerts.assign([make.alert_id("meeting")], "p-custodian")
    return lambda unit, reader: unit.alerts.not_with(None, reader, 5)


def alert_get(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: one(unit.alerts.get(make.alert_id("meeting"), reader))


def alert_history(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: unit.alerts.history(make.alert_id("meeting"), reader)


def alert_entities(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: unit.alerts.entities(make.alert_id("meeting"), reader)


def alert_counts(unit: UnitOfWork, ground: Ground, label: LabelId) -> Reading:
    raised(unit, ground, label)
    return lambda unit, reader: [
        n for (_, severity), n in unit.alerts.counts(reader).items() if severity == "low" and n
    ]


def tally_totals(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.tallies.add([(label, make.FEED, "record", 7, 3)])
    return lambda unit, reader: [n for n in unit.tallies.totals(reader).values() if n]


def tally_hours(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.tallies.add([(label, make.FEED, "record", 7, 3)])
    return lambda unit, reader: unit.tallies.hours("record", (0, 24), reader)


def change_after(unit: UnitOfWork, _: Ground, label: LabelId) -> Reading:
    unit.changes.add("alert", ALERT, label, make.NOW)
    return lambda unit, reader: unit.changes.after(0, reader, 5)


MARKED: Final[Mapping[str, Marked]] = {
    "records.get": record_get,
    "records.by_id": record_by_id,
    "statements.of": statement_of,
    "statements.towards": statement_towards,
    "statements.by_seq": statement_by_seq,
    "statements.by_id": statement_by_id,
    "statements.of_record": statement_of_record,
    "statements.unsupported": statement_unsupported,
    "statements.unasserted": statement_unasserted,
    "statements.sizes": statement_sizes,
    "statements.said_after": statement_said_after,
    "statements.moved_after": statement_moved_after,
    "statements.things": statement_things,
    "statements.withheld": statement_withheld,
    "keys.holders": key_holders,
    "keys.starting": key_starting,
    "keys.hubs_after": key_hubs_after,
    "judgements.around": judgement_around,
    "judgements.parts": judgement_parts,
    "judgements.waiting": judgement_waiting,
    "judgements.page": judgement_page,
    "judgements.history": judgement_history,
    "judgements.sampled": judgement_sampled,
    "judgements.of_persons": judgement_of_persons,
    "judgements.attributions": judgement_attributions,
    "judgements.attributed": judgement_attributed,
    "observations.of": observation_of,
    "observations.within": observation_within,
    "findings.about": finding_about,
    "findings.of_matches": finding_of_matches,
    "findings.apart": finding_apart,
    "findings.of_alert": finding_of_alert,
    "alerts.find": alert_find,
    "alerts.not_with": alert_not_with,
    "alerts.get": alert_get,
    "alerts.history": alert_history,
    "alerts.entities": alert_entities,
    "alerts.counts": alert_counts,
    "tallies.totals": tally_totals,
    "tallies.hours": tally_hours,
    "changes.after": change_after,
}
"""Readings of what a label marks."""


def raised(unit: UnitOfWork, ground: Ground, label: LabelId) -> None:
    """Raise a low alert of rule at-sea with its finding, both under `label`."""
    low = Severity.LOW
    unit.findings.add([make.finding("meeting", ground.statement, label=label, rule="at-sea")])
    unit.alerts.add(make.alert("meeting", label=label, rule="at-sea", severity=low))
    unit.alerts.fold(make.alert_id("meeting"), [make.finding_id("meeting")], make.NOW)


def one(found: object) -> Sized:
    """Give what a point read found as a list of one or none."""
    return [] if found is None else [found]


def methods() -> Iterator[tuple[str, bool]]:
    """Give each method of each sub-store as the ports declare it, and whether it takes a Reader."""
    for store, port in get_type_hints(UnitOfWork).items():
        for name, method in inspect.getmembers(port, inspect.isfunction):
            if not name.startswith("_"):
                yield f"{store}.{name}", "reader" in inspect.signature(method).parameters
