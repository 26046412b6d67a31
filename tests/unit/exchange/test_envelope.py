"""Envelopes: what a lying partner, or whoever stands between, can do with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import PartnerError
from isthmus.exchange.envelope import ENVELOPE_BYTES_MAX, ITEMS_MAX, bound_to, enclosed, outside_of
from isthmus.exchange.suite import encoded, key_id
from tests.unit.exchange.parties import (
    ITEMS,
    NOW,
    SALTS,
    changed,
    envelope,
    keys,
    manifest,
    read,
    trust,
    trusted,
)


def test_what_was_sent_arrives():
    verified = read(envelope())
    assert verified.manifest == manifest()
    assert verified.items == ITEMS
    assert msgspec.json.decode(verified.raw, type=type(verified.manifest)) == verified.manifest


def test_nothing_of_it_can_be_read_on_the_way():
    sent = envelope()
    for secret in (*ITEMS, b"maritime", b"Treaty", b"message-of-alder"):
        assert secret not in sent


def _signed_by_another() -> bytes:
    return changed(envelope(signer="cedar"), sender_keys=key_id(keys("alder").public))


def _passed_on() -> bytes:
    """Cedar passes on to Birch, under its own seal, what Alder had signed for Cedar."""
    return envelope(manifest(recipient="cedar"), to="birch")


# The rules of docs/reference/protocol.md that each one breaks: E1 too large; S1 downgraded; E2
# other agreement; E3 passed on; E4 stranger, other keys; E5 items; E6 future, stale.
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no envelope": (lambda: b"\x93junk", "expected an envelope, got other bytes"),
    "nothing": (lambda: b"", "expected an envelope, got other bytes"),
    "too large": (lambda: bytes(ENVELOPE_BYTES_MAX + 1), "more bytes than one has"),
    "deep": (lambda: b"\x91" * 100_000, "expected an envelope, got other bytes"),
    "truncated": (lambda: envelope()[:-1], "expected an envelope, got other bytes"),
    "downgraded": (lambda: changed(envelope(), suite="isthmus-0"), "expected a suite"),
    "for another": (lambda: envelope(manifest(recipient="cedar"), to="cedar"), "for this center"),
    "for old keys": (lambda: changed(envelope(), recipient_keys=bytes(16)), "and its keys"),
    "by a stranger": (lambda: changed(envelope(), sender="elm"), "a center of the trust list"),
    "under other keys": (lambda: changed(envelope(), sender_keys=bytes(16)), "keys of the trust"),
    "signed by another": (_signed_by_another, "sealed to this center"),
    "other agreement": (lambda: changed(envelope(), digest=b"other"), "sealed to this center"),
    "passed on": (_passed_on, "for this center"),
    "from the far future": (
        lambda: envelope(manifest(sent_at=NOW + timedelta(days=3))),
        "of the far future or expired",
    ),
    "stale": (lambda: envelope(manifest(expires_at=NOW)), "of the far future or expired"),
    "a time of no zone": (
        lambda: envelope(manifest(sent_at=NOW.replace(tzinfo=None))),
        "expected a manifest",
    ),
    "a number beyond every store": (
        lambda: envelope(manifest(sequence=1 << 63)),
        "expected a manifest",
    ),
    "text with a NUL": (lambda: envelope(manifest(purpose="a\0b")), "expected a manifest"),
    "a line end in a name": (lambda: envelope(manifest(sender="alder\n")), "trust list"),
    "other items": (lambda: envelope(manifest(root=bytes(32))), "items of the manifest's root"),
    "fewer items": (lambda: envelope(manifest(count=4)), "as many items as the manifest"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_not_as_it_was_sent_is_refused(name: str):
    attack, said = ATTACKS[name]
    with pytest.raises(PartnerError, match=said):
        read(attack())


def test_the_center_outside_must_be_the_one_inside():
    """Cedar signs what says that Alder sent it, and puts its own name on the envelope."""
    mine = keys("cedar")
    forged = enclosed(manifest(), ITEMS, SALTS, keys=mine, to=keys("birch").public)
    outside = outside_of(forged)
    lying = msgspec.structs.replace(outside, sender="cedar", sealed=b"")
    plain = keys("birch").open(outside.sealed, bound_to(outside))
    sealed = mine.seal(keys("birch").public, plain, bound_to(lying))
    with pytest.raises(PartnerError, match="for this envelope"):
        read(msgspec.msgpack.encode(msgspec.structs.replace(lying, sealed=sealed)))


@pytest.mark.parametrize("missing", ["ed25519", "ml_dsa_65"])
def test_one_signature_alone_proves_nothing(missing: str):
    """Protocol S2."""
    other = {missing: getattr(keys("cedar").public, missing)}
    half = [trusted("alder", **other)]
    sent = changed(envelope(), sender_keys=key_id(half[0].public))
    with pytest.raises(PartnerError):
        read(sent, by=trust(alder=half))


@pytest.mark.parametrize(
    ("change", "good"),
    [
        ({}, True),
        ({"revoked_at": NOW + timedelta(seconds=1)}, True),
        ({"revoked_at": NOW}, False),
        ({"before": NOW}, False),
        ({"first": NOW + timedelta(seconds=1)}, False),
    ],
    ids=["good", "revoked later", "revoked", "over", "not yet"],
)
def test_keys_are_good_for_their_time(change: dict[str, Any], good: bool):  # noqa: FBT001
    by = trust(alder=[trusted("alder", **change)])
    if good:
        assert read(envelope(), by=by).items == ITEMS
    else:
        with pytest.raises(PartnerError, match="keys of the trust list that are good"):
            read(envelope(), by=by)


def test_a_clock_that_is_a_day_off_is_no_reason_to_refuse():
    for skew in (timedelta(days=1), timedelta(days=-1)):
        assert read(envelope(manifest(sent_at=NOW + skew))).items == ITEMS


def test_more_items_than_a_message_may_have_are_refused():
    items, salts = (b"",) * (ITEMS_MAX + 1), bytes(16 * (ITEMS_MAX + 1))
    sent = enclosed(
        manifest(count=len(items)), items, salts, keys=keys("alder"), to=keys("birch").public
    )
    with pytest.raises(PartnerError, match="as many items"):
        read(sent)


@given(st.data())
def test_no_change_of_a_byte_goes_unseen(data: st.DataObject):
    sent = envelope()
    at = data.draw(st.integers(0, len(sent) - 1))
    flipped = sent[at] ^ data.draw(st.integers(1, 255))
    with pytest.raises(PartnerError):
        read(sent[:at] + bytes([flipped]) + sent[at + 1 :])


def test_what_is_signed_is_the_encoding_of_dsse():
    """Protocol S3."""
    assert encoded("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_keys_are_named_by_all_four_of_them():
    """Protocol S4."""
    one = keys("alder").public
    names = {key_id(replace(one, **{field: b"other"})) for field in one.__slots__}
    assert len(names | {key_id(one)}) == 5
    assert {len(name) for name in names} == {16}
