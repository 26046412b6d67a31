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
from typing import TypeAlias

import cedarpy

from isthmus.errors import AgreementInvalid
from isthmus.model.label import Label
from isthmus.phrases import say
from isthmus.share import cedar
from isthmus.share.agreement import Agreement
from isthmus.share.asking import Asking
from isthmus.share.binding import Bound, bound
from isthmus.share.document import Action, Article, Obligation, Oblige, Permit


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

    `bound`: obligations with their articles, those of the holder's law too, each once.
    """

    agreement: str
    digest: bytes
    articles: tuple[str, ...]
    bound: tuple[Bound, ...]

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What must be carried out, whoever says so."""
        said = [one.obligation for one in self.bound]
        return tuple(one for at, one in enumerate(said) if one not in said[:at])


@dataclass(frozen=True, slots=True)
class Refused:
    """It stays. `articles`: those that forbid it, each as agreement/article."""

    why: Why
    articles: tuple[str, ...] = ()


Decision: TypeAlias = Permitted | Refused


@dataclass(frozen=True, slots=True)
class _Slice:
    """The policies of one recipient and action, parsed once."""

    policies: cedarpy.PolicySet
    empty: bool


class Decider:
    """Decides by the agreements that are in force.

    Raises AgreementInvalid if the engine does not accept what one of them compiles to.
    """

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self._agreements = sorted(agreements, key=lambda one: one.rank)
        self._articles: dict[str, tuple[Agreement, Article]] = {
            cedar.policy_id(one, article): (one, article)
            for one in self._agreements
            for article in one.document.articles
        }
        self._policies = {name: cedar.policy(*one) for name, one in self._articles.items()}
        self._schema = cedarpy.Schema.from_str(cedar.SCHEMA)
        self._slices: dict[tuple[str, Action, str | None], _Slice] = {}
        text = "\n".join(self._policies.values())
        self.digest = sha256(text.encode()).digest()
        if text:
            errors = cedarpy.validate_policies(text, self._schema).errors
            if errors:
                raise AgreementInvalid(
                    say("expected policies that the engine accepts: {what}", what=str(errors[0]))
                )

    def decide(self, asking: Asking, labels: Mapping[str, Label]) -> Mapping[str, Decision]:
        """Decide on each label, under its name."""
        sliced = self._slice(asking)
        if sliced.empty or not labels or asking.holder == asking.recipient:
            return dict.fromkeys(labels, Refused(Why.UNCOVERED))
        entities = cedarpy.Entities.from_json_str(
            json.dumps(
                [
                    {
                        "uid": {"type": "Label", "id": name},
                        "attrs": cedar.facts(label, asking.holder),
                        "parents": [],
                    }
                    for name, label in labels.items()
                ]
            ),
            self._schema,
        )
        results = cedarpy.is_authorized_batch(
            [_request(asking, name) for name in labels],
            sliced.policies,
            entities,
            schema=self._schema,
        )
        return {
            name: self._read(asking, label, result)
            for (name, label), result in zip(labels.items(), results, strict=True)
        }

    def _slice(self, asking: Asking) -> _Slice:
        key = asking.recipient, asking.action, asking.under
        if key not in self._slices:
            self._slices[key] = self._sliced(*key)
        return self._slices[key]

    def _sliced(self, recipient: str, action: Action, under: str | None) -> _Slice:
        policies = [
            self._policies[name]
            for name, (agreement, article) in self._articles.items()
            if action in article.actions
            and (article.recipients == "any" or recipient in article.recipients)
            and not isinstance(article, Oblige)
            and (not isinstance(article, Permit) or under in {None, agreement.id})
        ]
        return _Slice(cedarpy.PolicySet.from_str("\n".join(policies)), empty=not policies)

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
        return Permitted(
            agreement=first.id,
            digest=first.digest,
            articles=tuple(a.article for a in mine),
            bound=tuple(bound(self._agreements, first, mine, asking, label)),
        )


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
            "emergency": asking.emergency,
            "consents": sorted(asking.consents),
        },
    }
