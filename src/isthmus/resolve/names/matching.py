"""Matching: which token of one name meets which of the other, and what the whole is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final, NamedTuple

from isthmus.resolve.names.likeness import EQUAL, Likeness, Likenesses
from isthmus.resolve.names.tokens import (
    PreparedName,
    Token,
    person_token,
    ship_token,
    word_token,
)


class Meeting(NamedTuple):
    """A token of each name that met, or one that met nothing; which tokens as numbers."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    likeness: Likeness


MISSING: Final = Likeness(0.0, "missing")
_JOINED: Final = 0.82
_MOST_JOINED: Final = 4
_POOR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Met:
    """What came of a matching; the tokens of each side as they were compared."""

    left: Sequence[Token]
    right: Sequence[Token]
    meetings: Sequence[Meeting]


def met(a: PreparedName, b: PreparedName, likenesses: Likenesses) -> Met:
    """Match the tokens of two names, the most alike first, in any order."""
    if a.unspaced != b.unspaced and a.tokens and b.tokens:
        return _met_whole(a, b, likenesses)
    left, right = a.tokens, b.tokens
    meetings, rest_left, rest_right = _equal(left, right)
    if rest_left and rest_right:
        meetings += _greedy(left, right, rest_left, rest_right, likenesses)
    taken_left = {n for m in meetings for n in m.left}
    taken_right = {n for m in meetings for n in m.right}
    meetings += [Meeting((n,), (), MISSING) for n in range(len(left)) if n not in taken_left]
    meetings += [Meeting((), (n,), MISSING) for n in range(len(right)) if n not in taken_right]
    return _with_joined(a, b, Met(left, right, meetings), likenesses)


def _equal(
    left: Sequence[Token], right: Sequence[Token]
) -> tuple[list[Meeting], list[int], list[int]]:
    rest = list(range(len(right)))
    meetings, alone = list[Meeting](), list[int]()
    for n, token in enumerate(left):
        found = next((k for k in rest if right[k].word == token.word), None)
        if found is None:
            alone.append(n)
        else:
            rest.remove(found)
            meetings.append(Meeting((n,), (found,), EQUAL))
    return meetings, alone, rest


def _greedy(
    left: Sequence[Token],
    right: Sequence[Token],
    rest_left: Sequence[int],
    rest_right: Sequence[int],
    likenesses: Likenesses,
) -> list[Meeting]:
    of = likenesses.of
    if len(rest_left) == 1 and len(rest_right) == 1:
        n, k = rest_left[0], rest_right[0]
        return [Meeting((n,), (k,), of(left[n], right[k]))]
    scored = [(of(left[n], right[k]), n, k) for n in rest_left for k in rest_right]
    # Of two equal choices the one nearest in place wins, whichever name comes first.
    scored.sort(key=lambda s: (-s[0].degree, abs(s[1] - s[2]), s[1] + s[2], min(s[1], s[2])))
    found, seen_left, seen_right = list[Meeting](), set[int](), set[int]()
    for likeness, n, k in scored:
        if n not in seen_left and k not in seen_right:
            seen_left.add(n)
            seen_right.add(k)
            found.append(Meeting((n,), (k,), likeness))
    return found


def _with_joined(a: PreparedName, b: PreparedName, found: Met, likenesses: Likenesses) -> Met:
    """Try words written together: Abd al-Rahman and Abdulrahman, Sea Star and Seastar."""
    poor = [m for m in found.meetings if m.likeness.degree < _POOR]
    if not poor or len(a.every) == len(b.every) == 1:
        return found
    for _ in range(2):
        better = _joined_once(a, b, found, likenesses)
        if better is None:
            return found
        found = better
    return found


def _joined_once(
    a: PreparedName, b: PreparedName, found: Met, likenesses: Likenesses
) -> Met | None:
    poor_left = {n for m in found.meetings if m.likeness.degree < _POOR for n in m.left}
    poor_right = {n for m in found.meetings if m.likeness.degree < _POOR for n in m.right}
    best: tuple[float, Meeting] | None = None
    for meeting in (
        *_joins(a, found.left, poor_left, found.right, poor_right, likenesses),
        *(
            Meeting(m.right, m.left, m.likeness)
            for m in _joins(b, found.right, poor_right, found.left, poor_left, likenesses)
        ),
    ):
        if best is None or meeting.likeness.degree > best[0]:
            best = (meeting.likeness.degree, meeting)
    return None if best is None else _put(found, best[1])


def _joins(
    name: PreparedName,
    tokens: Sequence[Token],
    poor: set[int],
    others: Sequence[Token],
    poor_others: set[int],
    likenesses: Likenesses,
) -> Iterator[Meeting]:
    """Give each run of neighbouring words of a name that together meet a word of the other."""
    every = name.every
    places = {id(token): n for n, token in enumerate(tokens)}
    for start in range(len(every)):
        for end in range(start + 2, min(start + _MOST_JOINED, len(every)) + 1):
            run = every[start:end]
            numbers = tuple(places[id(t)] for t in run if id(t) in places)
            if not numbers or not set(numbers) <= poor:
                continue
            joined = _token_of(name, "".join(t.word for t in run))
            for k in poor_others:
                likeness = likenesses.of(joined, others[k])
                if likeness.degree >= _JOINED:
                    degree = min(likeness.degree, 0.98)
                    yield Meeting(numbers, (k,), Likeness(degree, "joined"))


def _token_of(name: PreparedName, word: str) -> Token:
    if name.kind == "organization":
        return word_token(word)
    return ship_token(word) if name.kind == "vessel" else person_token(word)


def _put(found: Met, meeting: Meeting) -> Met:
    """Replace what the joined words met by their meeting; what they leave alone is missing."""
    kept, free_left, free_right = list[Meeting](), set[int](), set[int]()
    for old in found.meetings:
        if set(old.left) & set(meeting.left) or set(old.right) & set(meeting.right):
            free_left |= set(old.left) - set(meeting.left)
            free_right |= set(old.right) - set(meeting.right)
        else:
            kept.append(old)
    kept.append(meeting)
    kept += [Meeting((n,), (), MISSING) for n in sorted(free_left)]
    kept += [Meeting((), (n,), MISSING) for n in sorted(free_right)]
    return Met(found.left, found.right, kept)


def _met_whole(a: PreparedName, b: PreparedName, likenesses: Likenesses) -> Met:
    """Meet a name that is written together with one whose parts stand apart, in any order."""
    single, several = (a, b) if a.unspaced else (b, a)
    whole, parts = single.tokens[0], several.tokens
    if len(parts) == 1:
        degree = likenesses.of(whole, parts[0])
    else:
        orders = permutations(parts) if len(parts) <= 3 else (parts, (*parts[-1:], *parts[:-1]))  # noqa: PLR2004
        degree = max(
            likenesses.of(whole, person_token("".join(t.word for t in order))) for order in orders
        )
    everyone = tuple(range(len(parts)))
    meeting = Meeting((0,), everyone, degree)
    if single is b:
        meeting = Meeting(everyone, (0,), degree)
    return Met(a.tokens, b.tokens, [meeting])
