"""Identifiers of aircraft: registration marks and 24-bit transponder addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from isthmus.identifiers.outcome import Identified, Outcome, Rejected, compact, identifier

_MARK = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,9}")
_TABLE = """
2=GG 3A=MC 3B=MU 3C=GQ 3DC=SZ 3X=GN 4K=AZ 4L=GE 4O=ME 4R=LK 4X=IL 5A=LY 5B=CY 5H=TZ 5N=NG 5R=MG
5T=MR 5U=NE 5V=TG 5W=WS 5X=UG 5Y=KE 6O=SO 6V=SN 6W=SN 6Y=JM 7O=YE 7P=LS 7Q=MW 7T=DZ 8P=BB 8Q=MV
8R=GY 9A=HR 9G=GH 9H=MT 9J=ZM 9K=KW 9L=SL 9M=MY 9N=NP 9Q=CD 9S=CD 9T=CD 9U=BI 9V=SG 9XR=RW 9Y=TT
A2=BW A3=TO A4O=OM A40=OM A5=BT A6=AE A7=QA A8=LR A9C=BH AP=PK BH=HK BK=HK BL=HK BM=MO C2=NR
C3=AD C5=GM C6=BS C9=MZ CC=CL CF=CA CG=CA CI=CA CN=MA CP=BO CR=PT CS=PT CU=CU CX=UY D=DE D2=AO
D4=CV D6=KM DQ=FJ E3=ER E5=CK E7=BA EC=ES EI=IE EJ=IE EK=AM EM=ES EP=IR ER=MD ES=EE ET=ET EW=BY
EX=KG EY=TJ EZ=TM F=FR G=GB H4=SB HA=HU HC=EC HH=HT HI=DO HJ=CO HK=CO HL=KR HP=PA HR=HN HS=TH HZ=SA
I=IT J2=DJ J3=GD J5=GW J6=LC J7=DM J8=VC JA=JP JU=MN JY=JO LN=NO LQ=AR LV=AR LX=LU LY=LT LZ=BG M=IM
N=US OB=PE OD=LB OE=AT OH=FI OK=CZ OM=SK OO=BE OY=DK P=KP P2=PG P4=AW PH=NL PJ=CW PK=ID PP=BR PR=BR
PS=BR PT=BR PU=BR PZ=SR RA=RU RDPL=LA RP=PH S2=BD S5=SI S7=SC S9=ST SE=SE SN=PL SP=PL ST=SD SU=EG
SX=GR T7=SM T8A=PW TC=TR TF=IS TG=GT TI=CR TJ=CM TL=CF TN=CG TR=GA TS=TN TT=TD TU=CI TY=BJ TZ=ML
UK=UZ UP=KZ UR=UA V2=AG V3=BZ V4=KN V5=NA V6=FM V7=MH V8=BN VH=AU VN=VN VPA=AI VPB=BM VPC=KY VPF=FK
VPG=GI VPL=VG VPM=MS VQB=BM VQH=SH VQT=TC VT=IN XA=MX XB=MX XC=MX XT=BF XU=KH XY=MM YA=AF YI=IQ
YJ=VU YK=SY YL=LV YN=NI YR=RO YS=SV YU=RS YV=VE Z=ZW Z3=MK Z6=XK Z8=SS ZA=AL ZJ=JE ZK=NZ ZP=PY ZS=ZA
ZT=ZA ZU=ZA
"""

NATIONALITY_MARKS: Mapping[str, str] = MappingProxyType(
    dict(entry.split("=") for entry in _TABLE.split())
)
"""First characters of a registration mark (ICAO Annex 7) to ISO 3166-1 alpha-2.

B alone is left out: China and Taiwan share it.
"""
_LONGEST_MARK = max(map(len, NATIONALITY_MARKS))
_BLANK_ADDRESSES = frozenset({"000000", "ffffff"})


@identifier
def tail(text: str) -> Outcome:
    """Give an aircraft's registration mark without dashes, with its country."""
    mark = compact(text)
    if not _MARK.fullmatch(mark):
        return Rejected("expected three to nine letters and digits, a letter among them")
    heads = (mark[:length] for length in range(_LONGEST_MARK, 0, -1))
    country = next((NATIONALITY_MARKS[head] for head in heads if head in NATIONALITY_MARKS), None)
    return Identified(mark, country)


@identifier
def icao24(text: str) -> Outcome:
    """Give the six hexadecimal digits of a transponder address, in small letters."""
    address = compact(text).lower().removeprefix("icao").removeprefix("0x")
    if not re.fullmatch(r"[0-9a-f]{6}", address) or address in _BLANK_ADDRESSES:
        return Rejected("expected six hexadecimal digits that are not all 0 or all f")
    return Identified(address)
