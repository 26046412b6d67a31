"""Every query of what a label marks carries the reader's labels in its own text.

Every method of every sub-store is called while the driver tells which SQL runs. A row that a query
reads without the predicate must be in EXCEPTIONS, each with the reason why nothing that a label
marks comes back.

One method reads rows whose labels the reader does not hold: what is withheld from him and his to
discover. It carries the predicate like any other, and its query may give nothing but the property
and the label, once each, under the labels that he discovers and under no others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import pytest

from isthmus.adapters.store import days, erasure, following, judgements, open_sqlite, retention
from isthmus.adapters.store.schema import METADATA
from isthmus.adapters.store.sqlite.spelling import spelled
from isthmus.adapters.store.tightening import TEXTS
from isthmus.model.collection import Kind
from isthmus.model.following import Why
from isthmus.model.ids import EntityId
from isthmus.model.statement import State
from isthmus.ports import AlertFilter, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, audit, laid
from tests.contract.methods import CHANGES, DHOW, MARKED, RECALL, RELEASE, UNMARKED, methods

LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "record": ("label",),
    "statement": ("label",),
    "search_key": ("label",),
    "attribution": ("label",),
    "observation": ("label",),
    "finding": ("label",),
    "finding_apart": ("label",),
    "alert": ("label",),
    "tally": ("label",),
    "tally_total": ("label",),
    "change": ("label",),
    "judgement": ("label",),
    "comparison": ("left_label", "right_label"),
    "hub_key": ("one_label", "other_label"),
}
"""Tables with labels, and the columns that all must be the reader's."""

TAKEN = "numbers that the caller was given a moment ago: tells which of them it used"
GREATEST = "the greatest number: no value, and it never leaves the store"
NAMED = "write side: the caller names the row; nothing of it comes back, a row about it is added"

EXCEPTIONS: Final[Mapping[str, str]] = {
    "SELECT coalesce(max(seq), ?) FROM record": GREATEST,
    "SELECT coalesce(max(seq), ?) FROM statement": GREATEST,
    "SELECT coalesce(max(seq), ?) FROM judgement": GREATEST,
    "SELECT coalesce(max(seq), ?) FROM attribution": GREATEST,
    "SELECT coalesce(max(seq), ?) FROM finding": GREATEST,
    "SELECT coalesce(max(n.seq), ?) FROM change n": GREATEST,
    "SELECT coalesce(max(n.seq), ?) FROM statement n": GREATEST,
    "SELECT coalesce(max(n.seq), ?) FROM judgement n": GREATEST,
    "SELECT coalesce(max(n.seq), ?) / ? FROM statement n": GREATEST,
    "SELECT n.seq FROM statement n WHERE n.seq >= ? AND n.seq <= ?": TAKEN,
    "SELECT n.seq FROM finding n WHERE n.seq >= ? AND n.seq <= ?": TAKEN,
    "SELECT k.id, k.seq FROM record k WHERE k.id IN (SELECT unhex(value) FROM json_each(?))": (
        "ids that the caller derived from bytes it holds: tells which are known, and their numbers"
    ),
    "DELETE FROM hub_key WHERE purpose = ? AND key = ?": NAMED,
    "INSERT INTO support (statement, record) SELECT k.seq, ? FROM statement k WHERE k.entity = ? "
    "AND k.id = ? AND k.record <> ? ON CONFLICT DO NOTHING": NAMED,
    "INSERT INTO presence (delivery, record, key) SELECT ?, k.seq, k.key FROM record k "
    "WHERE k.seq IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING": NAMED,
    "INSERT INTO finding_state (finding, standing, at) SELECT k.seq, ?, ? FROM finding k "
    "WHERE k.id = ? AND coalesce((SELECT l.standing FROM finding_state l WHERE l.finding = k.seq "
    "ORDER BY l.seq DESC LIMIT ?), ?) <> ?": NAMED,
    "INSERT INTO finding_apart (finding, label, apart, at) SELECT k.seq, ?, ?, ? FROM finding k "
    "WHERE k.id = ?": NAMED,
    "INSERT INTO alert_finding (alert, finding, at) SELECT k.seq, n.seq, ? FROM alert k "
    "JOIN finding n ON n.id = ? WHERE k.id = ? ON CONFLICT DO NOTHING": NAMED,
    "INSERT INTO alert_move (alert, move, state, at, moved_by, reason) SELECT k.seq, ?, ?, ?, ?, ? "
    "FROM alert k WHERE k.id = ?": NAMED,
}
"""Whole statements, values masked."""

