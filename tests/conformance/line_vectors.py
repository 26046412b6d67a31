"""The published vectors of what stands around an envelope: its number, the line, the trust list.

`python -m tests.conformance.line_vectors` makes them anew into schema/vectors/line.json. Signatures
of the line are Ed25519, which gives the same bytes each time; a vote has a random one too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from isthmus.exchange.line import Answered, Asked, sign_answer, sign_request
from isthmus.exchange.trust import (
    TrustDocument,
    TrustedCenter,
    TrustedKeys,
    signed_list,
    vote,
)
from tests.conformance.exchange_vectors import CENTERS, keys, text
from tests.conformance.vectors import FOLDER, Json
from tests.unit.exchange.parties import NOW, YEAR

FILE = "line.json"
PATH = "/exchange/v1/messages"
BODY = b"an envelope"
SESSION: tuple[tuple[str, int, int, str, str | None, str], ...] = (
    ("N1", 0, 1, "a", None, "admit"),
    ("N2", 1, 2, "b", None, "admit"),
    ("N2", 2, 2, "b", "b", "repeat"),
    ("N2", 5, 2, "b", "b", "repeat"),
    ("N3", 0, 2, "b", None, "expected 1"),
    ("N3", 2, 9, "z", None, "expected 3"),
    ("N4", 2, 2, "x", "b", "conflict"),
    ("N4", 5, 1, "x", "a", "conflict"),
)
"""Rule, number of the last one taken, number that comes, its message, the one known under it, and
what is to be done."""
RESUMED: tuple[tuple[int, int, int, int | None], ...] = (
    (3, 3, 7, 3),
    (5, 3, 7, 5),
    (7, 3, 7, 7),
    (2, 3, 7, None),
    (8, 3, 7, None),
)
"""What a recipient expects, the first number without a receipt, the one that the next new message
would get, and from which one to send on; None where a person must look."""


def centers(version: int, *, gone: str = "", revoked: str = "") -> TrustDocument:
    """Give a list of the published centers."""
    return TrustDocument(
        version=version,
        centers=[
            TrustedCenter(
                center=name,
                name=name.title(),
                address="",
                keys=[
                    TrustedKeys(
                        ed25519=keys(name).public.ed25519,
                        ml_dsa_65=keys(name).public.ml_dsa_65,
                        x25519=keys(name).public.x25519,
                        ml_kem_768=keys(name).public.ml_kem_768,
                        first=NOW - YEAR,
                        before=NOW + YEAR,
                        revoked_at=NOW if name == revoked else None,
                    )
                ],
            )
            for name in CENTERS
            if name != gone
        ],
    )


def request(*signers: str, center: str = "alder", to: str = "birch", days: int = 0) -> Asked:
    """Give a request with its signatures."""
    asked = Asked("POST", PATH, BODY, {"content-type": "application/vnd.isthmus.envelope"})
    at = NOW + timedelta(days=days)
    held = [keys(name) for name in signers or (center,)]
    sign_request(asked, center=center, to=to, keys=held, at=at)
    return asked


def answer(status: int = 409, *, center: str = "birch", of: Asked | None = None) -> Answered:
    """Give an answer with its signature."""
    made = Answered(
        status, b'{"expected":3}', of or request(), {"content-type": "application/json"}
    )
    sign_answer(made, center=center, keys=[keys(center)], at=NOW)
    return made


def refused_requests() -> Mapping[str, tuple[str, Asked]]:
    """Give what Birch must refuse: the rule, and the request."""
    another_body, another_path = request(), request()
    another_body.body = b"another envelope"
    another_path.path = "/exchange/v1/trust"
    bare = request()
    bare.headers = {"content-type": bare.headers["content-type"], "isthmus-recipient": "birch"}
    return {
        "nobody signed it": ("L1", bare),
        "signed by another": ("L1", request("cedar")),
        "by a center that nobody trusts": ("L1", request("alder", center="elm")),
        "for another center": ("L1", request(to="cedar")),
        "of another body": ("L1", another_body),
        "of another path": ("L1", another_path),
        "of long ago": ("L1", request(days=-3)),
        "of the far future": ("L1", request(days=3)),
    }


def refused_answers() -> Mapping[str, tuple[str, Answered]]:
    """Give what Alder must take for no answer of Birch."""
    another_status, another_body, another_request = answer(), answer(), answer()
    another_status.status_code = 200
    another_body.body = b'{"expected":1}'
    another_request.request = request(to="birch", days=1)
    another_request.request.path = "/exchange/v1/trust"
    return {
        "of another status": ("L3", another_status),
        "of another body": ("L3", another_body),
        "to another request": ("L3", another_request),
        "of another center": ("L3", answer(center="cedar")),
    }


def lists() -> list[Json]:
    """Give signed lists, and whether they may follow the first one."""
    text_ = msgspec.json.encode(centers(2, revoked="cedar"))
    old = msgspec.json.encode(centers(1))
    other = msgspec.json.encode(centers(3))
    votes = {name: vote(text_, name, keys(name)) for name in CENTERS}
    cases = (
        ("two of three", "T1", text_, [votes["alder"], votes["birch"]], True),
        ("one of three", "T1", text_, [votes["alder"]], False),
        ("one twice", "T1", text_, [votes["alder"]] * 2, False),
        (
            "one for all",
            "T1",
            text_,
            [vote(text_, name, keys("alder")) for name in CENTERS],
            False,
        ),
        ("for another list", "T1", text_, [vote(other, n, keys(n)) for n in CENTERS], False),
        ("no newer one", "T1", old, [vote(old, n, keys(n)) for n in CENTERS], False),
    )
    return [
        {"name": name, "rule": rule, "list": text(signed_list(document, given)), "holds": holds}
        for name, rule, document, given, holds in cases
    ]


def line() -> dict[str, Json]:
    """Make the document."""
    return {
        "format": "isthmus line",
        "version": 1,
        "now": NOW.isoformat(),
        "keys": "those of the centers in exchange.json",
        "session": [
            {
                "rule": rule,
                "last": last,
                "sequence": number,
                "message": message,
                "known": known,
                "then": then,
            }
            for rule, last, number, message, known, then in SESSION
        ],
        "resumed": [
            {"rule": "N6", "expected": expected, "first": first, "next": following, "from": start}
            for expected, first, following, start in RESUMED
        ],
        "requests": [
            {"name": "by Alder", **_asked(request())},
            {"name": "by keys that Birch knows among others", **_asked(request("cedar", "alder"))},
        ],
        "refused_requests": [
            {"name": name, "rule": rule, **_asked(asked)}
            for name, (rule, asked) in refused_requests().items()
        ],
        "answers": [{"name": "what comes too early", **_answered(answer())}],
        "refused_answers": [
            {"name": name, "rule": rule, **_answered(answered)}
            for name, (rule, answered) in refused_answers().items()
        ],
        "first_list": msgspec.json.encode(centers(1)).decode(),
        "lists": lists(),
    }


def _asked(one: Asked) -> dict[str, Json]:
    return {
        "method": one.method,
        "path": one.path,
        "fields": dict(sorted(one.headers.items())),
        "body": text(one.body),
    }


def _answered(one: Answered) -> dict[str, Json]:
    return {
        "status": one.status_code,
        "fields": dict(sorted(one.headers.items())),
        "body": text(one.body),
        "request": _asked(one.request),
    }


if __name__ == "__main__":
    (FOLDER / FILE).write_text(json.dumps(line(), indent=1, ensure_ascii=False) + "\n", "utf-8")
