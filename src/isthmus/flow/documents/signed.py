"""The documents that come byte for byte, as they will be signed: the types that read them."""

from __future__ import annotations

from typing import Final

from isthmus.exchange.trust import TrustDocument
from isthmus.share.document import AgreementDocument

AGREEMENT: Final = AgreementDocument
TRUST_LIST: Final = TrustDocument
