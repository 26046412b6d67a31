"""Signing in: a name and a password in, a session and its cookie out.

1. A name that waits after failures is refused at once, an account's like a stranger's.
2. The password is checked outside the write, against a decoy where there is no account: unknown
   names cost the same work and get the same answer.
3. In one unit: the account is read again, the failure or the session is written, and its entry.
4. The cookie is 32 random bytes; the store knows only their keyed hash.
5. The session is bound to the password's hash: whoever changes a password ends its sessions.

No password, and no name that nobody has, goes into the audit log.
"""

from __future__ import annotations

import base64
import hmac
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from isthmus.audit.entry import Decision
from isthmus.errors import AccessError, SignInRefused, SignInRequired
from isthmus.flow.auditing import note
from isthmus.flow.center import Center
from isthmus.model.canonical import canonical_bytes
from isthmus.model.principal import Principal
from isthmus.phrases import say
from isthmus.ports import Account, Passwords, Session, UnitOfWork

TOKEN_BYTES: Final = 32
LONGEST_NAME: Final = 200
RENEWED_EVERY: Final = timedelta(minutes=1)
STRANGERS_KEPT: Final = 10_000

PURPOSE: Final = "sign-in"
"""The purpose of opening, renewing and ending a session; nothing is read at it."""


class SignInWaits(SignInRefused):
    """Too many failures in a row: the name, or the address, waits."""

    status = 429
    hint = say("wait as long as the answer says, then try again")

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(say("expected no further try for {seconds} s", seconds=retry_after_s))
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lasts, and when a name waits."""

    session_for: timedelta = timedelta(minutes=480)
    idle_for: timedelta = timedelta(minutes=30)
    lockout_failures: int = 5
    lockout_for: timedelta = timedelta(minutes=5)


class Strangers:
    """Failures under names that nobody has, so that they wait as accounts do.

    Only so many are kept, the latest; a restart forgets them.
    """

    __slots__ = ("_lock", "_seen")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: OrderedDict[bytes, tuple[int, datetime | None]] = OrderedDict()

    def of(self, name: bytes) -> tuple[int, datetime | None]:
        """Give (failures, waits until) of a name's digest."""
        with self._lock:
            return self._seen.get(name, (0, None))

    def put(self, name: bytes, failures: int, until: datetime | None) -> None:
        """Keep what became of a name."""
        with self._lock:
            self._seen[name] = (failures, until)
            self._seen.move_to_end(name)
            while len(self._seen) > STRANGERS_KEPT:
                self._seen.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """What signing in stands on. `decoy`: the hash that a name without account is checked with."""

    center: Center
    passwords: Passwords
    key: bytes
    decoy: Future[str]
    terms: Terms = field(default_factory=Terms)
    strangers: Strangers = field(default_factory=Strangers)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, by which session."""

    principal: Principal
    session: Session


def opened_gate(center: Center, passwords: Passwords, key: bytes, terms: Terms) -> Gate:
    """Make a gate; its decoy is the hash of a password that nobody knows.

    To make a hash takes its time, which whatever else opens need not wait for.
    """
    beside = ThreadPoolExecutor(1)
    decoy = beside.submit(passwords.hash, center.entropy.random_bytes(TOKEN_BYTES).hex())
    beside.shutdown(wait=False)
    return Gate(center, passwords, key, decoy, terms)


def sign_in(gate: Gate, name: str, password: str) -> tuple[SignedIn, str]:
    """Open a session; give it with the cookie's token.

    Raises SignInRefused, the same for an unknown name and a wrong password, and SignInWaits for
    a name with too many failures.
    """
    with gate.center.store.reading() as unit:
        known = unit.accounts.by_name(name) if is_a_name(name) else None
    _refuse_waiting(gate, name, known)
    decoy = gate.decoy.result()
    fits = gate.passwords.verify(decoy if known is None else known.password_hash, password)
    opened: tuple[SignedIn, str] | None = None
    with gate.center.store.writing() as unit:
        # Somebody may have failed, or changed the password, while this one was being checked.
        account = None if known is None else unit.accounts.by_id(known.principal.id)
        if account is None or account.password_hash != (known and known.password_hash):
            fits = False
        if account is not None and fits and _may_enter(gate, account):
            opened = _opened(gate, unit, account)
        else:
            _failed(gate, unit, name, account)
        unit.commit()
    if opened is None:
        message = say("expected a name and its password, got a pair that opens nothing")
        raise SignInRefused(message)
    return opened


def current(gate: Gate, token: str | None, *, renew: bool = True) -> SignedIn:
    """Give who holds a cookie, and note at most once a minute that he was there.

    Raises SignInRequired when the session is unknown, ended, idle, or its password was changed.
    """
    digest = _token_hash(gate, token or "")
    with gate.center.store.reading() as unit:
        session = unit.accounts.session(digest)
        account = None if session is None else unit.accounts.by_id(session.principal)
    now = gate.center.clock.now()
    if session is None or account is None or not _stands(gate, token or "", session, account, now):
        message = say("expected the cookie of an open session")
        raise SignInRequired(message)
    if renew and now - session.seen_at >= RENEWED_EVERY:
        session = replace(session, seen_at=now)
        with gate.center.store.writing() as unit:
            unit.accounts.open_session(session)
            session_entry(gate, unit, account.principal, "session.renewed")
            unit.commit()
    return SignedIn(account.principal, session)


def sign_out(gate: Gate, signed_in: SignedIn) -> None:
    """End a session."""
    with gate.center.store.writing() as unit:
        unit.accounts.end_sessions(token_hash=signed_in.session.token_hash, before=None)
        session_entry(gate, unit, signed_in.principal, "sign_out.permitted")
        unit.commit()


def check_csrf(signed_in: SignedIn, token: str | None) -> None:
    """Raise AccessError unless `token` is the one that the session was given."""
    given = (token or "").encode("utf-8", "replace")
    if not hmac.compare_digest(signed_in.session.csrf.encode(), given):
        message = say("expected the CSRF token of this session in the header Isthmus-CSRF")
        raise AccessError(message, repair=say("read the session again and send its token"))


def is_a_name(name: str) -> bool:
    """Tell whether an account could have this name."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable()


