from __future__ import annotations

from datetime import timedelta
from time import process_time

import msgspec
import pytest

from isthmus.errors import NotFound
from isthmus.flow.documents.entities import EntityPage
from isthmus.flow.entity import entity_page
from isthmus.model.ids import StatementSeq, shown_id
from isthmus.model.judgement import Decision
from isthmus.model.statement import State
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, least, officer, shown
from tests.make import Claim, Fix

PAGE_S = 0.005
"""What the page of an entity with sixty statements may cost, apart from the store."""


@pytest.fixture
def stage() -> Stage:
    return Stage()


def page(stage: Stage, name: str = "dhow", level: str = "OFFICIAL") -> EntityPage:
    return entity_page(stage.center, officer(level=level), shown(name))


def values(found: EntityPage, name: str) -> list[str]:
    return [v.value for g in found.properties if g.property == name for v in g.values]


def joined(stage: Stage) -> tuple[StatementSeq, StatementSeq]:
    [one] = stage.say(Claim("dhow", "name", "Sea Lark"))
    [two] = stage.say(Claim("lark", "name", "MV Sea Lark"))
    stage.compare("dhow", "lark", (one, two, 14.0, LOW))
    return one, two


def test_a_page_shows_every_value_with_its_papers(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark", original="SEA LARK", lang="en"))
    [value] = page(stage).properties[0].values
    assert (value.value, value.original, value.lang) == ("Sea Lark", "SEA LARK", "en")
    assert (value.source.title, value.grade.reliability) == ("Harbour vessels", "B")
    assert value.legal_bases == ["harbour-act-4"]
    assert value.record is not None
    assert value.record.feed == make.FEED
    assert value.property_title == {"en": "Name", "fr": "Nom", "ar": "الاسم"}


def test_every_member_leads_to_one_page_under_the_least_id(stage: Stage):
    joined(stage)
    assert page(stage, "dhow") == page(stage, "lark")
    assert page(stage).entity.id == shown_id("e", least("dhow", "lark"))
    assert len(page(stage).members) == 2


def test_a_member_of_which_nothing_is_seen_gives_no_id(stage: Stage):
    names = sorted(("dhow", "lark"), key=make.entity)
    stage.say(Claim(names[0], "name", "Hidden"), label=HIGH)
    stage.say(Claim(names[1], "name", "Sea Lark"))
    stage.persons(names[0], names[1], Decision.SAME)
    assert page(stage, names[1]).entity.id == shown(names[1])
    assert [m.source_entity for m in page(stage, names[1]).members] == [shown(names[1])]


def test_of_equal_names_the_one_known_longest_is_the_caption(stage: Stage):
    stage.say(Claim("dhow", "name", "Newer"))
    stage.say(Claim("dhow", "name", "Older"), at=make.NOW - timedelta(days=9))
    assert page(stage).entity.caption == "Older"


def test_without_a_name_an_identifier_is_the_caption_and_then_none(stage: Stage):
    stage.say(Claim("dhow", "flag", "PA"))
    assert page(stage).entity.caption == ""
    assert page(stage).entity.schema_title["fr"] == "Navire"
    stage.say(Claim("dhow", "imoNumber", "9074729"))
    assert page(stage).entity.caption == "9074729"


def test_a_sanctions_topic_makes_it_listed(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    assert not page(stage).entity.listed
    stage.say(Claim("dhow", "topics", "sanction.linked"))
    assert page(stage).entity.listed


def test_what_was_retracted_stands_apart(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    [old] = stage.say(Claim("dhow", "topics", "sanction"))
    stage.write(
        lambda unit: unit.statements.set_state([old], State.RETRACTED, make.NOW, "vanished")
    )
    found = page(stage)
    assert values(found, "topics") == []
    assert not found.entity.listed
    assert [(g.property, g.values[0].state) for g in found.former] == [("topics", "retracted")]


@pytest.mark.parametrize("state", [State.RECALLED, State.ERASED, State.EXPIRED])
def test_what_was_recalled_erased_or_has_expired_is_gone(stage: Stage, state: State):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    [old] = stage.say(Claim("dhow", "alias", "Gone"))
    stage.write(lambda unit: unit.statements.set_state([old], state, make.NOW, "so"))
    assert b"Gone" not in msgspec.json.encode(page(stage))


def test_what_is_past_its_retention_is_gone_before_it_is_swept(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.clock.set(make.EXPIRY)
    with pytest.raises(NotFound):
        page(stage)


def test_an_entity_of_which_everything_was_retracted_still_has_a_page(stage: Stage):
    [old] = stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.write(
        lambda unit: unit.statements.set_state([old], State.RETRACTED, make.NOW, "vanished")
    )
    found = page(stage)
    assert (found.entity.caption, found.properties) == ("Sea Lark", [])
    assert found.former


def test_a_value_that_names_an_entity_leads_to_it(stage: Stage):
    stage.say(Claim("lark", "name", "Sea Lark"))
    stage.say(Claim("sighting", "vessel", "any", "Sighting", target="lark"))
    [value] = page(stage, "sighting").properties[0].values
    assert (value.value, value.entity_caption) == (shown("lark"), "Sea Lark")


def test_events_that_name_a_member_or_were_attributed_stand_on_the_page(stage: Stage):
    joined(stage)
    stage.say(
        Claim("sighting", "vessel", "any", "Sighting", target="lark"),
        Claim("sighting", "startDate", "2031-05-01", "Sighting"),
    )
    [seq] = stage.say(Claim("gap", "mmsi", "257000001", "SignalGap"))
    stage.attribute("gap", "dhow", seq)
    found = page(stage)
    assert [(e.schema, e.via) for e in found.events] == [
        ("SignalGap", "attribution"),
        ("Sighting", None),
    ]
    assert [a.event for a in found.attributions] == [shown("gap")]
    assert found.attributions[0].evidence[0].via == "attribution"
    [own] = page(stage, "gap").attributions
    assert own.entity == found.entity.id


def test_a_judgement_shows_the_bits_that_the_reader_sees(stage: Stage):
    one, two = joined(stage)
    x, y = (stage.say(Claim(n, "flag", "PA"), label=HIGH)[0] for n in ("dhow", "lark"))
    [before] = page(stage).judgements
    stage.compare("dhow", "lark", (one, two, 14.0, LOW), (x, y, 3.0, HIGH), turn=1)
    [low] = page(stage).judgements
    assert low == before
    [high] = page(stage, level="SECRET").judgements
    assert (low.bits_total, high.bits_total) == (14.0, 17.0)
    assert (low.id, low.decision, low.by.kind) == (high.id, "same", "model")
    assert len(low.evidence) == 1


def test_a_person_who_judged_is_named(stage: Stage):
    joined(stage)
    stage.account(make.principal())
    stage.persons("dhow", "lark", Decision.DIFFERENT)
    found = page(stage)
    assert [(j.by.kind, j.by.name, j.decision) for j in found.judgements] == [
        ("person", "Mara Lind", "different"),
        ("model", "model-1", "same"),
    ]
    assert len(found.members) == 1


def test_the_track_holds_positions_of_members_and_of_what_was_attributed(stage: Stage):
    joined(stage)
    [seq] = stage.say(Claim("ais", "mmsi", "257000001", "Sighting"))
    stage.attribute("ais", "dhow", seq)
    stage.seen(Fix("lark", make.NOW - make.HOUR), Fix("ais", make.NOW))
    assert [p.at for p in page(stage).track.points] == [make.NOW - make.HOUR, make.NOW]


def test_the_page_carries_the_join_of_everything_on_it(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.alarm("dark period", label=HIGH)
    found = page(stage, level="SECRET")
    assert found.labels[found.entity.label].data_categories == ["finance", "identity"]
    assert set(found.why.labels) == set(found.labels)


def test_labels_are_local_and_no_number_of_the_store(stage: Stage):
    stage.say(Claim("other", "name", "Other"), label=HIGH)
    stage.say(Claim("dhow", "name", "Sea Lark"))
    assert list(page(stage).labels) == ["L1"]


def test_a_page_of_sixty_statements_is_made_fast(stage: Stage):
    stage.say(Claim("dhow", "name", "Sea Lark"))
    stage.say(*(Claim("dhow", "alias", f"Lark {n}") for n in range(55)))
    stage.say(Claim("dhow", "imoNumber", "9074729"), Claim("dhow", "flag", "PA"))
    stage.say(Claim("s", "vessel", "any", "Sighting", target="dhow"))
    timed = []
    for _ in range(7):
        start = process_time()
        page(stage)
        timed.append(process_time() - start)
    with stage.store.reading() as unit:
        assert len(unit.statements.of([make.entity("dhow")], make.reader(*unit.labels.all()))) == 58
    assert min(timed) < 3 * PAGE_S
