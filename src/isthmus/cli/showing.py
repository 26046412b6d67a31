"""The command that shows a node with data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from isthmus.demo import PURPOSE, Options
from isthmus.demo import main as run_demo


def demo(  # noqa: PLR0913 - each one an option of the demo
    *,
    data: Annotated[Path | None, Parameter(help="Deliver the files below this folder.")] = None,
    once: Annotated[bool, Parameter(negative="", help="Load, report, end.")] = False,
    as_json: Annotated[
        bool, Parameter(name="--json", negative="", help="Print the demo document.")
    ] = False,
    keep: Annotated[Path | None, Parameter(help="Keep the node in this folder.")] = None,
    purpose: Annotated[str, Parameter(help="What the report is read for.")] = PURPOSE,
    port: Annotated[int, Parameter(help="Port of the console; 0 picks one.")] = 8471,
    browser: Annotated[bool, Parameter(help="Open the console in a browser.")] = True,
) -> int:
    """See a node with data: with your files, or with an invented exercise.

    For example: `isthmus demo --data ./files --once --json`
    """
    return run_demo(
        Options(
            data=data,
            once=once,
            as_json=as_json,
            keep=keep,
            purpose=purpose,
            port=port,
            browser=browser,
        )
    )
