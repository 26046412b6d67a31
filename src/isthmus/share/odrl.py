"""Agreements as ODRL 2.2, for others to read: what Cedar decides by here is not decided by this.

Source: W3C ODRL Information Model 2.2 and ODRL Vocabulary 2.2 (recommendations of 15 February
2018). What ODRL has no word for stands in the profile of the export, under the prefix `isthmus`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from isthmus.share.agreement import Agreement
from isthmus.share.document import (
    Action,
    Aggregate,
    Article,
    DeleteAfter,
    Drop,
    Forbid,
    Generalise,
    Mask,
    NoOnward,
    Notify,
    Obligation,
    Permit,
    Title,
)

Json: TypeAlias = dict[str, object]

CONTEXT: Final = "http://www.w3.org/ns/odrl.jsonld"
PROFILE: Final = "https://isthmus.invalid/odrl/1"
_ACTIONS: Final[Mapping[Action, str]] = {
    "release": "distribute",
    "redistribute": "grantUse",
    "aggregate": "aggregate",
    "match": "isthmus:match",
}


def odrl(agreement: Agreement) -> Json:
    """Give an agreement as an ODRL policy of type Agreement."""
    document = agreement.document
    first, before = agreement.bounds()
    rules: dict[str, list[Json]] = {"permission": [], "prohibition": [], "obligation": []}
    for article in document.articles:
        kind = {"permit": "permission", "forbid": "prohibition", "oblige": "obligation"}
        rules[kind[_effect(article)]] += _rules(agreement, article)
    return {
        "@context": [CONTEXT, {"isthmus": f"{PROFILE}#", "dct": "http://purl.org/dc/terms/"}],
        "@type": "Agreement",
        "uid": f"urn:isthmus:agreement:{document.agreement}:{agreement.digest.hex()}",
        "profile": PROFILE,
        "dct:title": [
            {"@language": lang, "@value": text} for lang, text in _titles(document.title)
        ],
        "dct:source": document.legal_instrument,
        "dct:valid": f"{first:%Y-%m-%d}/{before:%Y-%m-%d}",
        **{name: some for name, some in rules.items() if some},
    }


def _effect(article: Article) -> str:
    if isinstance(article, Permit):
        return "permit"
    return "forbid" if isinstance(article, Forbid) else "oblige"


def _titles(title: Title) -> list[tuple[str, str]]:
    return [("en", title.en), ("fr", title.fr), ("ar", title.ar)]


def _rules(agreement: Agreement, article: Article) -> Iterator[Json]:
    """Give one rule for each center that may release: an assigner is one party in ODRL."""
    first, before = agreement.bounds()
    limits = [
        _limit("dateTime", "gteq", f"{first:%Y-%m-%dT%H:%M:%SZ}"),
        _limit("dateTime", "lt", f"{before:%Y-%m-%dT%H:%M:%SZ}"),
        *_limits(article),
    ]
    for assigner in article.releasing or agreement.document.parties:
        recipients = article.recipients
        others = (
            [] if recipients == "any" else [_party(one) for one in recipients if one != assigner]
        )
        if recipients != "any" and not others:
            continue
        rule: Json = {
            "uid": f"urn:isthmus:article:{agreement.id}/{article.article}#{assigner}",
            "target": {"@type": "AssetCollection", "refinement": _target(article)},
            "assigner": _party(assigner),
            "action": [_ACTIONS[action] for action in article.actions],
            "constraint": limits,
        }
        if others:
            rule["assignee"] = others
        duties = [] if isinstance(article, Forbid) else [_duty(o) for o in article.obligations]
        if duties and isinstance(article, Permit):
            rule["duty"] = duties
        elif duties:
            # A duty that binds whatever another article permits: its action is what must be done.
            rule["action"] = [duty["action"] for duty in duties]
        yield rule


def _party(center: str) -> str:
    return f"urn:isthmus:center:{center}"


def _limit(left: str, operator: str, right: object) -> Json:
    return {"leftOperand": left, "operator": operator, "rightOperand": right}


def _limits(article: Article) -> Iterator[Json]:
    if article.purposes:
        yield _limit("purpose", "isAnyOf", sorted(article.purposes))
    if isinstance(article, Permit):
        if article.requested_by:
            yield _limit("isthmus:requestedBy", "isAnyOf", sorted(article.requested_by))
        if article.approvals:
            yield _limit("isthmus:approvals", "gteq", article.approvals)
        if article.emergency:
            yield _limit("isthmus:emergency", "eq", article.emergency)


def _target(article: Article) -> list[Json]:
    """Give what values an article is about, by their labels.

    A permit covers a label only if it names everything that stands in it; the others hold for one
    that has anything of what they name.
    """
    operator = "isAllOf" if isinstance(article, Permit) else "isAnyOf"
    named: tuple[tuple[str, object], ...] = (
        ("isthmus:dataCategory", article.data_categories),
        ("isthmus:subjectCategory", article.subject_categories),
        ("isthmus:legalBasis", article.legal_bases),
        ("isthmus:handling", article.handling),
    )
    found = [
        _limit(name, operator, sorted(values))
        for name, values in named
        if isinstance(values, list) and values
    ]
    levels = article.ceiling if isinstance(article, Permit) else getattr(article, "above", {})
    relation = "lteq" if isinstance(article, Permit) else "gt"
    return [
        *found,
        *(
            _limit(f"isthmus:classification:{scheme}", relation, level)
            for scheme, level in sorted(levels.items())
        ),
    ]


def _duty(one: Obligation) -> Json:
    if isinstance(one, DeleteAfter):
        limit = _limit("delayPeriod", "lteq", {"@value": f"P{one.days}D", "@type": "xsd:duration"})
        return {"action": "delete", "constraint": [limit]}
    if isinstance(one, Notify):
        return {"action": "inform"}
    if isinstance(one, NoOnward):
        return {"action": "isthmus:keep"}
    if isinstance(one, Aggregate):
        limit = _limit("isthmus:least", "gteq", one.minimum)
        return {"action": "aggregate", "constraint": [limit]}
    return {"action": "anonymize", "constraint": [_hiding(one)]}


def _hiding(one: Drop | Mask | Generalise) -> Json:
    how = "drop" if isinstance(one, Drop) else "mask" if isinstance(one, Mask) else one.to
    return _limit(f"isthmus:{how.replace(' ', '-')}", "isAnyOf", sorted(one.properties))
