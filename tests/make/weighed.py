"""Weight files for tests: Ada proposes them, and Ben approves."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from isthmus.model.weight_files import WeightAct, WeightFile, WeightStep
from tests.make.ids import HOUR, NOW

DOCUMENT = b'{"model":"persons-1"}'


def weight_file(version: str = "persons-1") -> WeightFile:
    """Make what a node knows of a weight file."""
    return WeightFile(version, sha256(DOCUMENT).digest(), len(DOCUMENT), "person:alder:ada", NOW)


def proposed(version: str = "persons-1") -> WeightAct:
    """Make Ada's proposal."""
    return WeightAct(
        version=version,
        digest=sha256(DOCUMENT).digest(),
        step=WeightStep.PROPOSED,
        proposer="person:alder:ada",
        by="person:alder:ada",
        at=NOW,
        reason="trained anew",
    )


def approved(version: str = "persons-1", *, signature: bytes = b"signature") -> WeightAct:
    """Make Ben's approval of it."""
    return replace(
        proposed(version),
        step=WeightStep.APPROVED,
        by="person:alder:ben",
        at=NOW + HOUR,
        signature=signature,
    )


def declined(version: str = "persons-1") -> WeightAct:
    """Make Ben's no to it."""
    return replace(approved(version), step=WeightStep.DECLINED, signature=None)