def _refuse_waiting(gate: Gate, name: str, account: Account | None) -> None:
    until = account.locked_until if account else gate.strangers.of(_named(gate, name))[1]
    wait_s = _waits_s(gate, until)
    if not wait_s:
        return
    who = account.principal if account else _nobody(gate)
    with gate.center.store.writing() as unit:
        objects = _tried(gate, name, account)
        session_entry(gate, unit, who, "sign_in.refused", objects=objects, decision="refuse")
        unit.commit()
    raise SignInWaits(wait_s)


def _may_enter(gate: Gate, account: Account) -> bool:
    """Tell whether the right password opens: a service principal never signs in."""
    return not account.principal.service and not _waits_s(gate, account.locked_until)


def _waits_s(gate: Gate, until: datetime | None) -> int:
    left = timedelta(0) if until is None else until - gate.center.clock.now()
    return max(0, -(-left // timedelta(seconds=1)))


def _opened(gate: Gate, unit: UnitOfWork, account: Account) -> tuple[SignedIn, str]:
    now = gate.center.clock.now()
    token = spelled(gate.center.entropy.random_bytes(TOKEN_BYTES))
    session = Session(
        token_hash=_token_hash(gate, token),
        principal=account.principal.id,
        csrf=_csrf(gate, token, account),
        created_at=now,
        seen_at=now,
        expires_at=now + gate.terms.session_for,
    )
    unit.accounts.end_sessions(token_hash=None, before=now)
    unit.accounts.put(replace(account, failures=0, locked_until=None))
    unit.accounts.open_session(session)
    session_entry(gate, unit, account.principal, "sign_in.permitted")
    return SignedIn(account.principal, session), token


def _failed(gate: Gate, unit: UnitOfWork, name: str, account: Account | None) -> None:
    digest = _named(gate, name)
    before = gate.strangers.of(digest) if account is None else _state(account)
    failures, until = _after_failure(gate, *before)
    if account is None:
        gate.strangers.put(digest, failures, until)
    else:
        unit.accounts.put(replace(account, failures=failures, locked_until=until))
    who = account.principal if account else _nobody(gate)
    objects = _tried(gate, name, account)
    session_entry(gate, unit, who, "sign_in.refused", objects=objects, decision="refuse")


def _state(account: Account) -> tuple[int, datetime | None]:
    return account.failures, account.locked_until


def _after_failure(
    gate: Gate, failures: int, until: datetime | None
) -> tuple[int, datetime | None]:
    """Count one failure more; a wait that is over starts the count anew."""
    now = gate.center.clock.now()
    count = 1 if until is not None and until <= now else failures + 1
    if count < gate.terms.lockout_failures:
        return count, None
    return count, now + gate.terms.lockout_for


def _stands(gate: Gate, token: str, session: Session, account: Account, now: datetime) -> bool:
    idle = now - session.seen_at > gate.terms.idle_for
    bound = hmac.compare_digest(session.csrf, _csrf(gate, token, account))
    return bound and not idle and now < session.expires_at and not account.principal.service


def _token_hash(gate: Gate, token: str) -> bytes:
    return keyed(gate, "session-token", token)


def _csrf(gate: Gate, token: str, account: Account) -> str:
    return spelled(keyed(gate, "session-csrf", token, account.password_hash))


def _named(gate: Gate, name: str) -> bytes:
    return keyed(gate, "sign-in-name", name)


def keyed(gate: Gate, domain: str, *fields: str) -> bytes:
    """Give the keyed hash under which a secret is known here, apart for each use."""
    octets = [field.encode("utf-8", "surrogatepass") for field in fields]
    return hmac.digest(gate.key, canonical_bytes(domain, *octets), sha256)


def spelled(octets: bytes) -> str:
    """Spell bytes as text that stands in a header or a file."""
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _nobody(gate: Gate) -> Principal:
    return gate.center.service("sign-in", PURPOSE)


def _tried(gate: Gate, name: str, account: Account | None) -> tuple[str, ...]:
    # People type passwords into the wrong field: a stranger's name is kept as its keyed digest,
    # which tells only whether it is the same one again.
    return () if account else (f"name:{_named(gate, name)[:8].hex()}",)


def session_entry(  # noqa: PLR0913 - who did what, to what, why, how decided
    gate: Gate,
    unit: UnitOfWork,
    who: Principal,
    act: str,
    *,
    objects: Sequence[str] = (),
    purpose: str = PURPOSE,
    decision: Decision = "permit",
) -> None:
    """Add the entry of an act upon a session or an account to its unit."""
    note(gate.center, unit, who, purpose=purpose, act=act, objects=objects, decision=decision)
