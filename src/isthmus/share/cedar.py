"""Agreements as Cedar: the same agreement always gives the same text.

One policy per article. A permit holds only for a label that it covers in every field; a forbid
holds for a label that has anything of what it names. What a center does not know it denies: a
level that no table knows, a label without a data category or a legal basis.

Cedar skips a policy that raises an error, so that a `forbid` would fail open: every attribute that
may be missing is asked for before it is read, the policies are checked against the schema, and
whoever decides takes any error for a denial.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from isthmus.model.label import LEVELS, Label
from isthmus.share.agreement import Agreement
from isthmus.share.document import ACTIONS, Article, Forbid, Oblige, Permit

_SETS: Final = ("data", "subjects", "bases", "handling", "third", "releasable", "purposes")
_LEVELS: Final = "".join(f"  level_{scheme}?: Long,\n" for scheme in LEVELS)
_FIELDS: Final = "".join(f"  {name}: Set<String>,\n" for name in _SETS)
SCHEMA: Final = f"""entity Center;
entity Label {{
{_LEVELS}{_FIELDS}  unknown_level: Bool,
  releasable_to_all: Bool,
  every_purpose: Bool
}};
action {", ".join(ACTIONS)} appliesTo {{
  principal: [Center],
  resource: [Label],
  context: {{
    holder: String,
    now: datetime,
    purpose: String,
    role: String,
    approvals: Long,
    emergencies: Set<String>,
    consents: Set<String>
  }}
}};
"""


def compiled(agreement: Agreement) -> str:
    """Give the policies of an agreement."""
    head = f"// {agreement.id}, version {agreement.document.version}\n"
    return head + "\n".join(policy(agreement, article) for article in agreement.document.articles)


def policy(agreement: Agreement, article: Article) -> str:
    """Give the policy of one article; one that only obliges lets nothing leave and keeps nothing.

    What it obliges to is told by `binding`.
    """
    if isinstance(article, Oblige):
        return f"// {policy_id(agreement, article)} obliges\n"
    effect = "permit" if isinstance(article, Permit) else "forbid"
    terms = _of_permit(agreement, article) if isinstance(article, Permit) else _of_forbid(article)
    recipients = "any" if article.recipients == "any" else sorted(set(article.recipients))
    principal = (
        "true"
        if recipients == "any"
        else _any_of(f"principal == Center::{_text(name)}" for name in recipients)
    )
    actions = ", ".join(f"Action::{_text(name)}" for name in sorted(set(article.actions)))
    first, before = agreement.bounds()
    releasing = article.releasing or agreement.document.parties
    when = [
        principal,
        f"{_set(releasing)}.contains(context.holder)",
        f'context.now >= datetime("{first:%Y-%m-%dT%H:%M:%SZ}")',
        f'context.now < datetime("{before:%Y-%m-%dT%H:%M:%SZ}")',
        *terms,
    ]
    body = " &&\n  ".join(term for term in when if term != "true")
    return (
        f"@id({_text(policy_id(agreement, article))})\n"
        f"{effect} (principal, action in [{actions}], resource)\n"
        f"when {{\n  {body}\n}};\n"
    )


def policy_id(agreement: Agreement, article: Article) -> str:
    """Name an article among those of all agreements."""
    return f"{agreement.id}/{article.article}"


def facts(label: Label, holder: str) -> dict[str, object]:
    """Give what Cedar knows of a label that `holder` keeps."""
    levels = {
        f"level_{scheme}": LEVELS[scheme].index(level)
        for scheme, level in label.classification
        if level in LEVELS.get(scheme, ())
    }
    return {
        **levels,
        "unknown_level": len(levels) != len(label.classification),
        "data": sorted(label.data_categories),
        "subjects": sorted(label.subject_categories),
        "bases": sorted(label.legal_bases),
        "handling": sorted(label.handling),
        "third": sorted(third_parties(label, holder)),
        "releasable_to_all": label.releasable_to.names is None,
        "releasable": sorted(label.releasable_to.names or ()),
        "every_purpose": label.purposes.names is None,
        "purposes": sorted(label.purposes.names or ()),
    }


def third_parties(label: Label, holder: str) -> frozenset[str]:
    """Give the other centers from which something under a label came.

    An originator of another center is named `center/agency`.
    """
    centers = {name.partition("/")[0] for name in label.originators if "/" in name}
    return frozenset(centers - {holder})


def _of_permit(agreement: Agreement, one: Permit) -> Iterator[str]:
    yield "!resource.unknown_level"
    for scheme in LEVELS:
        yield _level_within(scheme, one.ceiling)
    yield "!resource.data.isEmpty()"
    yield _covers(one.data_categories, "data")
    if one.subject_categories != "any":
        yield _covers(one.subject_categories, "subjects")
    yield "!resource.bases.isEmpty()"
    if one.legal_bases != "any":
        yield _covers(one.legal_bases, "bases")
    yield _covers(one.handling, "handling")
    named = _any_of(
        f"(principal == Center::{_text(name)} && resource.releasable.contains({_text(name)}))"
        for name in sorted(set(one.recipients))
    )
    yield f"(resource.releasable_to_all || {named})"
    yield f"{_set(one.purposes)}.contains(context.purpose)"
    yield "(resource.every_purpose || resource.purposes.contains(context.purpose))"
    yield "context.consents.containsAll(resource.third)"
    if one.requested_by:
        yield f"{_set(one.requested_by)}.contains(context.role)"
    if one.approvals:
        yield f"context.approvals >= {one.approvals}"
    if one.emergency:
        yield f"context.emergencies.contains({_text(agreement.id)})"


def _of_forbid(one: Forbid) -> Iterator[str]:
    if one.purposes:
        yield f"{_set(one.purposes)}.contains(context.purpose)"
    named = {
        "data": one.data_categories,
        "subjects": one.subject_categories,
        "bases": one.legal_bases,
        "handling": one.handling,
    }
    for field, values in named.items():
        if values:
            yield f"{_set(values)}.containsAny(resource.{field})"
    if one.above:
        yield _any_of(
            f"(if resource has level_{scheme} then resource.level_{scheme} > "
            f"{LEVELS[scheme].index(level)} else false)"
            for scheme, level in sorted(one.above.items())
        )


def _level_within(scheme: str, ceiling: Mapping[str, str]) -> str:
    name = f"level_{scheme}"
    if scheme not in ceiling:
        return f"!(resource has {name})"
    most = LEVELS[scheme].index(ceiling[scheme])
    return f"(if resource has {name} then resource.{name} <= {most} else true)"


def _covers(names: Iterable[str], field: str) -> str:
    known = set(names)
    return (
        f"{_set(known)}.containsAll(resource.{field})" if known else f"resource.{field}.isEmpty()"
    )


def _any_of(terms: Iterable[str]) -> str:
    return f"({' || '.join(terms)})"


def _set(names: Iterable[str]) -> str:
    return f"[{', '.join(_text(name) for name in sorted(set(names)))}]"


def _text(value: str) -> str:
    """Write a text as Cedar does; the form of a document lets nothing in that needs more."""
    return json.dumps(value, ensure_ascii=False)
