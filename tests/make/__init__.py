"""One call per value: a test states what matters, the rest is invented here.

Names stand for ids: `entity("dhow")` is the same id in every run. The defaults belong together: a
statement, a batch and a record made without arguments fit one another.
"""

from tests.make import collected, declared, exchanged, requested, weighed
from tests.make.arrived import delivery, feed, grade, held_step, sealed, verdict
from tests.make.ids import (
    CENTER,
    DELIVERY,
    EXPIRY,
    FEED,
    HOUR,
    IDS,
    LABEL,
    NOW,
    PURPOSE,
    SOURCE,
    alert_id,
    entity,
    finding_id,
    sorted_pair,
)
from tests.make.known import (
    CLAIM,
    Claim,
    Fix,
    attribution,
    batch,
    comparison,
    judgement,
    persons_judgement,
    positions,
    statement,
    statement_id,
)
from tests.make.noticed import alert, finding, follow_up, move
from tests.make.who import account, audit_entry, clearance, label, principal, reader, session

__all__ = [
    "CENTER",
    "CLAIM",
    "DELIVERY",
    "EXPIRY",
    "FEED",
    "HOUR",
    "IDS",
    "LABEL",
    "NOW",
    "PURPOSE",
    "SOURCE",
    "Claim",
    "Fix",
    "account",
    "alert",
    "alert_id",
    "attribution",
    "audit_entry",
    "batch",
    "clearance",
    "collected",
    "comparison",
    "declared",
    "delivery",
    "entity",
    "exchanged",
    "feed",
    "finding",
    "finding_id",
    "follow_up",
    "grade",
    "held_step",
    "judgement",
    "label",
    "move",
    "persons_judgement",
    "positions",
    "principal",
    "reader",
    "requested",
    "sealed",
    "session",
    "sorted_pair",
    "statement",
    "statement_id",
    "verdict",
    "weighed",
]
