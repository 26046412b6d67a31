"""A node in memory behind the real application, and people who sign in to it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from litestar.testing import TestClient

from isthmus.audit.tree import EMPTY_ROOT
from isthmus.audit.verify import LogReport
from isthmus.flow.center import Center
from isthmus.flow.federation import Federation
from isthmus.flow.people import create_account, operator
from isthmus.flow.signin import Terms, opened_gate
from isthmus.model.principal import Principal
from isthmus.ports import LineTerms, Passwords
from isthmus.settings import Settings
from isthmus.web.app import create_app
from tests import make
from tests.flow.stage import ADMINISTRATION, Stage, administrator

PASSWORD = "four quiet herons wade"
KEY = b"the session key of these tests.."
NO_FOLDER = Path("there-is-no-such-folder")


class PlainPasswords:
    """Keeps the promise but secrecy."""

    def hash(self, password: str) -> str:
        return f"hash of {password}"

    def verify(self, password_hash: str, password: str) -> bool:
        return password_hash == f"hash of {password}"


@dataclass
class StageNode:
    """What the door needs of a node, over a stage."""

    stage: Stage = field(default_factory=Stage)
    settings: Settings = field(default_factory=lambda: Settings(port=0))
    passwords: Passwords = field(default_factory=PlainPasswords)
    static: Path = NO_FOLDER
    session_key: bytes = KEY
    federation: Federation | None = None

    @property
    def center(self) -> Center:
        return self.stage.center

    def checkpoint(self) -> tuple[bytes, str]:
        text = b"alder.isthmus/tests\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
        line = b"\xe2\x80\x94 alder.isthmus/tests " + b64encode(bytes(68)) + b"\n"
        return text + b"\n" + line, "a verifier key"

    def line(self) -> LineTerms | None:
        return None

    def verify_audit(self) -> LogReport:
        return LogReport("alder.isthmus/tests", 0, EMPTY_ROOT, None, None, signed=True, earlier=0)

    def enrol(self, *people: Principal) -> None:
        """Give people accounts, all with one password."""
        gate = opened_gate(self.center, self.passwords, self.session_key, Terms())
        for who in people:
            create_account(gate, operator(self.center), who, PASSWORD)


ANALYST = make.principal("mara.lind", roles=("analyst",), holds=make.clearance("OFFICIAL"))
CLEARED = make.principal("nils.berg", roles=("analyst",), holds=make.clearance("SECRET"))
DUTY = make.principal("olga.reyes", roles=("duty-officer",), holds=make.clearance("OFFICIAL"))
OVERSEER = make.principal("pia.holm", roles=("overseer",), purposes=(ADMINISTRATION,))
CONTRIBUTOR = make.principal("quay.office", roles=("contributor",))
ADMIN = administrator().principal
PEOPLE = (ANALYST, CLEARED, DUTY, OVERSEER, CONTRIBUTOR, ADMIN)


class Person:
    """Somebody who is signed in: every call carries what the console would send."""

    def __init__(self, client: httpx.Client, who: Principal) -> None:
        answer = client.post("/api/v1/session", json={"name": who.name, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        self.client = client
        self.csrf: str = answer.json()["csrf"]
        self.token: str = answer.cookies["isthmus_session"]
        self.purpose = who.purposes[0]

    def headers(self, **more: str) -> dict[str, str]:
        own = {
            "Isthmus-Purpose": self.purpose,
            "Isthmus-CSRF": self.csrf,
            "Cookie": f"isthmus_session={self.token}",
        }
        return {**own, **more}

    def get(self, path: str, **query: str) -> httpx.Response:
        self.client.cookies.clear()
        return self.client.get(f"/api/v1{path}", params=query or None, headers=self.headers())

    def post(
        self, path: str, body: Mapping[str, object] | bytes | None = None, **query: str
    ) -> httpx.Response:
        self.client.cookies.clear()
        address = f"/api/v1{path}"
        if isinstance(body, bytes):
            return self.client.post(
                address, params=query or None, content=body, headers=self.headers()
            )
        return self.client.post(
            address, params=query or None, json=body or {}, headers=self.headers()
        )


@contextmanager
def opened(node: StageNode, base: str = "http://node.test") -> Generator[httpx.Client]:
    """Open the application of a node without a network."""
    with TestClient(create_app(node), base_url=base) as client:
        yield client
