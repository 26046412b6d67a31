from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.flow.auditing import note
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.detection import detect_pending
from isthmus.flow.following_up import follow_up
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.tightening import raise_to
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.alert import Alert, AlertMove, AlertState, Finding, Move
from isthmus.model.following import Acted, Why
from isthmus.model.ids import AlertId, EntityId, LabelId
from isthmus.model.judgement import Decision
from isthmus.model.label import Allowed, Label, joined
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.between import between
from tests.flow.journey import PURPOSE, Journey, day, label, shipped_rules
from tests.flow.waters import (
    IMO,
    LISTED_MMSI,
    MMSI,
    OTHER_IMO,
    OTHER_MMSI,
    bank_list,
    gaps,
    payments,
    people,
    sightings,
    vessel_list,
)

LISTED = f"a,Sea Lark,{IMO},{LISTED_MMSI},PA"
SEEN = f"s1,{MMSI},{IMO},Sea Lark,2031-03-01,2031-03-31"
GAP = f"g1,{MMSI},2031-03-10T17:38:59Z,2031-03-10T18:26:01Z"
REST = [f"r{n},Vessel {n},,," for n in range(30)]
SEA = (("list", LISTED), ("ais", SEEN), ("gaps", GAP))


def sea(*deliveries: tuple[str, str], at_once: bool = True) -> Journey:
    journey = Journey(vessel_list(), sightings(), gaps(), rules=shipped_rules())
    for feed, line in deliveries:
        lines = [line, *REST] if feed == "list" else [line]
        journey.deliver(lines, feed=feed, at=day(1))
        if not at_once:
            journey.work()
    journey.work()
    return journey


def rules(journey: Journey, *, standing: bool = True) -> list[str]:
    """Give the rules of the alerts with a standing finding, or of all."""
    found = [alert.rule for alert in journey.alerts() if alert.findings or not standing]
    return sorted(found)


def alert(journey: Journey, rule: str) -> Alert:
    [found] = [one for one in journey.alerts() if one.rule == rule]
    return found


def finding(journey: Journey, rule: str) -> Finding:
    [found] = [one for one in journey.findings() if one.rule == rule and one.standing]
    return found


def labels(journey: Journey) -> dict[LabelId, Label]:
    with journey.center.store.reading() as unit:
        return dict(unit.labels.all())


def test_a_listed_vessel_that_is_seen_under_another_number_and_goes_dark():
    journey = sea(*SEA)
    # Panama's flag, and a number of another country: two ways to change identity.
    assert rules(journey) == ["dark_gap", "identity_change", "listed_and_sighted"]
    evidence = journey.evidence(finding(journey, "dark_gap"))
    assert {role for role, _, _ in evidence} == {"listed", "gap", "judgement", "attribution"}
    assert ("listed", "topics", "sanction") in evidence
    assert ("gap", "mmsi", MMSI) in evidence
    assert ("judgement", "imoNumber", IMO) in evidence
    assert ("attribution", "startDate", "2031-03-01") in evidence


def test_every_finding_names_its_members_first_and_then_its_event():
    journey = sea(*SEA)
    found = finding(journey, "dark_gap")
    assert set(found.entities) == {
        make.IDS.entity("list", "a"),
        make.IDS.entity("ais", f"vessel:{MMSI}|{IMO}"),
        make.IDS.entity("gaps", "g1"),
    }
    assert found.entities[-1] == make.IDS.entity("gaps", "g1")


