"""Centers in memory that exchange with one another, over a road that a test can break."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from isthmus.errors import UnavailableError
from isthmus.exchange.trust import TrustList
from isthmus.flow.actor import Actor
from isthmus.flow.agreements import decide_on, propose
from isthmus.flow.dispatch import Patience, dispatch
from isthmus.flow.federation import Federation, Trusted
from isthmus.flow.reception import receive
from isthmus.model.ids import IdMaker, shown_id
from isthmus.model.statement import Statement
from isthmus.share.document import AgreementDocument, Article, Equivalent
from tests import make
from tests.fakes import CountedEntropy, MemoryLog
from tests.flow.stage import Stage
from tests.unit.exchange.parties import CENTERS, Ring, document, keys
from tests.unit.share.documents import agreement, permit

PURPOSE = make.PURPOSE


class SeededEntropy(CountedEntropy):
    """The same bytes in every run, and others at each center."""

    def __init__(self, center: str) -> None:
        super().__init__()
        self._mask = center.encode()

    def random_bytes(self, count: int) -> bytes:
        plain = super().random_bytes(count)
        return bytes(b ^ self._mask[at % len(self._mask)] for at, b in enumerate(plain))


class League:
    """Alder, Birch and Cedar. `cut`: the directions in which nothing goes through."""

    def __init__(self, *centers: str) -> None:
        names = centers or CENTERS
        self.stages = {name: Stage() for name in names}
        self.logs = {name: MemoryLog() for name in names}
        self.patience = {name: Patience() for name in names}
        self.cut: set[tuple[str, str]] = set()
        self.carried: list[tuple[str, str, bytes]] = []
        self.trust = TrustList(document(names=names))
        for name, stage in self.stages.items():
            stage.center = replace(
                stage.center,
                id=name,
                ids=IdMaker(name.encode() * 4, "tests") if name != make.CENTER else make.IDS,
                entropy=SeededEntropy(name),
            )
        self.federations = {
            name: Federation(stage.center, Ring(keys(name)), Trusted(self.trust), self.logs[name])
            for name, stage in self.stages.items()
        }

    def carrier(self, sender: str) -> Callable[[str, bytes], bytes]:
        """Give the road from a center: it calls the other's door, unless it is cut."""

        def carry(partner: str, envelope: bytes) -> bytes:
            if (sender, partner) in self.cut:
                raise UnavailableError("the road is cut")
            self.carried.append((sender, partner, envelope))
            receipt = receive(self.federations[partner], envelope)
            if (partner, sender) in self.cut:
                raise UnavailableError("the road back is cut")
            return receipt

        return carry

    def settle(self) -> None:
        """Let every center send until nothing waits that can go."""
        while any(
            dispatch(one, self.carrier(name), self.patience[name])
            for name, one in self.federations.items()
        ):
            pass

    def heal(self) -> None:
        """Mend every road, and forget who failed."""
        self.cut.clear()
        self.patience = {name: Patience() for name in self.stages}

    def agree(self, document: AgreementDocument) -> str:
        """Have an agreement signed by each of its parties; give its digest."""
        first, *others = document.parties
        raw = msgspec.json.encode(document)
        kept = propose(self.federations[first], officer(first), raw)
        self.settle()
        for name in others:
            decide_on(self.federations[name], officer(name), kept.digest, "accept")
        self.settle()
        return kept.digest

    def seen(self, center: str) -> Sequence[Statement]:
        """Give every statement of a center that is asserted, whatever its label."""
        with self.stages[center].store.reading() as unit:
            reader = make.reader(*unit.labels.all())
            last = 10_000
            rows = unit.statements.by_seq(range(1, last), reader)  # type: ignore[arg-type]
        return [row for row in rows if row.state.value == "asserted"]


def officer(center: str) -> Actor:
    """Give the release officer of a center."""
    holds = make.clearance(center=center, level="SECRET")
    who = make.principal(f"{center}.officer", roles=("release-officer",), holds=holds)
    return Actor(who, PURPOSE)


def pact(
    *articles: Article, parties: Sequence[str] = ("alder", "birch"), name: str = "pact"
) -> AgreementDocument:
    """Give an agreement in force now, under which identities leave for border security."""
    usual: list[Article] = [
        permit(
            actions=["release", "redistribute"],
            recipients=list(parties),
            data_categories=["identity"],
            subject_categories="any",
            legal_bases="any",
            ceiling={"national": "OFFICIAL"},
        )
    ]
    document = agreement(*(articles or usual), name=name, parties=list(parties))
    if len(parties) > 2:
        document = msgspec.structs.replace(document, layer="regional")
    return msgspec.structs.replace(
        document,
        valid=msgspec.structs.replace(
            document.valid, first=make.NOW.date(), before=make.EXPIRY.date()
        ),
        equivalents=[
            Equivalent(
                center=party,
                scheme="national",
                level="OFFICIAL",
                as_scheme="national",
                as_level="OFFICIAL",
            )
            for party in parties
        ],
    )


def shown(row: Statement) -> str:
    """Give a statement's id as it stands in addresses."""
    return shown_id("s", row.id)
