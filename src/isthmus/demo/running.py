"""Running the demo: throwaway nodes on real or invented files, to look at or as one document.

With a folder of real files it opens a live partition; without one it generates an exercise. Every
file is delivered or listed as `no mapping`; none is skipped in silence.
"""

from __future__ import annotations

import json
import random
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shlex import quote

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from isthmus.demo.league import League, agree, joined
from isthmus.demo.story import Story, play, report
from isthmus.errors import InputError
from isthmus.flow.accounts import CUSTODIAN, USUAL, ensure_account
from isthmus.flow.actor import Actor, intake_actor
from isthmus.flow.arrival import addressed, parcel
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.center import ADMINISTRATION
from isthmus.flow.demonstration import Json, demonstration
from isthmus.flow.detection import detect_pending
from isthmus.flow.intake import Receipt, receive
from isthmus.flow.inventing import TRUTH_FILE, Scale, exercise_files
from isthmus.flow.sequencing import sequence_pending
from isthmus.flow.unmapped import note_unmapped
from isthmus.node import Node
from isthmus.settings import PREFIX, Settings, read_settings
from isthmus.web.serving import serve
from isthmus.worker import Worker

PURPOSE = "sanctions-enforcement"
EXCHANGE_PORTS = 10
"""The partners' doors are so many ports behind the others."""
NOTHING_SHARED: Json = {"releases": [], "refusals": [], "requests": [], "recalls": []}


@dataclass(slots=True)
class Run:
    """One demo under way. `seconds`: per stage; `unmapped`: files that no mapping fits."""

    node: Node
    console: Console
    league: League | None = None
    story: Story | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    unmapped: list[Json] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the seconds of the block to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    data: Path | None = None
    once: bool = False
    as_json: bool = False
    keep: Path | None = None
    purpose: str = PURPOSE
    port: int = 8471
    browser: bool = True
    seed: int = 7


def main(options: Options) -> int:
    """Run the demo; give the exit code."""
    console = Console(stderr=True)
    with _home(options.keep) as home:
        center = home / "alder"
        settings = read_settings(
            home=center,
            center="alder",
            center_name="Alder",
            partition="exercise" if options.data is None else "live",
            exercise=options.data is None,
            title="" if options.data is not None else "Northern Lantern",
            custodian=CUSTODIAN,
            port=options.port,
            exchange_port=0 if options.port == 0 else options.port + EXCHANGE_PORTS,
        )
        data = options.data or invented(home, console, options.seed)
        password = secrets.token_urlsafe(12)
        with Node(settings) as node, joined(node, password) as league:
            run = Run(node, console, league)
            for name in () if options.once and options.keep is None else USUAL:
                ensure_account(node.center, node.passwords, name, password)
            deliver_folder(run, data)
            finish(run)
            with console.status("agreeing and sharing"), run.stage("share"):
                agree(league)
                run.story = play(league)
            if options.keep is not None:
                if options.once:
                    console.print(f"password {password}", markup=False, highlight=False)
                line = f"again    {again(settings)} isthmus up"
                console.print(line, markup=False, highlight=False, soft_wrap=True)
            if options.as_json:
                json.dump(document(run, options.purpose), sys.stdout, ensure_ascii=False, indent=1)
                sys.stdout.write("\n")
            else:
                summary(run, options.purpose)
            if options.once:
                return 0
            return _serve(run, password, options)


def again(settings: Settings) -> str:
    """Give the settings under which a kept node is opened again, as a shell takes them.

    The address of a database may hold a password, and stands in the environment already.
    """
    usual = Settings()
    given = {one.name: getattr(settings, one.name) for one in fields(Settings)}
    told = {name: value for name, value in given.items() if value != getattr(usual, name)}
    told = {name: value for name, value in told.items() if name not in {"database", "port"}}
    told["home"] = settings.home.resolve()
    return " ".join(f"{PREFIX}{name.upper()}={quote(str(v))}" for name, v in told.items())


