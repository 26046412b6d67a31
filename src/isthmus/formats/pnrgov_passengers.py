"""The passengers of a PNR: names, documents and seats, each put to whom it belongs.

A document belongs to the passenger whose reference it bears; an infant's (sex MI, FI) to the infant
of that surname; one without a reference to the passenger in whose segments it stands. What fits
nobody stays with the record, under `documents`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from isthmus.formats.edifact_values import birth_date, expiry_date, given_and_title
from isthmus.formats.raw import Tree

_DOCA = ("kind", "country", "street", "city", "state", "postcode")
_DOCO = ("birth_place", "type", "number", "issued_at", "issued", "country")
_INFANT_SEXES = {"MI": "M", "FI": "F"}


@dataclass(slots=True)
class Passengers:
    """The passengers so far, in the order of the message. `sent` tells the century of births."""

    sent: date | None
    known: list[dict[str, Tree]] = field(default_factory=list)
    current: dict[str, Tree] | None = None
    documents: list[tuple[str, list[str], str, dict[str, Tree] | None]] = field(
        default_factory=list
    )

    def begin(self, surname: str, given: str, kind: str, reference: str) -> None:
        """Begin a passenger; what follows is his."""
        entry = {"surname": surname, "given": given, "type": kind, "reference": reference}
        self.current = {key: value for key, value in entry.items() if value}
        self.known.append(self.current)

    def turn_to(self, surname: str, given: str, reference: str) -> None:
        """Turn to a passenger who was named before, by reference or else by name."""
        self.current = self._referred(reference) or next(
            (p for p in self.known if (p.get("surname"), p.get("given")) == (surname, given)), None
        )

    def note(self, key: str, value: Tree) -> None:
        """Set a value of the current passenger."""
        if self.current is not None and value != "":
            self.current[key] = value

    def put(self, key: str, value: Tree) -> None:
        """Add to a list of the current passenger, once."""
        if self.current is not None and value:
            values = self.current.setdefault(key, [])
            if isinstance(values, list) and value not in values:
                values.append(value)

    def seat(self, reference: str, seat: str, origin: str) -> None:
        """Add a seat to a passenger, or to the current one; XXX is none."""
        owner = self._referred(reference) if reference else self.current
        if owner is None or not re.fullmatch(r"0*[0-9]{1,3}[A-Z]", seat):
            return
        seats = owner.setdefault("seats", [])
        entry: Tree = {"seat": seat.lstrip("0"), "departure_airport": origin}
        if isinstance(seats, list) and entry not in seats:
            seats.append(entry)

    def reference(self) -> str:
        """Give the reference of the current passenger, or ""."""
        return str(self.current.get("reference", "")) if self.current is not None else ""

    def document(self, code: str, text: str, reference: str) -> None:
        """Keep a document of SSR DOCS (travel), DOCO (visa) or DOCA (address) for its holder."""
        self.documents.append((code, text.split("/"), reference, self.current))

    def trees(self) -> dict[str, Tree]:
        """Give passengers with their documents, and the documents that fit none of them."""
        loose: list[Tree] = []
        for code, parts, reference, current in self.documents:
            key, entry = _document(code, parts, self.sent)
            holder = self._holder(parts if code == "DOCS" else [], reference, current)
            if holder is None:
                loose.append(entry)
            else:
                _give(holder, key, entry)
        for passenger in self.known:
            _split_title(passenger)
        whole: dict[str, Tree] = {"passengers": [*self.known]}
        return whole | ({"documents": loose} if loose else {})

    def _referred(self, reference: str) -> dict[str, Tree] | None:
        bare = reference.lstrip("0")
        return next(
            (p for p in self.known if bare and str(p.get("reference", "")).lstrip("0") == bare),
            None,
        )

    def _holder(
        self, parts: list[str], reference: str, current: dict[str, Tree] | None
    ) -> dict[str, Tree] | None:
        if len(parts) > 8 and parts[6] in _INFANT_SEXES:  # noqa: PLR2004 - place of the surname
            surname = _letters(parts[8])
            infants = [p for p in self.known if p.get("type") == "IN"]
            named = [p for p in infants if _letters(str(p.get("surname", ""))) == surname]
            return named[0] if len(named) == 1 else None
        return self._referred(reference) if reference else current


def _give(holder: dict[str, Tree], key: str, entry: dict[str, Tree]) -> None:
    entries = holder.setdefault(key, [])
    if isinstance(entries, list) and entry not in entries:
        entries.append(entry)
    if key == "documents":
        for fact in ("birth_date", "sex", "nationality"):
            if fact in entry:
                holder.setdefault(fact, entry[fact])


def _document(code: str, parts: list[str], sent: date | None) -> tuple[str, dict[str, Tree]]:
    cells = (*(part.strip() for part in parts), *[""] * 11)
    if code == "DOCA":
        return "addresses", _named(_DOCA, cells[1:7])
    if code == "DOCO":
        visa = _named(_DOCO, cells[0:6])
        return "documents", visa | ({"issued": expiry_date(cells[4])} if cells[4] else {})
    entry = _named(("type", "country", "number", "nationality"), cells[1:5])
    sex = _INFANT_SEXES.get(cells[6], cells[6])
    entry |= _named(("birth_date", "sex"), (birth_date(cells[5], sent), sex))
    given = " ".join(part for part in cells[9:11] if part)
    expires = expiry_date(cells[7]) if cells[7] else ""
    return "documents", entry | _named(("expires", "surname", "given"), (expires, cells[8], given))


def _named(names: tuple[str, ...], values: tuple[str, ...]) -> dict[str, Tree]:
    return {name: value for name, value in zip(names, values, strict=False) if value}


def _split_title(passenger: dict[str, Tree]) -> None:
    """Split a title off the given name; the name as it came stays in `given_original`."""
    documents = passenger.get("documents")
    confirmed = ""
    if isinstance(documents, list):
        names = [d.get("given", "") for d in documents if isinstance(d, dict)]
        confirmed = str(next((name for name in names if name), ""))
    given = str(passenger.get("given", ""))
    name, title = given_and_title(given, confirmed)
    if title:
        passenger |= {"given": name, "title": title, "given_original": given}


def _letters(name: str) -> str:
    return re.sub(r"[^A-Z]", "", name.upper())
