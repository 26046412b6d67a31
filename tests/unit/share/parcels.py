"""What redaction stands on, for examples: one label, one agreement, what it permits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path

import msgspec

from isthmus.declared import read_declared
from isthmus.model.ids import EntityId, LabelId
from isthmus.model.label import Label
from isthmus.model.ontology import Ontology
from isthmus.model.release import Cleared, ReleaseId
from isthmus.model.statement import Statement
from isthmus.share.asking import Asking
from isthmus.share.decision import Decider
from isthmus.share.document import Article, Equivalent
from isthmus.share.redaction import NOBODY_YET, Outcome, Parcel, cleared, outcomes
from tests import make
from tests.unit.share.cases import signed
from tests.unit.share.documents import agreement, permit
from tests.unit.share.test_decision import ASKING, LABEL

KNOWN = EntityId(b"known at birch--")
EQUIVALENTS = [
    Equivalent(
        center="alder", scheme="national", level="OFFICIAL", as_scheme="national", as_level="PUBLIC"
    )
]
_ONTOLOGY: list[Ontology] = []


def ontology() -> Ontology:
    """Give the node's own ontology, read once."""
    if not _ONTOLOGY:
        _ONTOLOGY.append(read_declared(Path("no own feeds")).ontology)
    return _ONTOLOGY[0]


def parcel(
    *articles: Article,
    labels: Mapping[LabelId, Label] | None = None,
    asking: Asking = ASKING,
    equivalents: Sequence[Equivalent] = EQUIVALENTS,
) -> Parcel:
    """Give what redaction stands on under an agreement of these articles."""
    document = agreement(*(articles or (permit(),)))
    one = signed(msgspec.structs.replace(document, equivalents=list(equivalents)))
    marks = {make.LABEL: LABEL} if labels is None else labels
    found = Decider([one]).decide(asking, {str(number): label for number, label in marks.items()})
    decisions = {(LabelId(int(number)), NOBODY_YET): decision for number, decision in found.items()}
    return Parcel(asking, marks, decisions, {one.id: one}, ontology(), frozenset({KNOWN}))


def said(one: Parcel, *claims: make.Claim) -> list[Outcome]:
    """Give what becomes of these claims."""
    return outcomes(one, rows(*claims))


def rows(*claims: make.Claim, label: LabelId = make.LABEL) -> list[Statement]:
    """Give claims as the store gives them back."""
    return [make.statement(claim, seq=seq, label=label) for seq, claim in enumerate(claims, 1)]


def left(one: Parcel, found: Sequence[Outcome]) -> Cleared:
    """Give what leaves, under handles and ids that count up."""
    ids = (number.to_bytes(16, "big") for number in count(1))
    return cleared(
        one,
        found,
        "alder-birch",
        name=lambda entity: bytes(reversed(entity)),
        fresh=lambda: ReleaseId(next(ids)),
    )
