"""Stores of what is known: statements, keys, judgements, positions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from isthmus.model.ids import EntityId, LabelId, RecordSeq, StatementId, StatementSeq
from isthmus.model.judgement import Attribution, Judgement
from isthmus.model.principal import Reader
from isthmus.model.statement import (
    Ended,
    Observation,
    ObservationBatch,
    State,
    Statement,
    StatementBatch,
    Withheld,
)


class StatementStore(Protocol):
    """Statements and the rows of their life."""

    def add(
        self, batch: StatementBatch, records: Sequence[RecordSeq], state: State
    ) -> Sequence[StatementSeq | None]:
        """Add a batch; per position the number of a new statement, None for a known one.

        `records[batch.records[i]]` is the record of position i. A known statement gets the
        record as a further support. `state` other than ASSERTED is written as a row of life for
        the new ones.
        """
        ...

    def unsupported(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        """Give asserted statements that these records support and no speaking record does.

        Call after `set_current`: a record speaks while it is current.
        """
        ...

    def unasserted(self, records: Sequence[RecordSeq], reader: Reader) -> Sequence[StatementSeq]:
        """Give statements that these records support and whose state is RETRACTED."""
        ...

    def set_state(
        self, seqs: Sequence[StatementSeq], state: State, at: datetime, reason: str
    ) -> None:
        """Add a row of life to each."""
        ...

    def withdrawn_after(self, move: int, limit: int) -> Sequence[tuple[int, StatementSeq]]:
        """Give the rows of life after `move` with which a source took something back, in order.

        Only those that still count; each with its statement's number, and nothing of its value.
        """
        ...

    def ended_after(self, move: int, limit: int) -> Sequence[Ended]:
        """Give the rows of life after `move` with which a statement ended, in order, no value."""
        ...

    def last_move(self) -> int:
        """Give the number of the last row of life, 0 for none."""
        ...

    def last(self) -> int:
        """Give the number of the last statement, 0 for none."""
        ...

    def said_after(
        self, statement: int, reader: Reader, limit: int
    ) -> Sequence[tuple[int, EntityId]]:
        """Give (number, entity) of statements after a number, of any state, in order."""
        ...

    def moved_after(self, move: int, reader: Reader, limit: int) -> Sequence[tuple[int, EntityId]]:
        """Give (number, entity) of the rows of life after a number, in order."""
        ...

    def of(
        self,
        entities: Sequence[EntityId],
        reader: Reader,
        *,
        properties: Sequence[str] | None = None,
        every_state: bool = False,
    ) -> Sequence[Statement]:
        """Give the statements about source entities, asserted ones unless `every_state`."""
        ...

    def towards(self, targets: Sequence[EntityId], reader: Reader) -> Sequence[Statement]:
        """Give the asserted statements whose value names one of these entities."""
        ...

    def by_seq(self, seqs: Sequence[StatementSeq], reader: Reader) -> Sequence[Statement]:
        """Give statements by number, whatever their state."""
        ...

    def by_id(self, statement: StatementId, reader: Reader) -> Statement | None:
        """Give one statement, or None when it is unknown or not to be seen."""
        ...

    def of_record(self, record: RecordSeq, reader: Reader) -> Sequence[Statement]:
        """Give the statements that a record supports."""
        ...

    def sizes(self, reader: Reader) -> Mapping[LabelId, int]:
        """Give how many statements there are under each of the reader's labels, of every state."""
        ...

    def things(self, reader: Reader, at: datetime) -> Mapping[str, int]:
        """Give how many source entities are asserted by `at`, by the schema that is claimed."""
        ...

    def withheld(
        self, entities: Sequence[EntityId], reader: Reader, at: datetime
    ) -> frozenset[Withheld]:
        """Give what is asserted under the reader's `withheld` labels of entities that he sees.

        An entity of which he sees no asserted statement gives nothing, nor does a statement
        whose retention ended by `at`. A set, since an order would tell more.
        """
        ...


