"""The names of countries and territories: ISO 3166-1 codes with their spellings.

Each entry is `alpha-2 alpha-3: name / name ...`: short names in English, French and Russian, then
former, official and everyday ones, and the short name in Arabic. A name stands once; case, accents,
word order, punctuation and words such as 'the' and 'of' do not matter. XK is the user-assigned code
in common use.
"""
# ruff: noqa: RUF001 - names are written in Cyrillic and Arabic letters, as they must be

TERRITORY_NAMES = """\
AD AND: Andorra / Andorre / Андорра / أندورا
AE ARE: United Arab Emirates / Émirats arabes unis / ОАЭ / UAE / Emirats / الإمارات العربية
  المتحدة
AF AFG: Afghanistan / Афганистан / أفغانستان
AG ATG: Antigua & Barbuda / Антигуа и Барбуда / Antigua / Barbuda / أنتيغوا وبربودا
AI AIA: Anguilla / Ангилья / أنغويلا
AL ALB: Albania / Albanie / Албания / ألبانيا
AM ARM: Armenia / Arménie / Армения / Республика Армения / أرمينيا
AO AGO: Angola / Ангола / أنغولا
AQ ATA: Antarctica / Antarctique / Антарктида / أنتاركتيكا
AR ARG: Argentina / Argentine / Аргентина / Argentine Republic / الأرجنتين
AS ASM: American Samoa / Samoa américaines / Американское Самоа / ساموا الأمريكية
AT AUT: Austria / Autriche / Австрия / النمسا
AU AUS: Australia / Australie / Австралия / أستراليا
AW ABW: Aruba / Аруба / أروبا
AX ALA: Åland Islands / Îles Åland / Аландские острова / جزر آلاند
AZ AZE: Azerbaijan / Azerbaïdjan / Азербайджан / Республика Азербайджан / أذربيجان
BA BIH: Bosnia & Herzegovina / Bosnie-Herzégovine / Босния и Герцеговина / Bosnia / Bosnie /
  Республика Босния и Герцеговина / البوسنة والهرسك
BB BRB: Barbados / Barbade / Барбадос / بربادوس
BD BGD: Bangladesh / Бангладеш / بنغلاديش
BE BEL: Belgium / Belgique / Бельгия / بلجيكا
BF BFA: Burkina Faso / Буркина-Фасо / بوركينا فاسو
BG BGR: Bulgaria / Bulgarie / Болгария / بلغاريا
BH BHR: Bahrain / Bahreïn / Бахрейн / البحرين
BI BDI: Burundi / Бурунди / بوروندي
BJ BEN: Benin / Бенин / بنين
BL BLM: St. Barthélemy / Сен-Бартелеми / سان بارتليمي
BM BMU: Bermuda / Bermudes / Бермудские острова / برمودا
BN BRN: Brunei / Бруней / Brunei Darussalam / بروناي
BO BOL: Bolivia / Bolivie / Боливия / Plurinational State of Bolivia / بوليفيا
BQ BES: Caribbean Netherlands / Pays-Bas caribéens / Бонэйр, Синт-Эстатиус и Саба / Bonaire, Saint
  Eustatius and Saba / Bonaire, Sint Eustatius and Saba / هولندا الكاريبية
BR BRA: Brazil / Brésil / Бразилия / البرازيل
BS BHS: Bahamas / Багамы / Commonwealth of the Bahamas / جزر البهاما
BT BTN: Bhutan / Bhoutan / Бутан / بوتان
BV BVT: Bouvet Island / Île Bouvet / остров Буве / جزيرة بوفيه
BW BWA: Botswana / Ботсвана / بوتسوانا
BY BLR: Belarus / Biélorussie / Беларусь / Byelorussia / Belorussia / Республика Беларусь /
  Белоруссия / بيلاروس
BZ BLZ: Belize / Белиз / بليز
CA CAN: Canada / Канада / كندا
CC CCK: Cocos (Keeling) Islands / Îles Cocos / Кокосовые острова / Cocos Islands / جزر كوكوس
CD COD: Congo - Kinshasa / Конго - Киншаса / Congo, Democratic Republic of the / DR Congo / DRC /
  Zaire / RDC / République démocratique du Congo / ДР Конго / Демократическая Республика Конго /
  الكونغو - كينشاسا
CF CAF: Central African Republic / République centrafricaine / Центрально-Африканская Республика /
  جمهورية أفريقيا الوسطى
CG COG: Congo - Brazzaville / Конго - Браззавиль / Congo / Republic of the Congo / République du
  Congo / Республика Конго / الكونغو - برازافيل
CH CHE: Switzerland / Suisse / Швейцария / Swiss Confederation / Швейцарская Конфедерация / سويسرا
CI CIV: Côte d'Ivoire / Кот-д'Ивуар / Ivory Coast / ساحل العاج
CK COK: Cook Islands / Îles Cook / острова Кука / جزر كوك
CL CHL: Chile / Chili / Чили / تشيلي
CM CMR: Cameroon / Cameroun / Камерун / الكاميرون
CN CHN: China / Chine / Китай / People's Republic of China / PRC / PR China / Mainland China /
  République populaire de Chine / КНР / Китайская Народная Республика / الصين
CO COL: Colombia / Colombie / Колумбия / كولومبيا
CR CRI: Costa Rica / Коста-Рика / كوستاريكا
CU CUB: Cuba / Куба / كوبا
CV CPV: Cape Verde / Cap-Vert / Кабо-Верде / Cabo Verde / الرأس الأخضر
CW CUW: Curaçao / Кюрасао / كوراساو
CX CXR: Christmas Island / Île Christmas / остров Рождества / جزيرة كريسماس
CY CYP: Cyprus / Chypre / Кипр / قبرص
CZ CZE: Czechia / Tchéquie / Чехия / Czech Republic / République tchèque / Чешская Республика /
  التشيك
DE DEU: Germany / Allemagne / Германия / Federal Republic of Germany / ФРГ / ألمانيا
DJ DJI: Djibouti / Джибути / جيبوتي
DK DNK: Denmark / Danemark / Дания / الدانمرك
DM DMA: Dominica / Dominique / Доминика / دومينيكا
DO DOM: Dominican Republic / République dominicaine / Доминиканская Республика / جمهورية
  الدومينيكان
DZ DZA: Algeria / Algérie / Алжир / الجزائر
EC ECU: Ecuador / Équateur / Эквадор / الإكوادور
EE EST: Estonia / Estonie / Эстония / إستونيا
EG EGY: Egypt / Égypte / Египет / Arab Republic of Egypt / مصر
EH ESH: Western Sahara / Sahara occidental / Западная Сахара / Sahrawi / الصحراء الغربية
ER ERI: Eritrea / Érythrée / Эритрея / إريتريا
ES ESP: Spain / Espagne / Испания / Canary Islands / Ceuta / Melilla / إسبانيا
ET ETH: Ethiopia / Éthiopie / Эфиопия / إثيوبيا
FI FIN: Finland / Finlande / Финляндия / فنلندا
FJ FJI: Fiji / Fidji / Фиджи / فيجي
FK FLK: Falkland Islands / Îles Malouines / Фолклендские острова / Falkland Islands (Malvinas) /
  Falkland Islands (Islas Malvinas) / Falklands / جزر فوكلاند
FM FSM: Micronesia / Micronésie / Федеративные Штаты Микронезии / Federated States of Micronesia /
  ميكرونيزيا
FO FRO: Faroe Islands / Îles Féroé / Фарерские острова / Faeroe Islands / جزر فارو
FR FRA: France / Франция / فرنسا
GA GAB: Gabon / Габон / Gabonese Republic / الغابون
GB GBR: United Kingdom / Royaume-Uni / Великобритания / UK / Great Britain / Britain / United
  Kingdom of Great Britain and Northern Ireland / England / Scotland / Wales / Northern Ireland /
  Royaume-Uni de Grande-Bretagne et d'Irlande du Nord / Соединенное Королевство / Англия / المملكة
  المتحدة
GD GRD: Grenada / Grenade / Гренада / غرينادا
GE GEO: Georgia / Géorgie / Грузия / جورجيا
GF GUF: French Guiana / Guyane française / Французская Гвиана / Guiana / غويانا الفرنسية
GG GGY: Guernsey / Guernesey / Гернси / Bailiwick of Guernsey / غيرنزي
GH GHA: Ghana / Гана / غانا
GI GIB: Gibraltar / Гибралтар / جبل طارق
GL GRL: Greenland / Groenland / Гренландия / غرينلاند
GM GMB: Gambia / Gambie / Гамбия / غامبيا
GN GIN: Guinea / Guinée / Гвинея / Republic of Guinea / Guinea-Conakry / غينيا
GP GLP: Guadeloupe / Гваделупа / غوادلوب
GQ GNQ: Equatorial Guinea / Guinée équatoriale / Экваториальная Гвинея / غينيا الاستوائية
GR GRC: Greece / Grèce / Греция / اليونان
GS SGS: South Georgia & South Sandwich Islands / Géorgie du Sud-et-les Îles Sandwich du Sud /
  Южная Георгия и Южные Сандвичевы острова / جورجيا الجنوبية وجزر ساندويتش الجنوبية
GT GTM: Guatemala / Гватемала / غواتيمالا
GU GUM: Guam / Гуам / غوام
GW GNB: Guinea-Bissau / Guinée-Bissau / Гвинея-Бисау / غينيا بيساو
GY GUY: Guyana / Гайана / غيانا
HK HKG: Hong Kong SAR China / R.A.S. chinoise de Hong Kong / Гонконг (САР) / Гонконг / Hong Kong /
  China, Hong Kong Special Administrative Region / Hongkong / هونغ كونغ الصينية
HM HMD: Heard & McDonald Islands / Îles Heard-et-MacDonald / острова Херд и Макдональд / Heard
  Island and McDonald Islands / جزيرة هيرد وجزر ماكدونالد
HN HND: Honduras / Гондурас / هندوراس
HR HRV: Croatia / Croatie / Хорватия / كرواتيا
HT HTI: Haiti / Гаити / هايتي
HU HUN: Hungary / Hongrie / Венгрия / هنغاريا
ID IDN: Indonesia / Indonésie / Индонезия / إندونيسيا
IE IRL: Ireland / Irlande / Ирландия / Republic of Ireland / Eire / أيرلندا
IL ISR: Israel / Израиль / إسرائيل
IM IMN: Isle of Man / Île de Man / остров Мэн / جزيرة مان
IN IND: India / Inde / Индия / الهند
IO IOT: British Indian Ocean Territory / Territoire britannique de l'océan Indien / Британская
  территория в Индийском океане / الإقليم البريطاني في المحيط الهندي
IQ IRQ: Iraq / Irak / Ирак / العراق
IR IRN: Iran / Иран / Islamic Republic of Iran / République islamique d'Iran / Исламская
  Республика Иран / Persia / إيران
IS ISL: Iceland / Islande / Исландия / آيسلندا
IT ITA: Italy / Italie / Италия / إيطاليا
JE JEY: Jersey / Джерси / Bailiwick of Jersey / جيرسي
JM JAM: Jamaica / Jamaïque / Ямайка / جامايكا
JO JOR: Jordan / Jordanie / Иордания / الأردن
JP JPN: Japan / Japon / Япония / اليابان
KE KEN: Kenya / Кения / كينيا
KG KGZ: Kyrgyzstan / Kirghizstan / Киргизия / Kyrgyz Republic / Kirghizia / Кыргызстан /
  Кыргызская Республика / قيرغيزستان
KH KHM: Cambodia / Cambodge / Камбоджа / كمبوديا
KI KIR: Kiribati / Кирибати / كيريباتي
KM COM: Comoros / Comores / Коморы / جزر القمر
KN KNA: St. Kitts & Nevis / Saint-Christophe-et-Niévès / Сент-Китс и Невис / Saint Christopher and
  Nevis / سانت كيتس ونيفيس
KP PRK: North Korea / Corée du Nord / КНДР / Democratic People's Republic of Korea / DPRK /
  République populaire démocratique de Corée / Северная Корея / Корейская Народно-Демократическая
  Республика / كوريا الشمالية
KR KOR: South Korea / Corée du Sud / Республика Корея / Korea / Republic of Korea / ROK /
  République de Corée / Южная Корея / كوريا الجنوبية
KW KWT: Kuwait / Koweït / Кувейт / الكويت
KY CYM: Cayman Islands / Îles Caïmans / острова Кайман / Caymans / جزر كايمان
KZ KAZ: Kazakhstan / Казахстан / Республика Казахстан / كازاخستان
LA LAO: Laos / Лаос / Lao People's Democratic Republic / Lao PDR / Lao / Лаосская
  Народно-Демократическая Республика / لاوس
LB LBN: Lebanon / Liban / Ливан / لبنان
LC LCA: St. Lucia / Sainte-Lucie / Сент-Люсия / سانت لوسيا
LI LIE: Liechtenstein / Лихтенштейн / ليختنشتاين
LK LKA: Sri Lanka / Шри-Ланка / سريلانكا
LR LBR: Liberia / Либерия / ليبيريا
LS LSO: Lesotho / Лесото / ليسوتو
LT LTU: Lithuania / Lituanie / Литва / ليتوانيا
LU LUX: Luxembourg / Люксембург / Luxemburg / لوكسمبورغ
LV LVA: Latvia / Lettonie / Латвия / لاتفيا
LY LBY: Libya / Libye / Ливия / Libyan Arab Jamahiriya / State of Libya / ليبيا
MA MAR: Morocco / Maroc / Марокко / المغرب
MC MCO: Monaco / Монако / موناكو
MD MDA: Moldova / Moldavie / Молдова / Republic of Moldova / Moldavia / Молдавия / Республика
  Молдова / مولدوفا
ME MNE: Montenegro / Черногория / الجبل الأسود
MF MAF: St. Martin / Сен-Мартен / Saint Martin (French part) / سان مارتن
MG MDG: Madagascar / Мадагаскар / مدغشقر
MH MHL: Marshall Islands / Îles Marshall / Маршалловы острова / جزر مارشال
MK MKD: North Macedonia / Macédoine du Nord / Северная Македония / Macedonia / Former Yugoslav
  Republic of Macedonia / FYROM / ARYM / Македония / مقدونيا الشمالية
ML MLI: Mali / Мали / مالي
MM MMR: Myanmar (Burma) / Myanmar (Birmanie) / Мьянма (Бирма) / Myanmar / Мьянма / Burma /
  Birmanie / Бирма / Myanmar (Union of) / ميانمار
MN MNG: Mongolia / Mongolie / Монголия / منغوليا
MO MAC: Macao SAR China / R.A.S. chinoise de Macao / Макао (САР) / Макао / Macau / Macao / China,
  Macao Special Administrative Region / منطقة ماكاو الإدارية الخاصة
MP MNP: Northern Mariana Islands / Îles Mariannes du Nord / Северные Марианские острова / جزر
  ماريانا الشمالية
MQ MTQ: Martinique / Мартиника / جزر المارتينيك
MR MRT: Mauritania / Mauritanie / Мавритания / موريتانيا
MS MSR: Montserrat / Монтсеррат / مونتسرات
MT MLT: Malta / Malte / Мальта / مالطا
MU MUS: Mauritius / Maurice / Маврикий / موريشيوس
MV MDV: Maldives / Мальдивы / Maldive Islands / جزر المالديف
MW MWI: Malawi / Малави / ملاوي
MX MEX: Mexico / Mexique / Мексика / المكسيك
MY MYS: Malaysia / Malaisie / Малайзия / ماليزيا
MZ MOZ: Mozambique / Мозамбик / موزمبيق
NA NAM: Namibia / Namibie / Намибия / ناميبيا
NC NCL: New Caledonia / Nouvelle-Calédonie / Новая Каледония / كاليدونيا الجديدة
NE NER: Niger / Нигер / النيجر
NF NFK: Norfolk Island / Île Norfolk / остров Норфолк / جزيرة نورفولك
NG NGA: Nigeria / Нигерия / نيجيريا
NI NIC: Nicaragua / Никарагуа / نيكاراغوا
NL NLD: Netherlands / Pays-Bas / Нидерланды / Holland / Голландия / هولندا
NO NOR: Norway / Norvège / Норвегия / Kingdom of Norway / النرويج
NP NPL: Nepal / Непал / نيبال
NR NRU: Nauru / Науру / ناورو
NU NIU: Niue / Ниуэ / نيوي
NZ NZL: New Zealand / Nouvelle-Zélande / Новая Зеландия / نيوزيلندا
OM OMN: Oman / Оман / عُمان
PA PAN: Panama / Панама / بنما
PE PER: Peru / Pérou / Перу / بيرو
PF PYF: French Polynesia / Polynésie française / Французская Полинезия / بولينيزيا الفرنسية
PG PNG: Papua New Guinea / Papouasie-Nouvelle-Guinée / Папуа — Новая Гвинея / بابوا غينيا الجديدة
PH PHL: Philippines / Филиппины / الفلبين
PK PAK: Pakistan / Пакистан / باكستان
PL POL: Poland / Pologne / Польша / بولندا
PM SPM: St. Pierre & Miquelon / Сен-Пьер и Микелон / سان بيير ومكويلون
PN PCN: Pitcairn Islands / Îles Pitcairn / острова Питкэрн / Pitcairn / Pitcairn Island / جزر
  بيتكيرن
PR PRI: Puerto Rico / Porto Rico / Пуэрто-Рико / بورتوريكو
PS PSE: Palestinian Territories / Territoires palestiniens / Палестинские территории / Palestine /
  State of Palestine / Palestinian / Palestinian Territory, Occupied / Palestinian Territory /
  West Bank / Gaza / Gaza Strip / West Bank and Gaza / Cisjordanie / Палестина / Государство
  Палестина / الأراضي الفلسطينية
PT PRT: Portugal / Португалия / Azores / Madeira / البرتغال
PW PLW: Palau / Palaos / Палау / بالاو
PY PRY: Paraguay / Парагвай / باراغواي
QA QAT: Qatar / Катар / قطر
RE REU: Réunion / Реюньон / روينيون
RO ROU: Romania / Roumanie / Румыния / Roumania / رومانيا
RS SRB: Serbia / Serbie / Сербия / Republic of Serbia / صربيا
RU RUS: Russia / Russie / Россия / Russian Federation / Fédération de Russie / Российская
  Федерация / РФ / Russia Federation / روسيا
RW RWA: Rwanda / Руанда / رواندا
SA SAU: Saudi Arabia / Arabie saoudite / Саудовская Аравия / Kingdom of Saudi Arabia / KSA /
  المملكة العربية السعودية
SB SLB: Solomon Islands / Îles Salomon / Соломоновы острова / جزر سليمان
SC SYC: Seychelles / Сейшельские острова / سيشل
SD SDN: Sudan / Soudan / Судан / السودان
SE SWE: Sweden / Suède / Швеция / السويد
SG SGP: Singapore / Singapour / Сингапур / سنغافورة
SH SHN: St. Helena / Sainte-Hélène / остров Святой Елены / Saint Helena, Ascension and Tristan da
  Cunha / Ascension Island / Ascension / Tristan da Cunha / سانت هيلينا
SI SVN: Slovenia / Slovénie / Словения / سلوفينيا
SJ SJM: Svalbard & Jan Mayen / Шпицберген и Ян-Майен / Svalbard / Jan Mayen / سفالبارد وجان ماين
SK SVK: Slovakia / Slovaquie / Словакия / Slovak Republic / Словацкая Республика / سلوفاكيا
SL SLE: Sierra Leone / Сьерра-Леоне / سيراليون
SM SMR: San Marino / Saint-Marin / Сан-Марино / سان مارينو
SN SEN: Senegal / Сенегал / السنغال
SO SOM: Somalia / Somalie / Сомали / الصومال
SR SUR: Suriname / Суринам / سورينام
SS SSD: South Sudan / Soudan du Sud / Южный Судан / جنوب السودان
ST STP: São Tomé & Príncipe / Сан-Томе и Принсипи / ساو تومي وبرينسيبي
SV SLV: El Salvador / Сальвадор / السلفادور
SX SXM: Sint Maarten / Saint-Martin (partie néerlandaise) / Синт-Мартен / Sint Maarten (Dutch
  part) / سانت مارتن
SY SYR: Syria / Syrie / Сирия / Syrian Arab Republic / République arabe syrienne / Сирийская
  Арабская Республика / سوريا
SZ SWZ: Eswatini / Эсватини / Swaziland / Свазиленд / إسواتيني
TC TCA: Turks & Caicos Islands / Îles Turques-et-Caïques / Тёркс и Кайкос / Turks and Caicos / جزر
  توركس وكايكوس
TD TCD: Chad / Tchad / Чад / تشاد
TF ATF: French Southern Territories / Terres australes françaises / Французские Южные территории /
  French Southern and Antarctic Lands / Adelie Land / Kerguelen Islands / Crozet Archipelago /
  Saint Paul and Amsterdam Islands / الأقاليم الجنوبية الفرنسية
TG TGO: Togo / Того / Togolese Republic / توغو
TH THA: Thailand / Thaïlande / Таиланд / تايلاند
TJ TJK: Tajikistan / Tadjikistan / Таджикистан / Республика Таджикистан / طاجيكستان
TK TKL: Tokelau / Токелау / توكيلاو
TL TLS: Timor-Leste / Timor oriental / Восточный Тимор / East Timor / تيمور - ليشتي
TM TKM: Turkmenistan / Туркменистан / تركمانستان
TN TUN: Tunisia / Tunisie / Тунис / تونس
TO TON: Tonga / Тонга / تونغا
TR TUR: Türkiye / Turquie / Турция / Turkey / Republic of Turkey / تركيا
TT TTO: Trinidad & Tobago / Trinité-et-Tobago / Тринидад и Тобаго / Trinidad / Tobago / ترينيداد
  وتوباغو
TV TUV: Tuvalu / Тувалу / توفالو
TW TWN: Taiwan / Тайвань / Taiwan, Province of China / Republic of China / Chinese Taipei / R.O.C.
  / تايوان
TZ TZA: Tanzania / Tanzanie / Танзания / United Republic of Tanzania / تنزانيا
UA UKR: Ukraine / Украина / Crimea / Ukraina / Crimée / Крым / أوكرانيا
UG UGA: Uganda / Ouganda / Уганда / أوغندا
UM UMI: U.S. Outlying Islands / Îles mineures éloignées des États-Unis / Внешние малые острова
  (США) / Внешние малые острова / Wake Island / Midway Islands / Johnston Atoll / Johnson Atoll /
  United States Minor Outlying Islands / جزر الولايات المتحدة النائية
US USA: United States / États-Unis / Соединенные Штаты / USA / U.S. / United States of America /
  America / Etats-Unis d'Amérique / США / Соединенные Штаты Америки / Alaska / Hawaii / الولايات
  المتحدة
UY URY: Uruguay / Уругвай / Eastern Republic of Uruguay / أورغواي
UZ UZB: Uzbekistan / Ouzbékistan / Узбекистан / Республика Узбекистан / أوزبكستان
VA VAT: Vatican City / État de la Cité du Vatican / Ватикан / Vatican City State / Holy See /
  Vatican / Saint-Siège / Святой Престол / الفاتيكان
VC VCT: St. Vincent & Grenadines / Сент-Винсент и Гренадины / Saint Vincent and the Grenadines
  (Windward Islands) / سانت فنسنت وجزر غرينادين
VE VEN: Venezuela / Венесуэла / Bolivarian Republic of Venezuela / Venezuela, RB / فنزويلا
VG VGB: British Virgin Islands / Îles Vierges britanniques / Виргинские острова (Великобритания) /
  Виргинские острова / جزر فيرجن البريطانية
VI VIR: U.S. Virgin Islands / Îles Vierges des États-Unis / Виргинские острова (США) / United
  States Virgin Islands / جزر فيرجن الأمريكية
VN VNM: Vietnam / Viêt Nam / Вьетнам / Socialist Republic of Viet Nam / فيتنام
VU VUT: Vanuatu / Вануату / فانواتو
WF WLF: Wallis & Futuna / Уоллис и Футуна / Wallis and Futuna Islands / جزر والس وفوتونا
WS WSM: Samoa / Самоа / Western Samoa / Independent State of Samoa / ساموا
XK XKX: Kosovo / Косово / Republic of Kosovo / كوسوفو
YE YEM: Yemen / Йемен / Republic of Yemen / اليمن
YT MYT: Mayotte / Майотта / مايوت
ZA ZAF: South Africa / Afrique du Sud / Южно-Африканская Республика / جنوب أفريقيا
ZM ZMB: Zambia / Zambie / Замбия / زامبيا
ZW ZWE: Zimbabwe / Зимбабве / زيمبابوي
"""
