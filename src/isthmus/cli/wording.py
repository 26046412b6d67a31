"""The language in which a command tells what the node says to people."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

from cyclopts import Parameter

LANGUAGE_VARIABLE: Final = "ISTHMUS_LANGUAGE"

Language: TypeAlias = Annotated[
    Literal["en", "fr", "ar"],
    Parameter(
        name=["--language", "--lang"],
        env_var=LANGUAGE_VARIABLE,
        help="In which language the answer speaks.",
    ),
]
