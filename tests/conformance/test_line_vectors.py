"""The published vectors of numbers, of the line and of trust lists, held against this node."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from isthmus.errors import PartnerError
from isthmus.exchange.line import Answered, Asked, check_answer, check_request
from isthmus.exchange.session import Admit, Conflict, Gap, Repeat, Step, arrived, resumed
from isthmus.exchange.trust import TrustList, read_document, succeeding
from isthmus.model.message import MessageId
from tests.conformance.exchange_vectors import keys
from tests.conformance.line_vectors import RESUMED, SESSION, line, refused_answers, refused_requests
from tests.conformance.vectors import read

DOCUMENT = read("line.json")
NOW = datetime.fromisoformat(str(DOCUMENT["now"]))


class Request(msgspec.Struct):
    method: str
    path: str
    fields: dict[str, str]
    body: str
    name: str = ""
    rule: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.method, self.path, base64.b64decode(self.body), dict(self.fields))


class Answer(msgspec.Struct):
    status: int
    fields: dict[str, str]
    body: str
    request: Request
    name: str = ""
    rule: str = ""

    @property
    def answered(self) -> Answered:
        body = base64.b64decode(self.body)
        return Answered(self.status, body, self.request.asked, dict(self.fields))


class Listed(msgspec.Struct):
    name: str
    rule: str
    list: str
    holds: bool


def requests(kind: str) -> list[Request]:
    return msgspec.convert(DOCUMENT[kind], list[Request])


def answers(kind: str) -> list[Answer]:
    return msgspec.convert(DOCUMENT[kind], list[Answer])


def trust() -> TrustList:
    return TrustList(read_document(str(DOCUMENT["first_list"]).encode()))


def told(step: Step) -> str:
    match step:
        case Admit():
            return "admit"
        case Repeat():
            return "repeat"
        case Gap(expected=number):
            return f"expected {number}"
        case Conflict():
            return "conflict"


@pytest.mark.parametrize("place", range(len(SESSION)))
def test_a_number_says_what_is_to_be_done(place: int):
    """Protocol N1 to N4."""
    one = msgspec.convert(DOCUMENT["session"], list[dict[str, str | int | None]])[place]
    known = None if one["known"] is None else MessageId(str(one["known"]).encode())
    step = arrived(
        int(str(one["sequence"])),
        MessageId(str(one["message"]).encode()),
        last=int(str(one["last"])),
        known=known,
    )
    assert told(step) == one["then"]
    assert tuple(one.values()) == SESSION[place]


@pytest.mark.parametrize("place", range(len(RESUMED)))
def test_a_sender_goes_on_from_where_the_recipient_is(place: int):
    """Protocol N6."""
    one = msgspec.convert(DOCUMENT["resumed"], list[dict[str, str | int | None]])[place]
    numbers = [one["expected"], one["first"], one["next"]]
    expected, first, following = (int(str(number)) for number in numbers)
    assert resumed(expected, first_waiting=first, next_new=following) == one["from"]
    assert (expected, first, following, one["from"]) == RESUMED[place]


@pytest.mark.parametrize("one", requests("requests"), ids=lambda one: one.name)
def test_a_published_request_is_believed(one: Request):
    """Protocol L1, L2."""
    assert check_request(one.asked, center="birch", trust=trust(), now=NOW) == "alder"


@pytest.mark.parametrize("one", requests("refused_requests"), ids=lambda one: one.name)
def test_a_published_lie_of_a_request_is_refused(one: Request):
    assert one.rule == refused_requests()[one.name][0]
    with pytest.raises(PartnerError):
        check_request(one.asked, center="birch", trust=trust(), now=NOW)


@pytest.mark.parametrize("one", answers("answers"), ids=lambda one: one.name)
def test_a_published_answer_is_believed(one: Answer):
    """Protocol L3."""
    check_answer(one.answered, partner="birch", trust=trust(), now=NOW)


@pytest.mark.parametrize("one", answers("refused_answers"), ids=lambda one: one.name)
def test_a_published_lie_of_an_answer_is_refused(one: Answer):
    assert one.rule == refused_answers()[one.name][0]
    with pytest.raises(PartnerError):
        check_answer(one.answered, partner="birch", trust=trust(), now=NOW)


def test_a_request_is_signed_over_what_the_page_says():
    """By hand, from RFC 9421 section 2.5 and the bare primitive, without the library."""
    [one, _] = requests("requests")
    params = one.fields["signature-input"].removeprefix("first=")
    covered = {
        '"@method"': one.method,
        '"@path"': one.path,
        **{
            f'"{name}"': one.fields[name]
            for name in ("isthmus-recipient", "content-type", "content-digest")
        },
        '"@signature-params"': params,
    }
    base = "\n".join(f"{name}: {value}" for name, value in covered.items())
    signature = base64.b64decode(one.fields["signature"].removeprefix("first=").strip(":"))
    public = Ed25519PublicKey.from_public_bytes(keys("alder").public.ed25519)
    public.verify(signature, base.encode())


@pytest.mark.parametrize(
    "one", msgspec.convert(DOCUMENT["lists"], list[Listed]), ids=lambda one: one.name
)
def test_a_published_list_follows_or_does_not(one: Listed):
    """Protocol T1."""
    signed = base64.b64decode(one.list)
    if one.holds:
        assert succeeding(trust(), signed, NOW).document.version == 2
        return
    with pytest.raises(PartnerError):
        succeeding(trust(), signed, NOW)


def test_what_is_published_of_the_line_is_what_is_made():
    """Ed25519 gives the same bytes each time: a difference is a new version of the protocol."""
    made: Mapping[str, object] = line()
    for kind in (
        "session",
        "resumed",
        "requests",
        "refused_requests",
        "answers",
        "refused_answers",
    ):
        assert DOCUMENT[kind] == made[kind]
