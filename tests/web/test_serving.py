"""A node served by its command, as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from isthmus.cli.app import run

PASSWORD = "four quiet herons wade"
PATIENCE_S = 60.0
MAIN = [sys.executable, "-c", "from isthmus.cli import main; main()"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ISTHMUS_HOME", str(tmp_path))
    monkeypatch.setenv("ISTHMUS_PASSWORD", PASSWORD)
    assert run(["init"]) == 0
    person = ["--role", "duty-officer", "--may", "maritime-security"]
    assert run(["account", "add", "olga", *person]) == 0
    return tmp_path


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("ISTHMUS_PORT", str(port))
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def node(address: str) -> Generator[subprocess.Popen[str]]:
    process = started("up")
    try:
        wait_for(process, address)
        yield process
    finally:
        process.kill()
        process.communicate()


def started(*tokens: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [*MAIN, *tokens],
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], address: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, process.communicate()
        try:
            httpx.get(f"{address}/api/v1/openapi.json")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the node did not answer")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_node_answers_and_ends_when_asked_even_with_an_open_stream(
    node: subprocess.Popen[str], address: str, sent: signal.Signals
):
    with httpx.Client(base_url=f"{address}/api/v1", timeout=PATIENCE_S) as client:
        answer = client.post("/session", json={"name": "olga", "password": PASSWORD})
        assert answer.json()["may"]
        query = {"purpose": "maritime-security"}
        with client.stream("GET", "/events", params=query) as events:
            lines = events.iter_lines()
            assert next(lines) == "retry: 2000"
            began = time.monotonic()
            node.send_signal(sent)
            out, told = node.communicate(timeout=PATIENCE_S)
            assert time.monotonic() - began < PATIENCE_S
    assert node.returncode == 0, told
    assert PASSWORD not in out + told


def test_a_second_node_on_the_port_says_so(
    node: subprocess.Popen[str], address: str, tmp_path_factory: pytest.TempPathFactory
):
    assert node.poll() is None
    other = str(tmp_path_factory.mktemp("other"))
    assert run(["init", "--home", other]) == 0
    second = started("up", "--home", other)
    _, told = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 2
    assert address.rpartition(":")[2] in told


def test_the_command_follows_a_running_node(node: subprocess.Popen[str], address: str):
    assert node.poll() is None
    follower = started("events", "--as", "olga", "--url", address)
    assert follower.stdout is not None
    try:
        assert follower.stdout.readline().startswith('{"event":"hello"')
    finally:
        follower.send_signal(signal.SIGINT)
        follower.communicate(timeout=PATIENCE_S)
