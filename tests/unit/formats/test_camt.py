"""camt.052, .053 and .054: one flat record per transaction, whatever the version."""

import io
from pathlib import Path

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats import camt
from tests.unit.formats.reading import Read, in_order, read_all

ENTRY = """<Ntry><NtryRef>E1</NtryRef><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2031-05-01</Dt></BookgDt>
<ValDt><DtTm>2031-05-02T10:00:00Z</DtTm></ValDt>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls>{details}</NtryDtls><AddtlNtryInf>batch</AddtlNtryInf></Ntry>"""
DEBTOR = "<Nm>Ada Example</Nm><PstlAdr><TwnNm>Exampleton</TwnNm><Ctry>FR</Ctry></PstlAdr>"
TRANSACTION = """<TxDtls><Refs><EndToEndId>{ref}</EndToEndId><UETR>u-1</UETR></Refs>{amount}
<RltdPties><Dbtr>{debtor}</Dbtr><DbtrAcct><Id><IBAN>XX00EXAMPLE</IBAN></Id></DbtrAcct></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><{bic}>EXAMFRPP</{bic}></FinInstnId></DbtrAgt></RltdAgts>
<RmtInf><Ustrd>one</Ustrd><Ustrd>two</Ustrd><Strd><CdtrRefInf><Ref>R1</Ref></CdtrRefInf></Strd>
</RmtInf></TxDtls>"""


def transaction(ref: str = "r1", amount: str = "", debtor: str = DEBTOR, bic: str = "BICFI") -> str:
    return TRANSACTION.format(ref=ref, amount=amount, debtor=debtor, bic=bic)


def message(entries: str, kind: str = "camt.053.001.08", report: str = "Stmt") -> bytes:
    return f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{kind}"><Body>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2031-05-02T12:00:00Z</CreDtTm></GrpHdr>
