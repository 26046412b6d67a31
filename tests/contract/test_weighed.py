"""Store of weight files; and what signs for a node."""

from __future__ import annotations

from pathlib import Path

import pytest

from isthmus.adapters.keyring import Keyring
from isthmus.adapters.signer import KeyringSigner
from isthmus.errors import IntegrityError
from isthmus.ports import Signer, Store
from tests import make
from tests.contract.arrange import acting
from tests.fakes import PlainSigner

NEXT = make.weighed.weight_file("persons-2")
DOCUMENT = make.weighed.DOCUMENT


def test_a_version_is_kept_once_with_its_bytes(store: Store):
    one = make.weighed.weight_file()
    with acting(store) as unit:
        assert unit.weights.put(one, DOCUMENT)
        assert not unit.weights.put(one, b"other bytes")
        assert unit.weights.put(NEXT, b"the next")
    with store.reading() as unit:
        assert unit.weights.get("persons-1") == one
        assert unit.weights.get("persons-3") is None
        assert unit.weights.document("persons-1") == DOCUMENT
        assert unit.weights.document("persons-2") == b"the next"
        assert unit.weights.document("persons-3") is None
        assert list(unit.weights.all()) == [one, NEXT]


def test_steps_are_kept_in_their_order_and_the_last_approval_holds(store: Store):
    steps = [
        make.weighed.proposed("persons-2"),
        make.weighed.proposed(),
        make.weighed.approved("persons-2", signature=b"first"),
        make.weighed.approved(),
        make.weighed.proposed("persons-3"),
        make.weighed.declined("persons-3"),
    ]
    with acting(store) as unit:
        assert unit.weights.active() is None
        assert list(unit.weights.acts()) == []
        for step in steps[:2]:
            unit.weights.note(step)
        assert unit.weights.active() is None
        for step in steps[2:]:
            unit.weights.note(step)
    with store.reading() as unit:
        assert list(unit.weights.acts()) == steps
        assert unit.weights.active() == steps[3]


@pytest.fixture(params=["fake", "keyring"])
def signer(request: pytest.FixtureRequest, tmp_path: Path) -> Signer:
    if request.param == "fake":
        return PlainSigner()
    return KeyringSigner(Keyring(tmp_path / "keys", "alder.isthmus/tests"))


def test_what_was_signed_is_known_again_and_nothing_else(signer: Signer):
    signed = signer.sign(b"a message")
    signer.check(b"a message", signed)
    for message, signature in (
        (b"another message", signed),
        (b"a message", signed[:-1] + bytes([signed[-1] ^ 1])),
        (b"a message", b""),
    ):
        with pytest.raises(IntegrityError):
            signer.check(message, signature)


def test_another_node_did_not_sign(tmp_path: Path):
    one, other = (
        KeyringSigner(Keyring(tmp_path / name, "alder.isthmus/tests")) for name in ("one", "other")
    )
    with pytest.raises(IntegrityError):
        other.check(b"a message", one.sign(b"a message"))