TIGHTENING: Final = (
    "the caller names statements that a stricter marking reached: what rests on them is put under "
    "a stricter label, and nothing comes back but numbers of labels"
)

OUTGROWING: Final = (
    "what a purpose itself judged and may not use any more: ends and label of its own judgement "
    "come back, so that it takes them back, and nothing of what was compared"
)

LATER_JUDGEMENT = re.compile(
    r"NOT EXISTS \(SELECT \? FROM judgement k WHERE k\.left_entity = (\w)\.left_entity "
    r"AND k\.right_entity = \1\.right_entity AND k\.by_person = \1\.by_person "
    r"AND k\.purpose = \1\.purpose AND k\.seq > \1\.seq\)"
)
"""A part of some statements: whether a model judged the pair again. A model judges a pair as a
whole, so its latest judgement at a purpose counts for everybody, each seeing the comparisons that
he may."""

ENTRANCES = re.compile(r"^SELECT r\.seq, \(SELECT min\(d\.as_of\) FROM presence .* FROM record r ")
"""Numbers that the caller holds, and as-of dates of deliveries, which bear no label."""

CALLS: Final[Mapping[str, Callable[[UnitOfWork, Ground], object]]] = {
    "labels.all": lambda u, _: u.labels.all(),
    "labels.resting_on": lambda u, g: u.labels.resting_on([g.statement]),
    "deliveries.same": lambda u, _: u.deliveries.same(make.FEED, "vessels", b"digest"),
    "deliveries.of_part": lambda u, _: u.deliveries.of_part(make.FEED, "vessels"),
    "deliveries.over": lambda u, _: u.deliveries.over(make.NOW, 9),
    "retention.due": lambda u, g: u.retention.due(make.NOW, (make.NOW, g.record), 9),
    "retention.carriers": lambda u, g: u.retention.carriers([g.record]),
    "retention.holds": lambda u, _: u.retention.holds("bucket"),
    "deliveries.of_feed": lambda u, _: u.deliveries.of_feed(make.FEED),
    "deliveries.presence": lambda u, g: u.deliveries.presence(g.delivery.seq),
    "deliveries.unread": lambda u, g: u.deliveries.unread(g.delivery.seq),
    "deliveries.current": lambda u, _: u.deliveries.current(make.FEED, "vessels"),
    "deliveries.latest": lambda u, _: u.deliveries.latest(make.FEED, "vessels", [b"key"]),
    "deliveries.decisions": lambda u, _: u.deliveries.decisions(make.FEED, "vessels"),
    "deliveries.entrances": lambda u, g: u.deliveries.entrances([g.record]),
    "observations.labels_at": lambda u, _: u.observations.labels_at([(DHOW, 0)]),
    "records.known": lambda u, _: u.records.known([make.sealed().id]),
    "verdicts.list": lambda u, _: [u.verdicts.list(f, None, None, 9) for f in (None, make.FEED)],
    "verdicts.get": lambda u, g: u.verdicts.get(g.verdict),
    "verdicts.pieces": lambda u, g: u.verdicts.pieces(g.verdict),
    "queue.peek": lambda u, _: u.queue.peek("resolve", 9),
    "queue.depth": lambda u, _: u.queue.depth("resolve"),
    "changes.last": lambda u, _: u.changes.last(),
    "accounts.by_name": lambda u, _: u.accounts.by_name("ada"),
    "accounts.by_id": lambda u, _: u.accounts.by_id("p-1"),
    "accounts.all": lambda u, _: u.accounts.all(),
    "accounts.session": lambda u, _: u.accounts.session(b"h"),
    "audit.pending": lambda u, _: u.audit.pending(9),
    "audit.oldest_pending_at": lambda u, _: u.audit.oldest_pending_at(),
    "audit.entries": lambda u, _: u.audit.entries(None, 9),
    "audit.add": lambda u, _: audit(u),
    "audit.sequenced": lambda u, _: u.audit.sequenced([], 0),
    "meta.get": lambda u, _: u.meta.get("fact"),
    "agreements.all": lambda u, _: u.agreements.all(),
    "releases.of_statements": lambda u, g: u.releases.of_statements([g.statement]),
    "releases.known": lambda u, _: u.releases.known("birch", make.PURPOSE, [DHOW]),
    "releases.batches": lambda u, _: u.releases.batches(),
    "releases.came_from": lambda u, _: u.releases.came_from("birch"),
    "releases.came_in": lambda u, _: u.releases.came_in("birch", b"message"),
    "releases.orders": lambda u, _: u.releases.orders(),
    "releases.due": lambda u, _: u.releases.due(make.NOW, 9),
    "releases.counts": lambda u, _: u.releases.counts(),
    "releases.of_recall": lambda u, _: u.releases.of_recall(RECALL),
    "releases.by_release": lambda u, _: u.releases.by_release([RELEASE]),
    "statements.withdrawn_after": lambda u, _: u.statements.withdrawn_after(0, 9),
    "claims.said_after": lambda u, g: u.claims.said_after(0, ["name"], g.both.labels, 9),
    "claims.moved_after": lambda u, g: u.claims.moved_after(0, ["name"], g.both.labels, 9),
    "claims.ending_after": lambda u, g: u.claims.ending_after(
        (0, g.statement), 9, ["name"], g.both.labels, 9
    ),
    "claims.next_day": lambda u, _: u.claims.next_day(0),
    "statements.last_move": lambda u, _: u.statements.last_move(),
    "statements.ended_after": lambda u, _: u.statements.ended_after(0, 9),
    "follow_ups.of": lambda u, _: u.follow_ups.of("p-1", 9),
    "statements.last": lambda u, _: u.statements.last(),
    "judgements.last": lambda u, _: u.judgements.last(),
    "judgements.outgrown": lambda u, g: u.judgements.outgrown([DHOW], "resolving", [g.low]),
    "accounts.access_key": lambda u, _: u.accounts.access_key(b"hash"),
    "accounts.access_keys": lambda u, _: u.accounts.access_keys(),
    "collections.get": lambda u, _: u.collections.get(b"collection"),
    "collections.page": lambda u, _: [u.collections.page(b"c", 0, t, 9) for t in ((), ("note",))],
    "collections.named": lambda u, _: u.collections.named(b"collection", ["note--1"]),
    "collections.around": lambda u, _: u.collections.around(b"collection", [DHOW]),
    "collections.of_kind": lambda u, _: u.collections.of_kind(b"collection", Kind.SAME),
    "collections.added_until": lambda u, _: u.collections.added_until(b"c", make.NOW),
    "releases.batch": lambda u, _: u.releases.batch(b"message"),
    "releases.of_batch": lambda u, _: u.releases.of_batch(b"message"),
    "releases.received": lambda u, _: u.releases.received("birch", [RELEASE]),
    "releases.holding": lambda u, g: u.releases.holding([g.statement]),
    "mail.next_sequence": lambda u, _: u.mail.next_sequence("birch"),
    "mail.content": lambda u, _: u.mail.content("birch", 1),
    "trust.get": lambda u, _: u.trust.get(b"digest"),
    "trust.all": lambda u, _: u.trust.all(),
    "trust.holding": lambda u, _: u.trust.holding(),
    "mail.waiting": lambda u, _: u.mail.waiting("birch", 9),
    "mail.backlog": lambda u, _: u.mail.backlog("birch", 9),
    "mail.partners": lambda u, _: u.mail.partners(),
    "mail.sent": lambda u, _: u.mail.sent("birch", 1),
    "mail.last_taken": lambda u, _: u.mail.last_taken("birch"),
    "mail.taken": lambda u, _: u.mail.taken("birch", 1),
    "mail.answer": lambda u, _: u.mail.answer("birch", 1, b"receipt"),
    "recalls.get": lambda u, _: u.recalls.get(RECALL),
    "recalls.all": lambda u, _: u.recalls.all(),
    "recalls.holders": lambda u, _: u.recalls.holders(RECALL),
    "consents.get": lambda u, _: u.consents.get(RECALL),
    "consents.all": lambda u, _: u.consents.all(),
    "consents.named": lambda u, _: u.consents.named(RECALL),
    "consents.given": lambda u, g: u.consents.given([g.statement], "cedar", make.PURPOSE, make.NOW),
    "requests.get": lambda u, _: u.requests.get(RECALL),
    "requests.all": lambda u, _: u.requests.all(),
    "requests.late": lambda u, _: u.requests.late(make.NOW),
    "requests.carried_by": lambda u, _: u.requests.carried_by(b"message"),
    "requests.subjects": lambda u, _: u.requests.subjects(RECALL),
    "requests.replies": lambda u, _: u.requests.replies(RECALL),
    "emergencies.get": lambda u, _: u.emergencies.get(RECALL),
    "emergencies.all": lambda u, _: u.emergencies.all(),
    "emergencies.confirmed": lambda u, _: u.emergencies.confirmed(make.NOW),
    "requests.proposal": lambda u, _: u.requests.proposal(RECALL),
    "weights.get": lambda u, _: u.weights.get("persons-1"),
    "weights.document": lambda u, _: u.weights.document("persons-1"),
    "weights.all": lambda u, _: u.weights.all(),
    "weights.acts": lambda u, _: u.weights.acts(),
    "weights.active": lambda u, _: u.weights.active(),
}
"""The methods that neither change what an entry must cover nor read what a label marks."""

