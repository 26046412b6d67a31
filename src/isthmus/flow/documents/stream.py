"""What the event stream carries."""

from __future__ import annotations

from datetime import datetime

import msgspec

from isthmus.flow.documents.alerts import ShownAlert
from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.requests import StateName


class Hello(msgspec.Struct, kw_only=True, frozen=True):
    """The first event of a subscription."""

    at: datetime


class AlertChanged(msgspec.Struct, kw_only=True, frozen=True):
    """An alert was raised or moved."""

    alert: ShownAlert
    labels: Labels


class RequestChanged(msgspec.Struct, kw_only=True, frozen=True):
    """That a request between centers came, moved or is late."""

    id: str
    state: StateName
    late: bool
    at: datetime


class FollowUpChanged(msgspec.Struct, kw_only=True, frozen=True):
    """That something on which the subscriber acted was taken back."""

    unseen: int
    at: datetime


class FeedChanged(msgspec.Struct, kw_only=True, frozen=True):
    """A feed took records in."""

    id: str
    records: int
    at: datetime


class CountsChanged(msgspec.Struct, kw_only=True, frozen=True):
    """The figures that stand in the shell."""

    critical: int
    open_alerts: int
    newest_record_at: datetime | None
