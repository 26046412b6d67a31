"""The life of a weight file: proposed, reviewed, approved by a second person, never thrown away.

1. A person proposes a file, from training or written by hand. What the resolver cannot read is
   refused, and so is a version that is here with other bytes.
2. Whoever reviews it sees every number that changes, and what would become of pairs he may see.
3. Another person approves. The node signs that, and from its next batch on weighs with the file.
4. What stood is weighed again in the background (`flow.weighing`). Nothing activates by itself.
"""

from __future__ import annotations

from typing import Final

from isthmus.access.roles import WEIGHT_SEERS, Capability
from isthmus.errors import AccessError, NotFound, StateError
from isthmus.flow.acting import act
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.weights import ShownWeights, WeightsPage, WeightsReview, WeightsWords
from isthmus.flow.reading import Answer, Ask, Reading, check, read, refusals_noted
from isthmus.flow.reasons import written_reason
from isthmus.flow.showing.weights import shown_changes, shown_tables, shown_weights
from isthmus.flow.weighed import effect_between
from isthmus.flow.weighing import (
    document_of_version,
    keep_shipped,
    model_of_version,
    rescoring,
    weighing,
)
from isthmus.model.weight_files import WeightAct, WeightFile, WeightState, WeightStep, weight_states
from isthmus.phrases import Phrase, say
from isthmus.resolve.weights import ReadWeights, read_weights, table_changes, weight_changes

_LONGEST: Final = 64


def propose_weights(center: Center, actor: Actor, raw: bytes, words: WeightsWords) -> ShownWeights:
    """Propose a weight file in JSON; another person must approve it.

    Raises InputError or MappingInvalid for what the resolver cannot read, StateError for a version
    that is here with other bytes, that is proposed already, or that is in force.
    """
    file = read_weights(raw)
    objects = (f"weights:{file.version}", file.digest.hex())
    ask = Ask("weights.proposed", objects, (Capability.PROPOSE_WEIGHTS,))

    def change(reading: Reading) -> Answer[ShownWeights]:
        _keep(reading, actor, file)
        weights = reading.unit.weights
        state = weight_states(weights.acts()).get(file.version)
        holds = weights.active()
        # Until others are approved it is the shipped ones that hold, of which no act tells.
        if file.version == (center.model.version if holds is None else holds.version):
            state = WeightState.ACTIVE
        if state in {WeightState.PROPOSED, WeightState.ACTIVE}:
            raise StateError(
                say("expected weights that are not {state}, got some that are", state=str(state))
            )
        _note(reading, actor, file.version, (WeightStep.PROPOSED, words, actor.principal.id))
        return _one(reading, file.version), [f"weights:{file.version}"]

    return act(center, actor, ask, change)


def propose_version(
    center: Center, actor: Actor, version: str, words: WeightsWords
) -> ShownWeights:
    """Propose a version that is here, or was shipped, once more; raises NotFound for another."""
    ask = Ask("weights.proposed", (_named(version),), (Capability.PROPOSE_WEIGHTS,))
    with refusals_noted(center, actor, ask):
        check(actor.principal, ask)
        with center.store.reading() as unit:
            document = document_of_version(center, unit, version)
        if document is None:
            raise NotFound(_unknown(version))
    return propose_weights(center, actor, document, words)


def approve_weights(
    center: Center, actor: Actor, version: str, words: WeightsWords
) -> ShownWeights:
    """Approve what another person proposed: the node signs it and weighs with it from now on.

    Raises AccessError for one's own, NotFound for an unknown version, StateError for one that is
    not proposed.
    """
    ask = Ask("weights.approved", (_named(version),), (Capability.APPROVE_WEIGHTS,))

    def change(reading: Reading) -> Answer[ShownWeights]:
        proposal = _open(reading, version)
        if proposal.by == actor.principal.id:
            raise AccessError(say("expected another person than the one who proposed it"))
        # What the node cannot read any more is not to be found out by the resolver.
        read_weights(reading.unit.weights.document(version) or b"")
        _note(reading, actor, version, (WeightStep.APPROVED, words, proposal.proposer))
        return _one(reading, version), [f"digest:{proposal.digest.hex()}"]

    return act(center, actor, ask, change)


def decline_weights(
    center: Center, actor: Actor, version: str, words: WeightsWords
) -> ShownWeights:
    """Decline what was proposed, or take back what one proposed oneself."""
    ask = Ask("weights.declined", (_named(version),), (Capability.PROPOSE_WEIGHTS,))

    def change(reading: Reading) -> Answer[ShownWeights]:
        proposal = _open(reading, version)
        _note(reading, actor, version, (WeightStep.DECLINED, words, proposal.proposer))
        return _one(reading, version), [f"digest:{proposal.digest.hex()}"]

    return act(center, actor, ask, change)


