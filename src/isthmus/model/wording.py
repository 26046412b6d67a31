"""Wording: the words of phrases in every language of the console."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from isthmus.errors import MappingInvalid
from isthmus.model.ontology import LANGUAGES
from isthmus.phrases import Phrase, Said


@dataclass(frozen=True, slots=True)
class Wording:
    """Of each language but English: English words -> its own. Unknown words stay English."""

    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def texts(self, said: Said) -> dict[str, str]:
        """Give a phrase in every language; a text that belongs to none is the same in each."""
        if isinstance(said, str):
            return dict.fromkeys(LANGUAGES, said)
        return {lang: self._text(said, lang) for lang in LANGUAGES}

    def voice(self, lang: str) -> Voice:
        """Give the wording in one language; in English for one that it has not."""
        return Voice(self, lang if lang in LANGUAGES else "en")

    def _text(self, said: Phrase, lang: str) -> str:
        known = self.words.get(lang, {})
        return said.put(lambda words: known.get(words, words))


@dataclass(frozen=True, slots=True)
class Voice:
    """A wording in one language of the console."""

    wording: Wording = field(default_factory=Wording)
    lang: str = "en"

    def __call__(self, said: Said) -> str:
        """Give a phrase in this language; a text that belongs to none as it is."""
        return self.wording.texts(said)[self.lang]

    def of(self, texts: Mapping[str, str]) -> str:
        """Give the one of several texts that is in this language."""
        return texts.get(self.lang) or texts["en"]

    @property
    def direction(self) -> str:
        """The way in which it is written, as HTML has it."""
        return "rtl" if self.lang == "ar" else "ltr"


def read_wording(document: Mapping[str, object]) -> Wording:
    """Read the file of phrases, the node's and those of what it stands on.

    Raises MappingInvalid for anything else than phrases in it.
    """
    found: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES if lang != "en"}
    for name in ("phrases", "borrowed"):
        phrases = document.get(name)
        for at, one in enumerate(phrases if isinstance(phrases, list) else [None], start=1):
            if not isinstance(one, Mapping) or any(not one.get(lang) for lang in LANGUAGES):
                message = f"expected number {at} of {name} in each of {', '.join(LANGUAGES)}"
                raise MappingInvalid(message)
            for lang, words in found.items():
                words[str(one["en"])] = str(one[lang])
    return Wording(found)
