"""STIX 2.1 objects, written: what each type needs, and how it is named.

An object is a mapping ready for JSON, without `created` and `modified`: a version's times belong
to whoever tells it. What STIX has no property for stands in one property extension, `CLAIMS`; no
type is invented, so that every tool reads every object. A type's place in STIX 2.1 is named at
each function.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import msgspec

from isthmus.model.ids import ID_BYTES
from isthmus.model.label import Label

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"
Object: TypeAlias = dict[str, Json]

CLAIMS: Final = "extension-definition--3f0c2f6e-6d0b-4c53-8f5d-0b6a6d1c9a11"
SCHEMA: Final = "https://isthmus.example/docs/reference/taxii"
DEFINED_AT: Final = "2026-11-28T00:00:00.000000Z"
CUT_AT: Final = 4000
WITHDRAWN: Final = "Withdrawn"
"""Stands where STIX requires a text of an object of which nothing may be told any more."""

_TLP: Final[Mapping[str, tuple[str, str]]] = {
    "TLP:CLEAR": ("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
    "TLP:GREEN": ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
    "TLP:AMBER": ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
    "TLP:AMBER+STRICT": ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
    "TLP:RED": ("e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
}
"""TLP 2.0 in the common object repository of OASIS: id of its marking, and how it is spelled."""

_TLP_EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
_TLP_CREATED: Final = "2022-10-01T00:00:00.000Z"
_CONFIDENCE: Final = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
"""STIX 2.1, appendix A: credibility of the Admiralty Code; 6 cannot be judged and says nothing."""

_PATTERNS: Final = {
    "ipv4-addr": "[ipv4-addr:value = '{}']",
    "ip-src": "[ipv4-addr:value = '{}']",
    "ip-dst": "[ipv4-addr:value = '{}']",
    "domain": "[domain-name:value = '{}']",
    "domain-name": "[domain-name:value = '{}']",
    "hostname": "[domain-name:value = '{}']",
    "url": "[url:value = '{}']",
    "email-addr": "[email-addr:value = '{}']",
    "email-src": "[email-addr:value = '{}']",
    "md5": "[file:hashes.MD5 = '{}']",
    "sha1": "[file:hashes.'SHA-1' = '{}']",
    "sha256": "[file:hashes.'SHA-256' = '{}']",
}
_COMPARED: Final = (
    r"[a-z0-9-]+:[A-Za-z0-9_.]+(?:\.'[A-Za-z0-9-]+')?(?:\[[0-9*]+\])? = '(?:[^'\\]|\\.)*'"
)
_WHOLE_PATTERN: Final = re.compile(rf"\[{_COMPARED}(?: (?:AND|OR) {_COMPARED})*\]")
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Told:
    """One value of an object. `property`: in the ontology's spelling; `marking`: its label's id."""

    property: str
    value: str
    marking: str


@dataclass(frozen=True, slots=True)
class Papers:
    """What every object about a thing carries.

    `source`: the id of the identity that said it; `external`: its name there, and here; `schema`:
    of the ontology;
    `markings`: ids, without repetition; `confidence`: of its weakest value, None for unknown.
    """

    source: str
    external: tuple[str, str]
    schema: str
    markings: tuple[str, ...]
    confidence: int | None = None


def named(kind: str, body: bytes) -> str:
    """Give the id of an object whose sixteen bytes cannot be guessed: STIX 2.1, section 2.9."""
    octets = bytearray(body[:ID_BYTES])
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    digits = octets.hex()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return f"{kind}--{'-'.join(parts)}"


def spelled(name: str) -> str:
    """Give a property's name as STIX spells names: `birthDate` is `birth_date`."""
    return _CAPITAL.sub("_", name).lower()


def confidence_of(credibility: Sequence[str]) -> int | None:
    """Give the confidence of the least credible of several values, None if one is unknown."""
    found = [_CONFIDENCE.get(one) for one in credibility]
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None


def pattern_of(kinds: Sequence[str], values: Sequence[str], stated: Sequence[str]) -> str | None:
    """Give the STIX pattern of an indicator; None where its type and value make none.

    `stated`: patterns as sources wrote them; only one of plain comparisons is passed on, since
    a tool refuses the whole object for a pattern that it cannot read.
    """
    whole = next((one for one in stated if _WHOLE_PATTERN.fullmatch(one)), None)
    if whole is not None or not values:
        return whole
    form = next((_PATTERNS[kind] for kind in kinds if kind in _PATTERNS), None)
    if form is None:
        return None
    return form.format(values[0].replace("\\", "\\\\").replace("'", "\\'"))


