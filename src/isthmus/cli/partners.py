"""Commands of partners: whom the node trusts, and what is agreed with them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from isthmus.cli.opening import ANYWHERE, OPERATOR, At, Where, Who, acting, opened
from isthmus.cli.printing import Out
from isthmus.errors import SettingsError
from isthmus.flow.agreements import decide_on, export_odrl, list_agreements, list_partners, propose
from isthmus.flow.carrying import confirmed, exported, taken_in
from isthmus.flow.documents.agreements import AgreementEffect, ShownAgreement, ShownPartner
from isthmus.flow.effects import effect_of, effect_of_draft
from isthmus.flow.federation import Federation
from isthmus.flow.trusting import first_list, own_entry
from isthmus.node import Node

partners_app = App(name="partners", help="Other centers: their keys, and the sessions with them.")
agreements_app = App(name="agreements", help="What centers agreed, and may share under.")


def add_to(app: App) -> None:
    """Add the commands."""
    partners_app.command(entry, name="entry")
    partners_app.command(certificate, name="certificate")
    partners_app.command(compose, name="compose")
    partners_app.command(trust, name="trust")
    partners_app.command(show, name="list")
    partners_app.command(send, name="send")
    partners_app.command(export, name="export")
    partners_app.command(take, name="import")
    partners_app.command(receipts, name="receipts")
    agreements_app.command(agreements, name="list")
    agreements_app.command(offer, name="propose")
    agreements_app.command(decide, name="act")
    agreements_app.command(weigh, name="weigh")
    agreements_app.command(odrl, name="odrl")
    app.command(partners_app)
    app.command(agreements_app)


def federation_of(at: At) -> Federation:
    """Give what the node is among others; raises SettingsError for one that stands alone."""
    return federated(at.node)


def entry(address: str, *, where: Where = ANYWHERE) -> None:
    """Print this center's entry for a trust list: its name, ADDRESS and public keys, as JSON.

    For example: `isthmus partners entry https://alder.example:8471 > alder.json`
    """
    with opened(where) as node:
        sys.stdout.write(
            own_entry(node.center, node.public_keys, address, node.authority).decode() + "\n"
        )


def certificate(
    folder: Path,
    *,
    host: Annotated[str, Parameter(help="Under which name or address partners call it.")],
    days: Annotated[int, Parameter(help="How long it is good.")] = 90,
    where: Where = ANYWHERE,
) -> None:
    """Write into FOLDER what a proxy needs that takes partners' calls for the node.

    Its certificate and key under this center's authority, and the authorities of the partners, one
    of which each caller must show. For example: `isthmus partners certificate tls --host alder.org`
    """
    with opened(where) as node:
        terms = node.proxy_terms(host, days)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    parts = {
        "certificate.pem": terms.identity.certificate,
        "key.pem": terms.identity.key,
        "partners.pem": terms.authorities,
    }
    for name, content in parts.items():
        file = folder / name
        file.unlink(missing_ok=True)
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(content)
    where.out.show({"written": [str(folder / name) for name in parts]}, _written)


def compose(*entries: Path) -> None:
    """Print the first trust list of a federation, made of the entries of its centers.

    For example: `isthmus partners compose alder.json birch.json > trust.json`
    """
    sys.stdout.write(first_list([one.read_bytes() for one in entries]).decode() + "\n")


def trust(file: Path, *, where: Where = ANYWHERE) -> None:
    """Pin a trust list: from now on the node believes these centers, under these keys.

    Compare the keys with the other centers by another way first.
    For example: `isthmus partners trust trust.json`
    """
    with opened(where) as node:
        federation = node.pin_trust(file.read_bytes())
        names = [one.center for one in federation.trust.document.centers]
    where.out.show(names, lambda out, found: out.facts(("trusted", found)))


def show(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List partners: whether their keys are good, and what waits for them.

    For example: `isthmus partners list`
    """
    with acting(where, who) as at:
        found = list_partners(federation_of(at), at.actor)
    where.out.show(found, _partners)


def send(*, where: Where = ANYWHERE) -> None:
    """Send what waits for partners now, once; a running node does it by itself.

    For example: `isthmus partners send`
    """
    with opened(where) as node:
        count = node.dispatch()
    where.out.show({"confirmed": count}, _counts)


def export(partner: str, file: Path, *, where: Where = ANYWHERE) -> None:
    """Write what waits for PARTNER into FILE, to be carried there where no line leads.

    Only the partner can read it. For example: `isthmus partners export birch to-birch.bin`
    """
    with opened(where) as node:
        count, raw = exported(federated(node), partner)
    file.write_bytes(raw)
    where.out.show({"envelopes": count}, _counts)


