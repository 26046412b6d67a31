"""The report on the resolver over HTTP: one file, in the language of its reader."""

from __future__ import annotations

import pytest

from tests.web.stand import ANALYST, PEOPLE, Person, StageNode, opened


@pytest.mark.parametrize(
    ("language", "head", "words"),
    [
        ("en", '<html lang="en" dir="ltr">', "Weights in force"),
        ("fr", '<html lang="fr" dir="ltr">', "Poids en vigueur"),
        ("ar", '<html lang="ar" dir="rtl">', "الأوزان السارية"),
        ("xx", '<html lang="en" dir="ltr">', "Weights in force"),
    ],
)
def test_the_report_is_a_file_in_the_language_that_is_asked_for(
    language: str, head: str, words: str
):
    node = StageNode()
    node.enrol(*PEOPLE)
    with opened(node) as client:
        answer = Person(client, ANALYST).get("/quality", language=language)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert head in answer.text
    assert words in answer.text
