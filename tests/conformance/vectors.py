"""The published vectors of canonical bytes and of the audit log, and how they are made.

`python -m tests.conformance.vectors` writes them into schema/vectors. Bytes once published do not
change: a difference in a file that is there already means a new version of the encoding.
A value of a field is an object with one key, its type: `text`, `bytes` (hex), `integer` (decimal
text), `time` (decimal text: UTC microseconds since 1970), `truth`, `none`, `list`.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from isthmus.audit.checkpoint import signed_checkpoint
from isthmus.audit.commitment import commit
from isthmus.audit.edge import Edge
from isthmus.audit.entry import AuditEntry
from isthmus.audit.note import Algorithm, VerifierKey, note_from_bytes
from isthmus.audit.tree import (
    NodeGetter,
    Tree,
    TreeHead,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
)
from isthmus.audit.witness import cosigned, cosigned_message
from isthmus.model.canonical import Item, canonical_bytes, from_microseconds, microseconds

FOLDER = Path(__file__).parents[2] / "schema" / "vectors"

Json: TypeAlias = "None | bool | int | str | list[Json] | dict[str, Json]"

AT = datetime(2030, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
SALT = bytes(range(16))
# The leaves that Certificate Transparency's own tests use.
CT_LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)


def tagged(item: Item) -> Json:  # noqa: PLR0911 - one line per type of the encoding
    """Give a field as the vectors say it."""
    if item is None:
        return {"none": True}
    if isinstance(item, bool):
        return {"truth": item}
    if isinstance(item, str):
        return {"text": item}
    if isinstance(item, bytes):
        return {"bytes": item.hex()}
    if isinstance(item, int):
        return {"integer": str(item)}
    if isinstance(item, datetime):
        return {"time": str(microseconds(item))}
    return {"list": [tagged(each) for each in item]}


def untagged(field: Json) -> Item:  # noqa: PLR0911 - one line per type of the encoding
    """Give the field that the vectors say."""
    match field:
        case {"none": True}:
            return None
        case {"truth": bool() as truth}:
            return truth
        case {"text": str() as text}:
            return text
        case {"bytes": str() as encoded}:
            return bytes.fromhex(encoded)
        case {"integer": str() as integer}:
            return int(integer)
        case {"time": str() as integer}:
            return from_microseconds(int(integer))
        case {"list": list() as fields}:
            return [untagged(each) for each in fields]
    raise AssertionError(field)


def canonical() -> dict[str, Json]:
    """Vectors of the one canonical encoding."""
    cases: Mapping[str, tuple[str, list[Item]]] = {
        "no field": ("empty", []),
        "no domain": ("", [None]),
        "none": ("one", [None]),
        "empty text": ("one", [""]),
        "text": ("one", ["Grüße, Ελλάδα, 北京 🚢"]),
        "text that is not normalised": ("one", ["e\u0301", "\u00e9"]),
        "text with a nought byte": ("one", ["a\x00b"]),
        "empty bytes": ("one", [b""]),
        "bytes": ("one", [bytes([0, 1, 127, 128, 255])]),
        "nought": ("one", [0]),
        "negative": ("one", [-1]),
        "beyond 64 bits": ("one", [2**64, -(2**64)]),
        "truth": ("one", [True, False]),
        "the epoch": ("one", [from_microseconds(0)]),
        "before the epoch": ("one", [datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)]),
        "time": ("one", [AT]),
        "empty list": ("one", [[]]),
        "lists in lists": ("one", [["a", [b"b", [3, None]], []]]),
        "where a text ends": ("two", ["ab", "c"]),
        "where a text ends, otherwise": ("two", ["a", "bc"]),
        "a text is not bytes": ("one", [b"a", "a"]),
        "a list is not its items": ("one", [["a"], "a"]),
        "a text longer than a byte can count": ("one", ["x" * 300]),
    }
    head = b"isthmus1" + _framed(b"s", b"here")
    refused = {
        "other magic": b"isthmus2" + head[8:],
        "cut in a length": head + b"b\x00\x00",
        "cut in a payload": head + b"b\x00\x00\x00\x02a",
        "unknown type": head + _framed(b"x", b""),
        "integer with a plus": head + _framed(b"i", b"+1"),
        "integer with a leading nought": head + _framed(b"i", b"01"),
        "negative nought": head + _framed(b"i", b"-0"),
        "truth that is two": head + _framed(b"o", b"\x02"),
        "none with a payload": head + _framed(b"n", b"a"),
        "text that is no UTF-8": head + _framed(b"s", b"\xff"),
        "text with half a surrogate": head + _framed(b"s", b"\xed\xa0\x80"),
        "trailing byte": head + _framed(b"n", b"") + b"\x00",
    }
    return {
        "format": "isthmus canonical bytes",
        "version": 1,
        "cases": [
            {
                "name": name,
                "domain": domain,
                "fields": [tagged(field) for field in fields],
                "encoded": canonical_bytes(domain, *fields).hex(),
            }
            for name, (domain, fields) in cases.items()
        ],
        "refused": [
            {"name": name, "domain": "here", "encoded": encoded.hex()}
            for name, encoded in refused.items()
        ],
    }


FIELDS = (
    "partition",
    "at",
    "principal",
    "role",
    "purpose",
    "act",
    "basis",
    "decision",
    "policy_digest",
    "object_commitment",
    "result_commitment",
)


def audit_entry() -> dict[str, Json]:
    """Vectors of audit entries."""
    digest = sha256(b"policy").digest()
    objects, result = commit(SALT, ["e-1", "e-2"]), commit(SALT, [b"\x00\x01"])
    plain = AuditEntry(
        "live", AT, "p-17", "analyst", "border-security", "entity.read", "Border Act s. 12",
        "permit", digest, objects, result, (("entities", 2), ("withheld", 0)),
    )  # fmt: skip
    refusal = AuditEntry(
        "exercise-7", AT, "svc-rules", "service", "fisheries", "records.admitted", None,
        "refuse", b"", commit(SALT, []),
    )  # fmt: skip
    foreign = AuditEntry(
        "live", from_microseconds(0), "п-1", "duty officer", "πόλη", "alert.raised.high", "",
        "permit", b"", objects, None, (("a", 2**70), ("é", 1)),
    )  # fmt: skip
    cases = {"every field": plain, "as little as may be": refusal, "other scripts": foreign}
    encoded = bytes(plain)
    refused = {
        "trailing byte": encoded + b"\x00",
        "further field": encoded + _framed(b"n", b""),
        "cut": encoded[:-1],
        "version 2": encoded.replace(_framed(b"i", b"1"), _framed(b"i", b"2"), 1),
        "other domain": encoded.replace(b"audit-entry", b"audit-entrx", 1),
        "unknown decision": encoded.replace(_framed(b"s", b"permit"), _framed(b"s", b"perhap"), 1),
        "act that is no noun.verb": encoded.replace(b"entity.read", b"entity-read", 1),
        "counts out of order": encoded.replace(b"withheld", b"aithheld", 1),
    }
    return {
        "format": "isthmus audit entry",
        "version": 1,
        "order": ["version", *FIELDS, "counts"],
        "cases": [
            {
                "name": name,
                "entry": {field: tagged(getattr(entry, field)) for field in FIELDS}
                | {"counts": tagged([list(pair) for pair in entry.counts])},
                "encoded": bytes(entry).hex(),
                "leaf": leaf_hash(bytes(entry)).hex(),
            }
            for name, entry in cases.items()
        ],
        "refused": [{"name": name, "encoded": each.hex()} for name, each in refused.items()],
    }


def audit_commitment() -> dict[str, Json]:
    """Vectors of salted commitments."""
    cases: Mapping[str, list[str | bytes]] = {
        "nothing": [],
        "one text": ["e-1"],
        "two texts": ["ab", "c"],
        "two texts, cut elsewhere": ["a", "bc"],
        "the same in the other order": ["c", "ab"],
        "bytes": [b"e-1"],
        "text and bytes": ["e-1", b"\x00\xff"],
    }
    return {
        "format": "isthmus commitment",
        "version": 1,
        "cases": [
            {
                "name": name,
                "salt": SALT.hex(),
                "objects": [tagged(each) for each in objects],
                "commitment": commit(SALT, objects).hex(),
            }
            for name, objects in cases.items()
        ],
    }


def audit_tree() -> dict[str, Json]:
    """Vectors of the Merkle tree of RFC 6962, over the leaves of Certificate Transparency."""
    leaves = [leaf_hash(bytes.fromhex(each)) for each in CT_LEAVES]
    nodes, sizes = _nodes(leaves), range(len(leaves) + 1)
    return {
        "format": "RFC 6962 tree",
        "version": 1,
        "entries": list(CT_LEAVES),
        "roots": [Tree().grown(leaves[:size]).root.hex() for size in sizes],
        "inclusion": [
            {"index": index, "size": size, "proof": _hex(inclusion_proof(nodes, index, size))}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"old": old, "new": new, "proof": _hex(consistency_proof(nodes, old, new))}
            for new in sizes
            for old in range(new + 1)
        ],
    }


def audit_tiles() -> dict[str, Json]:
    """Vectors of tiles and bundles: entry i is the decimal text of i; files by their SHA-256."""
    cases: list[Json] = []
    for size in (1, 255, 256, 257, 70_000):
        growth = Edge().grown([str(number).encode() for number in range(size)])
        files = sorted({**growth.full, **growth.partial}.items())
        cases.append(
            {
                "size": size,
                "root": growth.edge.tree.root.hex(),
                "files": {name: sha256(each).hexdigest() for name, each in files[:3] + files[-3:]},
                "number_of_files": len(files),
            }
        )
    return {"format": "C2SP tlog-tiles", "version": 1, "cases": cases}


def audit_checkpoint() -> dict[str, Json]:
    """Vectors of checkpoints and cosignatures, with keys made of the seeds given."""
    log, witness = bytes([1]) * 32, bytes([2]) * 32
    signing = Ed25519PrivateKey.from_private_bytes(log)
    cosigning = Ed25519PrivateKey.from_private_bytes(witness)
    log_key = VerifierKey(
        "birch.example/audit", Algorithm.ED25519, signing.public_key().public_bytes_raw()
    )
    witness_key = VerifierKey(
        "oversight.example/w1",
        Algorithm.COSIGNATURE_ED25519,
        cosigning.public_key().public_bytes_raw(),
    )
    quantum_key = VerifierKey(
        "partner.example/w2",
        Algorithm.COSIGNATURE_MLDSA44,
        MLDSA44PrivateKey.from_seed_bytes(bytes([3]) * 32).public_key().public_bytes_raw(),
    )
    head = TreeHead(20852163, sha256(b"root").digest())
    note = signed_checkpoint(head, log_key, signing.sign)
    second = microseconds(AT) // 1_000_000
    return {
        "format": "C2SP checkpoint",
        "version": 1,
        "size": head.size,
        "root": head.root.hex(),
        "log_seed": log.hex(),
        "log_key": log_key.text,
        "checkpoint": note.decode(),
        "time": second,
        "witness_seed": witness.hex(),
        "witness_key": witness_key.text,
        "cosigned": cosigned(note, witness_key, cosigning.sign, at=AT).decode(),
        "mldsa44_seed": (bytes([3]) * 32).hex(),
        "mldsa44_key": quantum_key.text,
        "mldsa44_message": cosigned_message(note_from_bytes(note), quantum_key, second).hex(),
    }


VECTORS: Mapping[str, Callable[[], dict[str, Json]]] = {
    "canonical.json": canonical,
    "audit-entry.json": audit_entry,
    "audit-commitment.json": audit_commitment,
    "audit-tree.json": audit_tree,
    "audit-tiles.json": audit_tiles,
    "audit-checkpoint.json": audit_checkpoint,
}


def written(document: dict[str, Json]) -> str:
    """Give the text of a vector file."""
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def read(name: str) -> dict[str, Json]:
    """Give the published vectors of this name."""
    document: dict[str, Json] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return document


def _framed(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "big") + payload


def _hex(proof: tuple[bytes, ...]) -> list[Json]:
    return [each.hex() for each in proof]


def _nodes(leaves: list[bytes]) -> NodeGetter:
    def node(height: int, index: int) -> bytes:
        if height == 0:
            return leaves[index]
        return node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))

    return node


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, build in VECTORS.items():
        (FOLDER / file).write_text(written(build()), encoding="utf-8")
