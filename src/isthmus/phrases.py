"""Phrases: what the node says to people, in English where it is said, translated where it is read.

A phrase is kept as its words and what they were given, never as a finished sentence: a verdict
that was given in March can be read in a language that the node learned in June. The words stand in
the code; `resources/phrases.yaml` has them in the other languages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

_GIVEN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with `{name}` in the places of what they were given. Its text is the English one."""

    words: str
    given: tuple[tuple[str, Said], ...] = ()

    def __str__(self) -> str:
        return self.put(lambda words: words)

    def put(self, translate: Callable[[str], str]) -> str:
        """Give the text in the language into which `translate` takes words."""
        given = {
            name: value if isinstance(value, str) else value.put(translate)
            for name, value in self.given
        }
        # One pass: what was given is a sender's text, in which braces mean nothing.
        return _GIVEN.sub(lambda place: given.get(place[1], place[0]), translate(self.words))


Said: TypeAlias = Phrase | str
"""A phrase, or a text that belongs to no language: a value, a name, a path."""


def say(words: str, /, **given: Phrase | str | int) -> Phrase:
    """Make a phrase. `words`: a literal, so that a test finds its translations."""
    return Phrase(
        words,
        tuple((k, v if isinstance(v, Phrase) else str(v)) for k, v in given.items()),
    )


def phrase(said: Said) -> Phrase:
    """Give a phrase; a text becomes one that every language says the same."""
    return Phrase(said) if isinstance(said, str) else said


def choice(of: Iterable[Said]) -> Phrase:
    """Give the alternatives as one phrase; there is at least one."""
    first, *others = of
    return reduce(
        lambda one, other: say("{one} or {other}", one=one, other=other), others, phrase(first)
    )


def encoded(said: Said) -> str:
    """Give the JSON of a phrase (a list: words, what they were given) or of a text (a text)."""
    return json.dumps(_plain(said), ensure_ascii=False, separators=(",", ":"))


def decoded(text: str) -> Said:
    """Read what `encoded` wrote; raises ValueError for anything else."""
    return _said(json.loads(text))


def _plain(said: Said) -> object:
    if isinstance(said, str):
        return said
    return [said.words, {name: _plain(value) for name, value in said.given}]


def _said(value: object) -> Said:
    match value:
        case str():
            return value
        case [str(words), dict(given)]:
            return Phrase(words, tuple((str(name), _said(one)) for name, one in given.items()))
        case _:
            message = "expected a phrase, got another JSON value"
            raise ValueError(message)
