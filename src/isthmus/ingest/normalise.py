"""Values by kind: what a source wrote, brought into the one form that is compared and shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from isthmus.formats.raw import Fault, shown
from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import identified
from isthmus.model.ontology import Property, ValueKind
from isthmus.model.territory import country_code
from isthmus.phrases import Phrase, Said, say

MAX_TEXT: Final = 20_000
STORABLE: Final = say("text without NUL and lone surrogates")
MAX_EXPONENT: Final = 100
"""A plain number has no more places than this before or behind its point."""
EARLIEST_YEAR: Final = 1000


# A comma stands between thousands, or lakhs; where it stands elsewhere it may be a decimal one, and
# guessing would be wrong by orders of magnitude.
_NUMBER: Final = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
)


def at_source(where: str = "") -> Phrase:
    """Give the repair of a value that its mapping does not take. `where`: what its source calls it.

    A name that begins with `@` is the node's own.
    """
    if where and not where.startswith("@"):
        return say(
            "correct {field} at its source, or mend the mapping and send the record again",
            field=where,
        )
    return say("correct the value at its source, or mend the mapping and send the record again")


class FieldFault(Exception):
    """A value breaks its kind; the record goes to quarantine with this verdict."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Normal:
    """A value in its one form. `original`: the source's spelling where it differs."""

    value: str
    original: str | None


def normalised(text: str, prop: Property, formats: Sequence[str], not_after: datetime) -> Normal:
    """Bring a text into the form of its property's kind.

    `formats`: strptime patterns for dates that are not ISO; `not_after`: no event happens later.
    Raises FieldFault with the verdict for what breaks the kind.
    """
    if not storable(text):
        raise _fault(prop, STORABLE, text)
    if len(text) > MAX_TEXT:
        raise _fault(
            prop,
            say("at most {most} characters", most=MAX_TEXT),
            say("{n} characters", n=len(text)),
        )
    value = _KINDS[prop.kind](text, prop, formats, not_after)
    return Normal(value, None if value == text else text)


def storable(text: str) -> bool:
    """Tell whether every store can hold a text: without NUL and lone surrogates."""
    if "\x00" in text:
        return False
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _plain(text: str, prop: Property, *_: object) -> str:
    value = " ".join(unicodedata.normalize("NFC", text).split())
    if not value:
        raise _fault(prop, say("a text"), text)
    return value


def _identifier(text: str, prop: Property, *_: object) -> str:
    found = _identified(prop.identifier, text) if prop.identifier else None
    return _plain(text, prop) if found is None else found


def _identified(family: str, text: str) -> str | None:
    """Give the canonical form of an identifier."""
    found = identified(family, text)
    return found.value if isinstance(found, Identified) else None


def _country(text: str, prop: Property, *_: object) -> str:
    return country_code(text) or _plain(text, prop)


def _number(text: str, prop: Property, *_: object) -> str:
    if _NUMBER.fullmatch(text) is None:
        raise _fault(prop, say("a number like 1234.5"), text)
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise _fault(prop, say("a number like 1234.5"), text) from error
    if value and abs(value.adjusted()) > MAX_EXPONENT:
        raise _fault(prop, say("a number of at most {most} places", most=MAX_EXPONENT), text)
    plain = f"{value:f}" if value else "0"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _coordinate(limit: float) -> Callable[..., str]:
    def normal(text: str, prop: Property, *_: object) -> str:
        value = decimal_degrees(text)
        if value is None:
            raise _fault(prop, say("degrees"), text)
        if not -limit <= value <= limit:
            raise _fault(
                prop, say("degrees between -{limit} and {limit}", limit=f"{limit:g}"), text
            )
        return repr(value)

    return normal


def decimal_degrees(text: str) -> float | None:
    """Give the number that a text writes, or None; not a number and infinity pass as such."""
    try:
        return None if "_" in text else float(text)
    except ValueError:
        return None


def _date(text: str, prop: Property, formats: Sequence[str], _: datetime) -> str:
    value = date_text(text, tuple(formats))
    if value is None:
        raise _fault(prop, say("a date like 2026-03-10"), text)
    return value


def _time(text: str, prop: Property, formats: Sequence[str], not_after: datetime) -> str:
    value = _date(text, prop, formats, not_after)
    if value > not_after.strftime("%Y-%m-%dT%H:%M:%SZ"):
        raise _fault(
            prop, say("a time not after {not_after}", not_after=f"{not_after:%Y-%m-%d}"), text
        )
    return value


_KINDS: Final[Mapping[ValueKind, Callable[[str, Property, Sequence[str], datetime], str]]] = {
    ValueKind.NAME: _plain,
    ValueKind.IDENTIFIER: _identifier,
    ValueKind.DATE: _date,
    ValueKind.TIME: _time,
    ValueKind.COUNTRY: _country,
    ValueKind.TEXT: _plain,
    ValueKind.ADDRESS: _plain,
    ValueKind.NUMBER: _number,
    ValueKind.LATITUDE: _coordinate(90.0),
    ValueKind.LONGITUDE: _coordinate(180.0),
    ValueKind.TOPIC: _plain,
}

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL: Final = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}


@lru_cache(maxsize=65_536)
def date_text(text: str, formats: tuple[str, ...] = ()) -> str | None:
    """Give a date or time as ISO text as precise as it came, in UTC; None if it is none.

    A time without a zone counts as UTC, since no source here states another.
    """
    if _DAY.fullmatch(text):
        # As nearly all are; by the pattern it would take ten times as long.
        with suppress(ValueError):
            return text if date.fromisoformat(text).year >= EARLIEST_YEAR else None
    for pattern in (_PARTIAL.get(len(text)), *formats):
        if pattern and (found := _strptime(text, pattern)):
            return _written(found, pattern)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _written(found, "%H" if len(text) > len("2026-03-10") else "%d")


def instant(text: str) -> datetime:
    """Give the first moment of a normalised date or time."""
    missing = len("2026-03-10") - len(text)
    at = datetime.fromisoformat(text + "-01-01"[-missing:] if missing > 0 else text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def last_moment(text: str) -> datetime:
    """Give the last moment of a normalised date or time: of a day, a month, a year its end."""
    at = instant(text)
    if len(text) > len("2026-03-10"):
        return at
    if len(text) == len("2026-03-10"):
        return at + timedelta(days=1, microseconds=-1)
    months = 1 if len(text) == len("2026-03") else 12
    after = (at + timedelta(days=31 * months)).replace(day=1)
    return after - timedelta(microseconds=1)


def _strptime(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is set when written
    except ValueError:
        return None


def _written(found: datetime, pattern: str) -> str | None:
    try:
        at = found.astimezone(UTC) if found.tzinfo else found
    except OverflowError:
        return None
    if at.year < EARLIEST_YEAR:
        return None
    if "%H" in pattern or "%I" in pattern:
        fraction = f".{at.microsecond:06d}" if at.microsecond else ""
        return f"{at:%Y-%m-%dT%H:%M:%S}{fraction}Z"
    if "%d" in pattern:
        return f"{found:%Y-%m-%d}"
    return f"{found:%Y-%m}" if "%m" in pattern or "%b" in pattern else f"{found:%Y}"


def _fault(prop: Property, expected: Phrase, came: Said) -> FieldFault:
    return FieldFault(
        Fault(
            field=prop.name,
            expected=expected,
            came=came if isinstance(came, Phrase) else shown(came),
            repair=at_source(),
        )
    )
