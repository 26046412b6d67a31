from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import AccessError, InputError, NotFound, StateError
from isthmus.flow.documents.alerts import MoveRequest
from isthmus.flow.triage import OF_PERSONS, AlertQuery, alert_page, list_alerts, move_alert
from isthmus.model.alert import REASON_NEEDED, TRANSITIONS, AlertState, Move, Severity
from isthmus.model.judgement import Decision
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.make import Claim

WHY = "the log of the port says so"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def raised(stage: Stage) -> str:
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    return stage.alarm("dark period", seq)


def moved(stage: Stage, alert: str, move: str, reason: str | None = WHY) -> str:
    request = MoveRequest(move=move, reason=reason)
    return move_alert(stage.center, officer(), alert=alert, request=request).alert.state


def test_an_alert_says_in_one_sentence_what_the_rule_saw(stage: Stage):
    raised(stage)
    [alert] = list_alerts(stage.center, officer(), AlertQuery()).items
    assert alert.caption == "Sea Lark"
    assert alert.rule.title["fr"] == "Muet, puis au port"
    assert alert.summary_text["en"] == "Sea Lark: Sea Lark, …"
    assert alert.summary.args["step 1"] == "Sea Lark"
    assert alert.sources == [make.SOURCE]
    assert alert.synthetic


def test_a_value_with_braces_is_only_a_value(stage: Stage):
    [seq] = stage.say(Claim("dhow", "name", "{step 1}{entity.__class__}"))
    stage.alarm("dark period", seq)
    [alert] = list_alerts(stage.center, officer(), AlertQuery()).items
    assert alert.summary_text["en"].startswith("{step 1}{entity.__class__}: {step 1}")


def test_a_page_has_findings_with_evidence_history_and_moves(stage: Stage):
    found = alert_page(stage.center, officer(), raised(stage))
    [finding] = found.findings
    assert [v.value for v in finding.evidence] == ["Sea Lark"]
    assert finding.evidence[0].record is not None
    assert [(s.state, s.reason) for s in found.history] == [("raised", None)]
    assert found.moves == ["acknowledge", "dismiss", "escalate"]


def test_who_may_not_triage_is_offered_no_move(stage: Stage):
    assert alert_page(stage.center, officer("release-officer"), raised(stage)).moves == []


def test_evidence_says_how_it_came_to_the_alert(stage: Stage):
    [one] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [two] = stage.say(Claim("lark", "name", "MV Sea Lark"))
    [gap] = stage.say(Claim("gap", "mmsi", "257000001", "SignalGap"))
    stage.compare("dhow", "lark", (one, two, 14.0, LOW))
    stage.attribute("gap", "lark", gap)
    alert = stage.alarm("dark period", one, two, gap, about=("dhow", "gap"))
    [finding] = alert_page(stage.center, officer(), alert).findings
    assert [v.via for v in finding.evidence] == [None, "judgement", "attribution"]


@pytest.mark.parametrize("state", AlertState)
@pytest.mark.parametrize("move", Move)
def test_a_move_does_what_the_table_says(state: AlertState, move: Move):
    stage = Stage()
    alert = raised(stage)
    path = make.move(Move.ACKNOWLEDGE, state)
    stage.write(lambda unit: unit.alerts.move(path))
    expected = TRANSITIONS.get((state, move))
    if move is Move.LAPSE:
        with pytest.raises(InputError):
            moved(stage, alert, move)
    elif expected is None:
        with pytest.raises(StateError):
            moved(stage, alert, move)
    else:
        assert moved(stage, alert, move) == expected


@pytest.mark.parametrize("move", sorted(REASON_NEEDED))
def test_a_move_that_decides_needs_a_reason(stage: Stage, move: Move):
    alert = raised(stage)
    origin = next(state for state, of in TRANSITIONS if of is move)
    path = make.move(Move.ACKNOWLEDGE, origin)
    stage.write(lambda unit: unit.alerts.move(path))
    for reason in (None, "", "  \n"):
        with pytest.raises(InputError, match="reason"):
            moved(stage, alert, move, reason)
    assert moved(stage, alert, move) == TRANSITIONS[origin, move]


def test_a_move_its_change_and_its_entry_are_one(stage: Stage):
    alert = raised(stage)
    called: list[int] = []
    stage.store.on_commit(lambda: called.append(len(stage.entries("alert.move"))))
    moved(stage, alert, "acknowledge", None)
    assert called == [1]
    with stage.store.reading() as unit:
        [change] = unit.changes.after(0, make.reader(*unit.labels.all()), 9)
    assert (change.kind, change.subject) == ("alert", make.alert_id("dark period"))
    assert [(s.state, s.by) for s in alert_page(stage.center, officer(), alert).history][1:] == [
        ("acknowledged", "p-mara.lind")
    ]


def test_nobody_moves_what_he_does_not_see(stage: Stage):
    alert = stage.alarm("dark period", label=HIGH)
    with pytest.raises(NotFound):
        moved(stage, alert, "acknowledge")
    [entry] = stage.entries("alert.move")
    assert dict(entry.counts) == {"shown": 0}
    with stage.store.reading() as unit:
        reader = make.reader(*unit.labels.all())
        assert len(unit.alerts.history(make.alert_id("dark period"), reader)) == 1


