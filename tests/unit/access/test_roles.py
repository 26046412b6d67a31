from __future__ import annotations

import pytest

from isthmus.access.roles import ROLES, Capability, capabilities, require
from isthmus.errors import AccessError
from tests.make import principal

C = Capability
READS = {C.READ, C.TRIAGE, C.JUDGE}
ADMINISTERS = {C.ADMINISTER_FEEDS, C.RESUBMIT}
OVERSEES = {C.READ_AUDIT}

TABLE = {
    "duty-officer": {C.READ, C.TRIAGE, C.PUSH, C.VERIFY_AUDIT},
    "analyst": {
        C.READ,
        C.TRIAGE,
        C.JUDGE,
        C.VERIFY_AUDIT,
        C.REQUEST,
        C.PROPOSE_WEIGHTS,
        C.APPROVE_WEIGHTS,
    },
    "release-officer": {C.READ, C.RELEASE, C.RECALL, C.AGREE, C.REQUEST},
    "incident-commander": {C.READ, C.TRIAGE, C.REQUEST, C.WATCH_REQUESTS},
    "exercise-director": {C.READ, C.PUSH},
    "data-protection-officer": {
        C.READ_AUDIT,
        C.VERIFY_AUDIT,
        C.WATCH_UNREADABLE,
        C.WATCH_REQUESTS,
        C.DECIDE_RETRACTION,
    },
    "overseer": {C.READ_AUDIT, C.VERIFY_AUDIT},
    "administrator": {
        C.PUSH,
        C.ADMINISTER_FEEDS,
        C.RESUBMIT,
        C.DECIDE_RETRACTION,
        C.VERIFY_AUDIT,
        C.WATCH_UNREADABLE,
        C.PROPOSE_WEIGHTS,
    },
    "contributor": {C.PUSH},
    "custodian": {C.READ, C.TRIAGE, C.WATCH_UNREADABLE},
}
"""Who may do what: a change here is a decision, not a detail."""


def test_the_table_of_roles_is_the_one_that_was_decided():
    assert {role: set(allowed) for role, allowed in ROLES.items()} == TABLE


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reads_and_administers_and_none_oversees_and_acts(role: str):
    allowed = ROLES[role]
    assert not (allowed & READS and allowed & ADMINISTERS)
    assert not (allowed & OVERSEES and allowed & (READS | ADMINISTERS | {C.PUSH}))


def test_a_contributor_reads_nothing():
    assert capabilities(principal(roles=("contributor",))) == {C.PUSH}


@pytest.mark.parametrize("roles", [(), ("unheard-of",), ("Analyst",), ("",)])
def test_who_has_no_role_of_the_table_may_nothing(roles: tuple[str, ...]):
    who = principal(roles=roles)
    assert capabilities(who) == frozenset()
    for capability in Capability:
        with pytest.raises(AccessError):
            require(who, capability)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("capability", Capability)
def test_a_role_may_what_the_table_says_and_no_more(role: str, capability: Capability):
    who = principal(roles=(role,))
    if capability in ROLES[role]:
        require(who, capability)
        return
    with pytest.raises(AccessError, match=capability.value):
        require(who, capability)


def test_several_roles_allow_what_each_allows():
    both = capabilities(principal(roles=("contributor", "release-officer")))
    assert both == {C.PUSH, C.READ, C.RELEASE, C.RECALL, C.AGREE, C.REQUEST}
