"""Hooks of mkdocs: pages that are made from the code at each build, and the table of contents.

A page made from the code cannot fall out of step with it, so none of them is committed. A page
that is written by hand only has to be put into the folder of its kind.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from inspect import getdoc
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from isthmus import errors
from isthmus.model import canonical

SECTIONS: Final = {
    "Tutorial": "tutorial",
    "How to": "how-to",
    "Reference": "reference",
    "Explanation": "explanation",
    "Decisions": "decisions",
}
"""The kinds of page, in the order of the table of contents, each with its folder."""

LEADING: Final = ("index.md", "glossary.md", "roadmap.md")
"""Pages that stand beside the folders."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from the code."""
    for uri, page in PAGES.items():
        files.append(File.generated(config, uri, content=page()))
    return files


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lay out the table of contents: a section per folder, its index first."""
    docs = Path(config.docs_dir)
    written = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    pages = sorted(written | set(PAGES), key=lambda uri: (not uri.endswith("index.md"), uri))
    sections = [
        {title: [uri for uri in pages if uri.startswith(f"{folder}/")]}
        for title, folder in SECTIONS.items()
    ]
    config.nav = [LEADING[0], *sections, *LEADING[1:]]
    return config


def errors_page() -> str:
    """Give the reference of error codes: whose fault, which status, which repair."""
    rows = (
        f"| `{kind.code}` | {kind.fault} | {kind.status} | {getdoc(kind)} | {kind.hint} |"
        for kind in kinds_of_error()
    )
    return "\n".join((ERRORS_HEAD, *rows, ""))


def kinds_of_error() -> Iterator[type[errors.IsthmusError]]:
    """Give every kind of error that the tree declares, in its order."""
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.IsthmusError):
            yield kind


def canonical_page() -> str:
    """Give the reference of the canonical encoding, with examples that are encoded right here."""
    summary, _, layout = (getdoc(canonical) or "").partition("\n\n")
    rows = (f"| `{literal}` | `{encoded(literal)}` |" for literal in CANONICAL_EXAMPLES)
    return "\n".join((CANONICAL_HEAD.format(summary=summary, layout=layout), *rows, ""))


def encoded(literal: str) -> str:
    """Encode one item, written as Python writes it, in the domain `example`; give hexadecimals."""
    item = EXAMPLE_TIME if literal == repr(EXAMPLE_TIME) else ast.literal_eval(literal)
    return canonical.canonical_bytes("example", item).hex(" ", -4)


EXAMPLE_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)
CANONICAL_EXAMPLES: Final = (
    "None",
    "'north'",
    "'naïve'",
    "b'north'",
    "-41",
    "True",
    repr(EXAMPLE_TIME),
    "[]",
    "['a', ['b', 1]]",
)

ERRORS_HEAD: Final = """# Errors

Every error that a node raises has a stable code, tells whose fault it is, and how to repair it.
The HTTP interface answers with the status and the code (RFC 9457); the command line prints the
message and the repair. A refusal to share is no error but an ordinary answer, with its reasons.

This page is made from `isthmus.errors`.

| code | fault of | status | meaning | repair |
|---|---|---|---|---|"""

CANONICAL_HEAD: Final = """# Canonical encoding

{summary}

{layout}

Whoever hashes or signs anything writes it through `canonical_bytes(domain, *fields)`; two
different lists of fields never give the same bytes, and neither do two domains.

## Examples

Each row is one item in the domain `example`. This page is made from `isthmus.model.canonical`,
and the bytes were encoded when it was.

| item | bytes, in hexadecimals |
|---|---|"""

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "reference/errors.md": errors_page,
    "reference/canonical.md": canonical_page,
}
"""The pages that are made from the code; a new one needs a row here and nothing else."""
