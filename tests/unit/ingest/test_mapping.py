from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Fault, Tree
from isthmus.ingest.mapping import Mapped, RecordMapping, compiled_mapping
from isthmus.ingest.normalise import FieldFault
from tests.flow.stage import ONTOLOGY

NOT_AFTER = datetime(2031, 5, 5, 12, tzinfo=UTC)
Document = dict[str, Tree]
NAME: Tree = [{"to": "name", "from": "name"}]


def compiled(entities: Document, key: Tree = "id", **more: Tree) -> RecordMapping:
    return compiled_mapping({"key": key, "entities": entities, **more}, ONTOLOGY, "list.main")


def mapped(entities: Document, record: Document, key: Tree = "id", **more: Tree) -> Mapped:
    return compiled(entities, key, **more).map_record({"id": "7", **record}, NOT_AFTER)


def said(found: Mapped) -> list[tuple[str, str, str]]:
    return [(claim.entity, claim.property, claim.value) for claim in found.claims]


def fault(entities: Document, record: Document, key: Tree = "id", **more: Tree) -> Fault:
    with pytest.raises(FieldFault) as caught:
        mapped(entities, record, key, **more)
    return caught.value.fault


def vessel(*values: Tree, **more: Tree) -> Document:
    return {"vessel": {"schema": "Vessel", "values": list(values), **more}}


def test_a_record_claims_what_its_mapping_takes_from_it():
    spec = vessel({"to": "name", "from": "name", "lang": "en"}, {"to": "flag", "from": "flag"})
    found = mapped(spec, {"name": "Sea  Lark", "flag": "Panama"})
    assert said(found) == [("7", "name", "Sea Lark"), ("7", "flag", "PA")]
    name, flag = found.claims
    assert (name.schema, name.lang, name.original) == ("Vessel", "en", "Sea  Lark")
    assert (flag.lang, flag.original, flag.target) == (None, "Panama", None)


def test_a_text_that_comes_twice_is_claimed_once():
    found = mapped(vessel({"to": "alias", "from": "names"}), {"names": ["Lark", "Wren", "Lark"]})
    assert said(found) == [("7", "alias", "Lark"), ("7", "alias", "Wren")]


def test_the_key_of_an_entity_is_that_of_the_record_unless_it_has_its_own():
    spec: Document = {
        "vessel": {"schema": "Vessel", "values": NAME, "key": "imo", "prefix": "vessel:"},
        "owner": {"schema": "Person", "values": NAME, "prefix": "owner:"},
    }
    found = mapped(spec, {"name": "Sea Lark", "imo": "9074729"})
    assert {claim.entity for claim in found.claims} == {"vessel:9074729", "owner:7"}
    assert found.key == "7"


def test_an_entity_without_its_key_is_left_out():
    spec = vessel({"to": "name", "from": "name"}, key="imo")
    assert said(mapped(spec, {"name": "Sea Lark"})) == []


def test_a_key_may_have_parts_that_are_absent_but_not_only_such():
    spec = vessel({"to": "name", "from": "name"})
    record: Document = {"name": "Sea Lark"}
    assert mapped(spec, {**record, "part": "B"}, ["id", "?part"]).key == "7|B"
    assert mapped(spec, record, ["id", "?part"]).key == "7|"
    found = fault(spec, record, ["?part"])
    assert (found.field, str(found.came)) == ("key", "nothing")


def test_a_missing_part_of_the_key_is_a_fault():
    spec = vessel({"to": "name", "from": "name"})
    found = fault(spec, {"name": "Sea Lark"}, ["id", "part"])
    assert (found.field, str(found.expected), str(found.came)) == (
        "key",
        "a value",
        "nothing",
    )
    assert str(found.repair)


@given(st.lists(st.text("|\\a", min_size=1), min_size=2, max_size=2))
def test_different_keys_never_become_one(parts: list[str]):
    spec = compiled(vessel({"to": "name", "from": "name"}), ["a", "b"])
    others = [("a|a", "a"), ("a", "a|a"), ("a\\", "|a"), ("a", "\\|a"), ("|", "|"), ("\\", "\\")]
    for other in others:
        same = tuple(parts) == other
        one = spec.record_key({"a": parts[0], "b": parts[1]})
        assert (one == spec.record_key({"a": other[0], "b": other[1]})) == same


@pytest.mark.parametrize("key", ["a\x00b", "\ud800"])
def test_a_key_that_no_store_holds_is_a_fault(key: str):
    spec = vessel({"to": "name", "from": "name"})
    found = fault(spec, {"id": key, "name": "Sea Lark"})
    assert found.field == "key"
    str(found.came).encode()
    own = vessel({"to": "name", "from": "name"}, key="imo")
    assert fault(own, {"imo": key, "name": "Sea Lark"}).field == "key"


