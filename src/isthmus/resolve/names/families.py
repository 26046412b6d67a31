"""Spelling families of given names, and which families are each other's short or foreign form.

A line is a family: spellings of one name, then after `|` its pet forms and its forms in other
languages, which are weaker evidence. An indented line goes on with the line before. All spelled
as tokens are: small ASCII letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from isthmus.resolve.names.western_families import WESTERN

_EASTERN: Final = """
mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohd muhammet mehmet mahomet mohamud
  mukhammad magomed mokhammad mohamet
ahmed ahmad akhmed akhmad ahmet ahmadu ahmat achmad
mahmoud mahmud mahmood makhmud mahmut
hamid hameed khamid
hussein husayn hussain husain hossein hosein hussien khusein huseyin hossain houssein hocine
hassan hasan hassane hasan khasan hasen
ali aly
omar umar omer oumar umer
osman othman uthman usman ousmane
osama usama oussama ussama
yusuf yousef youssef yousuf yusef yousif yusuf iusuf usif youssouf yusif yosef | joseph josef
  jozef iosif giuseppe jose joe joey josip jusuf osip
ibrahim ebrahim ibraheem ibragim ibrahima brahim | abraham avraham abram
ismail ismael esmail ismaeel ismayil esmaeil
ishaq ishak eshaq isaac isaak | yitzhak itzhak izhak
yaqub yaqoob yakub yaqoub yacoub yakoub | jacob jakob yakov iakov jacques jakub yaakov jaime
musa mousa moussa mussa moosa | moses moshe moise
isa eisa issa essa | jesus
yahya yehia yahia iahia
sulayman soliman suleiman sulaiman soleiman suleyman solomon suliman sulejman souleymane
daud dawood dawud daoud davud dawoud | david davide dawid davyd dave
abdullah abdallah abdulla abdalla abdollah abdoulaye abdellah
abdulrahman abdurrahman abdelrahman abdurahman abdirahman abdalrahman abdrahman abderrahmane
  abdorrahman
abdulaziz abdelaziz abdalaziz abdolaziz
abdulkarim abdolkarim abdelkarim abdalkarim abdolkarim abdelkrim
abdulrahim abdurrohim abdurrahim abdelrahim abdalrahim
abdulkader abdulqadir abdelkader abdalqadir abdulkadir abdolqader
abdulmalik abdelmalek abdalmalik abdulmalek
abdulhussein abdolhossein abdulhussain abdelhussein abdolhosein abdulhusayn
abdulhamid abdelhamid abdalhamid
abdulwahab abdelwahab abdulwahhab abdalwahhab
abdulsalam abdelsalam abdussalam abdalsalam
nasser nasir naser nassir naseer nasr
khalid khaled kaled halid khaleed
said saeed saeid sayeed saied
saddam sadam
salah saleh salih
salim saleem selim
jamal gamal djamal jamaal cemal djamel
jaafar jafar gafar djafar cafer
kareem karim kerim
rahim raheem
rashid rasheed rachid reshid rashed
sharif shareef sherif cherif serif
tariq tarik tareq tarek
walid waleed oualid
yasin yassin yaseen yassine
zaid zayd zayed zeid
amin ameen emin
amir ameer emir
anwar anouar enver
aziz azeez
bashir basheer bachir besir
faisal faysal feisal
farid fareed ferid
fuad fouad foad
gaddafi qaddafi kadhafi qadhafi gadhafi kaddafi khadafy
habib habeeb
haidar haider haydar hyder heydar
imad emad
jalal galal djalal celal
kamal kamel kemal kamil
latif lateef
majid majeed mejid madjid
mansour mansur mansoor
mustafa mostafa mustapa moustafa mustapha moustapha mustafo
nabil nabeel
omran umran imran emran
qasim qassim qasem kassem kasim kassim ghassem kasem
rida reza riza ridha redha
sadiq sadeq sadik sadegh
tahir taher tahar
wahid waheed vahid
younes yunus younis yunis yonus younus
ziad ziyad zeyad
fatima fatma fatimah fatema fatemeh fatoumata
aisha aysha ayesha aicha aishah ayse
khadija khadijah hadija khadidja
maryam mariam miriam meryem myriam | maria mary marie mariya mariia marija
zaynab zainab zeinab zeynep zineb
layla laila leila leyla
noor nur nour
laden ladin
"""


def _lines() -> Iterator[str]:
    for table in (_EASTERN, WESTERN):
        yield from table.replace("\n  ", " ").strip().splitlines()


def _read() -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    strong: dict[str, set[int]] = {}
    weak: dict[str, set[int]] = {}
    for number, line in enumerate(_lines()):
        spellings, _, other = line.partition("|")
        for token in spellings.split():
            strong.setdefault(token, set()).add(number)
        for token in other.split():
            weak.setdefault(token, set()).add(number)
    return _frozen(strong), _frozen(weak)


def _frozen(found: Mapping[str, set[int]]) -> dict[str, frozenset[int]]:
    return {token: frozenset(numbers) for token, numbers in found.items()}


_strong, _weak = _read()
SPELLINGS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(_strong)
"""Token to the families of which it is a spelling."""
FORMS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(_weak)
"""Token to the families of which it is a pet form or a form in another language."""
CANONICAL: Final[Mapping[str, str]] = MappingProxyType(
    {
        token: line.split()[0]
        for line in reversed(list(_lines()))
        for token in line.partition("|")[0].split()
    }
)
"""Spelling to the one that its family is known by."""
