"""The published vectors of ids and labels, and how they are made.

`python -m tests.conformance.model_vectors` writes them into schema/vectors. What stands in a file
once published does not change: a difference means a new version. Values of fields are written as
in `vectors`; a label is an object whose lists are sorted, and null in a list that joins by
intersection means all.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256
from itertools import product

from isthmus.model.canonical import Item, canonical_bytes
from isthmus.model.ids import FindingId, IdMaker, shown_id
from isthmus.model.label import ALL, LEVELS, NOBODY, Allowed, Clearance, Label
from tests.conformance.vectors import FOLDER, Json, tagged, written

KEY = bytes(range(32))
PARTITION = "live"
IDS = IdMaker(KEY, PARTITION)
LARK = IDS.entity("harbour-register", "row 1")
HERON = IDS.entity("harbour-register", "row 2")
NAME = IDS.statement("harbour-register", LARK, ("name", "Sea Lark", "en"))
FLAG = IDS.statement("harbour-register", LARK, ("flag", "xx", None))
MATCHED = IDS.match("dark-then-port", [NAME, FLAG])
MARKED = Label(
    classification=frozenset({("national", "OFFICIAL")}),
    originators=frozenset({"harbour", "customs"}),
    releasable_to=ALL,
    purposes=Allowed.of("border-security"),
)
FOUND = IDS.finding(MATCHED, MARKED.item())

# Per case: domain, the fields after the partition, and what the program itself makes of them.
ID_CASES: Mapping[str, tuple[str, list[Item], bytes]] = {
    "source entity": ("source-entity", ["harbour-register", "row 1"], LARK),
    "source entity in other scripts": (
        "source-entity",
        ["δημόσιο", "船 1"],
        IDS.entity("δημόσιο", "船 1"),
    ),
    "source entity, cut elsewhere": (
        "source-entity",
        ["harbour-registerr", "ow 1"],
        IDS.entity("harbour-registerr", "ow 1"),
    ),
    "statement with a language": (
        "statement",
        ["harbour-register", LARK, "name", "Sea Lark", "en"],
        NAME,
    ),
    "statement without a language": (
        "statement",
        ["harbour-register", LARK, "flag", "xx", None],
        FLAG,
    ),
    "statement whose language is empty": (
        "statement",
        ["harbour-register", LARK, "flag", "xx", ""],
        IDS.statement("harbour-register", LARK, ("flag", "xx", "")),
    ),
    "record": (
        "record",
        ["harbour-vessels", "vessels", b"row 1;Sea Lark\r\n\x00\xff"],
        IDS.record("harbour-vessels", "vessels", b"row 1;Sea Lark\r\n\x00\xff"),
    ),
    "empty record of a feed with one part": (
        "record",
        ["harbour-vessels", "", b""],
        IDS.record("harbour-vessels", "", b""),
    ),
    "record key": (
        "record-key",
        ["harbour-vessels", "vessels", "row 1"],
        IDS.record_key("harbour-vessels", "vessels", "row 1"),
    ),
    "match, evidence sorted": ("finding", ["dark-then-port", sorted([NAME, FLAG])], MATCHED),
    "match on one statement": (
        "finding",
        ["dark-then-port", [NAME]],
        IDS.match("dark-then-port", [NAME]),
    ),
    "finding of a match under a label": (
        "finding-under",
        [
            MATCHED,
            [
                [["national", "OFFICIAL"]],
                ["customs", "harbour"],
                None,
                [],
                [],
                [],
                [],
                ["border-security"],
                [],
            ],
        ],
        FOUND,
    ),
    "alert": ("alert", [MATCHED], IDS.alert(FindingId(MATCHED))),
    "alert of a finding under a label": ("alert", [FOUND], IDS.alert(FOUND)),
    "judgement of a model": (
        "judgement",
        [LARK, HERON, "model-1", 0],
        IDS.judgement(LARK, HERON, "model-1", 0),
    ),
    "second judgement of a person": (
        "judgement",
        [LARK, HERON, "p-17", 1],
        IDS.judgement(LARK, HERON, "p-17", 1),
    ),
}


def ids() -> dict[str, Json]:
    """Vectors of ids, and of how they are shown."""
    other_key, other_partition = IdMaker(bytes(32), PARTITION), IdMaker(KEY, "exercise-7")
    shown = shown_id("e", LARK)
    return {
        "format": "isthmus ids",
        "version": 1,
        "rule": "the first 16 bytes of HMAC-SHA-256(key, canonical bytes of domain and fields); "
        "the first field is the partition",
        "key": KEY.hex(),
        "partition": PARTITION,
        "cases": [
            {
                "name": name,
                "domain": domain,
                "fields": [tagged(field) for field in (PARTITION, *fields)],
                "canonical": canonical_bytes(domain, PARTITION, *fields).hex(),
                "id": made.hex(),
            }
            for name, (domain, fields, made) in ID_CASES.items()
        ],
        "under_other_keys": [
            {
                "name": "a key of noughts",
                "key": bytes(32).hex(),
                "domain": "source-entity",
                "fields": [tagged(f) for f in (PARTITION, "harbour-register", "row 1")],
                "id": other_key.entity("harbour-register", "row 1").hex(),
            },
            {
                "name": "an exercise under the same key",
                "key": KEY.hex(),
                "domain": "source-entity",
                "fields": [tagged(f) for f in ("exercise-7", "harbour-register", "row 1")],
                "id": other_partition.entity("harbour-register", "row 1").hex(),
            },
        ],
        "shown": [
            {"kind": kind, "id": made.hex(), "text": shown_id(kind, made)}
            for kind, made in [
                ("e", LARK),
                ("s", NAME),
                ("a", IDS.alert(FOUND)),
                ("r", bytes(16)),
                ("j", b"\xff" * 16),
            ]
        ],
        "refused": [
            {"name": name, "kind": "e", "text": text}
            for name, text in {
                "nothing": "",
                "kind alone": "e-",
                "another kind": "a" + shown[1:],
                "capital letters": shown.upper(),
                "padding": shown + "======",
                "too short": shown[:-1],
                "too long": shown + "a",
                "bits beyond the value": shown[:-1] + chr(ord(shown[-1]) + 1),
                "a digit outside the alphabet": shown[:-1] + "1",
                "space around": f" {shown} ",
            }.items()
        ],
    }


def told(label: Label) -> Json:
    """Give a label as the vectors say it."""
    return {
        "classification": [
            {"scheme": scheme, "level": level} for scheme, level in sorted(label.classification)
        ],
        "originators": _sorted(label.originators),
        "releasable_to": _allowed(label.releasable_to),
        "handling": _sorted(label.handling),
        "data_categories": _sorted(label.data_categories),
        "subject_categories": _sorted(label.subject_categories),
        "legal_bases": _sorted(label.legal_bases),
        "purposes": _allowed(label.purposes),
        "discoverable_to": _allowed(label.discoverable_to),
    }


OPEN = Label(releasable_to=ALL, purposes=ALL, discoverable_to=ALL)
LABELS: Mapping[str, Label] = {
    "asks for nothing": OPEN,
    "nobody": Label(),
    "public": Label(
        classification=frozenset({("national", "PUBLIC")}),
        originators=frozenset({"harbour-office"}),
        releasable_to=ALL,
        data_categories=frozenset({"open source"}),
        subject_categories=frozenset({"none"}),
        legal_bases=frozenset({"harbour act, article 4"}),
        purposes=ALL,
        discoverable_to=ALL,
    ),
    "travel, secret": Label(
        classification=frozenset({("national", "SECRET"), ("eu", "RESTREINT UE")}),
        originators=frozenset({"border-guard"}),
        releasable_to=Allowed.of("alder", "birch"),
        handling=frozenset({"H1"}),
        data_categories=frozenset({"travel"}),
        subject_categories=frozenset({"suspect"}),
        legal_bases=frozenset({"border act, article 12"}),
        purposes=Allowed.of("border-security", "serious-crime"),
        discoverable_to=Allowed.of("birch"),
    ),
    "finance, restricted": Label(
        classification=frozenset({("national", "RESTRICTED"), ("nato", "NATO SECRET")}),
        originators=frozenset({"financial-intelligence"}),
        releasable_to=Allowed.of("birch", "cypress"),
        handling=frozenset({"H2"}),
        data_categories=frozenset({"finance"}),
        subject_categories=frozenset({"minor"}),
        legal_bases=frozenset({"payments act, article 2"}),
        purposes=Allowed.of("serious-crime"),
        discoverable_to=NOBODY,
    ),
    "a level that no table knows": Label(
        classification=frozenset({("national", "COSMIC")}), releasable_to=ALL, purposes=ALL
    ),
    "another level that no table knows": Label(
        classification=frozenset({("national", "APEX")}), releasable_to=ALL, purposes=ALL
    ),
    "a scheme that no table knows": Label(
        classification=frozenset({("un", "GREY")}), releasable_to=ALL, purposes=ALL
    ),
}
CLEARANCES: Mapping[str, Clearance] = {
    "nothing": Clearance("alder"),
    "everything national": Clearance(
        "alder", {"national": "TOP SECRET"}, frozenset({"H1", "H2"}), ALL
    ),
    "everything": Clearance(
        "birch",
        {scheme: levels[-1] for scheme, levels in LEVELS.items()},
        frozenset({"H1", "H2"}),
        ALL,
    ),
    "everything, elsewhere": Clearance(
        "dogwood",
        {scheme: levels[-1] for scheme, levels in LEVELS.items()},
        frozenset({"H1", "H2"}),
        ALL,
    ),
    "travel alone": Clearance(
        "birch",
        {"national": "SECRET", "eu": "RESTREINT UE"},
        frozenset({"H1"}),
        Allowed.of("travel"),
    ),
    "one level too low": Clearance(
        "birch", {"national": "CONFIDENTIAL", "eu": "SECRET UE"}, frozenset({"H1"}), ALL
    ),
    "levels that no table knows": Clearance(
        "birch", {"national": "COSMIC", "un": "GREY"}, frozenset(), ALL
    ),
}
PURPOSES = ("border-security", "serious-crime")


def labels() -> dict[str, Json]:
    """Vectors of the lattice: joins, who dominates whom, who may see what."""
    return {
        "format": "isthmus labels",
        "version": 1,
        "levels": {scheme: list(levels) for scheme, levels in LEVELS.items()},
        "labels": {name: told(label) for name, label in LABELS.items()},
        "clearances": {
            name: {
                "center": clearance.center,
                "levels": dict(sorted(clearance.levels.items())),
                "caveats": _sorted(clearance.caveats),
                "categories": _allowed(clearance.categories),
            }
            for name, clearance in CLEARANCES.items()
        },
        "joins": [
            {
                "left": left,
                "right": right,
                "join": told(LABELS[left].join(LABELS[right])),
                "left_dominates": LABELS[left].dominates(LABELS[right]),
            }
            for left, right in product(LABELS, LABELS)
        ],
        "permits": [
            {
                "label": name,
                "clearance": held,
                "purpose": purpose,
                "permitted": LABELS[name].permits(CLEARANCES[held], purpose),
                "withheld": LABELS[name].withheld_from(CLEARANCES[held], purpose),
            }
            for name, held, purpose in product(LABELS, CLEARANCES, PURPOSES)
        ],
        "existence": {name: told(label.of_existence()) for name, label in LABELS.items()},
        "marks": {name: label.mark for name, label in LABELS.items()},
    }


def derived(key: bytes, domain: str, fields: list[Item]) -> bytes:
    """Derive an id by the published rule alone, without the maker under test."""
    return hmac.new(key, canonical_bytes(domain, *fields), sha256).digest()[:16]


def _sorted(names: frozenset[str]) -> list[Json]:
    return [*sorted(names)]


def _allowed(allowed: Allowed) -> Json:
    return None if allowed.names is None else _sorted(allowed.names)


VECTORS: Mapping[str, Callable[[], dict[str, Json]]] = {"ids.json": ids, "labels.json": labels}

if __name__ == "__main__":
    for file, build in VECTORS.items():
        (FOLDER / file).write_text(written(build()), encoding="utf-8")
