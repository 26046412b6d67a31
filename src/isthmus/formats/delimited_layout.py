"""The layout of a delimited text, read from the options of a mapping and checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from isthmus.formats.options import flag, only, text, texts, wrong
from isthmus.formats.raw import Fault, Tree, shown
from isthmus.phrases import Phrase, say

WHITESPACE = "whitespace"
_OPTIONS = frozenset(
    {
        "columns",
        "delimiter",
        "encoding",
        "eof_mark",
        "extra_columns",
        "header",
        "must_end_with",
        "nulls",
        "quote",
        "skip_comment",
    }
)
# An escape that some codecs would turn into a lone surrogate, and every ASCII character.
_PROOFS = (b"\\ud800", bytes(range(128)))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the bytes of a delimited text become columns; without `names` a header row has them."""

    delimiter: str
    quote: str
    encoding: str
    names: tuple[str, ...] | None
    expected: tuple[str, ...]
    extra_columns: bool
    nulls: frozenset[str]
    comment: bytes
    eof_mark: bytes
    must_end_with: bytes

    def named(self, cells: list[str]) -> tuple[str, ...]:
        """Give the column names of a header row, blanks around them left out."""
        names: dict[str, None] = {}
        seen: dict[str, int] = {}
        for at, cell in enumerate(cells, start=1):
            plain = name = cell.strip() or f"column{at}"
            while name in names:
                seen[plain] = seen.get(plain, 1) + 1
                name = f"{plain}.{seen[plain]}"
            names[name] = None
        return tuple(names)

    def header_fault(self, names: tuple[str, ...]) -> Fault | None:
        """Say what is wrong with the header row, if anything is."""
        missing = [name for name in self.expected if name not in names]
        unknown = [name for name in names if self.expected and name not in self.expected]
        came = _wrong_columns(missing, [] if self.extra_columns else unknown)
        if came is None:
            return None
        return Fault(
            field="header",
            expected=say("the columns {expected}", expected=shown(", ".join(self.expected))),
            came=came,
            repair=say(
                "take the mapping for this edition of the file, or have the publisher mend it"
            ),
        )


def _wrong_columns(missing: Sequence[str], unknown: Sequence[str]) -> Phrase | None:
    without, beside = shown(", ".join(missing)), shown(", ".join(unknown))
    if missing and unknown:
        return say("missing: {missing}; unknown: {unknown}", missing=without, unknown=beside)
    if missing:
        return say("missing: {missing}", missing=without)
    return say("unknown: {unknown}", unknown=beside) if unknown else None


def layout(options: Mapping[str, Tree]) -> Layout:
    """Read a layout from a mapping's options; raises MappingInvalid for what does not fit."""
    only(options, _OPTIONS)
    encoding = _encoding(options)
    return Layout(
        delimiter=_one_character(options, "delimiter", ",", also=WHITESPACE),
        quote=_one_character(options, "quote", '"', also=""),
        encoding=encoding,
        names=_names(options),
        expected=texts(options, "columns"),
        extra_columns=flag(options, "extra_columns"),
        nulls=frozenset({"", *(token.strip() for token in texts(options, "nulls"))}),
        comment=text(options, "skip_comment").encode(encoding),
        eof_mark=_eof_mark(options, encoding),
        must_end_with=text(options, "must_end_with").encode(encoding),
    )


def _one_character(options: Mapping[str, Tree], name: str, default: str, *, also: str) -> str:
    value = text(options, name, default)
    if value == also or (len(value) == 1 and value not in "\r\n\0"):
        return value
    raise wrong(name, "one character" + (f" or {also}" if also else ' or ""'), value)


def _encoding(options: Mapping[str, Tree]) -> str:
    value = text(options, "encoding", "utf-8")
    # LineSource takes the byte order mark away, so both names mean the same here.
    name = "utf-8" if value.lower().replace("_", "-") == "utf-8-sig" else value
    try:
        keeps_ascii = all(proof.decode(name) == proof.decode("ascii") for proof in _PROOFS)
    except (LookupError, UnicodeError, ValueError):
        keeps_ascii = False
    if not keeps_ascii:
        raise wrong("encoding", "a text encoding that keeps ASCII as it is", value)
    return name


def _names(options: Mapping[str, Tree]) -> tuple[str, ...] | None:
    header = options.get("header", True)
    if header is True:
        return None
    names = texts(options, "header") if isinstance(header, list) else ()
    if not names or len(set(names)) != len(names) or "columns" in options:
        raise wrong("header", "true, or the names of all columns, each once", header)
    return names


def _eof_mark(options: Mapping[str, Tree], encoding: str) -> bytes:
    mark = text(options, "eof_mark")
    if "\n" in mark:
        raise wrong("eof_mark", "characters without a line end", mark)
    return mark.encode(encoding)
