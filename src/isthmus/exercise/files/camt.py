"""Account statements as ISO 20022 camt.053.001.02 messages, one per account."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from isthmus.exercise.cast import Company, Person
from isthmus.exercise.dealings import Entry, Statement
from isthmus.exercise.files.markup import element, text
from isthmus.exercise.places import COUNTRIES
from isthmus.exercise.story import Story

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
_OPENING = Decimal(250_000)


def camt(story: Story, statement: Statement) -> bytes:
    """Write one statement."""
    written = f"{story.ends - timedelta(minutes=30):%Y-%m-%dT%H:%M:%S}+00:00"
    root = element(
        "Document",
        element(
            "BkToCstmrStmt",
            element(
                "GrpHdr",
                text("MsgId", f"LANTERN{statement.number:05d}"),
                text("CreDtTm", written),
            ),
            element(
                "Stmt",
                text("Id", f"STMT{statement.number:05d}"),
                text("ElctrncSeqNb", statement.number),
                text("CreDtTm", written),
                _own_account(statement),
                *_balances(story, statement),
                *(_entry(statement.owner, entry) for entry in statement.entries),
            ),
        ),
        xmlns=NAMESPACE,
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root).encode()


def _account(number: str) -> str:
    iban = number[:2].isalpha()
    return element("Id", text("IBAN", number) if iban else element("Othr", text("Id", number)))


def _own_account(statement: Statement) -> str:
    bank = element("FinInstnId", text("BIC", statement.bank.bic))
    return element(
        "Acct", _account(statement.owner.iban), text("Ccy", "EUR"), element("Svcr", bank)
    )


def _balances(story: Story, statement: Statement) -> list[str]:
    moved = sum((e.amount if e.incoming else -e.amount for e in statement.entries), Decimal(0))
    return [
        _balance("OPBD", _OPENING, story.begins.date().isoformat()),
        _balance("CLBD", _OPENING + moved, (story.ends - timedelta(days=1)).date().isoformat()),
    ]


def _balance(code: str, amount: Decimal, day: str) -> str:
    return element(
        "Bal",
        element("Tp", element("CdOrPrtry", text("Cd", code))),
        text("Amt", f"{abs(amount):.2f}", Ccy="EUR"),
        text("CdtDbtInd", "CRDT" if amount >= 0 else "DBIT"),
        element("Dt", text("Dt", day)),
    )


def _entry(owner: Company, entry: Entry) -> str:
    day = element("BookgDt", text("Dt", entry.day.isoformat()))
    debtor, creditor = (entry.other, owner) if entry.incoming else (owner, entry.other)
    details = element(
        "TxDtls",
        element("Refs", text("EndToEndId", entry.reference)),
        element(
            "RltdPties",
            _party("Dbtr", debtor),
            element("DbtrAcct", _account(debtor.iban)),
            _party("Cdtr", creditor),
            element("CdtrAcct", _account(creditor.iban)),
        ),
        element("RmtInf", text("Ustrd", entry.text)),
    )
    return element(
        "Ntry",
        text("NtryRef", entry.reference),
        text("Amt", f"{entry.amount:.2f}", Ccy="EUR"),
        text("CdtDbtInd", "CRDT" if entry.incoming else "DBIT"),
        text("Sts", "BOOK"),
        day,
        element("ValDt", text("Dt", entry.day.isoformat())),
        element("BkTxCd", element("Prtry", text("Cd", "NTRF"))),
        element("NtryDtls", details),
    )


def _party(role: str, party: Company | Person) -> str:
    if isinstance(party, Company):
        register = element("OrgId", element("Othr", text("Id", party.registration)))
        name, country = party.name.family, party.country
    else:
        born = element("DtAndPlcOfBirth", text("BirthDt", party.born.isoformat()))
        register = element("PrvtId", born)
        name, country = party.name.whole, party.nationality
    address = element("PstlAdr", text("Ctry", country), text("AdrLine", COUNTRIES[country].city))
    return element(role, text("Nm", name), address, element("Id", register))
