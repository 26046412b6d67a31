import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.audit.note import (
    Algorithm,
    Note,
    NoteSignature,
    VerifierKey,
    note_from_bytes,
    signed_note,
    verifier_key,
    verify_note,
)
from isthmus.errors import InputError, IntegrityError
from tests.unit.audit.memory_log import TestKey

# The example of golang.org/x/mod/sumdb/note, whose format C2SP took over.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
).encode()

KEY, OTHER = TestKey(1), TestKey(2)
_lines = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=30)
_texts = st.lists(_lines, min_size=1, max_size=5).map(lambda lines: "\n".join((*lines, "")))


def test_a_note_that_go_signed_verifies():
    note = note_from_bytes(GO_NOTE)
    verify_note(note, verifier_key(GO_KEY))
    assert bytes(note) == GO_NOTE


def test_a_note_that_go_signed_and_somebody_changed_does_not():
    note = note_from_bytes(GO_NOTE.replace(b"is the answer", b"is no answer"))
    with pytest.raises(IntegrityError, match="PeterNeumann"):
        verify_note(note, verifier_key(GO_KEY))


@given(_texts)
def test_a_signed_note_comes_back_and_verifies(text: str):
    note = signed_note(text.encode(), KEY.public, KEY.sign)
    assert note_from_bytes(bytes(note)) == note
    verify_note(note_from_bytes(bytes(note)), KEY.public)


@given(_texts, st.data())
def test_a_note_with_a_touched_byte_never_verifies_as_another_text(text: str, data: st.DataObject):
    note = signed_note(text.encode(), KEY.public, KEY.sign)
    encoded = bytearray(bytes(note))
    encoded[data.draw(st.integers(0, len(encoded) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(IntegrityError):
        verify_note(note_from_bytes(bytes(encoded)), KEY.public)


def test_lines_of_unknown_keys_are_left_aside():
    note = signed_note(b"a\n", KEY.public, KEY.sign)
    stranger = NoteSignature("stranger.example", b"abcd", b"anything")
    verify_note(Note(note.text, (stranger, *note.signatures)), KEY.public)


def test_one_false_line_of_a_known_key_spoils_the_note():
    note = signed_note(b"a\n", KEY.public, KEY.sign)
    false = NoteSignature(KEY.public.name, KEY.public.key_id, bytes(64))
    with pytest.raises(IntegrityError, match="false one"):
        verify_note(Note(note.text, (*note.signatures, false)), KEY.public)


def test_a_note_without_a_line_of_the_key_is_refused():
    note = signed_note(b"a\n", OTHER.public, OTHER.sign)
    with pytest.raises(IntegrityError, match="got none"):
        verify_note(note, KEY.public)


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"a\n",
        b"a\n\n",
        b"a\n\nb\n",
        "a\n\n— k eHh4eHg=".encode(),
        b"a\n\n- k eHh4eHg=\n",
        "a\n\n—  eHh4eHg=\n".encode(),
        "a\n\n— k+k eHh4eHg=\n".encode(),
        "a\n\n— k eHh4eHg=\n\n".encode(),
        "a\n\n— k eHh4\n".encode(),
        "a\n\n— k eHh4eHh=\n".encode(),
        "a\n\n— k eHh4 eHg=\n".encode(),
        "a\r\n\n— k eHh4eHg=\n".encode(),
        b"\xff\n\n\xe2\x80\x94 k eHh4eHg=\n",
        b"x" * (1 << 20) + b"\n\n",
        b"a\n\n" + "— k eHh4eHg=\n".encode() * 129,
    ],
)
def test_another_form_is_no_note(encoded: bytes):
    with pytest.raises(IntegrityError, match="expected"):
        note_from_bytes(encoded)


def test_a_key_comes_back_from_its_text():
    for key in (KEY.public, KEY.cosigning):
        assert verifier_key(key.text) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("PeterNeumann", "Peter Neumann"),
        GO_KEY.replace("PeterNeumann", ""),
        GO_KEY[:-4],
        GO_KEY.replace("ARpc", "CRpc"),
        "name+00000000+",
    ],
)
def test_a_text_that_is_no_key_is_refused(text: str):
    with pytest.raises(InputError, match="expected"):
        verifier_key(text)


def test_a_key_signs_only_in_its_own_form():
    with pytest.raises(ValueError, match="plain Ed25519"):
        signed_note(b"a\n", KEY.cosigning, KEY.sign)
    with pytest.raises(ValueError, match="plain Ed25519"):
        verify_note(signed_note(b"a\n", KEY.public, KEY.sign), KEY.cosigning)


def test_one_key_in_two_forms_has_two_ids():
    assert KEY.public.key_id != KEY.cosigning.key_id


def test_a_public_key_of_a_wrong_length_is_refused():
    with pytest.raises(InputError, match="31 bytes"):
        VerifierKey("a", Algorithm.ED25519, bytes(31))
