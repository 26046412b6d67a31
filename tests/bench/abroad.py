"""The row of two served nodes: how soon what alarms one is an alert at the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor
from isthmus.flow.documents.sharing import StandingRequest
from isthmus.flow.subscribing import order_standing
from isthmus.flow.trusting import first_list, own_entry
from isthmus.node import Node
from tests.bench.chain import Center, agree_on, pact_for, served_inside, settings_of
from tests.bench.figures import Figure, Plan, p50_p99
from tests.bench.live import (
    SIGHTINGS,
    SIGHTINGS_PER_S,
    STREAM_S,
    Watch,
    await_all,
    listen,
    name_of,
    paced_sightings,
    sighted_rows,
)
from tests.bench.nodes import (
    PASSWORD,
    PURPOSE,
    bench_folder,
    deliver,
    finish,
    lots,
    vessel_line,
)

ABROAD_MS: Final = (0.0, 1_000.0)


def abroad(plan: Plan) -> Iterator[Figure]:
    """Push sightings at Alder; see when the alert stands in the event stream of Birch."""
    seconds = plan.size(40, 5)
    header, sighted = sighted_rows(seconds * SIGHTINGS_PER_S * SIGHTINGS)
    listed = sighted[::SIGHTINGS]
    lines = [
        vessel_line(f"v{n}", name_of(row), row.split(b",")[10].decode(), listed=True)
        for n, row in enumerate(listed)
    ]
    seen = [header + lot for lot in lots(sighted, SIGHTINGS)]
    with bench_folder() as folder, ExitStack() as open_things:
        centers = {name: Center(name, settings_of(folder, name)) for name in ("alder", "birch")}
        _made(centers, b"".join(lines))
        for center in centers.values():
            open_things.callback(center.stop)
            center.start()
        for center in centers.values():
            center.wait()
        watch, accepted = Watch(), dict[str, tuple[float, float]]()
        place = (centers["birch"].address, watch)
        threading.Thread(target=listen, args=place, daemon=True).start()
        if not watch.ready.wait(STREAM_S):
            message = "expected the event stream to begin, got nothing"
            raise RuntimeError(message)
        paced_sightings(centers["alder"].address, seen, listed, accepted)
        await_all(watch, set(accepted))
    waits = [
        max(0.0, watch.arrived[n] - acknowledged) * 1e3
        for n, (_, acknowledged) in accepted.items()
        if n in watch.arrived
    ]
    if len(waits) < len(accepted):
        message = f"expected {len(accepted)} alerts at Birch, got {len(waits)}"
        raise RuntimeError(message)
    sizes = f"{len(waits):,} alerts, {SIGHTINGS_PER_S} a second; released under an agreement"
    name = "accepted at Alder to alert at Birch over SSE"
    yield from p50_p99(name, waits, ABROAD_MS, data="invented: sightings, a list", sizes=sizes)


def _made(centers: dict[str, Center], listed: bytes) -> None:
    """Make both nodes: trusting, agreed, with a standing release to Birch."""
    with ExitStack() as open_things:
        nodes = {
            name: open_things.enter_context(Node(one.settings)) for name, one in centers.items()
        }
        entries = [
            own_entry(node.center, node.public_keys, centers[name].address)
            for name, node in nodes.items()
        ]
        leagues, actors = {}, {}
        for name, node in nodes.items():
            ensure_account(node.center, node.passwords, "duty", PASSWORD)
            officer = ensure_account(node.center, node.passwords, "release", PASSWORD)
            actors[name] = Actor(officer, PURPOSE)
            leagues[name] = node.pin_trust(first_list(entries))
        deliver(nodes["alder"], "listed.jsonl", listed)
        finish(nodes["alder"])
        feeds = nodes["alder"].center.feeds
        label = feeds["entity-exchange"].feed.label.join(feeds["ais-sightings"].feed.label)
        with served_inside(nodes):
            agree_on(nodes, leagues, actors, pact_for(("alder", "birch"), label))
        order_standing(leagues["alder"], actors["alder"], StandingRequest(recipient="birch"))
