"""Spelling families of given names, and which families are each other's short or foreign form.

A line is a family: spellings of one name, then after `|` its pet forms and its forms in other
languages, which are weaker evidence. An indented line goes on with the line before. All spelled
as tokens are: small ASCII letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

_FAMILIES: Final = """
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
aleksandr alexander aleksander alexandr oleksandr alejandro aleksandar alessandro alexandre
  aliaksandr alexandros aleksandrs | alex sasha sascha sander alec xander iskander
aleksandra alexandra oleksandra alejandra alessandra | sasha
aleksei alexei alexey aleksey oleksii oleksiy alexi alexis alexej alexej aliaksei | alyosha
  lyosha
anatoly anatol anatoliy anatoli anatolii anatolij anatol
andrei andrey andrej andrii andriy andre andrea andreas andrew andrzej andres ondrej andras
  andriei | andy drew
anton antony anthony antonio antoine antoni antonius | tony toni
arkady arkadiy arkadi arkadii
boris borys
dmitry dzmitriy dzmitri dmitri dmitriy dmitrii dimitri dmytro dimitrios dimitar dmitrij dzmitry
  dimitry | dima mitya
yevgeny yauhen yauheni iauhen evgeny evgeniy yevgeni evgenii yevgeniy evgeni evgenij yevhen
  eugene yevhenii jewgeni eugen eugenio | zhenya gene
yekaterina katsiaryna ekaterina catherine katherine katarina kateryna katharina kathryn caterina
  catalina catharina katarzyna | kate katya cathy kathy katie katja
yelena elena helena olena helen helene jelena alena ilona | lena ellen
fyodor fedor fiodor fedir teodor theodore theodor | ted teddy fedya
gennady gennadiy gennadi gennadii hennadii
georgy georgiy georgi georgii george georg georges jorge giorgio heorhii giorgi jerzy georgios
  yorgos jiri juraj
grigory hryhoriy hryhory ryhor grigoriy grigori grigorii gregory hryhorii gregor gregorio
  grzegorz grigor | greg grisha
igor ihor ihar
ilya ilia illia ilja | elias elijah ilyas ilias elie
irina iryna irena irene
ivan john johan johann jan hans juan jean giovanni joao ioan yahya jovan sean ian johannes janos
  yuhanna | jack johnny vanya jon ioannis evan
jonathan jonathon yonatan | jon
kirill kiril cyril kyrylo cyrill kyrill
konstantin constantine kostiantyn constantin konstantinos costantino konstantyn | kostya
leonid leonyd leonidas
lev lew leo leon
lyudmila ludmila liudmyla lyudmyla liudmila ljudmila
maksim maxim maxime maksym maximilian maximiliano | max
mikhail mikhael michael michel miguel mykhailo michal mihail mihai michele mikail mikhael mihaly
  mikael michail mykhaylo | mike misha mikey mick
mikhailovich mikhaylovich mykhailovych
natalya natallia natalia nataliya nataliia natalie nathalie natalja | natasha
nikita mykyta
nikolai nikolay nicholas mykola mikalai mikalay nicolas nikola nikolaj nicola nikolaos niccolo
  miklos nicolae mikola | nick kolya nico nik klaus
