"""Values: a statement with its papers, ready for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal

from isthmus.flow.documents.sharing import NamedValue
from isthmus.flow.documents.values import (
    RecordRef,
    SharedBy,
    ShownGrade,
    SourceRef,
    Texts,
    Value,
    Via,
    WhyVisible,
)
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import Face, kind_of, property_of
from isthmus.model.grade import parsed_grade
from isthmus.model.ids import EntityId, RecordSeq, shown_id
from isthmus.model.ontology import LANGUAGES, Ontology, ValueKind
from isthmus.model.record import StoredRecord
from isthmus.model.release import Received
from isthmus.model.statement import State, Statement

WHY: Mapping[str, str] = {
    "en": "You act for {purpose}. Your clearance and this purpose reach every label shown here.",
    "fr": "Vous agissez pour {purpose}. Votre habilitation et cette finalité couvrent chaque "
    "marquage affiché ici.",
    "ar": "أنت تعمل لغرض {purpose}. تصريحك وهذا الغرض يشملان كل وسم معروض هنا.",
}

_STATES: Final[Mapping[State, Literal["asserted", "erased"]]] = {
    State.ASSERTED: "asserted",
    State.ERASED: "erased",
}
"""How a page names a state; any other was taken back."""


def named_value(reading: Reading, row: Statement) -> NamedValue:
    """Give a statement that something names, without its papers."""
    known = property_of(reading.center.ontology, row.schema, row.property)
    return NamedValue(
        statement=shown_id("s", row.id),
        entity=shown_id("e", row.entity),
        property=row.property,
        property_title={} if known is None else dict(known.title),
        value=row.value,
        label=reading.labels.ref(row.label),
    )


class ValueWriter:
    """Writes the statements of one document, with their records read in one go."""

    __slots__ = ("_reading", "_records", "_sources", "_targets")

    def __init__(
        self,
        reading: Reading,
        statements: Iterable[Statement],
        targets: Mapping[EntityId, Face],
    ) -> None:
        self._reading = reading
        wanted = sorted({s.record for s in statements})
        self._records: dict[RecordSeq, StoredRecord] = {
            record.seq: record for record in reading.unit.records.get(wanted, reading.reader)
        }
        self._sources = source_titles(reading)
        self._targets = targets

    def value(self, statement: Statement, via: Via | None = None) -> Value:
        """Write one statement. `via`: how it came to the page, if not of itself."""
        labels, ontology = self._reading.labels, self._reading.center.ontology
        target = None if statement.target is None else self._targets.get(statement.target)
        if target is not None:
            # The caption is no part of the statement; its label must count for the page.
            labels.ref(target.caption_label)
        return Value(
            statement=shown_id("s", statement.id),
            entity=shown_id("e", statement.entity),
            entity_schema=statement.schema,
            property=statement.property,
            property_title=property_title(ontology, statement.schema, statement.property),
            value=statement.value if target is None else target.shown,
            original=statement.original,
            lang=statement.lang,
            source=self.source(statement.source),
            grade=shown_grade(statement.grade),
            label=labels.ref(statement.label),
            legal_bases=sorted(labels.label(statement.label).legal_bases),
            observed_at=statement.observed_at,
            recorded_at=statement.recorded_at,
            state=_STATES.get(statement.state, "retracted"),
            record=self._record(statement.record),
            via=via,
            entity_caption=None if target is None else target.caption,
        )

    def source(self, name: str) -> SourceRef:
        """Name a source, with a title if a feed of it is known to the reader."""
        return SourceRef(id=name, title=self._sources.get(name, name))

    def _record(self, seq: RecordSeq) -> RecordRef | None:
        record = self._records.get(seq)
        if record is None or not record.sealed:
            return None
        return RecordRef(
            id=shown_id("r", record.id),
            feed=record.feed,
            file=record.file,
            number=record.number,
            sha256=record.sha256.hex(),
        )


def source_titles(reading: Reading) -> dict[str, str]:
    """Give the title of each source of which the reader may know a feed."""
    clearance, purpose = reading.reader.principal.clearance, reading.reader.purpose
    feeds = (declared.feed for _, declared in sorted(reading.center.feeds.items(), reverse=True))
    return {f.source: f.title for f in feeds if f.label.permits(clearance, purpose)}


def texts(title: Mapping[str, str], fallback: str) -> Texts:
    """Give a title in every language of the console."""
    return {lang: title.get(lang) or title.get("en") or fallback for lang in LANGUAGES}


def property_title(ontology: Ontology, schema: str, name: str) -> Texts:
    """Give the title of a property; its name where the ontology lacks it."""
    found = property_of(ontology, schema, name)
    return texts({} if found is None else found.title, name)


def schema_title(ontology: Ontology, schema: str) -> Texts:
    """Give the title of a schema; its name where the ontology lacks it."""
    found = ontology.schemas.get(schema)
    return texts({} if found is None else found.title, schema)


@lru_cache(maxsize=1024)
def shown_grade(text: str) -> ShownGrade:
    """Write out a grade as the store keeps it."""
    grade = parsed_grade(text)
    return ShownGrade(
        reliability=grade.reliability,
        credibility=grade.credibility,
        scheme=grade.scheme,
        code=grade.code,
    )


def plain_text(ontology: Ontology, statement: Statement, targets: Mapping[EntityId, Face]) -> str:
    """Give a value as a sentence may name it: a caption where it names an entity."""
    if kind_of(ontology, statement) is not ValueKind.ENTITY or statement.target is None:
        return statement.value
    target = targets.get(statement.target)
    return statement.value if target is None else target.caption or statement.value


def why_visible(reading: Reading, statements: Iterable[Statement]) -> WhyVisible:
    """Say why the reader sees what stands in the document so far; call it last.

    `statements`: what it shows, of which some may have come from partners.
    """
    purpose = reading.center.purposes.get(reading.reader.purpose)
    titles = texts({} if purpose is None else purpose.title, reading.reader.purpose)
    return WhyVisible(
        purpose=reading.reader.purpose,
        legal_bases=reading.labels.legal_bases(),
        labels=list(reading.labels.document()),
        roles=list(reading.reader.principal.roles),
        shared=_shared(reading, statements),
        text={lang: WHY[lang].format(purpose=titles[lang]) for lang in LANGUAGES},
    )


def _shared(reading: Reading, statements: Iterable[Statement]) -> list[SharedBy]:
    seqs = sorted({one.seq for one in statements})
    ways: dict[tuple[str, str, tuple[str, ...]], list[Received]] = defaultdict(list)
    for one in reading.unit.releases.holding(seqs):
        ways[one.partner, one.agreement, one.articles].append(one)
    return [
        SharedBy(
            partner=partner,
            agreement=agreement,
            articles=list(articles),
            values=len({one.statement for one in some}),
            last_at=max(one.received_at for one in some),
        )
        for (partner, agreement, articles), some in sorted(ways.items())
    ]
