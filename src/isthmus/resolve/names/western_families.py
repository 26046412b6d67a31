"""Spelling families of given names, mostly of Europe, in the form that `families` explains."""

from __future__ import annotations

from typing import Final

WESTERN: Final = """
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
daniela danielle daniella
gabriela gabriella gabrielle gavriela
paula paola paulina pauline
julian giuliano julien yulian iulian
juliana giuliana juliane julianne
christian cristian kristian hristian
claudia klaudia
claudio claude klaus claudius
mario
martin martino marton martins
martina martine
marina maryna
carla karla
carolina caroline karolina | carrie
laura lara
sara sarah sarra
sandra
stephanie stefania stefanie | steffi
valeria valerie valeriya valeriia
simona simone
roberta
rosa rose
teresa theresa therese terezia
veronica veronika
monica monika monique
nadezhda nadeschda nadiya nadia nadja
oscar oskar
otto
kevin
brian bryan
eric erik erick erich
aaron harun haroun aron
adrian adrien adriano hadrian
alan allen allan
austin
brandon
bruce
cameron
craig
derek derrick
dennis denis denys
dylan
elliot eliot elliott
ethan
gary garry
glenn glen
gordon
graham graeme
harold harald
howard
hugh hugo
jason
jeffrey geoffrey jeffery | jeff geoff
jeremy jeremiah jeremias
jordan
justin justyn
keith
kyle
lucas luke luca lukas lukasz luc
nigel
norman
oliver olivier
owen
ralph ralf
raymond ramon raimund | ray
rodney
roger rutger
ross
roy
russell | russ
ryan
scott
shaun shawn
stuart stewart
terence terrence | terry
todd
travis
trevor
tyler
vincent vincenzo vicente | vince
wayne
alice alicia alisa
amanda | mandy
amy
angela angelina anzhela | angie
beatrice beatriz beatrix
brenda
carol carole
cheryl sheryl
clara klara
cynthia | cindy
diana diane
donna
dorothy dorothea dorota | dolly dot
emily emilia emilie
emma
eva eve
florence
gloria
grace grazia gracia
heather
ingrid
isabella isabelle izabela
jacqueline | jackie
janet
joyce
karen karin
kelly
kimberly | kim
linda
louise luisa luise
lucy lucia lucie
marilyn
megan meghan
melissa
michelle michele michaela
nancy
nicole nicola
olivia
pamela | pam
rachel raquel rachael
ruth
sharon
shirley
tiffany
ursula
vanessa
virginia
wendy
yvonne ivonne
hamza hamzah khamza
bilal belal
marwan merwan
rania
samir sameer
samira sameera
sami samy
tamer tamir
wael wail
yasser yasir yaser
adel adil
akram
ayman aiman aymen
bassam
ghassan gassan
hani hany
hatem hatim
hisham hicham hesham
ihab ehab
jihad jehad djihad
khalil khaleel
maher mahir
mazen mazin
munir mounir muneer
nizar
qais qays kais
raed raid
rami ramy
saad
safwan
shadi
suhail sohail suheil
talal
taha
wissam wisam
hadi
mahdi mehdi
murad mourad murat
rafiq rafik rafeeq
ramadan ramazan ramzan
shaban chaban
sultan
zubair zubayr zobeir
"""
"""A line is a family, an indented line goes on with it."""