def deliver_folder(run: Run, folder: Path) -> None:
    """Deliver every file below a folder, in the order of their paths."""
    if not folder.is_dir():
        run.unmapped.append({"file": str(folder), "size": 0, "reason": "no such folder"})
        return
    files = sorted(path for path in folder.rglob("*") if not path.is_dir())
    total = sum(map(_size, files))
    columns = (TextColumn("{task.description:40.40}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeElapsedColumn(), console=run.console) as progress:
        task = progress.add_task("deliver", total=total)
        for path in files:
            progress.update(task, description=path.name)
            name = str(path.relative_to(folder))
            try:
                _deliver(run, path, name)
            except OSError as error:
                reason = f"cannot be read: {error.strerror}"
                run.unmapped.append({"file": name, "size": _size(path), "reason": reason})
            progress.advance(task, _size(path))


def _deliver(run: Run, path: Path, name: str) -> None:
    center = run.node.center
    if not path.is_file():
        run.unmapped.append({"file": name, "size": 0, "reason": "no plain file"})
        return
    with path.open("rb") as stream, run.stage("intake"):
        found = addressed(center, path.name, stream)
        if found is None:
            size = path.stat().st_size
            reason = note_unmapped(center, _administration(run), name, size)
            run.unmapped.append({"file": name, "size": size, "reason": reason})
            return
        actor = intake_actor(center, found[0].feed)
        try:
            run.receipts.append(receive(center, actor, found, parcel(found[1], name, stream)))
        except InputError as error:
            run.unmapped.append({"file": name, "size": path.stat().st_size, "reason": str(error)})


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def invented(home: Path, console: Console, seed: int) -> Path:
    """Write the files of an exercise; its truth stands beside them, not among them."""
    folder = home / "invented"
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # noqa: TID251 - a door
    dice = random.Random(seed)  # noqa: S311 - an exercise must be the same again
    with console.status("inventing an exercise"):
        for name, content in exercise_files(dice, today - timedelta(days=Scale().days), Scale()):
            path = home / "truth.json" if name == TRUTH_FILE else folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder


def finish(run: Run) -> None:
    """Resolve, detect and sequence what was delivered."""
    with run.console.status("resolving"), run.stage("resolve"):
        resolve_pending(run.node.center)
    with run.console.status("detecting"), run.stage("detect"):
        detect_pending(run.node.center)
    with run.stage("audit"):
        sequence_pending(run.node.center, run.node.log)


def document(run: Run, purpose: str) -> Json:
    """Give the document of schema/demo-document.schema.json."""
    nodes = [run.node]
    if run.league is not None:
        nodes = [member.node for member in run.league.members.values()]
    began = time.perf_counter()
    shown = [demonstration(node.center, _duty_officer(node, purpose)) for node in nodes]
    told = NOTHING_SHARED if run.story is None else report(run.story)
    run.seconds["read"] = time.perf_counter() - began
    seconds = {name: round(s, 3) for name, s in run.seconds.items()}
    first, *others = shown
    return {
        "document": "isthmus-demo",
        "version": 1,
        "centers": [
            {**first, "unmapped": run.unmapped, "seconds": seconds},
            *({**other, "unmapped": [], "seconds": {}} for other in others),
        ],
        **told,
        "peak_memory_bytes": peak_memory_bytes(),
    }


def summary(run: Run, purpose: str) -> None:
    """Print what was taken in and what was noticed, for a person."""
    shown = demonstration(run.node.center, _duty_officer(run.node, purpose))
    feeds, alerts = shown["feeds"], shown["alerts"]
    out = Console(soft_wrap=True)
    for feed in feeds if isinstance(feeds, list) else []:
        out.print(
            f"  {feed['feed']:24} {feed['records']:>8,} records {feed['statements']:>9,} statements"
            f" {feed['positions']:>8,} positions {feed['quarantined']:>5,} quarantined"
        )
    counted: dict[str, int] = {}
    for alert in alerts if isinstance(alerts, list) else []:
        counted[alert["rule"]] = counted.get(alert["rule"], 0) + 1
    for rule, count in sorted(counted.items()):
        out.print(f"  {rule:24} {count:>8,} alerts")
    for line in () if run.story is None else run.story.lines:
        out.print(f"  {line}", highlight=False)
    out.print(f"  {len(run.unmapped)} files without a mapping (listed with --json)")
    out.print("  " + ", ".join(f"{name} {s:.1f} s" for name, s in run.seconds.items()))
    out.print(f"  peak memory {peak_memory_bytes() / 1e6:.0f} MB")


def peak_memory_bytes() -> int:
    """Give the peak resident memory of this process and of those that it started."""
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    own = _own_peak() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (own + children) * unit


def _own_peak() -> int | None:
    """Give this program's own peak in KiB where Linux says it.

    What getrusage says there holds the peak of whoever started the program.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="ascii", errors="replace").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)


def _administration(run: Run) -> Actor:
    service = run.node.center.service("administration", ADMINISTRATION)
    return Actor(service, ADMINISTRATION)


def _duty_officer(node: Node, purpose: str) -> Actor:
    with node.store.reading() as unit:
        account = unit.accounts.by_name("duty")
    if account is None:
        message = "expected the duty officer's account"
        raise InputError(message)
    return Actor(account.principal, purpose)


def _serve(run: Run, password: str, options: Options) -> int:
    members = {} if run.league is None else run.league.members
    for member in members.values():
        if member.node is not run.node:
            member.node.start(Worker(member.node))
            run.console.print(f"{member.node.center.name:8} {member.server.address}", markup=False)
    door = next((m.server for m in members.values() if m.node is run.node), None)
    return serve(run.node, password, browser=options.browser, door=door)


@contextmanager
def _home(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="isthmus-demo-") as folder:
        yield Path(folder)
