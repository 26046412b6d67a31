"""The lattice of labels: joining never lets anybody see more."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.model.label import ALL, LEVELS, NOBODY, Allowed, Clearance, Label, joined
from tests import make

NAMES = ("alder", "birch", "cypress")
PURPOSES = ("border", "fisheries")
# Levels and schemes that no table knows stand among the known ones: they must only ever deny.
SCHEMES = {
    **{name: (*levels, "COSMIC", "APEX") for name, levels in LEVELS.items()},
    "un": ("GREY",),
}
OPEN = Label(releasable_to=ALL, purposes=ALL, discoverable_to=ALL)


def some(*names: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(names))


def allowed(*names: str) -> st.SearchStrategy[Allowed]:
    return st.one_of(st.just(ALL), some(*names).map(Allowed))


@st.composite
def classifications(draw: st.DrawFn) -> frozenset[tuple[str, str]]:
    schemes = draw(some(*SCHEMES))
    return frozenset((scheme, draw(st.sampled_from(SCHEMES[scheme]))) for scheme in schemes)


labels = st.builds(
    Label,
    classification=classifications(),
    originators=some(*NAMES),
    releasable_to=allowed(*NAMES),
    handling=some("H1", "H2"),
    data_categories=some("travel", "finance"),
    subject_categories=some("victim", "minor"),
    legal_bases=some("act 4", "act 5"),
    purposes=allowed(*PURPOSES),
    discoverable_to=allowed(*NAMES),
)
# Labels that differ in little, so that one often dominates the other.
plain = st.builds(
    Label,
    classification=st.sampled_from(
        [frozenset(), *(frozenset({("eu", level)}) for level in LEVELS["eu"][:2])]
    ),
    releasable_to=st.sampled_from([ALL, Allowed.of("alder", "birch"), Allowed.of("alder")]),
    handling=some("H1"),
    purposes=st.sampled_from([ALL, Allowed.of("border")]),
)
clearances = st.builds(
    Clearance,
    center=st.sampled_from(NAMES),
    levels=st.fixed_dictionaries(
        {}, optional={name: st.sampled_from(levels) for name, levels in SCHEMES.items()}
    ),
    caveats=some("H1", "H2"),
    categories=allowed("travel", "finance"),
)
purposes = st.sampled_from(PURPOSES)


class TestJoin:
    @given(labels, labels, labels)
    def test_it_is_associative(self, a: Label, b: Label, c: Label):
        assert a.join(b).join(c) == a.join(b.join(c))

    @given(labels, labels)
    def test_it_is_commutative(self, a: Label, b: Label):
        assert a.join(b) == b.join(a)

    @given(labels)
    def test_it_is_idempotent(self, a: Label):
        assert a.join(a) == a

    @given(labels, labels)
    def test_it_dominates_both(self, a: Label, b: Label):
        assert a.join(b).dominates(a)
        assert a.join(b).dominates(b)

    @given(plain, plain, plain)
    def test_it_is_the_least_that_dominates_both(self, a: Label, b: Label, above: Label):
        both = above.dominates(a) and above.dominates(b)
        assert above.dominates(a.join(b)) == both

    @given(labels)
    def test_a_label_that_asks_for_nothing_changes_nothing(self, a: Label):
        assert a.join(OPEN) == a

    @given(st.lists(labels, min_size=1, max_size=5))
    def test_of_several_it_is_the_same_in_any_order(self, several: list[Label]):
        backwards = joined(reversed(several))
        assert joined(several) == joined(sorted(several, key=repr)) == backwards
        assert all(backwards.dominates(one) for one in several)

    def test_of_none_there_is_none(self):
        with pytest.raises(ValueError, match="at least one label"):
            joined([])

    def test_each_field_joins_its_own_way(self):
        left = Label(
            classification=frozenset({("national", "SECRET"), ("eu", "RESTREINT UE")}),
            originators=frozenset({"harbour-office"}),
            releasable_to=Allowed.of("alder", "birch"),
            handling=frozenset({"H1"}),
            data_categories=frozenset({"travel"}),
            subject_categories=frozenset({"suspect"}),
            legal_bases=frozenset({"act 4"}),
            purposes=ALL,
            discoverable_to=ALL,
        )
        right = Label(
            classification=frozenset({("national", "OFFICIAL"), ("nato", "NATO SECRET")}),
            originators=frozenset({"customs-house"}),
            releasable_to=Allowed.of("birch", "cypress"),
            handling=frozenset({"H2"}),
            data_categories=frozenset({"finance"}),
            subject_categories=frozenset({"minor"}),
            legal_bases=frozenset({"act 5"}),
            purposes=Allowed.of("border"),
            discoverable_to=NOBODY,
        )
        assert left.join(right) == Label(
            classification=frozenset(
                {("national", "SECRET"), ("eu", "RESTREINT UE"), ("nato", "NATO SECRET")}
            ),
            originators=frozenset({"harbour-office", "customs-house"}),
            releasable_to=Allowed.of("birch"),
            handling=frozenset({"H1", "H2"}),
            data_categories=frozenset({"travel", "finance"}),
            subject_categories=frozenset({"suspect", "minor"}),
            legal_bases=frozenset({"act 4", "act 5"}),
            purposes=Allowed.of("border"),
            discoverable_to=NOBODY,
        )

    def test_an_unknown_level_outranks_every_known_one(self):
        known = Label(classification=frozenset({("national", "TOP SECRET")}))
        unknown = Label(classification=frozenset({("national", "COSMIC")}))
        assert known.join(unknown).classification == unknown.classification


class TestDominates:
    @given(labels)
    def test_it_is_reflexive(self, a: Label):
        assert a.dominates(a)

    @given(plain, plain)
    def test_it_is_antisymmetric(self, a: Label, b: Label):
        assert (a.dominates(b) and b.dominates(a)) == (a == b)

    @given(labels, labels, labels)
    def test_it_is_transitive(self, a: Label, b: Label, c: Label):
        middle = b.join(c)
        top = a.join(middle)
        assert top.dominates(middle)
        assert middle.dominates(c)
        assert top.dominates(c)

    @given(plain, plain, plain)
    def test_it_is_transitive_where_nothing_was_joined(self, a: Label, b: Label, c: Label):
        if a.dominates(b) and b.dominates(c):
            assert a.dominates(c)

    @given(labels)
    def test_everything_dominates_a_label_that_asks_for_nothing(self, a: Label):
        assert a.dominates(OPEN)

    def test_schemes_are_not_compared(self):
        national = Label(classification=frozenset({("national", "TOP SECRET")}))
        eu = Label(classification=frozenset({("eu", "EU UNCLASSIFIED")}))
        assert not national.dominates(eu)
        assert not eu.dominates(national)


class TestPermits:
    @given(labels, labels, clearances, purposes)
    def test_a_join_permits_whom_both_permit_and_nobody_else(
        self, a: Label, b: Label, clearance: Clearance, purpose: str
    ):
        both = a.permits(clearance, purpose) and b.permits(clearance, purpose)
        assert a.join(b).permits(clearance, purpose) == both

    @given(plain, plain, clearances, purposes)
    def test_a_stricter_label_never_permits_more(
        self, a: Label, b: Label, clearance: Clearance, purpose: str
    ):
        if a.dominates(b) and a.permits(clearance, purpose):
            assert b.permits(clearance, purpose)

    @given(labels, clearances, purposes, some("H1", "H2"))
    def test_a_further_caveat_never_takes_sight_away(
        self, a: Label, clearance: Clearance, purpose: str, more: frozenset[str]
    ):
        wider = Clearance(
            clearance.center, clearance.levels, clearance.caveats | more, clearance.categories
        )
        assert a.permits(wider, purpose) or not a.permits(clearance, purpose)

    @given(labels, clearances, purposes, st.sampled_from(["COSMIC", "APEX", "", "secret"]))
    def test_an_unknown_level_denies_everybody(
        self, a: Label, clearance: Clearance, purpose: str, level: str
    ):
        unknown = Label(
            classification=frozenset({("national", level)}), releasable_to=ALL, purposes=ALL
        )
        held = Clearance(clearance.center, {"national": level}, clearance.caveats, ALL)
        assert not a.join(unknown).permits(clearance, purpose)
        assert not unknown.permits(held, purpose)

    @given(clearances, purposes)
    def test_an_unknown_scheme_denies_everybody(self, clearance: Clearance, purpose: str):
        label = Label(classification=frozenset({("un", "GREY")}), releasable_to=ALL, purposes=ALL)
        assert not label.permits(clearance, purpose)

    def test_an_unknown_level_that_somebody_holds_reaches_nothing(self):
        holder = Clearance("alder", {"national": "COSMIC"}, categories=ALL)
        assert not make.label("PUBLIC").permits(holder, "border")

    @pytest.mark.parametrize("scheme", LEVELS)
    def test_a_level_reaches_itself_and_what_is_below(self, scheme: str):
        for height, held in enumerate(LEVELS[scheme]):
            clearance = Clearance("alder", {scheme: held}, categories=ALL)
            for rank, level in enumerate(LEVELS[scheme]):
                label = Label(
                    classification=frozenset({(scheme, level)}), releasable_to=ALL, purposes=ALL
                )
                assert label.permits(clearance, "border") == (rank <= height)

    def test_each_scheme_must_be_held(self):
        label = Label(
            classification=frozenset({("national", "OFFICIAL"), ("eu", "RESTREINT UE")}),
            releasable_to=ALL,
            purposes=ALL,
        )
        highest = {"national": "TOP SECRET", "nato": "NATO SECRET"}
        assert not label.permits(Clearance("alder", highest), "border")
        assert label.permits(Clearance("alder", {**highest, "eu": "SECRET UE"}), "border")

    @pytest.mark.parametrize(
        "label",
        [
            make.label(releasable_to=Allowed.of("birch")),
            make.label(releasable_to=NOBODY),
            make.label(purposes=Allowed.of("fisheries")),
            make.label(purposes=NOBODY),
            make.label(handling=["H1"]),
            make.label(data_categories=["identity", "travel"]),
            make.label("TOP SECRET"),
        ],
    )
    def test_one_thing_wanting_denies(self, label: Label):
        clearance = make.clearance("SECRET", categories=Allowed.of("identity"))
        assert make.label().permits(clearance, "border")
        assert not label.permits(clearance, "border")

    def test_a_label_of_nothing_permits_nobody(self):
        assert not Label().permits(make.clearance("TOP SECRET"), "border")

    def test_a_clearance_of_nothing_sees_only_what_asks_for_nothing(self):
        assert OPEN.permits(Clearance("alder"), "border")
        assert not make.label("PUBLIC").permits(Clearance("alder"), "border")


class TestWithheld:
    """A value is withheld from whoever may know that it exists and may not see it."""

    @given(labels, clearances, purposes)
    def test_what_is_permitted_is_never_withheld(self, a: Label, c: Clearance, purpose: str):
        assert not (a.permits(c, purpose) and a.withheld_from(c, purpose))

    @given(labels, labels, clearances, purposes)
    def test_a_join_never_lets_anybody_know_of_more(
        self, a: Label, b: Label, c: Clearance, purpose: str
    ):
        if a.join(b).withheld_from(c, purpose):
            assert all(x.permits(c, purpose) or x.withheld_from(c, purpose) for x in (a, b))

    @given(labels, labels)
    def test_the_existence_of_what_is_joined_is_the_join_of_their_existence(
        self, a: Label, b: Label
    ):
        assert a.join(b).of_existence() == a.of_existence().join(b.of_existence())

    @given(labels, clearances, purposes)
    def test_nobody_whom_it_does_not_name_learns_of_it_at_any_purpose_not_its_own(
        self, a: Label, c: Clearance, purpose: str
    ):
        if a.withheld_from(c, purpose):
            assert c.center in a.discoverable_to
            assert purpose in a.purposes

    @given(labels)
    def test_existence_tells_nothing_of_level_caveats_or_categories(self, a: Label):
        bare = replace(
            a,
            classification=frozenset({("eu", "SECRET UE")}),
            releasable_to=NOBODY,
            handling=frozenset({"H9"}),
            data_categories=frozenset({"movement"}),
            subject_categories=frozenset({"witness"}),
        )
        known = frozenset(p for p in a.classification if p[1] in LEVELS.get(p[0], ()))
        assert replace(a, classification=known).of_existence() == bare.of_existence()

    @given(labels)
    def test_of_existence_there_is_no_further_existence(self, a: Label):
        assert a.of_existence().of_existence() == a.of_existence()

    @pytest.mark.parametrize(
        "held",
        [
            make.clearance("OFFICIAL"),
            make.clearance("SECRET", categories=Allowed.of("travel")),
        ],
        ids=["level too low", "category not held"],
    )
    def test_who_lacks_something_knows_of_it(self, held: Clearance):
        found = make.label("SECRET", discoverable_to=Allowed.of("alder"))
        assert found.withheld_from(held, "border")

    @pytest.mark.parametrize(
        "held",
        [make.clearance("SECRET"), make.clearance("OFFICIAL", center="birch")],
        ids=["cleared", "another center"],
    )
    def test_from_who_sees_it_or_is_not_named_it_is_not_withheld(self, held: Clearance):
        found = make.label("SECRET", discoverable_to=Allowed.of("alder"))
        assert not found.withheld_from(held, "border")

    def test_by_default_nobody_knows_of_it(self):
        assert not make.label("SECRET").withheld_from(make.clearance("OFFICIAL"), "border")

    def test_a_center_to_which_it_may_not_be_released_may_know_of_it(self):
        found = make.label(releasable_to=Allowed.of("birch"), discoverable_to=ALL)
        assert found.withheld_from(make.clearance("TOP SECRET"), "border")

    @pytest.mark.parametrize("level", [("national", "COSMIC"), ("un", "GREY")])
    def test_under_a_level_that_no_table_knows_nobody_knows_of_it(self, level: tuple[str, str]):
        found = Label(
            classification=frozenset({level}), releasable_to=ALL, purposes=ALL, discoverable_to=ALL
        )
        assert not found.withheld_from(make.clearance("TOP SECRET"), "border")


class TestAllowed:
    @given(allowed(*NAMES), allowed(*NAMES), st.sampled_from(NAMES))
    def test_an_intersection_allows_what_both_allow(self, a: Allowed, b: Allowed, name: str):
        assert (name in a.intersection(b)) == (name in a and name in b)

    @given(allowed(*NAMES), allowed(*NAMES))
    def test_it_lies_within_both(self, a: Allowed, b: Allowed):
        assert a.intersection(b).within(a)
        assert a.intersection(b).within(b)

    @given(allowed(*NAMES), allowed(*NAMES))
    def test_within_agrees_with_intersection(self, a: Allowed, b: Allowed):
        assert a.within(b) == (a.intersection(b) == a)

    def test_all_is_not_the_same_as_everybody_known(self):
        assert Allowed.of(*NAMES).within(ALL)
        assert not ALL.within(Allowed.of(*NAMES))
        assert "a stranger" in ALL
        assert "alder" not in NOBODY


class TestMark:
    @pytest.mark.parametrize(
        ("label", "mark"),
        [
            (OPEN, "UNMARKED · REL ALL"),
            (Label(), "UNMARKED · REL NONE"),
            (make.label("PUBLIC"), "PUBLIC · REL ALL"),
            (
                make.label(
                    "SECRET", releasable_to=Allowed.of("birch", "alder"), handling=["H2", "H1"]
                ),
                "SECRET · REL alder·birch · H1 · H2",
            ),
            (
                Label(classification=frozenset({("nato", "NATO SECRET"), ("eu", "SECRET UE")})),
                "SECRET UE · NATO SECRET · REL NONE",
            ),
        ],
    )
    def test_it_shows_levels_releasability_and_caveats(self, label: Label, mark: str):
        assert label.mark == mark