MORE: Final[tuple[Callable[[UnitOfWork, Ground], object], ...]] = (
    # The other ways that methods with options may take.
    lambda u, g: u.statements.of([DHOW], g.both, properties=["name"], every_state=True),
    lambda u, g: u.statements.of([DHOW], g.both, properties=["name"]),
    lambda u, g: u.statements.of([DHOW], g.both, every_state=True),
    lambda u, g: u.keys.add(
        [("n:hub", EntityId(bytes([n] * 16)), g.statement, g.low) for n in range(20)]
    ),
    lambda u, g: u.keys.holders(["n:hub"], g.both, 0),
    lambda u, g: u.statements.add(make.batch(label=g.low), [g.record], State.ASSERTED),
    lambda u, g: u.judgements.attributions(g.both),
    lambda u, g: u.judgements.attributed(g.both),
    lambda u, g: u.judgements.history([DHOW], g.both),
    lambda u, g: u.alerts.find(AlertFilter(entities=[DHOW]), g.both),
    # Of those on whom somebody judged.
    lambda u, g: u.follow_ups.tell([g.statement], Why.RECALLED, make.NOW),
    # While something is past its day, which is asked once of a part of a unit.
    lambda u, g: u.keys.holders(["n:hub"], replace(g.both, at=make.EXPIRY), 0),
    lambda u, g: u.keys.starting("n:hub", replace(g.both, at=make.EXPIRY), 9),
    lambda u, g: u.judgements.around([DHOW], replace(g.both, at=make.EXPIRY)),
)


