"""The embedded store: one folder, one process, one writer with group commit, many readers."""
