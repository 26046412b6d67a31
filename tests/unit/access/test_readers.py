from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.access.readers import (
    keeping_reader,
    narrowed,
    openly_marked,
    reader_for,
    refuse_service_sign_in,
    service_principal,
)
from isthmus.errors import AccessError, PurposeRequired
from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, NOBODY, Allowed, Label
from tests.make import clearance, label, principal

PURPOSES = ("border-security", "serious-crime")
LABELS = {
    LabelId(1): label("OFFICIAL"),
    LabelId(2): label("SECRET"),
    LabelId(3): label("TOP SECRET"),
    LabelId(4): label("OFFICIAL", purposes=Allowed.of("serious-crime")),
    LabelId(5): label("OFFICIAL", releasable_to=Allowed.of("birch")),
    LabelId(6): label("OFFICIAL", handling=["TLP:RED"]),
    LabelId(7): label("OFFICIAL", purposes=NOBODY),
    LabelId(8): Label(),
}
OFFICER = principal(purposes=PURPOSES, holds=clearance("SECRET"))


def test_a_reader_sees_what_clearance_and_purpose_allow():
    assert reader_for(OFFICER, "border-security", LABELS).labels == {1, 2}
    assert reader_for(OFFICER, "serious-crime", LABELS).labels == {1, 2, 4}


@pytest.mark.parametrize("purpose", [None, "", "oversight", "Border-Security", " border-security"])
def test_without_one_of_his_purposes_nobody_reads(purpose: str | None):
    with pytest.raises(PurposeRequired):
        reader_for(OFFICER, purpose, LABELS)


def test_a_purpose_that_the_principal_does_not_hold_opens_nothing_though_labels_name_it():
    police = principal(purposes=("border-security",))
    with pytest.raises(PurposeRequired):
        reader_for(police, "serious-crime", LABELS)


def test_nobody_sees_a_label_without_papers():
    assert LabelId(8) not in reader_for(OFFICER, "serious-crime", LABELS).labels


def test_equal_sets_have_one_digest_and_others_another():
    one = reader_for(OFFICER, "border-security", LABELS)
    same = reader_for(principal("ivo.brandt", purposes=PURPOSES), "border-security", LABELS)
    other = reader_for(OFFICER, "serious-crime", LABELS)
    assert one.digest == same.digest != other.digest


@given(st.sets(st.integers(1, 12).map(LabelId)), st.sets(st.integers(1, 12).map(LabelId)))
def test_narrowing_never_widens(first: set[LabelId], second: set[LabelId]):
    reader = reader_for(OFFICER, "serious-crime", LABELS)
    once = narrowed(reader, first)
    assert once.labels == reader.labels & first
    assert narrowed(once, second).labels <= once.labels
    assert narrowed(reader, reader.labels).digest == reader.digest
    assert (once.principal, once.purpose) == (reader.principal, reader.purpose)


DISCOVERABLE = {
    **LABELS,
    LabelId(11): label("TOP SECRET", discoverable_to=Allowed.of("alder")),
    LabelId(12): label("TOP SECRET", discoverable_to=Allowed.of("birch")),
    LabelId(13): label("OFFICIAL", discoverable_to=ALL),
    LabelId(14): label("OFFICIAL", releasable_to=Allowed.of("birch"), discoverable_to=ALL),
    LabelId(15): label(
        "TOP SECRET", purposes=Allowed.of("serious-crime"), discoverable_to=Allowed.of("alder")
    ),
}


def test_a_reader_discovers_what_names_his_center_at_his_purpose_and_he_does_not_see():
    assert reader_for(OFFICER, "border-security", DISCOVERABLE).withheld == {11, 14}
    assert reader_for(OFFICER, "serious-crime", DISCOVERABLE).withheld == {11, 14, 15}
    assert reader_for(OFFICER, "serious-crime", LABELS).withheld == set()


@given(st.dictionaries(st.integers(1, 30).map(LabelId), st.sampled_from([*DISCOVERABLE.values()])))
def test_nothing_is_both_seen_and_withheld(labels: dict[LabelId, Label]):
    reader = reader_for(OFFICER, "serious-crime", labels)
    assert not reader.labels & reader.withheld
    assert reader.labels | reader.withheld <= set(labels)


