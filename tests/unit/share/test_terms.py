"""Terms: an agreement names what the node knows, and the shipped ones do."""

from __future__ import annotations

from importlib import resources

import msgspec
import pytest

from isthmus.errors import AgreementInvalid
from isthmus.share.agreement import read_agreement
from isthmus.share.decision import Decider
from isthmus.share.document import Equivalent, Generalise, Mask, Permit
from isthmus.share.terms import check_terms
from tests.unit.share.cases import signed
from tests.unit.share.documents import agreement, permit
from tests.unit.share.parcels import ontology

PURPOSES = ("border-security", "serious-crime")
SHIPPED = sorted(
    (one for one in (resources.files("isthmus") / "resources/agreements").iterdir()),
    key=lambda one: one.name,
)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (permit(obligations=[Mask(properties=["passportNumer"])]), "got passportNumer"),
        (
            permit(obligations=[Generalise(properties=["passportNumber"], to="year")]),
            "article 4: expected a property that can be given by year, got passportNumber",
        ),
        (permit(purposes=["curiosity"]), "expected a purpose that the node knows, got curiosity"),
    ],
    ids=["property", "generalise", "purpose"],
)
def test_a_slip_in_a_name_is_told_and_hides_nothing(article: Permit, said: str):
    with pytest.raises(AgreementInvalid, match=said):
        check_terms(signed(agreement(article)), ontology(), PURPOSES)


def test_an_equivalent_is_of_a_party_and_of_known_levels():
    odd = Equivalent(
        center="cedar", scheme="national", level="COSMIC", as_scheme="lunar", as_level="FULL"
    )
    document = msgspec.structs.replace(agreement(permit()), equivalents=[odd])
    with pytest.raises(AgreementInvalid) as refused:
        check_terms(signed(document), ontology(), PURPOSES)
    for said in ("expected a party, got cedar", "got national COSMIC", "got lunar FULL"):
        assert said in str(refused.value)


def test_the_shipped_agreements_hold_together():
    known = {
        p
        for one in SHIPPED
        for a in read_agreement(one.read_bytes()).document.articles
        for p in a.purposes
    }
    agreements = [read_agreement(one.read_bytes()) for one in SHIPPED]
    for one in agreements:
        check_terms(one, ontology(), known)
    Decider(agreements)
    layers = [one.document.layer for one in agreements]
    assert sorted({*layers}) == ["bilateral", "national", "regional"]
    assert len(layers) - layers.count("national") >= 6
    assert [one.name for one in SHIPPED] == [f"{a.id}.json" for a in agreements]
