"""Isthmus: the node of a cross-border intelligence fusion center."""

__version__ = "0.1.0"
