"""ISO 20022 account messages camt.052, .053 and .054, all versions: one record per transaction.

An entry with one transaction, or none told apart, is one record, its bytes the entry. An entry
that batches several gives one record for each; their bytes are the entry cut behind each
transaction, so that the first begins with the entry's own fields.

The tree is flat but for its parties; a field that the message does not have is None:

* `message` (such as `camt.053.001.08`), `message_id`, `message_created`, `statement_id`;
* `account`: `iban`, `other_id`, `currency`, `name`, `owner`, `servicer_bic`, `servicer_name`;
* `entry_ref`, `entry_servicer_ref`, `entry_amount`, `entry_currency`, `entry_info`, `status`,
  `reversal`, `booking_date`, `value_date`, `bank_code`, `transaction` and `transactions` (n of m);
* `amount`, `currency`, `credit_debit`, `instructed_amount`, `instructed_currency`;
* `end_to_end_id`, `uetr`, `instruction_id`, `transaction_id`, `mandate_id`, `servicer_ref`;
* `debtor`, `creditor`, `ultimate_debtor`, `ultimate_creditor`: None, or `name`, `iban`,
  `other_id`, `country`, `town`, `org_id`, `private_id`, `birth_date`, `bic`;
* `debtor_agent`, `creditor_agent`: None, or `bic`, `name`, `member_id`, `country`;
* `remittance` (texts), `remittance_refs`, `purpose`, `info`, `return_reason`.

Amounts are texts, exactly as sent. `booking_date` and `value_date` are dates or times as sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO

from isthmus.formats import xml
from isthmus.formats.camt_fields import (
    ACCOUNT,
    AMOUNT,
    BANK_CODE,
    ENTRY,
    REMITTANCE,
    REMITTANCE_REFS,
    ROLES,
    TRANSACTION,
)
from isthmus.formats.options import only
from isthmus.formats.paths import ended, every, fields, fields_or_none, first, texts
from isthmus.formats.raw import (
    BrokenRecord,
    Context,
    Ending,
    Fault,
    RawRecord,
    Reading,
    Tree,
    context,
    shown,
)
from isthmus.phrases import say

_REPORTS = ("Stmt", "Rpt", "Ntfctn")
_OPTIONS: dict[str, Tree] = {
    "record": [f"{report}/Ntry" for report in _REPORTS],
    "context": [
        "AppHdr",
        "GrpHdr",
        *(f"{report}/{f}" for report in _REPORTS for f in ("Id", "Acct")),
    ],
    "header": ["AppHdr", "GrpHdr"],
}
_BLANK = "<TxDtls>.</TxDtls>"
_TRANSACTION_BEGIN = re.compile(r"<(?:[^<>:/\s]+:)?TxDtls[\s>]")
_TRANSACTION_END = re.compile(r"</(?:[^<>:\s]+:)?TxDtls\s*>")
_NO_MARKUP = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_WIDE = {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
_CUT = Fault(
    field="TxDtls",
    expected=say("as many end tags as transactions"),
    came=say("another number of them"),
    repair=say("deliver the message as its source made it, each element with its own end tag"),
)
_MESSAGE = re.compile(r"camt\.05[234]\.\d{3}\.\d{2}")


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the transactions of a message; raises MappingInvalid for any option."""
    only(options, ())
    return ended(_transactions(xml.read(stream, _OPTIONS)), _judged)


def _transactions(reading: Reading) -> Reading:
    number, entry = 0, 0
    for item in reading:
        if isinstance(item, Ending):
            yield item
            return
        # The pieces of an oversized entry share its number, and so must what comes of them.
        number += item.number != entry
        entry = item.number
        if isinstance(item, BrokenRecord):
            yield replace(item, number=number)
            continue
        for at, part in enumerate(_of_entry(item)):
            number += at > 0
            yield replace(part, number=number)