def list_weights(center: Center, actor: Actor) -> WeightsPage:
    """Give every weight file, the newest first, and which one is in force."""

    def fetch(reading: Reading) -> Answer[WeightsPage]:
        shown = shown_weights(reading)
        page = WeightsPage(
            version=weighing(center, reading.unit).model.version,
            rescoring=rescoring(center, reading.unit),
            items=shown,
        )
        return page, [f"weights:{one.version}" for one in shown]

    return read(center, actor, Ask("weights.list", needs=WEIGHT_SEERS), fetch)


def review_weights(center: Center, actor: Actor, version: str) -> WeightsReview:
    """Give what a file changes of the one in force, and of pairs that the reader may see."""
    ask = Ask("weights.review", (_named(version),), WEIGHT_SEERS)

    def fetch(reading: Reading) -> Answer[WeightsReview]:
        one, unit = _one(reading, version), reading.unit
        before = weighing(center, unit).model
        after = model_of_version(center, unit, version)
        if after is None:
            raise NotFound(_unknown(version))
        ours = document_of_version(center, unit, before.version) or b""
        theirs = document_of_version(center, unit, version) or b""
        review = WeightsReview(
            weights=one,
            against=before.version,
            changes=shown_changes(weight_changes(ours, theirs)),
            tables=shown_tables(table_changes(ours, theirs)),
            effect=effect_between(reading, before, after),
        )
        return review, [f"weights:{version}"]

    return read(center, actor, ask, fetch)


def weights_document(center: Center, actor: Actor, version: str) -> bytes:
    """Give the canonical JSON of a version: to be kept elsewhere, or to start another from."""
    ask = Ask("weights.read", (_named(version),), WEIGHT_SEERS)

    def fetch(reading: Reading) -> Answer[bytes]:
        found = document_of_version(center, reading.unit, version)
        if found is None:
            raise NotFound(_unknown(version))
        return found, [f"weights:{version}"]

    return read(center, actor, ask, fetch)


def _keep(reading: Reading, actor: Actor, file: ReadWeights) -> None:
    center, weights = reading.center, reading.unit.weights
    kept = WeightFile(
        version=file.version,
        digest=file.digest,
        size=len(file.document),
        by=actor.principal.id,
        came_at=reading.at,
    )
    shipped = center.shipped if center.model.version == file.version else file.document
    known = weights.get(file.version)
    if (known is not None and known.digest != file.digest) or (shipped or file.document) != (
        file.document
    ):
        raise StateError(
            say("expected a version that is new, got {name} with other weights", name=file.version),
            repair=say("give the file a version of its own, such as {name}", name="persons-2031.1"),
        )
    keep_shipped(center, reading.unit)
    weights.put(kept, file.document)


def _note(
    reading: Reading, actor: Actor, version: str, step: tuple[WeightStep, WeightsWords, str]
) -> None:
    center, weights = reading.center, reading.unit.weights
    kind, words, proposer = step
    file = weights.get(version)
    if file is None:
        raise NotFound(_unknown(version))
    made = WeightAct(
        version=version,
        digest=file.digest,
        step=kind,
        proposer=proposer,
        by=actor.principal.id,
        at=reading.at,
        reason=written_reason(words.reason),
    )
    if kind is WeightStep.APPROVED:
        signed = center.signer.sign(made.signed_bytes(center.id, center.partition.name))
        made = WeightAct(
            version, file.digest, kind, proposer, made.by, made.at, made.reason, signed
        )
    weights.note(made)


def _open(reading: Reading, version: str) -> WeightAct:
    acts = reading.unit.weights.acts()
    if reading.unit.weights.get(version) is None:
        raise NotFound(_unknown(version))
    if weight_states(acts).get(version) is not WeightState.PROPOSED:
        raise StateError(say("expected weights that await approval, got others"))
    return next(a for a in reversed(acts) if a.version == version)


def _one(reading: Reading, version: str) -> ShownWeights:
    for shown in shown_weights(reading):
        if shown.version == version:
            return shown
    raise NotFound(_unknown(version))


def _named(version: str) -> str:
    return f"weights:{version[:_LONGEST]}"


def _unknown(version: str) -> Phrase:
    return say("expected weights of this node, got {name}", name=version[:_LONGEST])
