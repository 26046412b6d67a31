"""The options of a mapping, checked: an option that nobody knows is a slip of the mapping."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from isthmus.errors import MappingInvalid
from isthmus.formats.raw import Tree, shown


def only(options: Mapping[str, Tree], known: Collection[str]) -> None:
    """Raise MappingInvalid if `options` names something that the format does not know."""
    unknown = sorted(set(options) - set(known))
    if unknown:
        message = f"expected options {', '.join(sorted(known)) or 'none'}, got {shown(unknown[0])}"
        raise MappingInvalid(message)


def text(options: Mapping[str, Tree], name: str, default: str = "") -> str:
    """Give the text under `name`, or `default`; raises MappingInvalid for anything else."""
    value = options.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise wrong(name, "a text", value)
    return value


def texts(options: Mapping[str, Tree], name: str) -> tuple[str, ...]:
    """Give the texts under `name`, one text counting as a list of one; () when absent."""
    value = options.get(name)
    if value is None:
        return ()
    found = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in found):
        raise wrong(name, "a text or a list of texts", value)
    return tuple(one for one in found if isinstance(one, str))


def flag(options: Mapping[str, Tree], name: str) -> bool:
    """Give true or false under `name`, false when absent; raises MappingInvalid otherwise."""
    value = options.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise wrong(name, "true or false", value)
    return value


def wrong(name: str, expected: str, came: object) -> MappingInvalid:
    """Make the error for an option whose value does not fit."""
    return MappingInvalid(f"expected {expected} in option {name}, got {shown(came)}")
