"""Shield: the headers that every answer carries, and the policy that binds the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from litestar.types import Message, Scope

DIRECTIVES: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "default svelte-trusted-html",
}
"""No inline code, no eval, nothing from elsewhere. The two Trusted Types policies are the
console's own, and its framework's."""

CONTENT_SECURITY_POLICY: Final = "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())

HEADERS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"server", b"isthmus"),
)
NO_STORE: Final = (b"cache-control", b"no-store")
HSTS: Final = (b"strict-transport-security", b"max-age=31536000")


async def shielded(message: Message, scope: Scope) -> None:
    """Add the headers to a response that begins; what says nothing of caching is not stored."""
    if message["type"] != "http.response.start":
        return
    headers = [*message["headers"], *HEADERS]
    if not any(name.lower() == b"cache-control" for name, _ in headers):
        headers.append(NO_STORE)
    if scope.get("scheme") == "https":
        headers.append(HSTS)
    message["headers"] = headers
