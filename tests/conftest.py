"""What every test may lean on: real files where they are, and no silent skips in CI."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.spread import Spread, put_in_order

ROOT = Path(__file__).parent.parent
MUST_RUN_IN_CI = ("real_data", "browser")
"""Markers of tests that skip where something is missing, and fail instead in CI."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever uses real files, so that nobody can forget the marker."""
    for item in items:
        if "real_data" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.real_data)
    put_in_order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread:
    """Spread the tests over the processes that `--numprocesses` asks for."""
    return Spread(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where the test must run: a skipped proof proves nothing."""
    report = yield
    if report.skipped and in_ci() and any(map(item.get_closest_marker, MUST_RUN_IN_CI)):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where it must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of files that nobody on this project wrote."""
    folder = Path(os.environ.get("ISTHMUS_REAL_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        reason = "no folder of real files: set ISTHMUS_REAL_DATA"
        if in_ci():
            pytest.fail(f"{reason}; in CI these tests must run")
        pytest.skip(reason)
    return folder


def in_ci() -> bool:
    """Tell whether this is the run that decides, by the variable that every CI sets."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}
