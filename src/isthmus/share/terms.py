"""Terms: an agreement may name only what the node knows, or its obligations would hide nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from isthmus.errors import AgreementInvalid
from isthmus.model.label import LEVELS
from isthmus.model.ontology import Ontology, ValueKind
from isthmus.phrases import Phrase, say
from isthmus.share.agreement import Agreement, together
from isthmus.share.document import Article, Drop, Equivalent, Forbid, Generalise, Mask
from isthmus.share.obligations import COARSENESS


def check_terms(agreement: Agreement, ontology: Ontology, purposes: Iterable[str]) -> None:
    """Raise AgreementInvalid, naming the article, for what an agreement names and nobody knows."""
    known, kinds = frozenset(purposes), _kinds(ontology)
    document = agreement.document
    slips = [slip for one in document.articles for slip in _of_article(one, kinds, known)]
    slips += [
        slip for one in document.equivalents for slip in _of_equivalent(one, document.parties)
    ]
    if not slips:
        return
    raise AgreementInvalid(together(slips))


def _kinds(ontology: Ontology) -> dict[str, set[ValueKind]]:
    found: dict[str, set[ValueKind]] = {}
    for schema in ontology.schemas.values():
        for prop in schema.properties.values():
            found.setdefault(prop.name, set()).add(prop.kind)
    return found


def _of_article(
    one: Article, kinds: dict[str, set[ValueKind]], purposes: frozenset[str]
) -> Iterator[Phrase]:
    for name in one.purposes:
        if name not in purposes:
            yield say(
                "article {article}: expected a purpose that the node knows, got {name}",
                article=one.article,
                name=name,
            )
    if isinstance(one, Forbid):
        return
    naming = [o for o in one.obligations if isinstance(o, Drop | Mask | Generalise)]
    for obligation in naming:
        for name in obligation.properties:
            if name not in kinds:
                yield say(
                    "article {article}: expected a property that the node knows, got {name}",
                    article=one.article,
                    name=name,
                )
            elif isinstance(obligation, Generalise) and not _can(obligation, kinds[name]):
                yield say(
                    "article {article}: expected a property that can be given by {to}, got {name}",
                    article=one.article,
                    to=obligation.to,
                    name=name,
                )


def _can(obligation: Generalise, kinds: Iterable[ValueKind]) -> bool:
    return any(obligation.to in COARSENESS.get(kind, ()) for kind in kinds)


def _of_equivalent(one: Equivalent, parties: Sequence[str]) -> Iterator[Phrase]:
    if one.center not in parties:
        yield say("equivalents: expected a party, got {name}", name=one.center)
    for scheme, level in ((one.scheme, one.level), (one.as_scheme, one.as_level)):
        if level not in LEVELS.get(scheme, ()):
            yield say(
                "equivalents: expected a level of a known scheme, got {scheme} {level}",
                scheme=scheme,
                level=level,
            )
