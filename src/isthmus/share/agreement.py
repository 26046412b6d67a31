"""Agreements: documents read, checked as a whole, and known by the digest of their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import sha256

import msgspec

from isthmus.errors import AgreementInvalid
from isthmus.model.label import LEVELS
from isthmus.phrases import Phrase, say
from isthmus.share.document import (
    LAYERS,
    AgreementDocument,
    Article,
    Emergencies,
    Forbid,
    Permit,
)

AGREEMENT_BYTES_MAX = 1 << 20
_PLACE = re.compile(r" - at `(?P<path>[^`]*)`$")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+)`")
_OTHER = re.compile(r"Expected `(.+)`, got `(.+)`")
_INVALID = re.compile(r"Invalid (?:enum )?value (.+)")
_ARTICLE = re.compile(r"^\$\.articles\[(?P<at>\d+)\]")


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as it was signed. `digest`: SHA-256 of its bytes, which name it."""

    document: AgreementDocument
    digest: bytes

    @property
    def id(self) -> str:
        """Its name, which stays the same from version to version."""
        return self.document.agreement

    @property
    def rank(self) -> tuple[int, str]:
        """Its place among those that permit the same: narrower layers first."""
        return LAYERS.index(self.document.layer), self.id

    @property
    def has_emergency_articles(self) -> bool:
        """Whether something may leave under it only in a declared emergency."""
        return any(isinstance(a, Permit) and a.emergency for a in self.document.articles)

    def emergency_hours(self, center: str) -> int | None:
        """Give for how many hours a center may declare an emergency; None where it may not."""
        if not self.has_emergency_articles or center not in self.document.parties:
            return None
        rules = self.document.emergencies or Emergencies()
        if rules.declared_by and center not in rules.declared_by:
            return None
        return rules.hours_most

    def bounds(self) -> tuple[datetime, datetime]:
        """Give when it comes into force, and when it has ended."""
        valid = self.document.valid
        first, before = (
            datetime.combine(day, time(), tzinfo=UTC) for day in (valid.first, valid.before)
        )
        return first, before


def read_agreement(raw: bytes) -> Agreement:
    """Read the JSON of an agreement; raises AgreementInvalid, naming the article, for a slip.

    One document at a time can be wrong in several places: all those of its meaning are told at
    once, and of its form the first.
    """
    if len(raw) > AGREEMENT_BYTES_MAX:
        raise AgreementInvalid(
            say("expected an agreement of at most {most} bytes", most=AGREEMENT_BYTES_MAX)
        )
    try:
        document = msgspec.json.decode(raw, type=AgreementDocument)
    except msgspec.ValidationError as error:
        raise AgreementInvalid(_placed(str(error), raw)) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise AgreementInvalid(say("expected an agreement as JSON, got another text")) from error
    slips = list(_slips(document))
    if slips:
        raise AgreementInvalid(together(slips))
    return Agreement(document, sha256(raw).digest())


def together(slips: Sequence[Phrase]) -> Phrase:
    """Tell several slips as one; there is at least one."""
    first, *others = slips
    for other in others:
        first = say("{one}; {other}", one=first, other=other)
    return first


def _placed(error: str, raw: bytes) -> Phrase:
    """Say which article is wrong: people know articles, not positions in a list."""
    found = _PLACE.search(error)
    path = "$" if found is None else found["path"]
    what = _told(error if found is None else error[: found.start()])
    article = _ARTICLE.match(path)
    if article is None:
        return say("{what} at {where}", what=what, where=path.removeprefix("$.") or "$")
    at = int(article["at"])
    where = path[article.end() :].removeprefix(".") or "article"
    return say(
        "article {article}: {what} at {where}", article=_name(raw, at), what=what, where=where
    )


def _told(error: str) -> Phrase:
    """Give what the reader of the form says as a phrase."""
    if found := _MISSING.fullmatch(error):
        return say("the field {field} is missing", field=found[1])
    if found := _UNKNOWN.fullmatch(error):
        return say("the field {field} is unknown", field=found[1])
    if found := _OTHER.fullmatch(error):
        return say("expected {wanted}, got {came}", wanted=found[1], came=found[2])
    if found := _INVALID.fullmatch(error):
        return say("{came} is not among what may stand", came=found[1])
    return say("expected {wanted}", wanted=error.removeprefix("Expected "))


def _name(raw: bytes, at: int) -> str:
    try:
        name = msgspec.json.decode(raw)["articles"][at]["article"]
    except (LookupError, TypeError):
        name = None
    return name if isinstance(name, str) and name else f"#{at + 1}"


def _slips(document: AgreementDocument) -> Iterator[Phrase]:
    """Give what is wrong with a well-formed agreement."""
    if document.valid.first >= document.valid.before:
        yield say("valid: expected a first day before the day of its end")
    if len(set(document.parties)) != len(document.parties):
        yield say("parties: expected each center once")
    if (len(document.parties) == 1) != (document.layer == "national"):
        yield say("parties: expected one for a national layer, and several for another")
    if document.requests is not None and document.layer == "national":
        yield say("requests: expected none in a law of one center, got some")
    yield from _of_emergencies(document)
    names = [one.article for one in document.articles]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield say("article {article}: expected each number once", article=name)
    for one in document.articles:
        yield from _of_article(document, one)


def _of_emergencies(document: AgreementDocument) -> Iterator[Phrase]:
    rules = document.emergencies
    if rules is None:
        return
    if not any(isinstance(one, Permit) and one.emergency for one in document.articles):
        yield say("emergencies: expected an article that holds in an emergency, got none")
    for name in rules.declared_by:
        if name not in document.parties:
            yield say("emergencies: expected a party, got {name}", name=name)


def _of_article(document: AgreementDocument, one: Article) -> Iterator[Phrase]:
    if document.layer == "national" and isinstance(one, Permit):
        yield say(
            "article {article}: expected a prohibition, since a law of one center permits "
            "nothing to another",
            article=one.article,
        )
    strangers = [
        name
        for name in (() if one.recipients == "any" else one.recipients)
        if document.layer != "national" and name not in document.parties
    ]
    for name in strangers:
        yield say(
            "article {article}: expected a party as recipient, got {name}",
            article=one.article,
            name=name,
        )
    for name in one.releasing:
        if name not in document.parties:
            yield say(
                "article {article}: expected a party as releasing center, got {name}",
                article=one.article,
                name=name,
            )
    for scheme, level in _limits(one).items():
        if level not in LEVELS.get(scheme, ()):
            yield say(
                "article {article}: expected a level of a known scheme, got {scheme} {level}",
                article=one.article,
                scheme=scheme,
                level=level,
            )
    if isinstance(one, Permit) and not one.ceiling:
        yield say("article {article}: expected a ceiling for a scheme", article=one.article)


def _limits(one: Article) -> Mapping[str, str]:
    if isinstance(one, Permit):
        return one.ceiling
    return one.above if isinstance(one, Forbid) else {}
