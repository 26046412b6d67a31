"""Parts of names. Every invented name is put together from these, so none was taken from life.

A part is written in Latin letters, and behind a bar in the script of its culture.
"""
# ruff: noqa: RUF001 - names in Cyrillic and Greek letters, as they must be

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Part = tuple[str, str]
"""One part in Latin letters and in the culture's own script."""


@dataclass(frozen=True, slots=True)
class Culture:
    """The parts of one culture's names. `link`: stands before every family name.

    `script`: of the second spelling; `countries`: ISO 3166-1 alpha-2, of those who bear them.
    """

    script: str
    countries: tuple[str, ...]
    starts: tuple[Part, ...]
    men: tuple[Part, ...]
    women: tuple[Part, ...]
    families: tuple[Part, ...]
    endings: tuple[Part, ...]
    link: Part = ("", "")
    spelt_otherwise: tuple[tuple[str, str], ...] = ()


def _parts(text: str) -> tuple[Part, ...]:
    found = (part.partition("|") for part in text.split())
    return tuple((latin, own or latin) for latin, _, own in found)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SLAVIC = Culture(
    script="Cyrillic",
    countries=("BG", "RS", "KZ", "MK"),
    starts=_parts("Ve|Ве Ra|Ра Bo|Бо Do|До Zo|Зо Lu|Лу Ga|Га Ti|Ти"),
    men=_parts("dorin|дорин vimir|вимир gostan|гостан levad|левад stomir|стомир"),
    women=_parts("dorina|дорина vimira|вимира leslava|леслава rizana|ризана stomila|стомила"),
    families=_parts(
        "Korve|Корве Tulma|Тулма Brenzo|Брензо Varni|Варни Dolbe|Долбе Skre|Скре Marzu|Марзу"
        " Pelzo|Пелзо Grivo|Гриво Zhemo|Жемо Khorta|Хорта Shulve|Шулве"
    ),
    endings=_parts("nov|нов dukhin|духин rovski|ровски lenko|ленко kovich|кович rtsev|рцев"),
    spelt_otherwise=(("kh", "h"), ("zh", "j"), ("ts", "c"), ("v", "w")),
)
_HELLENIC = Culture(
    script="Greek",
    countries=("GR", "CY"),
    starts=_parts("Ari|Αρι Kle|Κλε Lysa|Λυσα Neo|Νεο Thra|Θρα Xeni|Ξενι"),
    men=_parts("vantos|βαντος rinos|ρινος zelis|ζελης thymos|θυμος"),
    women=_parts("vanti|βαντη rinia|ρινια zeli|ζελη thymi|θυμη"),
    families=_parts(
        "Kar|Καρ Zan|Ζαν Mel|Μελ Vor|Βορ Tser|Τσερ Gal|Γαλ Drak|Δρακ Fil|Φιλ Rouv|Ρουβ"
    ),
    endings=_parts("ellakis|ελλακης omidis|ομιδης andros|ανδρος oulias|ουλιας atzis|ατζης"),
    spelt_otherwise=(("v", "b"), ("ts", "tz"), ("k", "c"), ("ou", "u")),
)
_LEVANT = Culture(
    script="Arabic",
    countries=("LB", "JO", "AE", "EG"),
    starts=_parts("Dhar|ذار Qas|قاس Jor|جور Laz|لاز Zam|زام Fadh|فاض Tur|تور"),
    men=_parts("wel|ويل dim|ديم rash|راش zun|زون"),
    women=_parts("wela|ويلا dima|ديما rasha|راشا zuna|زونا"),
    families=_parts("Bur|بور Tal|تال Shek|شيك Mur|مور Qan|قان Haz|هاز Ghor|غور Naf|ناف"),
    endings=_parts("zawi|زاوي dami|دامي rimi|ريمي toubi|توبي lani|لاني"),
    link=("al-", "ال"),
    spelt_otherwise=(("al-", "el "), ("ou", "u"), ("q", "k"), ("dh", "d")),
)
_HAN = Culture(
    script="Han",
    countries=("SG", "MY", "CN"),
    starts=_parts("Zhou|舟 Shuo|朔 Shu|澍 Yi|屹 Zhan|湛 Yun|昀 Xu|栩 Qiao|峤"),
    men=_parts("lan|岚 heng|蘅 ting|霆 bo|渤 ze|泽"),
    women=_parts("wei|薇 ning|泞 miao|淼 he|荷 ying|滢"),
    families=_parts("Lan|澜 Ji|霁 Zhe|柘 Xi|汐 Yu|屿 Yue|樾 Sheng|笙 Pu|浦 Ying|瀛 Cang|沧"),
    endings=_parts("|"),
    spelt_otherwise=(("zh", "ch"), ("x", "hs"), ("q", "ch")),
)
_NORDIC = Culture(
    script="Latin",
    countries=("SE", "NO", "DK"),
    starts=_parts("Thor Ein Hal Jor Ul Brå Sør"),
    men=_parts("velt dran mar sten vin"),
    women=_parts("dis vild hilt runa lind"),
    families=_parts("Ströms Kvern Bråt Fjells Havre Lysn Gren Tjäl Ørsk Vräk"),
    endings=_parts("haugen vedt moe lunda åsen dalby rød fjärd"),
    spelt_otherwise=(("å", "aa"), ("ö", "oe"), ("ø", "oe"), ("ä", "ae")),
)
_BALTIC = Culture(
    script="Latin",
    countries=("EE", "LV", "LT"),
    starts=_parts("Vil Mär Gun Rai Õn Sau Jur"),
    men=_parts("vars dis gars nõm tas"),
    women=_parts("vara dita gita nelė tė"),
    families=_parts("Kalvi Ozel Tamme Sildi Bērz Žemel Kukš Rään Palu"),
    endings=_parts("ņš aitis mets soo kalns auskas puu"),
    spelt_otherwise=(("ž", "zh"), ("š", "sh"), ("ņ", "n"), ("õ", "o"), ("ä", "a")),
)
_WESTERN = Culture(
    script="Latin",
    countries=("GB", "IE", "NL", "DE"),
    starts=_parts("Al Ber Cor Ed Har Mor Wil Ros Gil"),
    men=_parts("wyn dric bert lan ton"),
    women=_parts("wina drica berta lana tona"),
    families=_parts("Ash Thorn Wex Pell Crane Holm Stan Brack Dun Mill"),
    endings=_parts("more combe wick bourne ley worth gate"),
    spelt_otherwise=(("y", "i"), ("ck", "k"), ("ie", "y")),
)

