from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from isthmus.declared import DECLARED, read_declared
from isthmus.errors import (
    IntegrityError,
    IsthmusError,
    MappingInvalid,
    PapersMissing,
    SettingsError,
)
from isthmus.flow.actor import intake_actor
from isthmus.flow.arrival import parcel
from isthmus.flow.intake import Receipt, receive
from isthmus.node import Node
from isthmus.settings import Settings
from tests import make
from tests.flow.waters import IMO, MMSI

GAPS = b"MMSI,gap_start,gap_end,plat,plon\n"
LINE = f"{MMSI},2026-01-10 10:00:00,2026-01-10 11:00:00,12.5,43.2\n".encode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node")
    with Node(Settings(home=folder)) as node:
        deliver(node, GAPS + LINE)
        node.work()
    return folder


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    return copytree(home, tmp_path / "home")


def deliver(node: Node, raw: bytes) -> Receipt:
    declared = node.center.feeds["ais-gaps"]
    part = declared.parts["gaps"]
    actor = intake_actor(node.center, declared.feed)
    sent = parcel(part, "gaps.csv", BytesIO(raw), as_of=datetime(2026, 1, 11, tzinfo=UTC))
    return receive(node.center, actor, (declared, part), sent)


def mmsi(node: Node) -> list[str]:
    gap = node.center.ids.entity("ais-gaps", f"{MMSI}|2026-01-10 10:00:00")
    with node.store.reading() as unit:
        reader = make.reader(*unit.labels.all())
        return [s.value for s in unit.statements.of([gap], reader, properties=["mmsi"])]


def test_what_a_node_was_told_is_there_when_it_starts_again(copy: Path):
    with Node(Settings(home=copy)) as node:
        assert mmsi(node) == [MMSI]
        assert deliver(node, GAPS + LINE).again
        assert node.work() == 0
        report = node.verify_audit()
        assert report.signed
        with node.store.reading() as unit:
            assert unit.audit.oldest_pending_at() is None


def test_each_node_has_keys_of_its_own(copy: Path, tmp_path: Path):
    with Node(Settings(home=copy)) as one, Node(Settings(home=tmp_path / "other")) as other:
        assert one.session_key != other.session_key
        assert one.checkpoint()[1] != other.checkpoint()[1]
        ids = {node.center.ids.entity("ais-gaps", IMO) for node in (one, other)}
        assert len(ids) == 2


def test_an_exercise_is_another_partition_with_a_store_keys_and_log_of_its_own(copy: Path):
    live = Node(Settings(home=copy))
    drill = Node(Settings(home=copy, partition="drill", exercise=True, title="Northern Drill"))
    with live, drill:
        assert (drill.center.partition.exercise, live.center.partition.exercise) == (True, False)
        assert mmsi(drill) == []
        assert live.session_key != drill.session_key
        names = {node.center.ids.entity("ais-gaps", IMO) for node in (live, drill)}
        assert len(names) == 2


def test_the_folder_of_a_node_is_its_owners_alone(copy: Path):
    with Node(Settings(home=copy, partition="fresh")):
        assert (copy / "fresh").stat().st_mode & 0o077 == 0


def test_a_log_that_was_altered_does_not_verify(copy: Path):
    tiles = [
        path for path in (copy / "live/log").rglob("*") if path.is_file() and "entries" in str(path)
    ]
    assert tiles
    for tile in tiles:
        raw = tile.read_bytes()
        tile.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(IntegrityError):
        verified(copy)


def verified(home: Path) -> None:
    with Node(Settings(home=home)) as node:
        node.verify_audit()


def test_every_shipped_file_reads():
    declared = read_declared(Path("no feeds of its own"))
    assert {"us-ofac", "ca-sema", "ais-sightings", "ais-gaps"} <= declared.feeds.keys()
    assert len(declared.feeds) == len([*(DECLARED / "feeds").iterdir()])
    assert len(declared.rules) == len([*(DECLARED / "rules").iterdir()])
    assert [rule.id for rule in declared.rules] == sorted(rule.id for rule in declared.rules)


def own(folder: Path, change: Callable[[dict[str, object]], None]) -> Path:
    """Write one of the shipped feeds, changed, into a folder of the node's own feeds."""
    text = (DECLARED / "feeds" / "ais-gaps.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    change(document)
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text(yaml.safe_dump(document), "utf-8")
    return folder


def test_a_feed_of_the_nodes_own_outranks_the_shipped_one(tmp_path: Path):
    found = read_declared(own(tmp_path, lambda feed: feed.update(title="Our gaps")))
    assert found.feeds["ais-gaps"].feed.title == "Our gaps"


def part(feed: dict[str, object]) -> dict[str, object]:
    parts = feed["parts"]
    assert isinstance(parts, dict)
    found = parts["gaps"]
    assert isinstance(found, dict)
    return found


SLIPS: dict[str, tuple[Callable[[dict[str, object]], None], type[IsthmusError]]] = {
    "no label": (lambda feed: feed.pop("label"), PapersMissing),  # type: ignore[dict-item] # what pop gives is let go
    "no grade": (lambda feed: feed.pop("grade"), PapersMissing),  # type: ignore[dict-item] # as above
    "no mapping": (lambda feed: part(feed).pop("map"), MappingInvalid),  # type: ignore[dict-item] # as above
    "another format": (lambda feed: part(feed).update(format="scroll"), SettingsError),
    "an unknown option": (lambda feed: part(feed).update(options={"ink": "red"}), MappingInvalid),
    "an unknown clue": (lambda feed: part(feed).update(recognise={"ink": "red"}), MappingInvalid),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_feed_file_stops_the_start_and_not_a_delivery(slip: str, tmp_path: Path):
    change, error = SLIPS[slip]
    with pytest.raises(error):
        read_declared(own(tmp_path, change))


@pytest.mark.parametrize("text", ["a: [", "- a list", "just a text", ""])
def test_what_is_no_yaml_mapping_is_named(text: str, tmp_path: Path):
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=r"mine\.yaml"):
        read_declared(tmp_path)
