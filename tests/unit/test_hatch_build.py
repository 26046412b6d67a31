"""The console is built once per state of its sources, by a Node that no machine need have."""

import json
from pathlib import Path

import brotli
import pytest

import hatch_build

PACKAGE = {
    "name": "tiny",
    "version": "0.0.0",
    "scripts": {
        "copy": "mkdir -p dist && cp src/* dist/",
        "build": "npm run copy",  # a script that calls npm must find one
    },
}
LOCK = {"name": "tiny", "version": "0.0.0", "lockfileVersion": 3, "packages": {"": {}}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose console is one page and needs no package."""
    source = tmp_path / "frontend" / "src"
    source.mkdir(parents=True)
    source.with_name("package.json").write_text(json.dumps(PACKAGE))
    source.with_name("package-lock.json").write_text(json.dumps(LOCK))
    (source / "index.html").write_text("<p>north</p>")
    (tmp_path / "hatch_build.py").touch()
    return tmp_path


def test_a_project_without_a_console_builds_nothing(tmp_path: Path):
    assert not hatch_build.build_console(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_console_is_built_once_per_state_of_its_sources(project: Path):
    source = project / "frontend" / "src" / "index.html"
    asset = project / hatch_build.STATIC / "index.html"

    assert hatch_build.build_console(project)
    assert asset.read_text() == source.read_text()
    assert not hatch_build.build_console(project)

    source.write_text("<p>south</p>")
    assert hatch_build.build_console(project)
    assert asset.read_text() == source.read_text()


def test_an_asset_has_its_compressed_form_beside_it(project: Path):
    hatch_build.build_console(project)
    asset = project / hatch_build.STATIC / "index.html"
    assert brotli.decompress(asset.with_name("index.html.br").read_bytes()) == asset.read_bytes()