oleg oleh aleh
olga olha volha
pavel paul pavlo pablo paolo paulo pawel pal pavlos
pyotr petr peter petro pedro pierre pietro piotr petar petros piet | pete petya
roman romain romano
sergei sergey serhii sergiy sergii serhiy serge sergio sergej siarhei sergius
stanislav stanislaw stanislas
stepan stephen steven stefan stephan esteban stefano etienne istvan stephane | steve
svetlana svitlana swetlana
tatyana tatsiana tatiana tetiana tatjana tetyana | tanya
timofey timofei timothy tymofii timoteo | tim
vadim vadym wadim
valentin valentyn valentine valentino
valery valeriy valeri valerii valerij
vasily vasil vasiliy vasili vasyl vassily wassili vasilii vasile | basil vasya
viktor viktar victor wiktor vittorio
vitaly vital vitaliy vitali vitalii vitalij
vladimir volodymyr wladimir uladzimir | vova volodya vlad
vladislav vladyslav wladyslaw uladzislau ladislav | vlad
vyacheslav viacheslav vjatscheslaw | slava
yaroslav iaroslav jaroslav jaroslaw
yulia yuliya julia iulia yuliia giulia julie juliya | yulya
yuri yury yuriy iurii yurii iouri juri jurij yuriu
zinaida zinayida
lukashenko lukashenka
william wilhelm guillaume guillermo willem guglielmo vilhelm | bill will billy willy liam willie
robert roberto ruprecht | bob rob bobby robbie bert
richard ricardo riccardo ryszard rikard | dick rick ricky rich
charles carl karl carlos carlo karel karol | charlie chuck
james | jim jimmy jamie
edward eduard eduardo edouard edoardo | ed eddie ted ned
henry heinrich henri enrique enrico hendrik henrik henryk | harry hank
francis francisco francesco frank franz francois franciszek ferenc | frankie paco
frederick friedrich frederic federico fredrik fryderyk fritz | fred freddy
lawrence laurence lorenzo laurent lorenz lavrenty | larry
louis luis ludwig luigi lewis lodewijk ludwik
matthew matteo mathieu matthias mateo matvei mateusz matvey mathias matthieu | matt
mark marc marco marcus markus marek marcos
thomas tomas tomasz tommaso toma | tom tommy
philip phillip felipe philippe filip filippo filipp philipp | phil
christopher christoph kristof cristobal christophe krzysztof kristoffer | chris
daniel daniele danylo danil daniil danilo | dan danny
samuel samuele shmuel samuil | sam sammy
benjamin binyamin benyamin beniamin veniamin | ben benny benji bibi
alfred alfredo
albert alberto adalbert | al
bernard bernhard bernardo
ronald ronaldo | ron ronnie
donald | don donny
kenneth | ken kenny
gerald gerard gerhard gerardo | gerry jerry
walter walther | walt
rafael raphael raffaele
gabriel gavriil gavril jibril gabriele
simon simeon shimon szymon semyon semen semion
adam adamo adan
elizabeth elisabeth elisabetta yelizaveta elizaveta isabel elzbieta | liz beth betty lisa liza
  eliza bella
margaret margarita margarethe marguerite margherita malgorzata | maggie meg peggy greta rita
anna anne ann ana hanna hannah ania anya | annie nina anja anita
christina kristina christine cristina krystyna | tina chris
barbara varvara | barb babs
sophia sofia sophie sofya sofiya zofia
susan susanna suzanne zuzana susana | sue susie suzy
victoria viktoria viktoriya viktoriia vittoria | vicky
patricia patrizia | pat patty tricia
patrick patricio patrik padraig | pat paddy
joan joanna johanna giovanna juana jeanne ioanna zhanna jane jana
rebecca rebekah rivka | becky
deborah debra | deb debbie
jennifer | jen jenny
jessica | jess jessie
nathan natan nathaniel | nate
zachary zacharias zakaria zakariya zakharia zachariah zakaryya | zach
douglas | doug
andranik
arthur artur arturo
ruslan
timur taimur teymur
rustam rustem rostam
shamil chamil
aslan arslan
kim gim
lee yi rhee
park pak bak
choi choe
jung jeong chung
jong chong
un eun
jin chin
zhang chang cheung
wang wong
chen chan tan
liu lau
huang wong
zhou chou chow
xu hsu
cai tsai choi
xie hsieh
zheng cheng
guo kuo kwok
xi hsi
zedong tsetung
nguyen
"""


def _lines() -> Iterator[str]:
    yield from _FAMILIES.replace("\n  ", " ").strip().splitlines()


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
