from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.formats.raw import Fault
from isthmus.ingest.normalise import (
    FieldFault,
    Normal,
    date_text,
    instant,
    last_moment,
    normalised,
)
from isthmus.model.ontology import Property, ValueKind

NOT_AFTER = datetime(2031, 5, 5, 12, tzinfo=UTC)


def value(
    text: str,
    kind: ValueKind,
    *,
    formats: Sequence[str] = (),
    identifier: str | None = None,
) -> Normal:
    prop = Property("field", kind, {}, identifier)
    return normalised(text, prop, formats, NOT_AFTER)


def fault(text: str, kind: ValueKind, *, formats: Sequence[str] = ()) -> Fault:
    with pytest.raises(FieldFault) as caught:
        value(text, kind, formats=formats)
    return caught.value.fault


@pytest.mark.parametrize("kind", [kind for kind in ValueKind if kind is not ValueKind.ENTITY])
@pytest.mark.parametrize("text", ["Sea\x00Lark", "Sea \ud800 Lark", "\udfff"])
def test_nul_and_lone_surrogates_are_refused_in_every_kind(kind: ValueKind, text: str):
    found = fault(text, kind)
    assert found.field == "field"
    # The verdict itself can be stored and shown.
    assert str(found.came).isprintable()
    str(found.came).encode()


def test_what_is_beyond_the_first_plane_is_no_surrogate():
    assert value("𐌀𐌁 船", ValueKind.NAME).value == "𐌀𐌁 船"


def test_a_text_too_long_is_refused_without_being_repeated():
    found = fault("x" * 20_001, ValueKind.TEXT)
    assert (str(found.expected), str(found.came)) == (
        "at most 20000 characters",
        "20001 characters",
    )


def test_blanks_fold_and_the_original_stays_where_it_differs():
    assert value("Sea  \t Lark", ValueKind.NAME) == Normal("Sea Lark", "Sea  \t Lark")
    assert value("Sea Lark", ValueKind.NAME) == Normal("Sea Lark", None)
    assert value("E\u0301toile", ValueKind.NAME) == Normal("Étoile", "E\u0301toile")
    assert str(fault(" \u00a0 ", ValueKind.TEXT).expected) == "a text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1972", "1972"),
        ("1972-05", "1972-05"),
        ("1972-05-06", "1972-05-06"),
        ("2031-05-04T10:11:12Z", "2031-05-04T10:11:12Z"),
        ("2031-05-04 10:11:12", "2031-05-04T10:11:12Z"),
        ("2031-05-04T10:11:12+02:00", "2031-05-04T08:11:12Z"),
        ("2031-05-04T00:30:00+02:00", "2031-05-03T22:30:00Z"),
        ("2031-05-04T10:11:12.999999998", "2031-05-04T10:11:12.999999Z"),
        ("2031-05-04T10:11:12.500", "2031-05-04T10:11:12.500000Z"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_stays_as_precise_as_it_came_in_utc(text: str, found: str):
    assert value(text, ValueKind.DATE).value == found


@pytest.mark.parametrize(
    ("text", "formats", "found"),
    [
        ("06 May 1972", ["%d %b %Y"], "1972-05-06"),
        ("May 1972", ["%d %b %Y", "%b %Y"], "1972-05"),
        ("06/05/1972 10:11", ["%d/%m/%Y %H:%M"], "1972-05-06T10:11:00Z"),
        ("720506", ["%y%m%d"], "1972-05-06"),
    ],
)
def test_other_forms_are_read_as_the_mapping_says(text: str, formats: list[str], found: str):
    assert value(text, ValueKind.DATE, formats=formats) == Normal(found, text)


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2030",
        "2030-02-31",
        "2030-13",
        "30/02/2030",
        "0072-05-06",
        "soon",
        "2031-05-04T25:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "0001-01-01T00:00:00+05:00",
    ],
)
def test_what_is_no_date_is_refused(text: str):
    assert fault(text, ValueKind.DATE).came == text


