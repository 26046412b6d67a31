"""Commands of entities: search, page, graph, judgement."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.flow.documents.entities import EntityPage, HitList, JudgementRequest
from isthmus.flow.documents.graph import Graph
from isthmus.flow.entity import entity_page
from isthmus.flow.graph import entity_graph
from isthmus.flow.review import judge as keep_judgement
from isthmus.flow.search import EntityQuery, search_entities


def add_to(app: App) -> None:
    """Add the commands."""
    for command in (search, entity, graph, judge):
        app.command(command)


def search(
    text: Annotated[str, Parameter(help="A name, an identifier, or words of them.")] = "",
    *,
    schema: Annotated[str | None, Parameter(help="Only this kind, as Vessel.")] = None,
    source: Annotated[str | None, Parameter(help="Only what this source tells of.")] = None,
    limit: int = 50,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Search entities; without a text, show what open alerts are about.

    For example: `isthmus search "northern star" --as analyst --purpose maritime-security`
    """
    query = EntityQuery(q=text, schema=schema, source=source, limit=limit)
    with acting(where, who) as at:
        found = search_entities(at.center, at.actor, query)
    where.out.show(found, _hits)


def entity(
    entity: Annotated[str, Parameter(help="Its id, e-...")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Show an entity: values with source and grade, what is withheld, events, links, and more.

    For example: `isthmus entity e-... --as analyst --purpose maritime-security`
    """
    with acting(where, who) as at:
        page = entity_page(at.center, at.actor, entity)
    where.out.show(page, _page)


def graph(
    entity: Annotated[str, Parameter(help="Its id, e-...")],
    *,
    hops: Annotated[int, Parameter(help="How far, 1 to 3.")] = 1,
    cap: Annotated[int, Parameter(help="How many nodes at most.")] = 60,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Show what an entity is tied to.

    For example: `isthmus graph e-... --hops 2 --as analyst --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = entity_graph(at.center, at.actor, entity, hops=hops, cap=cap)
    where.out.show(found, _graph)


def judge(
    left: Annotated[str, Parameter(help="One source entity, e-...")],
    right: Annotated[str, Parameter(help="The other one, e-...")],
    decision: Literal["same", "different", "undecided"],
    *,
    reason: Annotated[str, Parameter(help="What shows it, in a sentence.")],
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Judge whether two source entities are one; a later judgement takes it back.

    For example: `isthmus judge e-... e-... same --reason "one hull number" --as analyst`
    """
    request = JudgementRequest(left=left, right=right, decision=decision, reason=reason)
    with acting(where, who) as at:
        keep_judgement(at.center, at.actor, entity=left, request=request)
        at.node.work()
        page = entity_page(at.center, at.actor, left)
    where.out.show(page, _page)


def _hits(out: Out, found: HitList) -> None:
    rows = [
        (hit.caption, hit.schema, hit.countries, hit.sources, hit.listed, hit.alerts, hit.id)
        for hit in found.items
    ]
    columns = ("entity", "kind", "countries", "sources", "listed", "alerts", "id")
    out.table("entities", columns, rows)


def _page(out: Out, page: EntityPage) -> None:
    head = page.entity
    out.facts(
        ("entity", head.caption),
        ("kind", head.schema),
        ("listed", head.listed),
        ("label", page.labels[head.label].text if head.label in page.labels else head.label),
        ("id", head.id),
    )
    values = [
        (
            group.property,
            value.entity_caption or value.value,
            value.source.id,
            f"{value.grade.reliability}{value.grade.credibility}",
            value.record.id if value.record else None,
        )
        for group in page.properties
        for value in group.values
    ]
    out.table("values", ("property", "value", "source", "grade", "record"), values)
    if page.withheld:
        # Where nothing is to be known, not even a title says that something could be.
        out.table(
            "withheld: these exist, and you may not see them",
            ("property", "ask", "held under"),
            [(one.property, one.originators, one.legal_bases) for one in page.withheld],
        )
    out.table(
        "events",
        ("at", "kind", "event", "via"),
        [(event.at, event.schema, event.caption, event.via) for event in page.events],
    )
    out.table(
        "links",
        ("role", "kind", "other", "id"),
        [(link.role, link.schema, link.other.caption, link.other.id) for link in page.links],
    )
    out.table(
        "source entities",
        ("source", "caption", "statements", "id"),
        [(m.source, m.caption, m.statements, m.source_entity) for m in page.members],
    )
    out.table(
        "alerts",
        ("number", "severity", "state", "raised", "id"),
        [(a.number, a.severity, a.state, a.raised_at, a.id) for a in page.alerts],
    )


def _graph(out: Out, found: Graph) -> None:
    names = {node.id: " ".join((node.title["en"], node.caption)) for node in found.nodes}
    rows = [
        (names.get(edge.from_, edge.from_), edge.kind, names.get(edge.to, edge.to))
        for edge in found.edges
    ]
    out.table("links", ("from", "kind", "to"), rows)
    if found.more:
        out.line(f"{found.more} more nodes: raise --cap")
