"""Identifiers of telephones and SIM cards: IMEI, IMSI, ICCID."""

from __future__ import annotations

import re

from stdnum import imsi as imsi_codes
from stdnum import luhn

from isthmus.identifiers.outcome import Identified, Outcome, Rejected, compact, identifier

_SERIAL_DIGITS = 14
"""An IMEI without its check digit: type allocation code and serial number."""
_FULL_DIGITS = 15


@identifier
def imei(text: str) -> Outcome:
    """Give the fifteen digits of an IMEI.

    Fourteen digits get their check digit; sixteen (with a software version) lose the version, so
    that one device has one number.
    """
    digits = compact(text).removeprefix("IMEISV").removeprefix("IMEI").lstrip(":")
    if not re.fullmatch(r"[0-9]{14,16}", digits) or len(set(digits)) == 1:
        return Rejected("expected 14, 15 or 16 digits")
    serial = digits[:_SERIAL_DIGITS]
    whole = serial + luhn.calc_check_digit(serial)
    if len(digits) == _FULL_DIGITS and digits != whole:
        return Rejected("the check digit does not fit")
    return Identified(whole)


@identifier
def imsi(text: str) -> Outcome:
    """Give the digits of an IMSI, with the country of its mobile country code."""
    digits = compact(text).removeprefix("IMSI").lstrip(":")
    if not re.fullmatch(r"[0-9]{14,15}", digits):
        return Rejected("expected 14 or 15 digits")
    if not imsi_codes.is_valid(digits):
        return Rejected("begins with no known mobile country code")
    country = imsi_codes.info(digits).get("cc", "").upper()
    return Identified(digits, country if re.fullmatch(r"[A-Z]{2}", country) else None)


@identifier
def iccid(text: str) -> Outcome:
    """Give the digits of a SIM card number, which begins with 89 and ends with a check digit."""
    digits = compact(text).removeprefix("ICCID").lstrip(":").rstrip("F")
    if not re.fullmatch(r"89[0-9]{16,18}", digits):
        return Rejected("expected 18 to 20 digits that begin with 89")
    if not luhn.is_valid(digits):
        return Rejected("the check digit does not fit")
    return Identified(digits)
