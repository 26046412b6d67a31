"""Dealings: who paid whom, who flew where, what was declared, who telephoned with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from isthmus.exercise.cast import Company, Person


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money between two banks over a period, as a third bank reported it."""

    number: int
    report: int
    filer: Company
    payer: Company
    payee: Company
    first: date
    last: date
    transactions: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking of an account; `incoming`: the other party paid."""

    reference: str
    other: Company | Person
    incoming: bool
    day: date
    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of one company's account at a bank."""

    number: int
    owner: Company
    bank: Company
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking: who travels together."""

    locator: str
    booked_at: datetime
    passengers: tuple[Person, ...]
    email: str


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight with its bookings. Times are local, without a zone."""

    carrier: str
    number: int
    origin: str
    goal: str
    departs: datetime
    arrives: datetime
    bookings: tuple[Booking, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """Goods that one company declares to import from another, and the ship that brought them."""

    number: int
    importer: Company
    exporter: Company
    vessel: str
    container: str
    goods: tuple[str, str]
    gross_kg: int
    value: Decimal
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Dealings:
    """All that was dealt. `calls` and `meetings`: subject, subject, how often."""

    transfers: tuple[Transfer, ...]
    statements: tuple[Statement, ...]
    flights: tuple[Flight, ...]
    declarations: tuple[Declaration, ...]
    subjects: tuple[Person, ...]
    calls: tuple[tuple[int, int, int], ...]
    meetings: tuple[tuple[int, int, int], ...]
