"""Who acts in a flow: a principal at a purpose."""

from __future__ import annotations

from dataclasses import dataclass

from isthmus.flow.center import Center
from isthmus.model.feed import Feed
from isthmus.model.principal import Principal


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal and the purpose that it states."""

    principal: Principal
    purpose: str


def intake_actor(center: Center, feed: Feed) -> Actor:
    """Give the service principal that takes in one feed, at a purpose its label allows."""
    named = feed.label.purposes.names
    purpose = min(named) if named else "node-administration"
    return Actor(center.service(f"intake.{feed.id}", purpose), purpose)