class KeyStore(Protocol):
    """The resolver's keys: who is like this?"""

    def add(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        """Add (key, entity, statement, label) rows; adding twice changes nothing."""
        ...

    def relabel(self, rows: Sequence[tuple[str, EntityId, StatementSeq, LabelId]]) -> None:
        """Put known (key, entity, statement) rows under another label."""
        ...

    def holders(
        self, keys: Sequence[str], reader: Reader, cap: int
    ) -> Mapping[str, Sequence[tuple[EntityId, StatementSeq]]]:
        """Give the asserted holders of each key, at most cap + 1 per key."""
        ...

    def starting(self, prefix: str, reader: Reader, limit: int) -> Sequence[tuple[str, EntityId]]:
        """Give (key, entity) for keys that start with `prefix`, in key order."""
        ...

    def add_hubs(self, purpose: str, rows: Sequence[tuple[str, tuple[LabelId, LabelId]]]) -> None:
        """Note keys that are hubs under two labels for whoever judges at a purpose."""
        ...

    def take_hubs(self, purpose: str, keys: Sequence[str]) -> None:
        """Take away all that was noted of these keys at a purpose."""
        ...

    def hubs_after(
        self, purpose: str, seq: int, reader: Reader
    ) -> Sequence[tuple[int, str, tuple[LabelId, LabelId]]]:
        """Give (number, key, labels) of what was noted at a purpose after a number, in order."""
        ...


class JudgementStore(Protocol):
    """Judgements and attributions."""

    def add(self, judgements: Sequence[Judgement]) -> None:
        """Add judgements; the latest of (pair, by_person, purpose) counts, none is overwritten."""
        ...

    def around(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        """Give the counting judgements with one end among `entities`.

        Of a pair there is one of the model's, of all purposes together, and one of persons.
        The model's holds only comparisons both of whose labels the reader has and both of whose
        statements are asserted, and of a purpose only where these propose the pair and are worth
        keeping (`model.judgement.is_shown`); a person's comes to who has its label,
        as far as it counts (`model.judgement.of_persons`).
        """
        ...

    def parts(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        """Give the model's counting judgements of each purpose apart, oldest first.

        Those with one end among `entities` and with some comparison that the reader sees, as in
        `around`; whether it is worth keeping is no matter. For the resolver, who judges them anew.
        """
        ...

    def outgrown(
        self, entities: Sequence[EntityId], purpose: str, within: Collection[LabelId]
    ) -> Sequence[Judgement]:
        """Give the model's latest at a purpose that rest on what is not `within` its labels now.

        Those with one end among `entities`, without their comparisons: for taking them back.
        """
        ...

    def waiting(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        """Give persons' judgements that wait for a second person, one end among `entities`."""
        ...

    def page(self, after: int, limit: int, reader: Reader) -> Sequence[tuple[int, Judgement]]:
        """Give counting judgements as `around` does, numbered, oldest first, after a number.

        Fewer than `limit` means that there are no more.
        """
        ...

    def sampled(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        """Give a sample of the counting judgements of models, each as `around` does.

        It is `model.judgement.spread` of those that the reader sees: a function of their pairs
        alone, so that what is withheld moves nothing in it.
        """
        ...

    def of_persons(self, limit: int, reader: Reader) -> Sequence[Judgement]:
        """Give the counting judgements of persons under the reader's labels, the last first."""
        ...

    def last(self) -> int:
        """Give the number of the last judgement, 0 for none."""
        ...

    def history(self, entities: Sequence[EntityId], reader: Reader) -> Sequence[Judgement]:
        """Give all judgements between any two of `entities`, those of a pair oldest first.

        Pairs in the order of their ends (`model.judgement.in_pairs`). The model's of each purpose
        apart, wherever it adds something to what was shown to the reader of the pair before
        (`model.judgement.is_told`).
        """
        ...

    def attribute(self, attributions: Sequence[Attribution], at: datetime) -> None:
        """Add rows of attribution; the latest of (event, property) that a reader sees counts."""
        ...

    def attributions(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        """Give the standing attributions of these events or to these holders.

        None that rests on what is erased, or past its day at the reader's time.
        """
        ...

    def attributed(
        self,
        reader: Reader,
        *,
        events: Sequence[EntityId] = (),
        holders: Sequence[EntityId] = (),
    ) -> Sequence[Attribution]:
        """Give every attribution of these events or to these holders, oldest first.

        Those too of which a later row took the place, and the rows that ended one. For whoever
        attributes, and for the rules: what counts for others does not show in what counts for them.
        """
        ...


class ObservationStore(Protocol):
    """Positions."""

    def add(self, batch: ObservationBatch, records: Sequence[RecordSeq]) -> int:
        """Add positions; give how many were new. (entity, at, record) is unique."""
        ...

    def labels_at(
        self, places: Sequence[tuple[EntityId, int]]
    ) -> Sequence[tuple[EntityId, int, LabelId, LabelId]]:
        """Give (entity, at, label of a position, label of its record) for each that is there.

        `places`: entity and time in microseconds; `at` as well. Equal rows come once, in any
        order.
        """
        ...

    def tighten(
        self, places: Sequence[tuple[EntityId, int]], steps: Mapping[LabelId, LabelId]
    ) -> int:
        """Put positions under stricter labels, with the records that brought them.

        `places`: entity and time in microseconds, whatever the record; `steps` as in
        `LabelStore.tighten`. Gives how many positions rose.
        """
        ...

    def of(self, entities: Sequence[EntityId], reader: Reader, limit: int) -> Sequence[Observation]:
        """Give the latest positions of entities, newest first."""
        ...

    def within(
        self,
        box: tuple[float, float, float, float],
        between: tuple[datetime, datetime],
        reader: Reader,
        limit: int,
    ) -> Sequence[Observation]:
        """Give positions in (west, south, east, north), newest first."""
        ...
