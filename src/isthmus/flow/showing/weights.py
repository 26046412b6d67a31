"""Weight files, written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from isthmus.flow.documents.weights import ShownTableChange, ShownWeightChange, ShownWeights
from isthmus.flow.reading import Reading
from isthmus.flow.showing.judgements import display_names
from isthmus.model.weight_files import (
    SHIPPED,
    WeightAct,
    WeightFile,
    WeightState,
    WeightStep,
    last_step,
    weight_states,
)
from isthmus.resolve.weights import TableChange, WeightChange, read_weights

_DECIDED: Final[Mapping[WeightStep, Literal["approved", "declined"]]] = {
    WeightStep.APPROVED: "approved",
    WeightStep.DECLINED: "declined",
}


def shown_weights(reading: Reading) -> list[ShownWeights]:
    """Write every file out, the newest first; the shipped one last, if nobody brought it in."""
    acts = reading.unit.weights.acts()
    files = list(reversed(reading.unit.weights.all()))
    states = _states(reading, acts, files)
    names = display_names(reading, {one.by for one in acts})
    shown = [_shown(reading, file, states, acts, names) for file in files]
    shipped = shipped_file(reading)
    if shipped is not None and shipped.version not in {file.version for file in files}:
        shown.append(_shown(reading, shipped, states, acts, names))
    return shown


def shipped_file(reading: Reading) -> WeightFile | None:
    """Give what is known of the shipped file."""
    center = reading.center
    if not center.shipped:
        return None
    read = read_weights(center.shipped)
    return WeightFile(read.version, read.digest, len(read.document), "", reading.at)


def shown_changes(changes: Iterable[WeightChange]) -> list[ShownWeightChange]:
    """Write changes of numbers out."""
    return [
        ShownWeightChange(
            schema=one.schema,
            property=one.property,
            level=one.level,
            before=one.before,
            after=one.after,
        )
        for one in changes
    ]


def shown_tables(tables: Iterable[TableChange]) -> list[ShownTableChange]:
    """Write changes of tables out, without a term."""
    return [
        ShownTableChange(name=t.name, before=t.before, after=t.after, changed=t.changed)
        for t in tables
    ]


def _states(
    reading: Reading, acts: Sequence[WeightAct], files: Iterable[WeightFile]
) -> dict[str, WeightState]:
    """Give the state of each version; until one is approved, the shipped one is in force.

    What an earlier product shipped is kept once something was judged by it.
    """
    states, shipped = weight_states(acts), reading.center.model.version
    if WeightState.ACTIVE not in states.values():
        states[shipped] = WeightState.ACTIVE
    for version in (shipped, *(file.version for file in files if file.by == SHIPPED)):
        states.setdefault(version, WeightState.FORMER)
    return states


def _shown(
    reading: Reading,
    file: WeightFile,
    states: dict[str, WeightState],
    acts: Sequence[WeightAct],
    names: dict[str, str],
) -> ShownWeights:
    proposal = last_step([a for a in acts if a.step is WeightStep.PROPOSED], file.version)
    last = last_step(acts, file.version)
    decided = None if last is None or last.step is WeightStep.PROPOSED else last
    signature = None if decided is None else decided.signature
    return ShownWeights(
        version=file.version,
        digest=file.digest.hex(),
        size=file.size,
        state=states.get(file.version, WeightState.KEPT).value,
        shipped=file.version == reading.center.model.version and bool(reading.center.shipped),
        yours=proposal is not None and proposal.by == reading.reader.principal.id,
        reason=None if proposal is None else proposal.reason,
        proposed_by=None if proposal is None else names.get(proposal.by, proposal.by),
        proposed_at=None if proposal is None else proposal.at,
        decided=None if decided is None else _DECIDED[decided.step],
        decided_by=None if decided is None else names.get(decided.by, decided.by),
        decided_at=None if decided is None else decided.at,
        decided_reason=None if decided is None else decided.reason,
        signature=None if signature is None else signature.hex(),
    )
