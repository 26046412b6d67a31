"""The composition root: Settings in, a running Node out.

It alone chooses adapters. It reads the declared files (ontology, feeds, rules, weights, purposes,
sources) and hands them down as values.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from numpy._core.multiarray import (  # type: ignore[attr-defined] # its types leave it out
    _set_madvise_hugepage,
)

from isthmus.adapters.clock import SystemClock
from isthmus.adapters.durable import replace_file
from isthmus.adapters.entropy import SystemEntropy
from isthmus.adapters.folders import WatchedFolder
from isthmus.adapters.keyring import Keyring
from isthmus.adapters.line_certificates import as_pem, host_of
from isthmus.adapters.passwords import Argon2Passwords
from isthmus.adapters.precedence import ThreadPrecedence
from isthmus.adapters.signed_log import SignedLog
from isthmus.adapters.signer import KeyringSigner
from isthmus.adapters.store import open_postgres, open_sqlite
from isthmus.adapters.tiles import TileFolder
from isthmus.audit.verify import LogReport, verify_log
from isthmus.declared import DECLARED, map_of_names, read_declared, yaml_of
from isthmus.errors import PartnerError, SettingsError, UnavailableError
from isthmus.exchange.trust import TrustList, read_document
from isthmus.flow.actor import Actor
from isthmus.flow.bulk_fusion import resolve_pending
from isthmus.flow.center import Center, Partition
from isthmus.flow.correcting import Progress, correct_due
from isthmus.flow.detection import detect_pending
from isthmus.flow.dispatch import Patience, dispatch
from isthmus.flow.documents.feeds import PushResult, ResubmitResult, ShownVerdict
from isthmus.flow.expiry import expire_due
from isthmus.flow.federation import Federation, Trusted
from isthmus.flow.line import Line
from isthmus.flow.naming import names_with
from isthmus.flow.pushing import Push, may_push, take_in
from isthmus.flow.reminding import remind
from isthmus.flow.requested import escalate_late
from isthmus.flow.resubmission import discard, resubmit
from isthmus.flow.retention import Kept, keep_days
from isthmus.flow.retraction import reconcile_due
from isthmus.flow.sequencing import sequence_pending
from isthmus.flow.sources import Source, read_sources
from isthmus.flow.spreading import Acquainted, acquaint
from isthmus.flow.subscribing import release_standing
from isthmus.flow.trust_lists import drop_old_keys, forget_lists, renew
from isthmus.flow.weighing import rescore_pending
from isthmus.model.ids import IdMaker
from isthmus.ports import LineIdentity, LineTerms, Log, Passwords, PublicKeys, Store, Trainer
from isthmus.ports.arriving import Fetcher, Folder
from isthmus.resolve.weights import read_weight_document
from isthmus.settings import Settings

if TYPE_CHECKING:
    from isthmus.adapters.partner_http import HttpCarrier

SOURCES = "sources.yaml"
TRUST = "trust.json"
_SHOWN_FOR = timedelta(days=7)
"""After this the node shows another certificate; each is good for four times as long."""
_COLLECTED_AFTER = (20_000, 2, 200)
"""Nearly nothing of what a load makes stands in a cycle: the collector need not look so often.

