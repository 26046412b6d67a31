"""Labels on the wire: written out once per document, and referred to by a local name."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class ShownLevel(msgspec.Struct, kw_only=True, frozen=True):
    """One level of one classification scheme."""

    scheme: str
    level: str


class ShownLabel(msgspec.Struct, kw_only=True, frozen=True):
    """One label. `text`: its short mark. Where a list may be null, null means all."""

    text: str
    classification: list[ShownLevel]
    originators: list[str]
    releasable_to: list[str] | None
    handling: list[str]
    data_categories: list[str]
    subject_categories: list[str]
    legal_bases: list[str]
    purposes: list[str] | None
    discoverable_to: list[str] | None


Labels: TypeAlias = dict[str, ShownLabel]
"""Local reference (`L1`, `L2` ... in order of first use) to label."""
