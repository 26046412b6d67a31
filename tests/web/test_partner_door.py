"""The partners' door: who may ask, what is believed of an answer, and what nobody learns."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from isthmus.adapters.partner_http import LISTS_PATH, LISTS_TYPE, MEDIA_TYPE, PATH, HttpCarrier
from isthmus.errors import OutOfOrder, PartnerError, UnavailableError
from isthmus.flow.dispatch import Patience, dispatch
from isthmus.flow.documents.sharing import ReleaseQuestion
from isthmus.flow.federation import Federation
from isthmus.flow.line import Line
from isthmus.flow.sharing import release
from isthmus.flow.spreading import Acquainted, acquaint
from isthmus.flow.trust_lists import rotate_keys, sign_list
from tests.flow.league import League, officer, pact
from tests.flow.stage import shown
from tests.make import Claim
from tests.unit.exchange.parties import Ring
from tests.web.stand import StageNode, opened

ADDRESS = "http://node.test"
REFUSED = b'{"title":"refused"}'


@pytest.fixture
def league() -> League:
    league = League()
    league.stages["alder"].say(Claim("dhow", "name", "Sea Lark"))
    league.agree(pact())
    return league


@pytest.fixture
def birch(league: League) -> Generator[httpx.Client]:
    node = StageNode(stage=league.stages["birch"], federation=league.federations["birch"])
    with opened(node) as client:
        yield client


def envelope(league: League) -> bytes:
    question = ReleaseQuestion(recipient="birch", entities=[shown("dhow")])
    release(league.federations["alder"], officer("alder"), question)
    with league.stages["alder"].store.reading() as unit:
        waiting = unit.mail.waiting("birch", 9)[-1].envelope
    assert waiting is not None
    return waiting


def ask(
    client: httpx.Client,
    sender: Federation,
    body: bytes,
    *,
    path: str = PATH,
    **changed: str,
) -> httpx.Response:
    """Ask Birch as a partner does. `changed`: fields that were altered on the way."""
    fields = dict(Line(sender).asking("birch", path, MEDIA_TYPE, body))
    fields |= {name.replace("_", "-"): value for name, value in changed.items()}
    return client.post(path, content=body, headers=fields)


def test_a_partner_gets_a_receipt_the_same_one_each_time(league: League, birch: httpx.Client):
    sent = envelope(league)
    first = ask(birch, league.federations["alder"], sent)
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/vnd.isthmus.receipt"
    assert ask(birch, league.federations["alder"], sent).content == first.content


def test_what_comes_too_early_is_told_the_number(league: League, birch: httpx.Client):
    envelope(league)
    answer = ask(birch, league.federations["alder"], envelope(league))
    with league.stages["birch"].store.reading() as unit:
        expected = unit.mail.last_taken("alder") + 1
    assert (answer.status_code, answer.json()) == (409, {"expected": expected})


def test_whatever_cannot_be_believed_is_answered_alike(league: League, birch: httpx.Client):
    alder = league.federations["alder"]
    sent = envelope(league)
    other = replace(league.federations["birch"], ring=league.federations["cedar"].ring)
    lies = [b"", b"nonsense", sent[:-1], sent[:-1] + bytes([sent[-1] ^ 1])]
    answers = [ask(birch, alder, lie) for lie in lies]
    with opened(StageNode(stage=league.stages["birch"], federation=other)) as cedar:
        answers.append(ask(cedar, alder, sent))
    assert {(one.status_code, one.content) for one in answers} == {(400, REFUSED)}


def unsigned(_: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    return birch.post(PATH, content=sent, headers={"content-type": MEDIA_TYPE})


def strangers(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    made = Ring(league.federations["cedar"].keys)
    stranger = replace(league.federations["alder"], ring=Ring(made.add()))
    return ask(birch, stranger, sent)


def anothers(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    """Cedar signs as Alder."""
    lying = replace(league.federations["alder"], ring=league.federations["cedar"].ring)
    return ask(birch, lying, sent)


def for_another(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    return ask(birch, league.federations["alder"], sent, isthmus_recipient="cedar")


def of_another_path(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    fields = Line(league.federations["alder"]).asking("birch", LISTS_PATH, MEDIA_TYPE, sent)
    return birch.post(PATH, content=sent, headers=dict(fields))


def of_another_body(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    fields = Line(league.federations["alder"]).asking("birch", PATH, MEDIA_TYPE, b"other")
    return birch.post(PATH, content=sent, headers=dict(fields))


def of_another_type(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    return ask(birch, league.federations["alder"], sent, content_type="text/plain")


def of_long_ago(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    league.stages["alder"].clock.advance(timedelta(days=-3))
    return ask(birch, league.federations["alder"], sent)


def bloated(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    return ask(birch, league.federations["alder"], sent, signature="first=:" + "A" * 9_000 + ":")


def garbled(league: League, birch: httpx.Client, sent: bytes) -> httpx.Response:
    return ask(birch, league.federations["alder"], sent, signature_input='first=("@method";')


@pytest.mark.parametrize(
    "lie",
    [
        unsigned,
        strangers,
        anothers,
        for_another,
        of_another_path,
        of_another_body,
        of_another_type,
        of_long_ago,
        bloated,
        garbled,
    ],
)
def test_a_request_that_no_partner_signed_is_not_read(
    league: League,
    birch: httpx.Client,
    lie: Callable[[League, httpx.Client, bytes], httpx.Response],
):
    """Protocol L1: the envelope in it is a good one, and nothing of it is taken."""
    answer = lie(league, birch, envelope(league))
    assert (answer.status_code, answer.content) == (400, REFUSED)
    assert league.seen("birch") == []
    assert len(league.stages["birch"].entries("request.disbelieved")) == 1


def test_a_clock_a_day_off_hinders_nobody(league: League, birch: httpx.Client):
    sent = envelope(league)
    league.stages["alder"].clock.advance(timedelta(days=-1))
    assert ask(birch, league.federations["alder"], sent).status_code == 200


def test_whoever_sends_nonsense_waits_before_the_log_is_full(league: League):
    node = StageNode(stage=league.stages["cedar"], federation=league.federations["cedar"])
    with opened(node) as client:
        answers = [client.post(PATH, content=b"nonsense") for _ in range(30)]
    assert [one.status_code for one in answers[:20]] == [400] * 20
    assert {one.status_code for one in answers[20:]} == {429}
    assert {one.content for one in answers[:20]} == {REFUSED}
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_node_without_partners_takes_no_envelope():
    with opened(StageNode()) as client:
        assert client.post(PATH, content=b"x").status_code == 404


Change = Callable[[int, dict[str, str], bytes], tuple[int, dict[str, str], bytes]]


class Between(httpx.BaseTransport):
    """Somebody between two nodes, who changes answers. `change`: status, fields, body."""

    def __init__(
        self,
        there: httpx.Client,
        change: Change,
    ) -> None:
        self._there, self._change = there, change

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._there.post(
            request.url.path, content=request.read(), headers=dict(request.headers)
        )
        status, fields, body = self._change(
            answer.status_code, dict(answer.headers), answer.content
        )
        fields.pop("content-length", None)
        return httpx.Response(status, headers=fields, content=body)


def carrier(
    league: League,
    there: httpx.Client,
    change: Change = lambda *answer: answer,
) -> HttpCarrier:
    made = HttpCarrier(lambda _: ADDRESS, Line(league.federations["alder"]))
    made._clients[b"", None] = httpx.Client(transport=Between(there, change))
    return made


def test_a_carrier_brings_receipts_numbers_and_refusals(league: League, birch: httpx.Client):
    carry = carrier(league, birch)
    first, second = envelope(league), envelope(league)
    with pytest.raises(OutOfOrder):
        carry("birch", second)
    assert carry("birch", first)
    assert carry("birch", second)
    with pytest.raises(PartnerError, match="status 400"):
        carry("birch", b"nonsense")


CHANGES: dict[str, Change] = {
    "another number": lambda _, fields, __: (409, fields, b'{"expected": 1}'),
    "a refusal": lambda _, fields, __: (400, fields, REFUSED),
    "not signed": lambda status, _, body: (status, {}, body),
    "another body": lambda status, fields, body: (status, fields, body + b" "),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_somebody_between_makes_of_an_answer_is_no_answer(
    league: League, birch: httpx.Client, name: str
):
    """Protocol L3: the partner counts as one that did not answer, and is asked again."""
    carry = carrier(league, birch, CHANGES[name])
    with pytest.raises(UnavailableError, match="that birch signed"):
        carry("birch", envelope(league))
    league.settle()
    assert len(league.seen("birch")) == 1


def test_an_answer_to_something_else_is_no_answer(league: League, birch: httpx.Client):
    """The partner's own answer of a moment ago, shown again (protocol L3)."""
    kept: list[tuple[int, dict[str, str], bytes]] = []

    def again(*answer: object) -> tuple[int, dict[str, str], bytes]:
        kept.append(answer)  # type: ignore[arg-type]
        return kept[0]

    carry = carrier(league, birch, again)
    first, second = envelope(league), envelope(league)
    assert carry("birch", first)
    with pytest.raises(UnavailableError, match="that birch signed"):
        carry("birch", second)


