"""What is asked of agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from isthmus.share.document import Action


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: may this leave `holder` for `recipient`, for a purpose, at a time.

    `role`: of whoever asked at the recipient. `approvals`: of persons at the holder. `emergencies`:
    the agreements under which a declared emergency holds between the two. `consents`: the centers
    that consented to the onward passing of what came from them. `under`: the one agreement that is
    to be used, None for any.
    """

    holder: str
    recipient: str
    action: Action
    purpose: str
    at: datetime
    role: str = ""
    approvals: int = 0
    emergencies: frozenset[str] = frozenset()
    consents: frozenset[str] = frozenset()
    under: str | None = None