CULTURES: Mapping[str, Culture] = MappingProxyType(
    {
        "slavic": _SLAVIC,
        "hellenic": _HELLENIC,
        "levant": _LEVANT,
        "han": _HAN,
        "nordic": _NORDIC,
        "baltic": _BALTIC,
        "western": _WESTERN,
    }
)

VESSEL_STARTS = _words("Tar Vel Sol Kor Bel Mar Lor Zen Ast Nov Del Fer Hyl Ily Jun Ond")
VESSEL_ENDINGS = _words("vena dira mosa lunera tidane garda vanta quilla rione sund")
VESSEL_SECONDS = ("", "", "STAR", "SPIRIT", "BREEZE", "PIONEER", "GRACE", "WAVE", "TRADER")

TRADES: Mapping[str, tuple[Mapping[str, str], ...]] = MappingProxyType(
    {
        "bank": (
            {
                "Latin": "Trade Bank",
                "Cyrillic": "Трейд Банк",
                "Greek": "Εμπορική Τράπεζα",
                "Arabic": "بنك التجارة",
                "Han": "贸易银行",
            },
            {
                "Latin": "Maritime Bank",
                "Cyrillic": "Морской Банк",
                "Greek": "Ναυτική Τράπεζα",
                "Arabic": "البنك البحري",
                "Han": "海事银行",
            },
            {
                "Latin": "Savings Bank",
                "Cyrillic": "Сберегательный Банк",
                "Greek": "Ταμιευτήριο",
                "Arabic": "بنك التوفير",
                "Han": "储蓄银行",
            },
        ),
        "shipping": (
            {
                "Latin": "Shipping",
                "Cyrillic": "Шиппинг",
                "Greek": "Ναυτιλιακή",
                "Arabic": "للملاحة",
                "Han": "航运",
            },
            {
                "Latin": "Tankers",
                "Cyrillic": "Танкерс",
                "Greek": "Δεξαμενόπλοια",
                "Arabic": "للناقلات",
                "Han": "油轮",
            },
        ),
        "trading": (
            {
                "Latin": "Trading",
                "Cyrillic": "Трейдинг",
                "Greek": "Εμπορική",
                "Arabic": "للتجارة",
                "Han": "贸易",
            },
            {
                "Latin": "Machinery",
                "Cyrillic": "Машинери",
                "Greek": "Μηχανές",
                "Arabic": "للآلات",
                "Han": "机械",
            },
            {
                "Latin": "Grain Export",
                "Cyrillic": "Зерно Экспорт",
                "Greek": "Εξαγωγές Σιτηρών",
                "Arabic": "لتصدير الحبوب",
                "Han": "谷物出口",
            },
        ),
    }
)
"""What a company does, in each script."""

FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bank": ("JSC", "PLC", "AS", "AG"),
        "shipping": ("Ltd", "SA", "LLC", "Inc"),
        "trading": ("Ltd", "LLC", "GmbH", "OOO"),
    }
)

STREETS = ("Harbour Lane", "Lantern Street", "Quay Road", "Mast Alley", "Old Fairway", "Buoy Row")
