"""The trust list: whom a center believes, and who may change that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from isthmus.errors import PartnerError
from isthmus.exchange.trust import (
    TrustDocument,
    TrustList,
    read_document,
    signed_list,
    succeeding,
    vote,
)
from tests.unit.exchange.parties import CENTERS, NOW, document, keys, trust, trusted


def raw(version: int = 2) -> bytes:
    return msgspec.json.encode(document(version=version))


def signed(text: bytes, *centers: str) -> bytes:
    return signed_list(text, [vote(text, one, keys(one)) for one in centers])


def test_more_than_half_of_the_centers_bring_a_new_list():
    assert succeeding(trust(), signed(raw(), "alder", "cedar"), NOW).document.version == 2
    with pytest.raises(PartnerError, match="more than half"):
        succeeding(trust(), signed(raw(), "alder"), NOW)


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        (lambda t: [vote(t, "alder", keys("alder"))] * 2, "more than half"),
        (lambda t: [vote(t, n, keys("alder")) for n in CENTERS], "more than half"),
        (lambda _: [vote(raw(3), n, keys(n)) for n in CENTERS], "more than half"),
    ],
    ids=["one twice", "one for all", "for another list"],
)
def test_a_lying_list_is_not_believed(votes: Callable[[bytes], list[bytes]], said: str):
    text = raw()
    with pytest.raises(PartnerError, match=said):
        succeeding(trust(), signed_list(text, votes(text)), NOW)


def test_a_vote_of_nobody_hinders_no_list():
    text = raw()
    votes = [vote(text, one, keys(one)) for one in ("alder", "birch")]
    mixed = signed_list(text, [vote(text, "elm", keys("cedar")), *votes])
    assert succeeding(trust(), mixed, NOW).document.version == 2


def test_revoked_keys_do_not_vote():
    before = trust(alder=[trusted("alder", revoked_at=NOW - timedelta(days=1))])
    with pytest.raises(PartnerError, match="more than half"):
        succeeding(before, signed(raw(), "alder", "birch"), NOW)


def test_an_older_list_does_not_come_back():
    with pytest.raises(PartnerError, match="a newer trust list"):
        succeeding(trust(), signed(raw(1), *CENTERS), NOW)


def test_keys_are_rotated_with_both_good_for_a_while():
    later = trusted("alder", of="cedar", first=NOW - timedelta(hours=1))
    rotating = trust(alder=[trusted("alder"), later])
    assert rotating.current("alder", NOW) == keys("cedar").public
    assert rotating.current("alder", NOW - timedelta(hours=2)) == keys("alder").public
    with pytest.raises(PartnerError, match="keys that are good"):
        trust(alder=[trusted("alder", before=NOW)]).current("alder", NOW)


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b'{"version": 0, "centers": []}', b"\xff"])
def test_what_is_no_list_is_refused(text: bytes):
    with pytest.raises(PartnerError, match="expected a trust list"):
        read_document(text)
    with pytest.raises(PartnerError):
        succeeding(trust(), text, NOW)


def test_a_center_stands_once_in_a_list():
    twice = TrustDocument(version=1, centers=[*document().centers, document().centers[0]])
    with pytest.raises(PartnerError, match="each center once"):
        read_document(msgspec.json.encode(twice))
    assert TrustList(document()).center("birch").name == "Birch"
