"""Where invented values hang: the moment, the center, and ids by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from isthmus.model.ids import (
    AlertId,
    DeliverySeq,
    EntityId,
    FindingId,
    IdMaker,
    LabelId,
    MatchId,
    StatementId,
)

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
EXPIRY = datetime(2036, 5, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
CENTER = "alder"
SOURCE = "harbour-register"
FEED = "harbour-vessels"
PURPOSE = "border-security"
LABEL = LabelId(1)
DELIVERY = DeliverySeq(1)
IDS = IdMaker(b"the published key of these tests", "tests")


def entity(name: str, source: str = SOURCE) -> EntityId:
    """Give the id of the source entity that `source` knows as `name`."""
    return IDS.entity(source, name)


def sorted_pair(left: str, right: str) -> tuple[EntityId, EntityId]:
    """Give the ids of two source entities, the lesser first."""
    first, second = sorted((entity(left), entity(right)))
    return first, second


def match_id(name: str = "dark period") -> MatchId:
    """Give the id of what the finding called `name` matched."""
    return IDS.match("rule", [StatementId(name.encode())])


def finding_id(name: str = "dark period") -> FindingId:
    """Give the id of the finding called `name`."""
    return IDS.finding(match_id(name), None)


def alert_id(name: str = "dark period") -> AlertId:
    """Give the id of the alert that the finding called `name` raised."""
    return IDS.alert(finding_id(name))
