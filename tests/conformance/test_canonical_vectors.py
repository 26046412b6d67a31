"""The published bytes of the canonical encoding, held against the encoder and against its text."""

import pytest

from isthmus.audit.encoding import canonical_fields
from isthmus.errors import IntegrityError
from isthmus.model.canonical import canonical_bytes
from tests.conformance.vectors import FOLDER, VECTORS, Json, read, untagged, written

DOCUMENT = read("canonical.json")


def cases(kind: str) -> list[dict[str, Json]]:
    found = DOCUMENT[kind]
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, dict)]


LETTERS = {
    "none": b"n",
    "bytes": b"b",
    "text": b"s",
    "integer": b"i",
    "time": b"t",
    "truth": b"o",
    "list": b"l",
}


def encoded_as_the_text_says(field: Json) -> bytes:
    """Encode one tagged field by the published layout alone, without the encoder under test."""
    assert isinstance(field, dict)
    ((kind, value),) = field.items()
    payload: bytes = {
        "none": lambda _: b"",
        "bytes": bytes.fromhex,
        "text": str.encode,
        "integer": str.encode,
        "time": str.encode,
        "truth": lambda truth: b"\x01" if truth else b"\x00",
        "list": lambda fields: b"".join(map(encoded_as_the_text_says, fields)),
    }[kind](value)
    return LETTERS[kind] + len(payload).to_bytes(4, "big") + payload


@pytest.mark.parametrize("case", cases("cases"), ids=lambda case: str(case["name"]))
def test_each_vector_has_the_published_bytes(case: dict[str, Json]):
    domain, fields = case["domain"], case["fields"]
    assert isinstance(domain, str)
    assert isinstance(fields, list)
    encoded = bytes.fromhex(str(case["encoded"]))
    assert canonical_bytes(domain, *map(untagged, fields)) == encoded
    assert canonical_fields(domain, encoded) == tuple(map(untagged, fields))
    head = encoded_as_the_text_says({"text": domain})
    assert encoded == b"isthmus1" + head + b"".join(map(encoded_as_the_text_says, fields))


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: str(case["name"]))
def test_each_refused_vector_is_refused(case: dict[str, Json]):
    with pytest.raises(IntegrityError):
        canonical_fields(str(case["domain"]), bytes.fromhex(str(case["encoded"])))


def test_no_two_vectors_have_the_same_bytes():
    encoded = [case["encoded"] for case in cases("cases")]
    assert len(set(map(str, encoded))) == len(encoded)


@pytest.mark.parametrize("name", VECTORS)
def test_the_published_vectors_are_what_is_made_today(name: str):
    published = (FOLDER / name).read_text(encoding="utf-8")
    made = written(VECTORS[name]())
    assert made == published, "run python -m tests.conformance.vectors, and say why bytes changed"
