"""The names of countries and territories: ISO 3166-1 codes with their spellings.

Each entry is `alpha-2 alpha-3: name / name ...`: short names in English, French and Russian, then
former, official and everyday ones. A name stands once; case, accents, word order, punctuation and
words such as 'the' and 'of' do not matter. XK is the user-assigned code in common use.
"""
# ruff: noqa: RUF001 - the Russian names are written in Cyrillic letters, as they must be

TERRITORY_NAMES = """\
AD AND: Andorra / Andorre / Андорра
AE ARE: United Arab Emirates / Émirats arabes unis / ОАЭ / UAE / Emirats
AF AFG: Afghanistan / Афганистан
AG ATG: Antigua & Barbuda / Антигуа и Барбуда / Antigua / Barbuda
AI AIA: Anguilla / Ангилья
AL ALB: Albania / Albanie / Албания
AM ARM: Armenia / Arménie / Армения / Республика Армения
AO AGO: Angola / Ангола
AQ ATA: Antarctica / Antarctique / Антарктида
AR ARG: Argentina / Argentine / Аргентина / Argentine Republic
AS ASM: American Samoa / Samoa américaines / Американское Самоа
AT AUT: Austria / Autriche / Австрия
AU AUS: Australia / Australie / Австралия
AW ABW: Aruba / Аруба
AX ALA: Åland Islands / Îles Åland / Аландские острова
AZ AZE: Azerbaijan / Azerbaïdjan / Азербайджан / Республика Азербайджан
BA BIH: Bosnia & Herzegovina / Bosnie-Herzégovine / Босния и Герцеговина / Bosnia / Bosnie /
  Республика Босния и Герцеговина
BB BRB: Barbados / Barbade / Барбадос
BD BGD: Bangladesh / Бангладеш
BE BEL: Belgium / Belgique / Бельгия
BF BFA: Burkina Faso / Буркина-Фасо
BG BGR: Bulgaria / Bulgarie / Болгария
BH BHR: Bahrain / Bahreïn / Бахрейн
BI BDI: Burundi / Бурунди
BJ BEN: Benin / Бенин
BL BLM: St. Barthélemy / Сен-Бартелеми
BM BMU: Bermuda / Bermudes / Бермудские острова
BN BRN: Brunei / Бруней / Brunei Darussalam
BO BOL: Bolivia / Bolivie / Боливия / Plurinational State of Bolivia
BQ BES: Caribbean Netherlands / Pays-Bas caribéens / Бонэйр, Синт-Эстатиус и Саба / Bonaire, Saint
  Eustatius and Saba / Bonaire, Sint Eustatius and Saba
BR BRA: Brazil / Brésil / Бразилия
BS BHS: Bahamas / Багамы / Commonwealth of the Bahamas
BT BTN: Bhutan / Bhoutan / Бутан
BV BVT: Bouvet Island / Île Bouvet / остров Буве
BW BWA: Botswana / Ботсвана
BY BLR: Belarus / Biélorussie / Беларусь / Byelorussia / Belorussia / Республика Беларусь /
  Белоруссия
BZ BLZ: Belize / Белиз
CA CAN: Canada / Канада
CC CCK: Cocos (Keeling) Islands / Îles Cocos / Кокосовые острова / Cocos Islands
CD COD: Congo - Kinshasa / Конго - Киншаса / Congo, Democratic Republic of the / DR Congo / DRC /
  Zaire / RDC / République démocratique du Congo / ДР Конго / Демократическая Республика Конго
CF CAF: Central African Republic / République centrafricaine / Центрально-Африканская Республика
CG COG: Congo - Brazzaville / Конго - Браззавиль / Congo / Republic of the Congo / République du
  Congo / Республика Конго
CH CHE: Switzerland / Suisse / Швейцария / Swiss Confederation / Швейцарская Конфедерация
CI CIV: Côte d'Ivoire / Кот-д'Ивуар / Ivory Coast
CK COK: Cook Islands / Îles Cook / острова Кука
CL CHL: Chile / Chili / Чили
CM CMR: Cameroon / Cameroun / Камерун
CN CHN: China / Chine / Китай / People's Republic of China / PRC / PR China / Mainland China /
  République populaire de Chine / КНР / Китайская Народная Республика
CO COL: Colombia / Colombie / Колумбия
CR CRI: Costa Rica / Коста-Рика
CU CUB: Cuba / Куба
CV CPV: Cape Verde / Cap-Vert / Кабо-Верде / Cabo Verde
CW CUW: Curaçao / Кюрасао
CX CXR: Christmas Island / Île Christmas / остров Рождества
CY CYP: Cyprus / Chypre / Кипр
CZ CZE: Czechia / Tchéquie / Чехия / Czech Republic / République tchèque / Чешская Республика
DE DEU: Germany / Allemagne / Германия / Federal Republic of Germany / ФРГ
DJ DJI: Djibouti / Джибути
DK DNK: Denmark / Danemark / Дания
DM DMA: Dominica / Dominique / Доминика
DO DOM: Dominican Republic / République dominicaine / Доминиканская Республика
DZ DZA: Algeria / Algérie / Алжир
EC ECU: Ecuador / Équateur / Эквадор
EE EST: Estonia / Estonie / Эстония
EG EGY: Egypt / Égypte / Египет / Arab Republic of Egypt
EH ESH: Western Sahara / Sahara occidental / Западная Сахара / Sahrawi
ER ERI: Eritrea / Érythrée / Эритрея
ES ESP: Spain / Espagne / Испания / Canary Islands / Ceuta / Melilla
ET ETH: Ethiopia / Éthiopie / Эфиопия
FI FIN: Finland / Finlande / Финляндия
FJ FJI: Fiji / Fidji / Фиджи
FK FLK: Falkland Islands / Îles Malouines / Фолклендские острова / Falkland Islands (Malvinas) /
  Falkland Islands (Islas Malvinas) / Falklands
FM FSM: Micronesia / Micronésie / Федеративные Штаты Микронезии / Federated States of Micronesia
FO FRO: Faroe Islands / Îles Féroé / Фарерские острова / Faeroe Islands
FR FRA: France / Франция
GA GAB: Gabon / Габон / Gabonese Republic
GB GBR: United Kingdom / Royaume-Uni / Великобритания / UK / Great Britain / Britain / United
  Kingdom of Great Britain and Northern Ireland / England / Scotland / Wales / Northern Ireland /
  Royaume-Uni de Grande-Bretagne et d'Irlande du Nord / Соединенное Королевство / Англия
GD GRD: Grenada / Grenade / Гренада
GE GEO: Georgia / Géorgie / Грузия
GF GUF: French Guiana / Guyane française / Французская Гвиана / Guiana
GG GGY: Guernsey / Guernesey / Гернси / Bailiwick of Guernsey
GH GHA: Ghana / Гана
GI GIB: Gibraltar / Гибралтар
GL GRL: Greenland / Groenland / Гренландия
GM GMB: Gambia / Gambie / Гамбия
GN GIN: Guinea / Guinée / Гвинея / Republic of Guinea / Guinea-Conakry
GP GLP: Guadeloupe / Гваделупа
GQ GNQ: Equatorial Guinea / Guinée équatoriale / Экваториальная Гвинея
GR GRC: Greece / Grèce / Греция
GS SGS: South Georgia & South Sandwich Islands / Géorgie du Sud-et-les Îles Sandwich du Sud /
  Южная Георгия и Южные Сандвичевы острова
GT GTM: Guatemala / Гватемала
GU GUM: Guam / Гуам
GW GNB: Guinea-Bissau / Guinée-Bissau / Гвинея-Бисау
GY GUY: Guyana / Гайана
HK HKG: Hong Kong SAR China / R.A.S. chinoise de Hong Kong / Гонконг (САР) / Гонконг / Hong Kong /
  China, Hong Kong Special Administrative Region / Hongkong
HM HMD: Heard & McDonald Islands / Îles Heard-et-MacDonald / острова Херд и Макдональд / Heard
  Island and McDonald Islands
HN HND: Honduras / Гондурас
HR HRV: Croatia / Croatie / Хорватия
HT HTI: Haiti / Гаити
HU HUN: Hungary / Hongrie / Венгрия
ID IDN: Indonesia / Indonésie / Индонезия
IE IRL: Ireland / Irlande / Ирландия / Republic of Ireland / Eire
IL ISR: Israel / Израиль
IM IMN: Isle of Man / Île de Man / остров Мэн
IN IND: India / Inde / Индия
IO IOT: British Indian Ocean Territory / Territoire britannique de l'océan Indien / Британская
  территория в Индийском океане
IQ IRQ: Iraq / Irak / Ирак
IR IRN: Iran / Иран / Islamic Republic of Iran / République islamique d'Iran / Исламская
  Республика Иран / Persia
IS ISL: Iceland / Islande / Исландия
IT ITA: Italy / Italie / Италия
JE JEY: Jersey / Джерси / Bailiwick of Jersey
JM JAM: Jamaica / Jamaïque / Ямайка
JO JOR: Jordan / Jordanie / Иордания
JP JPN: Japan / Japon / Япония
KE KEN: Kenya / Кения
KG KGZ: Kyrgyzstan / Kirghizstan / Киргизия / Kyrgyz Republic / Kirghizia / Кыргызстан /
  Кыргызская Республика
KH KHM: Cambodia / Cambodge / Камбоджа
KI KIR: Kiribati / Кирибати
KM COM: Comoros / Comores / Коморы
KN KNA: St. Kitts & Nevis / Saint-Christophe-et-Niévès / Сент-Китс и Невис / Saint Christopher and
  Nevis
KP PRK: North Korea / Corée du Nord / КНДР / Democratic People's Republic of Korea / DPRK /
  République populaire démocratique de Corée / Северная Корея / Корейская Народно-Демократическая
  Республика
KR KOR: South Korea / Corée du Sud / Республика Корея / Korea / Republic of Korea / ROK /
  République de Corée / Южная Корея
KW KWT: Kuwait / Koweït / Кувейт
KY CYM: Cayman Islands / Îles Caïmans / острова Кайман / Caymans
KZ KAZ: Kazakhstan / Казахстан / Республика Казахстан
LA LAO: Laos / Лаос / Lao People's Democratic Republic / Lao PDR / Lao / Лаосская
  Народно-Демократическая Республика
LB LBN: Lebanon / Liban / Ливан
LC LCA: St. Lucia / Sainte-Lucie / Сент-Люсия
LI LIE: Liechtenstein / Лихтенштейн
LK LKA: Sri Lanka / Шри-Ланка
LR LBR: Liberia / Либерия
LS LSO: Lesotho / Лесото
LT LTU: Lithuania / Lituanie / Литва
LU LUX: Luxembourg / Люксембург / Luxemburg
LV LVA: Latvia / Lettonie / Латвия
LY LBY: Libya / Libye / Ливия / Libyan Arab Jamahiriya / State of Libya
MA MAR: Morocco / Maroc / Марокко
MC MCO: Monaco / Монако
MD MDA: Moldova / Moldavie / Молдова / Republic of Moldova / Moldavia / Молдавия / Республика
  Молдова
ME MNE: Montenegro / Черногория
MF MAF: St. Martin / Сен-Мартен / Saint Martin (French part)
MG MDG: Madagascar / Мадагаскар
MH MHL: Marshall Islands / Îles Marshall / Маршалловы острова
MK MKD: North Macedonia / Macédoine du Nord / Северная Македония / Macedonia / Former Yugoslav
  Republic of Macedonia / FYROM / ARYM / Македония
ML MLI: Mali / Мали
MM MMR: Myanmar (Burma) / Myanmar (Birmanie) / Мьянма (Бирма) / Myanmar / Мьянма / Burma /
  Birmanie / Бирма / Myanmar (Union of)
MN MNG: Mongolia / Mongolie / Монголия
MO MAC: Macao SAR China / R.A.S. chinoise de Macao / Макао (САР) / Макао / Macau / Macao / China,
  Macao Special Administrative Region
MP MNP: Northern Mariana Islands / Îles Mariannes du Nord / Северные Марианские острова
MQ MTQ: Martinique / Мартиника
MR MRT: Mauritania / Mauritanie / Мавритания
MS MSR: Montserrat / Монтсеррат
MT MLT: Malta / Malte / Мальта
MU MUS: Mauritius / Maurice / Маврикий
MV MDV: Maldives / Мальдивы / Maldive Islands
MW MWI: Malawi / Малави
MX MEX: Mexico / Mexique / Мексика
MY MYS: Malaysia / Malaisie / Малайзия
MZ MOZ: Mozambique / Мозамбик
NA NAM: Namibia / Namibie / Намибия
NC NCL: New Caledonia / Nouvelle-Calédonie / Новая Каледония
NE NER: Niger / Нигер
NF NFK: Norfolk Island / Île Norfolk / остров Норфолк
NG NGA: Nigeria / Нигерия
NI NIC: Nicaragua / Никарагуа
NL NLD: Netherlands / Pays-Bas / Нидерланды / Holland / Голландия
NO NOR: Norway / Norvège / Норвегия / Kingdom of Norway
NP NPL: Nepal / Непал
NR NRU: Nauru / Науру
NU NIU: Niue / Ниуэ
NZ NZL: New Zealand / Nouvelle-Zélande / Новая Зеландия
OM OMN: Oman / Оман
PA PAN: Panama / Панама
PE PER: Peru / Pérou / Перу
PF PYF: French Polynesia / Polynésie française / Французская Полинезия
PG PNG: Papua New Guinea / Papouasie-Nouvelle-Guinée / Папуа — Новая Гвинея
PH PHL: Philippines / Филиппины
PK PAK: Pakistan / Пакистан
PL POL: Poland / Pologne / Польша
PM SPM: St. Pierre & Miquelon / Сен-Пьер и Микелон
PN PCN: Pitcairn Islands / Îles Pitcairn / острова Питкэрн / Pitcairn / Pitcairn Island
PR PRI: Puerto Rico / Porto Rico / Пуэрто-Рико
PS PSE: Palestinian Territories / Territoires palestiniens / Палестинские территории / Palestine /
  State of Palestine / Palestinian / Palestinian Territory, Occupied / Palestinian Territory /
  West Bank / Gaza / Gaza Strip / West Bank and Gaza / Cisjordanie / Палестина / Государство
  Палестина
PT PRT: Portugal / Португалия / Azores / Madeira
PW PLW: Palau / Palaos / Палау
PY PRY: Paraguay / Парагвай
QA QAT: Qatar / Катар
RE REU: Réunion / Реюньон
RO ROU: Romania / Roumanie / Румыния / Roumania
RS SRB: Serbia / Serbie / Сербия / Republic of Serbia
RU RUS: Russia / Russie / Россия / Russian Federation / Fédération de Russie / Российская
  Федерация / РФ / Russia Federation
RW RWA: Rwanda / Руанда
SA SAU: Saudi Arabia / Arabie saoudite / Саудовская Аравия / Kingdom of Saudi Arabia / KSA
SB SLB: Solomon Islands / Îles Salomon / Соломоновы острова
SC SYC: Seychelles / Сейшельские острова
SD SDN: Sudan / Soudan / Судан
SE SWE: Sweden / Suède / Швеция
SG SGP: Singapore / Singapour / Сингапур
SH SHN: St. Helena / Sainte-Hélène / остров Святой Елены / Saint Helena, Ascension and Tristan da
  Cunha / Ascension Island / Ascension / Tristan da Cunha
SI SVN: Slovenia / Slovénie / Словения
SJ SJM: Svalbard & Jan Mayen / Шпицберген и Ян-Майен / Svalbard / Jan Mayen
SK SVK: Slovakia / Slovaquie / Словакия / Slovak Republic / Словацкая Республика
SL SLE: Sierra Leone / Сьерра-Леоне
SM SMR: San Marino / Saint-Marin / Сан-Марино
SN SEN: Senegal / Сенегал
SO SOM: Somalia / Somalie / Сомали
SR SUR: Suriname / Суринам
SS SSD: South Sudan / Soudan du Sud / Южный Судан
ST STP: São Tomé & Príncipe / Сан-Томе и Принсипи
SV SLV: El Salvador / Сальвадор
SX SXM: Sint Maarten / Saint-Martin (partie néerlandaise) / Синт-Мартен / Sint Maarten (Dutch
  part)
SY SYR: Syria / Syrie / Сирия / Syrian Arab Republic / République arabe syrienne / Сирийская
  Арабская Республика
SZ SWZ: Eswatini / Эсватини / Swaziland / Свазиленд
TC TCA: Turks & Caicos Islands / Îles Turques-et-Caïques / Тёркс и Кайкос / Turks and Caicos
TD TCD: Chad / Tchad / Чад
TF ATF: French Southern Territories / Terres australes françaises / Французские Южные территории /
  French Southern and Antarctic Lands / Adelie Land / Kerguelen Islands / Crozet Archipelago /
  Saint Paul and Amsterdam Islands
TG TGO: Togo / Того / Togolese Republic
TH THA: Thailand / Thaïlande / Таиланд
TJ TJK: Tajikistan / Tadjikistan / Таджикистан / Республика Таджикистан
TK TKL: Tokelau / Токелау
TL TLS: Timor-Leste / Timor oriental / Восточный Тимор / East Timor
TM TKM: Turkmenistan / Туркменистан
TN TUN: Tunisia / Tunisie / Тунис
TO TON: Tonga / Тонга
TR TUR: Türkiye / Turquie / Турция / Turkey / Republic of Turkey
TT TTO: Trinidad & Tobago / Trinité-et-Tobago / Тринидад и Тобаго / Trinidad / Tobago
TV TUV: Tuvalu / Тувалу
TW TWN: Taiwan / Тайвань / Taiwan, Province of China / Republic of China / Chinese Taipei / R.O.C.
TZ TZA: Tanzania / Tanzanie / Танзания / United Republic of Tanzania
UA UKR: Ukraine / Украина / Crimea / Ukraina / Crimée / Крым
UG UGA: Uganda / Ouganda / Уганда
UM UMI: U.S. Outlying Islands / Îles mineures éloignées des États-Unis / Внешние малые острова
  (США) / Внешние малые острова / Wake Island / Midway Islands / Johnston Atoll / Johnson Atoll /
  United States Minor Outlying Islands
US USA: United States / États-Unis / Соединенные Штаты / USA / U.S. / United States of America /
  America / Etats-Unis d'Amérique / США / Соединенные Штаты Америки / Alaska / Hawaii
UY URY: Uruguay / Уругвай / Eastern Republic of Uruguay
UZ UZB: Uzbekistan / Ouzbékistan / Узбекистан / Республика Узбекистан
VA VAT: Vatican City / État de la Cité du Vatican / Ватикан / Vatican City State / Holy See /
  Vatican / Saint-Siège / Святой Престол
VC VCT: St. Vincent & Grenadines / Сент-Винсент и Гренадины / Saint Vincent and the Grenadines
  (Windward Islands)
VE VEN: Venezuela / Венесуэла / Bolivarian Republic of Venezuela / Venezuela, RB
VG VGB: British Virgin Islands / Îles Vierges britanniques / Виргинские острова (Великобритания) /
  Виргинские острова
VI VIR: U.S. Virgin Islands / Îles Vierges des États-Unis / Виргинские острова (США) / United
  States Virgin Islands
VN VNM: Vietnam / Viêt Nam / Вьетнам / Socialist Republic of Viet Nam
VU VUT: Vanuatu / Вануату
WF WLF: Wallis & Futuna / Уоллис и Футуна / Wallis and Futuna Islands
WS WSM: Samoa / Самоа / Western Samoa / Independent State of Samoa
XK XKX: Kosovo / Косово / Republic of Kosovo
YE YEM: Yemen / Йемен / Republic of Yemen
YT MYT: Mayotte / Майотта
ZA ZAF: South Africa / Afrique du Sud / Южно-Африканская Республика
ZM ZMB: Zambia / Zambie / Замбия
ZW ZWE: Zimbabwe / Зимбабве
"""