def test_when_asks_for_one_of_its_texts_or_for_presence_or_absence():
    def passes(when: Document, record: Document) -> bool:
        spec = vessel({"to": "name", "const": "Sea Lark"}, when=when)
        return bool(mapped(spec, record).claims)

    assert passes({"kind": ["ship", "boat"]}, {"kind": "SHIP"})
    assert not passes({"kind": ["ship", "boat"]}, {"kind": "raft"})
    assert not passes({"kind": ["ship"]}, {})
    assert passes({"imo": "present"}, {"imo": "9074729"})
    assert not passes({"imo": "present"}, {"imo": " "})
    assert passes({"imo": "absent"}, {})
    assert not passes({"imo": "absent", "kind": "ship"}, {"kind": "raft"})


def test_the_schema_may_come_from_the_record():
    spec: Document = {
        "party": {
            "schema": {"from": "kind", "table": {"p": "Person", "v": "Vessel"}, "default": "Thing"},
            "values": [{"to": "name", "from": "name"}, {"to": "imoNumber", "from": "imo"}],
        }
    }
    record: Document = {"name": "Sea Lark", "imo": "9074729"}
    found = mapped(spec, {**record, "kind": "v"})
    assert {claim.schema for claim in found.claims} == {"Vessel"}
    assert len(found.claims) == 2
    # A value of another schema is not claimed of this one.
    assert said(mapped(spec, {**record, "kind": "p"})) == [("7", "name", "Sea Lark")]
    assert mapped(spec, record).claims[0].schema == "Thing"


def test_a_schema_that_the_table_does_not_know_is_a_fault():
    schema: Tree = {"from": "kind", "table": {"p": "Person"}}
    spec: Document = {"party": {"schema": schema, "values": NAME}}
    assert fault(spec, {"kind": "x", "name": "Mara"}).field == "schema of party"


CREW: Document = {
    "ship": {"schema": "Vessel", "values": NAME, "prefix": "ship:"},
    "person": {
        "schema": "Person",
        "each": "crew.member",
        "key": "name",
        "prefix": "person:",
        "values": [{"to": "name", "from": "name"}, {"to": "notes", "from": "^name"}],
    },
    "trip": {
        "schema": "Trip",
        "each": "crew.member",
        "key": ["^id", "name"],
        "prefix": "trip:",
        "values": [{"to": "traveller", "entity": "person"}],
    },
}
RECORD: Document = {"name": "Sea Lark", "crew": {"member": [{"name": "Mara"}, {"name": "Ivo"}]}}


def test_each_gives_one_entity_per_item_and_links_an_item_to_its_own():
    found = mapped(CREW, RECORD)
    links = {(c.entity, c.target) for c in found.claims if c.property == "traveller"}
    assert links == {("trip:7|Mara", "person:Mara"), ("trip:7|Ivo", "person:Ivo")}
    assert ("person:Mara", "notes", "Sea Lark") in said(found)


def test_a_link_from_beside_the_items_goes_to_all_of_them():
    meeting: Tree = {
        "schema": "Meeting",
        "prefix": "meeting:",
        "values": [{"to": "participant", "entity": "person"}],
    }
    found = mapped({"person": CREW["person"], "meeting": meeting}, RECORD)
    links = [c.target for c in found.claims if c.property == "participant"]
    assert links == ["person:Mara", "person:Ivo"]


def test_a_link_to_an_entity_that_is_not_there_is_not_claimed():
    found = mapped(CREW, {"name": "Sea Lark"})
    assert said(found) == [("ship:7", "name", "Sea Lark")]


def test_items_may_be_texts():
    spec: Document = {
        "person": {
            "schema": "Person",
            "each": "crew",
            "key": "#self",
            "values": [{"to": "name", "from": "#self"}],
        }
    }
    found = mapped(spec, {"crew": ["Mara", "Ivo", " "]})
    assert said(found) == [("Mara", "name", "Mara"), ("Ivo", "name", "Ivo")]


def test_a_value_that_breaks_its_kind_is_a_fault_with_its_field():
    spec = vessel({"to": "name", "from": "name"}, {"to": "buildDate", "from": "built"})
    found = fault(spec, {"name": "Sea Lark", "built": "31 February"})
    assert (found.field, found.came) == ("buildDate", "31 February")
    assert "a date" in str(found.expected)
    assert str(found.repair)


def test_a_faulty_value_may_be_kept_as_a_note():
    spec = vessel(
        {"to": "name", "from": "name"}, {"to": "buildDate", "from": "b", "on_fault": "keep"}
    )
    found = mapped(spec, {"name": "Sea Lark", "b": ["about  1990", "1991"]})
    assert said(found) == [
        ("7", "name", "Sea Lark"),
        ("7", "notes", "buildDate: about 1990"),
        ("7", "buildDate", "1991"),
    ]


def test_even_a_kept_value_must_be_one_that_a_store_can_hold():
    spec = vessel({"to": "buildDate", "from": "built", "on_fault": "keep"})
    assert fault(spec, {"built": "about\x001990"}).field == "buildDate"


def test_other_forms_of_dates_are_declared():
    spec = vessel({"to": "buildDate", "from": "built", "formats": ["%d.%m.%Y"]})
    assert said(mapped(spec, {"built": "03.02.1990"})) == [("7", "buildDate", "1990-02-03")]


