"""The link graph around one entity."""

from __future__ import annotations

from typing import Literal

import msgspec

from isthmus.flow.documents.labels import Labels
from isthmus.flow.documents.values import Texts


class Node(msgspec.Struct, kw_only=True, frozen=True):
    """One thing in the graph. `title`: what it is; `caption`: what it is called, or empty."""

    id: str
    kind: Literal["entity", "event", "alert", "withheld"]
    schema: str
    title: Texts
    caption: str
    severity: str | None
    listed: bool
    label: str


class Edge(msgspec.Struct, kw_only=True, frozen=True):
    """One relation. `kind`: a link's schema, a property, `attribution` or `alert`."""

    id: str
    from_: str = msgspec.field(name="from")
    to: str
    kind: str
    title: Texts
    label: str


class Graph(msgspec.Struct, kw_only=True, frozen=True):
    """Nodes and edges. `more`: how many nodes the cap left out, null for none."""

    nodes: list[Node]
    edges: list[Edge]
    more: int | None
    labels: Labels
