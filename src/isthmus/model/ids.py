"""Ids: derived under the center's id key, so that nobody can guess a value from its id.

An id is sixteen bytes of HMAC-SHA-256 over canonical bytes. No time, label, grade or record goes
into it. Vectors under a published test key: schema/vectors/ids.json.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import Final, NewType

from isthmus.errors import NotFound
from isthmus.model.canonical import Item, canonical_bytes, canonical_fields_after, canonical_prefix
from isthmus.phrases import say

StatementId = NewType("StatementId", bytes)
EntityId = NewType("EntityId", bytes)
"""Names a source entity; an entity is shown under the least id of its visible members."""
MatchId = NewType("MatchId", bytes)
"""Names what a rule matched, whoever may see it: the rule and its evidence."""
FindingId = NewType("FindingId", bytes)
AlertId = NewType("AlertId", bytes)
JudgementId = NewType("JudgementId", bytes)
RecordId = NewType("RecordId", bytes)
LabelId = NewType("LabelId", int)
"""A label's number inside one store. It never leaves the store, nor enters a hash."""
StatementSeq = NewType("StatementSeq", int)
RecordSeq = NewType("RecordSeq", int)
DeliverySeq = NewType("DeliverySeq", int)

ID_BYTES = 16
REMEMBERED: Final = 16_384
"""How many of the last ids of things and claims are kept: the same ships report again and again."""


class IdMaker:
    """Derives ids under one center's key for one partition."""

    __slots__ = ("_key", "_partition", "_prefixes", "_remembered")

    def __init__(self, key: bytes, partition: str) -> None:
        self._key = key
        self._partition = partition
        self._prefixes: dict[str, bytes] = {}
        self._remembered = lru_cache(REMEMBERED)(self._derived)

    def entity(self, source: str, record_key: str) -> EntityId:
        """Name the thing that `source` knows as `record_key`."""
        return EntityId(self._remembered("source-entity", source, record_key))

    def statement(
        self, source: str, entity: EntityId, claim: tuple[str, str, str | None]
    ) -> StatementId:
        """Name one claim: (property, value, language) of one source about one source entity."""
        return StatementId(self._remembered("statement", source, entity, *claim))

    def record(self, feed: str, part: str, raw: bytes) -> RecordId:
        """Name the content of a record, so that the same bytes are known again."""
        return RecordId(self._derived("record", feed, part, raw))

    def record_key(self, feed: str, part: str, key: str) -> bytes:
        """Name a record's key, so that its next version is known as such."""
        return self._derived("record-key", feed, part, key)

    def match(self, rule: str, evidence: Iterable[StatementId]) -> MatchId:
        """Name what a rule matched by its minimal evidence set; order does not matter."""
        # The domain is of the days when the same evidence was the same finding for everybody.
        return MatchId(self._derived("finding", rule, sorted(evidence)))

    def finding(self, matched: MatchId, label: Item) -> FindingId:
        """Name a finding by what matched and by what its label says (`Label.item`)."""
        return FindingId(self._derived("finding-under", matched, label))

    def alert(self, finding: FindingId) -> AlertId:
        """Name an alert by the finding that raised it."""
        return AlertId(self._derived("alert", finding))

    def judgement(self, left: EntityId, right: EntityId, author: str, turn: int) -> JudgementId:
        """Name the `turn`-th judgement of `author` on a pair."""
        return JudgementId(self._derived("judgement", left, right, author, turn))

    def handle(self, partner: str, purpose: str, entity: EntityId) -> bytes:
        """Name a thing towards one partner at one purpose: the same for ever, and none else's."""
        return self._derived("handle", partner, purpose, entity)

    def _derived(self, domain: str, *fields: Item) -> bytes:
        prefix = self._prefixes.get(domain)
        if prefix is None:
            prefix = self._prefixes[domain] = canonical_prefix(domain, self._partition)
        message = prefix + canonical_fields_after(*fields)
        # This lets the interpreter go, a million times in a load, and a page beside it comes to its
        # turn. HMAC that goes on from a kept state is faster and lets nobody in: the load gains 8
        # percent, and the page takes twice as long.
        return hmac.digest(self._key, message, "sha256")[:ID_BYTES]


def erased_id(seq: StatementSeq) -> StatementId:
    """Name the tombstone of a statement, so that nothing of its value is left in its id."""
    return StatementId(sha256(canonical_bytes("erased-statement", seq)).digest()[:ID_BYTES])


def erased_record_id(seq: RecordSeq) -> RecordId:
    """Name what is left of a record, so that the same bytes may come again as a new one."""
    return RecordId(sha256(canonical_bytes("erased-record", seq)).digest()[:ID_BYTES])


def shown_id(kind: str, value: bytes) -> str:
    """Give an id as it stands in addresses and documents: kind letter, dash, base 32."""
    return f"{kind}-{base64.b32encode(value).decode().rstrip('=').lower()}"


def parsed_id(kind: str, text: str) -> bytes:
    """Read `shown_id` back; raises NotFound for anything that this node never wrote."""
    prefix, _, body = text.partition("-")
    try:
        value = base64.b32decode(body.upper() + "=" * (-len(body) % 8))
    except ValueError:
        value = b""
    if prefix != kind or len(value) != ID_BYTES or shown_id(kind, value) != text:
        message = say("expected an id like {kind}-…, got {text}", kind=kind, text=repr(text[:60]))
        raise NotFound(message)
    return value
