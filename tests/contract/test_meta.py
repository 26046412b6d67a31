"""MetaStore: small facts of the node itself."""

from isthmus.ports import Store
from tests.contract.arrange import acting


def test_a_fact_is_none_until_it_is_written_and_then_the_latest(store: Store):
    with store.reading() as unit:
        assert unit.meta.get("schema") is None
    with acting(store) as unit:
        unit.meta.put("schema", "1")
        unit.meta.put("schema", "2")
        unit.meta.put("other", "")
    with store.reading() as unit:
        assert unit.meta.get("schema") == "2"
        assert unit.meta.get("other") == ""
        assert unit.meta.get("Schema") is None
