"""Handlers of agreements, partners, releases, consents and recalls."""

from __future__ import annotations

from typing import Final

from litestar import get, post
from litestar.params import FromPath, JSONBody

from isthmus.flow.agreements import decide_on, export_odrl, list_agreements, list_partners, propose
from isthmus.flow.consenting import answer_consent, ask_consent, list_consents
from isthmus.flow.counting import list_counts, release_counts, try_counts
from isthmus.flow.documents.agreements import (
    ActRequest,
    AgreementEffect,
    ShownAgreement,
    ShownPartner,
)
from isthmus.flow.documents.sharing import (
    ConsentDecision,
    ConsentWish,
    CountQuestion,
    CountsRun,
    DryRun,
    KeptCountRow,
    RecallRequest,
    ReleaseQuestion,
    ReleaseResult,
    ShownConsent,
    ShownRecall,
    ShownRelease,
    ShownStanding,
    StandingRequest,
)
from isthmus.flow.documents.signed import AGREEMENT
from isthmus.flow.effects import effect_of, effect_of_draft
from isthmus.flow.recall import list_recalls, order_recall, recall_page
from isthmus.flow.register import list_releases
from isthmus.flow.sharing import dry_run, release
from isthmus.flow.subscribing import end_standing, list_standing, order_standing
from isthmus.web.asking import Asked, among_partners
from isthmus.web.declared import body_of, takes
from isthmus.web.problems import STATED

AGREEMENTS: Final = ["agreements"]
RELEASES: Final = ["releases"]


@get(
    "/partners",
    operation_id="listPartners",
    tags=AGREEMENTS,
    responses=STATED,
    summary="List partners",
)
async def read_partners(request: Asked) -> list[ShownPartner]:
    """List the other centers of the trust list, and how the session with each stands."""
    return await among_partners(request, list_partners)


@get(
    "/agreements",
    operation_id="listAgreements",
    tags=AGREEMENTS,
    responses=STATED,
    summary="List agreements",
)
async def read_agreements(request: Asked) -> list[ShownAgreement]:
    """List every agreement with its state, its articles, and what each compiles to."""
    return await among_partners(request, list_agreements)


@post(
    "/agreements",
    operation_id="proposeAgreement",
    status_code=200,
    opt=takes("application/json", AGREEMENT),
    tags=AGREEMENTS,
    responses=STATED,
    summary="Sign a new agreement and send it to its parties",
)
async def post_agreement(request: Asked) -> ShownAgreement:
    """Propose an agreement: the body is its document, byte for byte as it will be signed."""
    raw = await body_of(request)
    return await among_partners(request, lambda league, actor: propose(league, actor, raw))


@post(
    "/agreements/{digest:str}/acts",
    operation_id="actOnAgreement",
    status_code=200,
    tags=AGREEMENTS,
    responses=STATED,
    summary="Accept, suspend, resume or end an agreement",
)
async def post_act(
    request: Asked, digest: FromPath[str], data: JSONBody[ActRequest]
) -> ShownAgreement:
    """Do to an agreement what a person decided for this center."""
    return await among_partners(
        request, lambda league, actor: decide_on(league, actor, digest, data.act)
    )


@get(
    "/agreements/{digest:str}/effect",
    operation_id="weighAgreement",
    tags=AGREEMENTS,
    responses=STATED,
    summary="Show what an agreement would change",
)
async def read_effect(request: Asked, digest: FromPath[str]) -> AgreementEffect:
    """Show what more and less would leave under an agreement, and what forbids it."""
    return await among_partners(request, lambda league, actor: effect_of(league, actor, digest))


@get(
    "/agreements/{digest:str}/odrl",
    operation_id="exportAgreement",
    tags=AGREEMENTS,
    responses=STATED,
    summary="Give an agreement as ODRL 2.2",
)
async def read_odrl(request: Asked, digest: FromPath[str]) -> dict[str, object]:
    """Give an agreement in the words of others; this node decides by its own."""
    return await among_partners(request, lambda league, actor: export_odrl(league, actor, digest))


@post(
    "/agreements/effect",
    operation_id="weighDraft",
    status_code=200,
    opt=takes("application/json", AGREEMENT),
    tags=AGREEMENTS,
    responses=STATED,
    summary="Show what a document would change if it were signed",
)
async def post_effect(request: Asked) -> AgreementEffect:
    """Weigh a document, given as the body; nothing of it is kept."""
    raw = await body_of(request)
    return await among_partners(request, lambda league, actor: effect_of_draft(league, actor, raw))


@post(
    "/releases/dry-run",
    operation_id="tryRelease",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Show what would leave for a partner",
)
async def post_dry_run(request: Asked, data: JSONBody[ReleaseQuestion]) -> DryRun:
    """Show what of some entities would leave, changed how and by which article; nothing is sent."""
    return await among_partners(request, lambda league, actor: dry_run(league, actor, data))


