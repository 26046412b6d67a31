"""Keys: who is like this? One table serves the resolver and the search box.

`i:<family>:<value>` an identifier, `n:<tokens>` a name's sorted tokens, `t:<token>` one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from isthmus.identifiers.names import NameKind, fingerprint, name_tokens
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS, LETTERS_SUFFICE, identified
from isthmus.model.ontology import Ontology, Property, ValueKind
from isthmus.resolve.addresses import read_address
from isthmus.resolve.levels.numbers import PLAIN_NUMBERS
from isthmus.resolve.names import Names, whole_keys_of_words

WORD_KEY: Final = "t:"
MAX_KEY: Final = 200
MAX_TOKENS: Final = 12

_PLAIN_LETTERS: Final = 32
"""In so many letters there are not more words, nor longer ones, than are read of a name."""

_KINDS: Final[Sequence[NameKind]] = ("person", "organization", "vessel")
"""Kinds of names that have keys of their own: one of any kind has those of the first two."""

_NAME_KINDS: Final[Sequence[tuple[str, NameKind]]] = (
    ("Vessel", "vessel"),
    ("Person", "person"),
    ("Organization", "organization"),
)


def name_kind(schema: str, ontology: Ontology) -> NameKind:
    """Give the kind of name that entities of a schema bear."""
    return next((kind for name, kind in _NAME_KINDS if ontology.is_a(schema, name)), "any")


def statement_keys(prop: Property, schema: str, value: str, ontology: Ontology) -> Sequence[str]:
    """Give the keys under which a statement is found; none for values that identify nothing."""
    if prop.kind is ValueKind.IDENTIFIER and prop.identifier:
        return identifier_keys(prop.identifier, value)
    if prop.kind is ValueKind.NAME:
        return name_keys(value, name_kind(schema, ontology))
    return ()


def identifier_keys(family: str, value: str) -> tuple[str, ...]:
    """Give the key of an identifier; none when its check digits or its form are wrong."""
    plain = PLAIN_NUMBERS.get(family)
    if plain is None or not plain.fits(value):
        found = identified(family, value)
        if not (isinstance(found, Identified) and found.value == value):
            return ()
    return (identifier_key(family, value),)


def identifier_key(family: str, value: str) -> str:
    """Give the key of an identifier that is known to be one."""
    return f"i:{family}:{value}"[:MAX_KEY]


@lru_cache(maxsize=4_096)  # who is named again soon, as in one file; kept longer it is memory alone
def name_keys(value: str, kind: NameKind) -> tuple[str, ...]:
    """Give the keys of a name: the whole first, then each of its tokens; () for no name."""
    whole = fingerprint(value, kind)
    if not whole:
        return ()
    tokens = dict.fromkeys(name_tokens(value, kind)[:MAX_TOKENS])
    return (f"n:{whole}"[:MAX_KEY], *(f"t:{token}"[:MAX_KEY] for token in tokens))


def whole_name_keys(value: str, kind: NameKind, names: Names) -> tuple[str, ...]:
    """Give the keys of the whole of a name, those of `names` last; () for no name."""
    tokens = name_tokens(value, kind)
    whole = " ".join(sorted(set(tokens)))
    if not whole:
        return names.whole_keys(value, kind)
    key = f"n:{whole}"[:MAX_KEY]
    if kind == "person" and len(value) <= _PLAIN_LETTERS and _is_plain(value):
        return (key, *whole_keys_of_words(tokens))
    return (key, *names.whole_keys(value, kind))


def _is_plain(value: str) -> bool:
    """Tell whether a name is of ASCII letters and spaces alone."""
    return value.isascii() and value.replace(" ", "").isalpha()


def search_keys(text: str, names: Names) -> list[str]:
    """Give the keys that a search text may mean, strongest first."""
    found = dict.fromkeys(_identifier_keys(text))
    for kind, sought in zip(_KINDS, names.sought(text, _KINDS), strict=True):
        whole = fingerprint(text, kind)
        if whole:
            found[f"n:{whole}"[:MAX_KEY]] = None
        found |= dict.fromkeys(sought)
    found |= dict.fromkeys(_address_keys(text))
    for token in name_tokens(text, "any")[:MAX_TOKENS]:
        found[f"t:{token}"[:MAX_KEY]] = None
    return list(found)


def _address_keys(text: str) -> Iterator[str]:
    address = read_address(text)
    if address.is_found:
        yield address.key[:MAX_KEY]
    yield from (key[:MAX_KEY] for key in address.beside)


def _identifier_keys(text: str) -> Iterator[str]:
    numbered = any(c.isdigit() for c in text)
    for family, identify in IDENTIFIERS.items():
        if not numbered and family not in LETTERS_SUFFICE:
            continue
        found = identify(text)
        if isinstance(found, Identified):
            yield identifier_key(family, found.value)
