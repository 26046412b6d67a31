from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.errors import InputError
from isthmus.flow.documents.entities import Hit, HitList
from isthmus.flow.reading import Reading
from isthmus.flow.search import LOOKED_AT_MAX, MORE, EntityQuery, search_entities
from isthmus.flow.showing.faces import Face, faces
from isthmus.model.ids import EntityId
from tests import make
from tests.flow.stage import HIGH, LOW, Stage, officer, shown
from tests.make import Claim


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.say(Claim("exact", "name", "Sea Lark"), Claim("exact", "imoNumber", "9074729"))
    stage.say(Claim("longer", "name", "Sea Lark of Bergen"))
    stage.say(Claim("begins", "name", "Sea Larkspur"))
    stage.say(Claim("one word", "name", "Sea Tern"))
    stage.say(Claim("nothing", "name", "Zephyr"), Claim("nothing", "notes", "Sea Lark"))
    return stage


def hits(stage: Stage, **query: str) -> list[Hit]:
    return search_entities(stage.center, officer(), EntityQuery(**query)).items  # type: ignore[arg-type] # texts alone


def captions(stage: Stage, q: str) -> list[str]:
    return [hit.caption for hit in hits(stage, q=q)]


def test_a_whole_name_goes_before_all_words_before_some(stage: Stage):
    assert captions(stage, "lark sea") == [
        "Sea Lark",
        "Sea Lark of Bergen",
        "Sea Larkspur",
        "Sea Tern",
    ]


def test_an_identifier_goes_before_everything(stage: Stage):
    [hit] = hits(stage, q="IMO 9074729")
    assert (hit.caption, hit.score) == ("Sea Lark", 1.0)
    assert [(b.property, b.matched) for b in hit.because] == [("imoNumber", "identifier")]
    assert [(i.property, i.value) for i in hit.identifiers] == [("imoNumber", "9074729")]


def test_the_last_word_may_be_a_beginning(stage: Stage):
    assert captions(stage, "zep") == ["Zephyr"]
    [hit] = hits(stage, q="zep")
    assert hit.because[0].matched == "start"


def test_the_reason_of_a_beginning_is_a_name_of_which_a_word_begins_so(stage: Stage):
    stage.say(Claim("kat", "name", "Katerina Lind", "Person"))
    stage.say(Claim("kat", "alias", "Ekaterina Zephyrova", "Person"))
    found = {hit.caption: hit.because for hit in hits(stage, q="zephyr")}
    [because] = found["Katerina Lind"]
    assert (because.property, because.value) == ("alias", "Ekaterina Zephyrova")
    assert because.matched == "start"


def test_a_reason_that_is_withheld_is_not_told(stage: Stage):
    stage.say(Claim("kat", "name", "Katerina Lind", "Person"))
    stage.say(Claim("kat", "alias", "Ekaterina Zephyrova", "Person"), label=HIGH)
    assert captions(stage, "zephyr") == ["Zephyr"]


def test_a_schema_that_there_is_not_is_refused_and_a_blank_filter_is_none(stage: Stage):
    with pytest.raises(InputError, match="ontology"):
        hits(stage, q="sea lark", schema="Spaceship")
    assert hits(stage, q="sea lark", schema=" ", source="") == hits(stage, q="sea lark")
    assert hits(stage, q="sea lark", source="nobody") == []


def test_an_earlier_word_must_be_whole(stage: Stage):
    assert captions(stage, "zep nothing") == []


def test_members_of_a_cluster_are_one_hit(stage: Stage):
    [one] = stage.say(Claim("exact", "alias", "Other"))
    [two] = stage.say(Claim("twin", "name", "Sea Lark"))
    stage.compare("exact", "twin", (one, two, 14.0, LOW))
    assert captions(stage, "sea lark").count("Sea Lark") == 1


def test_schema_and_source_narrow_the_hits(stage: Stage):
    stage.say(Claim("person", "name", "Sea Lark", "Person"), source="police")
    assert [h.id for h in hits(stage, q="sea lark", schema="LegalEntity")] == [
        shown("person", "police")
    ]
    assert [h.sources for h in hits(stage, q="sea lark", source="police")] == [["police"]]
    assert hits(stage, q="sea lark", schema="Airplane") == []


