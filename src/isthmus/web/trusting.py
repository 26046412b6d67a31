"""Handlers of trust lists: what holds, what is proposed, and the signature of this center."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import FromPath, JSONBody

from isthmus.flow.documents.signed import TRUST_LIST
from isthmus.flow.documents.trusting import ListRequest, ShownList, TrustPage
from isthmus.flow.trust_lists import list_lists, propose_list, rotate_keys, sign_list
from isthmus.web.asking import Asked, among_partners
from isthmus.web.declared import body_of, takes
from isthmus.web.problems import STATED

TRUST: Final = ["agreements"]


@get(
    "/trust",
    operation_id="listTrustLists",
    tags=TRUST,
    responses=STATED,
    summary="List trust lists",
)
async def read_lists(request: Asked) -> TrustPage:
    """Give the version of the trust list that holds, and the lists proposed since."""
    return await among_partners(request, list_lists)


@post(
    "/trust",
    operation_id="proposeTrustList",
    status_code=200,
    opt=takes("application/json", TRUST_LIST),
    tags=TRUST,
    responses=STATED,
    summary="Sign a new trust list and send it to the partners",
)
async def post_list(request: Asked) -> ShownList:
    """Propose a list: the body is its document, byte for byte as it will be signed."""
    raw = await body_of(request)
    return await among_partners(request, lambda league, actor: propose_list(league, actor, raw))


@post(
    "/trust/{digest:str}/sign",
    operation_id="signTrustList",
    status_code=200,
    tags=TRUST,
    responses=STATED,
    summary="Sign a trust list that was proposed",
)
async def post_signature(request: Asked, digest: FromPath[str]) -> ShownList:
    """Sign a list for this center; it holds once more than half of the centers have."""
    return await among_partners(request, lambda league, actor: sign_list(league, actor, digest))


@post(
    "/trust/keys",
    operation_id="rotateKeys",
    status_code=200,
    tags=TRUST,
    responses=STATED,
    summary="Make new keys for this center, and propose the list with them",
)
async def post_keys(request: Asked, data: JSONBody[ListRequest]) -> ShownList:
    """Make new keys; those of now stay good for a month, or are revoked."""
    return await among_partners(
        request, lambda league, actor: rotate_keys(league, actor, revoke=data.revoke)
    )


HANDLERS: Final = (read_lists, post_list, post_signature, post_keys)
