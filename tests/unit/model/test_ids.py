"""Ids: the same for the same thing, another for anything else, and a guess tells nothing."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from isthmus.errors import NotFound
from isthmus.model.ids import (
    ID_BYTES,
    EntityId,
    FindingId,
    IdMaker,
    MatchId,
    StatementId,
    parsed_id,
    shown_id,
)
from tests import make

KEY, PARTITION = b"key of these tests", "live"
IDS = IdMaker(KEY, PARTITION)
A, B = EntityId(b"a" * ID_BYTES), EntityId(b"b" * ID_BYTES)

EVERY_KIND: dict[str, Callable[[IdMaker], bytes]] = {
    "entity": lambda ids: ids.entity("x", "y"),
    "statement": lambda ids: ids.statement("x", A, ("name", "y", None)),
    "record": lambda ids: ids.record("x", "y", b"z"),
    "record key": lambda ids: ids.record_key("x", "y", "z"),
    "match": lambda ids: ids.match("x", [StatementId(A)]),
    "finding": lambda ids: ids.finding(MatchId(A), None),
    "alert": lambda ids: ids.alert(FindingId(A)),
    "judgement": lambda ids: ids.judgement(A, B, "x", 0),
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
octets = st.binary(min_size=ID_BYTES, max_size=ID_BYTES)


@pytest.mark.parametrize("made", EVERY_KIND.values(), ids=EVERY_KIND)
class TestEveryKind:
    def test_has_sixteen_bytes(self, made: Callable[[IdMaker], bytes]):
        assert len(made(IDS)) == ID_BYTES

    def test_is_the_same_again(self, made: Callable[[IdMaker], bytes]):
        assert made(IdMaker(KEY, PARTITION)) == made(IDS)

    def test_is_another_under_another_key(self, made: Callable[[IdMaker], bytes]):
        assert made(IdMaker(b"another key", PARTITION)) != made(IDS)

    def test_is_another_in_another_partition(self, made: Callable[[IdMaker], bytes]):
        assert made(IdMaker(KEY, "exercise-1")) != made(IDS)


def test_kinds_with_the_same_fields_have_different_ids():
    made = [
        IDS.entity("x", "y"),
        IDS.record("x", "y", b""),
        IDS.record_key("x", "y", ""),
        IDS.record_key("x", "", "y"),
        IDS.match("x", []),
    ]
    assert len(set(made)) == len(made)


@given(texts, texts, texts, texts)
@example("ab", "c", "a", "bc")
@example("a\0", "b", "a", "\0b")
def test_fields_never_run_into_each_other(a: str, b: str, c: str, d: str):
    assume((a, b) != (c, d))
    assert IDS.entity(a, b) != IDS.entity(c, d)
    assert IDS.record_key(a, b, "") != IDS.record_key(c, d, "")
    assert IDS.statement("s", A, (a, b, None)) != IDS.statement("s", A, (c, d, None))


class TestStatements:
    CLAIM = ("name", "Sea Lark", "en")

    @pytest.mark.parametrize(
        ("source", "entity", "claim"),
        [
            ("other", A, CLAIM),
            ("s", B, CLAIM),
            ("s", A, ("alias", "Sea Lark", "en")),
            ("s", A, ("name", "Sea lark", "en")),
            ("s", A, ("name", "Sea Lark", None)),
            ("s", A, ("name", "Sea Lark", "")),
            ("s", A, ("name", "Sea Lark", "fr")),
        ],
    )
    def test_whatever_differs_makes_another(
        self, source: str, entity: EntityId, claim: tuple[str, str, str | None]
    ):
        assert IDS.statement(source, entity, claim) != IDS.statement("s", A, self.CLAIM)

    def test_no_language_is_not_an_empty_one(self):
        none = IDS.statement("s", A, ("name", "x", None))
        assert none != IDS.statement("s", A, ("name", "x", ""))

    def test_texts_are_not_normalised(self):
        composed = IDS.statement("s", A, ("name", "\u00e9", None))
        assert composed != IDS.statement("s", A, ("name", "e\u0301", None))


class TestMatches:
    @given(st.lists(octets.map(StatementId), unique=True), st.randoms())
    def test_the_order_of_the_evidence_does_not_matter(
        self, evidence: list[StatementId], random: Random
    ):
        shuffled = list(evidence)
        random.shuffle(shuffled)
        assert IDS.match("rule", shuffled) == IDS.match("rule", evidence)

    @given(
        st.lists(octets.map(StatementId), unique=True, max_size=3),
        st.lists(octets.map(StatementId), unique=True, max_size=3),
    )
    def test_other_evidence_is_another_match(
        self, one: list[StatementId], other: list[StatementId]
    ):
        assume(set(one) != set(other))
        assert IDS.match("rule", one) != IDS.match("rule", other)

    def test_naming_it_leaves_the_list_as_it_was(self):
        evidence = [StatementId(B), StatementId(A)]
        IDS.match("rule", evidence)
        assert evidence == [StatementId(B), StatementId(A)]

    def test_another_label_is_another_finding_of_the_same_match(self):
        matched = IDS.match("rule", [StatementId(A)])
        labels = [make.label(), make.label(handling=("sealed",)), make.label(originators=("b",))]
        assert len({IDS.finding(matched, label.item()) for label in labels}) == len(labels)
        assert IDS.finding(matched, make.label().item()) == IDS.finding(matched, labels[0].item())

    def test_another_rule_is_another_match(self):
        assert IDS.match("one", [StatementId(A)]) != IDS.match("two", [StatementId(A)])


def test_each_turn_of_an_author_on_a_pair_is_a_judgement_of_its_own():
    made = {
        IDS.judgement(left, right, author, turn)
        for left, right in [(A, B), (B, A)]
        for author in ("model-1", "p-1")
        for turn in range(3)
    }
    assert len(made) == 12


class TestShownIds:
    @given(st.sampled_from(["e", "a", "s", "record"]), octets)
    def test_what_is_shown_is_read_back(self, kind: str, value: bytes):
        assert parsed_id(kind, shown_id(kind, value)) == value

    @given(octets)
    def test_they_stand_in_an_address_as_they_are(self, value: bytes):
        shown = shown_id("e", value)
        assert shown.isascii()
        assert shown == shown.lower()
        assert shown.replace("-", "").isalnum()
        assert len(shown) == 28

    @given(octets)
    def test_another_kind_is_not_found(self, value: bytes):
        with pytest.raises(NotFound):
            parsed_id("a", shown_id("e", value))

    @given(octets)
    def test_each_has_one_spelling(self, value: bytes):
        shown = shown_id("e", value)
        digits = "abcdefghijklmnopqrstuvwxyz234567"
        spellings = [
            shown.upper(),
            shown + "=",
            shown + "======",
            " " + shown,
            shown + "\n",
            # The last digit carries three bits of the value: four digits decode alike.
            *(shown[:-1] + digit for digit in digits if digit != shown[-1]),
        ]
        for spelling in spellings:
            try:
                assert parsed_id("e", spelling) != value
            except NotFound:
                continue

    @given(st.text())
    @example("")
    @example("e")
    @example("e-")
    @example("e-a")
    @example("e-" + "a" * 25)
    @example("e-" + "a" * 27)
    @example("e-" + "1" * 26)
    @example("e-" + "ſ" * 26)
    @example("e-" + "\ud800" * 26)
    @example("e--" + "a" * 26)
    def test_what_this_node_never_wrote_is_not_found(self, text: str):
        with pytest.raises(NotFound):
            parsed_id("e", text)

    def test_the_error_repeats_no_more_than_a_line(self):
        with pytest.raises(NotFound) as refused:
            parsed_id("e", "x" * 10_000)
        assert len(str(refused.value)) < 120
