"""CAP: read leniently, because several official feeds are not valid; what is left out is said."""

import io
from pathlib import Path

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats import cap
from tests.unit.formats.reading import Read, read_all

ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>example-1</identifier><sender>duty@example.test</sender>
<sent>2031-05-01T10:00:00+02:00</sent><status>Exercise</status><msgType>Update</msgType>
<scope>Public</scope><code>a</code><code>b</code>
<references>duty@example.test,example-0,2031-05-01T09:00:00+02:00 broken</references>
<info><language>fr</language><category>Met</category><event> Crue </event>
<urgency>Future</urgency><severity>Minor</severity><certainty>Likely</certainty>
<parameter><valueName>level</valueName><value>3</value></parameter>
<area><areaDesc>Valley</areaDesc>
<polygon>1,2 3,4 5,6 1,2</polygon><polygon>1,2 3,4 5,6</polygon><polygon>1,2 3,x</polygon>
<polygon>10,-180.005 11,-179 12,-179 10,-180.005</polygon>
<circle>10.5,20.5  3</circle><circle>91,0 3</circle><circle>1,1</circle>
<geocode><valueName>EXAMPLE</valueName><value>007</value></geocode></area></info>
<info><event>Flood</event></info>
</alert>"""


def alerts(source: str | bytes) -> Read:
    return read_all(cap.read, source.encode() if isinstance(source, str) else source)


def test_an_alert_has_its_fields_by_their_cap_names() -> None:
    tree = alerts(ALERT).trees[0]
    assert (tree["identifier"], tree["status"], tree["note"]) == ("example-1", "Exercise", None)
    assert tree["code"] == ["a", "b"]
    assert tree["references"] == [
        {
            "sender": "duty@example.test",
            "identifier": "example-0",
            "sent": "2031-05-01T09:00:00+02:00",
        }
    ]


def test_there_is_one_info_per_language_and_an_absent_language_stays_absent() -> None:
    french, other = alerts(ALERT).trees[0]["infos"]
    assert (french["language"], french["event"], french["category"]) == ("fr", "Crue", ["Met"])
    assert french["parameters"] == [{"valueName": "level", "value": "3"}]
    assert (other["language"], other["event"], other["areas"]) == (None, "Flood", [])


def test_shapes_are_numbers_lat_before_lon_and_polygons_are_closed() -> None:
    area = alerts(ALERT).trees[0]["infos"][0]["areas"][0]
    triangle = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [1.0, 2.0]]
    assert area["polygons"][:2] == [triangle, triangle]
    assert area["circles"] == [{"lat": 10.5, "lon": 20.5, "radius_km": 3.0}]
    assert area["geocodes"] == [{"valueName": "EXAMPLE", "value": "007"}]


def test_a_shape_that_overshoots_the_antimeridian_ends_there() -> None:
    tree = alerts(ALERT).trees[0]
    assert tree["infos"][0]["areas"][0]["polygons"][2][0] == [10.0, -180.0]
    assert any("-180.005 as -180" in fault for fault in tree["faults"])


def test_what_cannot_be_read_is_named_with_its_place() -> None:
    faults = alerts(ALERT).trees[0]["faults"]
    places = [fault.split(":")[0] for fault in faults]
    assert "references" in places
    assert "infos[0].areas[0].polygon[2] left out" in places
    assert "infos[0].areas[0].circle[1] left out" in places
    assert "infos[0].areas[0].circle[2] left out" in places


def test_an_alert_that_cannot_be_told_from_others_is_broken() -> None:
    read = alerts("<alert><identifier>x</identifier><sent>2031</sent></alert>")
    assert read.broken[0].fault.field == "sender"


def test_alerts_in_a_feed_are_one_record_each() -> None:
    read = alerts(f"<feed><entry>{ALERT}</entry><entry>{ALERT}</entry></feed>")
    assert read.raws == [ALERT.encode(), ALERT.encode()]
    assert read.ending.complete


def test_an_rss_file_is_no_alert() -> None:
    read = alerts('<rss xmlns:cap="urn:x"><item><cap:event>x</cap:event></item></rss>')
    assert str(read.fault) == "expected a CAP alert, got rss"


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        cap.read(io.BytesIO(b""), {"record": "x"})


def test_real_alerts_are_read_and_the_rss_file_is_named(real_data: Path) -> None:
    folder = real_data / "alerts" / "kde_fpas_cap"
    reads = {path.name: alerts(path.read_bytes()) for path in folder.glob("*.xml")}
    assert len(reads) == 16
    wrong = {name: str(read.fault) for name, read in reads.items() if not read.ending.complete}
    assert wrong == {"au-bom-en.rss.xml": "expected a CAP alert, got rss"}
    assert sum(len(read.records) for read in reads.values()) == 15
    infos = [info for read in reads.values() for tree in read.trees for info in tree["infos"]]
    languages = [info["language"] for info in infos]
    assert {"ar", "de-LS", "tr", "pl", "ru"} <= set(languages)
    assert languages.count(None) == 3
    polygons = sum(len(area["polygons"]) for info in infos for area in info["areas"])
    assert polygons >= 468
