"""Signed notes in C2SP form (c2sp.org/signed-note): a text, then lines of signatures by named keys.

A note's text is worth nothing until a signature by a known key has been verified.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import Final, Protocol, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from isthmus.errors import InputError, IntegrityError

NOTE_BYTES_MAX: Final = 1 << 20
SIGNATURES_MAX: Final = 128

Sign: TypeAlias = Callable[[bytes], bytes]
"""Signs a message with a private key that stays where it is."""

_NAME: Final = re.compile(r"[^\s+]+")
_KEY_ID_BYTES: Final = 4
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Algorithm(IntEnum):
    """The signature types that are read and written, by the byte that C2SP assigned."""

    ED25519 = 0x01
    COSIGNATURE_ED25519 = 0x04
    COSIGNATURE_MLDSA44 = 0x06


class _PublicKey(Protocol):
    def verify(self, signature: bytes, data: bytes) -> None: ...


_LOADERS: Final[Mapping[Algorithm, Callable[[bytes], _PublicKey]]] = {
    Algorithm.ED25519: Ed25519PublicKey.from_public_bytes,
    Algorithm.COSIGNATURE_ED25519: Ed25519PublicKey.from_public_bytes,
    Algorithm.COSIGNATURE_MLDSA44: MLDSA44PublicKey.from_public_bytes,
}


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key, with the one algorithm that it serves.

    `name`: not empty, without spaces or plus. Raises InputError for another name, or for bytes
    that are no public key of that algorithm.
    """

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or _CONTROL.search(self.name):
            raise InputError(f"expected a key name without spaces or plus, got {self.name!r:.100}")
        try:
            _LOADERS[self.algorithm](self.public)
        except ValueError as error:
            came = f"{len(self.public)} bytes"
            raise InputError(f"expected an {self.algorithm.name} key, got {came}") from error

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a signature line, together with its name."""
        typed = bytes([self.algorithm]) + self.public
        return sha256(self.name.encode() + b"\n" + typed).digest()[:_KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as one line of text: a C2SP vkey, to be pinned by whoever verifies."""
        typed = bytes([self.algorithm]) + self.public
        return f"{self.name}+{self.key_id.hex()}+{b64encode(typed).decode()}"

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check a signature over `message`; raises IntegrityError if it does not hold."""
        try:
            _LOADERS[self.algorithm](self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise IntegrityError(f"expected a signature by {self.name}, got a false one") from error


def verifier_key(text: str) -> VerifierKey:
    """Read a vkey: name, key id in hex, and type and key in base64, joined by plus.

    Raises InputError for anything else, and for a key id that is not that of the key.
    """
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        typed = decoded_base64(encoded)
        key = VerifierKey(name, Algorithm(typed[0]), typed[1:])
    except (ValueError, IndexError) as error:
        raise InputError(f"expected a key as name+id+base64, got {text!r:.100}") from error
    if key.key_id.hex() != key_id:
        raise InputError(f"expected key id {key.key_id.hex()} of {name}, got {key_id!r:.20}")
    return key


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: the key's name and id, and what it signed with."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> bytes:
        """The line as it stands in the note, with its newline."""
        return f"— {self.name} {b64encode(self.key_id + self.signature).decode()}\n".encode()

    def is_by(self, key: VerifierKey) -> bool:
        """Tell whether the line claims to be by `key`; this verifies nothing."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text, with its final newline, and its signature lines in order."""

    text: bytes
    signatures: tuple[NoteSignature, ...]

    def __bytes__(self) -> bytes:
        """Give the note as it is published."""
        return self.text + b"\n" + b"".join(each.line for each in self.signatures)

    def signatures_by(self, key: VerifierKey) -> tuple[NoteSignature, ...]:
        """Give the lines that claim to be by `key`; raises IntegrityError if there is none."""
        found = tuple(each for each in self.signatures if each.is_by(key))
        if not found:
            raise IntegrityError(f"expected a signature by {key.name}, got none by that key")
        return found


def signed_note(text: bytes, key: VerifierKey, sign: Sign) -> Note:
    """Sign a text with a plain Ed25519 key; raises ValueError for a key of another algorithm."""
    if key.algorithm is not Algorithm.ED25519:
        raise ValueError(f"expected a plain Ed25519 key, got {key.algorithm.name}")
    return Note(text, (NoteSignature(key.name, key.key_id, sign(text)),))


def note_from_bytes(encoded: bytes) -> Note:
    """Read a note; its signatures are not verified yet. Raises IntegrityError for another form."""
    if len(encoded) > NOTE_BYTES_MAX:
        raise IntegrityError(f"expected a note of at most {NOTE_BYTES_MAX} bytes")
    try:
        whole = encoded.decode()
    except UnicodeDecodeError as error:
        raise IntegrityError("expected a note in UTF-8, got other bytes") from error
    text, gap, tail = whole.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or _CONTROL.search(whole):
        raise IntegrityError("expected a text, an empty line and signature lines, got another form")
    lines = tail[:-1].split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise IntegrityError(f"expected at most {SIGNATURES_MAX} signatures, got {len(lines)}")
    return Note(f"{text}\n".encode(), tuple(map(_signature, lines)))


def verify_note(note: Note, key: VerifierKey) -> None:
    """Check that `key` signed the note's text.

    Lines by other keys are left aside. Raises IntegrityError if no line is by `key`, or if one
    that claims to be does not hold. For plain Ed25519 keys; cosignatures are in `witness`.
    """
    if key.algorithm is not Algorithm.ED25519:
        raise ValueError(f"expected a plain Ed25519 key, got {key.algorithm.name}")
    for found in note.signatures_by(key):
        key.verify(note.text, found.signature)


def decoded_base64(text: str) -> bytes:
    """Decode standard base64 in its one proper spelling; raises ValueError for any other."""
    decoded = b64decode(text, validate=True)
    if b64encode(decoded).decode() != text:
        raise ValueError(f"base64 with stray bits in {text!r:.20}")
    return decoded


def _signature(line: str) -> NoteSignature:
    try:
        dash, name, encoded = line.split(" ")
        signature = decoded_base64(encoded)
    except ValueError as error:
        raise IntegrityError(f"expected a signature line, got {line!r:.100}") from error
    if dash != "—" or not _NAME.fullmatch(name) or len(signature) <= _KEY_ID_BYTES:
        raise IntegrityError(f"expected a signature line, got {line!r:.100}")
    return NoteSignature(name, signature[:_KEY_ID_BYTES], signature[_KEY_ID_BYTES:])