def test_without_a_text_the_entities_of_open_alerts_come_newest_first(stage: Stage):
    stage.alarm("older", about=("exact",), raised_at=make.NOW - make.HOUR)
    stage.alarm("newer", about=("nothing",))
    found = hits(stage)
    assert [(h.caption, h.alerts) for h in found] == [("Zephyr", 1), ("Sea Lark", 1)]
    assert found[0].score is None


def test_no_text_and_no_alert_give_no_hit(stage: Stage):
    assert hits(stage) == []


@pytest.mark.parametrize("q", ["…", "\0", "%", "a" * 900, "e-xyz", "  "])
def test_any_text_may_be_searched_for(stage: Stage, q: str):
    assert hits(stage, q=q) == []


@given(st.integers(1, 4))
@settings(max_examples=8, deadline=None)
def test_paging_loses_and_doubles_none(limit: int):
    stage = Stage()
    for n in range(7):
        stage.say(Claim(f"ship {n}", "name", f"Lark {n}"))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = EntityQuery(q="lark", limit=limit, cursor=cursor)
        found = search_entities(stage.center, officer(), query)
        seen += [hit.caption for hit in found.items]
        cursor = found.next
        if cursor is None:
            break
    assert seen == [f"Lark {n}" for n in range(7)]


def test_equals_go_by_the_name_that_was_met_and_one_thing_at_the_place_of_its_first():
    stage = Stage()
    said = [stage.say(Claim(f"ship {n}", "name", f"Lark {n}"))[0] for n in (9, 3, 1, 2)]
    stage.compare("ship 2", "ship 9", (said[3], said[0], 14.0, LOW))
    pages = [EntityQuery(q="lark", limit=1)]
    found = []
    while pages:
        page = search_entities(stage.center, officer(), pages.pop())
        found += [sorted(because.value for because in hit.because) for hit in page.items]
        if page.next is not None:
            pages = [EntityQuery(q="lark", limit=1, cursor=page.next)]
    assert found == [["Lark 1"], ["Lark 2", "Lark 9"], ["Lark 3"]]


def test_no_more_faces_are_made_than_a_page_takes(monkeypatch: pytest.MonkeyPatch):
    stage = Stage()
    for n in range(150):
        stage.say(Claim(f"ship {n}", "name", f"Lark {n:03}"))
    made: list[int] = []

    def counted(reading: Reading, entities: Sequence[EntityId]) -> Mapping[EntityId, Face]:
        made.append(len(entities))
        return faces(reading, entities)

    monkeypatch.setattr("isthmus.flow.search.faces", counted)
    found = search_entities(stage.center, officer(), EntityQuery(q="lark", limit=5))
    assert [hit.caption for hit in found.items] == [f"Lark {n:03}" for n in range(5)]
    assert sum(made) == 5 + 1 + MORE
    # A filter that nearly all fail is asked of all the same.
    stage.say(Claim("last", "name", "Lark 999"), source="police")
    found = search_entities(stage.center, officer(), EntityQuery(q="lark", source="police"))
    assert [hit.caption for hit in found.items] == ["Lark 999"]


def test_a_made_up_cursor_is_refused(stage: Stage):
    with pytest.raises(InputError):
        search_entities(stage.center, officer(), EntityQuery(q="sea", cursor="1"))


def test_a_misspelt_name_is_found_and_said_to_be_like_it(stage: Stage):
    stage.say(Claim("mara", "name", "Mara Elin Lindqvist", "Person"))
    [hit] = hits(stage, q="Marra Elin Lindkvist")
    assert hit.caption == "Mara Elin Lindqvist"
    assert hit.because[0].matched == "like"


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Владимир Шевченко", "vladimir shevchenko"),
        ("Vladimir Shevchenko", "Шевченко Владимир"),
        ("张伟", "张伟"),
        ("李娜", "娜 李"),
        ("김민준", "김민준"),
        ("Αλέξης Τσίπρας", "alexis tsipras"),
        ("नरेन्द्र मोदी", "नरेन्द्र मोदी"),
    ],
)
def test_a_name_is_found_in_its_own_and_in_another_script(stage: Stage, held: str, asked: str):
    stage.say(Claim("somebody", "name", held, "Person"))
    assert hits(stage, q=asked)[0].caption == held


