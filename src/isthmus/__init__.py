"""Isthmus: the node of a cross-border intelligence fusion center."""

import os

# Before anything reads numpy: the huge pages that it asks the system for keep a process of a
# gigabyte waiting for them, longer than they ever save (decision 0033).
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")

__version__ = "0.1.0"
