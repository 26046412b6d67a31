"""The row of the console's first load: Chromium with an empty cache, on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from tests.bench.figures import SEED, Figure, Plan, RowSkipped
from tests.bench.nodes import Caller, bench_folder, fill, person_lines, served

CHROMIUM: Final = Path("/usr/bin/chromium")
LOAD_S: Final = 1.5
TRANSFERRED_MB: Final = 1.3
SETTLE_MS: Final = 2_000
PATIENCE_MS: Final = 60_000
LOADED_AT: Final = "performance.getEntriesByType('navigation')[0].loadEventEnd"
RENDERED: Final = "document.querySelector('main, form') !== null"


class _Finished(msgspec.Struct):
    encoded: float = msgspec.field(name="encodedDataLength")


@dataclass(slots=True)
class Loads:
    """What was measured of one page, run by run: seconds, and megabytes over the wire."""

    event_s: list[float] = field(default_factory=list)
    rendered_s: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


def console(plan: Plan) -> Iterator[Figure]:
    """Load the sign-in page and, signed in, the operations page."""
    people = plan.size(1_000, 100)
    with bench_folder() as home:
        fill(home, [("persons.jsonl", b"".join(person_lines(SEED, people)))], accounts=["duty"])
        with served(home) as node:
            token = Caller(node.address).client.cookies["isthmus_session"]
            pages = {
                "sign-in page": _loads(plan, node.address, None),
                "operations page": _loads(plan, node.address, token),
            }
    for name, loads in pages.items():
        sizes = f"{people:,} persons in the store; cold cache, bytes as sent (compressed)"
        for kind, unit, values, required in (
            ("load event", "s", loads.event_s, LOAD_S),
            ("shown", "s", loads.rendered_s, None),
            ("transferred", "MB", loads.megabytes, TRANSFERRED_MB),
        ):
            yield Figure(
                name=f"console, {name}, {kind}",
                unit=unit,
                values=values,
                data="invented: persons",
                sizes=sizes,
                required=required,
            )


def _loads(plan: Plan, address: str, token: str | None) -> Loads:
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not every machine has it
    except ImportError as error:
        message = "no playwright here"
        raise RowSkipped(message) from error
    chromium = str(CHROMIUM) if CHROMIUM.exists() else None
    loads = Loads()
    with sync_playwright() as driver:
        if chromium is None and not Path(driver.chromium.executable_path).exists():
            message = "no Chromium here"
            raise RowSkipped(message)
        browser = driver.chromium.launch(executable_path=chromium)
        for _ in range(plan.runs):
            # A new context has an empty cache and no cookies.
            context = browser.new_context()
            if token is not None:
                context.add_cookies([{"name": "isthmus_session", "value": token, "url": address}])
            page = context.new_page()
            sizes: list[float] = []
            session = context.new_cdp_session(page)
            session.on(
                "Network.loadingFinished",
                lambda told, sizes=sizes: sizes.append(msgspec.convert(told, _Finished).encoded),
            )
            session.send("Network.enable")
            page.goto(address, wait_until="load", timeout=PATIENCE_MS)
            page.wait_for_function(RENDERED, timeout=PATIENCE_MS)
            loads.rendered_s.append(float(page.evaluate("performance.now()")) / 1e3)
            # What comes after the load event (map, first lists) counts as transferred too.
            page.wait_for_timeout(SETTLE_MS)
            loads.event_s.append(float(page.evaluate(LOADED_AT)) / 1e3)
            loads.megabytes.append(sum(sizes) / 1e6)
            context.close()
        browser.close()
    return loads
