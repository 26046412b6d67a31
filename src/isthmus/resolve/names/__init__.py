"""Names in any script: two spellings come in; how alike they are, and why, goes out.

What was learned of scripts comes in as bytes (`NameMaps`); without it names are compared by their
plain transliteration. Nothing here knows an entity: a score is one comparison among others.
"""

from isthmus.resolve.names.keys import WORD, whole_keys_of_words
from isthmus.resolve.names.maps import NO_MAPS, NameMaps, Source
from isthmus.resolve.names.prepared import PreparedName
from isthmus.resolve.names.scoring import SAME_NAME, AlignedToken, Asked, Names

__all__ = [
    "NO_MAPS",
    "SAME_NAME",
    "WORD",
    "AlignedToken",
    "Asked",
    "NameMaps",
    "Names",
    "PreparedName",
    "Source",
    "whole_keys_of_words",
]