What outlived a look is looked at again while it is little, since nobody else runs meanwhile.
"""


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
        self._shown: tuple[LineIdentity, datetime] | None = None
        self._patience, self._acquainted = Patience(), Acquainted()
        self._corrected = Progress()
        self._kept = Kept()
        self._federation = self._federated()
        gc.set_threshold(*_COLLECTED_AFTER)
        # numpy's huge pages keep a process of a gigabyte waiting (decision 0033).
        _set_madvise_hugepage(False)  # noqa: FBT003 - as numpy has it
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
        done = resolve_pending(self.center) + detect_pending(self.center)
        while rescore_pending(self.center):
            done += resolve_pending(self.center) + detect_pending(self.center)
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
        if self._federation is not None:
            return self._federation.keys.public
        return self.keyring.exchange.sets[-1].public

    @property
    def authority(self) -> bytes:
        """The certificate (DER) under which this node shows itself to partners."""
        return self.keyring.authority(self.center.clock.now()).certificate

    def line(self) -> LineTerms | None:
        """On which terms the partners' own door is open; None while nobody could come in."""
        if self._federation is None:
            return None
        authorities = self._partners_authorities()
        return LineTerms(self._line_identity(), authorities) if authorities else None

    def proxy_terms(self, host: str, days: int) -> LineTerms:
        """Give what a proxy needs that takes partners' calls at a host, for so many days."""
        now = self.center.clock.now()
        authority = self.keyring.authority(now)
        identity = authority.identity(self.center.id, host, now, now + timedelta(days=days))
        return LineTerms(identity, self._partners_authorities())

    def _partners_authorities(self) -> bytes:
        listed = self._federation.trust.document.centers if self._federation else []
        return b"".join(as_pem(one.authority) for one in listed if one.center != self.center.id)

    def _line_identity(self) -> LineIdentity:
        """Give what the node shows on the line, made anew every week."""
        now = self.center.clock.now()
        if self._shown is None or now >= self._shown[1]:
            listed = self._federation.trust.document.centers if self._federation else []
            address = next((o.address for o in listed if o.center == self.center.id), "")
            host = host_of(address) or self.settings.host
            authority = self.keyring.authority(now)
            identity = authority.identity(self.center.id, host, now, now + 4 * _SHOWN_FOR)
            self._shown = identity, now + _SHOWN_FOR
        return self._shown[0]

    def pin_trust(self, raw: bytes) -> Federation:
        """Take a first trust list on the word of whoever holds the node's folder."""
        read_document(raw)
        forget_lists(self.center)
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
        carrier, acquainted = self._to_partners(self._federation), self._acquainted
        return dispatch(
            self._federation,
            carrier,
            self._patience,
            partial(acquaint, self._federation, ask=carrier.lists, acquainted=acquainted),
        )

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
        """Tell partners again what they owe the proof of; give how many messages that is.

        Then see whether they hold the trust list of here, and let keys go that are over.
        """
        if self._federation is None:
            return 0
        told = remind(self._federation)
        drop_old_keys(self._federation)
        self._acquainted.forget()
        carrier = self._to_partners(self._federation)
        now_s = self.center.clock.now().timestamp()
        for partner in self._federation.partners:
            # Whoever did not answer a moment ago is left alone, as for messages.
            if self._patience.waits(partner, now_s):
                continue
            try:
                acquaint(self._federation, partner, carrier.lists, self._acquainted)
            except (UnavailableError, PartnerError):
                self._patience.failed(partner, now_s)
        return told

    def _to_partners(self, federation: Federation) -> HttpCarrier:
        if self._carrier is None:
            from isthmus.adapters.partner_http import (  # noqa: PLC0415 - as for fetching
                Certified,
                HttpCarrier,
            )

            self._carrier = HttpCarrier(
                lambda name: federation.trust.center(name).address,
                Line(federation),
                certified=Certified(
                    lambda name: as_pem(federation.trust.center(name).authority),
                    self._line_identity,
                ),
                proxy=self.settings.fetch_proxy,
            )
        return self._carrier

    def _federated(self) -> Federation | None:
        file = self._home / TRUST
        if not file.is_file():
            return None
        trust = TrustList(read_document(file.read_bytes()))
        federation = Federation(self.center, self.keyring.exchange, Trusted(trust), self.log)
        renew(federation)
        return federation

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

    def trainer(self) -> Trainer:
        """Give what trains weights."""
        from isthmus.adapters.splink_trainer import SplinkTrainer  # noqa: PLC0415 - as for fetching

        return SplinkTrainer()

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
    names = names_with(map_of_names)
    shipped = read_weight_document(yaml_of(DECLARED / "weights.yaml"), names)
    return Center(
        id=settings.center,
        name=settings.center_name or settings.center.title(),
        partition=Partition(settings.partition, settings.exercise, settings.title),
        store=store,
        clock=SystemClock(),
        entropy=SystemEntropy(),
        sealer=keyring.sealer,
        signer=KeyringSigner(keyring),
        precedence=ThreadPrecedence(),
        ids=IdMaker(keyring.id_key, settings.partition),
        ontology=declared.ontology,
        feeds=declared.feeds,
        rules=declared.rules,
        purposes=declared.purposes.all,
        resolve_purposes=declared.purposes.resolve,
        model=shipped.model,
        shipped=shipped.document,
        custodian=settings.custodian,
        names=names,
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
