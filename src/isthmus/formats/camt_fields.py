"""Where the fields of camt.052, .053 and .054 stand, in each of their versions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Table = Mapping[str, tuple[str, ...]]

ACCOUNT: Table = MappingProxyType(
    {
        "iban": ("Id/IBAN",),
        "other_id": ("Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC"),
        "currency": ("Ccy",),
        "name": ("Nm",),
        "owner": ("Ownr/Nm", "Ownr/Pty/Nm"),
        "servicer_bic": ("Svcr/FinInstnId/BICFI", "Svcr/FinInstnId/BIC"),
        "servicer_name": ("Svcr/FinInstnId/Nm", "Svcr/FinInstnId/NmAndAdr/Nm"),
    }
)
"""Relative to `Acct` of the statement, report or notification."""

ENTRY: Table = MappingProxyType(
    {
        "entry_ref": ("NtryRef",),
        "entry_servicer_ref": ("AcctSvcrRef",),
        "entry_amount": ("Amt",),
        "entry_currency": ("Amt/@Ccy",),
        "entry_info": ("AddtlNtryInf",),
        "status": ("Sts/Cd", "Sts/Prtry", "Sts"),
        "reversal": ("RvslInd",),
        "booking_date": ("BookgDt/Dt", "BookgDt/DtTm"),
        "value_date": ("ValDt/Dt", "ValDt/DtTm"),
    }
)
"""Relative to `Ntry`."""

AMOUNT: Table = MappingProxyType(
    {
        "amount": ("Amt", "AmtDtls/TxAmt/Amt"),
        "currency": ("Amt/@Ccy", "AmtDtls/TxAmt/Amt/@Ccy"),
        "credit_debit": ("CdtDbtInd",),
    }
)
"""Relative to `TxDtls`; for an entry with one transaction, `Ntry` has what is missing."""

TRANSACTION: Table = MappingProxyType(
    {
        "instructed_amount": ("AmtDtls/InstdAmt/Amt",),
        "instructed_currency": ("AmtDtls/InstdAmt/Amt/@Ccy",),
        "end_to_end_id": ("Refs/EndToEndId",),
        "uetr": ("Refs/UETR",),
        "instruction_id": ("Refs/InstrId",),
        "transaction_id": ("Refs/TxId",),
        "mandate_id": ("Refs/MndtId",),
        "servicer_ref": ("Refs/AcctSvcrRef",),
        "purpose": ("Purp/Cd", "Purp/Prtry"),
        "info": ("AddtlTxInf",),
        "return_reason": ("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd"),
    }
)
"""Relative to `TxDtls`."""

REMITTANCE = ("RmtInf/Ustrd", "RmtInf/Strd/AddtlRmtInf")
REMITTANCE_REFS = (
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/CdtrRefInf/CdtrRef",
    "RmtInf/Strd/RfrdDocInf/Nb",
)
BANK_CODE = ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")


def _party(element: str) -> Table:
    at = f"RltdPties/{element}"
    # Since version 8 a party is a choice of a party proper and an agent.
    places = (f"{at}/Pty", at, f"{at}/Agt/FinInstnId")
    account = f"RltdPties/{element}Acct"

    def everywhere(*paths: str) -> tuple[str, ...]:
        return tuple(f"{place}/{path}" for path in paths for place in places)

    return MappingProxyType(
        {
            "name": everywhere("Nm"),
            "iban": (f"{account}/Id/IBAN",),
            "other_id": tuple(
                f"{account}/Id/{path}" for path in ("Othr/Id", "PrtryAcct/Id", "BBAN", "Prxy/Id")
            ),
            "country": everywhere("CtryOfRes", "PstlAdr/Ctry"),
            "town": everywhere("PstlAdr/TwnNm"),
            "org_id": everywhere("Id/OrgId/LEI", "Id/OrgId/Othr/Id", "Id/OrgId/PrtryId/Id"),
            "private_id": everywhere("Id/PrvtId/Othr/Id"),
            "birth_date": everywhere("Id/PrvtId/DtAndPlcOfBirth/BirthDt"),
            "bic": everywhere("Id/OrgId/AnyBIC", "Id/OrgId/BICOrBEI", "BICFI", "BIC"),
        }
    )


def _agent(element: str) -> Table:
    at = f"RltdAgts/{element}/FinInstnId"
    return MappingProxyType(
        {
            "bic": (f"{at}/BICFI", f"{at}/BIC"),
            "name": (f"{at}/Nm", f"{at}/NmAndAdr/Nm"),
            "member_id": (f"{at}/ClrSysMmbId/MmbId", f"{at}/ClrSysMmbId/Id"),
            "country": (f"{at}/PstlAdr/Ctry",),
        }
    )


ROLES: Mapping[str, Table] = MappingProxyType(
    {
        "debtor": _party("Dbtr"),
        "creditor": _party("Cdtr"),
        "ultimate_debtor": _party("UltmtDbtr"),
        "ultimate_creditor": _party("UltmtCdtr"),
        "debtor_agent": _agent("DbtrAgt"),
        "creditor_agent": _agent("CdtrAgt"),
    }
)
"""Relative to `TxDtls`."""
