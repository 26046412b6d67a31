import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.checkpoint import (
    Checkpoint,
    checkpoint_from_bytes,
    signed_checkpoint,
    verified_checkpoint,
)
from isthmus.audit.note import signed_note
from isthmus.audit.tree import EMPTY_ROOT, TreeHead
from isthmus.errors import IntegrityError
from tests.unit.audit.memory_log import TestKey

KEY = TestKey()
ROOT = bytes(range(32))
# The example of c2sp.org/tlog-cosignature.
C2SP_CHECKPOINT = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
""".encode()  # noqa: E501 - these are the lines as published


def note(*lines: str) -> bytes:
    text = "".join(f"{line}\n" for line in lines).encode()
    return bytes(signed_note(text, KEY.public, KEY.sign))


ORIGIN, B64_ROOT = KEY.public.name, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@given(st.integers(1, (1 << 63) - 1), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_verifies_and_says_what_was_signed(size: int, root: bytes):
    encoded = signed_checkpoint(TreeHead(size, root), KEY.public, KEY.sign)
    assert verified_checkpoint(encoded, KEY.public) == Checkpoint(ORIGIN, size, root)


def test_the_published_example_is_read():
    checkpoint = checkpoint_from_bytes(C2SP_CHECKPOINT)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == C2SP_CHECKPOINT.partition(b"\n\n")[0] + b"\n"


def test_further_lines_are_kept():
    checkpoint = checkpoint_from_bytes(note(ORIGIN, "7", B64_ROOT, "one more", "and one"))
    assert checkpoint.extensions == ("one more", "and one")
    assert checkpoint.text.endswith(b"one more\nand one\n")


def test_a_checkpoint_that_somebody_else_signed_is_refused():
    other = TestKey(2)
    encoded = signed_checkpoint(TreeHead(7, ROOT), other.public, other.sign)
    with pytest.raises(IntegrityError, match="got none"):
        verified_checkpoint(encoded, KEY.public)


def test_a_checkpoint_of_another_log_is_refused_though_the_key_signed_it():
    with pytest.raises(IntegrityError, match="expected a checkpoint of birch"):
        verified_checkpoint(note("cedar.example/audit", "7", B64_ROOT), KEY.public)


@pytest.mark.parametrize(
    "lines",
    [
        (ORIGIN, "7"),
        (ORIGIN, "", B64_ROOT),
        ("", "7", B64_ROOT),
        (ORIGIN, "07", B64_ROOT),
        (ORIGIN, "-7", B64_ROOT),
        (ORIGIN, "+7", B64_ROOT),
        (ORIGIN, "7.0", B64_ROOT),
        (ORIGIN, "٧", B64_ROOT),
        (ORIGIN, str(1 << 63), B64_ROOT),
        (ORIGIN, "9" * 40, B64_ROOT),
        (ORIGIN, "7", B64_ROOT[:-1]),
        (ORIGIN, "7", "AAEC"),
        (ORIGIN, "7", B64_ROOT, ""),
        (ORIGIN, "0", B64_ROOT),
    ],
)
def test_another_text_is_no_checkpoint(lines: tuple[str, ...]):
    with pytest.raises(IntegrityError, match="expected"):
        verified_checkpoint(note(*lines), KEY.public)


def test_the_empty_log_has_a_checkpoint():
    encoded = signed_checkpoint(TreeHead(0, EMPTY_ROOT), KEY.public, KEY.sign)
    assert verified_checkpoint(encoded, KEY.public).head == TreeHead(0, EMPTY_ROOT)
