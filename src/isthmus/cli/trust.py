"""Commands of the trust list: keys that follow, centers that join and leave, and who signs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting, opened
from isthmus.cli.partners import federated, federation_of
from isthmus.cli.printing import Out
from isthmus.flow.documents.trusting import ShownList, TrustPage
from isthmus.flow.trust_lists import (
    holding_list,
    join_center,
    list_lists,
    part_center,
    propose_list,
    revoke_center,
    rotate_keys,
    sign_list,
)

trust_app = App(name="trust", help="The trust list: whose keys hold, and who may change that.")


def add_to(app: App) -> None:
    """Add the commands."""
    trust_app.command(show, name="list")
    trust_app.command(current, name="show")
    trust_app.command(propose, name="propose")
    trust_app.command(sign, name="sign")
    trust_app.command(rotate, name="rotate")
    trust_app.command(join, name="join")
    trust_app.command(part, name="part")
    trust_app.command(revoke, name="revoke")
    app.command(trust_app)


def show(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List the trust lists that were proposed, what they would change, and who has signed.

    For example: `isthmus trust list`
    """
    with acting(where, who) as at:
        found = list_lists(federation_of(at), at.actor)
    where.out.show(found, _page)


def current(*, where: Where = ANYWHERE) -> None:
    """Print the trust list that holds, as JSON: a center that joins pins it.

    For example: `isthmus trust show > trust.json`
    """
    with opened(where) as node:
        raw = holding_list(federated(node))
    sys.stdout.write(raw.decode() + "\n")


def propose(file: Path, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Sign the trust list in FILE for this center, and send it to the partners.

    For example: `isthmus trust propose trust-2.json --as release`
    """
    with acting(where, who) as at:
        found = propose_list(federation_of(at), at.actor, file.read_bytes())
    where.out.show(found, _list)


def sign(digest: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Sign the list of DIGEST for this center; it holds once more than half have signed.

    Compare new keys with their center by another way first.
    For example: `isthmus trust sign 3f2a... --as release`
    """
    with acting(where, who) as at:
        found = sign_list(federation_of(at), at.actor, digest)
    where.out.show(found, _list)


def rotate(
    *,
    revoke: Annotated[
        bool, Parameter(help="Revoke the keys of now: somebody else may have them.")
    ] = False,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Make new keys for this center, and propose the list that brings them in.

    Those of now stay good for a month beside them. For example: `isthmus trust rotate --as release`
    """
    with acting(where, who) as at:
        found = rotate_keys(federation_of(at), at.actor, revoke=revoke)
    where.out.show(found, _list)


def join(entry: Path, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Propose the list with the center of ENTRY, as `isthmus partners entry` printed it there.

    An entry of a center that is on the list takes its place.
    For example: `isthmus trust join elm.json --as release`
    """
    with acting(where, who) as at:
        found = join_center(federation_of(at), at.actor, entry.read_bytes())
    where.out.show(found, _list)


def part(center: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Propose the list without CENTER.

    For example: `isthmus trust part elm --as release`
    """
    with acting(where, who) as at:
        found = part_center(federation_of(at), at.actor, center)
    where.out.show(found, _list)


def revoke(center: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Propose the list on which all keys of CENTER are revoked from now on.

    Nothing that is signed with them is believed any more, until a list brings other ones.
    For example: `isthmus trust revoke elm --as release`
    """
    with acting(where, who) as at:
        found = revoke_center(federation_of(at), at.actor, center)
    where.out.show(found, _list)


def _page(out: Out, page: TrustPage) -> None:
    out.facts(("version", page.version), ("centers", page.centers))
    rows = [
        (one.version, one.state, one.by, one.votes, one.missing, one.digest) for one in page.lists
    ]
    out.table("trust lists", ("version", "state", "from", "votes", "missing", "digest"), rows)
    for one in page.lists:
        _changes(out, one)


def _list(out: Out, one: ShownList) -> None:
    out.facts(
        ("trust list", f"version {one.version}"),
        ("state", one.state),
        ("votes", one.votes),
        ("missing", one.missing),
        ("digest", one.digest),
    )
    _changes(out, one)


def _changes(out: Out, one: ShownList) -> None:
    rows = [(each.center, each.change, each.subject, each.at) for each in one.changes]
    out.table(f"what version {one.version} changes", ("center", "change", "what", "at"), rows)
