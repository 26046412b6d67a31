"""Variants: forms of one character of Han are one, others that sound alike are not."""

import pytest

from isthmus.resolve.names import han_variants
from isthmus.resolve.names.han_variants import are_variants, folded


@pytest.mark.parametrize(
    "pair", ["張张", "羅罗", "澤沢", "泽沢", "後后", "伝傳", "暦历", "寶宝", "鋰锂"]
)
def test_forms_of_one_character_are_one(pair: str):
    assert are_variants(*pair)
    assert are_variants(*reversed(pair))


@pytest.mark.parametrize("pair", ["张章", "伟威", "刘柳", "云芸", "偉纬", "敏民", "山水", "王汪"])
def test_other_characters_are_not(pair: str):
    assert not are_variants(*pair)


def test_each_character_stands_in_one_group():
    groups = han_variants._GROUPS.split()
    assert sum(map(len, groups)) == len(set("".join(groups)))
    assert all(len(group) > 1 for group in groups)
    assert {folded(character) for group in groups for character in group} == {g[0] for g in groups}
