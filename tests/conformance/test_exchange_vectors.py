"""The published vectors of the exchange protocol, held against this node and against bare
primitives, so that what is published says what the protocol page says."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from isthmus.errors import PartnerError
from isthmus.exchange.emergency import EmergencyDeclared, EmergencyEnded, read_emergency
from isthmus.exchange.envelope import bound_to, hashed, opened, outside_of, root_of
from isthmus.exchange.receipt import read_receipt
from isthmus.exchange.suite import encoded, key_id
from isthmus.exchange.trust import TrustDocument, TrustedCenter, TrustedKeys, TrustList
from isthmus.model.canonical import canonical_bytes
from isthmus.model.emergency import emergency_id
from isthmus.model.message import Verified
from isthmus.ports.exchanging import PublicKeys
from tests.conformance.exchange_vectors import FILE, keys_from, refused, seeds
from tests.conformance.vectors import read
from tests.unit.exchange.parties import Ring

DOCUMENT = read(FILE)
NOW = datetime.fromisoformat(str(DOCUMENT["now"]))
READER = str(DOCUMENT["reader"])
PROTOCOL = (Path(__file__).parents[2] / "docs/reference/protocol.md").read_text("utf-8")


class Keys(msgspec.Struct):
    seeds: str
    ed25519: str
    ml_dsa_65: str
    x25519: str
    ml_kem_768: str
    key_id: str

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(
            ed25519=bytes.fromhex(self.ed25519),
            ml_dsa_65=octets(self.ml_dsa_65),
            x25519=bytes.fromhex(self.x25519),
            ml_kem_768=octets(self.ml_kem_768),
        )


class Case(msgspec.Struct):
    name: str
    rule: str = ""
    envelope: str = ""
    receipt: str = ""
    manifest: str = ""
    payload: str = ""
    bound: str = ""
    items: list[str] = []
    emergency: str = ""
    act: str = ""


CENTERS = msgspec.convert(DOCUMENT["centers"], dict[str, Keys])


def octets(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def cases(kind: str) -> list[Case]:
    return msgspec.convert(DOCUMENT[kind], list[Case])


def trust() -> TrustList:
    year = timedelta(days=365)
    listed = [
        TrustedCenter(
            center=name,
            name=name,
            address="",
            keys=[
                TrustedKeys(
                    ed25519=keys.public.ed25519,
                    ml_dsa_65=keys.public.ml_dsa_65,
                    x25519=keys.public.x25519,
                    ml_kem_768=keys.public.ml_kem_768,
                    first=NOW - year,
                    before=NOW + year,
                )
            ],
        )
        for name, keys in CENTERS.items()
    ]
    return TrustList(TrustDocument(version=1, centers=listed))


def opened_by_this_node(envelope: bytes) -> Verified:
    return opened(
        envelope,
        center=READER,
        keys=Ring(keys_from(bytes.fromhex(CENTERS[READER].seeds))).of,
        partner=lambda name, key: trust().correspondent(name, key, NOW),
        now=NOW,
    )


@pytest.mark.parametrize("name", CENTERS)
def test_keys_grow_from_the_published_seeds(name: str):
    published = CENTERS[name]
    assert bytes.fromhex(published.seeds) == seeds(name)
    made = keys_from(bytes.fromhex(published.seeds)).public
    assert made == published.public
    assert key_id(made).hex() == published.key_id
    named = canonical_bytes(
        "exchange-keys", made.ed25519, made.ml_dsa_65, made.x25519, made.ml_kem_768
    )
    assert sha256(named).digest()[:16].hex() == published.key_id


def test_what_is_signed_is_the_encoding_of_dsse():
    signed = msgspec.convert(DOCUMENT["signed_bytes"], dict[str, str])
    payload, kind = signed["payload"].encode(), signed["type"]
    by_hand = b" ".join(
        [b"DSSEv1", str(len(kind)).encode(), kind.encode(), str(len(payload)).encode(), payload]
    )
    assert octets(signed["encoded"]) == by_hand == encoded(kind, payload)


def test_a_leaf_is_the_salt_and_the_item():
    found = msgspec.convert(DOCUMENT["leaves"], dict[str, str | list[str]])
    items, salts = [octets(str(item)) for item in found["items"]], octets(str(found["salts"]))
    leaves = [
        sha256(b"\0" + salts[16 * n : 16 * n + 16] + item).digest() for n, item in enumerate(items)
    ]
    assert [leaf.hex() for leaf in leaves] == found["leaves"]
    assert hashed(items, salts) == leaves
    assert root_of(leaves).hex() == found["root"]


@pytest.mark.parametrize("case", cases("envelopes"), ids=lambda case: case.name)
def test_an_envelope_gives_its_manifest_and_items(case: Case):
    verified = opened_by_this_node(octets(case.envelope))
    assert verified.raw.decode() == case.manifest
    assert [base64.b64encode(item).decode() for item in verified.items] == case.items
    assert bound_to(outside_of(octets(case.envelope))).hex() == case.bound


@pytest.mark.parametrize("case", cases("envelopes"), ids=lambda case: case.name)
def test_bare_primitives_open_and_check_it_as_the_page_says(case: Case):
    suite, sender, _, recipient, _, digest, sealed = msgspec.msgpack.decode(octets(case.envelope))
    assert (suite, sender, recipient, len(digest)) == ("isthmus-1", "alder", READER, 32)
    own = bytes.fromhex(CENTERS[READER].seeds)
    key = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(own[96:]),
        X25519PrivateKey.from_private_bytes(own[64:96]),
    )
    hpke = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    plain = hpke.decrypt(sealed, key, bytes.fromhex(case.bound))
    manifest, ed25519, ml_dsa_65, _, items = msgspec.msgpack.decode(plain)
    assert manifest.decode() == case.manifest
    assert [base64.b64encode(item).decode() for item in items] == case.items
    kind = b"application/vnd.isthmus.manifest+json"
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(manifest), manifest)
    public = CENTERS[sender].public
    Ed25519PublicKey.from_public_bytes(public.ed25519).verify(ed25519, message)
    MLDSA65PublicKey.from_public_bytes(public.ml_dsa_65).verify(ml_dsa_65, message)


@pytest.mark.parametrize("case", cases("refused"), ids=lambda case: case.name)
def test_what_breaks_a_rule_is_refused(case: Case):
    assert f"| {case.rule} |" in PROTOCOL
    with pytest.raises(PartnerError):
        opened_by_this_node(octets(case.envelope))


def test_each_way_to_break_one_is_published():
    assert [(case.name, case.rule) for case in cases("refused")] == [
        (name, rule) for name, (rule, _) in refused().items()
    ]


@pytest.mark.parametrize("case", cases("receipts"), ids=lambda case: case.name)
def test_a_receipt_says_what_its_holder_signed(case: Case):
    found = read_receipt(octets(case.receipt), trust(), NOW)
    assert msgspec.json.encode(found).decode() == case.payload


@pytest.mark.parametrize("case", cases("refused_receipts"), ids=lambda case: case.name)
def test_a_receipt_that_proves_nothing_is_refused(case: Case):
    assert f"| {case.rule} |" in PROTOCOL
    with pytest.raises(PartnerError):
        read_receipt(octets(case.receipt), trust(), NOW)


@pytest.mark.parametrize("case", cases("emergencies"), ids=lambda case: case.name)
def test_an_act_on_an_emergency_says_what_its_center_signed_and_of_which(case: Case):
    payload, *_ = msgspec.msgpack.decode(octets(case.act))
    assert payload.decode() == case.payload
    act = read_emergency(octets(case.act), "alder", trust(), NOW)
    assert msgspec.json.encode({"told": act}).decode() == case.payload
    if isinstance(act, EmergencyEnded):
        named = act.emergency
    else:
        assert isinstance(act, EmergencyDeclared)
        named = emergency_id(act.center, act.digest, act.declared_at)
        fields = canonical_bytes("emergency", act.center, act.digest, act.declared_at)
        assert sha256(fields).digest()[:16] == named
    assert named.hex() == case.emergency
    with pytest.raises(PartnerError):
        read_emergency(octets(case.act), "birch", trust(), NOW)
