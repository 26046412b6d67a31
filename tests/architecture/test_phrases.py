"""Every phrase that the node can say is translated, fills the same places, and is still said."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.parsers.expat import errors as expat_errors

import pytest
import yaml

from isthmus import errors
from isthmus.formats import json_values
from isthmus.model.ontology import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/isthmus"
TABLE = yaml.load((SOURCE / "resources/phrases.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
PLACE = re.compile(r"\{(\w+)\}")
WORDLESS = re.compile(r"(\{\w+\}|\W)*")
TECHNICAL = frozenset(
    {
        "IntegrityError",
        "MappingInvalid",
        "PapersMissing",
        "PartnerError",
        "SettingsError",
        "Unaudited",
    }
)
"""Errors of files and folders of the node, of proofs, and of what a partner sent: for whoever
operates or audits it."""
DOORS = ("access", "flow", "formats", "ingest", "web")
NOT_IN_XML_WITHOUT_DTD = frozenset({21, 22, 23, 24, 25, 26, 28, 29, *range(33, 43)})


def said() -> Iterator[tuple[str, frozenset[str], str]]:
    """Give the words, the given names and the place of every phrase in the source."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                words = node.args[0]
                where = f"{file.relative_to(SOURCE)}:{node.lineno}"
                assert isinstance(words, ast.Constant), f"{where}: say takes a literal"
                assert isinstance(words.value, str)
                yield words.value, frozenset(k.arg or "" for k in node.keywords), where


def test_every_phrase_is_in_the_table_and_every_row_is_said():
    words = {one for one, _, _ in said() if not WORDLESS.fullmatch(one)}
    rows = [row["en"] for row in TABLE["phrases"]]
    assert len(rows) == len(set(rows))
    assert (words - set(rows), set(rows) - words) == (set(), set())
    assert len(words) > 250


def test_every_phrase_is_given_what_it_has_places_for():
    assert [where for words, names, where in said() if set(PLACE.findall(words)) != names] == []


def test_every_language_fills_the_same_places():
    every = [*TABLE["phrases"], *TABLE["borrowed"]]
    assert [
        row["en"]
        for row in every
        if len({tuple(sorted(PLACE.findall(row[lang]))) for lang in LANGUAGES}) != 1
    ] == []


def came_as_text(tree: ast.Module) -> Iterator[int]:
    """Give the line of each fault that says in plain text what came, in words of the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Fault", "_fault"}:
            said = [*node.args[1:], *(k.value for k in node.keywords if k.arg == "came")]
            texts = (one.value for one in said if isinstance(one, ast.Constant))
            if any(isinstance(text, str) and re.search("[a-z]", text) for text in texts):
                yield node.lineno


def test_what_came_is_a_phrase_or_the_senders_own():
    assert [
        f"{file.relative_to(SOURCE)}:{line}"
        for file in sorted(SOURCE.rglob("*.py"))
        for line in came_as_text(ast.parse(file.read_text("utf-8")))
    ] == []
    assert list(came_as_text(ast.parse('Fault("", say("a text"), "more", say("stop"))'))) == [1]


def raised_as_text(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Give the line and the class of each error whose message is a text, not a phrase."""
    ours = {
        name
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.IsthmusError)
    }
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        texts = {
            target.id
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(function):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            parts = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "repair")]
            if node.func.id in ours - TECHNICAL and any(
                isinstance(part, ast.Constant | ast.JoinedStr)
                or (isinstance(part, ast.Name) and part.id in texts)
                for part in parts
            ):
                yield node.lineno, node.func.id


@pytest.mark.parametrize("room", DOORS)
def test_no_refusal_of_a_person_is_a_text_of_one_language(room: str):
    assert [
        f"{file.relative_to(SOURCE)}:{line} {kind}"
        for file in sorted((SOURCE / room).rglob("*.py"))
        for line, kind in raised_as_text(ast.parse(file.read_text("utf-8")))
    ] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f():\n    raise NotFound('gone')", [(2, "NotFound")]),
        ("def f():\n    m = f'gone {x}'\n    raise NotFound(m)", [(3, "NotFound")]),
        ("def f():\n    raise NotFound(say('gone'), repair='look')", [(2, "NotFound")]),
        ("def f():\n    m = say('gone')\n    raise NotFound(m, repair=say('look'))", []),
        ("def f():\n    raise SettingsError('gone')", []),
    ],
)
def test_a_planted_text_is_found(source: str, expected: list[tuple[int, str]]):
    assert list(raised_as_text(ast.parse(source))) == expected


def test_what_the_xml_parser_says_is_translated():
    known = {row["en"] for row in TABLE["borrowed"]}
    assert {
        words for words, code in expat_errors.codes.items() if code not in NOT_IN_XML_WITHOUT_DTD
    } - known == set()


@pytest.mark.parametrize(
    "text",
    [
        *(b"", b"{", b'{"a"', b'{"a":', b'{"a":1', b'{"a":1,}', b"[1,", b"[1,]"),
        *(b"1 2", b'"a', b'"\\x"', b'"\\u12"', b'"\n"', b"nil"),
    ],
)
def test_what_the_json_parser_says_is_translated(text: bytes):
    known = {row["en"] for row in TABLE["borrowed"]}
    with pytest.raises(json_values.NotStrict) as caught:
        json_values.tree(text)
    came = caught.value.fault.came
    assert not isinstance(came, str)
    [inner] = [value for name, value in came.given if name == "what"]
    assert not isinstance(inner, str)
    [what] = [value for name, value in inner.given if name == "what"]
    assert str(what) in known


@pytest.mark.parametrize(
    "code",
    [
        *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EIO),
        *(errno.ELOOP, errno.EMFILE, errno.ENXIO, errno.ENOSPC, errno.ESTALE),
    ],
)
def test_what_the_system_says_of_a_file_is_translated(code: int):
    assert os.strerror(code) in {row["en"] for row in TABLE["borrowed"]}
