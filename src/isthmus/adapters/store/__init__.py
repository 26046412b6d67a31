"""The store: what enters are values and a Reader, what leaves is only what that Reader may see.

One schema and one set of queries serve both stores; only `link` and what stands around it differ.
The queries are texts, not expressions, so that the label predicate can be read where it stands,
and checked where it runs.
"""

from isthmus.adapters.store.sqlite.opening import open_sqlite

__all__ = ["open_sqlite"]
