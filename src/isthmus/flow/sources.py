"""Sources: the folders and addresses that a partition asks by itself, as its file declares them.

    sources:
      - {feed: harbour-vessels, part: vessels, folder: drop/vessels, every_s: 2, keep: true}
      - {feed: port-notices, url: "https://port.example/notices.json", every_s: 600}
      - {feed: cyber-bundles, taxii: "https://KEY@cert.example/api/collections/ID/", every_s: 600}

`part` may be absent where the feed's parts tell themselves apart. `keep: false` deletes a file
that was delivered; what failed is always kept. A folder counts from the partition's own. `taxii` is
the address of a TAXII 2.1 collection, of which only what is new is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

import yaml

from isthmus.errors import SettingsError
from isthmus.formats.raw import shown
from isthmus.ingest.declaration import FeedDeclaration

FOLDER_EVERY_S: Final = 2.0
URL_EVERY_S: Final = 300.0
_KEYS: Final = ("feed", "part", "folder", "url", "taxii", "every_s", "keep")
_URL: Final = re.compile(
    r"""(https?://)                              # nothing else is asked
        (?:[^/?\#@\s]*@)?                        # a user, perhaps with a password
        ((?:[^/?\#@:\s\[\]]+ | \[[0-9a-f:.]+\])  # a host, or a literal address
        (?::[0-9]{1,5})?)
        (/[^?\#\s]*)?
        (?:[?\#]\S*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACES: Final = ("folder", "url", "taxii")
_FLAGS: Final[Mapping[str, bool]] = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Source:
    """One folder or one address of a feed, asked every so many seconds.

    `keep`: whether a delivered file is kept, in the folder `done`; `taxii`: the address is of a
    TAXII collection.
    """

    feed: str
    part: str | None
    folder: str | None
    url: str | None
    every_s: float
    keep: bool = True
    taxii: bool = False

    @property
    def address(self) -> str:
        """Where it is, as logs and verdicts may name it: no user, no password, no query."""
        found = None if self.url is None else _URL.fullmatch(self.url)
        return (self.folder or "") if found is None else "".join(found.groups(""))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its values by key, each with its line."""

    file: str
    line: int
    values: Mapping[str, tuple[str, int]]

    def text(self, key: str) -> str | None:
        """Give a value, or None."""
        found = self.values.get(key)
        return None if found is None else found[0]

    def wrong(self, key: str, expected: str, came: str | None = None) -> NoReturn:
        """Raise SettingsError for a key; `came` where its value may not be shown."""
        value, line = self.values.get(key, ("nothing", self.line))
        _refuse(self.file, line, expected, shown(value if came is None else came, 80))


def read_sources(text: str, file: str, feeds: Mapping[str, FeedDeclaration]) -> tuple[Source, ...]:
    """Read and check a file of sources; raises SettingsError with its line for a slip."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        _refuse(file, line, "YAML", str(getattr(error, "problem", None) or "something else"))
    if root is None:
        return ()
    found: dict[tuple[str | None, str | None], Source] = {}
    for entry in _entries(root, file):
        source = _source(entry, feeds)
        if (source.folder, source.url) in found:
            entry.wrong("folder" if source.folder else "url", "each source once", "it again")
        found[source.folder, source.url] = source
    return tuple(found.values())


def _entries(root: yaml.Node, file: str) -> list[_Entry]:
    top = dict(_pairs(root, file))
    for name, node in top.items():
        if name != "sources":
            _refuse(file, _line(node), "the key sources", name)
    listed = top.get("sources")
    if not isinstance(listed, yaml.SequenceNode):
        _refuse(file, _line(root), "a list under sources", "something else")
    return [
        _Entry(
            file,
            _line(node),
            {key: (_scalar(value, file), _line(value)) for key, value in _pairs(node, file)},
        )
        for node in listed.value
    ]


def _pairs(node: yaml.Node, file: str) -> Sequence[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        _refuse(file, _line(node), "keys with values", "something else")
    return [(_scalar(key, file), value) for key, value in node.value]


def _scalar(node: yaml.Node, file: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        _refuse(file, _line(node), "one value", "several")
    return str(node.value)


def _source(entry: _Entry, feeds: Mapping[str, FeedDeclaration]) -> Source:
    for key in entry.values:
        if key not in _KEYS:
            entry.wrong(key, f"one of {', '.join(_KEYS)}", key)
    feed, part = entry.text("feed"), entry.text("part")
    if feed is None or feed not in feeds:
        entry.wrong("feed", "a feed of this node")
    if part is not None and part not in feeds[feed].parts:
        entry.wrong("part", f"one of {', '.join(feeds[feed].parts)}")
    keep = _FLAGS.get(entry.text("keep") or "true")
    if keep is None:
        entry.wrong("keep", "true or false")
    folder, url = _place(entry)
    taxii = entry.text("taxii") is not None
    return Source(feed, part, folder, url, _seconds(entry, url=url), keep, taxii)


def _place(entry: _Entry) -> tuple[str | None, str | None]:
    found = {key: text for key in _PLACES if (text := entry.text(key))}
    if not found:
        entry.wrong("folder", "a folder, an url or a taxii collection")
    if len(found) > 1:
        entry.wrong(list(found)[-1], "a folder, an url or a taxii collection", "more than one")
    [(key, text)] = found.items()
    if key != "folder" and _URL.fullmatch(text) is None:
        # An address may hold a password, so that it is not shown.
        entry.wrong(key, "an address that begins with http:// or https://", "another")
    return (text, None) if key == "folder" else (None, text)


def _seconds(entry: _Entry, *, url: str | None) -> float:
    text = entry.text("every_s")
    if text is None:
        return URL_EVERY_S if url else FOLDER_EVERY_S
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        entry.wrong("every_s", "seconds, more than 0")
    return seconds


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _refuse(file: str, line: int, expected: str, came: str) -> NoReturn:
    message = f"expected {expected} in {file} line {line}, got {came}"
    raise SettingsError(message, repair=f"mend line {line} of {file}")
