"""What binds a value that may leave: the obligations of the articles, and of the holder's law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from isthmus.model.label import Label
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.document import Obligation, Oblige, Permit


@dataclass(frozen=True)
class Bound:
    """An obligation, and the article that it stands in, as agreement/article."""

    article: str
    obligation: Obligation


def bound(
    agreements: Iterable[Agreement],
    used: Agreement,
    permits: Sequence[Permit],
    asking: Asking,
    label: Label,
) -> Iterator[Bound]:
    """Give what binds a value under `label` that `permits` of the agreement `used` let leave.

    A law binds whichever agreement is used; an agreement binds only what leaves under it.
    """
    for permit in permits:
        yield from (Bound(f"{used.id}/{permit.article}", one) for one in permit.obligations)
    for agreement in agreements:
        if agreement.id != used.id and not _is_law(agreement, asking):
            continue
        for article in agreement.document.articles:
            if isinstance(article, Oblige) and obliges(agreement, article, asking, label):
                name = f"{agreement.id}/{article.article}"
                yield from (Bound(name, one) for one in article.obligations)


def obliges(agreement: Agreement, article: Oblige, asking: Asking, label: Label) -> bool:
    """Tell whether an article binds what leaves under a label."""
    named = (
        (article.purposes, {asking.purpose}),
        (article.data_categories, label.data_categories),
        (article.subject_categories, label.subject_categories),
        (article.legal_bases, label.legal_bases),
        (article.handling, label.handling),
    )
    return (
        asking.action in article.actions
        and asking.holder in (article.releasing or agreement.document.parties)
        and (article.recipients == "any" or asking.recipient in article.recipients)
        and all(not names or not frozenset(names).isdisjoint(met) for names, met in named)
    )


def _is_law(agreement: Agreement, asking: Asking) -> bool:
    if agreement.document.layer != "national":
        return False
    first, before = agreement.bounds()
    return first <= asking.at < before


def obliging(agreements: Iterable[Agreement]) -> list[Agreement]:
    """Give those that have an article which binds whatever else leaves, in their order."""
    return [
        one
        for one in agreements
        if any(isinstance(article, Oblige) for article in one.document.articles)
    ]