def test_no_event_happens_after_the_clock_and_what_expires_may():
    assert str(fault("9999-12-31", ValueKind.TIME).expected) == "a time not after 2031-05-05"
    assert fault("2031-05-05T12:00:01Z", ValueKind.TIME).came == "2031-05-05T12:00:01Z"
    assert value("2031-05-05T12:00:00Z", ValueKind.TIME).original is None
    assert value("9999-12-31", ValueKind.DATE).value == "9999-12-31"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", "7"),
        ("7.50", "7.5"),
        ("7.0", "7"),
        ("-7.5", "-7.5"),
        ("1e3", "1000"),
        ("2.5E-3", "0.0025"),
        ("113,661", "113661"),
        ("1,234,567.80", "1234567.8"),
        ("12,34,567", "1234567"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("0E+999999999", "0"),
        ("100", "100"),
    ],
)
def test_numbers_have_one_plain_form(text: str, found: str):
    assert value(text, ValueKind.NUMBER).value == found


@pytest.mark.parametrize(
    "text",
    [
        "many",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        "1e101",
        "1E+1000000",
        "1E-999999999",
        "1.5E-400",
        "1E+99999999999999999999",
        "1_000",
        "1.2.3",
        "1,5",
        "1.234,56",
        "0x1F",
    ],
)
def test_what_is_no_plain_number_is_refused(text: str):
    fault(text, ValueKind.NUMBER)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_a_number_keeps_its_worth(number: Decimal):
    if number.adjusted() >= -100:
        found = value(str(number), ValueKind.NUMBER).value
        assert Decimal(found) == number
        assert value(found, ValueKind.NUMBER) == Normal(found, None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("90.1", ValueKind.LATITUDE),
        ("-91", ValueKind.LATITUDE),
        ("180.5", ValueKind.LONGITUDE),
        ("nan", ValueKind.LONGITUDE),
        ("inf", ValueKind.LATITUDE),
        ("north", ValueKind.LATITUDE),
        ("1_0", ValueKind.LATITUDE),
    ],
)
def test_coordinates_beyond_the_globe_are_refused(text: str, kind: ValueKind):
    assert fault(text, kind).came == text


def test_coordinates_are_degrees():
    assert value("-90", ValueKind.LATITUDE).value == "-90.0"
    assert value("180", ValueKind.LONGITUDE).value == "180.0"
    assert value("5.5E1", ValueKind.LATITUDE).value == "55.0"


def test_a_country_becomes_its_code_and_an_unknown_one_stays():
    assert value("Panama", ValueKind.COUNTRY) == Normal("PA", "Panama")
    assert value("pa", ValueKind.COUNTRY).value == "PA"
    assert value("Region: Gotham", ValueKind.COUNTRY) == Normal("Region: Gotham", None)


def test_an_identifier_takes_its_form_and_a_wrong_one_stays_as_it_came():
    def imo(text: str) -> Normal:
        return value(text, ValueKind.IDENTIFIER, identifier="imo")

    assert imo("IMO 9074729") == Normal("9074729", "IMO 9074729")
    assert imo("9074728") == Normal("9074728", None)


def test_an_instant_is_the_first_moment_of_its_text():
    assert instant("2030") == datetime(2030, 1, 1, tzinfo=UTC)
    assert instant("2030-02") == datetime(2030, 2, 1, tzinfo=UTC)
    assert instant("2030-02-03") == datetime(2030, 2, 3, tzinfo=UTC)
    assert instant("2030-02-03T04:05:06Z") == datetime(2030, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("2030", "2031-01-01"),
        ("2028", "2029-01-01"),
        ("2030-02", "2030-03-01"),
        ("2030-12", "2031-01-01"),
        ("2030-02-28", "2030-03-01"),
    ],
)
def test_what_is_stated_in_part_lasts_to_its_end(text: str, after: str):
    assert last_moment(text) == instant(after) - timedelta(microseconds=1)


def test_a_time_ends_as_it_begins():
    assert last_moment("2030-02-03T04:05:06Z") == instant("2030-02-03T04:05:06Z")


@given(st.text(max_size=30), st.sampled_from([kind for kind in ValueKind if kind != "entity"]))
def test_any_text_has_one_form_or_a_verdict(text: str, kind: ValueKind):
    try:
        normal = value(text, kind)
    except FieldFault as error:
        str(error.fault.came).encode()
        return
    assert (normal.original is None) == (normal.value == text)
    assert "\x00" not in normal.value
    normal.value.encode()


@given(st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001 - any clock face
def test_a_written_date_reads_back_as_itself(at: datetime):
    for text in (at.isoformat(), at.date().isoformat(), f"{at:%Y}"):
        found = date_text(text)
        assert found is not None
        assert date_text(found) == found
        assert instant(found) <= at.replace(tzinfo=UTC)
