"""The console's files, as the build left them, each with its compressed twin.

What stands under /assets has its content's hash in its name and never changes; the rest is asked
for again each time. Every other address is the console's own and gets its first page.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from litestar import Response, get
from litestar.params import FromPath

from isthmus.errors import NotFound
from isthmus.phrases import say
from isthmus.web.asking import Asked, door_of, on_thread

INDEX: Final = "index.html"
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
IMMUTABLE: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "no-cache"
TYPES: Final = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
NOT_BUILT: Final = (
    "The console is not built on this node.\n\n"
    "Build it with `make console`, or install a wheel, which carries it.\n"
    "The API answers under /api/v1; its description is /api/v1/openapi.json.\n"
)


@dataclass(frozen=True, slots=True)
class File:
    """One file as it goes out. `tag`: names its content."""

    content: bytes
    media_type: str
    encoding: str | None
    caching: str
    tag: str


@get(["/", "/{path:path}"], operation_id="readConsole", include_in_schema=False)
async def read_console(request: Asked, path: FromPath[str] = "/") -> Response[bytes]:
    """Give a file of the console, or its first page."""
    if path.startswith("/api/"):
        message = say("expected an address of this node")
        raise NotFound(message, repair=say("see openapi.json"))
    door = door_of(request)
    accepted = request.headers.get("accept-encoding", "")
    found = await on_thread(door.pools.short, lambda: file_of(door.node.static, path, accepted))
    if found is None:
        return Response(NOT_BUILT.encode(), media_type=TYPES[".txt"], status_code=503)
    headers = {"Cache-Control": found.caching, "ETag": found.tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == found.tag:
        return Response(b"", status_code=304, headers=headers)
    if found.encoding is not None:
        headers["Content-Encoding"] = found.encoding
    return Response(found.content, media_type=found.media_type, headers=headers)


def file_of(folder: Path, path: str, accepted: str) -> File | None:
    """Give the file of an address in the best encoding that is accepted.

    An address that names no file gives the first page, and None where that one is missing. A
    missing file under /assets raises NotFound: a page must not pass for a script.
    """
    name = path.strip("/")
    wanted = _inside(folder, name)
    if wanted is None and name.startswith("assets/"):
        message = say("expected a file of the console")
        raise NotFound(message, repair=say("load the page again: the console was updated"))
    wanted = wanted or _inside(folder, INDEX)
    if wanted is None:
        return None
    content, encoding = _read(wanted, accepted)
    return File(
        content=content,
        media_type=_type(wanted),
        encoding=encoding,
        caching=IMMUTABLE if name.startswith("assets/") else ASKED_AGAIN,
        tag=f'"{sha256(content).hexdigest()[:32]}"',
    )


def _inside(folder: Path, name: str) -> Path | None:
    parts = name.split("/")
    if not name or "\0" in name or any(part in {"", ".", ".."} or part[0] == "." for part in parts):
        return None
    found = folder.joinpath(*parts)
    try:
        inside = found.resolve().is_relative_to(folder.resolve())
        return found if inside and found.is_file() else None
    except OSError:
        # A name that no file system takes names no file.
        return None


def _read(wanted: Path, accepted: str) -> tuple[bytes, str | None]:
    offered = {part.partition(";")[0].strip() for part in accepted.split(",")}
    for encoding, ending in ENCODINGS:
        twin = wanted.with_name(wanted.name + ending)
        if encoding in offered and twin.is_file():
            return twin.read_bytes(), encoding
    return wanted.read_bytes(), None


def _type(wanted: Path) -> str:
    known = TYPES.get(wanted.suffix)
    return known or mimetypes.guess_type(wanted.name)[0] or "application/octet-stream"
