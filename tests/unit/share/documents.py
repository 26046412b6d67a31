"""Agreements for examples, one line each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from isthmus.share.document import (
    AgreementDocument,
    Article,
    Forbid,
    Layer,
    Permit,
    Validity,
)
from tests.unit.share.cases import START, TITLE


def permit(**changed: Any) -> Permit:  # noqa: ANN401 - the fields of an article
    """Give article 4: travel data for border security, up to OFFICIAL."""
    usual: dict[str, Any] = {
        "article": "4",
        "title": TITLE,
        "actions": ["release"],
        "recipients": ["alder", "birch"],
        "purposes": ["border-security"],
        "data_categories": ["travel"],
        "legal_bases": ["Border Act, s. 4"],
        "ceiling": {"national": "OFFICIAL"},
    }
    return Permit(**{**usual, **changed})


def forbid(**changed: Any) -> Forbid:  # noqa: ANN401 - likewise
    """Give article 2: no release."""
    usual: dict[str, Any] = {"article": "2", "title": TITLE, "actions": ["release"]}
    return Forbid(**{**usual, **changed})


def agreement(
    *articles: Article,
    name: str = "alder-birch",
    layer: Layer = "bilateral",
    parties: list[str] | None = None,
) -> AgreementDocument:
    """Give an agreement of a year between Alder and Birch."""
    return AgreementDocument(
        agreement=name,
        version=1,
        layer=layer,
        title=TITLE,
        legal_instrument="Treaty of 12 May 2019",
        parties=parties or ["alder", "birch"],
        valid=Validity(first=START, before=START + timedelta(days=365)),
        articles=list(articles),
    )
