"""Screening: who is like these, for whoever asks."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from time import perf_counter

import pytest

from isthmus.errors import AccessError, InputError
from isthmus.flow.documents.screening import (
    Screened,
    ScreeningHit,
    ScreeningQuery,
    ScreeningRequest,
)
from isthmus.flow.screening import COMPARED_MAX, QUERIES_MAX, VALUES_MAX, screen
from isthmus.flow.screening_lists import COLUMNS, LINES_MAX, ROWS_MAX, screen_list
from isthmus.model.label import Label
from isthmus.resolve.compare import read_model
from tests.flow.journey import document
from tests.flow.stage import HIGH, LOW, RESOURCES, Stage, administrator, officer, shown
from tests.make import Claim


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.center = replace(stage.center, model=read_model(document(RESOURCES / "weights.yaml")))
    person(stage, "mara", "Mara Elin Lind", "1972-05-06", "X1234567")
    person(stage, "other", "Mara Elin Lind", "1991-01-30", "Z7654321")
    stage.say(Claim("ship", "name", "Sea Lark"), Claim("ship", "imoNumber", "9074729"))
    stage.say(Claim("ship", "mmsi", "257123456"))
    return stage


def person(stage: Stage, key: str, name: str, born: str, passport: str = "", label: Label = LOW):
    claims = [Claim(key, "name", name, "Person"), Claim(key, "birthDate", born, "Person")]
    if passport:
        claims.append(Claim(key, "passportNumber", passport, "Person"))
    stage.say(*claims, label=label)


def asked(stage: Stage, *, schema: str = "Person", **values: str) -> list[ScreeningHit]:
    query = ScreeningQuery(schema=schema, properties={k: [v] for k, v in values.items()})
    return answers(stage, query).results[0].hits


def answers(stage: Stage, *queries: ScreeningQuery) -> Screened:
    return screen(stage.center, officer(), ScreeningRequest(queries=[*queries]))


def test_one_of_equal_name_and_birth_date_is_a_strong_hit_and_another_none(stage: Stage):
    [hit] = asked(stage, name="Lind, Mara Elin", birthDate="1972-05-06", passportNumber="x 1234567")
    assert (hit.id, hit.caption, hit.strength) == (shown("mara"), "Mara Elin Lind", "strong")
    assert {c.property for c in hit.compared} >= {"name", "birthDate", "passportNumber"}
    assert hit.bits == pytest.approx(sum(c.bits for c in hit.compared), abs=0.01)
    assert hit.shared == ["X1234567"]


def test_each_property_shows_what_was_asked_and_what_is_held(stage: Stage):
    [hit, *_] = asked(stage, name="LIND Mara Elin", birthDate="1972-05-06")
    rows = {c.property: (c.asked, c.held) for c in hit.compared}
    assert rows["name"] == ("LIND Mara Elin", "Mara Elin Lind")
    assert rows["birthDate"] == ("1972-05-06", "1972-05-06")


def test_an_identifier_that_changes_hands_makes_a_possible_hit_at_most(stage: Stage):
    [hit] = asked(stage, schema="Vessel", name="Sea Lark", mmsi="257123456")
    assert (hit.strength, hit.shared) == ("possible", ["257123456"])
    [hull] = asked(stage, schema="Vessel", name="Sea Lark", imoNumber="IMO 9074729")
    assert hull.strength == "strong"


def test_what_the_asker_may_not_see_is_no_hit_and_weighs_nothing(stage: Stage):
    person(stage, "hidden", "Ola Nordmann", "1980-02-03", "N1", label=HIGH)
    stage.say(Claim("mara", "passportNumber", "Q7777777", "Person"), label=HIGH)
    assert asked(stage, name="Ola Nordmann", birthDate="1980-02-03", passportNumber="N1") == []
    assert asked(stage, passportNumber="Q7777777") == []
    before = asked(stage, name="Mara Elin Lind", birthDate="1972-05-06")
    after = asked(stage, name="Mara Elin Lind", birthDate="1972-05-06", passportNumber="Q7777777")
    assert [h.id for h in after] == [h.id for h in before]
    assert all(c.held != "Q7777777" for h in after for c in h.compared)


def test_a_cluster_is_one_hit_compared_with_all_that_is_known_of_it(stage: Stage):
    [one] = stage.say(Claim("mara", "country", "no", "Person"))
    [two] = stage.say(Claim("twin", "name", "Mara Elin Lind", "Person"))
    stage.say(Claim("twin", "idNumber", "ID123", "Person"))
    stage.compare("mara", "twin", (one, two, 14.0, LOW))
    [hit, *others] = asked(stage, name="Mara Elin Lind", birthDate="1972-05-06", idNumber="ID123")
    assert {c.property for c in hit.compared} >= {"name", "birthDate", "idNumber"}
    assert all(other.id != hit.id for other in others)


def test_a_value_that_is_none_is_left_out_with_its_reason_and_the_rest_is_asked(stage: Stage):
    query = ScreeningQuery(
        id="row 7",
        properties={"name": ["Mara Elin Lind"], "birthDate": ["yesterday"], "imoNumber": ["1"]},
    )
    [result] = answers(stage, query).results
    assert result.id == "row 7"
    left = {one.property: one for one in result.left_out}
    assert set(left) == {"birthDate", "imoNumber"}
    assert left["birthDate"].title["fr"] == "Date de naissance"
    assert left["birthDate"].reason["ar"] != left["birthDate"].reason["en"]
    assert len(result.hits) == 2


@pytest.mark.parametrize(
    "properties", [{}, {"name": []}, {"eyes": ["blue"]}, {"birthDate": ["soon"], "name": [" "]}]
)
def test_a_query_that_asks_nothing_is_refused_in_its_place_and_no_other_is(
    stage: Stage, properties: dict[str, list[str]]
):
    nothing = ScreeningQuery(properties=properties)
    nobody = ScreeningQuery(properties={"name": ["Ola Nordmann"]})
    first, second = answers(stage, nothing, nobody).results
    assert (first.asked, first.hits, second.hits) == (0, [], [])
    assert first.refused is not None
    assert first.refused["en"] == "expected a value that can be asked for, got none"
    assert second.refused is None


def test_values_beyond_what_is_asked_are_said_to_be_left_out(stage: Stage):
    names = [f"Nobody {n}" for n in range(VALUES_MAX)]
    query = ScreeningQuery(properties={"name": ["Mara Elin Lind", *names], "alias": ["Mara"]})
    [result] = answers(stage, query).results
    assert {one.property for one in result.left_out} == {"name", "alias"}
    assert all("values" in one.reason["en"] for one in result.left_out)
    assert result.hits
    few = ScreeningQuery(properties={"name": ["Mara Elin Lind", *names[:-1]]})
    assert not answers(stage, few).results[0].left_out


def test_an_unknown_kind_and_too_many_queries_are_refused(stage: Stage):
    with pytest.raises(InputError, match="kind of thing"):
        answers(stage, ScreeningQuery(schema="Wizard", properties={}))
    with pytest.raises(InputError, match="kind of thing"):
        answers(stage, ScreeningQuery(schema="Payment", properties={}))
    with pytest.raises(InputError, match="at most"):
        answers(stage, *[ScreeningQuery(properties={})] * (QUERIES_MAX + 1))


def test_a_hub_proposes_nobody_beside_a_rarer_key(stage: Stage):
    for n in range(stage.center.model.hub_cap + 5):
        person(stage, f"smith {n}", "John Smith", f"19{10 + n % 80}-01-01", f"P{n:06}")
    [hit] = asked(stage, name="John Smith", passportNumber="P000003")
    assert hit.id == shown("smith 3")


class TestWeakHits:
    """What says little is answered by what says no less, where nothing better is known."""

    def test_a_ship_asked_for_by_her_name_alone_is_a_weak_hit(self, stage: Stage):
        [hit] = asked(stage, schema="Vessel", name="MV SEA LARK")
        assert (hit.id, hit.strength, hit.bits) == (shown("ship"), "weak", 3)
        assert hit.probability < 0.01
        assert asked(stage, schema="Vessel", name="Sea Larkspur") == []
        assert asked(stage, schema="Vessel", name="Sea") == []

    def test_another_flag_takes_no_ship_of_that_name_away(self, stage: Stage):
        stage.say(Claim("ship", "flag", "PA"))
        for flag in ("PA", "LR"):
            [hit] = asked(stage, schema="Vessel", name="Sea Lark", flag=flag)
            assert (hit.id, hit.strength) == (shown("ship"), "weak")

    def test_what_differs_in_what_tells_more_is_no_hit(self, stage: Stage):
        assert asked(stage, schema="Vessel", name="Sea Lark", imoNumber="9610808") == []
        stage.say(Claim("ship", "buildDate", "1990"))
        assert asked(stage, schema="Vessel", name="Sea Lark", buildDate="2020") == []

    def test_a_name_is_held_against_a_number_that_is_known_of_one_alone(self, stage: Stage):
        stage.say(Claim("listed", "name", "Night Heron"))
        [hit] = asked(stage, schema="Vessel", name="Night Heron", imoNumber="9610808")
        assert (hit.id, hit.strength) == (shown("listed"), "weak")

    def test_beside_a_better_hit_no_weak_one_is_shown(self, stage: Stage):
        stage.say(Claim("namesake", "name", "Sea Lark"))
        [hit] = asked(stage, schema="Vessel", name="Sea Lark", imoNumber="9074729")
        assert (hit.id, hit.strength) == (shown("ship"), "strong")

    def test_little_things_that_agree_make_no_hit_of_themselves(self, stage: Stage):
        at = "12 Harbour Street, Birch, Alder"
        known = {"address": at, "gender": "female", "nationality": "no"}
        stage.say(*(Claim("near", name, value, "Person") for name, value in known.items()))
        [hit] = asked(stage, address=at, gender="female", nationality="no")
        assert (hit.strength, hit.bits) == ("weak", 4.5)
        other = "12 Harbour Street, Birch, Rowan"
        assert asked(stage, address=other, gender="female", nationality="no") == []

    def test_a_name_that_very_many_bear_gives_no_more_than_are_wanted(self, stage: Stage):
        many = stage.center.model.hub_cap + 20
        for n in range(many):
            stage.say(Claim(f"star {n}", "name", "Sea Star"))
        query = ScreeningQuery(schema="Vessel", properties={"name": ["Sea Star"]})
        found = [
            screen(stage.center, officer(), ScreeningRequest(queries=[query], limit=limit))
            for limit in (5, 50)
        ]
        assert [len(one.results[0].hits) for one in found] == [5, COMPARED_MAX]

    def test_one_who_is_known_by_a_withheld_name_is_none(self, stage: Stage):
        stage.say(Claim("hidden", "name", "Grey Seal"), label=HIGH)
        assert asked(stage, schema="Vessel", name="Grey Seal") == []

    def test_what_is_known_of_its_cluster_speaks_against_a_weak_hit(self, stage: Stage):
        [one] = stage.say(Claim("listed", "name", "Night Heron"))
        [two] = stage.say(Claim("seen", "imoNumber", "9074729"))
        assert asked(stage, schema="Vessel", name="Night Heron", imoNumber="9610808")
        stage.compare("listed", "seen", (one, two, 14.0, LOW))
        assert asked(stage, schema="Vessel", name="Night Heron", imoNumber="9610808") == []

    def test_a_name_of_a_person_is_held_to_the_bar_of_a_pair_that_is_kept(self, stage: Stage):
        assert {hit.strength for hit in asked(stage, name="Mara Elin Lind")} == {"possible"}
        assert asked(stage, name="Mara Lindt") == []


def test_an_address_is_asked_for_by_what_it_says(stage: Stage):
    stage.say(Claim("flat", "full", "221b Baker Street, London NW1 6XE", "Address"))
    stage.say(Claim("quay", "street", "12 Harbour Street", "Address"))
    stage.say(Claim("quay", "city", "Birch", "Address"))
    [flat] = asked(stage, schema="Address", full="NW1 6XE London, 221B Baker St.")
    assert (flat.id, flat.compared[0].property) == (shown("flat"), "full")
    [quay] = asked(stage, schema="Address", street="12 Harbour St", city="Birch")
    assert quay.id == shown("quay")
    assert asked(stage, schema="Address", city="Birch") == []


def test_every_request_has_its_entry_of_who_asked(stage: Stage):
    asked(stage, name="Mara Elin Lind", birthDate="1972-05-06")
    [entry] = stage.entries("entity.screen")
    assert entry.principal == officer().principal.id


def test_who_may_not_read_may_not_screen(stage: Stage):
    with pytest.raises(AccessError):
        screen(stage.center, administrator(), ScreeningRequest(queries=[]))
    with pytest.raises(AccessError):
        next(screen_list(stage.center, administrator(), "name\nMara\n"))


class TestLists:
    def rows(self, stage: Stage, text: str) -> list[dict[str, str]]:
        table = "".join(screen_list(stage.center, officer(), text))
        return list(csv.DictReader(io.StringIO(table)))

    def test_each_row_goes_out_with_its_hits_or_as_none(self, stage: Stage):
        found = self.rows(
            stage,
            "id,Name,Date of birth,passport_number\n"
            "a,Mara Elin Lind,1972-05-06,X1234567\n"
            "b,Nobody Known,,\n",
        )
        assert tuple(found[0]) == COLUMNS
        strong = [r for r in found if r["id"] == "a" and r["strength"] == "strong"]
        assert [r["entity"] for r in strong] == [shown("mara")]
        assert strong[0]["label"].startswith("OFFICIAL")
        [none] = [r for r in found if r["id"] == "b"]
        assert (none["row"], none["hits"], none["strength"], none["label"]) == (
            "2",
            "0",
            "none",
            "",
        )

    def test_semicolons_and_other_languages_of_the_header_serve_too(self, stage: Stage):
        text = "\ufeffNom;Date de naissance\nMara Elin Lind;1972-05-06\n"
        assert self.rows(stage, text)[0]["strength"] == "strong"

    def test_a_cell_may_hold_several_values_and_a_row_its_own_kind(self, stage: Stage):
        text = "type,name,imoNumber\nvessel,Other; Sea Lark,9074729\n"
        [row] = self.rows(stage, text)
        assert (row["schema"], row["strength"]) == ("Vessel", "strong")
        assert (row["asked"], row["left_out"]) == ("Other; Sea Lark; 9074729", "")

    def test_a_column_that_nothing_is_asked_of_is_named_in_its_rows(self, stage: Stage):
        text = "name,DOB,imoNumber,id\nMara Elin Lind,1972,,a\nSea Lark,,9074729,b\n"
        rows = {row["id"]: row for row in self.rows(stage, text)}
        assert rows["a"]["left_out"] == "DOB: Person has no such property"
        assert rows["a"]["asked"] == "Mara Elin Lind"
        assert rows["b"]["left_out"] == "imoNumber: Person has no such property"

    def test_no_cell_goes_out_as_a_formula(self, stage: Stage):
        text = 'id,name\n=cmd|calc,"@SUM(A1)"\n'
        [row] = self.rows(stage, text)
        assert row["id"] == "'=cmd|calc"
        assert row["asked"] == "'@SUM(A1)"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n",
            "foo,bar\n1,2\n",
            'name\n"' + "a" * 200_000,
            '"name\nMara\n',
            'name\n"Mara\n\n',
            'name\n"Mara\n"Lind" x\n',
        ],
    )
    def test_a_table_that_is_none_is_refused(self, stage: Stage, text: str):
        with pytest.raises(InputError):
            self.rows(stage, text)

    def test_a_row_of_an_unknown_kind_is_refused_in_its_place(self, stage: Stage):
        text = "id,type,name,birthDate\na,Wizard,Mara Elin Lind,\nb,,Mara Elin Lind,1972-05-06\n"
        wizard, mara = self.rows(stage, text)
        assert (wizard["row"], wizard["id"], wizard["asked"]) == (
            "1",
            "a",
            "a; Wizard; Mara Elin Lind",
        )
        assert wizard["refused"].startswith("expected a kind of thing")
        assert (mara["row"], mara["entity"], mara["refused"]) == ("2", shown("mara"), "")
        payment = "type,name\nPayment,Mara\n"
        assert self.rows(stage, payment)[0]["refused"].endswith("got 'Payment'")

    @pytest.mark.parametrize(
        "broken", ['"Mara" Lind,1972', '"Mara Lind,1972', '"' + "a" * 500 + '"b,1972']
    )
    def test_a_row_that_breaks_is_refused_and_the_next_line_is_read_on_its_own(
        self, stage: Stage, broken: str
    ):
        good = "Mara Elin Lind,1972-05-06"
        first, bad, last = self.rows(stage, f"name,birthDate\n{good}\n{broken}\n{good}\n")
        assert (first["entity"], last["entity"]) == (shown("mara"), shown("mara"))
        assert [row["row"] for row in (first, bad, last)] == ["1", "2", "3"]
        assert bad["refused"] == "expected a table, got one that breaks in line 3"
        assert bad["asked"] == broken[:200]

    def test_cells_that_are_one_too_many_are_no_name_cut_in_two(self, stage: Stage):
        text = "name,birthDate\nLind, Mara Elin,1972-05-06\nMara Elin Lind,1972-05-06,,\n"
        cut, whole = self.rows(stage, text)
        assert (cut["strength"], cut["refused"]) == ("refused", "expected 2 cells, got 3")
        assert (whole["entity"], whole["refused"]) == (shown("mara"), "")

    def test_a_row_of_which_nothing_can_be_asked_is_not_said_to_have_no_hit(self, stage: Stage):
        [row] = self.rows(stage, "id,name,birthDate\na,,soon\n")
        assert (row["strength"], row["hits"]) == ("refused", "")
        assert row["left_out"].startswith("birthDate: expected a date")
        assert row["refused"] == "expected a value that can be asked for, got none"

    def test_a_kind_that_is_none_for_the_whole_list_refuses_it(self, stage: Stage):
        for none in ("Wizard", "Payment"):
            with pytest.raises(InputError, match="kind of thing"):
                next(screen_list(stage.center, officer(), "name\nMara\n", schema=none))

    def test_every_row_is_in_its_place_where_parts_hold_refused_ones(self, stage: Stage):
        text = "type,name\n" + ",Sea Tern\nWizard,Sea Tern\n" * QUERIES_MAX
        found = self.rows(stage, text)
        assert [r["row"] for r in found] == [str(n) for n in range(1, 2 * QUERIES_MAX + 1)]
        assert [r["strength"] for r in found] == ["none", "refused"] * QUERIES_MAX

    def test_broken_lines_however_many_are_read_in_a_time_that_grows_with_them(self, stage: Stage):
        # A reader that began anew from the first line for each would take minutes.
        text = "name\nMara Elin Lind\n" + '"a"b\n' * 20_000
        assert len({row["row"] for row in self.rows(stage, text)}) == 20_001

    def test_quotes_that_open_in_every_line_and_never_close_are_read_in_such_a_time_too(
        self, stage: Stage
    ):
        # Each line would otherwise be read to the end of the table: minutes.
        began = perf_counter()
        found = self.rows(stage, "name,x\nMara Elin Lind,\n" + 'a","\n' * 60_000)
        assert len({row["row"] for row in found}) == 60_001
        assert found[-1]["refused"] == "expected a table, got one that breaks in line 60002"
        assert perf_counter() - began < 60

    def test_a_cell_of_many_lines_is_read_and_one_of_too_many_is_refused_in_its_place(
        self, stage: Stage
    ):
        lines = "\n" * (LINES_MAX - 1)
        text = f'name,birthDate\n"Mara{lines}Elin Lind",1972-05-06\n'
        [whole] = self.rows(stage, text)
        assert (whole["entity"], whole["row"]) == (shown("mara"), "1")
        found = self.rows(stage, text + f'"Tove{lines}\nBrun",\nMara Elin Lind,1972-05-06\n')
        [broken] = [row for row in found if row["asked"] == '"Tove']
        assert broken["refused"].endswith(f"breaks in line {2 + LINES_MAX}")
        assert found[-1]["entity"] == shown("mara")

    def test_a_header_of_very_many_columns_costs_no_row_more(self, stage: Stage):
        # Each row would otherwise look for each of the columns: minutes.
        began = perf_counter()
        found = self.rows(stage, "name" + ",x" * 300_000 + "\nMara Elin Lind\n" + "A\n" * 5_000)
        assert len({row["row"] for row in found}) == 5_001
        assert perf_counter() - began < 60

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_list_of_too_many_rows_is_refused_before_any_is_asked(self, stage: Stage, end: str):
        header, row = f"name{end}", f'"Sea{end}Tern"{end}'
        fits = screen_list(stage.center, officer(), header + row * ROWS_MAX)
        assert next(fits)
        with pytest.raises(InputError, match="at most 200000 rows"):
            next(screen_list(stage.center, officer(), header + row * (ROWS_MAX + 1)))

    def test_more_rows_than_one_request_takes_are_asked_in_parts(self, stage: Stage):
        text = "name\n" + "Sea Tern\n" * (QUERIES_MAX + 3)
        found = self.rows(stage, text)
        assert [r["row"] for r in found] == [str(n) for n in range(1, QUERIES_MAX + 4)]
