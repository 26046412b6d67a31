"""Words of names that tell nobody apart: titles, legal forms, ship prefixes.

All spelled as `names` spells tokens: small ASCII letters, transliterated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

_TITLES = """
mr mrs ms miss mister mstr master mx madam mme mlle monsieur madame herr frau senor senora senorita
sr sra srta don dona signor signora gospodin gospozha pan pani
dr prof professor doctor doktor eng ing engineer phd md mba esq jr junior snr senior
sir dame lord lady hon honourable honorable excellency
gen general col colonel lt lieutenant maj major capt captain sgt brig brigadier adm admiral cdr
mullah mulla mawlawi maulavi mawlavi maulana hajji haji hajj alhaj alhajj qari sheikh shaikh shaykh
sayyid syed ayatollah hojatoleslam
"""

PERSON_TITLES = frozenset(_TITLES.split())
"""Dropped from persons' names. Ranks and honorifics stay in the statement's original."""

VESSEL_PREFIXES = frozenset({"mv", "mt", "ss", "ms", "fv", "msv", "mts", "lpgc", "lngc", "mtt"})
"""Written before a ship's name as a word of its own."""

SLASHED_VESSEL_PREFIXES = VESSEL_PREFIXES | {"my", "sy", "st", "sv", "rv", "tb", "nb", "pv", "mf"}
"""Taken for a prefix only with slashes or full stops: ST, SV and MY also begin names."""

_FORMS = """
llc: llc / l l c / limited liability company / limited liability co
ltd: ltd / limited / co ltd / co limited / company limited / pte ltd / pvt ltd / pty ltd
ltd: private limited / pte limited / proprietary limited / ltd co / ltda / limitada
inc: inc / incorporated / corp / corporation / co inc / company inc
plc: plc / p l c / public limited company
llp: llp / l l p / limited liability partnership
lp: lp / limited partnership
co: co / company / and co / and company / und co
gmbh: gmbh / g m b h / gesellschaft mit beschrankter haftung / gmbh co kg / gmbh and co kg / mbh
ag: ag / aktiengesellschaft
kg: kg / kommanditgesellschaft
ev: e v / eingetragener verein
ug: ug / ug haftungsbeschrankt
sa: sa / s a / societe anonyme / sociedad anonima / sociedade anonima / societate pe actiuni
sarl: sarl / s a r l / societe a responsabilite limitee / sarlu / suarl
sas: sas / s a s / societe par actions simplifiee / sasu
srl: srl / s r l / societa a responsabilita limitata / s de r l / s de r l de c v
sl: s l / sociedad limitada / sociedad de responsabilidad limitada
spa: spa / s p a / societa per azioni
sacv: sa de cv / s a de c v / sa de c v / de cv / de c v
bv: bv / b v / besloten vennootschap
nv: nv / n v / naamloze vennootschap
ab: ab / aktiebolag
as: as / a s / aksjeselskap / aktieselskab / anonim sirketi / a o
aps: aps / anpartsselskab
oy: oy / oyj / osakeyhtio
doo: doo / d o o / drustvo s ogranicenom odgovornoscu
sro: sro / s r o / spol s r o
zoo: sp z o o / spolka z ograniczona odpowiedzialnoscia / sp zoo
kft: kft / korlatolt felelossegu tarsasag
ooo: ooo / o o o / obshchestvo s ogranichennoy otvetstvennostyu
ooo: obshchestvo s ogranichennoi otvetstvennostyu / tov
ooo: obshchestvo s ogranichenoy otvetstvennostyu / obshchestvo s organichennoi otvetstvennostyu
ooo: tavarystva z abmezhavanay adkaznastsyu
ao: ao / aktsionernoe obshchestvo / ojsc / oao / open joint stock company
ao: otkrytoe aktsionernoe obshchestvo / aktsionernoe obschestvo / otkrytoe aktsionernoe obschestvo
zao: zao / zakrytoe aktsionernoe obshchestvo / cjsc / closed joint stock company
pao: pao / publichnoe aktsionernoe obshchestvo / pjsc / public joint stock company
pao: publichnoe aktsionernoe obschestvo / company public joint stock
jsc: jsc / joint stock company / j s c / private joint stock company / joint stock co
fgup: fgup / fsue / federal state unitary enterprise
fgup: federalnoe gosudarstvennoe unitarnoe predpriyatie
ad: ead / e a d / ood / eood
bv: bvba / sprl / cvba
sarl: eurl / e u r l
sia: sia
uab: uab
ou: osauhing
ca: c a / compania anonima
psc: psc
sa: saog / saoc / kscc / kscp / bsc / b s c
se: societas europaea
kg: kgaa / ohg / kommanditgesellschaft auf aktien
zrt: zrt / nyrt
dd: d d / dionicko drustvo
spj: sp j / sp k
lda: lda / unipessoal lda
ao: nao / pat / prat
sal: sal / s a l
sti: sti / sirketi / limited sirketi / ltd sti / limited sti
fze: fze / fz llc / fzco / fzc / free zone establishment / free zone company / dmcc
kk: kk / kabushiki kaisha / kabushikikaisha
bhd: bhd / sdn bhd / berhad / sendirian berhad
pt: pt / perseroan terbatas / tbk
wll: wll / w l l / with limited liability
est: est / establishment / trading est
"""


def _forms() -> Iterator[tuple[tuple[str, ...], str]]:
    for line in _FORMS.strip().splitlines():
        short, _, spellings = line.partition(": ")
        for spelling in spellings.split(" / "):
            yield tuple(spelling.split()), short


LEGAL_FORMS: Mapping[tuple[str, ...], str] = MappingProxyType(dict(_forms()))
"""Tokens of a legal form to its short spelling."""
