"""Purposes: the declared list of why someone may act, and those under which the resolver runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.errors import MappingInvalid
from isthmus.model.ontology import LANGUAGES
from isthmus.model.principal import Purpose


@dataclass(frozen=True, slots=True)
class Purposes:
    """All purposes by id, and the resolver's in their order."""

    all: Mapping[str, Purpose]
    resolve: tuple[str, ...]


def read_purposes(document: Mapping[str, object]) -> Purposes:
    """Check a parsed purposes file; raises MappingInvalid with the place of a slip."""
    named, resolve = document.get("purposes"), document.get("resolve")
    if not isinstance(named, Mapping) or not isinstance(resolve, list):
        message = "expected `purposes` and a list `resolve` in the purposes file"
        raise MappingInvalid(message)
    found = {
        str(name): Purpose(str(name), _title(str(name), title)) for name, title in named.items()
    }
    unknown = [name for name in resolve if name not in found]
    if unknown:
        message = f"expected purposes of this file under resolve, got {', '.join(unknown)}"
        raise MappingInvalid(message)
    return Purposes(found, tuple(str(name) for name in resolve))


def _title(name: str, title: object) -> Mapping[str, str]:
    if not isinstance(title, Mapping) or any(not title.get(lang) for lang in LANGUAGES):
        message = f"expected a title of {name} in each of {', '.join(LANGUAGES)}"
        raise MappingInvalid(message)
    return {lang: str(title[lang]) for lang in LANGUAGES}
