"""Weight files in memory, and a signer whose signatures everybody can read."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from isthmus.errors import IntegrityError
from isthmus.model.weight_files import WeightAct, WeightFile, in_force
from isthmus.ports import Signer, WeightStore
from tests.fakes.tables import Part, in_utc


class MemoryWeights(Part):
    """WeightStore."""

    __slots__ = ()

    def put(self, file: WeightFile, document: bytes) -> bool:
        tables = self._changing(file, document)
        if file.version in tables.weight_files:
            return False
        tables.weight_files[file.version] = in_utc(file), document
        return True

    def get(self, version: str) -> WeightFile | None:
        found = self._tables.weight_files.get(version)
        return None if found is None else found[0]

    def document(self, version: str) -> bytes | None:
        found = self._tables.weight_files.get(version)
        return None if found is None else found[1]

    def all(self) -> Sequence[WeightFile]:
        return [file for file, _ in self._tables.weight_files.values()]

    def note(self, act: WeightAct) -> None:
        self._changing(act).weight_acts.append(in_utc(act))

    def acts(self) -> Sequence[WeightAct]:
        return list(self._tables.weight_acts)

    def active(self) -> WeightAct | None:
        return in_force(self._tables.weight_acts)


class PlainSigner:
    """Keeps every promise of a signer but secrecy."""

    def sign(self, message: bytes) -> bytes:
        return b"signed " + sha256(message).digest()

    def check(self, message: bytes, signature: bytes) -> None:
        if signature != self.sign(message):
            raise IntegrityError("expected a signature of this node, got another")


_STORE: type[WeightStore] = MemoryWeights
_SIGNER: type[Signer] = PlainSigner
