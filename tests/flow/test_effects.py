"""What an agreement would change, shown before anybody signs it."""

from __future__ import annotations

import msgspec
import pytest

from isthmus.errors import AgreementInvalid, NotFound
from isthmus.flow.effects import effect_of, effect_of_draft
from isthmus.share.document import AgreementDocument
from tests import make
from tests.flow.league import League, officer, pact
from tests.flow.stage import HIGH
from tests.make import Claim
from tests.unit.share.documents import forbid, permit

NAMES = ("dhow", "lark", "heron")


@pytest.fixture
def league() -> League:
    """Give Alder, which knows three names, and one thing under another label."""
    league = League()
    alder = league.stages["alder"]
    for name in NAMES:
        alder.say(Claim(name, "name", name.title()), raw=name.encode())
    alder.say(Claim("dhow", "owner", "somebody"), label=HIGH, raw=b"owner")
    return league


def law() -> AgreementDocument:
    """Give a law of Alder that keeps identities at home."""
    document = pact(
        forbid(article="9", data_categories=["identity"]), parties=("alder",), name="law"
    )
    return msgspec.structs.replace(document, layer="national")


def test_it_tells_how_much_more_would_leave(league: League):
    raw = msgspec.json.encode(pact())
    found = effect_of_draft(league.federations["alder"], officer("alder"), raw)
    [effect] = found.effects
    assert (effect.partner, effect.purpose) == ("birch", make.PURPOSE)
    assert (effect.statements, effect.leaving, effect.would_leave, effect.more) == (4, 0, 3, 3)
    assert effect.conflicts == []
    with league.stages["alder"].store.reading() as unit:
        assert not unit.agreements.all()


def test_what_a_law_keeps_is_a_conflict_with_its_article(league: League):
    league.agree(law())
    raw = msgspec.json.encode(pact())
    found = effect_of_draft(league.federations["alder"], officer("alder"), raw)
    [effect] = found.effects
    assert (effect.more, effect.would_leave) == (0, 0)
    assert [(one.article, one.statements) for one in effect.conflicts] == [("law/9", 3)]


def test_a_law_takes_away_what_an_agreement_lets_leave(league: League):
    league.agree(pact())
    raw = msgspec.json.encode(law())
    found = effect_of_draft(league.federations["alder"], officer("alder"), raw)
    less = {one.partner: (one.leaving, one.less) for one in found.effects}
    assert less == {"birch": (3, 3)}


def test_one_that_changes_nothing_has_no_effect(league: League):
    digest = league.agree(pact())
    assert effect_of(league.federations["alder"], officer("alder"), digest).effects == []


def test_one_that_is_proposed_is_weighed_by_its_digest(league: League):
    wider = permit(
        article="7",
        recipients=["alder", "birch"],
        data_categories=sorted(HIGH.data_categories),
        subject_categories="any",
        legal_bases="any",
        ceiling={"national": "SECRET"},
    )
    digest = league.agree(pact(*pact().articles, wider))
    found = effect_of(league.federations["alder"], officer("alder"), digest)
    assert found.effects == []
    with pytest.raises(NotFound):
        effect_of(league.federations["alder"], officer("alder"), "00")
    with pytest.raises(NotFound):
        effect_of(league.federations["alder"], officer("alder"), "no digest")


def test_a_slip_is_told_as_it_is_when_one_signs(league: League):
    raw = msgspec.json.encode(pact(permit(purposes=["gossip"])))
    with pytest.raises(AgreementInvalid, match="article 4"):
        effect_of_draft(league.federations["alder"], officer("alder"), raw)
