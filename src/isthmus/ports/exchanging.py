"""What exchange needs from the outside: keys, and stores of what was agreed, sent and recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.model.agreement import KeptAgreement, Signed
from isthmus.model.consent import Consent, Consented
from isthmus.model.ids import EntityId, RecordSeq, StatementSeq
from isthmus.model.message import Holder, Incoming, Outcome, Outgoing, Recall
from isthmus.model.release import (
    Batch,
    KeptCount,
    Received,
    Released,
    ReleaseId,
    Standing,
    StandingOrder,
)
from isthmus.model.trusting import KeptList


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public keys of a center, raw: for signatures, and to seal to it."""

    ed25519: bytes
    ml_dsa_65: bytes
    x25519: bytes
    ml_kem_768: bytes


@dataclass(frozen=True, slots=True)
class Signatures:
    """Both signatures of one text; one alone proves nothing."""

    ed25519: bytes
    ml_dsa_65: bytes


class ExchangeKeys(Protocol):
    """The private keys of a center towards its partners; they never leave it."""

    @property
    def public(self) -> PublicKeys:
        """The public halves."""
        ...

    def sign(self, message: bytes) -> Signatures:
        """Sign with both keys."""
        ...

    def sign_line(self, message: bytes) -> bytes:
        """Sign with the Ed25519 key alone what is said of a request or an answer."""
        ...

    def seal(self, to: PublicKeys, plain: bytes, bound: bytes) -> bytes:
        """Seal to a partner. `bound`: what the seal holds for and nothing else."""
        ...

    def open(self, sealed: bytes, bound: bytes) -> bytes:
        """Open what was sealed to this center; raises PartnerError for anything else."""
        ...


class ExchangeKeyRing(Protocol):
    """The key sets of a center: what it signs with now, what is being brought in, what goes out."""

    @property
    def sets(self) -> Sequence[ExchangeKeys]:
        """The sets, oldest first; at least one."""
        ...

    def add(self) -> ExchangeKeys:
        """Make a new set, durably."""
        ...

    def drop(self, public: PublicKeys) -> None:
        """Destroy a set for good; raises StateError for the only one."""
        ...


class TrustStore(Protocol):
    """Trust lists that centers proposed, who signed them, and which were adopted."""

    def put(self, proposed: KeptList) -> bool:
        """Keep a list without its votes; gives False for one that is kept already."""
        ...

    def vote(self, digest: bytes, center: str, vote: bytes) -> bool:
        """Add a center's vote; gives False for a center that voted for this list."""
        ...

    def adopt(self, digest: bytes, signed: bytes, at: datetime) -> None:
        """Note that a list holds from now on, with the signatures that made it so."""
        ...

    def get(self, digest: bytes) -> KeptList | None:
        """Give a list, or None."""
        ...

    def all(self) -> Sequence[KeptList]:
        """Give every list, by (version, digest)."""
        ...

    def holding(self) -> KeptList | None:
        """Give the adopted list of the greatest version, or None."""
        ...

    def clear(self) -> None:
        """Forget every list: another one is pinned by hand."""
        ...


class AgreementStore(Protocol):
    """Agreements, by the digest of their bytes, and what their parties did."""

    def put(self, agreement: KeptAgreement) -> bool:
        """Keep an agreement without its acts; gives False for one that is kept already."""
        ...

    def sign(self, signed: Signed) -> bool:
        """Add an act; gives False for one of this party that is known."""
        ...

    def all(self) -> Sequence[KeptAgreement]:
        """Give every agreement, by (id, version, digest)."""
        ...


class ReleaseStore(Protocol):
    """The register of what left, and of what came."""

    def add(self, batch: Batch, released: Sequence[Released]) -> None:
        """Note what leaves in one message; their `batch` is its id."""
        ...

    def of_statements(self, statements: Sequence[StatementSeq]) -> Sequence[Released]:
        """Give what left of these statements and was not ended."""
        ...

    def known(
        self, partner: str, purpose: str, entities: Sequence[EntityId]
    ) -> frozenset[EntityId]:
        """Give those of which something left for a partner at a purpose and was not ended."""
        ...

    def batches(self) -> Sequence[Batch]:
        """Give every release, oldest first."""
        ...

    def batch(self, message: bytes) -> Batch | None:
        """Give the release that left in a message, or None."""
        ...

    def of_batch(self, message: bytes) -> Sequence[Released]:
        """Give what left in a message, whatever became of it."""
        ...

    def by_release(self, releases: Sequence[ReleaseId]) -> Sequence[Released]:
        """Give what left under these ids and was not ended."""
        ...

    def end(self, releases: Sequence[ReleaseId], standing: Standing, by: bytes | None) -> None:
        """Note that what left was recalled or has expired. `by`: the recall, None for none."""
        ...

    def put_order(self, order: StandingOrder) -> None:
        """Keep a standing order."""
        ...

    def orders(self) -> Sequence[StandingOrder]:
        """Give every standing order, oldest first."""
        ...

    def advance(self, order: bytes, since: int) -> None:
        """Note how far an order has come."""
        ...

    def end_order(self, order: bytes, at: datetime) -> None:
        """Note that an order has ended."""
        ...

    def receive(self, received: Sequence[Received]) -> None:
        """Note what came; noting a partner's id twice changes nothing."""
        ...

    def received(self, partner: str, releases: Sequence[ReleaseId]) -> Sequence[Received]:
        """Give what came from a partner under these ids, whatever became of it."""
        ...

    def due(self, at: datetime, limit: int) -> Sequence[Received]:
        """Give what came, was not ended, and has expired by `at`; the earliest first."""
        ...

    def came_from(self, partner: str) -> Sequence[Received]:
        """Give all that came from a partner and was not ended."""
        ...

    def came_in(self, partner: str, message: bytes) -> Sequence[Received]:
        """Give what came from a partner in a message, whatever became of it."""
        ...

    def add_counts(self, counts: Sequence[KeptCount]) -> None:
        """Note counts that leave or came."""
        ...

    def counts(self) -> Sequence[KeptCount]:
        """Give the counts that left and came, oldest first."""
        ...

    def of_recall(self, recall: bytes) -> Sequence[Released]:
        """Give what left and was ended by a recall that this center ordered or passed on."""
        ...

    def holding(self, statements: Sequence[StatementSeq]) -> Sequence[Received]:
        """Give what came of these statements and was not ended."""
        ...

    def forget(self, partner: str, releases: Sequence[ReleaseId], standing: Standing) -> None:
        """Note that what came was recalled or has expired."""
        ...