HIDDEN: Final = 3
"""The number of the label under which `methods` puts what a reader may only discover."""

TOLD_OF_WITHHELD: Final = frozenset({"s.property", "s.label"})
"""All that a query may give of rows whose labels its reader discovers and does not hold."""

OF_THE_READER = "IN (SELECT value FROM json_each(?))"
READ = re.compile(r"\b(?:FROM|JOIN) (\w+)(?: (?:AS )?(?!WHERE|ON|ORDER|LIMIT|GROUP)(\w+))?")


class Recorder:
    """Keeps the SQL that a store runs, each text once: as it ran, and with values masked."""

    def __init__(self) -> None:
        self.ran: set[str] = set()
        self.texts: set[str] = set()

    def __call__(self, sql: str) -> None:
        self.ran.add(sql)
        self.texts.add(masked(sql))


def masked(sql: str) -> str:
    """Give a statement in one line with `?` for every value."""
    flat = re.sub(r"'(?:[^']|'')*'", "?", re.sub(r"\b[xX]'[0-9A-Fa-f]*'", "?", sql))
    flat = re.sub(r":\w+|\b\d+(\.\d+)?(e[+-]?\d+)?\b|\bNULL\b(?! ?\))", "?", flat)
    return re.sub(r"\s+", " ", re.sub(r"-\?", "?", flat)).strip()


