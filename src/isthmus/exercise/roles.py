"""Roles: which member of the cast plays what, by its place in the order of making.

The first of each kind play the story; all others are the crowd, about whom no rule may speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VESSEL_ROLES: Mapping[str, range] = MappingProxyType(
    {
        "listed": range(6),
        "changed": range(6, 9),
        "listed-by-number": range(9, 12),
        "newly-listed": range(12, 15),
        "delisted": range(15, 16),
        "listed-unseen": range(16, 20),
        "namesake": range(20, 22),
        "inherits-mmsi": range(22, 23),
        "reflagged": range(23, 24),
        "silent": range(24, 28),
        "tender": range(28, 29),
        "newly-listed-unseen": range(29, 30),
    }
)
"""`changed`: listed under what they were called before. `listed-by-number`: on a list that knows
only names and IMO numbers. `namesake`: bears a listed ship's name. `inherits-mmsi`: bears the MMSI
that a listed ship gave up. `reflagged`: changed flag and is on no list. `silent`: an innocent gap.
`tender`: meets a listed ship in the dark."""

PERSON_ROLES: Mapping[str, range] = MappingProxyType(
    {
        "listed-travels": range(4),
        "newly-listed-travels": range(4, 6),
        "namesake": range(6, 9),
        "listed": range(9, 29),
        "delisted": range(29, 30),
        "un-only": range(30, 34),
        "sema-only": range(34, 36),
        "newly-listed": range(36, 38),
        "ring": range(38, 44),
    }
)
"""`namesake`: the name of one who is listed, another date of birth. `ring`: whom they telephone."""

BANK_ROLES: Mapping[str, range] = MappingProxyType(
    {
        "listed": range(4),
        "newly-listed": range(4, 5),
        "namesake-abroad": range(5, 6),
        "similar-name": range(6, 8),
    }
)

SHIPPING_ROLES: Mapping[str, range] = MappingProxyType({"listed": range(5)})

TRADING_ROLES: Mapping[str, range] = MappingProxyType(
    {
        "listed": range(1),
        "newly-listed": range(1, 2),
        "similar-name": range(2, 3),
        "listed-idle": range(5, 14),
        "newly-listed-idle": range(14, 16),
    }
)
"""`idle`: no other stream knows them."""

PERSON_OFAC = ("listed-travels", "listed", "delisted")
PERSON_UN = (0, 1, 2, 3, 9, 10, *PERSON_ROLES["un-only"])
PERSON_SEMA = (1, 11, 12, 13, *PERSON_ROLES["sema-only"])
OWNER_IN_ANNEX = ("listed-by-number", "reflagged", "tender")
"""Ships whose owner no list gives, and the closed annex of the register does."""
VESSEL_SEMA = (0, 1, *VESSEL_ROLES["listed-by-number"])


def role_of(roles: Mapping[str, range], at: int) -> str:
    """Give the role of a member by its place; `crowd` where it plays none."""
    return next((role for role, places in roles.items() if at in places), "crowd")
