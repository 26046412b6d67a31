# ruff: noqa: RUF001 - letters that look alike are what this module is about
"""How names are written: scripts, words, letters that only look alike, and units to transliterate.

A text becomes words of one script each. What has no width or no meaning of its own (marks of
direction, joiners, storms of combining marks, points of vowels) is dropped. A letter of another
script that looks like the script around it is taken for what it looks like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from anyascii import anyascii

LONGEST_NAME: Final = 256
"""Characters of a name that are read; the rest of a longer one tells nothing more."""
LONGEST_WORD: Final = 48
MOST_WORDS: Final = 16

LATIN: Final = "latin"
OTHER: Final = "other"

_RANGES: Final = (
    (0x0041, 0x024F, LATIN),
    (0x1E00, 0x1EFF, LATIN),
    (0x0370, 0x03FF, "greek"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x08A0, 0x08FF, "arabic"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x1100, 0x11FF, "hangul"),
    (0x3130, 0x318F, "hangul"),
    (0xAC00, 0xD7AF, "hangul"),
    (0x3041, 0x30FA, "kana"),
    (0x30FC, 0x30FF, "kana"),
    (0x31F0, 0x31FF, "kana"),
    (0x3005, 0x3007, "han"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xF900, 0xFAFF, "han"),
    (0x20000, 0x3134F, "han"),
)

UNSPACED: Final = frozenset({"han", "kana", "hangul"})
"""Scripts that write a name's parts together."""

_SILENT: Final = frozenset("'’‘ʼʻ`´ʹʺʾʿ\u0640׳״\u2032")
_LOOKALIKE: Final = {
    "cyrillic": "аaеeоoрpсcуyхxіiјjѕsԁdһhвbкkмmнhтtԛqԝw",
    "greek": "αaοoνvιiρpυuκkτtχxεeηnγyβbζzμm",
}
_CAPITALS: Final = {
    "cyrillic": "АAЕEОOРPСCУYХXІIЈJЅSВBКKМMНHТT",
    "greek": "ΑAΟOΝNΙIΡPΥYΚKΤTΧXΕEΗHΒBΖZΜM",
}


def _pairs(table: str) -> dict[str, str]:
    return dict(zip(table[::2], table[1::2], strict=True))


_TO_LATIN: Final[Mapping[str, Mapping[str, str]]] = {
    script: _pairs(small) | _pairs(_CAPITALS[script]) for script, small in _LOOKALIKE.items()
}
_FROM_LATIN: Final[Mapping[str, Mapping[str, str]]] = {
    script: {latin: other for other, latin in table.items()} for script, table in _TO_LATIN.items()
}

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ک": "ك",
        **dict.fromkeys("یى", "ي"),
        **dict.fromkeys("ھہ", "ه"),
        "ё": "е", "і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у", "ј": "й", "ђ": "д", "ћ": "ч",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
    }
)  # fmt: skip
"""Forms of a letter that tell nothing in a name: a place in the word, a neighbour's alphabet."""
_SMALL_KANA: Final = "ァィゥェォャュョ"
_HIRAGANA_TO_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """Give the script of a letter; OTHER where none of those that are told apart."""
    code = ord(character)
    return next((script for low, high, script in _RANGES if low <= code <= high), OTHER)


def words_of(text: str) -> list[str]:
    """Cut a text into words, in small letters, each of one script; at most MOST_WORDS."""
    if text.isascii():
        if len(text) <= LONGEST_WORD and text.replace(" ", "").isalpha():
            # Nearly every name, in a third of the time.
            return text.lower().split()[:MOST_WORDS]
        return [w[:LONGEST_WORD] for w in _ASCII_WORD.findall(_apart(text))][:MOST_WORDS]
    found: list[str] = []
    for word in _spaced(text[:LONGEST_NAME]):
        found.extend(_of_one_script(word))
    return [word[:LONGEST_WORD] for word in found[:MOST_WORDS]]


_ASCII_LETTER: Final = re.compile(r"[a-zA-Z]")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")


def _apart(text: str) -> str:
    return _LETTER_LIKE_WITHIN.sub(_meant, text[:LONGEST_NAME].lower()).replace("'", "")


_LETTER_LIKE_WITHIN: Final = re.compile(r"(?<=[^\W\d_])[@$*#^~|`](?=[^\W\d_])")


def _meant(found: re.Match[str]) -> str:
    return _LETTER_LIKE.get(found[0], "")


def _spaced(text: str) -> list[str]:
    """Part at whatever is neither letter, digit nor mark; drop what is silent."""
    kept: list[str] = []
    plain = unicodedata.normalize("NFKC", text).lower()[: 2 * LONGEST_NAME]
    for c in _LETTER_LIKE_WITHIN.sub(_meant, plain):
        kept.append(_kept(c, kept[-1][-1:] if kept else ""))
    return "".join(kept).split()


