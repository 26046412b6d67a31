"""A test on real files skips where they are missing, with a reason; in CI it must not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_takes_the_folder(real_data):
    assert real_data.is_dir()

@pytest.mark.real_data
def test_skips_for_a_reason_of_its_own():
    pytest.skip("one file is missing")

def test_needs_nothing():
    pytest.skip("for a reason that is no matter of real files")
"""


def closing_line(folder: Path, **environment: str) -> str:
    """Run the three tests above in a folder of their own, with the project's conftest."""
    (folder / "test_three.py").write_text(TESTS)
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    # No more plugins than the project's options name: each takes its time to load.
    plugins = ["-p", "pytest_socket", "-p", "pytest_timeout", "-p", "no:cacheprovider"]
    options = ["-q", *plugins, "--rootdir", str(folder), "-c", str(ROOT / "pyproject.toml")]
    alone = {"CI": "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(  # noqa: S603 - our own tool on our own files
        [sys.executable, "-m", "pytest", *options, str(folder)],
        env={**os.environ, **alone, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "3 skipped"),
        ({"CI": "true"}, "1 failed, 1 skipped, 1 error"),
        ({"CI": "true", "ISTHMUS_REAL_DATA": "."}, "1 failed, 1 passed, 1 skipped"),
    ],
)
def test_only_ci_insists_on_real_files(tmp_path: Path, environment: dict[str, str], expected: str):
    environment.setdefault("ISTHMUS_REAL_DATA", str(tmp_path / "missing"))
    assert closing_line(tmp_path, **environment).startswith(expected)