class MailStore(Protocol):
    """The outbox and the inbox of each partner."""

    def next_sequence(self, partner: str) -> int:
        """Give the number of the next message to a partner, from 1."""
        ...

    def send(self, outgoing: Outgoing) -> None:
        """Put a message into the outbox; raises StateError for a number that is taken.

        The commit is announced as one with a change is.
        """
        ...

    def waiting(self, partner: str, limit: int) -> Sequence[Outgoing]:
        """Give the messages to a partner without a receipt, in order."""
        ...

    def content(self, partner: str, sequence: int) -> bytes | None:
        """Give what a waiting message says, as it was kept, or None if that is gone."""
        ...

    def enclose(self, partner: str, sequence: int, envelope: bytes) -> None:
        """Put another envelope in the place of that of a waiting message."""
        ...

    def backlog(self, partner: str, limit: int) -> tuple[int, datetime | None]:
        """Give how many of these there are, `limit` at most, and since when the oldest waits."""
        ...

    def partners(self) -> Sequence[str]:
        """Give the partners for whom a message waits."""
        ...

    def confirm(self, partner: str, sequence: int, outcome: Outcome, receipt: bytes) -> None:
        """Keep the receipt of a message, and let its envelope and content go."""
        ...

    def sent(self, partner: str, sequence: int) -> Outgoing | None:
        """Give a message to a partner, or None."""
        ...

    def last_taken(self, partner: str) -> int:
        """Give the number of the last message taken from a partner, 0 for none."""
        ...

    def taken(self, partner: str, sequence: int) -> Incoming | None:
        """Give a message that was taken, or None."""
        ...

    def take(self, incoming: Incoming) -> None:
        """Note a message as taken; raises StateError for a number that is taken."""
        ...

    def answer(self, partner: str, sequence: int, receipt: bytes) -> None:
        """Keep the receipt that was given for a message, which needs no entry: it proves one."""
        ...


class RecallStore(Protocol):
    """Recalls and who has carried them out."""

    def order(self, recall: Recall) -> None:
        """Note a recall; noting it twice changes nothing."""
        ...

    def ask(self, holders: Sequence[Holder]) -> None:
        """Note who must carry it out; a line that is there stays."""
        ...

    def answer(self, recall: bytes, holder: str, at: datetime, receipt: bytes) -> bool:
        """Keep a holder's receipt; gives False for a holder that was not asked, or has answered."""
        ...

    def get(self, recall: bytes) -> Recall | None:
        """Give a recall, or None."""
        ...

    def all(self) -> Sequence[Recall]:
        """Give every recall, oldest first."""
        ...

    def holders(self, recall: bytes) -> Sequence[Holder]:
        """Give the completion table of a recall, in the order asked."""
        ...


class ConsentStore(Protocol):
    """Requests for consent, asked and received, and their answers."""

    def ask(self, consent: Consent, named: Sequence[Consented]) -> None:
        """Note a request; noting it twice changes nothing."""
        ...

    def answer(self, consent: Consent) -> bool:
        """Note the answer of a request; gives False for one that is unknown or has its answer."""
        ...

    def get(self, consent: bytes) -> Consent | None:
        """Give a request, or None."""
        ...

    def all(self) -> Sequence[Consent]:
        """Give every request, oldest first."""
        ...

    def named(self, consent: bytes) -> Sequence[Consented]:
        """Give what a request names, in no order."""
        ...

    def given(
        self, statements: Sequence[StatementSeq], recipient: str, purpose: str, at: datetime
    ) -> Sequence[tuple[StatementSeq, Consent]]:
        """Give the consents that hold for these statements, this recipient and purpose."""
        ...


class ErasureStore(Protocol):
    """Takes values away, for good; what remains tells that there was something."""

    def erase(
        self,
        statements: Sequence[StatementSeq],
        records: Sequence[RecordSeq],
        at: datetime,
        reason: str,
        keys: Sequence[tuple[str, EntityId, StatementSeq]] | None = None,
    ) -> None:
        """Erase statements and records: values, spellings, keys, places, sealed bytes.

        The statements' state becomes ERASED, and their ids `erased_id`. What rests on them must be
        looked at anew. The records support nothing any more and speak for no key, and their ids
        become `erased_record_id`. `keys`: the statements' search keys, for a caller who knows
        them; None looks through all keys there are.
        """
        ...

    def erase_keys(self, statements: Sequence[StatementSeq]) -> None:
        """Erase what search keys there still are of statements; looks through all keys."""
        ...