TOLD_OF: Final = (
    "the caller names statements that are no more, or a judgement that he added: whom that "
    "concerns is asked within the store, with the eyes of each; numbers of labels come back"
)
ERASING: Final = "the caller names statements whose values are taken away; nothing comes back"
FOLLOWED: Final = {masked(spelled(text).text): TOLD_OF for text in following.TEXTS}
TIGHTENED: Final = {masked(spelled(text).text): TIGHTENING for text in TEXTS}
ERASED: Final = {
    masked(spelled(text).text): ERASING
    for text in (erasure.BLANK, erasure.KEYS, *erasure.TEXTS, *erasure.RECORDS)
}
OUTGROWN_TEXT: Final = {masked(spelled(judgements.OUTGROWN).text): OUTGROWING}
HELD: Final = (
    "what is held until when: numbers, days, sources, keyed ids and wrapped keys come back"
)
RETAINED: Final = {masked(spelled(text).text): HELD for text in (*retention.TEXTS, *days.TEXTS)}


def unguarded(text: str) -> list[str]:
    """Give the tables that a masked statement reads without the reader's labels."""
    if text in {
        *EXCEPTIONS,
        *OUTGROWN_TEXT,
        *TIGHTENED,
        *ERASED,
        *FOLLOWED,
        *RETAINED,
    } or ENTRANCES.match(text):
        return []
    rest = LATER_JUDGEMENT.sub("", text)
    reads = READ.findall(rest)
    return [
        table
        for table, alias in reads
        if table in LABELS and not guarded(rest, table, alias or table)
    ]


def guarded(text: str, table: str, alias: str) -> bool:
    """Tell whether every label of a table is compared with the reader's."""
    if all(f"{alias}.{column} {OF_THE_READER}" in text for column in LABELS[table]):
        return True
    # A model's judgement is seen through its comparisons.
    through = re.findall(rf"\b(\w+)\.judgement = {alias}\.seq\b", text)
    return table == "judgement" and any(guarded(text, "comparison", c) for c in through)


def label_sets(sql: str) -> list[frozenset[int]]:
    """Give the sets of labels with which a statement, as it ran, compares a label."""
    lists = re.findall(r"label\s+IN\s+\(SELECT value FROM json_each\('\[([^\]]*)\]'\)\)", sql)
    return [frozenset(int(n) for n in one.split(",") if n.strip()) for one in lists]


def discovers(sql: str, hidden: int) -> bool:
    """Tell whether a statement reads rows under a label that its reader only discovers."""
    return any(hidden in one for one in label_sets(sql))


def overtold(sql: str, hidden: int) -> list[str]:
    """Give what a statement on rows under `hidden` tells beyond that there are such."""
    head = re.match(r"\s*SELECT\s+(DISTINCT\s)?(.*?)\sFROM\s", sql, re.DOTALL)
    if head is None or head[1] is None:
        return ["how many there are, or more"]
    columns = [column.strip() for column in head[2].split(",")]
    told = [column for column in columns if column not in TOLD_OF_WITHHELD]
    mixed = [f"labels {sorted(one)}" for one in label_sets(sql) if one != {hidden}]
    return [*told, *mixed]


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    """The SQL of every method of every sub-store; label HIDDEN is never held, only discovered."""
    recorder = Recorder()
    store = open_sqlite(tmp_path_factory.mktemp("store"), trace=recorder)
    with acting(store) as unit:
        ground = laid(unit)
        assert unit.labels.intern(make.label("TOP SECRET")) == HIDDEN
    for marked in MARKED.values():
        with store.writing() as unit:  # never committed: each puts down the same things
            marked(unit, ground, ground.high)(unit, ground.both)
    with acting(store) as unit:
        for act in (*CHANGES.values(), *CALLS.values(), *MORE):
            act(unit, ground)
    store.close()
    return recorder


@pytest.fixture(scope="module")
def recorded(recorder: Recorder) -> set[str]:
    """The same, values masked."""
    return recorder.texts


def test_every_method_of_every_port_is_called_here():
    assert {name for name, _ in methods()} == {*CHANGES, *MARKED, *CALLS}
    assert set(CALLS) == UNMARKED


def test_no_query_reads_what_a_label_marks_without_the_readers_labels(recorded: set[str]):
    assert {text: found for text in recorded if (found := unguarded(text))} == {}


