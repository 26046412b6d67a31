from __future__ import annotations

import numpy as np

from isthmus.resolve.blocking import candidates
from isthmus.resolve.bulk import Column
from tests.flow.journey import model

PERSON = model().schemas["Person"]


def column(*values: str | None) -> Column:
    known: dict[str, int] = {}
    codes = [-1 if v is None else known.setdefault(v, len(known)) for v in values]
    return Column(list(known), np.array(codes, dtype=np.int32))


def pairs(columns: dict[str, Column], cap: int = 50) -> set[tuple[int, int]]:
    found = candidates(columns, PERSON, cap)
    assert (found.left < found.right).all()
    rows = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert len(set(rows)) == len(rows)
    return set(rows)


def test_two_tokens_in_any_order_propose_and_one_does_not():
    names = column("Mara Lind", "LIND, Mara", "Mara Berg", None, "Mara Elin Lind")
    assert pairs({"name": names}) == {(0, 1), (0, 4), (1, 4)}


def test_a_token_beside_a_year_a_code_or_a_place_proposes():
    names = column("Mara Lind", "Mara Berg", "Mara Holm", "Mara Vik", "Mara Ness")
    found = pairs(
        {
            "name": names,
            "birthDate": column("1972-05-06", "1972-11-01", None, None, None),
            "postalCode": column(None, None, "AB12 3CD", "AB12 9XY", None),
            "birthPlace": column("Birch", None, None, "Alder", "Alder"),
        }
    )
    assert found == {(0, 1), (2, 3), (3, 4)}


def test_what_is_selective_proposes_by_itself():
    found = pairs(
        {
            "passportNumber": column("X1234567", "X1234567", None, None),
            "birthDate": column(None, None, "1972-05-06", "1972-05-06"),
        }
    )
    assert found == {(0, 1), (2, 3)}


def test_a_key_that_too_many_hold_proposes_nothing_and_is_counted():
    many = {"birthDate": column(*["1972-05-06"] * 5, "1980-01-01", "1980-01-01")}
    assert pairs(many, cap=4) == {(5, 6)}
    assert candidates(many, PERSON, 4).capped == 1
    assert len(pairs(many, cap=5)) == 11


def test_nothing_proposes_nothing():
    assert pairs({}) == set()
    assert pairs({"name": column("Mara", None)}) == set()
