"""The composition root: Settings in, a running Node out.

It alone chooses adapters. It reads the declared files (ontology, feeds, rules, weights, purposes,
sources) and hands them down as values.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from isthmus.adapters.clock import SystemClock
from isthmus.adapters.durable import replace_file
from isthmus.adapters.entropy import SystemEntropy
from isthmus.adapters.folders import WatchedFolder
from isthmus.adapters.keyring import Keyring
from isthmus.adapters.passwords import Argon2Passwords
from isthmus.adapters.precedence import ThreadPrecedence
from isthmus.adapters.store import open_postgres, open_sqlite
from isthmus.adapters.tiles import TileFolder
from isthmus.audit.checkpoint import checkpoint_from_bytes
from isthmus.audit.proof import inclusion_of
from isthmus.audit.tree import TreeHead
from isthmus.audit.verify import LogReport, verify_log
from isthmus.declared import DECLARED, read_declared, yaml_of
from isthmus.errors import SettingsError
from isthmus.exchange.trust import TrustList, read_document
from isthmus.flow.actor import Actor
from isthmus.flow.center import Center, Partition
from isthmus.flow.correcting import Progress, correct_due
from isthmus.flow.detection import detect_pending
from isthmus.flow.dispatch import Patience, dispatch
from isthmus.flow.documents.feeds import PushResult, ResubmitResult, ShownVerdict
from isthmus.flow.expiry import expire_due
from isthmus.flow.federation import Federation
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.pushing import Push, may_push, take_in
from isthmus.flow.reminding import remind
from isthmus.flow.requested import escalate_late
from isthmus.flow.resubmission import discard, resubmit
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.retraction import reconcile_due
from isthmus.flow.sequencing import sequence_pending
from isthmus.flow.sources import Source, read_sources
from isthmus.flow.subscribing import release_standing
from isthmus.model.ids import IdMaker
from isthmus.ports import Log, Passwords, PublicKeys, Store
from isthmus.ports.arriving import Fetcher, Folder
from isthmus.resolve.compare import read_model
from isthmus.settings import Settings

if TYPE_CHECKING:
    from isthmus.adapters.partner_http import HttpCarrier

SOURCES = "sources.yaml"
TRUST = "trust.json"
_COLLECTED_AFTER = (20_000, 20, 20)
"""Nearly nothing of what a load makes stands in a cycle: the collector need not look so often."""


class SignedLog:
    """The audit log's folder together with the key that signs its checkpoints."""

    def __init__(self, folder: TileFolder, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring
        self._turn = threading.Lock()
        if not folder.size:
            self.append([])

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait to be the one sequencer."""
        with self._turn:
            yield

    @property
    def size(self) -> int:
        """How many entries the log has, durably."""
        return self._folder.size

    def append(self, entries: Sequence[bytes]) -> int:
        """Append entries and publish a signed checkpoint; gives the new size."""
        return self._folder.append(entries, self._keyring.sign_checkpoint)

    def prove(self, index: int) -> tuple[TreeHead, Sequence[bytes]]:
        """Give the head of the log and the proof that its entry at `index` is in it."""
        with self._turn:
            proof = inclusion_of(self._folder, index)
        checkpoint = checkpoint_from_bytes(proof.checkpoint)
        return TreeHead(checkpoint.size, checkpoint.root), proof.hashes

    def entries(self, first: int, end: int) -> Iterator[bytes]:
        """Give the entries from index `first` up to, not including, `end`."""
        return self._folder.entries(first, end)


class Loop(Protocol):
    """Something that runs beside the node until it is stopped."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """Finish what is in hand, and end."""
        ...


class Node:
    """One running partition of one center. Close it, or use it as a context.

    `sources`: the folders and addresses that it asks by itself, from `sources.yaml`.
    """

    def __init__(self, settings: Settings) -> None:
        home = settings.home / settings.partition
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.keyring = Keyring(home / "keys", f"{settings.center}.isthmus/{settings.partition}")
        self.store = _store(settings, home)
        self._folder = TileFolder(home / "log", key=self.keyring.audit_key)
        self.log: Log = SignedLog(self._folder, self.keyring)
        self.passwords: Passwords = Argon2Passwords()
        self.center = _center(settings, self.keyring, self.store, home)
        self.sources = _sources(home, self.center)
        self._home = home
        self._fetcher: Fetcher | None = None
        self._carrier: HttpCarrier | None = None
        self._patience = Patience()
        self._corrected = Progress()
        self._kept = Kept()
        self._federation = self._federated()
        gc.set_threshold(*_COLLECTED_AFTER)
        self._loops: list[Loop] = []

    def __enter__(self) -> Self:
        """Give the node."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def session_key(self) -> bytes:
        """The key under which sessions are kept."""
        return self.keyring.session_key

    @property
    def static(self) -> Path:
        """The folder of the console's built files."""
        return Path(str(resources.files("isthmus") / "web" / "static"))

    def work(self) -> int:
        """Do what waits, stage after stage, until nothing does; give how much was done."""
        reconcile_due(self.center)
        done = fuse_pending(self.center) + detect_pending(self.center)
        sequence_pending(self.center, self.log)
        return done

    def start(self, *loops: Loop) -> None:
        """Start loops, such as the worker and the arrivals; `stop` or `close` ends them."""
        for loop in loops:
            loop.start()
            self._loops.append(loop)

    def stop(self) -> None:
        """Let the loops finish what they have in hand, the last started first."""
        while self._loops:
            self._loops.pop().stop()

    @property
    def fetcher(self) -> Fetcher:
        """What asks addresses, within the limits of the settings."""
        if self._fetcher is None:
            # The HTTP client takes long to import, and most nodes never poll.
            from isthmus.adapters.fetching import HttpFetcher, Limits  # noqa: PLC0415 - see above

            limits = Limits(self.settings.fetch_bytes, self.settings.fetch_seconds)
            self._fetcher = HttpFetcher(limits, proxy=self.settings.fetch_proxy)
        return self._fetcher

    @property
    def federation(self) -> Federation | None:
        """What the node is among other centers; None until a trust list is pinned."""
        return self._federation

    @property
    def public_keys(self) -> PublicKeys:
        """The keys that partners put into their trust list."""
        return self.keyring.exchange.public

    def pin_trust(self, raw: bytes) -> Federation:
        """Take a first trust list on the word of whoever holds the node's folder."""
        read_document(raw)
        replace_file(self._home / TRUST, raw, mode=0o600)
        self._federation = self._federated()
        if self._federation is None:
            raise SettingsError("expected the trust list that was just pinned, got none")
        return self._federation

    def dispatch(self) -> int:
        """Send what waits for partners; give how many messages were confirmed."""
        if self._federation is None:
            return 0
        correct_due(self._federation, self._corrected)
        release_standing(self._federation)
        if self._carrier is None:
            from isthmus.adapters.partner_http import HttpCarrier  # noqa: PLC0415 - as for fetching

            trust = self._federation.trust
            self._carrier = HttpCarrier(
                lambda name: trust.center(name).address, proxy=self.settings.fetch_proxy
            )
        return dispatch(self._federation, self._carrier, self._patience)

    def expire(self) -> int:
        """Take away what partners released and what has expired; give how much that was."""
        return 0 if self._federation is None else expire_due(self._federation)

    def keep_days(self) -> int:
        """Hold longer what the own feeds say again, erase what has expired; give how much went."""
        return keep_days(self.center, self._kept)

    def escalate(self) -> int:
        """Pass up the requests that are late; give how many those are."""
        return 0 if self._federation is None else escalate_late(self._federation)

    def remind(self) -> int:
        """Tell partners again what they owe the proof of; give how many messages that is."""
        return 0 if self._federation is None else remind(self._federation)

    def _federated(self) -> Federation | None:
        file = self._home / TRUST
        if not file.is_file():
            return None
        trust = TrustList(read_document(file.read_bytes()))
        return Federation(self.center, self.keyring.exchange, trust, self.log)

    def folder(self, source: Source) -> Folder:
        """Give the watched folder of a source."""
        return WatchedFolder(self._home / (source.folder or ""), keep=source.keep)

    def push(self, actor: Actor, push: Push, stream: BinaryIO) -> PushResult:
        """Take in what a person or a system delivers; durable when this returns."""
        may_push(self.center, actor, push)
        return take_in(self.center, actor, push, stream)

    def resubmit(self, actor: Actor, quarantined: str) -> ResubmitResult:
        """Send a quarantined record again, under the mapping of now."""
        return resubmit(self.center, actor, quarantined)

    def discard(self, actor: Actor, quarantined: str, reason: str) -> ShownVerdict:
        """Say of a quarantined record that nobody needs it."""
        return discard(self.center, actor, quarantined, reason=reason)

    def checkpoint(self) -> tuple[bytes, str]:
        """Give the published checkpoint and the key that overseers pin."""
        return self._folder.checkpoint(), self.keyring.audit_key.text

    def verify_audit(self) -> LogReport:
        """Verify the whole audit log; raises IntegrityError at the first difference."""
        sequence_pending(self.center, self.log)
        earlier = self._folder.kept_checkpoints()
        return verify_log(self._folder, self.keyring.audit_key, earlier=earlier)

    def close(self) -> None:
        """Stop the loops; close the log and the store."""
        self.stop()
        for client in (self._fetcher, self._carrier):
            if client is not None:
                client.close()
        with suppress(OSError):
            sequence_pending(self.center, self.log)
        self._folder.close()
        self.store.close()


def _store(settings: Settings, home: Path) -> Store:
    if settings.database:
        return open_postgres(settings.database, settings.partition)
    return open_sqlite(home)


def _center(settings: Settings, keyring: Keyring, store: Store, home: Path) -> Center:
    declared = read_declared(home / "feeds")
    return Center(
        id=settings.center,
        name=settings.center_name or settings.center.title(),
        partition=Partition(settings.partition, settings.exercise, settings.title),
        store=store,
        clock=SystemClock(),
        entropy=SystemEntropy(),
        sealer=keyring.sealer,
        precedence=ThreadPrecedence(),
        ids=IdMaker(keyring.id_key, settings.partition),
        ontology=declared.ontology,
        feeds=declared.feeds,
        rules=declared.rules,
        purposes=declared.purposes.all,
        resolve_purposes=declared.purposes.resolve,
        model=read_model(yaml_of(DECLARED / "weights.yaml")),
        custodian=settings.custodian,
        wording=declared.wording,
    )


def _sources(home: Path, center: Center) -> tuple[Source, ...]:
    file = home / SOURCES
    if not file.is_file():
        return ()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"expected a file of UTF-8 that the node may read, got another {SOURCES}"
        raise SettingsError(message) from error
    return read_sources(text, SOURCES, center.feeds)
