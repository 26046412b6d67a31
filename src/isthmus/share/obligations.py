"""Obligations: what each makes of a value. What cannot be carried out drops the value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from isthmus.model.ontology import ValueKind
from isthmus.model.release import HIDDEN, Change
from isthmus.share.document import Aggregate, Coarseness, Drop, Generalise, Mask, Obligation

_DATE: Final = re.compile(r"^\d{4}(-\d{2}(-\d{2}([T ].*)?)?)?$")
_KEPT_OF_DATE: Final[Mapping[Coarseness, int]] = {"day": 10, "month": 7, "year": 4, "decade": 3}
_STEP_OF_PLACE: Final[Mapping[Coarseness, Decimal]] = {
    "tenth of a degree": Decimal("0.1"),
    "degree": Decimal(1),
}
_STEP_OF_NUMBER: Final[Mapping[Coarseness, Decimal]] = {
    "tens": Decimal(10),
    "hundreds": Decimal(100),
    "thousands": Decimal(1_000),
    "millions": Decimal(1_000_000),
}
COARSENESS: Final[Mapping[ValueKind, frozenset[Coarseness]]] = {
    ValueKind.DATE: frozenset(_KEPT_OF_DATE),
    ValueKind.TIME: frozenset(_KEPT_OF_DATE),
    ValueKind.LATITUDE: frozenset(_STEP_OF_PLACE),
    ValueKind.LONGITUDE: frozenset(_STEP_OF_PLACE),
    ValueKind.NUMBER: frozenset(_STEP_OF_NUMBER),
}
"""How values of a kind may be generalised; those of another kind cannot be."""


def carried_out(
    obligations: Sequence[Obligation], name: str, kind: ValueKind, value: str
) -> tuple[str | None, Change]:
    """Give what is left of a property's value, None for nothing, and what was done to it.

    Whatever the order of the obligations, the strictest is carried out.
    """
    if any(isinstance(one, Aggregate) or _drops(one, name) for one in obligations):
        return None, Change.DROPPED
    keeps = [one.keep for one in obligations if isinstance(one, Mask) and name in one.properties]
    if keeps:
        return masked(value, min(keeps)), Change.MASKED
    left = value
    for one in obligations:
        if isinstance(one, Generalise) and name in one.properties:
            coarser = generalised(left, kind, one.to)
            if coarser is None:
                return None, Change.DROPPED
            left = coarser
    return left, Change.NONE if left == value else Change.GENERALISED


def masked(value: str, keep: int) -> str:
    """Hide the characters of a value but for the last `keep`; all of one that is not longer."""
    shown = value[-keep:] if 0 < keep < len(value) else ""
    return HIDDEN * (len(value) - len(shown)) + shown


def generalised(value: str, kind: ValueKind, to: Coarseness) -> str | None:
    """Give a value as precisely as `to` and no more; None where that cannot be said.

    A date of a decade ends with what stands for a hidden character. Places and numbers are rounded
    down.
    """
    if to not in COARSENESS.get(kind, ()):
        return None
    if to in _KEPT_OF_DATE:
        return _coarser_date(value, _KEPT_OF_DATE[to])
    step = _STEP_OF_PLACE.get(to) or _STEP_OF_NUMBER[to]
    try:
        number = Decimal(value)
        below = (number // step) * step
    except InvalidOperation:
        return None
    if not below.is_finite():
        return None
    # Division of decimals truncates towards zero; a place west of Greenwich must go further down.
    exact = below - step if number < below else below
    return f"{exact:f}"


def _drops(one: Obligation, name: str) -> bool:
    return isinstance(one, Drop) and name in one.properties


def _coarser_date(value: str, kept: int) -> str | None:
    if not _DATE.fullmatch(value):
        return None
    return f"{value[:kept]}{HIDDEN}" if kept == _KEPT_OF_DATE["decade"] else value[:kept]