def test_when_it_was_observed_comes_from_the_record():
    spec = vessel({"to": "name", "from": "name"})
    record: Document = {"name": "Sea Lark", "seen": "04/05/2031 10:00"}
    found = mapped(spec, record, observed_at="seen", formats=["%d/%m/%Y %H:%M"])
    assert found.observed_at == datetime(2031, 5, 4, 10, tzinfo=UTC)
    assert mapped(spec, {"name": "Sea Lark"}, observed_at="seen").observed_at is None
    for never in ("9999-12-31", "2031-05-06", "yesterday"):
        wrong = fault(spec, {"name": "Sea Lark", "seen": never}, observed_at="seen")
        assert (wrong.field, wrong.came) == ("observed_at", never)


POSITION: Tree = {"at": "at", "lat": "lat", "lon": "lon", "speed_kn": "sog", "course_deg": "cog"}
FIX: Document = {"at": "2031-05-04T10:00:00Z", "lat": "12.5", "lon": "-43.25", "sog": "7.5"}


def test_a_position_has_its_time_its_place_and_what_else_is_there():
    [found] = mapped(vessel(position=POSITION), FIX).positions
    assert (found.entity, found.lat, found.lon) == ("7", 12.5, -43.25)
    assert (found.speed_kn, found.course_deg) == (7.5, None)
    assert found.at == datetime(2031, 5, 4, 10, tzinfo=UTC)


def test_without_a_time_or_a_place_there_is_no_position():
    for name in ("at", "lat", "lon"):
        record = {key: value for key, value in FIX.items() if key != name}
        assert mapped(vessel(position=POSITION), record).positions == []


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("lat", "90.01", "position.lat"),
        ("lon", "-181", "position.lon"),
        ("lat", "nan", "position.lat"),
        ("lon", "east", "position.lon"),
        ("at", "9999-12-31T00:00:00Z", "position.at"),
        ("at", "noon", "position.at"),
        ("sog", "fast", "position.speed_kn"),
        ("sog", "inf", "position.speed_kn"),
        ("cog", "nan", "position.course_deg"),
        ("lat", "1\x00", "position.lat"),
    ],
)
def test_a_position_off_the_globe_or_to_come_is_a_fault(name: str, text: str, field: str):
    found = fault(vessel(position=POSITION), {**FIX, name: text})
    assert found.field == field
    assert str(found.came).isprintable()


SLIPS: dict[str, Document] = {
    "list.main": {},
    "list.main.vessel": {"vessel": {"schema": "Raft", "values": NAME}},
    "list.main.vessel ": {"vessel": {"schema": "Vessel", "vaules": NAME}},
    "list.main.vessel.schema": {"vessel": {"values": NAME}},
    "list.main.vessel.name": vessel({"to": "name", "form": "name"}),
    "list.main.vessel.name ": vessel({"to": "name", "from": "name", "lnag": "en"}),
    "in list.main.vessel": vessel({"to": "nmae", "from": "name"}),
    "list.main.vessel.when": vessel({"to": "name", "from": "name"}, when=["kind"]),
    "list.main.trip.traveller": {
        "trip": {"schema": "Trip", "values": [{"to": "traveller", "entity": "person"}]}
    },
    "list.main.trip.traveller ": {
        "trip": {"schema": "Trip", "values": [{"to": "traveller", "from": "name"}]}
    },
    "list.main.vessel.flag": vessel({"to": "flag", "entity": "vessel"}),
    "list.main.link.role": {
        "link": {
            "schema": "BusinessLink",
            "values": [{"to": "role", "from": "role", "on_fault": "keep"}],
        }
    },
}


@pytest.mark.parametrize(("place", "entities"), SLIPS.items(), ids=list(SLIPS))
def test_a_slip_is_refused_with_its_place_before_any_record_comes(place: str, entities: Document):
    document: Document = {"key": "id", "entities": entities} if entities else {"key": "id"}
    with pytest.raises(MappingInvalid) as caught:
        compiled_mapping(document, ONTOLOGY, "list.main")
    assert place.strip().removeprefix("in ") in str(caught.value) or "Raft" in str(caught.value)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["member", "name"]), inner),
    max_leaves=8,
)
fields = st.sampled_from(["id", "name", "crew", "at", "lat", "lon", "sog", "built", "seen"])


@given(st.dictionaries(fields, trees))
def test_any_record_is_mapped_or_gets_a_verdict(record: Document):
    values: Tree = [{"to": "buildDate", "from": "built", "on_fault": "keep"}]
    ship: Tree = {"schema": "Vessel", "values": values, "position": POSITION}
    spec = compiled({**CREW, "ship": ship}, observed_at="seen")
    try:
        found = spec.map_record(record, NOT_AFTER)
    except FieldFault as error:
        str(error.fault.came).encode()
        return
    for claim in found.claims:
        assert claim.entity.encode()
        assert claim.value.encode()
        assert claim.property in ONTOLOGY.schema(claim.schema).properties
