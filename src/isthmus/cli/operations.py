"""Which operations of the API each command stands for: what the console can do, a command can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OPERATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "agreements act": ("actOnAgreement",),
    "agreements list": ("listAgreements",),
    "agreements propose": ("proposeAgreement",),
    "request list": ("listRequests",),
    "request show": ("readRequest",),
    "request write": ("writeRequest",),
    "request send": ("sendRequest",),
    "request withdraw": ("withdrawRequest",),
    "request propose": ("proposeAnswer",),
    "request approve": ("approveAnswer",),
    "request answer": ("answerRequest",),
    "request refuse": ("refuseRequest",),
    "request await-consent": ("awaitConsent",),
    "alerts list": ("listAlerts",),
    "alerts move": ("moveAlert",),
    "alerts show": ("readAlert",),
    "audit checkpoint": ("readCheckpoint",),
    "audit entries": ("listEntries",),
    "audit verify": ("verifyAudit",),
    "consent answer": ("answerConsent",),
    "consent ask": ("askConsent",),
    "consent list": ("listConsents",),
    "entity": ("readEntity",),
    "events": ("followEvents",),
    "feed decide": ("decideWaiting",),
    "feed discard": ("discardRecord",),
    "feed list": ("listFeeds",),
    "feed push": ("pushRecords",),
    "feed quarantined": ("downloadQuarantined",),
    "feed resubmit": ("resubmitRecord",),
    "feed show": ("readFeed",),
    "feed unmapped": ("listUnmapped",),
    "feed verdicts": ("listVerdicts",),
    "graph": ("readGraph",),
    "ingest": ("pushRecords",),
    "judge": ("judgePair",),
    "map": ("readMap",),
    "operations": ("readOperations",),
    "partners list": ("listPartners",),
    "recall list": ("listRecalls",),
    "recall order": ("orderRecall",),
    "recall show": ("readRecall",),
    "record bytes": ("downloadRecord",),
    "record show": ("readRecord",),
    "release list": ("listReleases",),
    "release send": ("release",),
    "release standing end": ("endStandingRelease",),
    "release standing list": ("listStandingReleases",),
    "release standing order": ("orderStandingRelease",),
    "release try": ("tryRelease",),
    "search": ("searchEntities",),
    "timeline": ("readTimeline",),
    "whoami": ("signIn", "readSession", "signOut"),
}
"""Command -> operation ids of openapi.json. A test checks it both ways."""

OF_THE_FOLDER: Final = frozenset(
    {
        "account add",
        "account password",
        "demo",
        "init",
        "partners compose",
        "partners entry",
        "partners export",
        "partners import",
        "partners receipts",
        "partners send",
        "partners trust",
        "settings show",
        "up",
    }
)
"""Commands of whoever holds the node's folder; no address of the API does what they do."""