def test_a_finding_carries_the_join_of_the_labels_of_all_its_evidence():
    low = label(originator="harbour-office")
    mid = label([PURPOSE, "serious-crime"], level="CONFIDENTIAL", originator="coast-guard")
    high = label([PURPOSE], level="SECRET", originator="navy", category="movement")
    feeds = (vessel_list(label=low), sightings(label=mid), gaps(label=high))
    journey = Journey(*feeds, rules=shipped_rules())
    for feed, line in SEA:
        journey.deliver([line], feed=feed, at=day(1))
    journey.work()
    known = labels(journey)
    for found in journey.findings():
        with journey.center.store.reading() as unit:
            seqs = [seq for _, seq in found.evidence]
            rows = unit.statements.by_seq(seqs, journey.reader(unit))
        assert known[found.label] == joined(known[row.label] for row in rows)
    dark = known[finding(journey, "dark_gap").label]
    assert dark == joined(one.feed.label for one in feeds)
    assert known[finding(journey, "listed_and_sighted").label] != dark


def test_evidence_that_rises_while_a_rule_looks_at_it_bears_the_label_of_now():
    journey = Journey(vessel_list(), sightings(), gaps(), rules=shipped_rules())
    for feed, line in SEA:
        journey.deliver([line], feed=feed, at=day(1))
    center = journey.center
    resolve_pending(center)
    navy = make.label("SECRET", purposes=Allowed.of(PURPOSE), originators=("navy",))

    def rise() -> None:
        with center.store.writing() as unit:
            everything = make.reader(*unit.labels.all())
            gap = unit.statements.of([make.IDS.entity("gaps", "g1")], everything)
            raise_to(center, unit, gap, labels(journey)[gap[0].label].join(navy))
            note(center, unit, make.principal(), purpose=PURPOSE, act="tests.arranged")
            unit.commit()

    detect_pending(replace(center, store=between(center.store, rise)))
    assert labels(journey)[finding(journey, "dark_gap").label].dominates(navy)
    assert not labels(journey)[finding(journey, "listed_and_sighted").label].dominates(navy)


def test_the_judgement_of_a_person_adds_its_label():
    secret = label([PURPOSE], level="SECRET", originator="navy")
    journey = Journey(bank_list(), payments(), rules=shipped_rules())
    journey.deliver(["b,Quay Bank,PA"], feed="banks", at=day(1))
    journey.deliver(["t1,Quai Banque,PA,Other Bank,LR,7,2031-01-01"], feed="transfers")
    journey.work()
    assert rules(journey) == []
    pair = sorted(
        (make.IDS.entity("banks", "b"), make.IDS.entity("transfers", "bank:Quai Banque|PA"))
    )
    told = bank_list("told", label=secret).feed.label

    def join(unit: UnitOfWork) -> None:
        number = unit.labels.intern(told)
        said = make.persons_judgement(label=number)
        unit.judgements.add([replace(said, left=pair[0], right=pair[1])])
        unit.queue.put("detect", pair)

    change(journey, join)
    detect_pending(journey.center)
    found = finding(journey, "transfer_touches_listed")
    open_label = journey.center.feeds["banks"].feed.label
    assert labels(journey)[found.label] == joined([told, open_label])


