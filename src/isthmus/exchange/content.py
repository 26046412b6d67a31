"""What stands in the items of a message, kind by kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, TypeAlias, TypeVar

import msgspec

from isthmus.errors import PartnerError
from isthmus.exchange.reading import parsed
from isthmus.model.agreement import Act, Signed
from isthmus.model.ids import ID_BYTES
from isthmus.model.label import Allowed, Label
from isthmus.model.message import Verified
from isthmus.model.release import Counted, ReleasedStatement, ReleaseId
from isthmus.model.wire import CenterName, Digest, Line, Moment, WireId

_T = TypeVar("_T")
_HEAD_AND_IDS: Final = 2
_Names: TypeAlias = Annotated[list[Line], msgspec.Meta(max_length=1_000)]


class WireLabel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A label as it travels, in full. Where a list may be null, null means all."""

    classification: dict[Line, Line]
    originators: _Names
    releasable_to: _Names | None
    handling: _Names
    data_categories: _Names
    subject_categories: _Names
    legal_bases: _Names
    purposes: _Names | None
    discoverable_to: _Names | None


class RecallOrder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a recall: which one it is, who ordered it and why."""

    recall: WireId
    origin: CenterName
    reason: Line
    ordered_at: Moment


class ConsentQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a request for consent: which one, whose, for whom and why.

    `origin`: whose consent is asked; `holder`: the center that wants to pass something on, which
    may have asked through others; `named`: the digest of the ids under which it holds that.
    """

    consent: WireId
    origin: CenterName
    holder: CenterName
    named: Digest
    recipient: CenterName
    purpose: Line
    reason: Line
    asked_at: Moment


class ConsentAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to one. `proof`: the signed consent, empty for a refusal."""

    consent: WireId
    reason: Line
    proof: Annotated[bytes, msgspec.Meta(max_length=20_000)]


class _WireAct(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    center: Line
    act: Act
    at: Moment
    signature: Annotated[bytes, msgspec.Meta(max_length=10_000)]


def label_bytes(label: Label) -> bytes:
    """Write a label as it travels."""
    wire = WireLabel(
        classification=dict(sorted(label.classification)),
        originators=sorted(label.originators),
        releasable_to=_names(label.releasable_to),
        handling=sorted(label.handling),
        data_categories=sorted(label.data_categories),
        subject_categories=sorted(label.subject_categories),
        legal_bases=sorted(label.legal_bases),
        purposes=_names(label.purposes),
        discoverable_to=_names(label.discoverable_to),
    )
    return msgspec.json.encode(wire)


def labels_of(verified: Verified) -> list[Label]:
    """Read the labels of a message; raises PartnerError for anything else."""
    return [_label(decoded(bytes(raw), WireLabel)) for raw in verified.manifest.labels]


def statement_bytes(statement: ReleasedStatement) -> bytes:
    """Write a released statement as it travels."""
    return msgspec.json.encode(statement)


def statements_of(verified: Verified) -> list[ReleasedStatement]:
    """Read the statements of a release; raises PartnerError for one without a label of its."""
    found = [decoded(item, ReleasedStatement) for item in verified.items]
    if any(one.label >= len(verified.manifest.labels) for one in found):
        raise PartnerError("expected statements with a label of the release, got one without")
    return found


def counted_bytes(counted: Counted) -> bytes:
    """Write a count as it travels."""
    return msgspec.json.encode(counted)


def counts_of(verified: Verified) -> list[Counted]:
    """Read counts; raises PartnerError for anything else."""
    return [decoded(item, Counted) for item in verified.items]


def recall_items(order: RecallOrder, releases: Sequence[ReleaseId]) -> list[bytes]:
    """Write a recall: its head, and the ids that it names in one item.

    So a recall is one message however much it names, and one receipt answers for all of it.
    """
    return [msgspec.json.encode(order), b"".join(releases)]


def recall_of(verified: Verified) -> tuple[RecallOrder, list[ReleaseId]]:
    """Read a recall; raises PartnerError for anything else."""
    return headed(verified, RecallOrder)


def ids_of(verified: Verified) -> list[ReleaseId]:
    """Read a message that names ids and nothing else; raises PartnerError for anything else."""
    if len(verified.items) != 1:
        raise PartnerError("expected ids in one item, got other items")
    return _ids(verified.items[0])


def consent_items(question: ConsentQuestion, releases: Sequence[ReleaseId]) -> list[bytes]:
    """Write a request for consent: its head, and the ids that it names in one item."""
    return [msgspec.json.encode(question), b"".join(releases)]


def consent_of(verified: Verified) -> tuple[ConsentQuestion, list[ReleaseId]]:
    """Read a request for consent; raises PartnerError for anything else."""
    return headed(verified, ConsentQuestion)


def answer_of(verified: Verified) -> ConsentAnswer:
    """Read the answer to one; raises PartnerError for anything else."""
    if len(verified.items) != 1:
        raise PartnerError("expected one answer, got other items")
    return decoded(verified.items[0], ConsentAnswer)


def agreement_items(document: bytes, acts: Sequence[Signed]) -> list[bytes]:
    """Write an agreement with the acts of its parties."""
    wire = [
        _WireAct(center=one.center, act=one.act, at=one.at, signature=one.signature) for one in acts
    ]
    return [document, *map(msgspec.json.encode, wire)]


def agreement_of(verified: Verified, digest: bytes) -> tuple[bytes, list[Signed]]:
    """Read the bytes of an agreement and the acts on it, whose digest is given."""
    if not verified.items:
        raise PartnerError("expected an agreement with its acts, got no items")
    document, *acts = verified.items
    wire = [decoded(one, _WireAct) for one in acts]
    return document, [Signed(digest, one.center, one.act, one.at, one.signature) for one in wire]


def headed(verified: Verified, kind: type[_T]) -> tuple[_T, list[ReleaseId]]:
    """Read a head and the ids that it names; raises PartnerError for anything else."""
    if len(verified.items) != _HEAD_AND_IDS:
        raise PartnerError("expected a head with the ids that it names, got other items")
    head, packed = verified.items
    return decoded(head, kind), _ids(packed)


def decoded(raw: bytes, kind: type[_T]) -> _T:
    """Read one item; raises PartnerError for anything else."""
    return parsed(raw, kind, f"{kind.__name__} in an item of the message")


def _label(wire: WireLabel) -> Label:
    return Label(
        classification=frozenset(wire.classification.items()),
        originators=frozenset(wire.originators),
        releasable_to=_allowed(wire.releasable_to),
        handling=frozenset(wire.handling),
        data_categories=frozenset(wire.data_categories),
        subject_categories=frozenset(wire.subject_categories),
        legal_bases=frozenset(wire.legal_bases),
        purposes=_allowed(wire.purposes),
        discoverable_to=_allowed(wire.discoverable_to),
    )


def _ids(packed: bytes) -> list[ReleaseId]:
    if len(packed) % ID_BYTES:
        raise PartnerError("expected ids, got other bytes")
    starts = range(0, len(packed), ID_BYTES)
    return [ReleaseId(packed[start : start + ID_BYTES]) for start in starts]


def _names(allowed: Allowed) -> list[str] | None:
    return None if allowed.names is None else sorted(allowed.names)


def _allowed(names: Sequence[str] | None) -> Allowed:
    return Allowed(None if names is None else frozenset(names))
