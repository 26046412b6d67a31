"""Alerts as they stand in lists: caption, place, and one sentence filled with what is visible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from isthmus.detect.rules import Rule
from isthmus.flow.documents.alerts import Assignee, RuleRef, ShownAlert, Summary
from isthmus.flow.documents.values import Place, Texts
from isthmus.flow.reading import Reading
from isthmus.flow.showing.faces import FORMER, Face, faces, in_order, kind_of
from isthmus.flow.showing.judgements import display_names
from isthmus.flow.showing.values import plain_text, texts
from isthmus.model.alert import Alert, Finding
from isthmus.model.ids import AlertId, EntityId, StatementSeq, shown_id
from isthmus.model.ontology import LANGUAGES, ValueKind
from isthmus.model.statement import State, Statement

EVIDENCE_STATES: Final = FORMER | {State.ASSERTED}
UNSEEN: Final = "…"
"""Stands in a sentence for what the reader does not see, or what is gone."""

_NAMED: Final = re.compile(r"\{([^{}]*)\}")
_PHRASE: Final = re.compile(r"\[([^\[\]]*)\]|\{([^{}]*)\}")
"""A phrase that is left out where it names something unseen, or one name."""

_LONG_FRACTION: Final = re.compile(r"-?\d+\.\d{3,}")
_ISOLATED: Final = "\u2068{}\u2069"
"""Keeps a Latin name or a date in its own direction inside Arabic."""

_NUMBER_LETTERS: Final = 6


@dataclass(frozen=True, slots=True)
class Grounds:
    """What some alerts rest on, as the reader sees it.

    `findings`: the standing ones of each alert, oldest first; `entities`: of each alert, the main
    one first; `statements`: the evidence; `faces`: of all entities named by either.
    """

    findings: Mapping[AlertId, Sequence[Finding]]
    entities: Mapping[AlertId, Sequence[EntityId]]
    statements: Mapping[StatementSeq, Statement]
    faces: Mapping[EntityId, Face]


def alert_rows(reading: Reading, alerts: Sequence[Alert]) -> list[ShownAlert]:
    """Write alerts for a list, in the order given."""
    grounds = grounds_of(reading, alerts)
    return [alert_row(reading, alert, grounds) for alert in alerts]


def grounds_of(reading: Reading, alerts: Sequence[Alert]) -> Grounds:
    """Read what alerts rest on, all in one go where the store allows it."""
    unit, reader = reading.unit, reading.reader
    findings = {
        a.id: [f for f in unit.findings.of_alert(a.id, reader) if f.standing] for a in alerts
    }
    entities = {a.id: tuple(unit.alerts.entities(a.id, reader)) for a in alerts}
    seqs = sorted({seq for each in findings.values() for f in each for _, seq in f.evidence})
    statements = evidence_of(reading, seqs)
    named = [e for a in alerts for e in (a.entity, *entities[a.id])]
    targets = [s.target for s in statements.values() if s.target is not None]
    return Grounds(findings, entities, statements, faces(reading, [*named, *targets]))


def evidence_of(reading: Reading, seqs: Sequence[StatementSeq]) -> dict[StatementSeq, Statement]:
    """Give statements by number, those only whose value may be shown still."""
    found = reading.unit.statements.by_seq(seqs, reading.reader) if seqs else ()
    return {s.seq: s for s in in_order(found, reading.at, states=EVIDENCE_STATES)}


def alert_row(reading: Reading, alert: Alert, grounds: Grounds) -> ShownAlert:
    """Write one alert."""
    rule = _rule(reading, alert.rule)
    latest = (grounds.findings.get(alert.id) or (None,))[-1]
    main = grounds.faces.get(alert.entity)
    others = (grounds.faces.get(e) for e in grounds.entities.get(alert.id, ()))
    shown = {face.id: face for face in (main, *others) if face is not None}
    args = arguments(reading, alert.entity, latest, grounds)
    return ShownAlert(
        id=shown_id("a", alert.id),
        number=alert_number(alert.id),
        rule=RuleRef(
            id=alert.rule,
            title=texts({} if rule is None else rule.title, alert.rule),
            version=_version(rule, latest),
        ),
        severity=alert.severity.value,
        state=alert.state.value,
        raised_at=alert.raised_at,
        changed_at=alert.changed_at,
        assigned_to=_assignee(reading, alert),
        caption=UNSEEN if main is None else main.caption or alert_number(alert.id),
        entities=[face.ref() for face in shown.values()],
        place=place_of(alert.lat, alert.lon),
        summary=Summary(key=f"alert-{alert.rule}", args=args),
        summary_text=explained(rule, args),
        findings=alert.findings,
        sources=_sources(grounds.findings.get(alert.id, ()), grounds),
        label=reading.labels.ref(alert.label, *(face.caption_label for face in shown.values())),
        synthetic=reading.center.partition.exercise,
    )


def _assignee(reading: Reading, alert: Alert) -> Assignee | None:
    if alert.assigned_to is None:
        return None
    [name] = display_names(reading, [alert.assigned_to]).values()
    return Assignee(name=name, you=alert.assigned_to == reading.reader.principal.id)


def alert_number(alert: AlertId) -> str:
    """Give a short name that people can say aloud; it counts nothing."""
    return f"A-{shown_id('a', alert)[2 : 2 + _NUMBER_LETTERS].upper()}"


def place_of(lat: float | None, lon: float | None) -> Place | None:
    """Give a place, where there is one."""
    return None if lat is None or lon is None else Place(lat=lat, lon=lon)


def arguments(
    reading: Reading, main: EntityId, finding: Finding | None, grounds: Grounds
) -> dict[str, str]:
    """Give what a sentence about a finding may name: the entity, and each role's values.

    A role's values stand under its name, and those of one property under `role.property`.
    """
    face = grounds.faces.get(main)
    roles: dict[str, dict[str, None]] = defaultdict(dict)
    for role, seq in () if finding is None else finding.evidence:
        statement = grounds.statements.get(seq)
        if statement is not None:
            text = plain_text(reading.center.ontology, statement, grounds.faces)
            kind = kind_of(reading.center.ontology, statement)
            roles[role][text] = None
            roles[f"{role}.{statement.property}"][_in_short(text, kind)] = None
    return {
        **{role: ", ".join(values) for role, values in roles.items()},
        "entity": UNSEEN if face is None else face.caption or face.shown,
    }


def explained(rule: Rule | None, args: Mapping[str, str]) -> Texts:
    """Fill a rule's explanation in every language; what is not among `args` shows as unseen.

    A phrase in square brackets is left out where it names anything that is not among `args`.
    """
    templates = texts({} if rule is None else rule.explanation, "{entity}")
    return {lang: _filled(templates[lang], args, _frame(lang)) for lang in LANGUAGES}


def _frame(lang: str) -> str:
    return _ISOLATED if lang == "ar" else "{}"


def _filled(template: str, args: Mapping[str, str], frame: str) -> str:
    def named(found: re.Match[str]) -> str:
        return frame.format(args.get(found.group(1), UNSEEN))

    def phrase(found: re.Match[str]) -> str:
        inside, name = found.groups()
        if inside is None:
            return frame.format(args.get(name, UNSEEN))
        whole = all(other in args for other in _NAMED.findall(inside))
        return _NAMED.sub(named, inside) if whole else ""

    return _PHRASE.sub(phrase, template)


def _in_short(text: str, kind: ValueKind) -> str:
    """Give a value as a sentence has room for it: a day of a time, one decimal of a fraction."""
    if _LONG_FRACTION.fullmatch(text):
        return f"{float(text):.1f}".removesuffix(".0")
    return text[:10] if kind in {ValueKind.DATE, ValueKind.TIME} else text


def rule_explained(reading: Reading, finding: Finding, grounds: Grounds) -> Texts:
    """Explain one finding by its rule."""
    main = finding.entities[0]
    return explained(_rule(reading, finding.rule), arguments(reading, main, finding, grounds))


def _rule(reading: Reading, name: str) -> Rule | None:
    return next((rule for rule in reading.center.rules if rule.id == name), None)


def _version(rule: Rule | None, latest: Finding | None) -> int:
    if latest is not None:
        return latest.version
    return 0 if rule is None else rule.version


def _sources(findings: Sequence[Finding], grounds: Grounds) -> list[str]:
    held = (grounds.statements.get(seq) for f in findings for _, seq in f.evidence)
    return sorted({s.source for s in held if s is not None})
