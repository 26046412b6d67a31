"""Walls that say when the design asks for a better cut."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULE_WALL = 400
FUNCTION_WALL = 60
PYTHON = sorted((ROOT / "src" / "isthmus").rglob("*.py"))
CONSOLE = sorted(
    path
    for path in (ROOT / "frontend" / "src").rglob("*")
    if path.suffix in {".ts", ".svelte"} and "generated" not in path.parts
)


def test_there_are_modules_to_measure():
    assert PYTHON


@pytest.mark.parametrize("path", [*PYTHON, *CONSOLE], ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_below_its_wall(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_WALL


@pytest.mark.parametrize("path", PYTHON, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_stays_below_its_wall(path: Path):
    assert list(long_functions(path.read_text(encoding="utf-8"))) == []


def test_a_function_one_line_above_the_wall_is_found():
    body = "    pass\n" * FUNCTION_WALL
    assert list(long_functions(f"def walled():\n{body}")) == [f"walled: {FUNCTION_WALL + 1} lines"]


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_WALL:
                yield f"{node.name}: {lines} lines"
