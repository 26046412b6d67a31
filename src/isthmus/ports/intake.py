"""Stores of what arrived: labels, deliveries, records, verdicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from isthmus.model.ids import DeliverySeq, LabelId, RecordId, RecordSeq, StatementSeq
from isthmus.model.label import Label
from isthmus.model.principal import Reader
from isthmus.model.record import Delivery, SealedRecord, StoredRecord, Verdict, VerdictState


class LabelStore(Protocol):
    """Labels, interned."""

    def intern(self, label: Label) -> LabelId:
        """Give the label's number in this store, a new one if needed."""
        ...

    def all(self) -> Mapping[LabelId, Label]:
        """Give every label of the store."""
        ...

    def resting_on(self, statements: Sequence[StatementSeq]) -> frozenset[LabelId]:
        """Give the labels of these statements and of what rests on them.

        On a statement rest the records that support it, judgements, attributions, findings and
        their alerts; and what a person judged of its entity.
        """
        ...

    def tighten(
        self,
        statements: Sequence[StatementSeq],
        steps: Mapping[LabelId, LabelId],
        shown: Collection[LabelId],
    ) -> None:
        """Put these statements and what rests on them under stricter labels.

        `steps`: from which label to which; no second one may be a first one. A comparison's label
        follows its statement; keys do not, see `KeyStore.relabel`. `shown`: under which labels a
        person may have been shown all of the statements: his judgement rests on them, and no other.
        """
        ...


@dataclass(frozen=True, slots=True)
class HeldStep:
    """A step between two deliveries of a part whose vanishing waits for, or got, a decision."""

    feed: str
    part: str
    earlier: datetime
    later: datetime
    vanished: int
    of: int
    release: bool | None = None
    by: str | None = None
    reason: str | None = None
    at: datetime | None = None


class DeliveryStore(Protocol):
    """Deliveries, what was present in each, and what persons decided about held steps."""

    def open(self, delivery: Delivery) -> DeliverySeq:
        """Add a delivery in state RECEIVING (its `seq` is ignored) and give its number."""
        ...

    def close(self, delivery: Delivery) -> None:
        """Write the closing figures and state of the delivery with this `seq`."""
        ...

    def same(self, feed: str, part: str, digest: bytes) -> Delivery | None:
        """Give the delivery of these very bytes, the latest if several."""
        ...

    def of_part(self, feed: str, part: str) -> Sequence[Delivery]:
        """Give the deliveries of a part, ordered by (as_of, seq)."""
        ...

    def of_feed(self, feed: str) -> Sequence[Delivery]:
        """Give the deliveries of a feed, newest received first."""
        ...

    def renew(self, delivery: DeliverySeq, expires_on: datetime) -> bool:
        """Say that what a delivery said is said again; tells whether it is held longer now.

        Nothing happens to one whose day has come, and nothing that makes the day an earlier one.
        """
        ...

    def over(self, at: datetime, limit: int) -> Sequence[Delivery]:
        """Give deliveries whose day has come, the oldest first, until `end` was called."""
        ...

    def end(self, deliveries: Sequence[DeliverySeq]) -> None:
        """Let deliveries go: their day, what of them lay in quarantine, and which keys that had.

        What verdicts say came is blanked; an open verdict becomes DISCARDED.
        """
        ...

    def note_presence(self, delivery: DeliverySeq, records: Sequence[RecordSeq]) -> None:
        """Note that these records stood in the delivery; noting twice changes nothing."""
        ...

    def note_unread(self, delivery: DeliverySeq, keys: Sequence[bytes]) -> None:
        """Note keys whose record was quarantined: they have not vanished."""
        ...

    def presence(self, delivery: DeliverySeq) -> Mapping[bytes, RecordSeq]:
        """Give record key -> record for what stood in the delivery."""
        ...

    def unread(self, delivery: DeliverySeq) -> frozenset[bytes]:
        """Give the keys of `note_unread`."""
        ...

    def current(self, feed: str, part: str) -> Mapping[bytes, RecordSeq]:
        """Give record key -> record that speaks now."""
        ...

    def latest(
        self, feed: str, part: str, keys: Sequence[bytes]
    ) -> Mapping[bytes, tuple[str, RecordSeq]]:
        """Give the version that speaks for each of these keys of a stream, and its record."""
        ...

    def set_latest(self, feed: str, part: str, now: Mapping[bytes, tuple[str, RecordSeq]]) -> None:
        """Say which version of a stream's record speaks for each key."""
        ...

    def set_current(
        self, feed: str, part: str, now: Mapping[bytes, RecordSeq], gone: Iterable[bytes]
    ) -> None:
        """Replace the record that speaks for each key of `now`; drop the keys in `gone`."""
        ...

    def entrances(
        self, records: Sequence[RecordSeq]
    ) -> Mapping[RecordSeq, tuple[datetime, datetime]]:
        """Give per record (when its key entered its part, when its part began), as-of dates.

        Both from the presence in deliveries that are not RECEIVING: the least as-of date in which
        any record of the same key stood, and the least as-of date of the part. Records that stood
        in no delivery (streams) are left out.
        """
        ...

    def decide(self, step: HeldStep) -> None:
        """Keep a person's decision about a held step."""
        ...

    def decisions(self, feed: str, part: str) -> Sequence[HeldStep]:
        """Give the decisions about the part's steps, oldest first."""
        ...


class RecordStore(Protocol):
    """Records, sealed."""

    def known(self, ids: Sequence[RecordId]) -> Mapping[RecordId, RecordSeq]:
        """Give the numbers of those that the store holds."""
        ...

    def add(
        self, delivery: Delivery, bucket: str, label: LabelId, records: Sequence[SealedRecord]
    ) -> list[RecordSeq]:
        """Add records that are not known yet; give their numbers in the same order."""
        ...

    def get(self, seqs: Sequence[RecordSeq], reader: Reader) -> Sequence[StoredRecord]:
        """Give the records that the reader may see."""
        ...

    def by_id(self, record: RecordId, reader: Reader) -> StoredRecord | None:
        """Give one record, or None when it is unknown or not to be seen."""
        ...


class VerdictStore(Protocol):
    """Verdicts with their quarantined bytes."""

    def add(self, verdict: Verdict, sealed: Sequence[tuple[bytes, bytes]], at: datetime) -> int:
        """Add a verdict; `sealed`: (wrapped key, sealed bytes) of each piece in order."""
        ...

    def add_pieces(self, number: int, first: int, sealed: Sequence[tuple[bytes, bytes]]) -> None:
        """Add pieces to a verdict, the first at position `first`; a position that is taken stays.

        A record that is too long for one unit of work comes in several.
        """
        ...

    def list(
        self, feed: str | None, state: VerdictState | None, before: int | None, limit: int
    ) -> Sequence[tuple[int, Verdict, VerdictState, datetime]]:
        """Give verdicts, newest first, with number, state and time; `before`: a number."""
        ...

    def get(self, number: int) -> tuple[Verdict, VerdictState, datetime] | None:
        """Give one verdict, or None."""
        ...

    def pieces(self, number: int) -> Sequence[tuple[bytes, bytes]]:
        """Give the sealed pieces of a verdict's record."""
        ...

    def set_state(self, number: int, state: VerdictState) -> None:
        """Say what became of the quarantined record."""
        ...