<{report}><Id>S1</Id><Acct><Id><IBAN>XX00ACCOUNT</IBAN></Id><Ownr><Nm>Owner</Nm></Ownr>
<Svcr><FinInstnId><BIC>EXAMDEFF</BIC></FinInstnId></Svcr></Acct>{entries}</{report}>
</Body></Document>""".encode()


def payments(source: bytes) -> Read:
    return read_all(camt.read, source)


def test_an_entry_with_one_transaction_is_one_flat_record() -> None:
    entry = ENTRY.format(details=transaction())
    read = payments(message(entry))
    tree = read.trees[0]
    assert read.raws == [entry.encode()]
    assert tree["message"] == "camt.053.001.08"
    assert (tree["message_id"], tree["statement_id"]) == ("M1", "S1")
    assert tree["account"]["iban"] == "XX00ACCOUNT"
    assert (tree["account"]["owner"], tree["account"]["servicer_bic"]) == ("Owner", "EXAMDEFF")
    assert (tree["entry_ref"], tree["status"], tree["entry_info"]) == ("E1", "BOOK", "batch")
    assert (tree["amount"], tree["currency"], tree["credit_debit"]) == ("30.00", "EUR", "CRDT")
    assert (tree["booking_date"], tree["value_date"]) == ("2031-05-01", "2031-05-02T10:00:00Z")
    assert tree["bank_code"] == "PMNT/RCDT/ESCT"
    assert (tree["end_to_end_id"], tree["uetr"]) == ("r1", "u-1")
    assert (tree["debtor"]["name"], tree["debtor"]["country"]) == ("Ada Example", "FR")
    assert tree["debtor"]["iban"] == "XX00EXAMPLE"
    assert tree["debtor_agent"]["bic"] == "EXAMFRPP"
    assert tree["creditor"] is None
    assert (tree["remittance"], tree["remittance_refs"]) == (["one", "two"], ["R1"])
    assert read.ending.header["GrpHdr"] == {"MsgId": "M1", "CreDtTm": "2031-05-02T12:00:00Z"}


def test_versions_before_and_since_the_eighth_say_the_same() -> None:
    old = ENTRY.format(details=transaction(bic="BIC")).replace("<Cd>BOOK</Cd>", "BOOK", 1)
    new = ENTRY.format(details=transaction(debtor=f"<Pty>{DEBTOR}</Pty>"))
    trees = [
        payments(message(entry, kind, report)).trees[0]
        for entry, kind, report in (
            (old, "camt.054.001.02", "Ntfctn"),
            (new, "camt.052.001.08", "Rpt"),
        )
    ]
    assert [tree.pop("message") for tree in trees] == ["camt.054.001.02", "camt.052.001.08"]
    assert trees[0] == trees[1]


def test_a_batch_gives_a_record_per_transaction_and_loses_no_byte() -> None:
    details = transaction("a", '<Amt Ccy="EUR">10.00</Amt>') + transaction("b")
    entry = ENTRY.format(details=details)
    read = payments(message(entry + ENTRY.format(details="")))
    assert [tree["end_to_end_id"] for tree in read.trees] == ["a", "b", None]
    assert [tree["transaction"] for tree in read.trees] == [1, 2, 1]
    assert [tree["transactions"] for tree in read.trees] == [2, 2, 1]
    # The amount of a batch is not the amount of one of its transactions.
    assert [tree["amount"] for tree in read.trees] == ["10.00", None, "30.00"]
    assert [tree["entry_amount"] for tree in read.trees] == ["30.00"] * 3
    assert b"".join(read.raws[:2]) == entry.encode()
    assert [record.number for record in read.records] == [1, 2, 3]


def test_a_record_knows_the_account_of_its_own_statement() -> None:
    entry = ENTRY.format(details="")
    first = message(entry).decode()
    both = first.replace("</Stmt>", "</Stmt><Stmt><Id>S2</Id>" + entry + "</Stmt>")
    trees = payments(both.encode()).trees
    assert [tree["statement_id"] for tree in trees] == ["S1", "S2"]
    assert trees[1]["account"] is None


@pytest.mark.parametrize(
    "aside", ["<!-- </TxDtls> -->", "<![CDATA[</TxDtls>]]>", "<?a </TxDtls>?>"]
)
def test_an_end_tag_that_is_no_markup_cuts_nothing(aside: str) -> None:
    entry = ENTRY.format(details=transaction("a") + aside + transaction("b"))
    read = payments(message(entry))
    assert [tree["end_to_end_id"] for tree in read.trees] == ["a", "b"]
    assert read.raws[0] == entry[: entry.index(aside)].encode()
    assert b"".join(read.raws) == entry.encode()


def test_an_entry_that_cannot_be_cut_goes_to_quarantine_and_the_next_one_is_read() -> None:
    details = transaction("a") + "<TxDtls></TxDtls>" + transaction("a")
    entry = ENTRY.format(details=details)
    read = payments(message(entry + ENTRY.format(details=transaction("b"))))
    assert [one.raw for one in read.broken] == [entry.encode()]
    assert read.broken[0].fault.field == "TxDtls"
    assert [tree["end_to_end_id"] for tree in read.trees] == ["b"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_per_character_are_cut_like_one(encoding: str) -> None:
    entry = ENTRY.format(details=transaction("a") + transaction("Zoë 🜁"))
    wide = "<?xml version='1.0' encoding='utf-16'?>" + message(entry).decode()
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    read = payments(mark + wide.encode(encoding))
    assert [tree["end_to_end_id"] for tree in read.trees] == ["a", "Zoë 🜁"]
    assert b"".join(read.raws) == entry.encode(encoding)
    assert len(set(read.raws)) == 2


def test_another_document_is_incomplete_and_a_message_without_entries_is_not() -> None:
    assert payments(message("")).ending.complete
    assert not payments(message("", kind="pain.001.001.09")).ending.complete
    assert not payments(b"<rss/>").ending.complete


def test_an_envelope_names_the_message_too() -> None:
    document = message(ENTRY.format(details="")).decode().replace(" xmlns=", " other=")
    source = f"<Env><AppHdr><MsgDefIdr>camt.053.001.08</MsgDefIdr></AppHdr>{document}</Env>"
    assert payments(source.encode()).trees[0]["message"] == "camt.053.001.08"


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        camt.read(io.BytesIO(b""), {"record": "x"})


def test_real_messages_of_every_version_are_read(real_data: Path) -> None:
    reads = {
        path.name: (payments(path.read_bytes()), path.read_bytes())
        for path in (real_data / "finance" / "iso20022_camt").glob("*.xml")
    }
    assert len(reads) == 26
    assert all(read.ending.complete for read, _ in reads.values())
    assert all(in_order(source, read.raws) for read, source in reads.values())
    trees = [tree for read, _ in reads.values() for tree in read.trees]
    assert len(trees) == 31
    assert all(tree["message"] and tree["account"] and tree["entry_amount"] for tree in trees)
    assert {str(tree["message"])[:8] for tree in trees} == {"camt.052", "camt.053", "camt.054"}
    assert sum(tree["uetr"] is not None for tree in trees) == 1
