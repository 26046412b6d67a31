"""Who acts: principals, their roles and purposes, and what a principal at a purpose may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from isthmus.model.ids import LabelId
from isthmus.model.label import Clearance

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why someone acts. `title`: per language."""

    id: str
    title: Mapping[str, str] = field(default_factory=dict)


class KeyUse(StrEnum):
    """What an access key opens; a key has one use and opens nothing else."""

    TAXII = "taxii"
    SCREENING = "screening"


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or a service principal.

    `purposes`: those that the principal may state. A service principal has exactly one and
    cannot sign in.
    """

    id: str
    name: str
    display_name: str
    roles: tuple[str, ...]
    purposes: tuple[str, ...]
    clearance: Clearance
    service: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """A principal at a purpose: what may be seen, as a set of label ids.

    Only `access` makes one. `withheld`: labels of what may be known to exist and may not be
    seen; none of `labels` is among them. `digest` names both sets, for keys of caches. `at`: when
    he reads; what is past its day by then proposes and joins nothing for him. None: whoever keeps
    things, past or not.
    """

    principal: Principal
    purpose: str
    labels: frozenset[LabelId]
    digest: bytes
    withheld: frozenset[LabelId] = frozenset()
    at: datetime | None = None

    def counts(self, until: datetime) -> bool:
        """Tell whether what is held until a day counts for him still."""
        return self.at is None or until > self.at


@dataclass(frozen=True, slots=True)
class Visible(Generic[T]):
    """What a reader of the own center may see. Only the store makes one, from a Reader."""

    value: T
    reader: Reader
