"""Handlers of requests for information."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import FromPath, JSONBody

from isthmus.flow.documents.requests import (
    Approval,
    ProposalWish,
    RequestDraft,
    RequestList,
    RequestPage,
    RequestRefusal,
    RequestWords,
    ShownRequest,
)
from isthmus.flow.replying import (
    answer_request,
    approve_answer,
    await_consent,
    propose_answer,
    refuse_request,
)
from isthmus.flow.requesting import send_request, withdraw_request, write_request
from isthmus.flow.requests import list_requests, request_page
from isthmus.web.asking import Asked, among_partners
from isthmus.web.problems import STATED

REQUESTS: Final = ["requests"]


@get(
    "/requests",
    operation_id="listRequests",
    tags=REQUESTS,
    responses=STATED,
    summary="List requests for information",
)
async def read_requests(request: Asked) -> RequestList:
    """List the requests of the purpose stated, asked here and elsewhere."""
    return await among_partners(request, list_requests)


@get(
    "/requests/{name:str}",
    operation_id="readRequest",
    tags=REQUESTS,
    responses=STATED,
    summary="Show a request",
)
async def read_request(request: Asked, name: FromPath[str]) -> RequestPage:
    """Show one request, what is known of the same, and what would leave as an answer."""
    return await among_partners(request, lambda league, actor: request_page(league, actor, name))


@post(
    "/requests",
    operation_id="writeRequest",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Write a request",
)
async def post_request(request: Asked, data: JSONBody[RequestDraft]) -> ShownRequest:
    """Keep a request as a draft, until a release officer sends it."""
    return await among_partners(request, lambda league, actor: write_request(league, actor, data))


@post(
    "/requests/{name:str}/send",
    operation_id="sendRequest",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Send a draft",
)
async def post_sent(request: Asked, name: FromPath[str]) -> ShownRequest:
    """Send a draft to the partner, with what identifies whom it is about."""
    return await among_partners(request, lambda league, actor: send_request(league, actor, name))


@post(
    "/requests/{name:str}/withdraw",
    operation_id="withdrawRequest",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Take a request back",
)
async def post_withdrawn(
    request: Asked, name: FromPath[str], data: JSONBody[RequestWords]
) -> ShownRequest:
    """Take back a draft, or a request that has no answer yet."""
    return await among_partners(
        request, lambda league, actor: withdraw_request(league, actor, name, data)
    )


@post(
    "/requests/{name:str}/proposal",
    operation_id="proposeAnswer",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Propose an answer",
)
async def post_proposal(
    request: Asked, name: FromPath[str], data: JSONBody[ProposalWish]
) -> RequestPage:
    """Say with what to answer; what was proposed before goes, with its approvals."""
    return await among_partners(
        request, lambda league, actor: propose_answer(league, actor, name, data)
    )


@post(
    "/requests/{name:str}/approve",
    operation_id="approveAnswer",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Approve of a proposed answer",
)
async def post_approval(
    request: Asked, name: FromPath[str], data: JSONBody[Approval]
) -> RequestPage:
    """Stand behind what another person proposes."""
    return await among_partners(
        request, lambda league, actor: approve_answer(league, actor, name, data)
    )


@post(
    "/requests/{name:str}/answer",
    operation_id="answerRequest",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Release what is proposed",
)
async def post_answered(
    request: Asked, name: FromPath[str], data: JSONBody[RequestWords]
) -> ShownRequest:
    """Release what is proposed as far as it may leave, and tell the partner."""
    return await among_partners(
        request, lambda league, actor: answer_request(league, actor, name, data)
    )


@post(
    "/requests/{name:str}/refuse",
    operation_id="refuseRequest",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Refuse a request",
)
async def post_refused(
    request: Asked, name: FromPath[str], data: JSONBody[RequestRefusal]
) -> ShownRequest:
    """Refuse a request, with its ground."""
    return await among_partners(
        request, lambda league, actor: refuse_request(league, actor, name, data)
    )


@post(
    "/requests/{name:str}/await-consent",
    operation_id="awaitConsent",
    status_code=200,
    tags=REQUESTS,
    responses=STATED,
    summary="Say that another center must consent first",
)
async def post_awaiting(
    request: Asked, name: FromPath[str], data: JSONBody[RequestWords]
) -> ShownRequest:
    """Tell the partner that another center must consent first, and ask that one."""
    return await among_partners(
        request, lambda league, actor: await_consent(league, actor, name, data)
    )


HANDLERS: Final = (
    read_requests,
    read_request,
    post_request,
    post_sent,
    post_withdrawn,
    post_proposal,
    post_approval,
    post_answered,
    post_refused,
    post_awaiting,
)
