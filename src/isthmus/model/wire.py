"""Kinds of value in what centers send each other, each no wider than every store can keep.

A time without its zone, text with a NUL, or a number beyond 63 bits never gets past reading: it is
refused there, and no store is asked to keep it (protocol E9).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, TypeAlias

from msgspec import Meta

from isthmus.model.ids import ID_BYTES

DIGEST_BYTES: Final = 32
_NUMBER_MAX: Final = (1 << 63) - 1

WireId: TypeAlias = Annotated[bytes, Meta(min_length=ID_BYTES, max_length=ID_BYTES)]
Digest: TypeAlias = Annotated[bytes, Meta(max_length=DIGEST_BYTES)]
CenterName: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,62}\Z")]
Line: TypeAlias = Annotated[str, Meta(max_length=400, pattern=r"^[^\x00]*\Z")]
Passage: TypeAlias = Annotated[str, Meta(max_length=4_000, pattern=r"^[^\x00]*\Z")]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[^\x00]*\Z")]
Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100_000, pattern=r"^[^\x00]*\Z")]
Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]
Count: TypeAlias = Annotated[int, Meta(ge=0, le=_NUMBER_MAX)]
Ordinal: TypeAlias = Annotated[int, Meta(ge=1, le=_NUMBER_MAX)]