@post(
    "/releases",
    operation_id="release",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Release to a partner what may leave",
)
async def post_release(request: Asked, data: JSONBody[ReleaseQuestion]) -> ReleaseResult:
    """Release what of some entities may leave."""
    return await among_partners(request, lambda league, actor: release(league, actor, data))


@get(
    "/releases",
    operation_id="listReleases",
    tags=RELEASES,
    responses=STATED,
    summary="List releases",
)
async def read_releases(request: Asked) -> list[ShownRelease]:
    """List what left for the purpose stated, value by value, with the articles."""
    return await among_partners(request, list_releases)


@post(
    "/counts/dry-run",
    operation_id="tryCounts",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Show what counts would leave for a partner",
)
async def post_counts_dry_run(request: Asked, data: JSONBody[CountQuestion]) -> CountsRun:
    """Show how many of each kind a partner would learn there are; nothing is sent."""
    return await among_partners(request, lambda league, actor: try_counts(league, actor, data))


@post(
    "/counts",
    operation_id="releaseCounts",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Tell a partner how many there are",
)
async def post_counts(request: Asked, data: JSONBody[CountQuestion]) -> CountsRun:
    """Tell a partner how many there are, as far as agreements let it be told."""
    return await among_partners(request, lambda league, actor: release_counts(league, actor, data))


@get(
    "/counts",
    operation_id="listCounts",
    tags=RELEASES,
    responses=STATED,
    summary="List counts that left and came",
)
async def read_counts(request: Asked) -> list[KeptCountRow]:
    """List the counts of the purpose stated, the newest first."""
    return await among_partners(request, list_counts)


@get(
    "/standing-releases",
    operation_id="listStandingReleases",
    tags=RELEASES,
    responses=STATED,
    summary="List standing releases",
)
async def read_standing(request: Asked) -> list[ShownStanding]:
    """List what partners learn of by themselves."""
    return await among_partners(request, list_standing)


@post(
    "/standing-releases",
    operation_id="orderStandingRelease",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Have a partner learn of each alert of a purpose",
)
async def post_standing(request: Asked, data: JSONBody[StandingRequest]) -> ShownStanding:
    """Order that a partner learns of the subjects of each alert, as far as agreements permit."""
    return await among_partners(request, lambda league, actor: order_standing(league, actor, data))


@post(
    "/standing-releases/{order:str}/end",
    operation_id="endStandingRelease",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="End a standing release",
)
async def post_standing_end(request: Asked, order: FromPath[str]) -> ShownStanding:
    """End a standing release; what left under it stays where it is."""
    return await among_partners(request, lambda league, actor: end_standing(league, actor, order))


@get(
    "/consents",
    operation_id="listConsents",
    tags=RELEASES,
    responses=STATED,
    summary="List requests for consent",
)
async def read_consents(request: Asked) -> list[ShownConsent]:
    """List requests for consent, asked here and elsewhere."""
    return await among_partners(request, list_consents)


@post(
    "/consents",
    operation_id="askConsent",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Ask originators for consent to passing on",
)
async def post_consent(request: Asked, data: JSONBody[ConsentWish]) -> list[ShownConsent]:
    """Ask every center from which something of some entities came."""
    return await among_partners(request, lambda league, actor: ask_consent(league, actor, data))


@post(
    "/consents/answers",
    operation_id="answerConsent",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Give or refuse consent",
)
async def post_answer(request: Asked, data: JSONBody[ConsentDecision]) -> ShownConsent:
    """Give or refuse consent to what a partner wants to pass on."""
    return await among_partners(request, lambda league, actor: answer_consent(league, actor, data))


@get(
    "/recalls",
    operation_id="listRecalls",
    tags=RELEASES,
    responses=STATED,
    summary="List recalls",
)
async def read_recalls(request: Asked) -> list[ShownRecall]:
    """List recalls with who has carried them out."""
    return await among_partners(request, list_recalls)


@get(
    "/recalls/{recall:str}",
    operation_id="readRecall",
    tags=RELEASES,
    responses=STATED,
    summary="Show a recall",
)
async def read_recall(request: Asked, recall: FromPath[str]) -> ShownRecall:
    """Show a recall with every holder, and the receipts that have come."""
    return await among_partners(request, lambda league, actor: recall_page(league, actor, recall))


@post(
    "/recalls",
    operation_id="orderRecall",
    status_code=200,
    tags=RELEASES,
    responses=STATED,
    summary="Call statements back from every holder",
)
async def post_recall(request: Asked, data: JSONBody[RecallRequest]) -> ShownRecall:
    """Call statements back from everybody to whom they were released."""
    return await among_partners(request, lambda league, actor: order_recall(league, actor, data))


HANDLERS: Final = (
    read_partners,
    read_agreements,
    post_agreement,
    post_act,
    read_effect,
    read_odrl,
    post_effect,
    post_dry_run,
    post_release,
    read_releases,
    post_counts_dry_run,
    post_counts,
    read_counts,
    read_standing,
    post_standing,
    post_standing_end,
    read_consents,
    post_consent,
    post_answer,
    read_recalls,
    read_recall,
    post_recall,
)
