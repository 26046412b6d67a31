"""Collections: what a reader may see as STIX, page by page, and taken back by name."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import AccessError, InputError, NotFound, PurposeRequired
from isthmus.flow import collecting
from isthmus.flow.actor import Actor
from isthmus.flow.reading import reading
from isthmus.flow.taxii import Page, Wanted, collection_of, collections, one, page
from isthmus.flow.tightening import tell_risen
from isthmus.formats.stix_objects import CLAIMS, Object
from isthmus.model.ids import StatementSeq
from isthmus.model.judgement import Decision
from isthmus.model.principal import Principal
from isthmus.model.statement import State
from isthmus.ports import UnitOfWork
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer
from tests.make import Claim

CASES = 2000 if "SOAK" in os.environ else 40
OWNER = Claim("fleet", "name", "Night Heron Shipping", schema="Company")
ACCOUNT = Claim("account", "accountHolder", "fleet", schema="BankAccount", target="fleet")


@pytest.fixture
def stage() -> Stage:
    return Stage()


def told(stage: Stage, actor: Actor | None = None, wanted: Wanted | None = None) -> Page:
    return page(stage.center, actor or officer(), wanted or Wanted())


def bodies(stage: Stage, actor: Actor | None = None) -> list[Any]:
    return [one.body for one in told(stage, actor).objects]


def of_type(stage: Stage, kind: str, actor: Actor | None = None) -> list[Any]:
    return [body for body in bodies(stage, actor) if body["type"] == kind]


def ships(stage: Stage, actor: Actor | None = None) -> list[Any]:
    return of_type(stage, "infrastructure", actor)


def text(stage: Stage, actor: Actor | None = None) -> str:
    return msgspec.json.encode(bodies(stage, actor)).decode()


def end(stage: Stage, *seqs: StatementSeq, state: State = State.RECALLED) -> None:
    stage.write(lambda unit: unit.statements.set_state(list(seqs), state, make.NOW, "a test"))


def alarm(stage: Stage, seq: StatementSeq) -> None:
    """Raise an alert, and say so as triage does."""
    stage.alarm("dark", seq)

    def change(unit: UnitOfWork) -> None:
        unit.changes.add("alert", make.alert_id("dark"), unit.labels.intern(LOW), make.NOW)

    stage.write(change)


def test_a_thing_is_told_with_every_value_under_its_own_marking(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"), Claim("dhow", "imoNumber", "IMO9074729"))
    [ship] = ships(stage)
    claims = ship["extensions"][CLAIMS]
    assert claims["schema"] == "Vessel"
    assert claims["properties"] == {"name": ["Sea Lark"], "imo_number": ["IMO9074729"]}
    assert ship["name"] == "Sea Lark"
    assert ship["confidence"] == 70
    markings = {m["id"]: m for m in of_type(stage, "marking-definition")}
    assert [markings[one]["name"] for one in ship["object_marking_refs"]] == [LOW.mark]
    names = {i["id"]: i["name"] for i in of_type(stage, "identity")}
    assert names[ship["created_by_ref"]] == "Harbour vessels"


def test_what_a_reader_may_not_see_leaves_no_trace(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    before = text(stage)
    stage.say(Claim("dhow", "imoNumber", "IMO9074729"), Claim("rook", "name", "Rook"), label=HIGH)
    assert text(stage) == before
    cleared = text(stage, officer(level="SECRET"))
    assert "IMO9074729" in cleared
    assert "Rook" in cleared


def test_two_labels_mark_their_values_apart(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(Claim("dhow", "imoNumber", "IMO9074729"), label=HIGH)
    [ship] = ships(stage, officer(level="SECRET"))
    assert len(ship["object_marking_refs"]) == 2
    selectors = [m["selectors"] for m in ship["granular_markings"]]
    path = f"extensions.{CLAIMS}.properties"
    assert sorted(selectors) == [[f"{path}.imo_number.[0]"], [f"{path}.name.[0]"]]


@pytest.mark.parametrize("state", [State.RECALLED, State.RETRACTED, State.EXPIRED])
def test_what_is_taken_back_ends_in_a_version_that_says_nothing(stage: Stage, state: State):
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [before] = ships(stage)
    end(stage, seq, state=state)
    [after] = ships(stage)
    assert after["id"] == before["id"]
    assert after["created"] == before["created"]
    assert after["revoked"] is True
    assert after["modified"] > before["modified"]
    assert "Sea Lark" not in text(stage)


def test_one_value_taken_back_leaves_the_rest_in_a_new_version(stage: Stage):
    name, _ = stage.say(Claim("dhow", "name", "Sea Lark"), Claim("dhow", "flag", "PA"))
    [before] = ships(stage)
    end(stage, name)
    [after] = ships(stage)
    assert "revoked" not in after
    assert after["extensions"][CLAIMS]["properties"] == {"flag": ["PA"]}
    assert after["modified"] > before["modified"]


def test_what_stands_again_is_told_again(stage: Stage):
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    first = ships(stage)
    end(stage, seq)
    assert ships(stage)[0]["revoked"]
    end(stage, seq, state=State.ASSERTED)
    [again] = ships(stage)
    assert "revoked" not in again
    assert again["id"] == first[0]["id"]


def test_a_marking_that_rose_takes_back_what_was_told_under_the_weaker_one(stage: Stage):
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    alarm(stage, seq)
    assert "revoked" not in of_type(stage, "report")[0]

    def rise(unit: UnitOfWork) -> None:
        low, high = unit.labels.intern(LOW), unit.labels.intern(HIGH)
        unit.labels.tighten([seq], {low: high}, [low])
        touched = {low: {make.entity("dhow")}, high: {make.entity("dhow")}}
        tell_risen(stage.center, unit, touched)

    stage.write(rise)
    assert [body["revoked"] for body in (*ships(stage), *of_type(stage, "report"))] == [True, True]
    assert "Sea Lark" not in text(stage)
    assert "Sea Lark" in text(stage, officer(level="SECRET"))


def test_who_is_cleared_for_less_is_told_to_forget(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"), label=HIGH)
    assert "revoked" not in ships(stage, officer(level="SECRET"))[0]
    assert [ship["revoked"] for ship in ships(stage)] == [True]
    assert not [m for m in of_type(stage, "marking-definition") if "SECRET" in m["name"]]


def test_who_is_cleared_for_more_is_told_the_rest(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"), label=HIGH)
    assert not ships(stage)
    assert "revoked" not in ships(stage, officer(level="SECRET"))[0]


def test_two_that_are_one_stay_two_and_can_be_parted(stage: Stage):
    [a] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [b] = stage.say(Claim("lark", "name", "MV Sea Lark"))
    stage.compare("dhow", "lark", (a, b, 14.0, LOW))
    assert len(ships(stage)) == 2
    [same] = of_type(stage, "relationship")
    assert same["relationship_type"] == "duplicate-of"
    assert same["description"] == "name +14.0 bits"
    stage.persons("dhow", "lark", Decision.DIFFERENT)
    stage.compare("dhow", "lark", (a, b, 3.0, LOW), turn=1)
    assert [one["revoked"] for one in of_type(stage, "relationship")] == [True]
    assert all("revoked" not in ship for ship in ships(stage))


def test_a_merge_that_rests_on_what_is_withheld_is_not_told(stage: Stage):
    [a] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [b] = stage.say(Claim("lark", "name", "MV Sea Lark"))
    [c] = stage.say(Claim("dhow", "imoNumber", "IMO9074729"), label=HIGH)
    [d] = stage.say(Claim("lark", "imoNumber", "IMO9074729"), label=HIGH, raw=b"another")
    stage.compare("dhow", "lark", (a, b, 4.0, LOW), (c, d, 20.0, HIGH))
    assert not of_type(stage, "relationship")
    assert of_type(stage, "relationship", officer(level="SECRET"))


def test_a_link_is_told_once_both_ends_may_be_seen(stage: Stage):
    stage.say(ACCOUNT)
    assert not of_type(stage, "relationship")
    stage.say(OWNER, label=HIGH)
    assert not of_type(stage, "relationship")
    stage.say(Claim("fleet", "country", "PA", schema="Company"))
    [link] = of_type(stage, "relationship")
    assert link["extensions"][CLAIMS]["role"] == "accountHolder"
    assert link["target_ref"].startswith("identity--")


def test_a_link_goes_with_the_end_that_goes(stage: Stage):
    stage.say(ACCOUNT)
    [seq] = stage.say(OWNER)
    assert "revoked" not in of_type(stage, "relationship")[0]
    end(stage, seq)
    assert [link["revoked"] for link in of_type(stage, "relationship")] == [True]


def test_what_happened_is_a_note_about_those_whom_it_names(stage: Stage):
    stage.say(OWNER)
    stage.say(
        Claim("pay", "amount", "120", schema="Payment"),
        Claim("pay", "payer", "fleet", schema="Payment", target="fleet"),
    )
    [note] = of_type(stage, "note")
    [owner] = [i for i in of_type(stage, "identity") if i["name"] == "Night Heron Shipping"]
    assert note["object_refs"] == [owner["id"]]
    assert note["content"] == "amount: 120"


def test_a_link_between_two_is_what_joins_them(stage: Stage):
    stage.say(OWNER, Claim("dhow", "name", "Sea Lark"))
    stage.say(
        Claim("bond", "subject", "fleet", schema="BusinessLink", target="fleet"),
        Claim("bond", "object", "dhow", schema="BusinessLink", target="dhow"),
        Claim("bond", "role", "manages", schema="BusinessLink"),
    )
    [link] = of_type(stage, "relationship")
    assert (link["source_ref"][:8], link["target_ref"][:14]) == ("identity", "infrastructure")
    assert link["extensions"][CLAIMS]["role"] == "manages"


def test_an_indicator_has_a_pattern_or_is_none(stage: Stage):
    for name, kind, value in (("a", "domain", "bad'.example"), ("b", "shape", "round")):
        stage.say(
            Claim(name, "indicatorType", kind, schema="Indicator"),
            Claim(name, "indicatorValue", value, schema="Indicator"),
        )
    [found] = of_type(stage, "indicator")
    assert found["pattern"] == "[domain-name:value = 'bad\\'.example']"
    assert len(ships(stage)) == 1


def test_an_alert_is_a_report_on_those_whom_it_is_about(stage: Stage):
    [seq] = stage.say(Claim("dhow", "name", "Sea Lark"))
    alarm(stage, seq)
    [report] = of_type(stage, "report")
    [ship] = ships(stage)
    assert report["object_refs"] == [ship["id"]]
    assert report["name"].startswith("Dark, then in port")


def test_pages_follow_one_another_without_a_gap_or_a_double(stage: Stage):
    for number in range(30):
        stage.say(Claim(f"ship {number}", "name", f"Ship {number}"))
    whole = [o.id for o in told(stage).objects]
    found, following = [], None
    while True:
        part = told(stage, wanted=Wanted(limit=7, next=following))
        assert len(part.objects) <= 7
        found += [o.id for o in part.objects]
        following = part.next
        if following is None:
            break
    assert found == whole
    assert len(set(found)) == len(found)


def test_after_a_time_comes_only_what_was_added_later(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    before = told(stage).objects
    stage.say(Claim("lark", "name", "MV Sea Lark"))
    later = told(stage, wanted=Wanted(added_after=before[-1].added_at)).objects
    assert [one.body["name"] for one in later] == ["MV Sea Lark"]
    assert not told(stage, wanted=Wanted(added_after=later[-1].added_at)).objects


def test_a_clock_that_goes_back_reorders_nothing(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    last = told(stage).objects[-1].added_at
    stage.clock.advance(-make.HOUR)
    stage.say(Claim("lark", "name", "MV Sea Lark"))
    later = told(stage, wanted=Wanted(added_after=last)).objects
    assert [one.body["name"] for one in later] == ["MV Sea Lark"]
    assert later[0].added_at > last


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(types=("infrastructure",)), 2),
        (Wanted(types=("report",)), 0),
        (Wanted(versions=("all",), types=("infrastructure",)), 2),
        (Wanted(versions=("2001-01-01T00:00:00Z",)), 0),
        (Wanted(spec_versions=("2.0",)), 0),
        (Wanted(spec_versions=("2.0", "2.1"), types=("infrastructure",)), 2),
    ],
)
def test_one_asks_for_some(stage: Stage, wanted: Wanted, count: int):
    stage.say(Claim("dhow", "name", "Sea Lark"), Claim("lark", "name", "MV Sea Lark"))
    assert len(told(stage, wanted=wanted).objects) == count


def test_one_asks_for_one_by_name(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    [ship] = ships(stage)
    [found] = one(stage.center, officer(), str(ship["id"]), Wanted()).objects
    assert found.body == ship
    with pytest.raises(NotFound):
        one(stage.center, officer(), "infrastructure--none", Wanted())


def test_nothing_new_writes_nothing_but_the_read(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    told(stage)
    steps = len(stage.entries("collection.extended"))
    told(stage)
    assert len(stage.entries("collection.extended")) == steps
    entry = stage.entries("collection.read")[-1]
    assert (entry.principal, entry.purpose) == ("p-mara.lind", make.PURPOSE)
    assert dict(entry.counts)["shown"] == len(told(stage).objects)


def test_a_step_that_another_overtook_is_not_written(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    actor = officer()
    with stage.store.reading() as unit:
        late = collecting.next_step(reading(stage.center, unit, actor))
    told(stage, actor)
    before = told(stage, actor).objects
    collecting._keep(stage.center, actor, late)
    assert told(stage, actor).objects == before


def test_one_has_a_collection_for_each_purpose_and_no_other(stage: Stage):
    who = officer().principal
    [mine] = collections(stage.center, who)
    actor, _ = collection_of(stage.center, who, mine.id)
    assert actor.purpose == make.PURPOSE
    assert collection_of(stage.center, who, make.PURPOSE)[1] == mine
    other = officer(name="nils.berg").principal
    with pytest.raises(NotFound):
        collection_of(stage.center, other, mine.id)


def test_a_mark_of_another_is_none(stage: Stage):
    for number in range(3):
        stage.say(Claim(f"ship {number}", "name", "Ship"))
    following = told(stage, wanted=Wanted(limit=2)).next
    assert following is not None
    with pytest.raises(InputError):
        told(stage, officer(name="nils.berg"), Wanted(next=following))


def test_who_may_not_read_is_refused_and_noted(stage: Stage):
    with pytest.raises(AccessError):
        told(stage, officer("administrator"))
    with pytest.raises(PurposeRequired):
        told(stage, replace(officer(), purpose="another"))


Step = tuple[str, int]


@settings(max_examples=CASES)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("low", "high", "end", "stand", "join", "part", "read")),
            st.integers(0, 3),
        ),
        max_size=14,
    )
)
def test_whatever_happened_a_client_that_follows_holds_just_what_may_be_seen(steps: list[Step]):
    """A client that applies what it is told ends with what a new one is told, and no more."""
    stage, actor = Stage(), officer()
    seqs: dict[int, list[StatementSeq]] = {}
    held: dict[str, Object] = {}
    after = None
    for turn, (act, number) in enumerate([*steps, ("read", 0)]):
        ours = seqs.setdefault(number, [])
        if act in {"low", "high"}:
            claim = Claim(f"ship {number}", "name", f"Name {act} {turn}")
            ours += stage.say(claim, label=LOW if act == "low" else HIGH)
        elif act in {"end", "stand"} and ours:
            state = State.RECALLED if act == "end" else State.ASSERTED
            end(stage, ours[-1], state=state)
        elif act in {"join", "part"} and ours:
            decision = Decision.SAME if act == "join" else Decision.DIFFERENT
            stage.persons(f"ship {number}", "ship 9", decision, turn=turn)
        else:
            found = told(stage, actor, Wanted(added_after=after))
            assert found.next is None
            held.update({one.id: one.body for one in found.objects})
            after = found.objects[-1].added_at if found.objects else after
    fresh = page(stage.center, renamed(actor), Wanted())
    standing = {name: body for name, body in held.items() if not body.get("revoked")}
    assert of_things(standing) == of_things({o.id: o.body for o in fresh.objects})
    assert "high" not in msgspec.json.encode(held).decode()


def renamed(actor: Actor) -> Actor:
    """Give another person with the same rights, who was told nothing yet."""
    who: Principal = replace(actor.principal, id="p-another")
    return Actor(who, actor.purpose)


def of_things(objects: dict[str, Object]) -> dict[str, Object]:
    """Give what is about things, without times: a source or a marking stays when they go."""
    times = {"created", "modified"}
    return {
        name: {key: value for key, value in body.items() if key not in times}
        for name, body in objects.items()
        if "object_marking_refs" in body
    }
