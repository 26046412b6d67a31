"""Dates, names and contacts as travel messages write them.

A date or time that cannot be read is given as it came: its text is a claim too, and the mapping
says which field it was.
"""

from __future__ import annotations

import re
from datetime import date, datetime

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_FUSED_TITLES = ("MRS", "MSTR", "MR")
"""Titles that may be fused to a given name without a space and hardly end one themselves."""
_OTHER_TITLES = ("MISS", "MS", "DR", "PROF")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,}[0-9]")
_FEWEST_PHONE_DIGITS = 7
_CENTURY = 100


def local_time(day: str, clock: str, *, century: int = 2000) -> str:
    """Give ddmmyy and hhmm as 2031-12-24T18:30, or the day alone; local time, as it came."""
    found = re.fullmatch(r"([0-9][0-9])([0-9][0-9])([0-9][0-9])", day)
    if found is None:
        return " ".join(part for part in (day, clock) if part)
    iso = _iso(century + int(found[3]), int(found[2]), int(found[1]))
    if iso is None:
        return " ".join(part for part in (day, clock) if part)
    hour = re.fullmatch(r"([01][0-9]|2[0-3])([0-5][0-9])(?:[0-5][0-9])?", clock)
    return f"{iso}T{hour[1]}:{hour[2]}" if hour is not None else iso


def year_first(text: str) -> str:
    """Give yymmdd, yymmddhhmm or ccyymmdd, with or without hhmm behind it, as ISO text."""
    found = re.fullmatch(
        r"([0-9]{2}|[0-9]{4})([0-9][0-9])([0-9][0-9])(?:([0-9][0-9])([0-9][0-9]))?", text
    )
    if found is None or len(text) in {9, 11}:
        return text
    year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)  # noqa: PLR2004 - two digits
    iso = _iso(year, int(found[2]), int(found[3]))
    if iso is None:
        return text
    return f"{iso}T{found[4]}:{found[5]}" if found[4] is not None else iso


def birth_date(text: str, sent: date | None) -> str:
    """Give 24DEC81, 811224 or 19811224 as 1981-12-24: the last such day not after `sent`.

    Two digits of a year name no century; without `sent` the text stays as it came.
    """
    parts = _day_parts(text)
    if parts is None:
        return text
    year, month, day = parts
    if year < _CENTURY:
        if sent is None:
            return text
        year += sent.year - sent.year % _CENTURY
        if (year, month, day) > (sent.year, sent.month, sent.day):
            year -= _CENTURY
    return _iso(year, month, day) or text


def expiry_date(text: str) -> str:
    """Give 24DEC31 or 311224 as 2031-12-24: documents of travel end in this century."""
    parts = _day_parts(text)
    if parts is None:
        return text
    year, month, day = parts
    return _iso(year + (2000 if year < _CENTURY else 0), month, day) or text


def sent_date(day: str) -> date | None:
    """Give yymmdd or ccyymmdd of an interchange header as a date, or None."""
    try:
        return datetime.strptime(day[-6:], "%y%m%d").replace(tzinfo=None).date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def _day_parts(text: str) -> tuple[int, int, int] | None:
    named = re.fullmatch(r"([0-9]{1,2})([A-Z]{3})([0-9]{4}|[0-9]{2})", text.upper())
    if named is not None and named[2] in _MONTHS:
        return int(named[3]), _MONTHS.index(named[2]) + 1, int(named[1])
    found = re.fullmatch(r"([0-9]{4}|[0-9]{2})([0-9][0-9])([0-9][0-9])", text)
    return (int(found[1]), int(found[2]), int(found[3])) if found is not None else None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def given_and_title(given: str, known_given: str = "") -> tuple[str, str]:
    """Split a title off a given name, as 'JOHN MR' or 'JOHNMR'; ("JOHN", "MR").

    Conservative: behind a space any title counts. Fused, MR, MRS and MSTR count if two letters and
    a vowel stand before them; MS, MISS and DR only if another field (`known_given`) confirms that
    the name ends before them. Otherwise the name stays whole, with "".
    """
    upper = given.upper()
    for title in (*_FUSED_TITLES, *_OTHER_TITLES):
        if upper.endswith(f" {title}"):
            return given[: -len(title)].strip(), title
    for title in (*_FUSED_TITLES, *_OTHER_TITLES):
        if upper.endswith(title):
            name = given[: -len(title)]
            likely = title in _FUSED_TITLES and re.search(r"[AEIOUY]", name.upper()[-8:])
            if len(name) > 1 and (likely or _confirms(known_given, name, given)):
                return name, title
    return given, ""


def _confirms(known: str, name: str, fused: str) -> bool:
    plain = re.sub(r"[^A-Z]", "", known.upper())
    bare = re.sub(r"[^A-Z]", "", name.upper())
    return bool(bare) and plain.startswith(bare) and not plain.startswith(fused.upper())


def phones_in(text: str) -> list[str]:
    """Give what looks like telephone numbers: runs of at least seven digits and separators."""
    found = (run.strip(" -./") for run in _PHONE.findall(text))
    return [run for run in found if sum(c.isdigit() for c in run) >= _FEWEST_PHONE_DIGITS]


def email_in(text: str) -> str | None:
    """Give the e-mail address of a CTCE text, where // is @, .. is _ and ./ is - (IATA)."""
    found = re.search(r"\S+//\S+", text)
    if found is None:
        direct = re.search(r"[^\s/]+@[^\s/]+", text)
        return direct[0] if direct is not None else None
    local, _, domain = found[0].partition("//")
    return "@".join(part.replace("..", "_").replace("./", "-") for part in (local, domain))


def masked_card(number: str) -> str:
    """Give a card number with at most its last four digits; a masked one stays masked."""
    return "X" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else number  # noqa: PLR2004 - the last four
