"""Description: openapi.json, with what each operation says of itself.

1. A session is its cookie; what may change something needs its CSRF token too. Some operations are
   opened by an access key instead.
2. What changes something states its purpose; what is read may state it in the address instead.
3. A body that is taken as it is has its media type, and the schema of the type that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from isthmus.web.asking import COOKIE, CSRF_HEADER, PURPOSE_HEADER
from isthmus.web.declared import (
    Body,
    body_taken,
    is_open,
    key_use,
    needs_csrf,
    needs_purpose,
)

Node = dict[str, Any]

SESSION, CSRF, BEARER, BASIC = "session", "csrf", "key", "keyOfAccount"
SCHEMES: Final[Mapping[str, Mapping[str, str]]] = {
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "A session: `signIn` sets the cookie.",
    },
    CSRF: {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "The session's token, `csrf` of what `signIn` and `readSession` give.",
    },
    BEARER: {
        "type": "http",
        "scheme": "bearer",
        "description": "An access key that was made for this use.",
    },
    BASIC: {
        "type": "http",
        "scheme": "basic",
        "description": "An access key as the password, with the name of its account.",
    },
}


@dataclass
class Description(OpenAPIConfig):
    """How the API is described. `handlers`: every one of it."""

    handlers: Sequence[HTTPRouteHandler] = ()

    def to_openapi_schema(self) -> OpenAPI:
        """Give the document that the framework fills with what it reads from types."""
        empty = super().to_openapi_schema()
        known = {one.name: getattr(empty, one.name) for one in fields(empty)}
        return _Document(**known, handlers=self.handlers)


@dataclass
class _Document(OpenAPI):
    handlers: Sequence[HTTPRouteHandler] = field(default=(), kw_only=True)

    @property
    def _exclude_fields(self) -> set[str]:
        return {*super()._exclude_fields, "handlers"}

    def to_schema(self) -> Node:
        whole = super().to_schema()
        options = {one.operation_id: one.opt for one in self.handlers}
        components = whole.setdefault("components", {})
        for item in whole["paths"].values():
            for method, operation in item.items():
                opt = options[operation["operationId"]]
                operation["security"] = _security(method.upper(), opt)
                _state_purpose(operation, method.upper(), opt)
                taken = body_taken(opt)
                if taken is not None:
                    operation["requestBody"] = _body(taken, components["schemas"])
        components["securitySchemes"] = {name: dict(one) for name, one in SCHEMES.items()}
        return whole


def _security(method: str, opt: Mapping[str, Any]) -> list[dict[str, list[str]]]:
    """Give what opens an operation: one of these, and of one all that it names."""
    if is_open(opt):
        return []
    session: dict[str, list[str]] = {SESSION: []}
    if needs_csrf(method):
        session[CSRF] = []
    return [session] if key_use(opt) is None else [session, {BEARER: []}, {BASIC: []}]


def _state_purpose(operation: Node, method: str, opt: Mapping[str, Any]) -> None:
    """Require the purpose where something may change; leave it out where there is none."""
    stated = operation.get("parameters", [])
    if not needs_purpose(opt):
        stated = [one for one in stated if one["name"] != PURPOSE_HEADER]
    for one in stated:
        if one["name"] == PURPOSE_HEADER and needs_csrf(method):
            one |= {"required": True, "schema": {"type": "string"}}
    operation["parameters"] = stated


def _body(taken: Body, schemas: Node) -> Node:
    schema: Node = {"type": "string", "format": "binary"}
    if taken.of is not None:
        # Under names of their own: a type of another document may bear the same.
        of = taken.of.__name__
        template = f"#/components/schemas/{of}.{{name}}"
        [schema], parts = msgspec.json.schema_components([taken.of], ref_template=template)
        schemas |= {f"{of}.{name}": part for name, part in parts.items()}
    return {"required": True, "content": {taken.media_type: {"schema": schema}}}
