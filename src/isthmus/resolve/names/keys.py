"""Keys of names: what two spellings of one name very likely share, and few other names have.

A token's code is the consonants of its rough sound in broad classes, so that vowels, voicing and
most romanisations do not matter; a name of another script is spelled in Latin letters first, as
its letters mostly sound and as they are plainly transliterated.

`np:` two tokens; `ni:` a token and how another begins (an initial, a misspelling further on);
`nk:` the whole written together, in its order and with the last word first; `ns:` one token;
`nd:` a name of one word, and that without one of its consonants; `nb:` two neighbouring characters
of a script without spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Final

from isthmus.resolve.names.families import CANONICAL
from isthmus.resolve.names.sounds import CLASSES, skeleton_of, sound_of
from isthmus.resolve.names.tokens import PreparedName, Token
from isthmus.resolve.names.writing import UNSPACED

MOST_KEYS: Final = 32
_MOST_TOKENS: Final = 4
_MOST_SINGLES: Final = 3
_LONGEST_CODE: Final = 5
_LONGEST_WHOLE: Final = 8
_SHORTEST_WHOLE: Final = 3
_FEW_CONSONANTS: Final = 2
_MOST_SPELLINGS: Final = 6
_SMALL: Final = frozenset({"patronymic", "initial", "address"})


def keys_of(name: PreparedName, romanised: Callable[[Token], Sequence[str]]) -> tuple[str, ...]:
    """Give the keys of a name, the most telling first; at most MOST_KEYS.

    `romanised`: gives the likely Latin spellings of a token, the likeliest first.
    """
    found = dict.fromkeys(_bigrams(name.tokens))
    for texts in islice(product(*(_apart(romanised(t)) for t in name.tokens)), _MOST_SPELLINGS):
        found |= dict.fromkeys(_of_spelling(name, texts))
    return tuple(found)[:MOST_KEYS] if name.tokens else ()


def _apart(spellings: Sequence[str]) -> list[str]:
    """Give the first spelling of each code."""
    found = dict[str, str]()
    for spelling in spellings:
        found.setdefault(skeleton_of(spelling) or spelling, spelling)
    return list(found.values())[:_MOST_SPELLINGS]


def _of_spelling(name: PreparedName, texts: Sequence[str]) -> Iterator[str]:
    every = [pair for pair in zip(texts, name.tokens, strict=True) if pair[0]]
    initials = [text for text, token in every if token.part == "initial"]
    tokens = [pair for pair in every if pair[1].part not in _SMALL] or every
    telling = _telling(tokens)
    codes = list(dict.fromkeys(code_of(text) for text in telling))
    if len(codes) == 1:
        yield from _single(telling[0])
    elif name.kind == "organization":
        own = [text for text, token in tokens if token.part == "plain"]
        yield from (f"ns:{code_of(text)}" for text in telling[:_MOST_SINGLES] if text in own)
    for first, second in combinations(codes, 2):
        yield "np:" + "+".join(sorted((first, second)))
    for first, second in combinations(telling, 2):
        yield f"ni:{code_of(first)}+{_beginning(second)}"
        yield f"ni:{code_of(second)}+{_beginning(first)}"
    for text in telling[:_MOST_SINGLES]:
        yield from (f"ni:{code_of(text)}+{_beginning(letter)}" for letter in initials)
    yield from _wholes([text for text, _ in tokens])


def _telling(tokens: Sequence[tuple[str, Token]]) -> list[str]:
    """Give the tokens that tell most: those that many names share come last."""
    ranked = sorted(
        dict.fromkeys(tokens), key=lambda t: (t[1].part in {"generic", "number"}, -len(t[0]), t[0])
    )
    return [text for text, _ in ranked[:_MOST_TOKENS]]


def _single(text: str) -> Iterator[str]:
    """Give the code of a name of one word, and what is left of it without one letter."""
    code = skeleton_of(text)
    yield f"ns:{code_of(text)}"
    if len(code) >= _SHORTEST_WHOLE:
        head = code[:_LONGEST_WHOLE]
        yield f"nd:{head}"
        yield from (f"nd:{head[:at]}{head[at + 1 :]}" for at in range(len(head)))


def _wholes(texts: Sequence[str]) -> Iterator[str]:
    if not texts or len(texts) > _MOST_TOKENS:
        return
    for order in (texts, (*texts[-1:], *texts[:-1])):
        code = _run_together(order)[:_LONGEST_WHOLE]
        yield f"nk:{code if len(code) >= _SHORTEST_WHOLE else sound_of(''.join(order))}"


def _run_together(texts: Sequence[str]) -> str:
    """Give the consonants of words written together; those of each word are remembered."""
    code = ""
    for text in texts:
        own = skeleton_of(text)
        code += own[1:] if code[-1:] == own[:1] else own
    return code


def _bigrams(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.script in UNSPACED:
            word = token.word
            yield from (f"nb:{word[at : at + 2]}" for at in range(max(1, len(word) - 1)))


def _beginning(text: str) -> str:
    """Give the class of a word's first consonant, or its first vowel."""
    sound = sound_of(CANONICAL.get(text, text)).translate(CLASSES)
    return sound[:1] or text[:1]


@lru_cache(32_768)
def code_of(text: str) -> str:
    """Give the code of a Latin spelling: its consonants, or its sound where they are few."""
    if not text.isalpha():
        return text[: 2 * _LONGEST_CODE]
    own = CANONICAL.get(text, text)
    code = skeleton_of(own)
    return code[:_LONGEST_CODE] if len(code) > _FEW_CONSONANTS else _soft(own)


def _soft(text: str) -> str:
    """Give a short sound with its vowels in two classes."""
    return sound_of(text).translate(CLASSES).translate(_VOWELS)


_VOWELS: Final = str.maketrans("eou", "iaa")
