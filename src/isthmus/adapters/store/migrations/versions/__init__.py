"""The revisions, oldest first by name; a revision that was released never changes."""
