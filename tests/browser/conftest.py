"""A served node on an invented exercise, and a browser that is signed in to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from rich.console import Console

from isthmus import demo
from isthmus.flow.accounts import CUSTODIAN, ensure_account
from isthmus.node import Node
from isthmus.settings import read_settings
from isthmus.web.server import WebServer
from isthmus.worker import Worker
from tests import make

UNREAD = "unread"
PASSWORD = "six grey geese overhead"
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE_MS = 60_000

VIOLATIONS = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', (e) => window.__violations.push(
  `${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""


@dataclass
class Visit:
    """One page of one browser, with what went wrong in it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing loads and the main landmark is there."""
        self.page.wait_for_selector("main h1", state="attached", timeout=PATIENCE_MS)
        self.page.wait_for_timeout(1_500)

    def violations(self) -> list[str]:
        found: list[str] = self.page.evaluate("window.__violations")
        return found


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the node; what was invented and delivered stands below it."""
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def address(home: Path) -> Generator[str]:
    """The address of a node that holds an invented exercise."""
    settings = read_settings(
        {},
        home=home,
        partition="exercise",
        exercise=True,
        title="Northern Lantern",
        custodian=CUSTODIAN,
        port=0,
    )
    console = Console(quiet=True)
    with Node(settings) as node:
        for name in ("duty", "analyst", "admin", CUSTODIAN):
            ensure_account(node.center, node.passwords, name, PASSWORD)
        run = demo.Run(node, console)
        demo.deliver_folder(run, demo.invented(home, console, 7))
        demo.finish(run)
        unread_alert(node)
        worker, server = Worker(node), WebServer(node)
        server.start()
        worker.start()
        yield server.address
        server.stop()
        worker.stop()


def unread_alert(node: Node) -> None:
    """Raise an alert under a label that nobody on duty may read; the watch will find it."""
    with node.store.writing() as unit:
        number = unit.labels.intern(make.label("SECRET", handling=["H3"]))
        unit.alerts.add(make.alert(UNREAD, label=number))
        unit.changes.add("alert", make.alert_id(UNREAD), number, make.NOW)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """Debian's Chromium; without it these tests skip, and fail where CI is set."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("expected chromium on the path, since CI is set")
        pytest.skip("needs chromium on the path")
    with sync_playwright() as playwright:
        yield _launched(playwright, Path(path))


def _launched(playwright: Playwright, path: Path) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@contextmanager
def visit(
    browser: Browser, address: str, *, theme: str = "dark", lang: str = "en", name: str = "duty"
) -> Generator[Visit]:
    """Sign in with a theme and a language; the policy stays in force."""
    context: BrowserContext = browser.new_context(
        viewport={"width": 1440, "height": 900},
        locale=lang,
        color_scheme=theme,  # type: ignore[arg-type]
    )
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    seen = Visit(page, address)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(address)
    page.locator("input[type=password]").wait_for()
    page.locator("input").first.fill(name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    seen.settle()
    yield seen
    context.close()
