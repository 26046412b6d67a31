"""The published ids, held against the maker and against the rule that is published with them."""

import base64

import pytest

from isthmus.errors import NotFound
from isthmus.model.canonical import canonical_bytes
from isthmus.model.ids import parsed_id, shown_id
from tests.conformance.model_vectors import ID_CASES, VECTORS, derived
from tests.conformance.vectors import FOLDER, Json, read, untagged, written

DOCUMENT = read("ids.json")
KEY = bytes.fromhex(str(DOCUMENT["key"]))


def cases(kind: str) -> list[dict[str, Json]]:
    found = DOCUMENT[kind]
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


def named(case: dict[str, Json]) -> str:
    return str(case.get("name") or case["text"])


@pytest.mark.parametrize("case", cases("cases"), ids=named)
def test_each_id_follows_from_key_domain_and_fields(case: dict[str, Json]):
    fields = case["fields"]
    assert isinstance(fields, list)
    values = [untagged(field) for field in fields]
    domain = str(case["domain"])
    assert values[0] == DOCUMENT["partition"]
    assert canonical_bytes(domain, *values).hex() == case["canonical"]
    assert derived(KEY, domain, values).hex() == case["id"]


@pytest.mark.parametrize("case", cases("cases"), ids=named)
def test_the_maker_gives_the_published_id(case: dict[str, Json]):
    _, _, made = ID_CASES[str(case["name"])]
    assert made.hex() == case["id"]


@pytest.mark.parametrize("case", cases("under_other_keys"), ids=named)
def test_another_key_or_partition_gives_another_id(case: dict[str, Json]):
    fields = case["fields"]
    assert isinstance(fields, list)
    values = [untagged(field) for field in fields]
    made = derived(bytes.fromhex(str(case["key"])), str(case["domain"]), values)
    assert made.hex() == case["id"]
    assert case["id"] not in {each["id"] for each in cases("cases")}


def test_no_two_cases_have_the_same_id():
    ids = [str(case["id"]) for case in cases("cases")]
    assert len(set(ids)) == len(ids)
    assert {len(each) for each in ids} == {32}


@pytest.mark.parametrize("case", cases("shown"), ids=named)
def test_an_id_is_shown_as_published_and_read_back(case: dict[str, Json]):
    kind, text = str(case["kind"]), str(case["text"])
    value = bytes.fromhex(str(case["id"]))
    assert shown_id(kind, value) == text
    assert parsed_id(kind, text) == value
    assert text == f"{kind}-" + base64.b32encode(value).decode().lower().rstrip("=")


@pytest.mark.parametrize("case", cases("refused"), ids=named)
def test_a_text_that_is_no_id_is_refused(case: dict[str, Json]):
    with pytest.raises(NotFound):
        parsed_id(str(case["kind"]), str(case["text"]))


def test_the_published_vectors_are_what_is_made_today():
    published = (FOLDER / "ids.json").read_text(encoding="utf-8")
    assert written(VECTORS["ids.json"]()) == published, (
        "run python -m tests.conformance.model_vectors, and say why ids changed"
    )
