"""The command that runs a node."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from isthmus.cli.opening import ANYWHERE, Where, opened
from isthmus.web.serving import serve


def up(
    *,
    browser: Annotated[bool, Parameter(help="Open the console in a browser.")] = False,
    where: Where = ANYWHERE,
) -> int:
    """Run a node: its loops, the API and the console, until Ctrl C.

    For example: `isthmus up --home /srv/alder`
    """
    with opened(where) as node:
        return serve(node, browser=browser)
