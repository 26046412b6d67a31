from typing import Any

from isthmus.identifiers.outcome import Identified
from isthmus.identifiers.registry import IDENTIFIERS
from tests.unit.exercise.invented import records, whole


def test_a_declaration_names_its_parties_its_goods_its_ship_and_its_container():
    for one in whole().dealings.declarations:
        (record,) = records(f"customs/declaration_{one.number:03d}.xml")
        tree: Any = record.tree
        assert tree["importer"]["name"] == one.importer.name.whole
        assert tree["exporter"]["country"] == one.exporter.country
        assert tree["goods"][0]["commodity_code"] == one.goods[0]
        assert tree["arrival_transport"]["id"] == one.vessel
        assert [box["id"] for box in tree["containers"]] == [one.container]
        assert isinstance(IDENTIFIERS["eori"](tree["importer"]["id"]), Identified)
