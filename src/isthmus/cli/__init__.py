"""Door: commands. They open the node's folder and call the flows that the API calls."""

from isthmus.cli.app import main

__all__ = ["main"]
