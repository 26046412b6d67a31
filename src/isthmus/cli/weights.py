"""Commands of the resolver's weights: proposed, reviewed, approved by a second person."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, Where, Who, acting
from isthmus.cli.printing import Out
from isthmus.cli.resolving import resolve_app
from isthmus.cli.wording import Language
from isthmus.errors import InputError
from isthmus.flow.documents.reviewing import ReviewQueue
from isthmus.flow.documents.weights import (
    ShownReplay,
    ShownWeights,
    WeightsPage,
    WeightsReview,
    WeightsWords,
)
from isthmus.flow.replaying import replay_pair
from isthmus.flow.review_queue import review_queue
from isthmus.flow.showing.words import STATES
from isthmus.flow.weights import (
    approve_weights,
    decline_weights,
    list_weights,
    propose_version,
    propose_weights,
    review_weights,
    weights_document,
)
from isthmus.phrases import say

weights_app = App(name="weights", help="Weight files: which bits the resolver gives for what.")

Reason = Annotated[str, Parameter(help="Why, in a sentence.")]


def add_to(_: App) -> None:
    """Add the commands to those of the resolver."""
    weights_app.command(show_all, name="list")
    weights_app.command(show, name="show")
    weights_app.command(document, name="document")
    weights_app.command(propose, name="propose")
    weights_app.command(approve, name="approve")
    weights_app.command(decline, name="decline")
    resolve_app.command(weights_app)
    resolve_app.command(replay, name="replay")
    resolve_app.command(queue, name="queue")


def show_all(*, language: Language = "en", where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List the weight files, the newest first, and which one is in force.

    For example: `isthmus resolve weights list`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = list_weights(at.center, at.actor)
    where.out.speaking(voice).show(found, _page)


def show(
    version: str, *, language: Language = "en", where: Where = ANYWHERE, who: Who = OPERATOR
) -> None:
    """Show what the weights of VERSION change: every number, and a sample of pairs you may see.

    For example: `isthmus resolve weights show persons-2031.1 --as analyst`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = review_weights(at.center, at.actor, version)
    where.out.speaking(voice).show(found, _review)


def document(version: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Print the weights of VERSION as JSON: to keep them elsewhere, or to start others from.

    For example: `isthmus resolve weights document first-cut-1 > weights.json`
    """
    with acting(where, who) as at:
        raw = weights_document(at.center, at.actor, version)
    sys.stdout.write(raw.decode() + "\n")


def propose(
    file: Annotated[Path | None, Parameter(help="A weight file in JSON.")] = None,
    *,
    version: Annotated[
        str | None, Parameter(help="Instead of a file: a version that is here already.")
    ] = None,
    reason: Reason,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Propose the weights in FILE; they hold once another person approves.

    For example: `isthmus resolve weights propose persons.json --reason "trained on 2031"`
    """
    if (file is None) == (version is None):
        raise InputError(say("expected a file or a version, got none or both"))
    words = WeightsWords(reason=reason)
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        if version is not None:
            found = propose_version(at.center, at.actor, version, words)
        else:
            raw = file.read_bytes() if file is not None else b""
            found = propose_weights(at.center, at.actor, raw, words)
    where.out.speaking(voice).show(found, _weights)


def approve(
    version: str,
    *,
    reason: Reason,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Approve the weights of VERSION that another person proposed: from now on they hold.

    For example: `isthmus resolve weights approve persons-2031.1 --reason "reviewed" --as analyst`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = approve_weights(at.center, at.actor, version, WeightsWords(reason=reason))
        at.node.work()
    where.out.speaking(voice).show(found, _weights)


def decline(
    version: str,
    *,
    reason: Reason,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Decline the weights of VERSION, or take back one's own proposal; the file stays.

    For example: `isthmus resolve weights decline persons-2031.1 --reason "too eager" --as analyst`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = decline_weights(at.center, at.actor, version, WeightsWords(reason=reason))
    where.out.speaking(voice).show(found, _weights)


def replay(
    left: Annotated[str, Parameter(help="One source entity, e-...")],
    right: Annotated[str, Parameter(help="The other one, e-...")],
    *,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Weigh again what the resolver once said of a pair, with the weights of that day.

    For example: `isthmus resolve replay e-... e-... --as analyst`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = replay_pair(at.center, at.actor, left, right)
    where.out.speaking(voice).show(found, _replays)


def queue(
    *,
    limit: Annotated[int, Parameter(help="How many pairs, up to 50.")] = 20,
    language: Language = "en",
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """List the pairs whose judgement would teach or change the most; `isthmus judge` judges them.

    For example: `isthmus resolve queue --as analyst --purpose maritime-security`
    """
    with acting(where, who) as at:
        voice = at.center.wording.voice(language)
        found = review_queue(at.center, at.actor, limit)
    where.out.speaking(voice).show(found, _queue)


def _queue(out: Out, found: ReviewQueue) -> None:
    rows = []
    for pair in found.pairs:
        left, right = pair.judgement.left, pair.judgement.right
        says = ", ".join(f"{c.property} {c.bits:+.1f}" for c in pair.judgement.evidence)
        names = f"{left.caption} = {right.caption}"
        ids = f"{left.source_entity} {right.source_entity}"
        rows.append((names, f"{pair.margin:+.1f}", says, pair.size, pair.alerts, ids))
    columns = (
        say("pair"),
        say("bits to the bar"),
        say("comparisons"),
        say("entities"),
        say("alerts"),
        say("ids"),
    )
    out.table(say("pairs to judge"), columns, rows)


def _page(out: Out, page: WeightsPage) -> None:
    waits = page.rescoring or None
    out.facts((say("in force"), page.version), (say("older judgements wait"), waits))
    rows = [(o.version, STATES[o.state], o.proposed_by, o.decided_by, o.reason) for o in page.items]
    columns = (
        say("version"),
        say("state"),
        say("proposed by"),
        say("decided by"),
        say("reason"),
    )
    out.table(say("weights"), columns, rows)


def _weights(out: Out, one: ShownWeights) -> None:
    out.facts(
        (say("weights"), one.version),
        (say("state"), STATES[one.state]),
        (say("proposed by"), one.proposed_by),
        (say("reason"), one.reason),
        (say("decided by"), one.decided_by),
        (say("because"), one.decided_reason),
        (say("digest"), one.digest),
    )


def _review(out: Out, review: WeightsReview) -> None:
    _weights(out, review.weights)
    out.table(
        say("what changes against {version}", version=review.against),
        (say("kind"), say("property"), say("level"), say("before"), say("after")),
        [(c.schema, c.property, c.level, c.before, c.after) for c in review.changes],
    )
    out.table(
        say("tables of terms"),
        (say("table"), say("before"), say("after"), say("changed")),
        [(t.name, t.before, t.after, t.changed) for t in review.tables],
    )
    effect = review.effect
    out.facts(
        (say("pairs weighed with both"), effect.pairs),
        (say("the same before"), effect.same_before),
        (say("the same after"), effect.same_after),
        (say("would become the same"), effect.joined),
        (say("would no longer be"), effect.parted),
        (say("of these judged by persons"), effect.by_person),
    )


def _replays(out: Out, found: list[ShownReplay]) -> None:
    rows = [
        (r.version, r.at, r.kept, r.again if r.known else say("no weights"), r.missing, r.bits)
        for r in found
    ]
    columns = (
        say("version"),
        say("at"),
        say("comparisons"),
        say("the same again"),
        say("erased"),
        say("bits"),
    )
    out.table(say("judgements of models"), columns, rows)
