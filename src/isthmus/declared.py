"""Declared files: ontology, feeds, rules, purposes and wording, read and checked as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path

import yaml

from isthmus.access.purposes import Purposes, read_purposes
from isthmus.detect.rules import Rule, read_rule
from isthmus.errors import SettingsError
from isthmus.formats.raw import Tree
from isthmus.formats.registry import READERS
from isthmus.ingest.declaration import FeedDeclaration, Part, read_declaration
from isthmus.ingest.mapping import compiled_mapping
from isthmus.ingest.recognise import check
from isthmus.model.ontology import Ontology, read_ontology
from isthmus.model.wording import Wording, read_wording

DECLARED = resources.files("isthmus") / "resources"


@dataclass(frozen=True, slots=True)
class Declared:
    """Every declared file of a node, read and checked."""

    ontology: Ontology
    feeds: dict[str, FeedDeclaration]
    rules: tuple[Rule, ...]
    purposes: Purposes
    wording: Wording


def read_declared(own_feeds: Path) -> Declared:
    """Read and check every declared file, the node's own feeds (which outrank) among them.

    Raises MappingInvalid or PapersMissing with the file's name for a slip.
    """
    ontology = read_ontology(yaml_of(DECLARED / "ontology.yaml"))
    files = [*(DECLARED / "feeds").iterdir()]
    files += sorted(own_feeds.glob("*.yaml")) if own_feeds.is_dir() else []
    feeds = {}
    for file in files:
        declared = read_declaration(yaml_of(file))
        for part in declared.parts.values():
            compiled_mapping(part.mapping, ontology, f"{file.name}: {part.name}")
            check(part.recognise, f"{file.name}: {part.name}.recognise")
            _check_format(part, file.name)
        feeds[declared.feed.id] = declared
    purposes = read_purposes(yaml_of(DECLARED / "purposes.yaml"))
    return Declared(
        ontology=ontology,
        feeds=feeds,
        rules=tuple(
            sorted(
                (read_rule(yaml_of(file), ontology) for file in (DECLARED / "rules").iterdir()),
                key=lambda rule: rule.id,
            )
        ),
        purposes=purposes,
        wording=shipped_wording(),
    )


def map_of_names(script: str) -> bytes | None:
    """Give the bytes of the map that transliterates a script; None where there is none."""
    file = DECLARED / "names" / f"{script}.map"
    return file.read_bytes() if file.is_file() else None


def _check_format(part: Part, where: str) -> None:
    reader = READERS.get(part.format)
    if reader is None:
        message = f"expected one of {', '.join(READERS)} in {where}, got {part.format!r}"
        raise SettingsError(message)
    if part.options:
        list(reader(BytesIO(), part.options))


def yaml_of(file: Traversable) -> dict[str, Tree]:
    """Read a declared file; raises SettingsError for one that is no mapping."""
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        message = f"expected YAML in {file.name}: {error}"
        raise SettingsError(message) from error
    if not isinstance(document, dict):
        message = f"expected a mapping in {file.name}, got {type(document).__name__}"
        raise SettingsError(message)
    return document


class _Loader(yaml.CSafeLoader):
    """A safe loader under which dates and yes/no stay the texts that stand there."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool"))]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def shipped_wording() -> Wording:
    """Read what the node says to people, in every language of the console."""
    return read_wording(yaml_of(DECLARED / "phrases.yaml"))
