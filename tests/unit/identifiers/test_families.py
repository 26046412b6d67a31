"""Banks, devices, cargo, aircraft, contacts and documents: what each family tells."""

import pytest

from isthmus.identifiers.contact import phone
from isthmus.identifiers.document import passport
from isthmus.identifiers.outcome import Identified, Rejected
from isthmus.identifiers.registry import IDENTIFIERS

KNOWN = [
    ("iban", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", "GB"),
    ("iban", "XK051212012345678906", "XK051212012345678906", "XK"),
    ("iban", "IR58 0540 1051 8002 1273 1130 07", "IR580540105180021273113007", "IR"),
    ("iban", "DZ58 0002 1000 0111 3000 0005 70", "DZ580002100001113000000570", "DZ"),
    ("bic", "deutdeffxxx", "DEUTDEFF", "DE"),
    ("bic", "DEUTDEFF500", "DEUTDEFF500", "DE"),
    ("lei", "529900T8BM49AURSDO55", "529900T8BM49AURSDO55", None),
    ("imei", "4901542032375101", "490154203237518", None),
    ("imsi", "262011234567890", "262011234567890", "DE"),
    ("container", "CSQU3054383", "CSQU3054383", None),
    ("eori", "XI123456789000", "XI123456789000", "GB"),
    ("tail", "RA-12345", "RA12345", "RU"),
    ("tail", "N12AB", "N12AB", "US"),
    ("tail", "B-1234", "B1234", None),
    ("icao24", "3C6444", "3c6444", None),
    ("email", "Nobody@Bücher.example", "nobody@xn--bcher-kva.example", None),
    ("email", "mailto:A.B+c@Example.org", "a.b+c@example.org", None),
    ("phone", "+7 495 123-45-67", "+74951234567", "RU"),
    ("phone", "+800 1234 5678", "+80012345678", None),
    ("plate", "А 123 ВС 77", "A123BC77", None),
    ("registration", "№ 12/34-Ж", "NO1234Ж", None),
    ("tax", "DE 136 695 976", "DE136695976", "DE"),
    ("tax", "7707083893", "7707083893", None),
]
WRONG = [
    ("iban", "GB82 WEST 1234 5698 7654 33"),
    ("iban", "ZZ82WEST12345698765432"),
    ("iban", "IR590540105180021273113007"),
    ("iban", "IR30054010518002127311300"),
    ("iban", "DZ89000210000111300000A570"),
    ("bic", "DEUTZZFF"),
    ("lei", "529900T8BM49AURSDO56"),
    ("lei", "01"),
    ("imei", "490154203237519"),
    ("imei", "000000000000000"),
    ("imsi", "000011234567890"),
    ("iccid", "8944500000000000007"),
    ("container", "CSQU3054384"),
    ("container", "CSQX3054383"),
    ("eori", "ZZ12"),
    ("tail", "12345"),
    ("icao24", "000000"),
    ("email", "a@b@c"),
    ("email", "a..b@example.org"),
    ("email", "a@localhost"),
    ("phone", "020 7946 0958"),
    ("phone", "+44 20"),
    ("phone", "+999 123456789"),
    ("passport", "PASSPORT"),
    ("crypto", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"),
]


@pytest.mark.parametrize(("family", "text", "value", "country"), KNOWN)
def test_an_identifier_has_its_form_and_its_country(
    family: str, text: str, value: str, country: str | None
):
    assert IDENTIFIERS[family](text) == Identified(value, country)


@pytest.mark.parametrize(("family", "text"), WRONG)
def test_a_wrong_identifier_is_rejected(family: str, text: str):
    assert isinstance(IDENTIFIERS[family](text), Rejected)


def test_a_number_without_calling_code_needs_the_country_of_its_source():
    assert phone("020 7946 0958", country="GB") == Identified("+442079460958", "GB")


def test_the_issuer_tells_the_letter_o_from_the_digit():
    assert passport("12345678O", country="GB") == Identified("123456780", "GB")
    assert passport("C01XOOT47", country="DE") == Identified("C01X00T47", "DE")
    assert passport("AO123456") == Identified("AO123456", None)
