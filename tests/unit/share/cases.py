"""Random agreements, labels and questions, drawn from so few names that they often meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar

import msgspec

from isthmus.model.label import ALL, Allowed, Label
from isthmus.share.agreement import Agreement, read_agreement
from isthmus.share.asking import Asking
from isthmus.share.document import (
    ACTIONS,
    AgreementDocument,
    Article,
    DeleteAfter,
    Forbid,
    Mask,
    NoOnward,
    Obligation,
    Oblige,
    Permit,
    Title,
    Validity,
)

T = TypeVar("T")

CENTERS = ("alder", "birch", "cedar")
PURPOSES = ("border-security", "serious-crime")
DATA = ("identity", "travel", "finance")
SUBJECTS = ("suspect", "victim")
BASES = ("Border Act, s. 4", "Treaty of 2019")
HANDLING = ("H1", "TLP:RED")
LEVELS = {"national": ("PUBLIC", "OFFICIAL", "SECRET"), "eu": ("RESTREINT UE", "SECRET UE")}
ROLES = ("analyst", "release-officer")
START = date(2030, 1, 1)
OBLIGATIONS: tuple[Obligation, ...] = (
    Mask(properties=["passportNumber"], keep=2),
    DeleteAfter(days=90),
    NoOnward(),
)


class Drawn:
    """Draws cases that can be repeated."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)  # noqa: S311 - cases must be repeatable, and keep no secret

    def agreements(self) -> list[Agreement]:
        """Draw a few agreements."""
        return [
            signed(self._document(f"agreement-{n}", national=self._rarely()))
            for n in range(self._dice.randint(1, 3))
        ]

    def asking(self) -> Asking:
        """Draw what is asked."""
        holder, recipient = self._dice.sample(CENTERS, 2)
        return Asking(
            holder=holder,
            recipient=recipient,
            action=self._one(ACTIONS),
            purpose=self._one(PURPOSES),
            at=datetime(2030, 1, 1, tzinfo=UTC) + timedelta(hours=self._dice.randint(-48, 2_500)),
            role=self._one(ROLES),
            approvals=self._dice.randint(0, 2),
            emergencies=frozenset(self._few(("agreement-0", "agreement-1"))),
            consents=frozenset(self._some(CENTERS)),
            under="agreement-0" if self._rarely() else None,
        )

    def label(self) -> Label:
        """Draw a label, now and then one that no table knows."""
        levels = {s: self._one(l) for s, l in LEVELS.items() if self._dice.random() < 0.5}  # noqa: E741
        if self._rarely():
            levels["national"] = "COSMIC"
        return Label(
            classification=frozenset(levels.items()),
            originators=frozenset(self._few(("coast-guard", "birch/customs", "cedar/police"))),
            releasable_to=ALL if self._often() else Allowed.of(*self._some(CENTERS)),
            handling=frozenset(self._few(HANDLING)),
            data_categories=frozenset(self._some(DATA)),
            subject_categories=frozenset(self._few(SUBJECTS)),
            legal_bases=frozenset(self._some(BASES)),
            purposes=ALL if self._often() else Allowed.of(*self._some(PURPOSES)),
        )

    def _document(self, name: str, *, national: bool) -> AgreementDocument:
        parties = [self._one(CENTERS)] if national else list(CENTERS)
        articles: list[Article] = [
            self._article(str(n), national=national) for n in range(1, self._dice.randint(2, 5))
        ]
        return AgreementDocument(
            agreement=name,
            version=1,
            layer="national" if national else self._one(("bilateral", "regional")),
            title=TITLE,
            legal_instrument="Treaty of 2019",
            parties=parties,
            valid=Validity(first=START, before=START + timedelta(days=self._dice.randint(1, 100))),
            articles=articles,
        )

    def _article(self, number: str, *, national: bool) -> Article:
        if self._rarely():
            return self._oblige(number)
        return self._forbid(number) if national or self._rarely() else self._permit(number)

    def _oblige(self, number: str) -> Oblige:
        return Oblige(
            article=number,
            title=TITLE,
            actions=self._mostly(ACTIONS),
            recipients="any" if self._often() else self._some(CENTERS),
            purposes=self._few(PURPOSES),
            data_categories=self._few(DATA),
            subject_categories=self._few(SUBJECTS),
            legal_bases=self._few(BASES),
            handling=self._few(HANDLING),
            obligations=[self._one(OBLIGATIONS)],
        )

    def _permit(self, number: str) -> Permit:
        ceiling = {s: self._one(levels) for s, levels in LEVELS.items() if self._often()}
        return Permit(
            article=number,
            title=TITLE,
            actions=self._mostly(ACTIONS),
            recipients=self._mostly(CENTERS),
            purposes=self._mostly(PURPOSES),
            data_categories=self._mostly(DATA),
            legal_bases="any" if self._often() else self._mostly(BASES),
            ceiling=ceiling or {"national": "SECRET"},
            subject_categories="any" if self._often() else self._few(SUBJECTS),
            handling=self._mostly(HANDLING),
            requested_by=self._mostly(ROLES) if self._rarely() else [],
            approvals=self._dice.randint(1, 2) if self._rarely() else 0,
            emergency=self._rarely(),
            obligations=self._few(OBLIGATIONS),
        )

    def _forbid(self, number: str) -> Forbid:
        return Forbid(
            article=number,
            title=TITLE,
            actions=self._some(ACTIONS),
            recipients="any" if self._rarely() else self._some(CENTERS),
            purposes=self._few(PURPOSES),
            data_categories=self._few(DATA),
            subject_categories=self._few(SUBJECTS),
            legal_bases=self._few(BASES),
            handling=self._few(HANDLING),
            above={s: self._one(levels) for s, levels in LEVELS.items() if self._rarely()},
        )

    def _one(self, of: Sequence[T]) -> T:
        return self._dice.choice(of)

    def _few(self, of: Sequence[T]) -> list[T]:
        return self._dice.sample(of, self._dice.randint(0, 1))

    def _some(self, of: Sequence[T]) -> list[T]:
        return self._dice.sample(of, self._dice.randint(1, len(of)))

    def _mostly(self, of: Sequence[T]) -> list[T]:
        return list(of) if self._often() else self._some(of)

    def _rarely(self) -> bool:
        return self._dice.random() < 0.15

    def _often(self) -> bool:
        return self._dice.random() < 0.7


TITLE = Title(en="Exchange", fr="Échange", ar="تبادل")


def signed(document: AgreementDocument) -> Agreement:
    """Give a document as it is read from its bytes."""
    return read_agreement(msgspec.json.encode(document))
