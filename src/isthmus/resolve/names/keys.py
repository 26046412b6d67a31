"""Keys of names: what two spellings of one name very likely share, and few other names have.

A token's code is the consonants of its rough sound in broad classes, so that vowels, voicing and
most romanisations do not matter; a name of another script is spelled in Latin letters first, as
its letters mostly sound and as they are plainly transliterated.

`np:` two tokens; `ni:` a token and how another begins (an initial, a misspelling further on);
`ne:` how a token begins and how a more telling one begins or ends (a slip in each of the two);
`nk:` the whole written together, in its order and with the last word first; `ns:` one token;
`nd:` a name of one word, and that without one of its consonants; `nw:` a word of several, for who
asks for one alone; `nb:` two neighbouring characters of a script without spaces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, product
from typing import Final, NamedTuple, TypeAlias

from isthmus.resolve.names.families import CANONICAL
from isthmus.resolve.names.han_variants import folded
from isthmus.resolve.names.prepared import PreparedName
from isthmus.resolve.names.sounds import CLASSES, run_on, skeleton_of, sound_of
from isthmus.resolve.names.tokens import Part, Token, part_of
from isthmus.resolve.names.writing import LATIN, UNSPACED

WORD: Final = "nw:"
MOST_KEYS: Final = 32
_MOST_TOKENS: Final = 4
_MOST_SINGLES: Final = 3
_LONGEST_CODE: Final = 5
_LONGEST_WHOLE: Final = 8
_SHORTEST_WHOLE: Final = 3
_FEW_CONSONANTS: Final = 2
_MOST_SPELLINGS: Final = 6
_MOST_ENDING: Final = 3
_FEW_LETTERS: Final = 2
_END_LETTERS: Final = 4
_SMALL: Final = frozenset({"patronymic", "initial", "address"})


class _Word(NamedTuple):
    """What a Latin spelling gives to keys: its code, how it may begin, all its consonants."""

    text: str
    sound: str
    code: str
    beginnings: Sequence[str]
    consonants: str


Spelled: TypeAlias = Sequence[tuple[str, Token]]
"""The tokens of a name in their order, each with a spelling in Latin letters."""
Romanised: TypeAlias = Callable[[Token], Sequence[str]]
"""Gives the likely Latin spellings of a token, the likeliest first."""
Keys: TypeAlias = Callable[[PreparedName, Romanised], tuple[str, ...]]


def keys_of(name: PreparedName, romanised: Romanised) -> tuple[str, ...]:
    """Give the keys of a name, those of the whole first; at most MOST_KEYS, and those of its words.

    Each word of a name of several has one (`nw:`), by the likeliest spelling; none of an
    organization's, which has such a key of its own words among the others.
    """
    spellings = [_spelled(name, texts) for texts in _spellings(name, romanised)]
    keys = _keys(name, spellings)[:MOST_KEYS]
    if name.kind == "organization" or len(name.tokens) == 1 or not spellings:
        return keys
    telling = _telling(_without_small(spellings[0]))
    return (*keys, *dict.fromkeys([f"{WORD}{_code(text)}" for text in telling]))


def sought_keys_of(name: PreparedName, romanised: Romanised) -> tuple[str, ...]:
    """Give `keys_of`, and those of a spelling of which another word is the more telling.

    Of a name of several words without those of the words; of a single one with the key under which
    longer names are found that have it.
    """
    spellings = [_spelled(name, texts) for texts in _spellings(name, romanised)]
    turned = [key for spelled in spellings[:1] for key in _ends(_ranked(spelled)[::-1])]
    alone = [
        f"{WORD}{_code(text)}" for spelled in spellings if len(spelled) == 1 for text, _ in spelled
    ]
    return (*_keys(name, spellings)[:MOST_KEYS], *turned, *dict.fromkeys(alone))


def _keys(name: PreparedName, spellings: Sequence[Spelled]) -> tuple[str, ...]:
    keys = [key for spelled in spellings for key in _wholes(spelled)]
    keys += _bigrams(name.tokens)
    for spelled in spellings:
        keys += _pieces(name, spelled)
    for spelled in spellings[:1]:
        keys += _ends(_ranked(spelled))
    return tuple(dict.fromkeys(keys))


def whole_keys_of(name: PreparedName, romanised: Romanised) -> tuple[str, ...]:
    """Give those of `keys_of` that are made of the whole name."""
    spellings = [_spelled(name, texts) for texts in _spellings(name, romanised)]
    return tuple(dict.fromkeys([key for spelled in spellings for key in _wholes(spelled)]))


def whole_keys_of_words(words: Sequence[str]) -> tuple[str, ...]:
    """Give `whole_keys_of` a person's name of words that are small ASCII letters alone.

    `words`: in their order, without titles, no more and no longer than are read of a name.
    """
    spoken = [_spoken(word) for word in words]
    core = [one for one in spoken if one.part != "particle"] or spoken
    core = [one for one in core if one.part not in _SMALL] or core
    if not core or len(core) > _MOST_TOKENS:
        return ()
    texts, consonants = [one.text for one in core], [one.consonants for one in core]
    key = _whole(texts, consonants)
    if len(core) == 1:
        return (key,)
    turned = _whole([texts[-1], *texts[:-1]], [consonants[-1], *consonants[:-1]])
    return (key,) if turned == key else (key, turned)


def _spellings(name: PreparedName, romanised: Romanised) -> Iterable[Sequence[str]]:
    """Give the likely spellings of a name in Latin letters, a text for each token."""
    tokens = name.tokens
    if not tokens:
        return ()
    if {token.script for token in tokens} == {LATIN}:
        return ([_written(token) for token in tokens],)
    return islice(product(*(_apart(romanised(t), _least(tokens)) for t in tokens)), _MOST_SPELLINGS)


def _written(token: Token) -> str:
    """Give a Latin word as it is, or the number that it stands for in digits."""
    return token.text or token.word if token.value is None else str(token.value)


def _least(tokens: Sequence[Token]) -> int:
    """Give how many consonants tell a spelling; the fewer of a name of one word leave its sound."""
    return _SHORTEST_WHOLE if len(tokens) == 1 else 1


def _apart(spellings: Sequence[str], least: int) -> list[str]:
    """Give the first spelling of each code. `least`: the consonants that make one."""
    if len(spellings) == 1:
        return [*spellings]
    found: dict[str, str] = {}
    for spelling in spellings:
        code = skeleton_of(spelling)
        found.setdefault(code if len(code) >= least else sound_of(spelling), spelling)
    return list(found.values())[:_MOST_SPELLINGS]


def _without_small(
    every: Spelled,
) -> Spelled:
    return [pair for pair in every if pair[1].part not in _SMALL] or every


def _spelled(name: PreparedName, texts: Sequence[str]) -> Spelled:
    return [pair for pair in zip(texts, name.tokens, strict=True) if pair[0]]


def _pieces(name: PreparedName, every: Spelled) -> list[str]:
    tokens = _without_small(every)
    telling = _telling(tokens)
    words = [_word(text) for text in telling]
    codes = list(dict.fromkeys([word.code for word in words]))
    keys: list[str] = []
    if len(codes) == 1:
        keys += _single(words[0])
    elif name.kind == "organization":
        own = [text for text, token in tokens if token.part == "plain"]
        keys += [f"ns:{word.code}" for word in words[:_MOST_SINGLES] if word.text in own]
    for one, other in combinations(codes, 2):
        keys.append(f"np:{one}+{other}" if one <= other else f"np:{other}+{one}")
    for first, second in combinations(words, 2):
        keys += [f"ni:{first.code}+{beginning}" for beginning in second.beginnings]
        keys += [f"ni:{second.code}+{beginning}" for beginning in first.beginnings]
    alone = [_word(text) for text, token in every if token.part == "initial"]
    initials = [letter for word in alone for letter in word.beginnings]
    if initials:
        keys += [f"ni:{w.code}+{letter}" for w in words[:_MOST_SINGLES] for letter in initials]
    return keys


def _ranked(every: Spelled) -> list[_Word]:
    """Give the few words that tell most, the most telling first."""
    return [_word(text) for text in _telling(_without_small(every))[:_MOST_ENDING]]


def _ends(words: Sequence[_Word]) -> Iterator[str]:
    """Give how a word begins beside both ends of one before it: a slip spares one of these.

    A first letter or two is what is seldom misspelt.
    """
    for first, second in combinations(words, 2):
        beginning, telling = second.sound[:_FEW_LETTERS], first.sound
        yield f"ne:{beginning}+{telling[:_END_LETTERS]}"
        yield f"ne:{beginning}-{telling[-_END_LETTERS:]}"


def _telling(tokens: Sequence[tuple[str, Token]]) -> list[str]:
    """Give the tokens that tell most: those that many names share come last."""
    if len(tokens) > 1:
        tokens = sorted(dict.fromkeys(tokens), key=_how_telling)
    return [text for text, _ in tokens[:_MOST_TOKENS]]


def _how_telling(token: tuple[str, Token]) -> tuple[bool, int, str]:
    text, of = token
    return of.part in _LITTLE, -len(text), text


_LITTLE: Final = frozenset({"generic", "number"})


def _single(word: _Word) -> list[str]:
    """Give the code of a name of one word, and what is left of it without one letter."""
    keys = [f"ns:{word.code}"]
    if len(word.consonants) >= _SHORTEST_WHOLE:
        head = word.consonants[:_LONGEST_WHOLE]
        keys.append(f"nd:{head}")
        keys += [f"nd:{head[:at]}{head[at + 1 :]}" for at in range(len(head))]
    return keys


def _wholes(spelled: Spelled) -> list[str]:
    texts = [text for text, _ in _without_small(spelled)]
    if not texts or len(texts) > _MOST_TOKENS:
        return []
    own = [skeleton_of(text) for text in texts]
    keys = [_whole(texts, own)]
    if len(texts) > 1:
        keys.append(_whole([*texts[-1:], *texts[:-1]], [*own[-1:], *own[:-1]]))
    return keys


def _whole(texts: Sequence[str], consonants: Iterable[str]) -> str:
    code = ""
    for own in consonants:
        code = run_on(code, own)
    code = code[:_LONGEST_WHOLE]
    return f"nk:{code if len(code) >= _SHORTEST_WHOLE else sound_of(''.join(texts))}"


def _bigrams(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.script in UNSPACED:
            word = folded(token.word)
            yield from (f"nb:{word[at : at + 2]}" for at in range(max(1, len(word) - 1)))


class _Spoken(NamedTuple):
    """A word of small ASCII letters: what it is in a person's name, and its consonants."""

    text: str
    part: Part
    consonants: str


@lru_cache(32_768)
def _spoken(text: str) -> _Spoken:
    return _Spoken(text, "initial" if len(text) == 1 else part_of(text), skeleton_of(text))


@lru_cache(32_768)
def _word(text: str) -> _Word:
    return _Word(text, sound_of(text), _code(text), _beginnings(text), skeleton_of(text))


def _beginnings(text: str) -> Sequence[str]:
    """Give the classes of the first letter of a word: by its family, by its sound, by itself.

    The first is what spellings of one name share, the others what its initial says.
    """
    known = (CANONICAL.get(text, text), text, text[:1])
    return tuple(dict.fromkeys([_beginning(spelling) for spelling in known]))


def _beginning(text: str) -> str:
    """Give the class of a spelling's first consonant, or its first vowel."""
    return sound_of(text).translate(CLASSES)[:1] or text[:1]


def _code(text: str) -> str:
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
