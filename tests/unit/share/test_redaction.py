"""Redaction: what leaves, how, and under which label."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, Allowed
from isthmus.model.release import HIDDEN, Change
from isthmus.share.decision import Refused, Why
from isthmus.share.document import (
    Aggregate,
    DeleteAfter,
    Drop,
    Generalise,
    Mask,
    NoOnward,
    Obligation,
    Oblige,
)
from isthmus.share.redaction import outcomes
from tests import make
from tests.make import Claim
from tests.unit.share.cases import TITLE
from tests.unit.share.documents import permit
from tests.unit.share.parcels import KNOWN, left, parcel, rows, said
from tests.unit.share.test_decision import ASKING, LABEL

PASSPORT = Claim("amina", "passportNumber", "X1234567", "Person")
NAME = Claim("amina", "name", "Amina Haddad", "Person")
BORN = Claim("amina", "birthDate", "1971-02-14", "Person")


def only(*obligations: Obligation) -> Oblige:
    return Oblige(article="6", title=TITLE, actions=["release"], obligations=list(obligations))


def test_an_article_of_obligations_masks_what_another_lets_leave():
    one = parcel(permit(), only(Mask(properties=["passportNumber"], keep=3)))
    name, passport = said(one, NAME, PASSPORT)
    assert (name.value, name.change) == ("Amina Haddad", Change.NONE)
    assert (passport.value, passport.change) == (HIDDEN * 5 + "567", Change.MASKED)


def test_what_is_refused_or_dropped_does_not_leave():
    one = parcel(
        permit(obligations=[Drop(properties=["passportNumber"])]),
        labels={make.LABEL: LABEL, LabelId(2): replace(LABEL, handling=frozenset({"H1"}))},
    )
    found = said(one, NAME, PASSPORT) + outcomes(one, rows(BORN, label=LabelId(2)))
    assert [(each.value, each.change) for each in found[1:]] == [(None, Change.DROPPED)] * 2
    assert found[2].decision == Refused(Why.UNCOVERED)
    assert [each.value for each in left(one, found).statements] == ["Amina Haddad"]


def test_a_text_does_not_tell_what_is_masked_dropped_or_refused():
    one = parcel(
        permit(obligations=[Mask(properties=["passportNumber"]), Drop(properties=["birthDate"])])
    )
    text = Claim(
        "amina", "notes", "b. 14 February 1971; passport x-123 4567, of Amina Haddad", "Person"
    )
    note = said(one, text, NAME, PASSPORT, BORN)[0]
    assert note.change is Change.MASKED
    h = HIDDEN
    assert (
        note.value == f"b. {h * 2} {h * 8} {h * 4}; passport {h}-{h * 3} {h * 4}, of Amina Haddad"
    )


def test_an_address_is_a_text_too():
    one = parcel(permit(obligations=[Mask(properties=["passportNumber"])]))
    address = Claim("amina", "address", "c/o X1234567, 12 Harbour Street", "Person")
    said_so = said(one, address, NAME, PASSPORT)[0]
    assert said_so.change is Change.MASKED
    assert said_so.value == f"c/o {HIDDEN * 8}, 12 Harbour Street"


def test_a_text_stays_as_it_is_when_nothing_is_hidden():
    [note, _] = said(parcel(), Claim("amina", "notes", "passport X1234567", "Person"), PASSPORT)
    assert (note.value, note.change) == ("passport X1234567", Change.NONE)


def test_a_value_that_names_an_entity_leaves_only_with_something_of_it():
    payment = Claim("payment", "payer", "amina", "Payment", target="amina")
    one = parcel()
    alone = said(one, payment)
    assert (alone[0].value, alone[0].change) == (None, Change.DROPPED)
    assert left(one, alone).statements == ()
    both = left(one, said(one, payment, NAME)).statements
    assert both[0].target == both[1].entity
    assert both[0].value == both[1].entity.hex()
    later = replace(one, released=frozenset({KNOWN, make.entity("amina")}))
    assert len(left(later, said(later, payment)).statements) == 1


def test_the_label_abroad_names_the_agency_by_its_center_and_holds_for_one_purpose():
    [released] = left(parcel(), said(parcel(), NAME)).labels
    assert released.originators == {"alder/coast-guard"}
    assert released.purposes == Allowed.of("border-security")
    assert released.classification == {("national", "PUBLIC")}
    assert released.legal_bases == {"Border Act, s. 4", "Treaty of 12 May 2019"}
    assert released.releasable_to == ALL
    bound = parcel(permit(obligations=[NoOnward()]))
    [held] = left(bound, said(bound, NAME)).labels
    assert held.releasable_to == Allowed.of("birch")


def test_a_national_level_without_an_equivalent_means_nothing_abroad():
    one = parcel(equivalents=())
    found = said(one, NAME)
    assert found[0].decision == Refused(Why.UNMAPPED)
    assert left(one, found).statements == ()


def test_it_expires_abroad_when_the_agreement_says_and_never_later_than_at_home():
    short, long = (
        left(one, said(one, NAME)).statements[0].expires_on
        for days in (10, 36_000)
        for one in [parcel(permit(obligations=[DeleteAfter(days=days)]))]
    )
    assert short == ASKING.at + timedelta(days=10)
    assert long == make.EXPIRY


@pytest.mark.parametrize(
    "obligation",
    [Generalise(properties=["birthDate"], to="year"), Drop(properties=["birthDate"])],
    ids=["generalise", "drop"],
)
def test_the_time_of_a_statement_does_not_tell_a_date_that_is_hidden(obligation: Obligation):
    timed = NAME._replace(observed_at=make.NOW)
    one, plain = parcel(permit(obligations=[obligation])), parcel()
    assert left(one, said(one, timed)).statements[0].observed_at is None
    assert left(plain, said(plain, timed)).statements[0].observed_at == make.NOW


def test_where_only_counts_may_leave_small_ones_do_not():
    one = parcel(permit(obligations=[Aggregate(minimum=3)]))
    people = [Claim(f"person {n}", "name", f"Person {n}", "Person") for n in range(3)]
    ships = [Claim(f"ship {n}", "name", f"Ship {n}") for n in range(2)]
    cleared = left(one, said(one, *people, *ships))
    assert cleared.statements == ()
    assert [(c.schema, c.count) for c in cleared.counts] == [("Person", 3)]


def test_neither_the_sources_spelling_nor_a_number_of_the_store_leaves():
    spelled = PASSPORT._replace(original="X-123 45 67")
    cleared = left(parcel(), said(parcel(), spelled))
    assert cleared.origins == (1,)
    assert "45 67" not in repr(cleared.statements)
    assert make.statement(spelled).entity not in {s.entity for s in cleared.statements}
