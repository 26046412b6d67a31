"""Trade: the money, the journeys, the goods and the calls of a story.

Those who play the story appear as often as it needs; all the rest is drawn from the crowd, of whom
nobody is listed and nobody bears a listed name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from isthmus.exercise.cast import Cast, Company, Person
from isthmus.exercise.dealings import (
    Booking,
    Dealings,
    Declaration,
    Entry,
    Flight,
    Statement,
    Transfer,
)
from isthmus.exercise.numbering import Numbers
from isthmus.exercise.places import COUNTRIES
from isthmus.exercise.roles import BANK_ROLES, PERSON_ROLES, SHIPPING_ROLES, TRADING_ROLES
from isthmus.exercise.scale import Scale

CARRIER = "Q0"
STATEMENTS = 4
PER_FLIGHT = 5
GOODS: tuple[tuple[str, str], ...] = (
    ("8483409000", "Gears and gearing for ships' engines"),
    ("8526912000", "Radio navigational receivers"),
    ("4011200010", "Pneumatic tyres for lorries"),
    ("7304290000", "Drill pipe of steel"),
    ("1001990000", "Wheat in bulk"),
    ("8471300000", "Portable computers"),
)
TEXTS = ("Invoice {n}", "Freight {n}", "Charter hire {n}", "Spare parts {n}")
_SHARE_OF_TRANSFERS = 0.7
_FIRST_TRANSFER = 400_001


@dataclass(slots=True)
class Trade:
    """What trade draws from."""

    rng: Random
    numbers: Numbers
    cast: Cast
    begins: datetime
    ends: datetime

    def dealings(self, scale: Scale) -> Dealings:
        """Draw all dealings in one fixed order."""
        between_banks = int(scale.payments * _SHARE_OF_TRANSFERS)
        transfers = self._transfers(between_banks)
        statements = self._statements(scale.payments - between_banks)
        flights = self._flights(scale.bookings)
        declarations = self._declarations(scale.declarations)
        calls, meetings = self._calls(scale.calls)
        return Dealings(
            transfers=transfers,
            statements=statements,
            flights=flights,
            declarations=declarations,
            subjects=tuple(self._subjects()),
            calls=calls,
            meetings=meetings,
        )

    def _of(self, trade: str) -> list[Company]:
        return [company for company in self.cast.companies if company.trade == trade]

    def _crowd(self, trade: str) -> list[Company]:
        """Give the companies that play no part."""
        roles = {"bank": BANK_ROLES, "shipping": SHIPPING_ROLES, "trading": TRADING_ROLES}[trade]
        taken = {at for places in roles.values() for at in places}
        return [company for at, company in enumerate(self._of(trade)) if at not in taken]

    def _transfers(self, count: int) -> tuple[Transfer, ...]:
        banks, crowd = self._of("bank"), self._crowd("bank")
        cues = [banks[at] for places in BANK_ROLES.values() for at in places for _ in range(2)]
        found = []
        for at in range(max(count, len(cues))):
            one = cues[at] if at < len(cues) else self.rng.choice(crowd)
            other = self._another(crowd, one)
            pair = (one, other) if self.rng.random() < 0.5 else (other, one)  # noqa: PLR2004 - a coin
            found.append(self._transfer(at, pair, self._another(crowd, one)))
        self.rng.shuffle(found)
        return tuple(found)

    def _transfer(self, at: int, pair: tuple[Company, Company], filer: Company) -> Transfer:
        first = self._day()
        last = min(first + timedelta(days=self.rng.randrange(12)), self.ends.date())
        return Transfer(
            number=_FIRST_TRANSFER + at,
            report=9_000 + at // 3,
            filer=filer,
            payer=pair[0],
            payee=pair[1],
            first=first,
            last=last,
            transactions=self.rng.randrange(1, 60),
            amount=self._amount(10_000, 9_000_000),
        )

    def _statements(self, count: int) -> tuple[Statement, ...]:
        owners = self._crowd("trading")[:STATEMENTS]
        cues = self._paying()
        others = [*self._crowd("trading")[STATEMENTS:], *self._crowd("shipping")]
        others_persons = self.cast.persons[PERSON_ROLES["ring"].stop :]
        entries: list[Entry] = []
        for at in range(max(count, len(cues))):
            other: Company | Person = self.rng.choice(others)
            if self.rng.random() < 0.2:  # noqa: PLR2004 - mostly firms
                other = self.rng.choice(others_persons)
            entries.append(self._entry(at, cues[at] if at < len(cues) else other))
        self.rng.shuffle(entries)
        return tuple(
            Statement(number + 1, owner, self.rng.choice(self._crowd("bank")), tuple(chosen))
            for number, owner in enumerate(owners)
            for chosen in [sorted(entries[number :: len(owners)], key=lambda entry: entry.day)]
        )

    def _paying(self) -> list[Company | Person]:
        """Give those of the story who appear on statements, each twice."""
        shipping, trading = self._of("shipping"), self._of("trading")
        once: list[Company | Person] = [
            *(shipping[at] for at in list(SHIPPING_ROLES["listed"])[:2]),
            *(trading[at] for role in ("listed", "newly-listed") for at in TRADING_ROLES[role]),
            *(trading[at] for at in TRADING_ROLES["similar-name"]),
            self.cast.persons[0],
        ]
        return [one for one in once for _ in range(2)]

    def _entry(self, at: int, other: Company | Person) -> Entry:
        text = self.rng.choice(TEXTS).format(n=self.rng.randrange(1000, 9999))
        return Entry(
            reference=f"NL{at + 1:06d}",
            other=other,
            incoming=self.rng.random() < 0.5,  # noqa: PLR2004 - a coin
            day=self._day(),
            amount=self._amount(200, 90_000),
            text=text,
        )

    def _flights(self, bookings: int) -> tuple[Flight, ...]:
        parties = self._parties(bookings)
        flights = []
        for number, at in enumerate(range(0, len(parties), PER_FLIGHT)):
            origin, goal = self.rng.sample(list(COUNTRIES.values())[:19], 2)
            departs = datetime.combine(self._day(), time(self.rng.randrange(6, 20), 15))
            flights.append(
                Flight(
                    carrier=CARRIER,
                    number=301 + number,
                    origin=origin.airport,
                    goal=goal.airport,
                    departs=departs,
                    arrives=departs + timedelta(minutes=self.rng.randrange(55, 210)),
                    bookings=tuple(
                        self._booking(party, departs) for party in parties[at : at + PER_FLIGHT]
                    ),
                )
            )
        return tuple(flights)

    def _parties(self, bookings: int) -> list[list[Person]]:
        """Give who travels with whom: those of the story with one of the crowd each, or alone."""
        roles = ("listed-travels", "newly-listed-travels", "namesake")
        story = [self.cast.persons[at] for role in roles for at in PERSON_ROLES[role]]
        crowd = list(self.cast.persons[PERSON_ROLES["ring"].stop :])
        self.rng.shuffle(crowd)
        parties = [[one] for one in story]
        while len(parties) < bookings and crowd:
            parties.append([crowd.pop()])
        for party in parties:
            while crowd and self.rng.random() < 0.3:  # noqa: PLR2004 - some do not travel alone
                party.append(crowd.pop())
        self.rng.shuffle(parties)
        return parties

    def _booking(self, party: Sequence[Person], departs: datetime) -> Booking:
        locator = self.numbers.locator()
        booked = departs - timedelta(days=self.rng.randrange(2, 40), minutes=25)
        return Booking(locator, booked, tuple(party), f"{locator.lower()}@travel.example")

    def _declarations(self, count: int) -> tuple[Declaration, ...]:
        trading, crowd = self._of("trading"), self._crowd("trading")
        cues = [trading[at] for at in TRADING_ROLES["newly-listed"]] * 2
        cues += [trading[at] for at in TRADING_ROLES["similar-name"]]
        seaborne = [vessel for vessel in self.cast.vessels[30:] if "Tanker" not in vessel.kind]
        found = []
        for at in range(max(count, len(cues))):
            importer = cues[at] if at < len(cues) else self.rng.choice(crowd)
            found.append(
                Declaration(
                    number=at + 1,
                    importer=importer,
                    exporter=self._another(crowd, importer),
                    vessel=self.rng.choice(seaborne).imo if seaborne else "",
                    container=self.numbers.container(),
                    goods=self.rng.choice(GOODS),
                    gross_kg=self.rng.randrange(400, 24_000),
                    value=self._amount(3_000, 400_000),
                    accepted_at=self.begins + timedelta(minutes=self.rng.randrange(self._minutes)),
                )
            )
        return tuple(found)

    def _subjects(self) -> list[Person]:
        """Give those whose calls are listened to: two who are listed, their ring, some others."""
        ring = PERSON_ROLES["ring"]
        return [*self.cast.persons[:2], *self.cast.persons[ring.start : ring.stop + 16]]

    def _calls(
        self, count: int
    ) -> tuple[tuple[tuple[int, int, int], ...], tuple[tuple[int, int, int], ...]]:
        """Draw calls: the ring with the listed and among itself often, the others now and then."""
        ring = 2 + len(PERSON_ROLES["ring"])
        subjects = len(self._subjects())
        dense = [(a, b) for a in range(ring) for b in range(a + 1, ring) if a < 2 or b == a + 1]  # noqa: PLR2004 - the two at its head
        calls = {pair: self.rng.randrange(4, 20) for pair in dense}
        while len(calls) < min(count, subjects * (subjects - 1) // 4):
            a, b = sorted(self.rng.sample(range(subjects), 2))
            calls.setdefault((a, b), self.rng.randrange(1, 4))
        meetings = {pair: self.rng.randrange(1, 4) for pair in dense[::3]}
        return (
            tuple((a, b, n) for (a, b), n in sorted(calls.items())),
            tuple((a, b, n) for (a, b), n in sorted(meetings.items())),
        )

    @property
    def _minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds() // 60)

    def _day(self) -> date:
        """Draw a day that is over before the story ends."""
        return self.begins.date() + timedelta(days=self.rng.randrange(self._minutes // 1440))

    def _amount(self, least: int, most: int) -> Decimal:
        return Decimal(self.rng.randrange(least * 100, most * 100)) / 100

    def _another(self, companies: Sequence[Company], than: Company) -> Company:
        while (found := self.rng.choice(companies)) is than:
            pass
        return found
