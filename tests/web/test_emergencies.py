"""Emergencies through the API: two persons open one, and one ends it."""

from __future__ import annotations

from isthmus.model.principal import Principal
from tests import make
from tests.flow.declaring import allied, holding, leaves
from tests.web.stand import ANALYST, Person, StageNode, opened

CLEARED = make.clearance("SECRET")
FIRST = make.principal("rosa.falk", roles=("release-officer",), holds=CLEARED)
SECOND = make.principal("sven.hald", roles=("release-officer",), holds=CLEARED)
PEOPLE: tuple[Principal, ...] = (FIRST, SECOND, ANALYST)


def test_two_persons_declare_one_and_one_of_them_ends_it():
    league, digest = allied()
    node = StageNode(stage=league.stages["alder"], federation=league.federations["alder"])
    node.enrol(*PEOPLE)
    with opened(node) as client:
        first, second, analyst = (Person(client, who) for who in PEOPLE)
        wish = {"hours": 12, "reason": "a dam broke"}
        declared = first.post(f"/agreements/{digest}/emergencies", wish).json()
        name = declared["id"]
        assert (declared["state"], declared["yours"]) == ("awaiting", True)
        alone = first.post(f"/emergencies/{name}/confirm")
        assert (alone.status_code, alone.json()["code"]) == (403, "access.denied")
        assert leaves(league) == 0
        held = second.post(f"/emergencies/{name}/confirm").json()
        assert (held["state"], held["by"], held["confirmed_by"]) == ("holds", FIRST.id, SECOND.id)
        assert leaves(league) == 1
        again = second.post(f"/emergencies/{name}/confirm")
        assert (again.status_code, again.json()["code"]) == (409, "state.conflict")
        [seen] = analyst.get("/emergencies").json()
        assert (seen["id"], seen["mine"], seen["yours"]) == (name, True, False)
        over = second.post(f"/emergencies/{name}/end", {"reason": "the water fell"}).json()
        assert (over["state"], over["ends"][0]["reason"]) == ("ended", "the water fell")
        assert leaves(league) == 0


def test_what_a_partner_declared_is_shown_without_its_persons():
    league, digest = allied()
    holding(league, digest)
    node = StageNode(stage=league.stages["birch"], federation=league.federations["birch"])
    node.enrol(FIRST)
    with opened(node) as client:
        person = Person(client, FIRST)
        [seen] = person.get("/emergencies").json()
        assert (seen["center"], seen["mine"], seen["by"]) == ("alder", False, None)
        refused = person.post(f"/emergencies/{seen['id']}/confirm")
        assert refused.status_code == 409
        [agreement] = person.get("/agreements").json()
        assert (agreement["emergency_hours"], agreement["articles"][0]["emergency"]) == (72, True)