def _kept(c: str, before: str) -> str:
    """Give what is kept of a character: itself, nothing, or a space where it parts words."""
    if c in _SILENT:
        # After a Hebrew letter an apostrophe makes another sound of it.
        return "'" if before and script_of(before) == "hebrew" else ""
    category = unicodedata.category(c)
    if category[0] in "LN":
        return c
    if category[0] == "M":
        return c if c not in _STORM and script_of(c) in _MARKED else ""
    return "" if category == "Cf" else " "


_LETTER_LIKE: Final = {"@": "a", "$": "s", "*": "", "#": "", "^": "", "~": "", "|": ""}
"""What is written within a word for a letter, or to hide it."""
_MARKED: Final = frozenset({"devanagari", OTHER})
"""Scripts whose vowels are marks."""
_STORM: Final = frozenset(chr(code) for code in range(0x0300, 0x0370))


def _of_one_script(word: str) -> list[str]:
    """Part a word where its script changes, unless the strange letters only look alike."""
    scripts = {script_of(c) for c in word if c.isalpha()}
    if len(scripts) <= 1:
        return [word]
    folded = _folded(word, scripts)
    if folded is not None:
        return [folded]
    if not scripts & (UNSPACED | {LATIN}):
        return [word]
    runs = ("".join(run) for _, run in groupby(word, _side))
    return [run for run in runs if run.strip("'")]


def _side(character: str) -> str:
    """Give what parts a word: Japanese names mix kana and Han, and stay in one piece."""
    script = script_of(character)
    return "han" if script == "kana" else script


def _folded(word: str, scripts: set[str]) -> str | None:
    """Give a word of Latin and look-alikes in the script that most of it is of."""
    strange = scripts - {LATIN}
    if len(strange) != 1 or not strange <= _TO_LATIN.keys():
        return None
    (other,) = strange
    latin = sum(script_of(c) == LATIN for c in word)
    foreign = sum(script_of(c) == other for c in word)
    first, second = (_TO_LATIN, _FROM_LATIN) if latin >= foreign else (_FROM_LATIN, _TO_LATIN)
    for table, away in ((first[other], latin >= foreign), (second[other], latin < foreign)):
        strangers = [c for c in word if script_of(c) == (other if away else LATIN)]
        if all(c in table for c in strangers):
            return "".join(table.get(c, c) for c in word)
    return None


def word_script(word: str) -> str:
    """Give the script of a word; kana wherever some of it is kana, `digit` without letters."""
    if word.isascii():
        return LATIN if word.isalpha() or _ASCII_LETTER.search(word) else "digit"
    scripts = {script_of(c) for c in word if c.isalpha()}
    if not scripts:
        return "digit"
    if "kana" in scripts:
        return "kana"
    return next(iter(sorted(scripts)))


ARTICLE: Final = "\u0627\u0644"
"""Al: a word of its own in Latin letters, written together with the word after it in Arabic."""
_ARTICLED: Final = len(ARTICLE) + 3


def without_article(word: str) -> str:
    """Give an Arabic word without the article, if three letters or more are left of it."""
    is_articled = len(word) >= _ARTICLED and word.startswith(ARTICLE)
    return word[len(ARTICLE) :] if is_articled else word


@lru_cache(maxsize=65_536)
def ascii_of(word: str) -> str:
    """Spell a word in small ASCII letters and digits; empty for what has no spelling."""
    if word.isascii():
        return word.replace("'", "")
    bare = unicodedata.normalize("NFC", word)
    return re.sub(r"[^a-z0-9]", "", anyascii(bare).lower())


def letter_of(word: str) -> str:
    """Give the first letter of a word, forms of a letter that tell nothing taken for one."""
    return word[:1].translate(_ALIKE)


def latin_letters(word: str) -> str:
    """Give the letters of a Latin word as they are, with the marks that say how they sound."""
    return "".join(c for c in unicodedata.normalize("NFC", word.lower()) if c.isalpha())


def units_of(word: str, script: str) -> Sequence[str]:
    """Give the units of a word that a map of its script transliterates, in their order.

    Hangul gives its letters, kana its syllables, a Hebrew letter keeps its apostrophe. Of Han the
    Mandarin reading is the unit: old and new forms of a character, and rare ones, are one with it.
    """
    text = unicodedata.normalize("NFKC", word).lower()
    if script == "hangul":
        return [c for c in unicodedata.normalize("NFD", text) if "\u1100" <= c <= "\u11ff"]
    units: list[str] = []
    for c in text.translate(_HIRAGANA_TO_KATAKANA).translate(_ALIKE):
        if units and (c in _SMALL_KANA or (script == "hebrew" and c in "'׳’")):
            units[-1] += "'" if c in "'׳’" else c
        elif unicodedata.category(c)[0] == "L":
            units.append((ascii_of(c) or c) if script == "han" else c)
    return units
