"""How SQLite spells the lists of a query text, and which of our errors its errors are."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import TracebackType
from typing import Final

from isthmus.errors import InputError, IntegrityError, StateError, UnavailableError
from isthmus.phrases import say

_LIST: Final = re.compile(r"IN \(:(\w+)\[(whole|word|bytes)\]\)")
_SPELLED: Final[Mapping[str, str]] = {
    "whole": r"IN (SELECT value FROM json_each(:\1))",
    "word": r"IN (SELECT value FROM json_each(:\1))",
    "bytes": r"IN (SELECT unhex(value) FROM json_each(:\1))",
}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text as SQLite takes it, and its lists: name -> how the list becomes one value."""

    text: str
    lists: Mapping[str, Callable[..., str]]

    def bound(self, values: dict[str, object]) -> dict[str, object]:
        """Give the values with each list as JSON."""
        for name, as_json in self.lists.items():
            values[name] = as_json(values[name])
        return values


@cache
def spelled(sql: str) -> Spelled:
    """Spell a text of this package; there are as many as the package has."""
    kinds = {match[1]: match[2] for match in _LIST.finditer(sql)}
    text = _LIST.sub(lambda match: match.expand(_SPELLED[match[2]]), sql)
    return Spelled(text, {name: _AS_JSON[kind] for name, kind in kinds.items()})


def _hex_json(values: Collection[bytes]) -> str:
    return json.dumps([value.hex() for value in values])


def _whole_json(values: Collection[int]) -> str:
    return _label_json(values) if isinstance(values, frozenset) else json.dumps(list(values))


@lru_cache(maxsize=256)
def _label_json(values: frozenset[int]) -> str:
    """Spell a reader's labels, which are the same in many queries."""
    return json.dumps(sorted(values))


def _word_json(values: Collection[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


_AS_JSON: Final[Mapping[str, Callable[..., str]]] = {
    "whole": _whole_json,
    "word": _word_json,
    "bytes": _hex_json,
}


class _Translated:
    """A block that raises our errors in place of SQLite's; it holds nothing, so one serves all."""

    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, sqlite3.Error):
            raise ours(error) from error
        if isinstance(error, OverflowError):
            raise InputError(say("expected an integer of 64 bits, got a longer one")) from error
        if isinstance(error, UnicodeEncodeError):
            raise InputError(
                say("expected texts without lone surrogates, got one with them")
            ) from error


_TRANSLATED: Final = _Translated()


def translated() -> _Translated:
    """Raise our errors in place of SQLite's."""
    return _TRANSLATED


def ours(error: sqlite3.Error) -> StateError | UnavailableError | IntegrityError:
    """Give our error for one of SQLite's; its own text names tables and columns, no values."""
    if isinstance(error, sqlite3.IntegrityError):
        return StateError(f"expected a row that fits the others, got: {error}")
    if isinstance(error, sqlite3.OperationalError):
        return UnavailableError(f"expected the store to answer, got: {error}")
    return IntegrityError(f"expected a sound store, got: {error}")