def test_lists_go_over_the_line_under_keys_of_which_the_partner_has_not_heard(
    league: League, birch: httpx.Client
):
    """Protocol L2, T4: Birch knows only the revoked keys of Alder when it is told of others."""
    alder, cedar = league.federations["alder"], league.federations["cedar"]
    others = ("alder", "cedar")
    league.cut = {("birch", one) for one in others} | {(one, "birch") for one in others}
    digest = rotate_keys(alder, officer("alder"), revoke=True).digest
    league.settle()
    sign_list(cedar, officer("cedar"), digest)
    league.settle()
    assert alder.trust.document.version == 2
    assert league.federations["birch"].trust.document.version == 1
    carry = carrier(league, birch)
    envelope(league)
    sent = dispatch(
        alder, carry, Patience(), lambda to: acquaint(alder, to, carry.lists, Acquainted())
    )
    assert sent > 0
    assert league.federations["birch"].trust.document.version == 2
    assert len(league.seen("birch")) == 1


def test_what_a_stranger_says_of_lists_is_not_read(league: League, birch: httpx.Client):
    said = birch.post(LISTS_PATH, content=b"\x93", headers={"content-type": LISTS_TYPE})
    assert (said.status_code, said.content) == (400, REFUSED)
    nonsense = ask(birch, league.federations["alder"], b"nonsense", path=LISTS_PATH)
    assert (nonsense.status_code, nonsense.content) == (400, REFUSED)
