"""Grades: the worth of a statement, in Admiralty terms, with the source's own code kept."""

from __future__ import annotations

from dataclasses import dataclass

from isthmus.errors import MappingInvalid

RELIABILITY = "ABCDEF"
CREDIBILITY = "123456"


@dataclass(frozen=True, slots=True)
class Grade:
    """Source reliability A to F and information credibility 1 to 6.

    `scheme` and `code`: what the source itself wrote. They do not map one to one.
    """

    reliability: str
    credibility: str
    scheme: str = "admiralty"
    code: str = ""

    @property
    def text(self) -> str:
        """One line for the store: `B2` or `B2/europol-4x4:A1`."""
        own = f"/{self.scheme}:{self.code}" if self.code else ""
        return f"{self.reliability}{self.credibility}{own}"


def parsed_grade(text: str) -> Grade:
    """Read `Grade.text` back; raises MappingInvalid for anything else."""
    grade, _, own = text.partition("/")
    if len(grade) != len("A1") or grade[0] not in RELIABILITY or grade[1] not in CREDIBILITY:
        message = f"expected a grade like B2, got {text!r}"
        raise MappingInvalid(message)
    scheme, _, code = own.partition(":")
    return Grade(grade[0], grade[1], scheme or "admiralty", code)
