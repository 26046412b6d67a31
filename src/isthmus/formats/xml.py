"""XML documents: each record element cut out byte for byte, with its tree from the same pass.

Options:

* `record`: the path of the record elements, or a list of paths, such as `ENTITIES/ENTITY`. Names
  are local names, whatever the prefix. A path fits the end of an element's path; one that begins
  with `/` fits it as a whole.
* `root`: what the root element must be called, or a list; any other document is refused.
* `lists`: paths below the record element that always give a list, such as `ADDRESS/LINE`.
* `header`: paths of elements outside the records that `Ending.header` gives, first come first.
* `context`: paths of elements outside the records, such as the account of a statement; a record
  carries those that stand before it and whose parent is still open, as `#context`, and the
  document's `#namespace` with them.
* `encoding`: overrides what the document declares.

The tree of a record is that of `xml_tree`, with `#name`, the local name of the record element.
`Ending.header` has `#root`, `#namespace`, the attributes of the root element as `@name`, and what
`header` asks for. A DOCTYPE that declares or fetches anything is refused before it has an effect.

A record that is not well-formed is broken; the rest is read on behind its end tag, and the
delivery counts as incomplete.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from isthmus.formats.raw import Reading, Tree
from isthmus.formats.xml_options import plan
from isthmus.formats.xml_slices import Slicer

CHUNK_BYTES = 64 * 1024
_HEAD_BYTES = 256


def read(stream: BinaryIO, options: Mapping[str, Tree]) -> Reading:
    """Give the record elements of an XML document.

    Raises MappingInvalid for an option that it does not know or that does not fit.
    """
    return _reading(stream, Slicer(plan(options)))


def _reading(stream: BinaryIO, slicer: Slicer) -> Reading:
    # The first bytes decide on the encoding; they are fed together.
    head = chunk = stream.read(CHUNK_BYTES)
    while chunk and len(head) < _HEAD_BYTES:
        chunk = stream.read(CHUNK_BYTES)
        head += chunk
    chunk = head
    while chunk:
        yield from slicer.fed(chunk)
        chunk = b"" if slicer.stopped else stream.read(CHUNK_BYTES)
    yield from slicer.ended()
