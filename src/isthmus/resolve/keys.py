"""Keys: who is like this? One table serves the resolver and the search box.

`i:<family>:<value>` an identifier, `n:<tokens>` a name's sorted tokens, `t:<token>` one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from isthmus.identifiers.names import fingerprint, name_tokens
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS
from isthmus.model.ontology import Ontology, Property, ValueKind

MAX_KEY: Final = 200
MAX_TOKENS: Final = 12

_NAME_KINDS: Final = (
    ("Vessel", "vessel"),
    ("Person", "person"),
    ("Organization", "organization"),
)


def name_kind(schema: str, ontology: Ontology) -> str:
    """Give the kind of name that entities of a schema bear."""
    return next((kind for name, kind in _NAME_KINDS if ontology.is_a(schema, name)), "any")


def statement_keys(prop: Property, schema: str, value: str, ontology: Ontology) -> list[str]:
    """Give the keys under which a statement is found; none for values that identify nothing."""
    if prop.kind is ValueKind.IDENTIFIER and prop.identifier:
        found = IDENTIFIERS[prop.identifier](value)
        valid = isinstance(found, Identified) and found.value == value
        return [f"i:{prop.identifier}:{value}"[:MAX_KEY]] if valid else []
    if prop.kind is ValueKind.NAME:
        kind = name_kind(schema, ontology)
        tokens = name_tokens(value, kind)[:MAX_TOKENS]
        whole = fingerprint(value, kind)
        return ([f"n:{whole}"[:MAX_KEY]] if whole else []) + [
            f"t:{token}"[:MAX_KEY] for token in dict.fromkeys(tokens)
        ]
    return []


def joining_keys(keys: Sequence[str], transferable: frozenset[str]) -> list[str]:
    """Give those keys that may propose a pair: names, and identifiers that stay with one."""
    return [
        key
        for key in keys
        if key.startswith("n:") or (key.startswith("i:") and key.split(":")[1] not in transferable)
    ]


def search_keys(text: str) -> list[str]:
    """Give the keys that a search text may mean, strongest first."""
    found = dict.fromkeys(_identifier_keys(text))
    for kind in ("any", "person", "organization", "vessel"):
        whole = fingerprint(text, kind)
        if whole:
            found[f"n:{whole}"[:MAX_KEY]] = None
    for token in name_tokens(text, "any")[:MAX_TOKENS]:
        found[f"t:{token}"[:MAX_KEY]] = None
    return list(found)


def _identifier_keys(text: str) -> Iterator[str]:
    for family, identify in IDENTIFIERS.items():
        found = identify(text)
        if isinstance(found, Identified):
            yield f"i:{family}:{found.value}"[:MAX_KEY]
