"""Names: one alphabet, no titles, no legal forms, any word order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.identifiers.names import (
    NameKind,
    fingerprint,
    legal_form,
    name_tokens,
    vessel_tokens,
)

KINDS: tuple[NameKind, ...] = ("person", "organization", "vessel")


@pytest.mark.parametrize(
    ("name", "kind", "tokens"),
    [
        ("Dr. Zoë O'Neil-Brown", "person", ("zoe", "oneil", "brown")),
        ("Иванова Мария Петровна", "person", ("ivanova", "mariya", "petrovna")),
        ("عبد الله", "person", ("bd", "llh")),
        ("Dr", "person", ("dr",)),
        ("Mullah Example al-Nobody", "person", ("example", "al", "nobody")),
        ("山田太郎", "person", ("山田", "田太", "太郎")),
        ("李 Example", "person", ("李", "example")),
        ("ООО «Ромашка»", "organization", ("romashka",)),
        ("Example Trading Co., Ltd.", "organization", ("example", "trading")),
        ("Example S. de R.L. de C.V.", "organization", ("example",)),
        ("Ltd.", "organization", ("ltd",)),
        ("M/V OCEAN STAR II", "vessel", ("ocean", "star", "ii")),
        ("M.T. OCEAN STAR", "vessel", ("ocean", "star")),
        ("MT", "vessel", ("mt",)),
        ("ＯＣＥＡＮ　ＳＴＡＲ", "vessel", ("ocean", "star")),
        ("!?", "person", ()),
    ],
)
def test_a_name_gives_its_tokens(name: str, kind: NameKind, tokens: tuple[str, ...]):
    assert name_tokens(name, kind) == tokens


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ромашка ООО", "ooo"),
        ("OOO Romashka", "ooo"),
        ("Общество с ограниченной ответственностью Ромашка", "ooo"),
        ("Example Limited Liability Company", "llc"),
        ("Example GmbH & Co. KG", "gmbh"),
        ("Example S.A. de C.V.", "sacv"),
        ("Example", None),
        ("GmbH", None),
        ("", None),
    ],
)
def test_a_legal_form_is_told_in_its_short_spelling(name: str, form: str | None):
    assert legal_form(name) == form


@pytest.mark.parametrize(
    "prefix", ["MV ", "M/V ", "m.v. ", "MT ", "M/T ", "SS ", "S/S ", "FV ", ""]
)
def test_a_prefix_does_not_change_a_ship(prefix: str):
    assert vessel_tokens(f"{prefix}EXAMPLE STAR") == ("example", "star")


def test_a_ship_may_begin_with_other_short_words():
    assert vessel_tokens("SEA STAR") == ("sea", "star")
    assert vessel_tokens("AL NOOR") == ("al", "noor")
    assert vessel_tokens("ST EXAMPLE") == ("st", "example")
    assert vessel_tokens("S/T EXAMPLE") == ("example",)


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_text_gives_tokens_that_stay_as_they_are(name: str, kind: NameKind):
    for token in name_tokens(name, kind):
        assert token
        assert token == token.casefold()
        assert not any(c.isspace() for c in token)


@given(st.lists(st.from_regex(r"[a-z]{4,9}", fullmatch=True), min_size=1, max_size=5), st.data())
def test_word_order_case_and_punctuation_do_not_change_a_fingerprint(
    words: list[str], data: st.DataObject
):
    mixed = data.draw(st.permutations(words))
    plain, written = " ".join(words), ", ".join(mixed).title()
    for kind in KINDS:
        if kind != "organization" or legal_form(plain) == legal_form(written) is None:
            assert fingerprint(plain, kind) == fingerprint(written, kind)


@given(st.text(max_size=40), st.sampled_from(KINDS))
def test_a_fingerprint_is_sorted_and_without_doubles(name: str, kind: NameKind):
    tokens = fingerprint(name, kind).split(" ")
    assert tokens == sorted(set(tokens))


@given(st.from_regex(r"[a-z]{4,9} [a-z]{4,9}", fullmatch=True))
def test_titles_and_prefixes_add_nothing(name: str):
    assert name_tokens(f"Mr. {name}", "person") == name_tokens(name, "person")
    assert name_tokens(f"M/V {name}", "vessel") == name_tokens(name, "vessel")
    assert name_tokens(f"{name} LLC", "organization") == name_tokens(name, "organization")


@given(st.text(alphabet="山田太郎習近平김정은アイ", min_size=1, max_size=8))
def test_writing_without_spaces_gives_pairs_that_cover_it(name: str):
    tokens = name_tokens(name, "person")
    assert len(tokens) == max(1, len(name) - 1)
    assert set("".join(tokens)) == set(name)
