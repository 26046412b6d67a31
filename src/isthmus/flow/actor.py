"""Who acts in a flow: a principal at a purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace

from isthmus.flow.center import ADMINISTRATION, Center
from isthmus.model.feed import Feed
from isthmus.model.principal import Principal


@dataclass(frozen=True, slots=True)
class Actor:
    """A principal and the purpose that it states."""

    principal: Principal
    purpose: str


def intake_actor(center: Center, feed: Feed) -> Actor:
    """Give the service principal that takes in one feed, at a purpose its label allows.

    It holds that feed's caveats too: what may only be shown to named persons must be kept up to
    date all the same, and intake reads nothing but its own feed.
    """
    named = feed.label.purposes.names
    purpose = min(named) if named else ADMINISTRATION
    service = center.service(f"intake.{feed.id}", purpose)
    held = service.clearance.caveats | feed.label.handling
    clearance = replace(service.clearance, caveats=held)
    return Actor(replace(service, clearance=clearance), purpose)
