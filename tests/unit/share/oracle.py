"""The same agreements, read by a plain interpreter: what it does not permit must never leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from isthmus.model.label import LEVELS, Label
from isthmus.share.asking import Asking
from isthmus.share.document import AgreementDocument, Article, Forbid, Oblige, Permit


def permitted_by(
    agreements: Iterable[AgreementDocument], asking: Asking, label: Label
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the articles that permit and those that forbid, each as agreement/article."""
    permits, forbids = set(), set()
    for document, article in _concerned(agreements, asking):
        name = f"{document.agreement}/{article.article}"
        if isinstance(article, Forbid):
            if _forbids(article, asking, label):
                forbids.add(name)
        elif (
            isinstance(article, Permit)
            and asking.under in {None, document.agreement}
            and _permits(document, article, asking, label)
        ):
            permits.add(name)
    return frozenset(permits), frozenset(forbids)


def obliged_by(
    agreements: Iterable[AgreementDocument], asking: Asking, label: Label, used: str
) -> frozenset[str]:
    """Give the articles of `used`, and of the laws in force, that oblige, as agreement/article."""
    return frozenset(
        f"{document.agreement}/{article.article}"
        for document, article in _concerned(agreements, asking)
        if isinstance(article, Oblige)
        and (document.agreement == used or document.layer == "national")
        and _has_any(article, asking, label)
    )


def _concerned(
    agreements: Iterable[AgreementDocument], asking: Asking
) -> list[tuple[AgreementDocument, Article]]:
    return [
        (document, article)
        for document in agreements
        if asking.holder != asking.recipient and _in_force(document, asking.at)
        for article in document.articles
        if _concerns(document, article, asking)
    ]


def _in_force(document: AgreementDocument, at: datetime) -> bool:
    first, before = (
        datetime.combine(day, time(), tzinfo=UTC)
        for day in (document.valid.first, document.valid.before)
    )
    return first <= at < before


def _concerns(document: AgreementDocument, article: Article, asking: Asking) -> bool:
    return (
        asking.action in article.actions
        and asking.holder in (article.releasing or document.parties)
        and (article.recipients == "any" or asking.recipient in article.recipients)
    )


def _permits(document: AgreementDocument, article: Permit, asking: Asking, label: Label) -> bool:
    terms = (
        asking.recipient in label.releasable_to,
        asking.purpose in label.purposes,
        asking.purpose in article.purposes,
        bool(label.data_categories),
        bool(label.legal_bases),
        all(_reaches(article, scheme, level) for scheme, level in label.classification),
        all(_consented(originator, asking) for originator in label.originators),
        _covers(article.data_categories, label.data_categories),
        _covers(article.subject_categories, label.subject_categories),
        _covers(article.legal_bases, label.legal_bases),
        _covers(article.handling, label.handling),
        not article.requested_by or asking.role in article.requested_by,
        asking.approvals >= article.approvals,
        document.agreement in asking.emergencies or not article.emergency,
    )
    return all(terms)


def _reaches(article: Permit, scheme: str, level: str) -> bool:
    known = scheme in article.ceiling and level in LEVELS.get(scheme, ())
    return known and _rank(scheme, level) <= _rank(scheme, article.ceiling[scheme])


def _consented(originator: str, asking: Asking) -> bool:
    center, slash, _ = originator.partition("/")
    return not slash or center == asking.holder or center in asking.consents


def _forbids(article: Forbid, asking: Asking, label: Label) -> bool:
    if not _has_any(article, asking, label):
        return False
    if not article.above:
        return True
    return any(
        scheme in article.above
        and level in LEVELS.get(scheme, ())
        and _rank(scheme, level) > _rank(scheme, article.above[scheme])
        for scheme, level in label.classification
    )


def _has_any(article: Forbid | Oblige, asking: Asking, label: Label) -> bool:
    if article.purposes and asking.purpose not in article.purposes:
        return False
    for named, found in (
        (article.data_categories, label.data_categories),
        (article.subject_categories, label.subject_categories),
        (article.legal_bases, label.legal_bases),
        (article.handling, label.handling),
    ):
        if named and not set(named) & found:
            return False
    return True


def _covers(named: Sequence[str] | str, found: frozenset[str]) -> bool:
    return named == "any" or all(one in named for one in found)


def _rank(scheme: str, level: str) -> int:
    return LEVELS[scheme].index(level)
