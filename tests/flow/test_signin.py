"""Signing in: who gets a session, who waits, and that an answer tells nothing of who exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from isthmus.errors import (
    AccessError,
    InputError,
    NotFound,
    SignInRefused,
    SignInRequired,
    StateError,
)
from isthmus.flow.actor import Actor
from isthmus.flow.people import change_password, create_account, new_principal, operator
from isthmus.flow.session import session_page
from isthmus.flow.signin import (
    Gate,
    SignedIn,
    SignInWaits,
    Terms,
    check_csrf,
    current,
    opened_gate,
    sign_in,
    sign_out,
)
from isthmus.model.label import ALL
from isthmus.model.principal import Principal
from tests import make
from tests.flow.stage import Stage

NAME, PASSWORD, WRONG = "mara.lind", "four quiet herons wade", "a wrong one"
TERMS = Terms(
    session_for=timedelta(hours=8),
    idle_for=timedelta(minutes=30),
    lockout_failures=3,
    lockout_for=timedelta(minutes=5),
)


class CountedPasswords:
    """Keeps the promise but secrecy, and counts the work."""

    def __init__(self) -> None:
        self.checked: list[str] = []

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def verify(self, password_hash: str, password: str) -> bool:
        self.checked.append(password_hash)
        return password_hash == f"hash of {password}"


class Stand:
    """A gate with one account."""

    def __init__(self, who: Principal | None = None) -> None:
        self.stage = Stage()
        self.passwords = CountedPasswords()
        key = b"the session key of these tests.."
        self.gate: Gate = opened_gate(self.stage.center, self.passwords, key, TERMS)
        self.who = who or make.principal(NAME)
        create_account(self.gate, operator(self.stage.center), self.who, PASSWORD)

    def refused(self, name: str, password: str = WRONG) -> SignInRefused:
        with pytest.raises(SignInRefused) as caught:
            sign_in(self.gate, name, password)
        return caught.value

    def acts(self) -> list[str]:
        return [entry.act for entry in self.stage.entries()]


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_a_name_and_its_password_open_a_session(stand: Stand):
    signed_in, token = sign_in(stand.gate, NAME, PASSWORD)
    assert signed_in.principal == stand.who
    assert signed_in.session.expires_at == make.NOW + TERMS.session_for
    assert current(stand.gate, token) == signed_in


def test_the_store_holds_neither_the_cookie_nor_the_password(stand: Stand):
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    with stand.stage.store.reading() as unit:
        account = unit.accounts.by_name(NAME)
        assert account is not None
        assert account.password_hash != PASSWORD
        assert unit.accounts.session(token.encode()) is None


def test_every_attempt_is_in_the_log_and_no_password_is(stand: Stand):
    stand.refused(NAME)
    stand.refused("nobody.here", PASSWORD)
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    sign_out(stand.gate, current(stand.gate, token))
    assert stand.acts() == [
        "account.created",
        "sign_in.refused",
        "sign_in.refused",
        "sign_in.permitted",
        "sign_out.permitted",
    ]
    assert [e.decision for e in stand.stage.entries("sign_in.refused")] == ["refuse", "refuse"]
    with stand.stage.store.reading() as unit:
        kept = b"".join(encoded for _, encoded in unit.audit.pending(100))
    assert PASSWORD.encode() not in kept
    assert b"nobody.here" not in kept


def test_an_unknown_name_and_a_wrong_password_get_one_answer_and_cost_one_check(stand: Stand):
    known, unknown = stand.refused(NAME), stand.refused("nobody.here")
    assert (str(known), known.code, known.status, known.repair) == (
        str(unknown),
        unknown.code,
        unknown.status,
        unknown.repair,
    )
    assert len(stand.passwords.checked) == 2


@pytest.mark.parametrize("name", [NAME, "nobody.here", "", "a\0b", "x" * 5000, "\udc80"])
def test_after_failures_in_a_row_any_name_waits_alike(stand: Stand, name: str):
    for _ in range(TERMS.lockout_failures):
        assert not isinstance(stand.refused(name), SignInWaits)
    checks = len(stand.passwords.checked)
    waits = stand.refused(name, PASSWORD)
    assert isinstance(waits, SignInWaits)
    assert (waits.status, waits.retry_after_s) == (429, 300)
    assert len(stand.passwords.checked) == checks


def test_a_wait_ends_and_the_count_begins_anew(stand: Stand):
    for _ in range(TERMS.lockout_failures):
        stand.refused(NAME)
    stand.stage.clock.advance(TERMS.lockout_for)
    assert not isinstance(stand.refused(NAME), SignInWaits)
    assert sign_in(stand.gate, NAME, PASSWORD)


def test_a_success_forgets_earlier_failures(stand: Stand):
    for _ in range(2 * TERMS.lockout_failures):
        stand.refused(NAME)
        sign_in(stand.gate, NAME, PASSWORD)


def test_a_session_ends_on_its_hour_whatever_happens(stand: Stand):
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    for _ in range(23):
        stand.stage.clock.advance(timedelta(minutes=20))
        current(stand.gate, token)
    stand.stage.clock.advance(timedelta(minutes=20))
    with pytest.raises(SignInRequired):
        current(stand.gate, token)


def test_an_idle_session_ends(stand: Stand):
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    stand.stage.clock.advance(TERMS.idle_for + timedelta(seconds=1))
    with pytest.raises(SignInRequired):
        current(stand.gate, token)


def test_being_there_is_noted_once_a_minute_at_most(stand: Stand):
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    for _ in range(60):
        stand.stage.clock.advance(timedelta(seconds=2))
        current(stand.gate, token)
    assert stand.acts().count("session.renewed") == 2


def test_an_open_stream_does_not_keep_a_session_alive(stand: Stand):
    _, token = sign_in(stand.gate, NAME, PASSWORD)
    stand.stage.clock.advance(timedelta(minutes=20))
    current(stand.gate, token, renew=False)
    stand.stage.clock.advance(timedelta(minutes=20))
    with pytest.raises(SignInRequired):
        current(stand.gate, token, renew=False)


def test_a_session_that_was_ended_opens_nothing(stand: Stand):
    signed_in, token = sign_in(stand.gate, NAME, PASSWORD)
    sign_out(stand.gate, signed_in)
    with pytest.raises(SignInRequired):
        current(stand.gate, token)


@pytest.mark.parametrize("token", [None, "", "AAAA", "é" * 40, "\udc80"])
def test_a_cookie_that_nobody_was_given_opens_nothing(stand: Stand, token: str | None):
    with pytest.raises(SignInRequired):
        current(stand.gate, token)


def test_a_changed_password_ends_every_session(stand: Stand):
    tokens = [sign_in(stand.gate, NAME, PASSWORD)[1] for _ in range(2)]
    change_password(stand.gate, operator(stand.stage.center), NAME, "another four quiet herons")
    for token in tokens:
        with pytest.raises(SignInRequired):
            current(stand.gate, token)
    stand.refused(NAME, PASSWORD)
    assert sign_in(stand.gate, NAME, "another four quiet herons")


def test_a_person_changes_an_own_password_with_the_old_one(stand: Stand):
    own = Actor(stand.who, make.PURPOSE)
    with pytest.raises(SignInRefused):
        change_password(stand.gate, own, NAME, "a new one, long enough", old="wrong")
    change_password(stand.gate, own, NAME, "a new one, long enough", old=PASSWORD)
    assert sign_in(stand.gate, NAME, "a new one, long enough")


def test_a_service_principal_gets_no_account_and_no_session(stand: Stand):
    service = stand.stage.center.service("rule.dark", make.PURPOSE)
    with pytest.raises(AccessError):
        create_account(stand.gate, operator(stand.stage.center), service, PASSWORD)
    hashed = stand.passwords.hash(PASSWORD)
    account = replace(make.account(service), password_hash=hashed)
    stand.stage.write(lambda unit: unit.accounts.put(account))
    with pytest.raises(AccessError):
        sign_in(stand.gate, service.name, PASSWORD)


def test_an_analyst_gives_nobody_an_account(stand: Stand):
    analyst = Actor(stand.who, make.PURPOSE)
    with pytest.raises(AccessError):
        create_account(stand.gate, analyst, make.principal("ivo.brandt"), PASSWORD)
    with pytest.raises(AccessError):
        change_password(stand.gate, analyst, "ivo.brandt", PASSWORD)


def test_a_name_is_given_once(stand: Stand):
    with pytest.raises(StateError):
        create_account(stand.gate, operator(stand.stage.center), stand.who, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 11])
def test_a_short_password_is_no_password(stand: Stand, password: str):
    with pytest.raises(InputError):
        create_account(stand.gate, operator(stand.stage.center), make.principal("ivo"), password)


def test_the_password_of_nobody_is_not_found(stand: Stand):
    with pytest.raises(NotFound):
        change_password(stand.gate, operator(stand.stage.center), "nobody.here", PASSWORD)


@pytest.mark.parametrize(
    ("role", "purpose", "level"),
    [("spy", make.PURPOSE, "SECRET"), ("analyst", "fun", "SECRET"), ("analyst", make.PURPOSE, "?")],
)
def test_a_person_has_only_what_is_declared(stand: Stand, role: str, purpose: str, level: str):
    with pytest.raises(InputError):
        new_principal(
            stand.stage.center,
            "ivo",
            display_name="Ivo Brandt",
            roles=(role,),
            purposes=(purpose,),
            level=level,
            categories=ALL,
        )


def test_the_csrf_token_is_the_sessions_own(stand: Stand):
    one, other = (sign_in(stand.gate, NAME, PASSWORD)[0] for _ in range(2))
    check_csrf(one, one.session.csrf)
    for wrong in (other.session.csrf, "", None, "é"):
        with pytest.raises(AccessError):
            check_csrf(one, wrong)


def test_the_page_of_a_session_shows_who_and_what_he_may(stand: Stand):
    signed_in: SignedIn = sign_in(stand.gate, NAME, PASSWORD)[0]
    page = session_page(stand.gate, signed_in)
    assert (page.principal.initials, page.purpose) == ("ML", make.PURPOSE)
    assert page.csrf == signed_in.session.csrf
    assert "alert.triage" in page.may
    assert "feed.administer" not in page.may
