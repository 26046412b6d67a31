"""Rules: declared patterns, read from files and checked before anything runs.

A subset of Sigma's correlation format. The evaluation semantics stand in
docs/explanation/rules.md and in `detect.evaluate`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isthmus.model.alert import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `pattern`: the name of its evaluation; `options`: that pattern's parameters.

    `title` and `explanation`: per language; the explanation may name `{entity}` and the roles
    of its evidence.
    """

    id: str
    version: int
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    purpose: str
    severity: Severity
    pattern: str
    options: Mapping[str, object]
