"""Agreements: what may be signed, and in which words a slip is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.errors import AgreementInvalid
from isthmus.share.agreement import AGREEMENT_BYTES_MAX, read_agreement
from isthmus.share.cedar import compiled
from isthmus.share.decision import Decider, Permitted
from isthmus.share.document import (
    AgreementDocument,
    DeleteAfter,
    Emergencies,
    Mask,
    NoOnward,
    Validity,
)
from tests.unit.share.cases import START, signed
from tests.unit.share.documents import agreement, forbid, permit
from tests.unit.share.test_decision import ASKING, LABEL

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parents[2] / "golden/agreements"
Json = dict[str, Any]


def raw(change: Callable[[Json], object]) -> bytes:
    """Give the usual agreement with a slip."""
    document = json.loads(msgspec.json.encode(agreement(permit(), forbid())))
    change(document)
    return json.dumps(document).encode()


def of(document: Json, at: int) -> Json:
    found: Json = document["articles"][at]
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: of(d, 0).pop("ceiling"), "article 4: the field ceiling is missing"),
        (lambda d: of(d, 0).update(ceilling={}), "article 4: the field ceilling is unknown"),
        (lambda d: of(d, 1).update(actions=["give"]), "article 2: 'give' is not among what may"),
        (lambda d: of(d, 1).update(actions="release"), "article 2: expected array, got str"),
        (lambda d: of(d, 0).update(purposes=[]), "article 4: expected `array` of length >= 1"),
        (lambda d: of(d, 0).update(effect="allow"), "article 4: 'allow' is not among what may"),
        (lambda d: of(d, 0).update(ceiling={"national": "COSMIC"}), "got national COSMIC"),
        (lambda d: of(d, 0).update(ceiling={}), "article 4: expected a ceiling for a scheme"),
        (lambda d: of(d, 0).update(recipients=["cedar"]), "as recipient, got cedar"),
        (lambda d: of(d, 0).update(releasing=["cedar"]), "as releasing center, got cedar"),
        (lambda d: of(d, 1).update(article="4"), "article 4: expected each number once"),
        (lambda d: d.update(layer="national"), "parties: expected one for a national layer"),
        (lambda d: d.update(parties=["alder", "alder"]), "parties: expected each center once"),
        (lambda d: d.update(valid={"first": "2030-01-01", "before": "2030-01-01"}), "valid: exp"),
        (lambda d: d.pop("legal_instrument"), "the field legal_instrument is missing at $"),
        (lambda d: d["title"].pop("ar"), "the field ar is missing at title"),
        (lambda d: d.update(emergencies={}), "emergencies: expected an article that holds in"),
        (lambda d: d.update(emergencies={"declared_by": ["cedar"]}), "expected a party, got cedar"),
        (lambda d: d.update(emergencies={"hours_most": 73}), "at emergencies.hours_most"),
    ],
)
def test_a_slip_is_told_by_the_article_that_it_stands_in(
    change: Callable[[Json], object], said: str
):
    with pytest.raises(AgreementInvalid) as refused:
        read_agreement(raw(change))
    assert said in str(refused.value)


def test_all_slips_of_meaning_are_told_at_once():
    with pytest.raises(AgreementInvalid) as refused:
        read_agreement(raw(lambda d: [one.update(recipients=["x", "y"]) for one in d["articles"]]))
    assert str(refused.value).count("as recipient") == 4


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b"[" * 100_000, b"[]", b"{}", b" " * (AGREEMENT_BYTES_MAX + 1)],
    ids=["empty", "cut", "bytes", "deep", "list", "bare", "long"],
)
def test_what_is_no_agreement_is_refused(content: bytes):
    with pytest.raises(AgreementInvalid):
        read_agreement(content)


def test_an_agreement_is_known_by_its_bytes():
    document = agreement(permit())
    same, other = signed(document), signed(agreement(permit(), forbid()))
    assert signed(document).digest == same.digest != other.digest


def test_the_same_agreement_always_compiles_to_the_same_text():
    document = agreement(
        forbid(subject_categories=["minor", "victim"], above={"national": "RESTRICTED"}),
        permit(
            handling=["H1", "H0"],
            subject_categories=["suspect"],
            releasing=["alder"],
            recipients=["birch"],
            requested_by=["release-officer", "analyst"],
            approvals=2,
            obligations=[Mask(properties=["passportNumber"], keep=2), NoOnward()],
        ),
        permit(article="9", emergency=True, legal_bases="any", subject_categories="any"),
    )
    text = compiled(signed(document))
    assert text == compiled(signed(document))
    assert text == (GOLDEN / "alder-birch.cedar").read_text("utf-8")


def test_the_order_of_names_changes_no_policy():
    def one(*names: str) -> str:
        return compiled(signed(agreement(permit(data_categories=list(names)))))

    assert one("travel", "identity") == one("identity", "travel", "identity")


@given(
    basis=st.text(
        st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\'),
        min_size=1,
        max_size=40,
    )
)
def test_no_text_of_an_agreement_becomes_policy(basis: str):
    decider = Decider([signed(agreement(permit(legal_bases=[basis])))])
    theirs = replace(LABEL, legal_bases=frozenset({basis}))
    found = decider.decide(ASKING, {"named": theirs, "other": LABEL})
    assert isinstance(found["named"], Permitted)
    assert not isinstance(found["other"], Permitted) or basis in LABEL.legal_bases


def test_obligations_are_read_by_what_they_do():
    told = permit(obligations=[DeleteAfter(days=90)])
    document = agreement(told)
    assert read_agreement(msgspec.json.encode(document)).document == document
    assert b'{"do":"delete after","days":90}' in msgspec.json.encode(document)


def test_an_agreement_is_in_force_from_its_first_day_until_before_its_last():
    valid = Validity(first=START, before=START + timedelta(days=1))
    found = signed(msgspec.structs.replace(agreement(permit()), valid=valid))
    first, before = found.bounds()
    assert before - first == timedelta(days=1)
    assert (first.hour, first.utcoffset()) == (0, timedelta(0))


@pytest.mark.parametrize(
    ("rules", "hours"),
    [
        (None, (72, 72)),
        (Emergencies(hours_most=8), (8, 8)),
        (Emergencies(declared_by=["birch"]), (None, 72)),
    ],
    ids=["none", "hours", "parties"],
)
def test_who_may_declare_an_emergency_and_for_how_long(
    rules: Emergencies | None, hours: tuple[int | None, int | None]
):
    document = msgspec.structs.replace(agreement(permit(emergency=True)), emergencies=rules)
    found = signed(document)
    assert (found.emergency_hours("alder"), found.emergency_hours("birch")) == hours
    assert found.emergency_hours("cedar") is None
    assert signed(agreement(permit())).emergency_hours("alder") is None


def test_the_published_schema_is_that_of_the_types():
    published = json.loads((ROOT / "schema/agreement.schema.json").read_text("utf-8"))
    made = msgspec.json.schema(AgreementDocument)
    assert {k: v for k, v in published.items() if not k.startswith("$s") and k != "$id"} == made