def test_who_may_not_triage_is_refused(stage: Stage):
    alert = raised(stage)
    request = MoveRequest(move="acknowledge")
    with pytest.raises(AccessError):
        move_alert(stage.center, officer("release-officer"), alert=alert, request=request)
    assert [e.decision for e in stage.entries("alert.move")] == ["refuse"]


def test_an_unknown_move_is_refused(stage: Stage):
    with pytest.raises(InputError):
        moved(stage, raised(stage), "explode")


def many(stage: Stage, count: int) -> None:
    for n in range(count):
        stage.say(Claim(f"ship {n}", "name", f"Ship Number {n}"))
        stage.alarm(
            f"alert {n}",
            about=(f"ship {n}",),
            raised_at=make.NOW - timedelta(minutes=n // 2),
            severity=Severity.CRITICAL if n % 3 else Severity.LOW,
        )


@given(st.integers(1, 9), st.integers(0, 12), st.sampled_from(["newest", "severity"]))
@settings(max_examples=25, deadline=None)
def test_paging_loses_and_doubles_none(limit: int, count: int, order: str):
    stage = Stage()
    many(stage, count)
    for q in (None, "ship"):
        seen: list[str] = []
        cursor: str | None = None
        while True:
            query = AlertQuery(limit=limit, cursor=cursor, q=q, order=order)
            page = list_alerts(stage.center, officer(), query)
            seen += [alert.id for alert in page.items]
            assert page.total_shown == count
            cursor = page.next
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == count


def test_the_most_severe_come_first_when_asked_for(stage: Stage):
    many(stage, 7)
    found = list_alerts(stage.center, officer(), AlertQuery(order="severity", limit=5)).items
    assert [alert.severity for alert in found] == ["critical"] * 4 + ["low"]
    assert [alert.raised_at for alert in found[:4]] == sorted(
        (alert.raised_at for alert in found[:4]), reverse=True
    )
    low = list_alerts(stage.center, officer(), AlertQuery(order="severity", severity="low"))
    assert {alert.severity for alert in low.items} == {"low"}


def test_filters_narrow_the_list_and_the_count(stage: Stage):
    many(stage, 6)
    found = list_alerts(stage.center, officer(), AlertQuery(severity="low"))
    assert (len(found.items), found.total_shown) == (2, 2)
    found = list_alerts(stage.center, officer(), AlertQuery(entity=shown("ship 3")))
    assert [alert.caption for alert in found.items] == ["Ship Number 3"]
    assert found.total_shown == 1
    found = list_alerts(stage.center, officer(), AlertQuery(q="number 4"))
    assert [alert.caption for alert in found.items] == ["Ship Number 4"]
    number = found.items[0].number
    for said in (number, number.lower(), number[2:], number[:4]):
        found = list_alerts(stage.center, officer(), AlertQuery(q=said))
        assert [alert.caption for alert in found.items] == ["Ship Number 4"], said
    # A letter or a figure somewhere in a number says nothing.
    found = list_alerts(stage.center, officer(), AlertQuery(q=number[3:5]))
    assert not found.items
    assert list_alerts(stage.center, officer(), AlertQuery(state="closed")).items == []
    assert list_alerts(stage.center, officer(), AlertQuery(rule="no-rule")).total_shown == 0


@pytest.mark.parametrize(
    "query",
    [
        AlertQuery(state="odd"),
        AlertQuery(cursor="AAAA"),
        AlertQuery(assigned="p-ivo"),
        AlertQuery(order="odd"),
    ],
)
def test_a_filter_or_cursor_that_is_none_is_refused(stage: Stage, query: AlertQuery):
    with pytest.raises(InputError):
        list_alerts(stage.center, officer(), query)


def test_a_cursor_serves_nobody_else(stage: Stage):
    many(stage, 3)
    cursor = list_alerts(stage.center, officer(), AlertQuery(limit=1)).next
    with pytest.raises(InputError):
        list_alerts(stage.center, officer(name="ivo.brandt"), AlertQuery(cursor=cursor))


def test_alerts_of_a_cluster_are_found_under_every_member(stage: Stage):
    raised(stage)
    stage.say(Claim("lark", "name", "MV Sea Lark"))
    stage.persons("dhow", "lark", Decision.SAME)
    found = list_alerts(stage.center, officer(), AlertQuery(entity=shown("lark")))
    assert len(found.items) == 1


def test_persons_may_do_everything_but_let_it_lapse():
    assert set(Move) - set(OF_PERSONS) == {Move.LAPSE}


def test_a_sentence_names_values_in_short(stage: Stage):
    lines = (
        Claim("gap", "startDate", "2026-03-10T17:38:59.999999Z", "SignalGap"),
        Claim("gap", "minutes", "47.016666666666666", "SignalGap"),
    )
    stage.alarm("dark period", *(seq for line in lines for seq in stage.say(line)), about=("gap",))
    [alert] = list_alerts(stage.center, officer(), AlertQuery()).items
    assert alert.summary.args["step 1.startDate"] == "2026-03-10"
    assert alert.summary.args["step 2.minutes"] == "47"
