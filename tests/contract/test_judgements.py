"""JudgementStore: who is the same, as far as a reader may see the evidence."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from msgspec import structs

from isthmus.model.ids import EntityId, StatementSeq
from isthmus.model.judgement import Comparison, Decision, Judgement, spread
from isthmus.model.statement import State
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import Ground, acting, said

DHOW, LARK, SKIFF = make.entity("dhow"), make.entity("lark"), make.entity("skiff")
BOTH = [DHOW, LARK]


@dataclass(frozen=True)
class Evidence:
    """Statements of `dhow` and `lark`, low and high, and comparisons of them."""

    lark: StatementSeq
    low: Comparison
    mixed: Comparison
    high: Comparison


@pytest.fixture
def evidence(store: Store, ground: Ground) -> Evidence:
    lower, higher = ground.low, ground.high
    dhow = ground.statement
    with acting(store) as unit:
        [lark] = said(unit, ground, make.Claim("lark"))
        imo = said(
            unit, ground, make.Claim("dhow", "imo", "1"), make.Claim("lark", "imo", "1"),
            label=higher,
        )  # fmt: skip
    return Evidence(
        lark,
        make.comparison(dhow, lark, labels=(lower, lower), bits=7.25, property="name"),
        make.comparison(dhow, imo[1], labels=(lower, higher), bits=-0.1, property="flag"),
        make.comparison(imo[0], imo[1], labels=(higher, higher), bits=14.0, property="imo"),
    )


class TestModelsJudgements:
    def test_one_comes_back_whole_to_who_sees_all_of_it(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        judged = make.judgement(
            "dhow", "lark", evidence.low, evidence.mixed, evidence.high, label=ground.high
        )
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            [found] = unit.judgements.around([DHOW], ground.both)
            assert found == judged
            assert found.bits == 7.25 - 0.1 + 14.0
            assert list(unit.judgements.history(BOTH, ground.both)) == [judged]

    def test_a_reader_gets_only_comparisons_of_which_he_sees_both_sides(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        judged = make.judgement(
            "dhow", "lark", evidence.low, evidence.mixed, evidence.high, label=ground.high
        )
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            for found in (
                unit.judgements.around([DHOW], ground.lower),
                unit.judgements.history(BOTH, ground.lower),
            ):
                assert [j.comparisons for j in found] == [(evidence.low,)]
                assert not found[0].joins
            [higher] = unit.judgements.around([DHOW], ground.higher)
            assert higher.comparisons == (evidence.high,)

    def test_without_a_comparison_to_see_it_does_not_come(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        judged = make.judgement("dhow", "lark", evidence.mixed, evidence.high, label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            assert not unit.judgements.around([DHOW], ground.lower)
            assert not unit.judgements.history(BOTH, ground.lower)

    @pytest.mark.parametrize(
        ("bits", "decision"), [(11.75, Decision.UNDECIDED), (12.0, Decision.SAME)]
    )
    def test_what_is_shown_of_a_part_tells_nothing_of_the_rest(
        self, store: Store, ground: Ground, evidence: Evidence, bits: float, decision: Decision
    ):
        """Neither label, decision nor reason of the whole come to who sees a part."""
        low = structs.replace(evidence.low, bits=bits)
        whole = make.judgement("dhow", "lark", low, evidence.high, label=ground.high)
        whole = replace(whole, decision=Decision.DIFFERENT, reason="two passports")
        with acting(store) as unit:
            unit.judgements.add([whole])
        with store.reading() as unit:
            [(_, paged)] = unit.judgements.page(0, 9, ground.lower)
            [around] = unit.judgements.around([DHOW], ground.lower)
            [past] = unit.judgements.history(BOTH, ground.lower)
        for shown in (paged, around, past):
            assert shown.comparisons == (low,)
            assert (shown.label, shown.decision, shown.reason) == (ground.low, decision, None)

    def test_what_is_past_its_day_when_it_is_read_does_not_count(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        judged = make.judgement("dhow", "lark", evidence.low, evidence.high, label=ground.high)
        later = make.EXPIRY + timedelta(days=1)
        with acting(store) as unit:
            unit.judgements.add([judged])
            unit.retention.extend([(evidence.high.left, later), (evidence.high.right, later)])
        moment = timedelta(microseconds=1)
        kept = {
            None: judged.comparisons,
            make.EXPIRY - moment: judged.comparisons,
            make.EXPIRY: (evidence.high,),
            later - moment: (evidence.high,),
            later: (),
        }
        for at, comparisons in kept.items():
            both, lower = replace(ground.both, at=at), replace(ground.lower, at=at)
            seen = evidence.low in comparisons
            with store.reading() as unit:
                for found in (
                    unit.judgements.around([DHOW], both),
                    unit.judgements.parts([DHOW], both),
                    [one for _, one in unit.judgements.page(0, 9, both)],
                    unit.judgements.sampled(9, both),
                ):
                    assert [c for one in found for c in one.comparisons] == [*comparisons]
                    assert len(found) == bool(comparisons)
                assert bool(unit.judgements.around([DHOW], lower)) == seen
                assert bool(unit.judgements.page(0, 1, lower)) == seen
                assert list(unit.judgements.history(BOTH, both)) == [judged]

    def test_evidence_that_is_no_longer_asserted_does_not_count(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        judged = make.judgement("dhow", "lark", evidence.low, evidence.high, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
            unit.statements.set_state([evidence.lark], State.RETRACTED, make.NOW, "vanished")
            [found] = unit.judgements.around([DHOW], ground.both)
            assert found.comparisons == (evidence.high,)
            assert not unit.judgements.around([DHOW], ground.lower)
            unit.statements.set_state([evidence.lark], State.ASSERTED, make.NOW, "came back")
            [found] = unit.judgements.around([DHOW], ground.both)
            assert set(found.comparisons) == {evidence.low, evidence.high}

    def test_the_latest_counts_and_the_earlier_stays_in_history(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        first = make.judgement("dhow", "lark", evidence.low, label=ground.low, turn=1)
        second = make.judgement("dhow", "lark", evidence.low, evidence.high, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([first])
        with acting(store) as unit:
            unit.judgements.add([second])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.both)) == [second]
            assert list(unit.judgements.history(BOTH, ground.both)) == [first, second]

    def test_the_latest_of_one_call_counts(self, store: Store, ground: Ground, evidence: Evidence):
        turns = [
            make.judgement("dhow", "lark", evidence.low, label=ground.low, turn=n) for n in range(3)
        ]
        with acting(store) as unit:
            unit.judgements.add(turns)
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.both)) == [turns[-1]]
            # What was judged again without any change is no news.
            assert list(unit.judgements.history(BOTH, ground.both)) == turns[:1]


class TestPurposes:
    """A purpose that reads less takes nothing from what another purpose found."""

    def test_what_each_purpose_found_counts_together(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        more = make.judgement(
            "dhow", "lark", evidence.low, evidence.high, label=ground.high, purpose="one"
        )
        less = make.judgement("dhow", "lark", evidence.low, label=ground.low, purpose="two", turn=1)
        with acting(store) as unit:
            unit.judgements.add([more])
            unit.judgements.add([less])
        with store.reading() as unit:
            for found in (
                unit.judgements.around([DHOW], ground.both),
                [judged for _, judged in unit.judgements.page(0, 9, ground.both)],
            ):
                [judged] = found
                assert set(judged.comparisons) == {evidence.low, evidence.high}
                assert judged.joins
            assert list(unit.judgements.around([DHOW], ground.lower)) == [less]

    def test_a_later_judgement_supersedes_that_of_its_own_purpose(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        first = make.judgement(
            "dhow", "lark", evidence.low, evidence.high, label=ground.high, purpose="one"
        )
        again = make.judgement(
            "dhow", "lark", evidence.low, label=ground.low, purpose="one", turn=1
        )
        with acting(store) as unit:
            unit.judgements.add([first])
            unit.judgements.add([again])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.both)) == [again]
            # By the same weights, less is what is left where something was taken back.
            assert list(unit.judgements.history(BOTH, ground.both)) == [first]

    def test_history_leaves_out_what_another_purpose_said_to_this_reader(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        """Else it tells that something withheld from him was judged."""
        one = make.judgement("dhow", "lark", evidence.low, label=ground.low, purpose="one")
        two = make.judgement(
            "dhow", "lark", evidence.low, evidence.high, label=ground.high, purpose="two", turn=1
        )
        with acting(store) as unit:
            unit.judgements.add([one])
            unit.judgements.add([two])
        with store.reading() as unit:
            assert list(unit.judgements.history(BOTH, ground.lower)) == [one]
            assert list(unit.judgements.history(BOTH, ground.both)) == [one, two]

    def test_history_holds_what_changed_and_what_changed_back(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        other = structs.replace(evidence.low, bits=9.0)
        turns = [
            make.judgement(
                "dhow", "lark", low, evidence.high, label=ground.high, purpose="one", turn=turn
            )
            for turn, low in enumerate((evidence.low, other, evidence.low))
        ]
        with acting(store) as unit:
            for judged in turns:
                unit.judgements.add([judged])
        with store.reading() as unit:
            assert list(unit.judgements.history(BOTH, ground.both)) == turns
            found = unit.judgements.history(BOTH, ground.lower)
        assert [j.comparisons for j in found] == [(evidence.low,), (other,), (evidence.low,)]

    def test_history_puts_pairs_in_one_order_whichever_was_judged_first(
        self, store: Store, ground: Ground
    ):
        """Else it tells that something withheld had one of them judged sooner."""
        pairs = [("dhow", "lark"), ("dhow", "skiff"), ("lark", "skiff")]
        with acting(store) as unit:
            for turn, pair in enumerate([*pairs, *reversed(pairs)]):
                unit.judgements.add([make.persons_judgement(*pair, label=ground.low, turn=turn)])
        with store.reading() as unit:
            found = unit.judgements.history([SKIFF, DHOW, LARK], ground.lower)
        order = [(one.left, one.right, one.at) for one in found]
        assert len(order) == 6
        assert order == sorted(order)

    def test_history_holds_what_other_weights_say_of_less(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        first = make.judgement("dhow", "lark", evidence.low, evidence.high, label=ground.high)
        second = make.judgement("dhow", "lark", evidence.high, label=ground.high, author="model-2")
        with acting(store) as unit:
            unit.judgements.add([first])
            unit.judgements.add([second])
        with store.reading() as unit:
            assert list(unit.judgements.history(BOTH, ground.both)) == [first, second]

    def test_of_one_property_under_the_same_labels_the_later_counts(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        before, after = evidence.low, structs.replace(evidence.low, bits=9.0)
        with acting(store) as unit:
            for turn, (comparison, purpose) in enumerate([(before, "one"), (after, "two")]):
                judged = make.judgement(
                    "dhow", "lark", comparison, label=ground.low, purpose=purpose, turn=turn
                )
                unit.judgements.add([judged])
        with store.reading() as unit:
            [judged] = unit.judgements.around([DHOW], ground.lower)
        assert judged.comparisons == (after,)

    def test_a_page_numbers_a_pair_by_the_last_part_that_the_reader_sees(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        low = make.judgement("dhow", "lark", evidence.low, label=ground.low, purpose="one")
        high = make.judgement(
            "dhow", "lark", evidence.high, label=ground.high, purpose="two", turn=1
        )
        with acting(store) as unit:
            unit.judgements.add([low])
            unit.judgements.add([high])
        with store.reading() as unit:
            page = unit.judgements.page
            [(early, _)] = page(0, 9, ground.lower)
            [(late, _)] = page(0, 9, ground.both)
            assert early < late
            assert not page(early, 9, ground.lower)
            assert [number for number, _ in page(early, 9, ground.both)] == [late]


class TestWhatIsThereForAReader:
    def test_what_too_little_speaks_for_is_not_there(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        """Else its being written down would tell of what more there is."""
        weak = structs.replace(evidence.low, bits=5.75)
        judged = make.judgement("dhow", "lark", weak, evidence.high, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            assert not unit.judgements.around([DHOW], ground.lower)
            assert not unit.judgements.page(0, 9, ground.lower)
            assert not unit.judgements.history(BOTH, ground.lower)
            assert unit.judgements.around([DHOW], ground.both)

    def test_what_nothing_that_he_sees_proposes_is_not_there(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        unproposed = structs.replace(evidence.low, proposes=False)
        judged = make.judgement("dhow", "lark", unproposed, evidence.high, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            assert not unit.judgements.around([DHOW], ground.lower)
            assert not unit.judgements.page(0, 9, ground.lower)
            assert list(unit.judgements.around([DHOW], ground.both)) == [judged]

    def test_each_purpose_shows_what_it_would_have_written_for_him_alone(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        """Else what he does not see of one purpose adds weight to what he sees of another."""
        name, weak = evidence.low, structs.replace(evidence.low, property="flag", bits=3.0)
        one = make.judgement("dhow", "lark", name, label=ground.low, purpose="one")
        two = make.judgement(
            "dhow", "lark", weak, evidence.high, label=ground.high, purpose="two", turn=1
        )
        with acting(store) as unit:
            unit.judgements.add([one])
            unit.judgements.add([two])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.lower)) == [one]
            [(_, paged)] = unit.judgements.page(0, 9, ground.lower)
            assert paged == one
            [both] = unit.judgements.around([DHOW], ground.both)
            assert set(both.comparisons) == {name, weak, evidence.high}
            parts = unit.judgements.parts([DHOW], ground.lower)
            assert [part.comparisons for part in parts] == [(name,), (weak,)]

    def test_the_most_of_a_property_counts_for_who_sees_it(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        """Two who differ under one label and agree under another are one for who sees both."""
        against = structs.replace(evidence.low, property="imo", bits=-40.0)
        name = structs.replace(evidence.low, bits=7.0)
        judged = make.judgement("dhow", "lark", name, against, evidence.high, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            [low] = unit.judgements.around([DHOW], ground.lower)
            [both] = unit.judgements.around([DHOW], ground.both)
        assert (low.bits, low.weighed) == (-33.0, Decision.DIFFERENT)
        assert (both.bits, both.weighed) == (21.0, Decision.SAME)

    def test_the_bits_that_a_model_needs_come_back(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        compared = structs.replace(evidence.low, needed=7.0)
        judged = make.judgement("dhow", "lark", compared, label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.lower)) == [judged]

    def test_what_a_kind_needs_shows_to_who_sees_the_labels_under_which_it_is_one(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        less, more = (
            structs.replace(evidence.low, needed=7.0),
            structs.replace(evidence.high, needed=19.5),
        )
        judged = make.judgement("dhow", "lark", less, more, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            [low] = unit.judgements.around([DHOW], ground.lower)
            [both] = unit.judgements.around([DHOW], ground.both)
        assert (low.needed, both.needed) == (7.0, 19.5)
        assert {one.needed for one in both.comparisons} == {7.0, 19.5}


class TestPersonsJudgements:
    def test_one_comes_to_who_holds_its_label(self, store: Store, ground: Ground):
        judged = make.persons_judgement(decision=Decision.DIFFERENT, label=ground.high)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            assert list(unit.judgements.around([LARK], ground.higher)) == [judged]
            assert not unit.judgements.around([LARK], ground.lower)

    def test_it_stands_beside_the_models(self, store: Store, ground: Ground, evidence: Evidence):
        models = make.judgement("dhow", "lark", evidence.low, label=ground.low)
        persons = make.persons_judgement(decision=Decision.DIFFERENT, label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([persons])
            unit.judgements.add([models])
        with store.reading() as unit:
            found = unit.judgements.around([DHOW], ground.lower)
            assert {j.by_person: j for j in found} == {False: models, True: persons}

    def test_the_latest_of_any_person_counts(self, store: Store, ground: Ground):
        first = make.persons_judgement(decision=Decision.SAME, label=ground.low)
        second = make.persons_judgement(
            decision=Decision.UNDECIDED, author="p-ivo.brandt", label=ground.low
        )
        with acting(store) as unit:
            unit.judgements.add([first])
            unit.judgements.add([second])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.lower)) == [second]
            assert list(unit.judgements.history(BOTH, ground.lower)) == [first, second]

    def test_a_withheld_one_leaves_the_earlier_that_the_reader_sees(
        self, store: Store, ground: Ground
    ):
        seen = make.persons_judgement(decision=Decision.SAME, label=ground.low)
        withheld = make.persons_judgement(decision=Decision.DIFFERENT, label=ground.high, turn=1)
        with acting(store) as unit:
            unit.judgements.add([seen])
            unit.judgements.add([withheld])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.lower)) == [seen]
            assert list(unit.judgements.around([DHOW], ground.both)) == [withheld]
            assert list(unit.judgements.history(BOTH, ground.lower)) == [seen]


class TestSecondPersons:
    """Where the label demands it, one person's judgement waits for another's."""

    def test_it_waits_until_another_judges_the_same(self, store: Store, ground: Ground):
        first = demanding(ground)
        again, second = demanding(ground, turn=1), demanding(ground, "p-ivo.brandt", turn=2)
        with acting(store) as unit:
            for judged in (first, again):
                unit.judgements.add([judged])
                assert not unit.judgements.around([DHOW], ground.lower)
                assert not unit.judgements.page(0, 9, ground.lower)
                assert list(unit.judgements.waiting([LARK], ground.lower)) == [judged]
            unit.judgements.add([second])
            assert list(unit.judgements.around([DHOW], ground.lower)) == [second]
            assert [j for _, j in unit.judgements.page(0, 9, ground.lower)] == [second]
            assert not unit.judgements.waiting(BOTH, ground.lower)
            assert not unit.judgements.waiting([SKIFF], ground.lower)

    def test_what_counted_before_counts_meanwhile(self, store: Store, ground: Ground):
        before = make.persons_judgement(decision=Decision.SAME, label=ground.low)
        other = replace(demanding(ground, turn=1), decision=Decision.DIFFERENT)
        with acting(store) as unit:
            unit.judgements.add([before])
            unit.judgements.add([other])
            assert list(unit.judgements.around([DHOW], ground.lower)) == [before]
            assert list(unit.judgements.waiting([DHOW], ground.lower)) == [other]
            assert not unit.judgements.waiting([DHOW], ground.higher)


def demanding(ground: Ground, author: str = "p-mara.lind", turn: int = 0) -> Judgement:
    made = make.persons_judgement(author=author, label=ground.low, turn=turn)
    return replace(made, needs_second=True)


class TestEnds:
    def test_either_end_finds_it_and_both_find_it_once(self, store: Store, ground: Ground):
        judged = make.persons_judgement("dhow", "lark", label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([judged])
        with store.reading() as unit:
            around = unit.judgements.around
            assert around([DHOW], ground.lower) == around([LARK], ground.lower)
            assert list(around(BOTH, ground.lower)) == [judged]
            assert not around([SKIFF], ground.lower)
            assert not around([], ground.lower)

    def test_pairs_do_not_mix(self, store: Store, ground: Ground):
        one = make.persons_judgement("dhow", "lark", label=ground.low)
        other = make.persons_judgement("lark", "skiff", label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([one, other])
        with store.reading() as unit:
            assert list(unit.judgements.around([DHOW], ground.lower)) == [one]
            found = unit.judgements.around([LARK], ground.lower)
            assert {j.id for j in found} == {one.id, other.id}

    def test_history_wants_both_ends(self, store: Store, ground: Ground):
        with acting(store) as unit:
            unit.judgements.add([make.persons_judgement("dhow", "lark", label=ground.low)])
        with store.reading() as unit:
            assert not unit.judgements.history([DHOW, SKIFF], ground.lower)
            assert len(unit.judgements.history([DHOW, SKIFF, LARK], ground.lower)) == 1


class TestPages:
    def test_they_give_what_around_gives_numbered_oldest_first(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        with acting(store) as unit:
            unit.judgements.add(
                [make.judgement("dhow", "lark", evidence.low, label=ground.low, turn=1)]
            )
            unit.judgements.add([make.persons_judgement("dhow", "skiff", label=ground.low)])
            unit.judgements.add([make.persons_judgement("lark", "skiff", label=ground.high)])
            unit.judgements.add(
                [make.judgement("dhow", "lark", evidence.low, evidence.mixed, label=ground.high)]
            )
        with store.reading() as unit:
            for reader, by_persons in [
                (ground.lower, [True, False]),
                (ground.both, [True, True, False]),
            ]:
                page = unit.judgements.page(0, 9, reader)
                around = unit.judgements.around([DHOW, LARK, SKIFF], reader)
                assert {judged.id: judged for _, judged in page} == {j.id: j for j in around}
                numbers = [number for number, _ in page]
                assert numbers == sorted(set(numbers))
                assert [judged.by_person for _, judged in page] == by_persons

    @pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
    def test_a_page_is_full_unless_it_is_the_last(
        self, store: Store, ground: Ground, evidence: Evidence, limit: int
    ):
        with acting(store) as unit:
            for n in range(12):
                label = ground.low if n % 3 == 2 else ground.high
                unit.judgements.add([make.persons_judgement(f"a {n}", f"b {n}", label=label)])
                unit.judgements.add(
                    [make.judgement(f"c {n}", f"d {n}", evidence.high, label=ground.high)]
                )
        walked: list[int] = []
        after, full = 0, True
        with store.reading() as unit:
            while full:
                page = unit.judgements.page(after, limit, ground.lower)
                walked += [number for number, _ in page]
                after, full = (walked or [0])[-1], len(page) == limit
        assert len(walked) == len(set(walked)) == 4


def ends(judged: Judgement) -> tuple[EntityId, EntityId]:
    return judged.left, judged.right


class TestSamples:
    def test_they_give_what_models_say_that_counts_in_the_order_of_pairs(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        low = [
            make.judgement(f"a {n}", f"b {n}", evidence.low, evidence.high, label=ground.high)
            for n in range(5)
        ]
        high = [
            make.judgement(f"c {n}", f"d {n}", evidence.high, label=ground.high) for n in range(5)
        ]
        before = make.judgement("a 0", "b 0", evidence.low, label=ground.low, turn=7)
        with acting(store) as unit:
            unit.judgements.add([before])
            unit.judgements.add([*high, *low])
            unit.judgements.add([make.persons_judgement(label=ground.low)])
        with store.reading() as unit:
            all_of = unit.judgements.sampled(99, ground.both)
            assert [j.id for j in all_of] == [j.id for j in sorted((*low, *high), key=ends)]
            seen = unit.judgements.sampled(99, ground.lower)
            assert [j.id for j in seen] == [j.id for j in sorted(low, key=ends)]
            assert {j.comparisons for j in seen} == {(evidence.low,)}
            # What is withheld takes no place of what is not.
            assert unit.judgements.sampled(3, ground.lower) == seen[:3]

    @pytest.mark.parametrize("limit", [1, 2, 3, 5, 9, 40, 99])
    def test_they_are_the_same_whatever_is_withheld(
        self, store: Store, ground: Ground, evidence: Evidence, limit: int
    ):
        """Pairs of some ends in many, of others in few, judged anew for what is not seen."""
        names = [(f"a {n % 2}", f"b {n}") for n in range(40)]
        names += [(f"c {n}", f"d {n}") for n in range(9)]
        seen = [
            make.judgement(*pair, evidence.low, label=ground.low, purpose="one") for pair in names
        ]
        withheld = [
            make.judgement(
                *pair, evidence.low, evidence.high, label=ground.high, purpose=purpose, turn=turn
            )
            for turn, purpose in ((1, "one"), (2, "two"), (3, "two"))
            for pair in names[::turn]
        ]
        alone = [make.judgement(f"e {n}", "f", evidence.high, label=ground.high) for n in range(30)]
        with acting(store) as unit:
            unit.judgements.add(seen)
            before = unit.judgements.sampled(limit, ground.lower)
            unit.judgements.add([*withheld, *alone])
            after = unit.judgements.sampled(limit, ground.lower)
        assert list(before) == spread(sorted(seen, key=ends), limit)
        assert [ends(j) for j in after] == [ends(j) for j in before]
        assert len({ends(j) for j in after}) == min(limit, len(names))

    def test_of_persons_come_those_that_count_the_last_first(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        earlier = make.persons_judgement("a", "b", label=ground.low, turn=1)
        first = make.persons_judgement("a", "b", Decision.DIFFERENT, label=ground.low, turn=2)
        secret = make.persons_judgement("a", "b", label=ground.high, turn=3)
        second = make.persons_judgement("c", "d", label=ground.low)
        with acting(store) as unit:
            unit.judgements.add([earlier, first, secret, second])
            unit.judgements.add([make.judgement("a", "b", evidence.low, label=ground.low)])
        with store.reading() as unit:
            assert list(unit.judgements.of_persons(9, ground.lower)) == [second, first]
            assert list(unit.judgements.of_persons(9, ground.both)) == [second, secret]
            assert list(unit.judgements.of_persons(1, ground.lower)) == [second]


class TestAttributions:
    CALL = make.entity("call 1")

    def test_one_comes_back_from_either_end(self, store: Store, ground: Ground):
        row = make.attribution("call 1", "dhow", ground.statement, label=ground.low)
        with acting(store) as unit:
            unit.judgements.attribute([row], make.NOW)
        with store.reading() as unit:
            attributions = unit.judgements.attributions
            assert list(attributions(ground.lower, events=[self.CALL])) == [row]
            assert list(attributions(ground.lower, holders=[DHOW])) == [row]
            both = attributions(ground.lower, events=[self.CALL], holders=[DHOW])
            assert list(both) == [row]
            assert not attributions(ground.lower, events=[DHOW], holders=[self.CALL])
            assert not attributions(ground.lower)

    def test_the_latest_row_of_event_and_property_counts(self, store: Store, ground: Ground):
        first = make.attribution("call 1", "dhow", ground.statement, label=ground.low)
        second = make.attribution("call 1", "lark", ground.statement, label=ground.low)
        with acting(store) as unit:
            unit.judgements.attribute([first], make.NOW)
        with acting(store) as unit:
            unit.judgements.attribute([second], make.NOW)
        with store.reading() as unit:
            attributions = unit.judgements.attributions
            assert list(attributions(ground.lower, events=[self.CALL])) == [second]
            assert not attributions(ground.lower, holders=[DHOW])

    def test_a_second_candidate_takes_it_away(self, store: Store, ground: Ground):
        row = make.attribution("call 1", "dhow", ground.statement, label=ground.low)
        gone = make.attribution(
            "call 1", "dhow", ground.statement, label=ground.low, standing=False
        )
        with acting(store) as unit:
            unit.judgements.attribute([row], make.NOW)
            unit.judgements.attribute([gone], make.NOW)
            assert not unit.judgements.attributions(ground.lower, events=[self.CALL])
            unit.judgements.attribute([row], make.NOW)
            assert unit.judgements.attributions(ground.lower, holders=[DHOW])

    def test_the_latest_is_the_latest_that_a_reader_sees(self, store: Store, ground: Ground):
        first = make.attribution("call 1", "dhow", ground.statement, label=ground.low)
        ended = replace(first, label=ground.high, standing=False)
        with acting(store) as unit:
            unit.judgements.attribute([first], make.NOW)
            unit.judgements.attribute([ended], make.NOW)
        with store.reading() as unit:
            attributions, attributed = unit.judgements.attributions, unit.judgements.attributed
            assert list(attributions(ground.lower, events=[self.CALL])) == [first]
            assert not attributions(ground.both, events=[self.CALL])
            assert list(attributed(ground.lower, events=[self.CALL])) == [first]
            assert list(attributed(ground.both, holders=[DHOW])) == [first, ended]
            assert not attributed(ground.both)

    def test_one_that_rests_on_what_is_past_its_day_or_erased_stands_no_more(
        self, store: Store, ground: Ground, evidence: Evidence
    ):
        first = make.attribution("call 1", "dhow", ground.statement, label=ground.low)
        row = replace(first, holder=LARK, evidence=(ground.statement, evidence.lark))
        later = make.EXPIRY + timedelta(days=1)
        with acting(store) as unit:
            unit.judgements.attribute([first, row], make.NOW)
            unit.retention.extend([(ground.statement, later)])
        moment = timedelta(microseconds=1)
        held = {None: [row], make.EXPIRY - moment: [row], make.EXPIRY: [], later: []}
        for at, found in held.items():
            reader = replace(ground.lower, at=at)
            with store.reading() as unit:
                assert list(unit.judgements.attributions(reader, events=[self.CALL])) == found
                assert list(unit.judgements.attributions(reader, holders=[LARK])) == found
                assert list(unit.judgements.attributed(reader, events=[self.CALL])) == [first, row]
        with acting(store) as unit:
            unit.erasure.erase([evidence.lark], [], make.NOW, "expired")
        for at in (None, make.EXPIRY):
            with store.reading() as unit:
                reader = replace(ground.lower, at=at)
                assert not unit.judgements.attributions(reader, events=[self.CALL])

    def test_events_do_not_mix(self, store: Store, ground: Ground):
        rows = [
            make.attribution(event, "dhow", ground.statement, label=ground.low)
            for event in ("call 1", "call 2", "call 3")
        ]
        with acting(store) as unit:
            unit.judgements.attribute(rows, make.NOW)
        with store.reading() as unit:
            found = unit.judgements.attributions(ground.lower, holders=[DHOW])
            assert {row.event for row in found} == {row.event for row in rows}
            events = [rows[0].event, rows[2].event]
            found = unit.judgements.attributions(ground.lower, events=events)
            assert {row.event for row in found} == set(events)
