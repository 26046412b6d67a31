"""A process that writes until it is killed, and says what was acknowledged.

`python -m tests.contract.writer FOLDER`, or `DSN PARTITION` for PostgreSQL, prints a name for each
unit whose commit returned.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from isthmus.adapters.store import open_postgres, open_sqlite
from isthmus.ports import Store
from tests.contract.arrange import acting

THREADS = 4


def main(store: Store) -> None:
    """Write on every thread, for ever."""
    with ThreadPoolExecutor(THREADS) as threads:
        for thread in range(THREADS):
            threads.submit(write, store, thread)


def write(store: Store, thread: int) -> None:
    for turn in count():
        name = f"{thread}/{turn}"
        with acting(store) as unit:
            unit.meta.put(f"{name}/one", name)
            unit.meta.put(f"{name}/two", name)
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    where = sys.argv[1:]
    main(open_sqlite(Path(*where)) if len(where) == 1 else open_postgres(*where))
