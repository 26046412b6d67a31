"""The command that trains weights from what the node holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, Where, opened
from isthmus.cli.printing import Out
from isthmus.cli.records import check_writable
from isthmus.cli.resolving import resolve_app
from isthmus.cli.wording import Language
from isthmus.flow.training import Run, train_weights
from isthmus.model.weights import document_bytes
from isthmus.phrases import say


def add_to(_: App) -> None:
    """Add the command to those of the resolver."""
    resolve_app.command(train)


def train(
    *,
    schema: Annotated[
        tuple[str, ...],
        Parameter(negative="", help="Only this kind, as Person; may be said several times."),
    ] = (),
    purpose: Annotated[
        str | None, Parameter(help="At which of the resolver's purposes it reads.")
    ] = None,
    seed: Annotated[int, Parameter(help="Equal records and an equal seed give equal weights.")] = 1,
    out: Annotated[Path, Parameter(help="File to write the weights to.")],
    language: Language = "en",
    where: Where = ANYWHERE,
) -> None:
    """Train weights from the node's own records, unlabelled, and write them to a file for review.

    What is in force stays as it is until the new weights are activated.

    For example: `isthmus resolve train --schema Person --out weights.json`
    """
    check_writable(out)
    with opened(where) as node:
        run = Run(purpose or node.center.resolve_purposes[0], schema, seed)
        document = train_weights(node.center, node.trainer(), run)
        voice = node.center.wording.voice(language)
    out.write_bytes(document_bytes(document) + b"\n")
    trained = document["trained"]
    made = {"file": str(out), "version": str(document["version"]), "trained": trained}
    where.out.speaking(voice).show(made, _made)


def _made(out: Out, made: dict[str, object]) -> None:
    out.facts((say("file"), str(made["file"])), (say("version"), str(made["version"])))
    trained = made["trained"]
    if isinstance(trained, dict):
        rows = [(name, str(how["records"]), str(how["seed"])) for name, how in trained.items()]
        out.table(say("trained"), (say("kind"), say("records"), say("seed")), rows)