def test_place_and_time_narrow_the_hits(stage: Stage):
    stage.say(Claim("begins", "address", "Strandgaten 4, Bergen"))
    stage.say(Claim("one word", "flag", "NO"))
    assert [h.caption for h in hits(stage, q="sea", place="bergen strandgaten")] == ["Sea Larkspur"]
    assert [h.caption for h in hits(stage, q="sea", place="Norway")] == ["Sea Tern"]
    assert hits(stage, q="sea", place="Atlantis") == []
    later = make.NOW + make.HOUR
    query = EntityQuery(q="sea lark", since=later)
    assert search_entities(stage.center, officer(), query).items == []
    query = EntityQuery(q="sea lark", until=later, since=make.NOW - make.HOUR)
    assert len(search_entities(stage.center, officer(), query).items) == 4


def test_what_is_withheld_neither_shows_nor_crowds_out(stage: Stage):
    before = captions(stage, "sea lark")
    for n in range(400):
        stage.say(Claim(f"hidden {n}", "name", "Sea Lark"), label=HIGH)
    assert captions(stage, "sea lark") == before


class TestMany:
    """A word that more than are looked at bear."""

    @pytest.fixture
    def stage(self) -> Stage:
        stage = Stage()
        many = 2 * LOOKED_AT_MAX
        for n in range(many):
            stage.say(Claim(f"{n}", "name", f"Lind {n}", "Person"))
        # Those who came last, and are the last by their ids, are left out first.
        self.fitting = sorted(range(many // 2, many), key=lambda n: make.entity(f"{n}"))[-5:]
        for n in self.fitting:
            stage.say(Claim(f"{n}", "address", "Strandgaten 4, Bergen", "Person"))
        return stage

    def found(self, stage: Stage, **query: str) -> HitList:
        return search_entities(stage.center, officer(), EntityQuery(**query))  # type: ignore[arg-type] # texts alone

    def test_a_filter_finds_whom_it_fits_among_all_of_them(self, stage: Stage):
        found = self.found(stage, q="lind", place="Bergen", schema="Person")
        assert {hit.caption for hit in found.items} == {f"Lind {n}" for n in self.fitting}
        assert self.found(stage, q="lind", place="Bergen", schema="Vessel").items == []

    def test_that_there_may_be_more_is_said(self, stage: Stage):
        assert self.found(stage, q="lind").cut
        assert not self.found(stage, q="lind 7").cut
        assert not self.found(stage, q="nobody").cut

    def test_what_is_withheld_does_not_make_more_of_them(self):
        stage = Stage()
        stage.say(Claim("seen", "name", "Lind 1", "Person"))
        for n in range(2 * LOOKED_AT_MAX):
            stage.say(Claim(f"hidden {n}", "name", f"Lind {n}", "Person"), label=HIGH)
        found = self.found(stage, q="lind")
        assert ([hit.caption for hit in found.items], found.cut) == (["Lind 1"], False)


class TestAddresses:
    HELD = "221b Baker Street, London NW1 6XE, United Kingdom"

    def found(self, stage: Stage, q: str) -> list[tuple[str, str]]:
        return [(hit.caption, hit.because[0].matched) for hit in hits(stage, q=q)]

    @pytest.mark.parametrize(
        ("q", "matched"),
        [
            ("London NW1 6XE United Kingdom, Baker St. 221B", "address"),
            ("221B Baker Street", "words"),
            ("221b baker street, Leeds", "part"),
        ],
    )
    def test_who_is_at_an_address_is_found_by_it(self, stage: Stage, q: str, matched: str):
        stage.say(Claim("holmes", "name", "S. Holmes", "Person"))
        stage.say(Claim("holmes", "address", self.HELD, "Person"))
        stage.say(Claim("flat", "full", self.HELD, "Address"))
        stage.say(Claim("near", "address", "223 Baker Street, London", "Person"))
        assert sorted(matched for _, matched in self.found(stage, q)) == [matched, matched]
        assert ("S. Holmes", matched) in self.found(stage, q)

    @pytest.mark.parametrize("q", ["London", "221b", "Baker Street", "London United Kingdom"])
    def test_a_town_a_street_or_a_number_alone_finds_nobody_there(self, stage: Stage, q: str):
        stage.say(Claim("holmes", "address", self.HELD, "Person"))
        assert self.found(stage, q) == []

    def test_an_address_that_is_withheld_is_not_found(self, stage: Stage):
        stage.say(Claim("holmes", "name", "S. Holmes", "Person"))
        stage.say(Claim("holmes", "address", self.HELD, "Person"), label=HIGH)
        assert self.found(stage, self.HELD) == []