def take(
    file: Path,
    *,
    receipts: Annotated[Path, Parameter(help="Where to write the receipts, to be carried back.")],
    where: Where = ANYWHERE,
) -> None:
    """Take in the envelopes of FILE, and write the receipts for their sender.

    For example: `isthmus partners import to-birch.bin --receipts to-alder.bin`
    """
    with opened(where) as node:
        done = taken_in(federated(node), file.read_bytes())
    receipts.write_bytes(done.receipts)
    told = {"taken": done.taken, "refused": done.refused}
    where.out.show(told if done.expected is None else {**told, "expected": done.expected}, _counts)


def receipts(file: Path, *, where: Where = ANYWHERE) -> None:
    """Take in the receipts of FILE that came back from a partner.

    For example: `isthmus partners receipts to-alder.bin`
    """
    with opened(where) as node:
        count = confirmed(federated(node), file.read_bytes())
    where.out.show({"confirmed": count}, _counts)


def agreements(*, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """List agreements, with their state and who has not signed.

    For example: `isthmus agreements list`
    """
    with acting(where, who) as at:
        found = list_agreements(federation_of(at), at.actor)
    where.out.show(found, _agreements)


def offer(file: Path, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Sign the agreement in FILE for this center, and send it to its other parties.

    For example: `isthmus agreements propose maritime.json --as release --purpose maritime-security`
    """
    with acting(where, who) as at:
        found = propose(federation_of(at), at.actor, file.read_bytes())
    where.out.show(found, _agreement)


def odrl(digest: str, *, where: Where = ANYWHERE, who: Who = OPERATOR) -> None:
    """Print the agreement of DIGEST as ODRL 2.2, for others to read.

    For example: `isthmus agreements odrl 3f2a... > agreement.jsonld`
    """
    with acting(where, who) as at:
        found = export_odrl(federation_of(at), at.actor, digest)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


def weigh(
    what: Annotated[str, Parameter(help="The digest of a kept agreement, or a file.")],
    *,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Show what an agreement would change: what more and less would leave, and what forbids it.

    For example: `isthmus agreements weigh maritime.json --as release`
    """
    file = Path(what)
    with acting(where, who) as at:
        found = (
            effect_of_draft(federation_of(at), at.actor, file.read_bytes())
            if file.is_file()
            else effect_of(federation_of(at), at.actor, what)
        )
    where.out.show(found, _effect)


def decide(
    digest: str,
    act: Annotated[
        Literal["accept", "suspend", "resume", "end"], Parameter(help="What to do to it.")
    ],
    *,
    where: Where = ANYWHERE,
    who: Who = OPERATOR,
) -> None:
    """Accept, suspend, resume or end the agreement of DIGEST for this center.

    For example: `isthmus agreements act 3f2a... accept --as release`
    """
    with acting(where, who) as at:
        found = decide_on(federation_of(at), at.actor, digest, act)
    where.out.show(found, _agreement)


def federated(node: Node) -> Federation:
    """Give what a node is among others; raises SettingsError for one that stands alone."""
    if node.federation is None:
        message = "expected a node with a trust list, got one that stands alone"
        raise SettingsError(message, repair="pin one with: isthmus partners trust FILE")
    return node.federation


def _counts(out: Out, told: dict[str, int]) -> None:
    out.facts(*told.items())


def _written(out: Out, told: dict[str, list[str]]) -> None:
    out.facts(*told.items())


def _partners(out: Out, found: list[ShownPartner]) -> None:
    rows = [(p.center, p.name, p.address, p.keys_good, p.sent, p.waiting, p.taken) for p in found]
    columns = ("center", "name", "address", "keys good", "sent", "waiting", "taken")
    out.table("partners", columns, rows)


def _agreements(out: Out, found: list[ShownAgreement]) -> None:
    rows = [
        (a.id, a.version, a.state, a.parties, a.missing, a.first, a.before, a.digest) for a in found
    ]
    columns = ("agreement", "version", "state", "parties", "missing", "from", "before", "digest")
    out.table("agreements", columns, rows)


def _effect(out: Out, found: AgreementEffect) -> None:
    rows = [
        (
            e.partner,
            e.purpose,
            e.leaving,
            e.would_leave,
            e.in_emergency,
            [f"{c.article}: {c.statements}" for c in e.conflicts],
        )
        for e in found.effects
    ]
    columns = ("partner", "purpose", "may leave now", "with it", "in an emergency", "kept by")
    out.table(f"statements, under {found.agreement}", columns, rows)


def _agreement(out: Out, one: ShownAgreement) -> None:
    out.facts(
        ("agreement", f"{one.id}, version {one.version}"),
        ("state", one.state),
        ("parties", one.parties),
        ("not signed by", one.missing),
        ("digest", one.digest),
    )
    rows = [(a.article, a.effect, a.emergency, a.title.get("en")) for a in one.articles]
    out.table("articles", ("article", "effect", "in an emergency", "title"), rows)
