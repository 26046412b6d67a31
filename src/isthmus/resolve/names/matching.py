"""Matching: which token of one name meets which of the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import permutations
from typing import Final, NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from isthmus.identifiers.names import NameKind
from isthmus.resolve.names.likeness import Likeness, Likenesses
from isthmus.resolve.names.prepared import PreparedName
from isthmus.resolve.names.tokens import Token, person_token, ship_token, word_token
from isthmus.resolve.names.writing import LATIN

Places: TypeAlias = tuple[int, ...]
"""Tokens of a name, by their numbers."""


class Meeting(NamedTuple):
    """Tokens of each name that met, by their numbers; one side is empty where nothing met."""

    left: Places
    right: Places
    likeness: Likeness


class Met(NamedTuple):
    """What came of a matching; the tokens of each side as they were compared."""

    left: Sequence[Token]
    right: Sequence[Token]
    meetings: Sequence[Meeting]


MISSING: Final = Likeness(0.0, "missing")
JOINED: Final = Likeness(0.96, "joined")
NEARLY_JOINED: Final = Likeness(0.88, "joined")
_POOR: Final = 0.7
_RUN_SIZES: Final = 0.75
_RUN_ALIKE: Final = 0.5
"""So alike are a word and the run that it may be, in how many letters they have and in which."""
_TOGETHER: Final = 0.75
"""So alike is at least a word to a run of another script's words for which it stands."""
_MAKERS: Final[Mapping[NameKind, Callable[[str], Token]]] = {
    "organization": word_token,
    "vessel": ship_token,
}
_MOST_PERMUTED: Final = 3


def met(a: PreparedName, b: PreparedName, likenesses: Likenesses) -> Met:
    """Match the tokens of two names, the most alike first, in any order."""
    if a.unspaced != b.unspaced:
        return _met_whole(a, b, likenesses)
    left, right = a.tokens, b.tokens
    meetings: list[Meeting] = []
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    for _, _, n, k, likeness in likenesses.all_of(left, right):
        if n in free_left and k in free_right:
            free_left.remove(n)
            free_right.remove(k)
            meetings.append(Meeting((n,), (k,), likeness))
    meetings.extend(Meeting((n,), (), MISSING) for n in free_left)
    meetings.extend(Meeting((), (k,), MISSING) for k in free_right)
    found = Met(left, right, meetings)
    if a.is_abroad(b) and _is_poor(meetings):
        found = _with_joined_abroad(a, b, found, likenesses)
    return _with_joined(a, b, found) if a.runs_into(b) else found


def _is_poor(meetings: Sequence[Meeting]) -> bool:
    return any(meeting.likeness.degree < _POOR for meeting in meetings)


def _with_joined_abroad(a: PreparedName, b: PreparedName, found: Met, known: Likenesses) -> Met:
    """Meet words of two scripts, of which one writes together what the other writes apart."""
    made = _MAKERS.get(a.kind, person_token)
    together: list[tuple[Likeness, Places, Places]] = [
        (known.of(made(run.word), token), run.places, (k,))
        for run in a.runs
        for k, token in enumerate(found.right)
        if run.may_be(token)
    ]
    together += [
        (known.of(token, made(run.word)), (n,), run.places)
        for run in b.runs
        for n, token in enumerate(found.left)
        if run.may_be(token)
    ]
    for likeness, left, right in sorted(together, key=_most_alike):
        if likeness.degree >= _TOGETHER:
            joined = Likeness(likeness.degree, "joined")
            found = _put(found, Meeting(left, right, joined), likeness.degree)
    return found


def _most_alike(meeting: tuple[Likeness, Places, Places]) -> tuple[float, Places, Places]:
    likeness, left, right = meeting
    return -likeness.degree, left, right


def _with_joined(a: PreparedName, b: PreparedName, found: Met) -> Met:
    """Meet words written together: Abd al-Rahman and Abdulrahman, Sea Star and Seastar."""
    for identity, (sound, numbers) in a.joined.items():
        for k, token in enumerate(found.right):
            if token.identity == identity and _may_be_run(a, sound, token):
                found = _put(found, Meeting(numbers, (k,), _joined(sound, token)))
    for identity, (sound, numbers) in b.joined.items():
        for n, token in enumerate(found.left):
            if token.identity == identity and _may_be_run(b, sound, token):
                found = _put(found, Meeting((n,), numbers, _joined(sound, token)))
    return found


def _may_be_run(name: PreparedName, run: str, word: Token) -> bool:
    """Tell whether a word may be a run of a name's words of which it has the consonants.

    In one script it has about the same letters; of two, consonants tell of Latin words together.
    """
    script = name.tokens[0].script
    if script != word.script:
        return script == LATIN
    few, many = sorted((len(run), len(word.sound)))
    return few >= _RUN_SIZES * many and OSA.normalized_similarity(run, word.sound) >= _RUN_ALIKE


def _joined(sound: str, token: Token) -> Likeness:
    return JOINED if sound == token.sound else NEARLY_JOINED


def _put(found: Met, meeting: Meeting, poor: float = _POOR) -> Met:
    """Let a meeting replace poor ones; what those leave alone is missing. Good ones stay."""
    left, right = set(meeting.left), set(meeting.right)
    replaced = [m for m in found.meetings if left & set(m.left) or right & set(m.right)]
    if any(m.likeness.degree >= poor for m in replaced):
        return found
    alone_left = sorted({n for m in replaced for n in m.left} - left)
    alone_right = sorted({n for m in replaced for n in m.right} - right)
    return found._replace(
        meetings=[
            *(m for m in found.meetings if m not in replaced),
            meeting,
            *(Meeting((n,), (), MISSING) for n in alone_left),
            *(Meeting((), (n,), MISSING) for n in alone_right),
        ]
    )


def _met_whole(a: PreparedName, b: PreparedName, likenesses: Likenesses) -> Met:
    """Meet a name that is written together with one whose parts stand apart, in any order."""
    single, several = (a, b) if a.unspaced else (b, a)
    whole, parts = single.tokens[0], several.tokens
    turned = (*parts[-1:], *parts[:-1])
    orders = permutations(parts) if len(parts) <= _MOST_PERMUTED else (parts, turned)
    likeness = max(
        likenesses.of(whole, person_token("".join(t.word for t in order))) for order in orders
    )
    everyone = tuple(range(len(parts)))
    if single is a:
        return Met(a.tokens, b.tokens, [Meeting((0,), everyone, likeness)])
    return Met(a.tokens, b.tokens, [Meeting(everyone, (0,), likeness)])