def test_two_who_discover_differently_have_different_digests():
    one = reader_for(OFFICER, "border-security", DISCOVERABLE)
    kept = {n: label for n, label in DISCOVERABLE.items() if n not in one.withheld}
    other = reader_for(OFFICER, "border-security", kept)
    assert one.labels == other.labels
    assert one.digest != other.digest
    assert one.digest == reader_for(OFFICER, "border-security", DISCOVERABLE).digest


def test_a_set_that_is_seen_is_not_the_same_as_one_that_is_discovered():
    seen = {LabelId(1): label("OFFICIAL")}
    hidden = {LabelId(1): label("TOP SECRET", discoverable_to=ALL)}
    digests = {reader_for(OFFICER, "border-security", one).digest for one in (seen, hidden, {})}
    assert len(digests) == 3


def test_who_is_narrowed_discovers_nothing():
    reader = reader_for(OFFICER, "border-security", DISCOVERABLE)
    assert narrowed(reader, reader.labels).withheld == set()
    assert narrowed(reader, DISCOVERABLE).labels == reader.labels


def test_a_service_principal_discovers_nothing():
    service = service_principal("rules", "serious-crime", "alder")
    assert DISCOVERABLE[LabelId(14)].withheld_from(service.clearance, "serious-crime")
    assert reader_for(service, "serious-crime", DISCOVERABLE).withheld == set()


def test_whoever_admitted_something_keeps_it_whatever_its_label():
    service = service_principal("intake.register", "border-security", "alder")
    reader = keeping_reader(service, "border-security", [LabelId(1), LabelId(99)])
    assert reader.labels == {1, 99}
    assert (reader.principal, reader.purpose) == (service, "border-security")
    with pytest.raises(AccessError):
        keeping_reader(OFFICER, "border-security", [LabelId(1)])


def test_a_service_principal_has_one_purpose_and_no_role_and_cannot_sign_in():
    service = service_principal("rules", "border-security", "alder")
    assert (service.purposes, service.roles, service.service) == (("border-security",), (), True)
    with pytest.raises(AccessError):
        refuse_service_sign_in(service)
    refuse_service_sign_in(OFFICER)


def test_a_service_principal_reads_what_its_purpose_may_use_inside_its_own_center():
    service = service_principal("rules", "border-security", "alder")
    seen = reader_for(service, "border-security", LABELS).labels
    # Every level, but no other purpose, no other center, and nothing that is for named persons.
    assert seen == {1, 2, 3}
    with pytest.raises(PurposeRequired):
        reader_for(service, "serious-crime", LABELS)


def test_no_service_principal_sees_all():
    everything = dict(LABELS)
    for purpose in (*PURPOSES, "node-administration"):
        service = service_principal("any", purpose, "alder")
        assert reader_for(service, purpose, everything).labels != set(everything)
    assert service_principal("any", "x", "alder").clearance.categories == ALL


PUBLISHED = label("PUBLIC", data_categories=["open-source"])
MARKED = {
    "a level": label("OFFICIAL", data_categories=["open-source"]),
    "no level": replace(PUBLISHED, classification=frozenset()),
    "a level of another scheme": replace(
        PUBLISHED, classification=frozenset({("national", "PUBLIC"), ("eu", "EU UNCLASSIFIED")})
    ),
    "a category": label("PUBLIC", data_categories=["open-source", "identity"]),
    "a caveat": replace(PUBLISHED, handling=frozenset({"H0"})),
    "a purpose": replace(PUBLISHED, purposes=Allowed.of("border-security")),
    "a center": replace(PUBLISHED, releasable_to=Allowed.of("alder")),
}


@pytest.mark.parametrize("what", MARKED)
def test_openly_marked_is_what_bears_nothing_that_keeps_anybody_away(what: str):
    labels = {LabelId(1): PUBLISHED, LabelId(2): MARKED[what]}
    assert openly_marked(labels, "alder") == {1}