def test_of_what_is_withheld_a_query_tells_that_it_is_there_and_nothing_else(recorder: Recorder):
    found = {sql: overtold(sql, HIDDEN) for sql in recorder.ran if discovers(sql, HIDDEN)}
    assert found, "no method read what is withheld"
    assert [told for told in found.values() if told] == []
    assert not {masked(sql) for sql in found} & set(EXCEPTIONS)


def test_every_exception_is_needed(recorded: set[str]):
    assert {*EXCEPTIONS, *TIGHTENED, *ERASED, *FOLLOWED, *RETAINED} <= recorded
    assert any(LATER_JUDGEMENT.search(text) for text in recorded)
    assert any(ENTRANCES.match(text) for text in recorded)


def test_every_table_with_a_label_is_known_here():
    marked = {
        table.name: tuple(c.name for c in table.columns if c.name.endswith("label"))
        for table in METADATA.tables.values()
    }
    assert {table: columns for table, columns in marked.items() if columns} == LABELS


@pytest.mark.parametrize(
    "planted",
    [
        "SELECT value FROM statement",
        "SELECT s.value FROM statement s WHERE s.entity = 'x'",
        "SELECT s.value FROM statement s WHERE s.label IN (1, 2)",
        """SELECT s.value FROM statement s JOIN finding f ON f.seq = s.seq
        WHERE s.label IN (SELECT value FROM json_each('[1]'))""",
        "SELECT c.bits FROM comparison c WHERE c.left_label IN (SELECT value FROM json_each(?1))",
        "SELECT j.reason FROM judgement j WHERE j.by_person = 0",
        """SELECT a.id FROM alert a WHERE a.label IN (SELECT value FROM json_each('[1]'))
        AND EXISTS (SELECT 1 FROM finding f WHERE f.seq = a.seq)""",
        "DELETE FROM queue WHERE entity IN (SELECT s.entity FROM statement s)",
        "SELECT DISTINCT s.property, s.label FROM statement s",
        """SELECT DISTINCT s.property, s.label FROM statement s
        WHERE s.entity IN (SELECT unhex(value) FROM json_each('["00"]'))""",
        """SELECT DISTINCT s.property, s.label FROM statement s
        WHERE s.label NOT IN (SELECT value FROM json_each('[1]'))""",
    ],
)
def test_a_planted_query_is_found(planted: str):
    assert unguarded(masked(planted))


WITHHELD = "FROM statement s WHERE s.label IN (SELECT value FROM json_each('[3]'))"
SEEN = "SELECT 1 FROM statement o WHERE o.label IN (SELECT value FROM json_each('[1]'))"


@pytest.mark.parametrize(
    "planted",
    [
        f"SELECT DISTINCT s.property, s.value {WITHHELD}",
        f"SELECT DISTINCT s.entity {WITHHELD}",
        f"SELECT DISTINCT min(s.seq), s.label {WITHHELD}",
        f"SELECT s.property, s.label {WITHHELD}",
        f"SELECT count(*) {WITHHELD}",
        f"SELECT DISTINCT * {WITHHELD}",
        f"SELECT DISTINCT s.property, s.label {WITHHELD}".replace("[3]", "[1, 3]"),
        f"SELECT DISTINCT s.property, s.label {WITHHELD} AND EXISTS ({SEEN})",
        f"INSERT INTO queue (entity) SELECT s.entity {WITHHELD}",
    ],
)
def test_a_planted_query_that_tells_more_of_what_is_withheld_is_found(planted: str):
    assert discovers(planted, HIDDEN)
    assert overtold(planted, HIDDEN)


def test_a_query_that_tells_no_more_of_what_is_withheld_passes():
    assert not overtold(f"SELECT DISTINCT s.property, s.label {WITHHELD}", HIDDEN)


@pytest.mark.parametrize(
    "fine",
    [
        "SELECT s.value FROM statement s WHERE s.label IN (SELECT value FROM json_each('[1,2]'))",
        "INSERT INTO statement (seq) VALUES (1)",
        "UPDATE alert SET changed_at = 7 WHERE id = x'00'",
        "SELECT key FROM presence WHERE delivery = 4",
    ],
)
def test_a_query_with_the_labels_or_without_need_of_them_passes(fine: str):
    assert not unguarded(masked(fine))
