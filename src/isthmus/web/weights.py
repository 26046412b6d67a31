"""Handlers of the resolver's weights."""

from __future__ import annotations

from typing import Final

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from isthmus.flow.actor import Actor
from isthmus.flow.center import Center
from isthmus.flow.documents.quality import QualityQuestion, QualityReport
from isthmus.flow.documents.reviewing import ReviewQueue
from isthmus.flow.documents.weights import (
    ShownReplay,
    ShownWeights,
    WeightsPage,
    WeightsProposal,
    WeightsReview,
    WeightsWords,
)
from isthmus.flow.quality import quality_report
from isthmus.flow.replaying import replay_pair
from isthmus.flow.review_queue import review_queue
from isthmus.flow.showing.report.page import Speech, report_page
from isthmus.flow.weights import (
    approve_weights,
    decline_weights,
    list_weights,
    propose_version,
    propose_weights,
    review_weights,
    weights_document,
)
from isthmus.web.asking import Asked, answered
from isthmus.web.problems import STATED

TAG: Final = ["resolver"]
_PROPOSAL_BYTES_MAX: Final = 64 << 20
"""A file is at most half of that; as a text in JSON its quotes are marked."""


@get(
    "/weights",
    operation_id="listWeights",
    tags=TAG,
    responses=STATED,
    summary="List the resolver's weight files",
)
async def read_weights(request: Asked) -> WeightsPage:
    """List weight files, the newest first, and say which one is in force."""
    return await answered(request, list_weights)


@post(
    "/weights",
    operation_id="proposeWeights",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Propose weights",
    request_max_body_size=_PROPOSAL_BYTES_MAX,
)
async def post_weights(request: Asked, data: JSONBody[WeightsProposal]) -> ShownWeights:
    """Propose a weight file; it holds once another person approves."""
    raw, words = data.document.encode(), WeightsWords(reason=data.reason)
    return await answered(request, lambda center, actor: propose_weights(center, actor, raw, words))


@get(
    "/weights/{version:str}",
    operation_id="reviewWeights",
    tags=TAG,
    responses=STATED,
    summary="Show what weights change",
)
async def read_review(request: Asked, version: FromPath[str]) -> WeightsReview:
    """Show every number that changes, and what would become of pairs that the reader sees."""
    return await answered(request, lambda center, actor: review_weights(center, actor, version))


@get(
    "/weights/{version:str}/document",
    operation_id="downloadWeights",
    tags=TAG,
    responses=STATED,
    media_type="application/json",
    summary="Give a weight file",
)
async def read_document(request: Asked, version: FromPath[str]) -> Response[bytes]:
    """Give the canonical JSON of a version, to be saved."""
    found = await answered(request, lambda center, actor: weights_document(center, actor, version))
    headers = {"Content-Disposition": f'attachment; filename="{version[:64]}.json"'}
    return Response(found, media_type="application/json", headers=headers)


@post(
    "/weights/{version:str}/proposal",
    operation_id="proposeWeightsAgain",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Propose weights that are here already",
)
async def post_proposal(
    request: Asked, version: FromPath[str], data: JSONBody[WeightsWords]
) -> ShownWeights:
    """Propose a former, declined or shipped version again."""
    return await answered(
        request, lambda center, actor: propose_version(center, actor, version, data)
    )


@post(
    "/weights/{version:str}/approve",
    operation_id="approveWeights",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Approve weights that another person proposed",
)
async def post_approval(
    request: Asked, version: FromPath[str], data: JSONBody[WeightsWords]
) -> ShownWeights:
    """Approve them: the node signs that, and from its next batch on weighs with them."""
    return await answered(
        request, lambda center, actor: approve_weights(center, actor, version, data)
    )


@post(
    "/weights/{version:str}/decline",
    operation_id="declineWeights",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Decline weights, or take back one's own proposal",
)
async def post_refusal(
    request: Asked, version: FromPath[str], data: JSONBody[WeightsWords]
) -> ShownWeights:
    """Decline them; the file stays, and can be proposed again."""
    return await answered(
        request, lambda center, actor: decline_weights(center, actor, version, data)
    )


@get(
    "/entities/{entity:str}/replays/{other:str}",
    operation_id="replayPair",
    tags=TAG,
    responses=STATED,
    summary="Replay the judgements on a pair",
)
async def read_replay(
    request: Asked, entity: FromPath[str], other: FromPath[str]
) -> list[ShownReplay]:
    """Weigh again what models said of two source entities, with the weights of that day."""
    return await answered(request, lambda center, actor: replay_pair(center, actor, entity, other))


@get(
    "/review",
    operation_id="listReviewPairs",
    tags=TAG,
    responses=STATED,
    summary="List the pairs that are most worth a judgement",
)
async def read_queue(request: Asked, limit: FromQuery[int] = 20) -> ReviewQueue:
    """List pairs near the bar, those first whose decision would teach or change the most."""
    return await answered(request, lambda center, actor: review_queue(center, actor, limit))


@post(
    "/quality",
    operation_id="reportQuality",
    status_code=200,
    tags=TAG,
    responses=STATED,
    summary="Report how well the resolver judges",
    request_max_body_size=_PROPOSAL_BYTES_MAX,
)
async def post_quality(request: Asked, data: JSONBody[QualityQuestion]) -> QualityReport:
    """Report weights, calibration and rates, against persons' judgements and a labelled set."""
    return await answered(request, lambda center, actor: quality_report(center, actor, data))


@get(
    "/quality",
    operation_id="downloadQuality",
    tags=TAG,
    responses=STATED,
    media_type="text/html",
    summary="Give the report on the resolver as one file",
)
async def read_quality(
    request: Asked, against: FromQuery[str | None] = None, language: FromQuery[str] = "en"
) -> Response[bytes]:
    """Give the report as an HTML file to be saved, which fetches nothing."""
    question = QualityQuestion(against=against)

    def page(center: Center, actor: Actor) -> str:
        speech = Speech(center.wording.voice(language), center.ontology)
        return report_page(quality_report(center, actor, question), speech)

    found = await answered(request, page)
    headers = {"Content-Disposition": 'attachment; filename="resolver-report.html"'}
    return Response(found.encode(), media_type="text/html", headers=headers)


HANDLERS: Final = (
    read_quality,
    post_quality,
    read_queue,
    read_weights,
    post_weights,
    read_review,
    read_document,
    post_proposal,
    post_approval,
    post_refusal,
    read_replay,
)
