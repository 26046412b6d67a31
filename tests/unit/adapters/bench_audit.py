"""Figures of the audit log and of sealing: `python -m tests.unit.adapters.bench_audit [FOLDER]`.

Each row: what, on which data, median and spread over five runs. Every append is synced; name a
FOLDER on a real disk where the temporary folder is none.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from isthmus.adapters.keyring import Keyring
from isthmus.adapters.tiles import TileFolder, TileReader
from isthmus.audit.proof import inclusion_of, verify_proof
from isthmus.audit.verify import verify_log
from tests.unit.audit.memory_log import entries

RUNS, GROUP, GROUPS = 5, 2_000, 25
RECORDS = 50_000


def main() -> None:
    """Print the table."""
    packed = entries(GROUP * GROUPS)
    with TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as name:
        folder = Path(name)
        keys = Keyring(folder / "keys", "birch.example/audit")
        for row in (*log_rows(folder, keys, packed), *sealing_rows(keys)):
            sys.stdout.write(f"{row}\n")


def log_rows(folder: Path, keys: Keyring, packed: list[bytes]) -> Iterator[str]:
    """Measure appending, verifying and proving."""
    size = sum(map(len, packed)) / len(packed)
    logs = iter(range(RUNS))

    def append() -> None:
        with TileFolder(folder / f"log-{next(logs)}") as log:
            for start in range(0, len(packed), GROUP):
                log.append(packed[start : start + GROUP], keys.sign_checkpoint)

    yield rates(f"append, groups of {GROUP}, {size:.0f} bytes an entry", append, len(packed))
    with TileFolder(folder / "single") as log:
        single = iter(packed)

        def append_one() -> None:
            for _ in range(50):
                log.append([next(single)], keys.sign_checkpoint)

        yield rates("append one by one", append_one, 50)
    reader = TileReader(folder / "log-0")
    yield rates("verify a whole log", lambda: verify_log(reader, keys.audit_key), len(packed))

    def prove() -> None:
        for index in range(0, len(packed), 500):
            verify_proof(inclusion_of(reader, index), keys.audit_key)

    yield rates("prove an entry from files, and verify", prove, len(packed) // 500)


def sealing_rows(keys: Keyring) -> Iterator[str]:
    """Measure sealing and opening records of 200 bytes."""
    plains = [bytes(200)] * RECORDS
    aads = [number.to_bytes(16, "big") for number in range(RECORDS)]
    sealed = keys.seal_records("bench", plains, aads)

    def seal() -> None:
        for plain, aad in zip(plains, aads, strict=True):
            keys.seal_record("bench", plain, aad)

    def unseal() -> None:
        for record, aad in zip(sealed, aads, strict=True):
            keys.open_record("bench", *record, aad)

    yield rates("seal records together", lambda: keys.seal_records("bench", plains, aads), RECORDS)
    yield rates("seal records one by one", seal, RECORDS)
    yield rates("open records", unseal, RECORDS)


def rates(what: str, act: Callable[[], object], count: int) -> str:
    """Run an act five times; give its rate per second."""
    found = []
    for _ in range(RUNS):
        gc.collect()
        start = perf_counter()
        act()
        found.append(count / (perf_counter() - start))
    return f"{what:52} {median(found):>9,.0f}/s  ({min(found):,.0f} to {max(found):,.0f})"


if __name__ == "__main__":
    main()
