"""The form of an agreement: what its document may hold, and nothing else.

The JSON Schema in `schema/agreement.schema.json` is made from these types.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta

Name: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
"""A center, an agreement, a purpose, a category, a role: lower case letters, digits, dashes."""
Words: TypeAlias = Annotated[
    str, Meta(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f]+$")
]
Mark: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9 :+/._-]{0,80}$")]
"""A handling caveat, as labels spell it."""
Whole: TypeAlias = Annotated[int, Meta(ge=1, le=36_500)]
EMERGENCY_HOURS_MAX: Final = 72
"""No emergency lasts longer by one declaration; another one may follow it."""
Action: TypeAlias = Literal["release", "match", "aggregate", "redistribute"]
Layer: TypeAlias = Literal["national", "bilateral", "regional"]
Any_: TypeAlias = Literal["any"]
ACTIONS: Final[tuple[Action, ...]] = ("release", "match", "aggregate", "redistribute")
LAYERS: Final[tuple[Layer, ...]] = ("national", "bilateral", "regional")
"""From the narrowest to the widest: where several agreements permit, the first one is used."""


Coarseness: TypeAlias = Literal[
    "day",
    "month",
    "year",
    "decade",
    "tenth of a degree",
    "degree",
    "tens",
    "hundreds",
    "thousands",
    "millions",
]
"""How precisely a date, a place or a number may leave."""


class Title(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A text in every language of the console."""

    en: Words
    fr: Words
    ar: Words


class Validity(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """When an agreement is in force: from the first day until before the last, in UTC."""

    first: date
    before: date


class Equivalent(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """What a level of one party's scheme is called when it leaves: a level of another scheme.

    Levels of the national schemes of two centers are never compared; this is the only bridge.
    """

    center: Name
    scheme: str
    level: str
    as_scheme: str
    as_level: str


class Requests(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Who may request under an agreement, and within how many hours an answer is due.

    `requested_by`: roles of whoever writes the request, empty for any. The hours are those of
    Article 5 of Directive (EU) 2023/977 unless others are agreed.
    """

    requested_by: list[Name] = []
    ordinary_hours: Whole = 168
    urgent_hours: Whole = 8


class Emergencies(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Who may declare an emergency under an agreement, and for how many hours at most.

    `declared_by`: the parties that may, empty for any of them.
    """

    declared_by: list[Name] = []
    hours_most: Annotated[int, Meta(ge=1, le=EMERGENCY_HOURS_MAX)] = EMERGENCY_HOURS_MAX


class _Obligation(
    msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, tag_field="do"
):
    pass


class Drop(_Obligation, tag="drop", kw_only=True, frozen=True):
    """Leave these properties out."""

    properties: Annotated[list[str], Meta(min_length=1)]


class Mask(_Obligation, tag="mask", kw_only=True, frozen=True):
    """Replace the characters of these properties, but for the last `keep`."""

    properties: Annotated[list[str], Meta(min_length=1)]
    keep: Annotated[int, Meta(ge=0, le=8)] = 0


class Generalise(_Obligation, tag="generalise", kw_only=True, frozen=True):
    """Give these properties only as precisely as this."""

    properties: Annotated[list[str], Meta(min_length=1)]
    to: Coarseness


class Aggregate(_Obligation, tag="aggregate", kw_only=True, frozen=True):
    """Give counts only, and none below this."""

    minimum: Annotated[int, Meta(ge=2, le=1_000)]


class DeleteAfter(_Obligation, tag="delete after", kw_only=True, frozen=True):
    """Delete it so many days after it was released."""

    days: Whole


class Notify(_Obligation, tag="notify", kw_only=True, frozen=True):
    """Tell the originator of each use outside the named purpose."""


class NoOnward(_Obligation, tag="no onward release", kw_only=True, frozen=True):
    """Hand it to nobody else, whoever consents."""


Obligation: TypeAlias = Drop | Mask | Generalise | Aggregate | DeleteAfter | Notify | NoOnward


class _Article(
    msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, tag_field="effect"
):
    article: Words
    title: Title
    actions: Annotated[list[Action], Meta(min_length=1)]
    releasing: list[Name] = []


class Permit(_Article, tag="permit", kw_only=True, frozen=True):
    """An article under which something may leave.

    It covers a value only if it names everything that the value's label has: each of its data
    categories, subject categories, legal bases and handling caveats, and a ceiling for each scheme
    of its classification. `releasing`: the parties that may let it leave, `requested_by`: roles;
    empty for any. `approvals`: of persons at the releasing center, whoever releases counting as the
    first. `emergency`: it holds only in a declared emergency, between the center that declared it
    and each other party.
    """

    recipients: Annotated[list[Name], Meta(min_length=1)]
    purposes: Annotated[list[Name], Meta(min_length=1)]
    data_categories: Annotated[list[Name], Meta(min_length=1)]
    legal_bases: Annotated[list[Words], Meta(min_length=1)] | Any_
    ceiling: dict[str, str]
    subject_categories: list[Name] | Any_ = []
    handling: list[Mark] = []
    requested_by: list[Name] = []
    approvals: Annotated[int, Meta(ge=0, le=5)] = 0
    emergency: bool = False
    obligations: list[Obligation] = []


class Forbid(_Article, tag="forbid", kw_only=True, frozen=True):
    """An article that keeps something at home, whatever another article says.

    It holds for a value whose label has any of what is named, in each list that is given; `above`:
    a level that may not be passed, per scheme.
    """

    recipients: Annotated[list[Name], Meta(min_length=1)] | Any_ = "any"
    purposes: list[Name] = []
    data_categories: list[Name] = []
    subject_categories: list[Name] = []
    legal_bases: list[Words] = []
    handling: list[Mark] = []
    above: dict[str, str] = {}


class Oblige(_Article, tag="oblige", kw_only=True, frozen=True):
    """An article that binds whatever else the agreement permits, or a law whatever leaves.

    It holds for a value whose label has any of what is named, in each list that is given.
    """

    recipients: Annotated[list[Name], Meta(min_length=1)] | Any_ = "any"
    purposes: list[Name] = []
    data_categories: list[Name] = []
    subject_categories: list[Name] = []
    legal_bases: list[Words] = []
    handling: list[Mark] = []
    obligations: Annotated[list[Obligation], Meta(min_length=1)]


Article: TypeAlias = Permit | Forbid | Oblige


class AgreementDocument(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One agreement between centers, or the prohibitions of one center's law.

    `legal_instrument`: the treaty, act or decision that it carries out. `requests`: null where
    nobody may request under it. `emergencies`: null where any party may declare one, for as long
    as there may be one at all, and only where an article holds in an emergency.
    """

    agreement: Name
    version: Whole
    layer: Layer
    title: Title
    legal_instrument: Words
    parties: Annotated[list[Name], Meta(min_length=1, max_length=50)]
    valid: Validity
    equivalents: Annotated[list[Equivalent], Meta(max_length=200)] = []
    requests: Requests | None = None
    emergencies: Emergencies | None = None
    articles: Annotated[list[Article], Meta(min_length=1, max_length=500)]
