"""What may stand in the repository, and what pure code may call."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST = 1 << 20
OF_ONE_MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:home|Users|root)/[\w.-]+",
            r"[A-Za-z]:\\Users\\",
            *(rf"{re.escape(str(path))}\b" for path in (ROOT, ROOT.parent, Path.home())),
        ]
    )
)
INDEX_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|yarnpkg)\.(?:org|com)\b")
DOORS_AND_DRIVERS = {"web", "worker", "cli", "demo", "node", "settings", "adapters"}
REACHES_OUT = {"open", "io.open", "__import__", "input", "breakpoint"}
"""Ways to the outside that need no import, so that no import contract sees them."""


def listed_files() -> list[Path]:
    """Give what git tracks, and what it would if everything were added."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where the path says
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Give every file of the repository that is a text, by its name."""
    contents = {str(path.relative_to(ROOT)): path.read_bytes() for path in listed_files()}
    return {name: content.decode() for name, content in contents.items() if b"\0" not in content}


def test_no_file_names_a_path_of_one_machine(texts: dict[str, str]):
    assert list(places(texts, OF_ONE_MACHINE)) == []


def test_no_file_names_the_host_of_a_package_index(texts: dict[str, str]):
    assert list(places(texts, INDEX_HOST)) == []


def test_no_file_is_larger_than_a_mebibyte():
    assert [str(path) for path in listed_files() if path.stat().st_size > LARGEST] == []


def test_pure_code_opens_nothing():
    package = ROOT / "src" / "isthmus"
    pure = [
        path
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0].removesuffix(".py") not in DOORS_AND_DRIVERS
    ]
    sources = ((path.name, path.read_text(encoding="utf-8")) for path in pure)
    assert [f"{name}: {call}" for name, text in sources for call in calls_outside(text)] == []
    assert pure


@pytest.mark.parametrize("line", ["open('x')", "io.open('x')", "__import__('os')"])
def test_a_planted_way_outside_is_found(line: str):
    assert len(list(calls_outside(f"def planted():\n    {line}\n"))) == 1


@pytest.mark.parametrize("text", ["see /" + "home/someone/notes", "in C:" + "\\Users\\someone"])
def test_a_planted_path_is_found(text: str):
    assert list(places({"planted": text}, OF_ONE_MACHINE))


def test_a_planted_host_is_found():
    assert list(places({"planted": "from https://pypi" + ".org/simple"}, INDEX_HOST))


def places(texts: dict[str, str], pattern: re.Pattern[str]) -> Iterator[str]:
    for name, text in texts.items():
        for hit in pattern.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            yield f"{name}:{line}: {hit.group()}"


def calls_outside(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in REACHES_OUT:
            yield f"line {node.lineno} calls {ast.unparse(node.func)}"
