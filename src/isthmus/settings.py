"""Settings: environment and file, read once into one frozen value.

Code below `node` receives plain values, never the environment. docs/reference/settings.md is
generated from this class.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from isthmus.errors import SettingsError

PREFIX = "ISTHMUS_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a node, with its default. Environment: ISTHMUS_ and the name in capitals."""

    home: Path = field(
        default=Path(".isthmus"), metadata={"doc": "Folder of the node: store, keys, log, feeds."}
    )
    center: str = field(default="alder", metadata={"doc": "Id of the center, lower case."})
    center_name: str = field(
        default="",
        metadata={"doc": "Name of the center as shown; empty for its id with a capital."},
    )
    partition: str = field(default="live", metadata={"doc": "Which partition the node opens."})
    exercise: bool = field(
        default=False, metadata={"doc": "Whether that partition is an exercise."}
    )
    title: str = field(default="", metadata={"doc": "Title of the exercise, for its banner."})
    database: str = field(
        default="", metadata={"doc": "PostgreSQL address; empty for the embedded store."}
    )
    custodian: str = field(
        default="",
        metadata={
            "doc": "Name of the account that keeps alerts nobody on duty may read; empty for none."
        },
    )
    host: str = field(default="127.0.0.1", metadata={"doc": "Address that the node listens on."})
    port: int = field(default=8471, metadata={"doc": "Port that the node listens on; 0 picks one."})
    exchange_port: int = field(
        default=-1,
        metadata={
            "doc": "Port of the partners' own door, with mutual TLS; 0 picks one, -1 for none: "
            "then they come through the node's port."
        },
    )
    session_minutes: int = field(
        default=480, metadata={"doc": "Minutes after which a session ends."}
    )
    idle_minutes: int = field(
        default=30, metadata={"doc": "Minutes without a call after which a session ends."}
    )
    lockout_failures: int = field(
        default=5, metadata={"doc": "Failed sign-ins in a row after which an account waits."}
    )
    lockout_minutes: int = field(default=5, metadata={"doc": "Minutes that it waits."})
    fetch_bytes: int = field(
        default=2 << 30, metadata={"doc": "Bytes that a polled address may answer at most."}
    )
    fetch_seconds: int = field(
        default=600, metadata={"doc": "Seconds within which it must have answered in full."}
    )
    fetch_proxy: str = field(
        default="", metadata={"doc": "Address of the proxy for polling; empty for none."}
    )

    @property
    def own_line(self) -> bool:
        """Whether partners have a door of their own."""
        return self.exchange_port >= 0


def read_settings(environment: Mapping[str, str] | None = None, **given: object) -> Settings:
    """Read settings from the environment; `given` outranks it.

    Raises SettingsError naming the setting, what was expected and what came.
    """
    source = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for one in fields(Settings):
        text = source.get(PREFIX + one.name.upper())
        if text is not None:
            values[one.name] = _parsed(one.name, one.default, text)
    values.update({name: value for name, value in given.items() if value is not None})
    return Settings(**values)  # type: ignore[arg-type] # each value was parsed to its field's type


def _parsed(name: str, default: object, text: str) -> object:
    try:
        if isinstance(default, bool):
            return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
        if isinstance(default, int):
            return int(text)
    except (KeyError, ValueError) as error:
        kind = type(default).__name__
        message = f"expected {kind} in {PREFIX}{name.upper()}, got {text!r}"
        raise SettingsError(message) from error
    return Path(text) if isinstance(default, Path) else text