def _of_entry(entry: RawRecord) -> Iterator[RawRecord | BrokenRecord]:
    found = every(entry.tree, "NtryDtls/TxDtls") or every(entry.tree, "TxDtls") or [{}]
    shared = _shared(entry.tree)
    parts = _parts(entry, len(found))
    if parts is None:
        yield BrokenRecord(entry.number, entry.raw, _CUT, context=entry.context)
        return
    for at, ((raw, around), transaction) in enumerate(zip(parts, found, strict=True), start=1):
        amounts = fields(transaction, AMOUNT)
        if len(found) == 1:
            whole = fields(entry.tree, AMOUNT)
            amounts = {name: value or whole[name] for name, value in amounts.items()}
        amounts["credit_debit"] = amounts["credit_debit"] or first(entry.tree, "CdtDbtInd")
        yield RawRecord(
            entry.number,
            raw,
            {
                **shared,
                "transaction": at,
                "transactions": len(found),
                "bank_code": _bank_code(transaction) or _bank_code(entry.tree),
                **amounts,
                **fields(transaction, TRANSACTION),
                **{role: fields_or_none(transaction, table) for role, table in ROLES.items()},
                "remittance": texts(transaction, *REMITTANCE),
                "remittance_refs": texts(transaction, *REMITTANCE_REFS),
            },
            around,
        )


def _shared(entry: dict[str, Tree]) -> dict[str, Tree]:
    said = entry["#context"]
    around = said if isinstance(said, dict) else {}
    accounts = [around[name] for report in _REPORTS if (name := f"{report}/Acct") in around]
    ids = [around[name] for report in _REPORTS if (name := f"{report}/Id") in around]
    return {
        "message": _message(around),
        "message_id": first(around.get("GrpHdr"), "MsgId"),
        "message_created": first(around.get("GrpHdr"), "CreDtTm"),
        "statement_id": next((one for one in ids if isinstance(one, str)), None),
        "account": fields_or_none(next(iter(accounts), None), ACCOUNT),
        **fields(entry, ENTRY),
    }


def _message(said: Mapping[str, Tree]) -> str | None:
    """Give the name of the message by its namespace, or by the header of its envelope."""
    for text in (said.get("#namespace"), first(said.get("AppHdr"), "MsgDefIdr")):
        found = _MESSAGE.search(text) if isinstance(text, str) else None
        if found:
            return found[0]
    return None


def _bank_code(tree: Tree) -> str | None:
    codes = [code for path in BANK_CODE if (code := first(tree, path))]
    return "/".join(codes) or first(tree, "BkTxCd/Prtry/Cd")


def _parts(entry: RawRecord, count: int) -> list[tuple[bytes, Context | None]] | None:
    """Cut an entry behind each of its transactions, so that the parts make the entry again.

    What reads a part by itself is the rest of the entry, with its other transactions left blank.
    None where it cannot be cut: two records may not have the same bytes.
    """
    raw, around = entry.raw, entry.context
    if count == 1:
        return [(raw, around)]
    # Tags are ASCII: what else there is may be read as any encoding of one byte per character.
    encoding = _WIDE.get(raw[:2], "latin-1")
    text = raw.decode(encoding, "surrogatepass")
    markup = _NO_MARKUP.sub(lambda found: " " * len(found[0]), text)
    ends = [found.end() for found in _TRANSACTION_END.finditer(markup)]
    begin = _TRANSACTION_BEGIN.search(markup)
    if len(ends) != count or begin is None:
        return None

    def written(piece: str) -> bytes:
        return piece.encode(encoding, "surrogatepass")

    head, tail = text[: begin.start()], text[ends[-1] :]
    parts: list[tuple[bytes, Context | None]] = []
    for at, (start, end) in enumerate(pairwise([0, *ends[:-1], len(text)])):
        before = head + _BLANK * at if at else ""
        after = _BLANK * (count - 1 - at) + tail if end < len(text) else ""
        part = around and context(around.before + written(before), written(after))
        parts.append((written(text[start:end]), part))
    return parts


def _judged(ending: Ending, last: int) -> Ending:
    """Refuse to call a document complete that is of another kind."""
    if last or ending.fault is not None or _message(ending.header) is not None:
        return ending
    came = shown(ending.header.get("#namespace") or ending.header.get("#root"))
    repair = say("deliver this file to the feed of its own format")
    fault = Fault("", say("a message camt.052, camt.053 or camt.054"), came, repair)
    return Ending(complete=False, fault=fault, header=ending.header)
