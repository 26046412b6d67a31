"""A process that writes until it is killed, and says what was acknowledged.

`python -m tests.contract.writer FOLDER` prints a name for each unit whose commit returned.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from isthmus.adapters.store import open_sqlite
from isthmus.ports import Store
from tests.contract.arrange import acting

THREADS = 4


def main(folder: Path) -> None:
    """Write on every thread, for ever."""
    store = open_sqlite(folder)
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
    main(Path(sys.argv[1]))
