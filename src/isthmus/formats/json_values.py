"""One JSON text as a tree: strict, so that nothing two readers could understand differently.

Refused are double keys, NaN and Infinity, numbers that no float holds, NUL, lone surrogates,
more than `MAX_DEPTH` levels, and more than `MAX_VALUES` values. Whole numbers stay exact, whatever
their length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from isthmus.formats.lines import undecodable
from isthmus.formats.raw import Fault, Tree, shown
from isthmus.phrases import Phrase, Said, say

MAX_DEPTH = 100
MAX_VALUES = 1_000_000
"""Counted by commas and brackets before reading: small values take far more memory than bytes."""
# Only a text that has one of these can hide what must be refused; the others skip the walk.
_SUSPECT = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|\d[eE]\+?\d{3}|\d{300}")
_SURROGATE = re.compile("[\ud800-\udfff\0]")


class NotStrict(ValueError):
    """A JSON text breaks one of the rules; `fault` says which."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def tree(raw: bytes) -> Tree:
    """Give what one JSON text says; raises NotStrict."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise NotStrict(undecodable(error, raw)) from None
    marks = raw.count(b"{") + raw.count(b"[")
    if marks + raw.count(b",") > MAX_VALUES:
        raise NotStrict(_too_many())
    try:
        found: Tree = _DECODER.decode(text)
        suspect = _SUSPECT.search(raw) is not None
        if suspect or marks > MAX_DEPTH:
            _check(found, suspect=suspect)
    except RecursionError:
        raise NotStrict(_too_deep()) from None
    except NotStrict:
        raise
    except json.JSONDecodeError as error:
        what = say(
            "{what} at character {at} of the record",
            what=Phrase(error.msg.lower()),
            at=error.pos + 1,
        )
        raise NotStrict(_malformed(what, raw)) from None
    except ValueError:
        raise NotStrict(_malformed(say("a value beyond what is read"), raw)) from None
    return found


def record(raw: bytes) -> dict[str, Tree]:
    """Give the object that one JSON text is; raises NotStrict for any other value."""
    found = tree(raw)
    if not isinstance(found, dict):
        fault = Fault(
            "", say("a JSON object"), shown(raw, 80), say("make each record an object in braces")
        )
        raise NotStrict(fault)
    return found


def _once(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NotStrict(
            Fault(
                shown(twice),
                say("each key once in an object"),
                say("it twice"),
                say("keep one of the two"),
            )
        )
    return found


def _no_constant(name: str) -> Tree:
    raise NotStrict(Fault("", say("a finite number"), name, say("leave the key out, or give null")))


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def _check(value: Tree, *, suspect: bool) -> None:
    """Look at the values level by level; raises NotStrict."""
    level: list[tuple[str, Tree]] = [("", value)]
    depth = 0
    while level:
        if suspect:
            for path, one in level:
                _check_one(path, one)
        containers = [(path, one) for path, one in level if isinstance(one, dict | list)]
        depth += 1
        if containers and depth > MAX_DEPTH:
            raise NotStrict(_too_deep())
        level = [
            (f"{path}.{key}" if path and suspect else key, inner)
            for path, one in containers
            for key, inner in (one.items() if isinstance(one, dict) else _numbered(one))
        ]


def _numbered(values: list[Tree]) -> Iterator[tuple[str, Tree]]:
    return ((str(at), value) for at, value in enumerate(values, start=1))


def _check_one(path: str, value: Tree) -> None:
    if isinstance(value, dict):
        for key in value:
            _check_text(path, key)
    elif isinstance(value, str):
        _check_text(path, value)
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        what = say("a number beyond the range of a float")
        raise NotStrict(
            Fault(shown(path), say("a finite number"), what, say("leave it out, or give null"))
        )


def _check_text(path: str, text: str) -> None:
    found = _SURROGATE.search(text)
    if found:
        what = say("a NUL") if found[0] == "\0" else say("a lone surrogate")
        came = say("{what} in {text}", what=what, text=shown(text, 80))
        repair = say("have its source send the text without it")
        raise NotStrict(Fault(shown(path), say("text of whole characters"), came, repair))


def _too_deep() -> Fault:
    return Fault(
        "",
        say("at most {most} levels", most=MAX_DEPTH),
        say("more"),
        say("flatten the record"),
    )


def _too_many() -> Fault:
    return Fault(
        "",
        say("at most {most} values in a record", most=MAX_VALUES),
        say("more"),
        say("split the record"),
    )


def _malformed(what: Said, raw: bytes) -> Fault:
    return Fault(
        "",
        say("JSON"),
        say("{what}: {raw}", what=what, raw=shown(raw, 80)),
        say("send each record as one JSON value"),
    )