def definition(author: str) -> Object:
    """Give the definition of the extension: section 7.3."""
    return {
        **_head("extension-definition", CLAIMS),
        "created_by_ref": author,
        "created": DEFINED_AT,
        "modified": DEFINED_AT,
        "name": "Isthmus claims",
        "description": "What a source says of a thing, by property, and the label of a marking.",
        "schema": SCHEMA,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def author(name: str) -> Object:
    """Give the identity of a source or of the center itself: section 4.5."""
    return {"name": name, "identity_class": "organization"}


def tlp_of(label: Label) -> tuple[str, ...]:
    """Give the names of the TLP that a label bears."""
    return tuple(sorted(name for name in label.handling if name in _TLP))


def tlp_id(name: str) -> str:
    """Give the id of a TLP marking."""
    return f"marking-definition--{_TLP[name][0]}"


def tlp(name: str) -> Object:
    """Give a TLP marking as OASIS published it."""
    extension: Object = {"extension_type": "property-extension", "tlp_2_0": _TLP[name][1]}
    return {
        **_head("marking-definition", tlp_id(name)),
        "created": _TLP_CREATED,
        "name": name,
        "extensions": {_TLP_EXTENSION: extension},
    }


def marking(identity: str, label: Label, by: str) -> Object:
    """Give the marking of a label: section 7.2.1. Its words are for people, the rest for tools."""
    return {
        **_head("marking-definition", identity),
        "created": DEFINED_AT,
        "created_by_ref": by,
        "name": label.mark,
        "definition_type": "statement",
        "definition": {"statement": _in_words(label)},
        "extensions": {CLAIMS: {"extension_type": "property-extension", "label": fields(label)}},
    }


def identity(name: str, group: str, told: Sequence[Told], papers: Papers) -> Object:
    """Give a person or an organisation: section 4.5."""
    return {"name": name or group, "identity_class": group, **_about(told, papers)}


def resource(name: str, told: Sequence[Told], papers: Papers) -> Object:
    """Give a thing that somebody uses, such as a ship or an account: section 4.8."""
    return {"name": name, **_about(told, papers)}


def indicator(name: str, pattern: str, since: str, told: Sequence[Told], papers: Papers) -> Object:
    """Give an indicator: section 4.7. `since`: when it was first said, as STIX spells times."""
    return {
        "name": name,
        "indicator_types": ["unknown"],
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": since,
        **_about(told, papers),
    }


def note(title: str, refs: Sequence[str], told: Sequence[Told], papers: Papers) -> Object:
    """Give what happened, with whom it concerns: section 4.14."""
    about = _about(told, papers)
    content = about.pop("description")
    return {"abstract": title, "content": content, "object_refs": list(refs), **about}


def link(role: str, ends: tuple[str, str], told: Sequence[Told], papers: Papers) -> Object:
    """Give what joins two objects: section 5.1. The role is the ontology's, the type STIX's own."""
    about = _about(told, papers, role=role)
    return {
        **about,
        "relationship_type": "related-to",
        "source_ref": ends[0],
        "target_ref": ends[1],
        "description": about.get("description") or role,
    }


def same(ends: tuple[str, str], why: str, markings: Sequence[str], by: str) -> Object:
    """Give a judgement that two objects are one: section 3.6. Taking it back parts them."""
    return {
        "created_by_ref": by,
        "relationship_type": "duplicate-of",
        "source_ref": ends[0],
        "target_ref": ends[1],
        "description": why,
        "object_marking_refs": list(markings),
    }


def report(texts: tuple[str, str], published: str, refs: Sequence[str], papers: Papers) -> Object:
    """Give an alert, named and told: section 4.16."""
    return {
        "name": texts[0],
        "description": texts[1],
        "report_types": ["observed-data"],
        "published": published,
        "object_refs": list(refs),
        **_papers(papers),
    }


def version(name: str, body: Object, times: tuple[str, str], labels: Sequence[str] = ()) -> Object:
    """Give a version of an object. `times`: created and modified, as STIX spells times."""
    if "created" in body:
        return body
    marked: Object = {"labels": list(labels)} if labels else {}
    head = _head(name.partition("--")[0], name)
    return {**head, "created": times[0], "modified": times[1], **marked, **body}


def withdrawn(name: str, times: tuple[str, str], by: str) -> Object:
    """Give the last version of an object, which says that it is no more: section 3.2.

    Nothing of what it said is in it.
    """
    kind = name.partition("--")[0]
    left: Mapping[str, Object] = {
        "identity": {"name": WITHDRAWN, "identity_class": "unknown"},
        "infrastructure": {"name": WITHDRAWN, "description": WITHDRAWN},
        "indicator": {
            "name": WITHDRAWN,
            "description": WITHDRAWN,
            "indicator_types": ["unknown"],
            "pattern": "[x-isthmus:withdrawn = 'true']",
            "pattern_type": "stix",
            "valid_from": times[0],
        },
        "note": {"abstract": WITHDRAWN, "content": WITHDRAWN, "object_refs": [by]},
        "report": {
            "name": WITHDRAWN,
            "description": WITHDRAWN,
            "report_types": ["observed-data"],
            "published": times[0],
            "object_refs": [by],
        },
        "relationship": {
            "relationship_type": "related-to",
            "source_ref": by,
            "target_ref": by,
            "description": WITHDRAWN,
        },
    }
    return {
        **_head(kind, name),
        "created": times[0],
        "modified": times[1],
        "revoked": True,
        **left[kind],
    }


def encoded(body: Object) -> bytes:
    """Give an object as JSON, the same bytes for equal objects."""
    return msgspec.json.encode(body, order="deterministic")


def _head(kind: str, name: str) -> Object:
    return {"type": kind, "spec_version": "2.1", "id": name}


def _about(told: Sequence[Told], papers: Papers, *, role: str | None = None) -> Object:
    """Give description, markings by value and the extension of what is told of a thing."""
    values: dict[str, list[Json]] = {}
    granular: dict[str, list[Json]] = {}
    for one in told:
        name = spelled(one.property)
        where = values.setdefault(name, [])
        place = f"extensions.{CLAIMS}.properties.{name}.[{len(where)}]"
        granular.setdefault(one.marking, []).append(place)
        where.append(one.value)
    claims: Object = {
        "extension_type": "property-extension",
        "schema": papers.schema,
        **({"properties": dict(values)} if values else {}),
    }
    if role is not None:
        claims["role"] = role
    markings: list[Json] = [
        {"marking_ref": name, "selectors": places} for name, places in granular.items()
    ]
    lines = [f"{spelled(one.property).replace('_', ' ')}: {one.value}" for one in told]
    return {
        "description": "\n".join(lines)[:CUT_AT],
        **_papers(papers),
        **({"granular_markings": markings} if len(granular) > 1 else {}),
        "extensions": {CLAIMS: claims},
    }


def _papers(papers: Papers) -> Object:
    source, here = papers.external
    return {
        "created_by_ref": papers.source,
        "external_references": [{"source_name": source, "external_id": here}],
        "object_marking_refs": list(papers.markings),
        **({} if papers.confidence is None else {"confidence": papers.confidence}),
    }


def _in_words(label: Label) -> str:
    parts = [
        label.mark,
        f"originator {', '.join(sorted(label.originators)) or 'none'}",
        f"for {_names(label.purposes.names)}",
        f"by {'; '.join(sorted(label.legal_bases)) or 'no stated basis'}",
    ]
    return " · ".join(parts)


def _names(names: frozenset[str] | None) -> str:
    return "any purpose" if names is None else ", ".join(sorted(names)) or "no purpose"


def fields(label: Label) -> Object:
    """Write a label out for tools, its sets in order; a set that allows all is absent."""
    written: dict[str, Json] = {
        "classification": dict(sorted(label.classification)),
        "originators": _sorted(label.originators),
        "handling": _sorted(label.handling),
        "data_categories": _sorted(label.data_categories),
        "subject_categories": _sorted(label.subject_categories),
        "legal_bases": _sorted(label.legal_bases),
    }
    for name, allowed in (
        ("releasable_to", label.releasable_to),
        ("purposes", label.purposes),
    ):
        if allowed.names is not None:
            written[name] = _sorted(allowed.names)
    return written


def _sorted(names: frozenset[str]) -> list[Json]:
    return [*sorted(names)]
