"""What is withheld of an entity: facts that the reader may know to exist, and may not see.

1. Only source entities of which the reader sees something are asked about.
2. Of a fact there is its property, whom to ask, and the legal basis under which it is held.
3. Facts that tell a reader the same are one row: no number derives from them, and no order.
4. The row has a label of its own, that of the bare existence, which counts for the page.
"""

from __future__ import annotations

from isthmus.flow.documents.entities import Withheld
from isthmus.flow.documents.values import Texts
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import Face, property_of
from isthmus.flow.showing.properties import in_ontology_order
from isthmus.flow.showing.values import property_title
from isthmus.model.label import Label
from isthmus.model.ontology import Ontology


def withheld_rows(reading: Reading, face: Face) -> list[Withheld]:
    """Give what is withheld of an entity, in the ontology's order and then by whom to ask."""
    found = reading.unit.statements.withheld(face.members, reading.reader, reading.at)
    facts = {(one.property, reading.labels.label(one.label).of_existence()) for one in found}
    ontology = reading.center.ontology
    names = in_ontology_order(ontology, face.schema, {name for name, _ in facts})
    return [
        _row(reading, name, _title(ontology, face.schema, name), existence)
        for name in names
        for existence in sorted((e for n, e in facts if n == name), key=_order)
    ]


def _row(reading: Reading, name: str, title: Texts, existence: Label) -> Withheld:
    return Withheld(
        property=name,
        title=title,
        originators=sorted(existence.originators),
        legal_bases=sorted(existence.legal_bases),
        label=reading.labels.ref_of(existence),
    )


def _title(ontology: Ontology, schema: str, name: str) -> Texts:
    """Give a property's title as the entity's own schema has it, else as some other has it.

    The schema that the withheld statement claims is not asked for: it would tell more.
    """
    own = property_of(ontology, schema, name) is not None
    others = (s for s in sorted(ontology.schemas) if property_of(ontology, s, name) is not None)
    return property_title(ontology, schema if own else next(others, schema), name)


def _order(existence: Label) -> tuple[list[str], ...]:
    """Order by what is shown, and by what is not only where that is equal."""
    names = (existence.originators, existence.legal_bases)
    allowed = (existence.releasable_to.names, existence.purposes.names)
    return (*map(sorted, names), *(["*"] if one is None else sorted(one) for one in allowed))
