"""Problems: errors on the wire, RFC 9457."""

from __future__ import annotations

import msgspec

from isthmus.flow.documents.values import Texts


class Problem(msgspec.Struct, kw_only=True, frozen=True):
    """One error. `code`: stable, see `isthmus.errors`; `repair`: what to do about it.

    `detail` and `repair` are English; the others say the same in every language of the console.
    """

    type: str
    title: str
    status: int
    detail: str
    detail_text: Texts
    code: str
    repair: str
    repair_text: Texts
    instance: str
