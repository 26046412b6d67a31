"""XML as text: elements with their text, in the order in which they are given."""

from __future__ import annotations

from html import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def element(name: str, *inside: str, **attributes: str) -> str:
    """Give an element around what is already markup; without it, an empty element."""
    said = "".join(f' {key.replace("_", ":")}="{escape(v)}"' for key, v in attributes.items())
    body = "".join(inside)
    return f"<{name}{said}>{body}</{name}>\n" if body else f"<{name}{said}/>\n"


def text(name: str, value: object, **attributes: str) -> str:
    """Give an element around a text; nothing at all where the text is empty."""
    said = escape(str(value), quote=False)
    return element(name, said, **attributes) if said else ""
