from __future__ import annotations

import msgspec
import pytest

from isthmus.errors import AccessError, NotFound
from isthmus.flow.entity import entity_page
from isthmus.flow.overseeing import list_entries
from tests.flow.stage import Stage, officer, shown
from tests.make import Claim


@pytest.fixture
def stage() -> Stage:
    """Give a stage whose log holds two reads, one of them refused, under indexes."""
    stage = Stage()
    stage.say(Claim("dhow", "name", "Sea Lark"))
    entity_page(stage.center, officer(), shown("dhow"))
    with pytest.raises(AccessError):
        entity_page(stage.center, officer("overseer"), shown("dhow"))
    with pytest.raises(NotFound):
        entity_page(stage.center, officer(), shown("nobody"))
    with stage.store.writing() as unit:
        pending = [seq for seq, _ in unit.audit.pending(99)]
        unit.audit.sequenced(pending, 0)
        unit.commit()
    return stage


def test_an_overseer_sees_who_did_what_and_never_to_what(stage: Stage):
    found = list_entries(stage.center, officer("overseer"))
    assert [(e.act, e.decision) for e in found.items[:3]] == [
        ("entity.read", "permit"),
        ("entity.read", "refuse"),
        ("entity.read", "permit"),
    ]
    assert found.items[2].objects == 1
    assert shown("dhow").encode() not in msgspec.json.encode(found)


def test_overseeing_is_noted_too(stage: Stage):
    list_entries(stage.center, officer("overseer"))
    assert [e.act for e in stage.entries()][-1] == "audit.read"


def test_entries_are_paged_newest_first(stage: Stage):
    first = list_entries(stage.center, officer("overseer"), limit=2)
    rest = list_entries(stage.center, officer("overseer"), cursor=first.next, limit=2)
    indexes = [e.index for e in (*first.items, *rest.items)]
    assert indexes == sorted(indexes, reverse=True)
    assert rest.next is None


@pytest.mark.parametrize("role", ["analyst", "administrator", "duty-officer"])
def test_who_may_not_oversee_is_refused(stage: Stage, role: str):
    with pytest.raises(AccessError):
        list_entries(stage.center, officer(role))
