"""AccountStore: who may sign in, and who is."""

from dataclasses import replace

from isthmus.model.label import ALL, NOBODY, Allowed, Clearance
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting
from tests.make import HOUR, NOW

LATER = NOW + HOUR


class TestAccounts:
    def test_an_account_comes_back_by_name_and_by_id(self, store: Store):
        who = make.principal(
            "ivo.brandt",
            roles=("duty officer", "analyst"),
            purposes=("b", "a"),
            holds=Clearance(
                "birch",
                {"national": "SECRET", "eu": "SECRET UE"},
                frozenset({"H1", "H2"}),
                Allowed.of("travel", "finance"),
            ),
        )
        account = replace(make.account(who, failures=3), locked_until=LATER)
        with acting(store) as unit:
            unit.accounts.put(account)
        with store.reading() as unit:
            assert unit.accounts.by_name("ivo.brandt") == account
            assert unit.accounts.by_id("p-ivo.brandt") == account

    def test_all_categories_are_not_none(self, store: Store):
        accounts = [
            make.account(make.principal(name, holds=make.clearance(categories=allowed)))
            for name, allowed in [("a", ALL), ("b", NOBODY), ("c", Allowed.of("x"))]
        ]
        with acting(store) as unit:
            for account in accounts:
                unit.accounts.put(account)
        with store.reading() as unit:
            assert list(unit.accounts.all()) == accounts

    def test_a_service_principal_stays_one(self, store: Store):
        account = make.account(make.principal("rule-dark-period", service=True))
        with acting(store) as unit:
            unit.accounts.put(account)
        with store.reading() as unit:
            assert unit.accounts.by_id("p-rule-dark-period") == account

    def test_putting_again_replaces(self, store: Store):
        with acting(store) as unit:
            unit.accounts.put(make.account(failures=4))
            unit.accounts.put(make.account(failures=0))
        with store.reading() as unit:
            assert list(unit.accounts.all()) == [make.account(failures=0)]

    def test_they_are_in_order_of_name(self, store: Store):
        with acting(store) as unit:
            for name in ("birte", "Zoe", "ada", "émile"):
                unit.accounts.put(make.account(make.principal(name)))
        with store.reading() as unit:
            names = [account.principal.name for account in unit.accounts.all()]
        assert names == ["Zoe", "ada", "birte", "émile"]

    def test_a_name_is_its_very_characters(self, store: Store):
        with acting(store) as unit:
            unit.accounts.put(make.account(make.principal("ada")))
        with store.reading() as unit:
            for name in ("Ada", "ada ", "a%", ""):
                assert unit.accounts.by_name(name) is None
            assert unit.accounts.by_id("ada") is None


class TestSessions:
    def test_a_session_comes_back_by_its_hash(self, store: Store):
        session = make.session()
        with acting(store) as unit:
            unit.accounts.put(make.account())
            unit.accounts.open_session(session)
        with store.reading() as unit:
            assert unit.accounts.session(session.token_hash) == session
            assert unit.accounts.session(bytes(32)) is None

    def test_opening_again_renews(self, store: Store):
        renewed = replace(make.session(), seen_at=LATER, expires_at=LATER + 8 * HOUR)
        with acting(store) as unit:
            unit.accounts.put(make.account())
            unit.accounts.open_session(make.session())
            unit.accounts.open_session(renewed)
        with store.reading() as unit:
            assert unit.accounts.session(renewed.token_hash) == renewed

    def test_one_ends_alone(self, store: Store):
        one, other = make.session("one"), make.session("other")
        with acting(store) as unit:
            unit.accounts.put(make.account())
            unit.accounts.open_session(one)
            unit.accounts.open_session(other)
            unit.accounts.end_sessions(token_hash=one.token_hash, before=None)
        with store.reading() as unit:
            assert unit.accounts.session(one.token_hash) is None
            assert unit.accounts.session(other.token_hash) == other

    def test_those_that_expired_before_a_time_end_together(self, store: Store):
        hours = [1, 2, 3, 4]
        sessions = [make.session(f"{n}", expires_at=NOW + n * HOUR) for n in hours]
        with acting(store) as unit:
            unit.accounts.put(make.account())
            for session in sessions:
                unit.accounts.open_session(session)
            unit.accounts.end_sessions(token_hash=None, before=NOW + 3 * HOUR)
        with store.reading() as unit:
            left = [unit.accounts.session(session.token_hash) for session in sessions]
        assert left == [None, None, sessions[2], sessions[3]]

    def test_neither_ends_none(self, store: Store):
        with acting(store) as unit:
            unit.accounts.put(make.account())
            unit.accounts.open_session(make.session())
            unit.accounts.end_sessions(token_hash=None, before=None)
        with store.reading() as unit:
            assert unit.accounts.session(make.session().token_hash) is not None
