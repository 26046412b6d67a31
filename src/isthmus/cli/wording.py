"""The language in which a command tells what the node says to people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Final, Literal, TypeAlias

from cyclopts import Parameter

from isthmus.declared import shipped_wording
from isthmus.model.wording import Voice

LANGUAGE_VARIABLE: Final = "ISTHMUS_LANGUAGE"
_NAMES: Final = ("--language", "--lang")

Language: TypeAlias = Annotated[
    Literal["en", "fr", "ar"],
    Parameter(name=_NAMES, env_var=LANGUAGE_VARIABLE, help="In which language the answer speaks."),
]


def voice_of(tokens: Sequence[str]) -> Voice:
    """Give the voice in which a refusal is told, by the command line, else by the environment."""
    language = os.environ.get(LANGUAGE_VARIABLE, "en")
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        name, _, value = token.partition("=")
        if name in _NAMES:
            language = value or following
    # English stands in the code; the table need not be read for it.
    return Voice() if language == "en" else shipped_wording().voice(language)
