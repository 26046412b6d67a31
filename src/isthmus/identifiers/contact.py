"""Identifiers by which people are reached: telephone numbers and e-mail addresses."""

from __future__ import annotations

import re

from isthmus.identifiers.outcome import (
    Identified,
    Outcome,
    Rejected,
    identifier,
    plain,
    refusal,
)

_PHONE_CHARACTERS = re.compile(r"\+?[0-9 ()./-]+(?:(?:ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s<>(),:;\"\[\]\\]{1,64}@[^@\s<>(),:;\"\[\]\\]{1,253}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")


def phone(text: str, *, country: str | None = None) -> Outcome:
    """Give a telephone number as E.164 (+ and digits), with its country.

    `country`: ISO 3166-1 alpha-2 of the source; only with it may a number lack its + or 00.
    A number of a possible length passes, since numbering plans change before their copies do.
    """
    return refusal(text) or _phone(plain(text), country)


def _phone(written: str, country: str | None) -> Outcome:
    import phonenumbers  # noqa: PLC0415 - the numbering plans load when the first number comes

    number = written.lower().removeprefix("tel:").strip()
    if number.startswith("00"):
        number = f"+{number[2:].lstrip()}"
    if not _PHONE_CHARACTERS.fullmatch(number):
        return Rejected("expected + and digits, with spaces or dashes between them")
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return Rejected("expected + and a country's calling code before the number")
    if not phonenumbers.is_possible_number(parsed):
        return Rejected("has too few or too many digits for its country")
    value = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(parsed)
    return Identified(value, None if region == "001" else region)


@identifier
def email(text: str) -> Outcome:
    """Give an e-mail address in small letters, with its domain in ASCII (IDNA)."""
    address = plain(text)
    found = re.fullmatch(r"[^<>]*<([^<>]+)>", address)
    bare = (found[1] if found is not None else address).strip()
    bare = re.sub(r"^mailto:", "", bare, flags=re.IGNORECASE)
    if not _EMAIL.fullmatch(bare):
        return Rejected("expected one @ between a name and a domain")
    local, _, domain = bare.rpartition("@")
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return Rejected("the domain is no Internet name")
    if not _DOMAIN.fullmatch(ascii_domain) or ".." in local or local.strip(".") != local:
        return Rejected("the name or the domain is not well formed")
    return Identified(f"{plain(local.lower())}@{ascii_domain}")
