"""Decisions: per label, whether something may leave, and under which obligations.

Everything that is not clearly permitted is refused: no article that covers it, an article that
forbids it, a label that nobody knows, an error of the policy engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeAlias

import cedarpy

from isthmus.errors import AgreementInvalid
from isthmus.model.label import Label
from isthmus.phrases import say
from isthmus.share import cedar
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.binding import Bound, bound, obliging
from isthmus.share.document import Article, Obligation, Oblige, Permit


class Why(StrEnum):
    """Why something stays at home."""

    UNCOVERED = "no article covers it"
    FORBIDDEN = "an article forbids it"
    CONSENT = "its originator has not consented"
    UNMAPPED = "no article says what its classification is called there"
    FAILED = "it could not be decided"


@dataclass(frozen=True, slots=True)
class Permitted:
    """It may leave: under one agreement, by these articles, bound by what all of them oblige to.

    `bound`: obligations with their articles, those of the holder's law too; `obligations`: what
    must be carried out, whoever says so, each once.
    """

    agreement: str
    digest: bytes
    articles: tuple[str, ...]
    bound: tuple[Bound, ...]
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """It stays. `articles`: those that forbid it, each as agreement/article."""

    why: Why
    articles: tuple[str, ...] = ()


Decision: TypeAlias = Permitted | Refused


_FIELDS: Final[Mapping[str, str]] = {
    "data": "data_categories",
    "subjects": "subject_categories",
    "bases": "legal_bases",
    "handling": "handling",
}
"""The sets that policies compare -> what they are called in a label, and in an article."""
SLICES_MAX: Final = 2_000
"""A partner may ask for any purpose; what is parsed for it must not grow without end."""
_ANOTHER: Final = "\x01"
"""Stands for whatever no policy names: no document may hold it."""


@dataclass(frozen=True, slots=True)
class _Slice:
    """The policies that can say anything to one kind of question, parsed once.

    `named`: what they name, in each field of a label.
    """

    policies: cedarpy.PolicySet
    named: Mapping[str, frozenset[str]]
    empty: bool


class Decider:
    """Decides by the agreements that are in force.

    Raises AgreementInvalid if the engine does not accept what one of them compiles to.
    """

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self._agreements = sorted(agreements, key=lambda one: one.rank)
        self._obliging = obliging(self._agreements)
        self._articles: dict[str, tuple[Agreement, Article]] = {
            cedar.policy_id(one, article): (one, article)
            for one in self._agreements
            for article in one.document.articles
        }
        self._policies = {name: cedar.policy(*one) for name, one in self._articles.items()}
        self._schema = cedarpy.Schema.from_str(cedar.SCHEMA)
        self._slices: dict[tuple[str, str, str, str, str | None], _Slice] = {}
        text = "\n".join(self._policies.values())
        self.digest = sha256(text.encode()).digest()
        if text:
            errors = cedarpy.validate_policies(text, self._schema).errors
            if errors:
                raise AgreementInvalid(
                    say("expected policies that the engine accepts: {what}", what=str(errors[0]))
                )

    def decide(self, asking: Asking, labels: Mapping[str, Label]) -> Mapping[str, Decision]:
        """Decide on each label, under its name.

        The engine is asked once about labels that differ in nothing which a policy can ask for.
        """
        sliced = self._slice(asking)
        if sliced.empty or not labels or asking.holder == asking.recipient:
            return dict.fromkeys(labels, Refused(Why.UNCOVERED))
        named = {name: _facts(asking, label, sliced.named) for name, label in labels.items()}
        numbers = {facts: str(n) for n, facts in enumerate(dict.fromkeys(named.values()))}
        entities = cedarpy.Entities.from_json_str(
            f"[{','.join(_entity(number, facts) for facts, number in numbers.items())}]",
            self._schema,
        )
        results = cedarpy.is_authorized_batch(
            [_request(asking, number) for number in numbers.values()],
            sliced.policies,
            entities,
            schema=self._schema,
        )
        found = dict(zip(numbers, results, strict=True))
        return {
            name: self._read(asking, label, found[named[name]]) for name, label in labels.items()
        }

    def _slice(self, asking: Asking) -> _Slice:
        key = asking.holder, asking.recipient, asking.action, asking.purpose, asking.under
        found = self._slices.get(key)
        if found is None:
            if len(self._slices) >= SLICES_MAX:
                self._slices.clear()
            found = self._slices[key] = self._sliced(asking)
        return found

    def _sliced(self, asking: Asking) -> _Slice:
        """Give the policies that can say anything: what is left out cannot hold for the question.

        Each policy asks for the same again, so that a slice decides as the whole would.
        """
        concerned = {
            name: article
            for name, (agreement, article) in self._articles.items()
            if _concerns(agreement, article, asking)
        }
        text = "\n".join(self._policies[name] for name in concerned)
        return _Slice(
            cedarpy.PolicySet.from_str(text), _named(concerned.values()), empty=not concerned
        )

    def _read(self, asking: Asking, label: Label, result: cedarpy.AuthzResult) -> Decision:
        said = result.diagnostics
        if said.errors:
            return Refused(Why.FAILED)
        ids = sorted(said.id_annotations_by_reason.values())
        if result.allowed:
            return self._permitted(asking, label, ids)
        if ids:
            return Refused(Why.FORBIDDEN, tuple(ids))
        missing = cedar.third_parties(label, asking.holder) - asking.consents
        return Refused(Why.CONSENT if missing else Why.UNCOVERED)

    def _permitted(self, asking: Asking, label: Label, ids: Sequence[str]) -> Decision:
        named = [self._articles[one] for one in ids]
        first = min((agreement for agreement, _ in named), key=lambda one: one.rank)
        mine = [
            article
            for agreement, article in named
            if agreement.id == first.id and isinstance(article, Permit)
        ]
        bounds = tuple(bound(self._obliging, first, mine, asking, label))
        said = [one.obligation for one in bounds]
        return Permitted(
            agreement=first.id,
            digest=first.digest,
            articles=tuple(a.article for a in mine),
            bound=bounds,
            obligations=tuple(one for at, one in enumerate(said) if one not in said[:at]),
        )


def _concerns(agreement: Agreement, article: Article, asking: Asking) -> bool:
    return (
        not isinstance(article, Oblige)
        and (not isinstance(article, Permit) or asking.under in {None, agreement.id})
        and asking.action in article.actions
        and (article.recipients == "any" or asking.recipient in article.recipients)
        and asking.holder in (article.releasing or agreement.document.parties)
        and (not article.purposes or asking.purpose in article.purposes)
    )


def _named(articles: Iterable[Article]) -> Mapping[str, frozenset[str]]:
    """Give what articles name, by the field of the facts in which a policy looks for it."""
    found: dict[str, set[str]] = {field: set() for field in _FIELDS}
    for article in articles:
        for field, attribute in _FIELDS.items():
            names = getattr(article, attribute)
            found[field].update(() if names == "any" else names)
    return {field: frozenset(names) for field, names in found.items()}


def _facts(asking: Asking, label: Label, named: Mapping[str, frozenset[str]]) -> str:
    """Give what the policies of a slice can tell of a label, for this question, and no more.

    They ask whether sets hold what they name, and whether there is anything else; so whatever they
    do not name is one and the same to them.
    """
    facts = cedar.facts(label, asking.holder)
    for field, known in named.items():
        values: frozenset[str] = getattr(label, _FIELDS[field])
        rest = [] if values <= known else [_ANOTHER]
        facts[field] = [*sorted(values & known), *rest]
    missing = cedar.third_parties(label, asking.holder) - asking.consents
    facts["third"] = [_ANOTHER] if missing else []
    facts["releasable"] = [asking.recipient] if asking.recipient in label.releasable_to else []
    facts["purposes"] = [asking.purpose] if asking.purpose in label.purposes else []
    return json.dumps(facts)


def _entity(number: str, facts: str) -> str:
    uid = f'{{"type":"Label","id":"{number}"}}'
    return f'{{"uid":{uid},"attrs":{facts},"parents":[]}}'


def _request(asking: Asking, name: str) -> dict[str, object]:
    return {
        "principal": {"type": "Center", "id": asking.recipient},
        "action": {"type": "Action", "id": asking.action},
        "resource": {"type": "Label", "id": name},
        "context": {
            "holder": asking.holder,
            "now": {"__extn": {"fn": "datetime", "arg": f"{asking.at:%Y-%m-%dT%H:%M:%SZ}"}},
            "purpose": asking.purpose,
            "role": asking.role,
            "approvals": asking.approvals,
            "emergencies": sorted(asking.emergencies),
            "consents": sorted(asking.consents),
        },
    }
