"""Reasons that a person writes beside what he tells partners."""

from __future__ import annotations

from typing import Final

from isthmus.errors import InputError
from isthmus.phrases import say

REASON_MAX: Final = 400
"""Letters of a reason that are kept; a message carries no more."""


def written_reason(text: str) -> str:
    """Give a reason as it is kept and sent; raises InputError where there is none."""
    reason = text.strip()[:REASON_MAX]
    if not reason:
        message = say("expected a reason, got none")
        raise InputError(message, repair=say("say in a sentence what shows it"))
    return reason