def change(journey: Journey, how: Callable[[UnitOfWork], object]) -> None:
    with journey.center.store.writing() as unit:
        how(unit)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def state_of(journey: Journey) -> object:
    """Give what was found, by ids that do not depend on the order of arrival."""
    known = labels(journey)
    return frozenset(
        (one.id, one.rule, one.standing, known[one.label], frozenset(one.entities))
        for one in journey.findings()
        if one.standing
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_the_same_evidence_is_the_same_finding_in_any_order(at_once: bool):  # noqa: FBT001 - a drawn value
    states = {state_of(sea(*order, at_once=at_once)) for order in permutations(SEA)}
    assert len(states) == 1


def test_looking_again_finds_nothing_new():
    journey = sea(*SEA)
    before = (state_of(journey), len(journey.findings()), len(journey.alerts()))
    look_again(journey, *(e for one in journey.findings() for e in one.entities))
    assert (state_of(journey), len(journey.findings()), len(journey.alerts())) == before


def test_an_alert_lapses_when_its_evidence_is_withdrawn_and_nobody_touched_it():
    journey = sea(*SEA)
    journey.deliver(REST, feed="list", at=day(2))
    journey.work()
    assert rules(journey) == []
    assert {one.state for one in journey.alerts()} == {AlertState.LAPSED}
    assert not any(one.standing for one in journey.findings())


def test_an_alert_that_a_person_touched_does_not_lapse():
    journey = sea(*SEA)
    touched = alert(journey, "dark_gap")
    move = AlertMove(touched.id, Move.ACKNOWLEDGE, AlertState.ACKNOWLEDGED, make.NOW, "p-mara")
    change(journey, lambda unit: unit.alerts.move(move))
    journey.deliver(REST, feed="list", at=day(2))
    journey.work()
    assert alert(journey, "dark_gap").state is AlertState.ACKNOWLEDGED
    assert alert(journey, "dark_gap").findings == 0
    assert alert(journey, "listed_and_sighted").state is AlertState.LAPSED


def test_evidence_that_comes_back_raises_the_lapsed_alert_again():
    journey = sea(*SEA)
    before = state_of(journey)
    journey.deliver(REST, feed="list", at=day(2))
    journey.work()
    journey.deliver([LISTED, *REST], feed="list", at=day(3))
    journey.work()
    assert state_of(journey) == before
    assert {one.state for one in journey.alerts()} == {AlertState.RAISED}
    with journey.center.store.reading() as unit:
        found = alert(journey, "dark_gap")
        moves = unit.alerts.history(found.id, journey.reader(unit))
    assert [one.move for one in moves][1:] == [Move.LAPSE, Move.REOPEN]


def test_an_attribution_that_ends_takes_its_finding_along():
    journey = sea(*SEA)
    other = f"s9,{MMSI},{OTHER_IMO},Sea Wren,2031-03-05,2031-03-15"
    journey.deliver([other], feed="ais")
    journey.work()
    assert "dark_gap" not in rules(journey)
    assert alert(journey, "dark_gap").state is AlertState.LAPSED


def test_a_sighting_that_is_withdrawn_takes_along_what_rested_on_it():
    journey = Journey(vessel_list(), sightings(kind="snapshot"), gaps(), rules=shipped_rules())
    rest = [f"r{n},{OTHER_MMSI},,Sea Wren,2030-01-01,2030-01-02" for n in range(30)]
    journey.deliver([LISTED, *REST], feed="list", at=day(1))
    journey.deliver([SEEN, *rest], feed="ais", at=day(1))
    journey.deliver([GAP], feed="gaps")
    journey.work()
    assert "dark_gap" in rules(journey)
    journey.deliver(rest, feed="ais", at=day(2))
    journey.work()
    assert rules(journey) == []


def test_an_alias_whose_owner_was_delisted_starts_no_finding():
    journey = Journey(bank_list(), payments(), aliases(), rules=shipped_rules())
    rest = [f"r{n},Bank {n},PA" for n in range(30)]
    journey.deliver(["b,Quay Bank,PA", *rest], feed="banks", at=day(1))
    journey.deliver(["b,Quai Banque,PA"], feed="aliases", at=day(1))
    journey.deliver(rest, feed="banks", at=day(2))
    journey.deliver(["t1,Quai Banque,PA,Other Bank,LR,7,2031-01-01"], feed="transfers")
    journey.work()
    assert rules(journey, standing=False) == []
    assert journey.said(["b"], "banks") >= {("b", "alias", "Quai Banque")}
    journey.deliver(["b,Quay Bank,PA", *rest], feed="banks", at=day(3))
    journey.work()
    assert rules(journey) == ["transfer_touches_listed"]


def aliases() -> FeedDeclaration:
    """Declare a feed of other names, of the same source as the list."""
    other = bank_list("aliases", source="banks")
    mapping: dict[str, Tree] = {
        "key": ["id", "name"],
        "entities": {
            "bank": {
                "schema": "Organization",
                "key": ["id"],
                "values": [{"to": "alias", "from": "name"}, {"to": "country", "from": "country"}],
            }
        },
    }
    return replace(other, parts={"main": replace(other.parts["main"], mapping=mapping)})


def look_again(journey: Journey, *entities: EntityId) -> None:
    change(journey, lambda unit: unit.queue.put("detect", entities))
    detect_pending(journey.center)


TRANSFERS = [
    "t1,Quay Bank,PA,Pier Bank,LR,7,2031-01-01",
    "t2,Quay Bank,PA,Third Bank,MT,9,2031-01-02",
]


def test_looking_at_one_party_of_a_transfer_leaves_the_other_in_peace():
    journey = Journey(bank_list(), payments(), rules=shipped_rules())
    journey.deliver(["a,Quay Bank,PA", "b,Pier Bank,LR"], feed="banks", at=day(1))
    journey.deliver(TRANSFERS[:1], feed="transfers")
    journey.work()
    before = state_of(journey)
    assert len([one for one in journey.findings() if one.standing]) == 2
    for party in ("bank:Quay Bank|PA", "bank:Pier Bank|LR"):
        look_again(journey, make.IDS.entity("transfers", party))
        assert state_of(journey) == before


@pytest.mark.parametrize("at_once", [True, False])
def test_two_listed_parties_of_one_transfer_are_two_alerts(at_once: bool):  # noqa: FBT001 - a drawn value
    journey = Journey(bank_list(), payments(), rules=shipped_rules())
    journey.deliver(["a,Quay Bank,PA"], feed="banks", at=day(1))
    journey.deliver(TRANSFERS[:1], feed="transfers")
    if not at_once:
        journey.work()
    journey.deliver(["a,Quay Bank,PA", "b,Pier Bank,LR"], feed="banks", at=day(2))
    journey.work()
    found = [one for one in journey.alerts() if one.rule == "transfer_touches_listed"]
    assert {one.entity: one.findings for one in found} == {
        make.IDS.entity("banks", key): 1 for key in "ab"
    }


def test_what_an_event_no_longer_names_is_looked_at_again():
    journey = Journey(bank_list(), payments(kind="snapshot"), rules=shipped_rules())
    rest = [f"r{n},Bank {n},MT,Bank {n + 1},MT,1,2030-01-01" for n in range(30)]
    journey.deliver(["a,Quay Bank,PA"], feed="banks", at=day(1))
    journey.deliver([TRANSFERS[0], *rest], feed="transfers", at=day(1))
    journey.work()
    assert rules(journey) == ["transfer_touches_listed"]
    moved = "t1,Third Bank,MT,Pier Bank,LR,7,2031-01-01"
    journey.deliver([moved, *rest], feed="transfers", at=day(2))
    journey.work()
    assert rules(journey) == []


def test_of_several_transfers_the_earliest_counts_and_one_that_is_earlier_still_takes_its_place():
    journey = Journey(bank_list(), payments(), rules=shipped_rules())
    journey.deliver(["a,Quay Bank,PA"], feed="banks", at=day(1))
    for line in TRANSFERS[::-1]:
        journey.deliver([line], feed="transfers")
        journey.work()
    [found] = [one for one in journey.findings() if one.standing]
    assert ("transfer", "amount", "7") in journey.evidence(found)
    # The alert is the same one: nobody has to look twice.
    assert [one.state for one in journey.alerts()] == [AlertState.RAISED]


def test_only_findings_of_equal_label_fold_into_one_alert():
    open_label, secret = label(), label([PURPOSE], level="SECRET", originator="navy")
    journey = Journey(
        bank_list(),
        payments(label=open_label),
        payments("more", label=secret),
        rules=shipped_rules(),
    )
    journey.deliver(["a,Quay Bank,PA"], feed="banks", at=day(1))
    journey.deliver(TRANSFERS[:1], feed="transfers")
    journey.deliver(TRANSFERS[:1], feed="more")
    journey.work()
    found = journey.alerts()
    assert [one.rule for one in found] == ["transfer_touches_listed"] * 2
    assert len({one.label for one in found}) == 2
    for one in found:
        with journey.center.store.reading() as unit:
            under = unit.findings.of_alert(one.id, journey.reader(unit))
        assert {finding.label for finding in under} == {one.label}


def test_a_rule_reads_only_what_its_purpose_may_use():
    other = label(["serious-crime"], originator="police")
    journey = Journey(
        vessel_list(),
        sightings(label=other),
        gaps(),
        rules=shipped_rules(),
        purposes=(PURPOSE, "serious-crime"),
    )
    for feed, line in SEA:
        journey.deliver([line], feed=feed, at=day(1))
    journey.work()
    assert len(journey.judgements()) == 1
    assert journey.alerts() == []


def test_every_rule_acts_as_a_service_principal_and_leaves_its_entry():
    journey = sea(*SEA)
    entries = journey.entries("rules.evaluated")
    assert {(e.principal, e.role, e.purpose) for e in entries} == {
        ("service:rules", "service", PURPOSE)
    }
    assert sum(dict(e.counts)["findings"] for e in entries) == len(journey.findings())


def test_only_who_is_newly_listed_and_known_already_is_found():
    journey = Journey(people("list", listed=True), people("known"), rules=shipped_rules())
    old = [f"o{n},Old Person {n},1970-01-02,X000000{n}" for n in range(9)]
    journey.deliver(old, feed="list", at=day(1))
    journey.deliver([old[0], "7,Mara Lind,1972-05-06,X1234567"], feed="known", at=day(1))
    journey.work()
    assert rules(journey) == []
    journey.deliver([*old, "n1,Mara Lind,1972-05-06,X1234567"], feed="list", at=day(2))
    journey.work()
    assert rules(journey) == ["newly_listed_known"]


@given(
    st.lists(
        st.sampled_from([*SEA, ("list", ""), ("ais", SEEN.replace(IMO, OTHER_IMO))]), max_size=6
    )
)
@settings(max_examples=25, deadline=None)
def test_what_stands_depends_on_what_is_known_and_not_on_the_way_there(
    deliveries: Sequence[tuple[str, str]],
):
    step, whole = (Journey(vessel_list(), sightings(), gaps(), rules=shipped_rules()) for _ in "ab")
    for number, (feed, line) in enumerate(deliveries):
        for journey in (step, whole):
            lines = [line, *REST] if feed == "list" and line else REST if feed == "list" else [line]
            journey.deliver(lines, feed=feed, at=day(number))
        step.work()
    step.work()
    whole.work()
    assert state_of(step) == state_of(whole)
    standing = {one.rule for one in whole.findings() if one.standing}
    assert standing == {one.rule for one in step.alerts() if one.state is AlertState.RAISED}


def test_a_center_without_rules_takes_what_waits():
    journey = Journey(vessel_list())
    journey.deliver([LISTED], at=day(1))
    journey.work()
    with journey.center.store.reading() as unit:
        assert unit.queue.depth("detect") == 0


def test_whoever_acted_on_a_merge_is_told_when_it_is_taken_apart():
    journey = sea(*SEA)
    acted, other = make.principal("mara.lind"), make.principal("ivo.brandt")
    [alert] = [a for a in journey.alerts() if a.rule == "identity_change"]
    [model] = journey.judgements()
    said = replace(
        make.persons_judgement(decision=Decision.DIFFERENT),
        left=model.left,
        right=model.right,
        label=model.label,
    )
    with journey.center.store.writing() as unit:
        for who in (acted, other):
            unit.accounts.put(make.account(who))
        unit.alerts.move(replace(make.move(), alert=alert.id))
        unit.judgements.add([said])
        unit.queue.put("detect", [model.left, model.right])
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()
    journey.work()
    with journey.center.store.reading() as unit:
        told = [(one.acted, one.subject, one.why) for one in unit.follow_ups.of(acted.id, 9)]
        assert told == [(Acted.ALERT, alert.id, Why.PARTED)]
        assert not unit.follow_ups.of(other.id, 9)
    assert dict(journey.entries("rules.evaluated")[-1].counts)["told"] == 1


def triaged(journey: Journey, moved: Mapping[str, AlertId]) -> None:
    """Give persons an account, and let each acknowledge an alert; of no alert, he did nothing."""

    def acknowledge(unit: UnitOfWork) -> None:
        for name, one in moved.items():
            who = make.principal(name)
            unit.accounts.put(make.account(who))
            if one:
                unit.alerts.move(replace(make.move(by=who.id), alert=one))

    change(journey, acknowledge)


def told(journey: Journey, name: str) -> set[tuple[Acted, bytes, Why]]:
    with journey.center.store.reading() as unit:
        found = unit.follow_ups.of(make.principal(name).id, 99)
    return {(one.acted, one.subject, one.why) for one in found}


def two_ships(journey: Journey) -> tuple[Alert, Alert]:
    """Deliver two listed vessels that were sighted; give the alert of each, the Lark's last."""
    other = [f"b,Sea Wren,{OTHER_IMO},352000002,PA", f"s2,{OTHER_MMSI},{OTHER_IMO},Sea Wren,,"]
    journey.deliver([LISTED, other[0]], feed="list")
    journey.deliver([SEEN, other[1]], feed="ais")
    journey.work()
    wren = journey.entity(f"vessel:{OTHER_MMSI}|{OTHER_IMO}", "ais"), journey.entity("b", "list")
    found = [one for one in journey.alerts() if one.rule == "listed_and_sighted"]
    first, last = sorted(found, key=lambda one: one.entity not in wren)
    return first, last


def test_whoever_acted_on_a_merge_is_told_when_its_evidence_is_recalled_and_nobody_else():
    journey = Journey(vessel_list(), sightings(), rules=shipped_rules())
    other, touched = two_ships(journey)
    triaged(journey, {"mara.lind": touched.id, "nils.berg": other.id, "ivo.brandt": AlertId(b"")})
    follow_up(journey.center)
    [imo] = [
        s for s in journey.statements([f"vessel:{MMSI}|{IMO}"], "ais") if s.property == "imoNumber"
    ]

    def recall(unit: UnitOfWork) -> None:
        unit.statements.set_state([imo.seq], State.RECALLED, make.NOW, "recalled")
        unit.queue.put(f"resolve:{PURPOSE}", [imo.entity])
        unit.queue.put("detect", [imo.entity])

    change(journey, recall)
    journey.work()
    follow_up(journey.center)
    assert touched.id not in {f.id for f in journey.alerts() if f.findings}
    assert told(journey, "mara.lind") == {(Acted.ALERT, touched.id, Why.RECALLED)}
    assert told(journey, "nils.berg") == told(journey, "ivo.brandt") == set()


def test_whoever_acted_on_a_merge_is_told_when_its_evidence_expires_and_nobody_else():
    feeds = (vessel_list(retention_days=20), sightings())
    journey = Journey(*feeds, rules=shipped_rules())
    _, touched = two_ships(journey)
    triaged(journey, {"mara.lind": touched.id, "ivo.brandt": AlertId(b"")})
    follow_up(journey.center)
    journey.clock.advance(timedelta(days=21))
    assert keep_days(journey.center, Kept()) > 0
    journey.work()
    follow_up(journey.center)
    assert (Acted.ALERT, touched.id, Why.EXPIRED) in told(journey, "mara.lind")
    assert {subject for _, subject, _ in told(journey, "mara.lind")} == {touched.id}
    assert told(journey, "ivo.brandt") == set()
