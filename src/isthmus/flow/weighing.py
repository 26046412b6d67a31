"""With which weights the resolver weighs: the approved file, its signature checked, or the shipped.

1. Every batch asks which approval holds; so another process or thread notices on its next batch.
2. A file is believed only with its digest, and with this node's signature over the approval.
3. What was weighed by others than hold now, before an approval or an upgrade that ships others, is
   weighed again in the background: slice after slice, and only while nothing that came in waits.
   Purpose after purpose, in their order: a later one has nothing to write where an earlier one says
   it all by the same weights.
4. By which weights all that stands was weighed, or how far it was, is kept in the store for each
   purpose: so a start alone weighs nothing again, and what a crash cut short goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Final

from isthmus.errors import IntegrityError
from isthmus.flow.auditing import note
from isthmus.flow.center import Center, judging_purposes, stage_of
from isthmus.model.weight_files import SHIPPED, WeightAct, WeightFile
from isthmus.ports import UnitOfWork
from isthmus.resolve.compare import Model
from isthmus.resolve.weights import ReadWeights, read_weights

SLICE: Final = 1_000
"""How many statements are looked through at once for entities that must be weighed again."""

_DONE: Final = "done"
_DIGITS: Final = 16


def weighing(center: Center, unit: UnitOfWork) -> Center:
    """Give the center with the weights that hold now.

    Raises IntegrityError for a file that is not the one that two persons approved here: then the
    resolver stands still.
    """
    act = unit.weights.active()
    return center if act is None else replace(center, model=_model(center, unit, act))


def make_index(center: Center, between: Callable[[], None]) -> None:
    """Make the index of this process, with all that questions and the resolver compare.

    `between`: done before each step; what it raises ends the making.
    """
    with center.store.reading() as unit:
        compared = center.model.properties() | weighing(center, unit).model.properties()
    keyed = center.ontology, center.names
    center.holding.make(center.store, keyed, compared, center.clock, between)


def model_of_version(center: Center, unit: UnitOfWork, version: str) -> Model | None:
    """Give the model of a version: kept in the store, or shipped; None where it is unknown."""
    if center.model.version == version and unit.weights.get(version) is None:
        return center.model
    found = document_of_version(center, unit, version)
    return None if found is None else _read(center, found).model


def document_of_version(center: Center, unit: UnitOfWork, version: str) -> bytes | None:
    """Give the canonical JSON of a version: kept in the store, or shipped; None if unknown."""
    kept = unit.weights.document(version)
    if kept is not None:
        return kept
    return center.shipped if center.shipped and center.model.version == version else None


def rescore_pending(center: Center, *, at_once: int = SLICE) -> int:
    """Let a slice of what older weights weighed wait for the resolver; give how many entities.

    `at_once`: how many statements are looked through. The first purpose that is not done is gone on
    with; the next begins once it is. 0: nothing is left to do, or what came in goes first.
    """
    with center.store.reading() as unit:
        due = _due(center, unit)
    for purpose in due:
        taken = _slice(center, purpose, at_once)
        if taken is None:
            return 0
        if taken:
            return taken
    return 0


def rescoring(center: Center, unit: UnitOfWork) -> bool:
    """Tell whether something that older weights weighed is still to be weighed again."""
    return bool(_due(center, unit))


def weighed_by(center: Center, unit: UnitOfWork) -> str:
    """Name the weights that hold now: an approval, or what was shipped.

    An approval of the same file once more is another one: what stood between counts.
    """
    act = unit.weights.active()
    if act is not None:
        return f"{act.version}@{act.at.isoformat()}"
    return f"{center.model.version}#{sha256(center.shipped).hexdigest()[:_DIGITS]}"


def begin(center: Center, unit: UnitOfWork, name: str) -> None:
    """Keep by which weights a store is weighed from its first judgement on.

    To be called where something is about to be weighed by weights of this name, before a judgement
    is added: what stands in a store that does not say is weighed again. The shipped file is kept,
    so that what is judged by it can be replayed when a later product ships another.
    """
    keep_shipped(center, unit)
    marks = {purpose: unit.meta.get(_mark(purpose)) for purpose in center.resolve_purposes}
    lacking = [purpose for purpose, mark in marks.items() if mark is None]
    if lacking and unit.judgements.last() == 0:
        for purpose in lacking:
            unit.meta.put(_mark(purpose), f"{name}/{_DONE}")
    for purpose, mark in marks.items():
        # So the weights of before, should they hold again, do not find all theirs.
        if mark is not None and mark.rpartition("/")[0] != name:
            unit.meta.put(_mark(purpose), f"{name}/0")


def keep_shipped(center: Center, unit: UnitOfWork) -> None:
    """Keep the shipped file while it holds, if it is not kept yet."""
    if not center.shipped or unit.weights.active() is not None:
        return
    if unit.weights.get(center.model.version) is None:
        read = read_weights(center.shipped, center.names)
        at, size = center.clock.now(), len(read.document)
        unit.weights.put(WeightFile(read.version, read.digest, size, SHIPPED, at), read.document)


def _model(center: Center, unit: UnitOfWork, act: WeightAct) -> Model:
    held = center.models.held(act.digest)
    if held is not None:
        return held
    document = unit.weights.document(act.version)
    if document is None or sha256(document).digest() != act.digest:
        raise IntegrityError("expected the weights that were approved, got other ones")
    if act.signature is None or act.proposer == act.by:
        raise IntegrityError("expected weights that two persons approved, got others")
    center.signer.check(act.signed_bytes(center.id, center.partition.name), act.signature)
    return _read(center, document).model


def _read(center: Center, document: bytes) -> ReadWeights:
    read = read_weights(document, center.names)
    center.models.hold(read)
    return read


def _mark(purpose: str) -> str:
    return f"rescored:{purpose}"


def _due(center: Center, unit: UnitOfWork) -> list[str]:
    """Give the purposes at which something is to be weighed again."""
    name = weighed_by(center, unit)
    due = [p for p in center.resolve_purposes if _place(unit, p, name) is not None]
    if due and unit.weights.active() is None and unit.judgements.last() == 0:
        # Nothing stands, and no other weights were ever approved: what comes in begins.
        return [p for p in due if unit.meta.get(_mark(p)) is not None]
    return due


def _place(unit: UnitOfWork, purpose: str, name: str) -> int | None:
    """Give after which statement weighing again goes on; None when it is done."""
    which, _, place = (unit.meta.get(_mark(purpose)) or "").rpartition("/")
    if which != name:
        return 0
    return None if place == _DONE else int(place)


def _slice(center: Center, purpose: str, at_once: int) -> int | None:
    """Queue a slice; 0: the purpose is done, None: something waits at it, and goes first."""
    stage, service = stage_of(purpose), center.service("resolver", purpose)
    with center.store.writing() as unit:
        act, name = unit.weights.active(), weighed_by(center, unit)
        place = _place(unit, purpose, name)
        if place is None:
            return 0
        if unit.queue.peek(stage, 1):
            return None
        reader = center.reader(unit, service, purpose)
        judges = purpose in judging_purposes(center, unit)
        said = unit.statements.said_after(place, reader, at_once) if judges else []
        entities = list(dict.fromkeys(entity for _, entity in said))
        unit.queue.put(stage, entities)
        end = str(said[-1][0]) if said else _DONE
        unit.meta.put(_mark(purpose), f"{name}/{end}")
        note(
            center,
            unit,
            service,
            purpose=purpose,
            act="entities.requeued",
            objects=[f"weights:{center.model.version if act is None else act.version}"],
            counts={"entities": len(entities)},
        )
        unit.commit()
    return len(entities)
