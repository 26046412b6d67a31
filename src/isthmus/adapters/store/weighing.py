# ruff: noqa: D102 - the port says what each method gives
"""Weight files by version, and what persons did with them."""

from __future__ import annotations

from collections.abc import Sequence

from isthmus.adapters.store.link import Link, Row
from isthmus.model.canonical import from_microseconds, microseconds
from isthmus.model.weight_files import WeightAct, WeightFile, WeightStep

_PUT = """
INSERT INTO weight_file (version, digest, document, size, brought_by, came_at)
VALUES (:version, :digest, :document, :size, :by, :at) ON CONFLICT (version) DO NOTHING"""
_FILES = """
SELECT f.version, f.digest, f.size, f.brought_by, f.came_at FROM weight_file f"""
_ALL = _FILES + " ORDER BY f.seq"
_ONE = _FILES + " WHERE f.version = :version"
_DOCUMENT = "SELECT f.document FROM weight_file f WHERE f.version = :version"
_NOTE = """
INSERT INTO weight_act (version, digest, step, proposer, acted_by, at, reason, signature)
VALUES (:version, :digest, :step, :proposer, :by, :at, :reason, :signature)"""
_ACTS = """
SELECT a.version, a.digest, a.step, a.proposer, a.acted_by, a.at, a.reason, a.signature
FROM weight_act a"""
_IN_ORDER = _ACTS + " ORDER BY a.seq"
_ACTIVE = _ACTS + " WHERE a.signature IS NOT NULL ORDER BY a.seq DESC LIMIT 1"


class Weights:
    """WeightStore."""

    __slots__ = ("_link",)

    def __init__(self, link: Link) -> None:
        self._link = link

    def put(self, file: WeightFile, document: bytes) -> bool:
        added = self._link.change(
            _PUT,
            version=file.version,
            digest=file.digest,
            document=document,
            size=file.size,
            by=file.by,
            at=microseconds(file.came_at),
        )
        return added > 0

    def get(self, version: str) -> WeightFile | None:
        return next(map(_file, self._link.bare(_ONE, version=version)), None)

    def document(self, version: str) -> bytes | None:
        rows = self._link.bare(_DOCUMENT, version=version)
        return bytes(rows[0][0]) if rows else None

    def all(self) -> Sequence[WeightFile]:
        return [_file(row) for row in self._link.bare(_ALL)]

    def note(self, act: WeightAct) -> None:
        self._link.change(
            _NOTE,
            version=act.version,
            digest=act.digest,
            step=str(act.step),
            proposer=act.proposer,
            by=act.by,
            at=microseconds(act.at),
            reason=act.reason,
            signature=act.signature,
        )

    def acts(self) -> Sequence[WeightAct]:
        return [_act(row) for row in self._link.bare(_IN_ORDER)]

    def active(self) -> WeightAct | None:
        return next(map(_act, self._link.bare(_ACTIVE)), None)


def _file(row: Row) -> WeightFile:
    version, digest, size, by, at = row
    return WeightFile(version, bytes(digest), size, by, from_microseconds(at))


def _act(row: Row) -> WeightAct:
    version, digest, step, proposer, by, at, reason, signature = row
    return WeightAct(
        version=version,
        digest=bytes(digest),
        step=WeightStep(step),
        proposer=proposer,
        by=by,
        at=from_microseconds(at),
        reason=reason,
        signature=None if signature is None else bytes(signature),
    )
