"""The line between real nodes: both show certificates of the trust list, or nothing is said."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from isthmus.adapters.line_certificates import as_pem
from isthmus.cli.app import run
from isthmus.errors import SettingsError
from isthmus.flow.accounts import ensure_account
from isthmus.flow.actor import Actor
from isthmus.flow.trust_lists import rotate_keys, sign_list
from isthmus.flow.trusting import first_list, own_entry
from isthmus.node import Node
from isthmus.ports import LineIdentity
from isthmus.settings import Settings
from isthmus.web.server import WebServer

PATH = "/exchange/v1/trust"
CENTERS = ("alder", "birch", "cedar")


@dataclass(frozen=True)
class Two:
    """Alder and Birch with their doors open; Cedar trusts both and is trusted by neither."""

    nodes: dict[str, Node]
    servers: dict[str, WebServer]

    def officer(self, center: str) -> Actor:
        node = self.nodes[center]
        who = ensure_account(node.center, node.passwords, "release", "a password of tests")
        return Actor(who, "sanctions-enforcement")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    home = tmp_path_factory.mktemp("line")
    with ExitStack() as open_things:
        nodes, servers, entries = {}, {}, {}
        for name in CENTERS:
            settings = Settings(home=home / name, center=name, port=0, exchange_port=0)
            nodes[name] = node = open_things.enter_context(Node(settings))
            servers[name] = server = WebServer(node)
            server.start()
            open_things.callback(server.stop)
            address = server.partners_address
            entries[name] = own_entry(node.center, node.public_keys, address, node.authority)
        believed = first_list([entries["alder"], entries["birch"]])
        for name in ("alder", "birch"):
            nodes[name].pin_trust(believed)
        nodes["cedar"].pin_trust(first_list(list(entries.values())))
        for server in servers.values():
            server.renew_line()
        yield Two(nodes, servers)


def context(
    authority: bytes,
    mine: LineIdentity | None,
    tmp_path: Path,
    *,
    most: ssl.TLSVersion | None = None,
) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if most is not None:
        made.maximum_version = most
    made.load_verify_locations(cadata=as_pem(authority).decode())
    if mine is not None:
        file = tmp_path / "mine.pem"
        file.write_bytes(mine.certificate + mine.key)
        made.load_cert_chain(file)
    return made


def ask(two: Two, terms: ssl.SSLContext) -> httpx.Response:
    with httpx.Client(verify=terms, trust_env=False) as client:
        return client.post(two.servers["birch"].partners_address + PATH, content=b"")


def test_a_center_of_the_list_gets_through_and_must_still_sign(two: Two, tmp_path: Path):
    """Protocol L4, then L1."""
    mine = two.nodes["alder"]._line_identity()
    answer = ask(two, context(two.nodes["birch"].authority, mine, tmp_path))
    assert (answer.status_code, answer.content) == (400, b'{"title":"refused"}')


def test_whoever_shows_no_certificate_of_the_list_hears_nothing(two: Two, tmp_path: Path):
    """Protocol L4: none, a stranger's, and one that is over."""
    birch = two.nodes["birch"].authority
    with pytest.raises(httpx.TransportError):
        ask(two, context(birch, None, tmp_path))
    with pytest.raises(httpx.TransportError):
        ask(two, context(birch, two.nodes["cedar"]._line_identity(), tmp_path))
    alder = two.nodes["alder"]
    now = alder.center.clock.now()
    over = alder.keyring.authority(now).identity(
        "alder", "127.0.0.1", now - timedelta(days=9), now - timedelta(days=1)
    )
    with pytest.raises(httpx.TransportError):
        ask(two, context(birch, over, tmp_path))


def test_a_partner_under_another_authority_is_not_spoken_to(two: Two, tmp_path: Path):
    with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        ask(two, context(two.nodes["cedar"].authority, None, tmp_path))


def test_older_tls_is_refused(two: Two, tmp_path: Path):
    mine = two.nodes["alder"]._line_identity()
    terms = context(two.nodes["birch"].authority, mine, tmp_path, most=ssl.TLSVersion.TLSv1_2)
    with pytest.raises(httpx.ConnectError):
        ask(two, terms)


def test_partners_come_through_no_other_door(two: Two):
    with httpx.Client(trust_env=False) as client:
        assert client.post(two.servers["birch"].address + PATH).status_code == 405
    host, port = two.servers["birch"].partners_address.removeprefix("https://").split(":")
    with closing(socket.create_connection((host, int(port)), timeout=5)) as plain:
        plain.sendall(b"POST /exchange/v1/trust HTTP/1.1\r\nHost: birch\r\n\r\n")
        assert b"200" not in plain.recv(1_000)


def test_nodes_speak_over_the_line_and_the_door_follows_the_list(two: Two):
    """A new list goes over it, and the door is opened anew on its terms."""
    alder, birch = two.nodes["alder"], two.nodes["birch"]
    assert alder.federation is not None
    assert birch.federation is not None
    digest = rotate_keys(alder.federation, two.officer("alder")).digest
    assert alder.dispatch() == 1
    sign_list(birch.federation, two.officer("birch"), digest)
    assert birch.dispatch() == 1
    assert alder.federation.trust.document.version == 2
    birch._shown = None
    line = two.servers["birch"]._line
    assert line is not None
    before = line._terms
    two.servers["birch"].renew_line()
    assert line._terms != before
    digest = rotate_keys(birch.federation, two.officer("birch"), revoke=True).digest
    assert birch.dispatch() == 1
    sign_list(alder.federation, two.officer("alder"), digest)
    assert alder.dispatch() == 1
    assert birch.federation.trust.document.version == 3


def test_a_partner_that_does_not_answer_about_lists_is_left_alone_for_a_while(two: Two):
    """Cedar is on no list but its own: the others refuse its certificate."""
    cedar = two.nodes["cedar"]
    assert cedar.remind() == 0
    assert cedar._patience.failures == {"alder": 1, "birch": 1}
    assert cedar.remind() == 0
    assert cedar._patience.failures == {"alder": 1, "birch": 1}


def test_an_authority_is_made_once_and_tells_nothing(two: Two):
    node = two.nodes["alder"]
    keys = node.settings.home / "live" / "keys"
    assert x509.load_der_x509_certificate(node.authority).subject.rfc4514_string() == (
        "CN=alder authority"
    )
    assert (keys / "authority.crt").read_bytes() == node.authority
    assert "PRIVATE" not in repr(node._line_identity())
    assert repr(node.keyring.authority(node.center.clock.now())) == "LineAuthority()"


def test_a_certificate_of_another_key_is_named(tmp_path: Path):
    with Node(Settings(home=tmp_path)) as node:
        assert node.authority
    file = tmp_path / "live" / "keys" / "authority.crt"
    file.write_bytes(b"nonsense")
    with Node(Settings(home=tmp_path)) as node, pytest.raises(SettingsError, match="a certificate"):
        assert node.authority


def test_what_is_no_certificate_vouches_for_nobody():
    assert as_pem(b"nonsense") == as_pem(b"") == b""


def test_a_proxy_gets_what_it_needs(tmp_path: Path):
    folder = tmp_path / "tls"
    home = str(tmp_path / "alder")
    assert run(["init", "--home", home]) == 0
    assert run(["partners", "certificate", str(folder), "--host", "alder.org", "--home", home]) == 0
    made = x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["alder.org"]
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
