"""The bytes of an XML document that are still needed, by their place in the document."""

from __future__ import annotations

import re

_CLOSERS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_WIDE = {
    b"\xff\xfe": "utf-16-le",
    b"<\x00": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\x00<": "utf-16-be",
}

_DECLARATION = re.compile("(?:\ufeff|\u00ef\u00bb\u00bf)?(?:<\\?xml\\s[^>]{0,200}>)?")
_START_TAG = re.compile("<(?:[^<>\"']+|\"[^\"]*\"|'[^']*')*>")


class Window:
    """A stretch of a document; every index counts bytes from the document's beginning."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._base = 0
        self._encoding = "ascii"
        self._sought = 0

    @property
    def end(self) -> int:
        """The index behind the last byte that came."""
        return self._base + len(self._bytes)

    @property
    def wide(self) -> bool:
        """Whether a character takes two bytes or more."""
        return self._encoding != "ascii"

    def extend(self, chunk: bytes) -> None:
        """Take the next bytes of the document."""
        if not self._base and not self._bytes:
            self._encoding = _WIDE.get(chunk[:2], "ascii")
        self._bytes += chunk

    def drop(self, until: int) -> None:
        """Forget what stands before `until`."""
        if until > self._base:
            del self._bytes[: until - self._base]
            self._base = until

    def cut(self, start: int, end: int) -> bytes:
        """Give the bytes from `start` up to `end`."""
        # A slice of the bytearray itself would be a copy more.
        return bytes(memoryview(self._bytes)[start - self._base : end - self._base])

    def declaration(self) -> bytes:
        """Give the byte order mark and the XML declaration of a document that begins here.

        They alone say how the bytes behind them are encoded.
        """
        return self._matched(_DECLARATION, self._base)

    def start_tag(self, index: int) -> bytes:
        """Give the start tag that begins at `index`."""
        return self._matched(_START_TAG, index)

    def is_empty_tag(self, index: int) -> bool:
        """Tell whether what stands before `index` ends like an empty-element tag."""
        mark = "/>".encode(self._encoding)
        return self.cut(index - len(mark), index) == mark

    def tag_end(self, index: int) -> int:
        """Give the index behind the tag that begins at `index` and has no attributes."""
        mark = ">".encode(self._encoding)
        start = at = index - self._base
        while (at := self._bytes.find(mark, at)) >= 0:
            if (at - start) % len(mark) == 0:
                return self._base + at + len(mark)
            at += 1
        return self.end

    def seek_from(self, start: int) -> None:
        """Begin to look for the end of a record that is not well-formed."""
        self._sought = start

    def sought_end(self, name: str) -> int | None:
        """Give the index behind the next end tag of `name`, or None if it has not come yet.

        Comments, CDATA sections and instructions are passed over: what stands in them is text.
        """
        pattern = re.compile(rb"<!\[CDATA\[|<!--|<\?|</" + re.escape(name.encode()) + rb"\s*>")
        while found := pattern.search(self._bytes, self._sought - self._base):
            closer = _CLOSERS.get(found[0])
            if closer is None:
                return self._base + found.end()
            close = self._bytes.find(closer, found.end())
            if close < 0:
                self._sought = self._base + found.start()
                return None
            self._sought = self._base + close + len(closer)
        # An end tag may be cut in two by the end of the chunk.
        self._sought = max(self._sought, self.end - len(name) * 4 - 16)
        return None

    def _matched(self, pattern: re.Pattern[str], index: int) -> bytes:
        # Of a narrow encoding only what is ASCII in it matters here.
        encoding = self._encoding if self.wide else "latin-1"
        found = pattern.match(self.cut(index, self.end).decode(encoding, "ignore"))
        return found[0].encode(encoding) if found is not None else b""
