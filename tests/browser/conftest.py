"""A served node on an invented exercise, and a browser that is signed in to it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Cookie,
    Page,
    Playwright,
    Request,
    sync_playwright,
)
from rich.console import Console

from isthmus import demo
from isthmus.demo import league
from isthmus.flow.accounts import CUSTODIAN, OPERATIONAL, ensure_account
from isthmus.model.alert import AlertState, Move
from isthmus.model.label import SECOND_PERSON
from isthmus.model.statement import State
from isthmus.node import Node
from isthmus.ports import Account
from isthmus.settings import read_settings
from isthmus.worker import Worker
from tests import make
from tests.browser.places import Found, found

RECALLED = "recalled"
"""The name of the alert of which the evidence is recalled."""
UNREAD = "unread"
NEVER_PAIRED = {
    "quill": ({"name": "Quillon Marsh", "birthDate": "1971-02-03", "country": "no"}, ()),
    "nadezhda": ({"name": "Надежда Зорина", "idNumber": "ZN-4471", "country": "no"}, ()),
    "orla": ({"name": "Orla Tamsin", "country": "ie"}, (SECOND_PERSON,)),
    "zaki": ({"name": "زكي الورداني", "birthDate": "1980-01-01"}, (SECOND_PERSON,)),
}
"""What is said of persons whom no key pairs, and the handling caveats of it."""
CLEARED = ("mara.lind", "ivo.brandt")
"""Analysts who see what demands a second person."""
PASSWORD = "six grey geese overhead"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",  # else software draws every page as if it were a scene
    "--enable-unsafe-swiftshader",  # for the map alone
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


MOVE = """(path) => {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
READY = """() => document.querySelector('main h1') !== null
  && document.querySelector('[aria-busy=true]') === null"""
STEP_MS = 50
QUIET_MS = 250
"""So long nothing may load: a page asks for its data after it was drawn."""

STREAM = "/api/v1/events"
"""The one request that is meant never to end."""


@dataclass
class Visit:
    """One page of one browser, with what went wrong in it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    loading: set[Request] = field(default_factory=set)

    def watch(self) -> None:
        """Note every request until it ends, and every error of a script."""
        self.page.on("request", self._began)
        self.page.on("requestfinished", self._ended)
        self.page.on("requestfailed", self._ended)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path: str) -> None:
        """Go to a page as its links do, without loading the console again."""
        self.page.evaluate(MOVE, path)
        self.settle()

    def load(self, path: str) -> None:
        """Load the console anew at a page."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the main landmark is there, and nothing was loading for a while."""
        quiet_ms = waited_ms = 0
        while quiet_ms < QUIET_MS:
            self.page.wait_for_timeout(STEP_MS)
            waited_ms += STEP_MS
            assert waited_ms < PATIENCE_MS, f"still loading: {[r.url for r in self.loading]}"
            resting = not self.loading and self.page.evaluate(READY)
            quiet_ms = quiet_ms + STEP_MS if resting else 0

    def _began(self, request: Request) -> None:
        if STREAM not in request.url:
            self.loading.add(request)

    def _ended(self, request: Request) -> None:
        self.loading.discard(request)

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
    with Node(settings) as node, league.joined(node, PASSWORD) as centers:
        for name in ("duty", "analyst", "admin", "overseer", "dpo", CUSTODIAN):
            ensure_account(node.center, node.passwords, name, PASSWORD)
        run = demo.Run(node, console)
        files = demo.invented(home, console, 7)
        _damage(files / "movement/gaps.csv")
        demo.deliver_folder(run, files)
        demo.finish(run)
        unread_alert(node)
        acted_on(node)
        never_paired(node)
        league.agree(centers)
        workers = [Worker(member.node) for member in centers.members.values()]
        for worker in workers:
            worker.start()
        yield centers.members[node.center.id].server.address
        for worker in workers:
            worker.stop()


def unread_alert(node: Node) -> None:
    """Raise an alert under a label that nobody on duty may read; the watch will find it."""
    with node.store.writing() as unit:
        number = unit.labels.intern(make.label("SECRET", handling=["H3"]))
        unit.alerts.add(make.alert(UNREAD, label=number))
        unit.changes.add("alert", make.alert_id(UNREAD), number, make.NOW)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def acted_on(node: Node) -> None:
    """Let the analyst close an alert of which the evidence is recalled then; the loop tells her."""
    with node.store.writing() as unit:
        number = unit.labels.intern(make.label("OFFICIAL"))
        unit.alerts.add(make.alert(RECALLED, label=number, rule="dark_gap"))
        opening = make.delivery("recalled.csv")
        delivery = replace(opening, seq=unit.deliveries.open(opening))
        [record] = unit.records.add(delivery, "bucket", number, [make.sealed("recalled")])
        said = make.batch(make.Claim(RECALLED, "name", "Sea Lark"), label=number)
        [seq] = unit.statements.add(said, [record], State.ASSERTED)
        assert seq is not None
        unit.findings.add([make.finding(RECALLED, seq, entities=(RECALLED,), label=number)])
        unit.alerts.fold(make.alert_id(RECALLED), [make.finding_id(RECALLED)], make.NOW)
        who = f"person:{node.center.id}:analyst"
        closed = make.move(Move.DISMISS, AlertState.DISMISSED, alert=RECALLED, by=who)
        unit.alerts.move(closed)
        unit.statements.set_state([seq], State.RECALLED, make.NOW, "recalled")
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def never_paired(node: Node) -> None:
    """Tell of persons whom no key pairs; of two of them, under a label that demands two persons.

    Two analysts are cleared for that label.
    """
    holds = make.clearance(center=node.center.id, caveats=(SECOND_PERSON,))
    with node.store.writing() as unit:
        for name in CLEARED:
            who = make.principal(name, purposes=OPERATIONAL, holds=holds)
            unit.accounts.put(Account(who, node.passwords.hash(PASSWORD)))
        opening = make.delivery("persons.csv")
        delivery = replace(opening, seq=unit.deliveries.open(opening))
        for about, (said, handling) in NEVER_PAIRED.items():
            number = unit.labels.intern(make.label("OFFICIAL", handling=handling))
            [record] = unit.records.add(delivery, "bucket", number, [make.sealed(about)])
            claims = [make.Claim(about, name, value, "Person") for name, value in said.items()]
            unit.statements.add(make.batch(*claims, label=number), [record], State.ASSERTED)
        unit.audit.add(bytes(make.audit_entry()), b"", (), make.NOW)
        unit.commit()


def _damage(file: Path) -> None:
    """Put a record after the others that must go to quarantine, so that a feed has a verdict."""
    lines = file.read_text("utf-8").splitlines()
    fields = lines[-1].split(",")
    fields[2] = "north"
    file.write_text("\n".join([*lines, ",".join(fields)]) + "\n", "utf-8")


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


DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


BARE = "/no-such-page"
"""A page that asks for nothing."""

COOKIES: dict[tuple[str, str], Sequence[Cookie]] = {}
"""Who is signed in where; a session outlives the context in which it began."""


@contextmanager
def opened(
    browser: Browser, address: str, *, theme: str = "dark", lang: str = "en", phone: bool = False
) -> Generator[Visit]:
    """Give an empty page with a theme and a language; the policy stays in force."""
    context: BrowserContext = browser.new_context(
        viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
        locale=lang,
        color_scheme=theme,  # type: ignore[arg-type]
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    seen = Visit(page, address)
    seen.watch()
    yield seen
    context.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    theme: str = "dark",
    lang: str = "en",
    name: str = "duty",
    phone: bool = False,
) -> Generator[Visit]:
    """Come as somebody, with a theme and a language, to a page that asks for nothing."""
    with opened(browser, address, theme=theme, lang=lang, phone=phone) as seen:
        if (address, name) not in COOKIES:
            seen.load("/")
            sign_in(seen, name)
            COOKIES[address, name] = seen.page.context.cookies()
        seen.page.context.add_cookies(COOKIES[address, name])  # type: ignore[arg-type]
        seen.load(BARE)
        yield seen


def sign_in(seen: Visit, name: str) -> None:
    """Sign in, and wait for the first page."""
    page = seen.page
    page.locator("input").first.fill(name)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("header .brand").wait_for()
    seen.settle()


@pytest.fixture(scope="session")
def there(chromium: Browser, address: str) -> Found:
    """The pages whose address only a link tells."""
    with visit(chromium, address) as seen:
        return found(seen)
