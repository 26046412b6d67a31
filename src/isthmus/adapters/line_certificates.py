"""Certificates of the line to partners: this center's authority, and those that it gives its node.

authority.key   the authority's P-256 key, wrapped under the master key
authority.crt   its certificate (DER), which stands in the trust list; no secret
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from isthmus.adapters.buckets import wrapped_secret
from isthmus.adapters.durable import replace_file
from isthmus.errors import SettingsError
from isthmus.model.canonical import canonical_bytes
from isthmus.ports import LineIdentity

_KEY: Final = "authority.key"
_CERTIFICATE: Final = "authority.crt"
_SCALAR: Final = 32
_BOUND: Final = canonical_bytes("authority-key")
_CURVE: Final = ec.SECP256R1()
AUTHORITY_FOR: Final = timedelta(days=20 * 365)
_EARLIER: Final = timedelta(days=2)
"""A partner's clock may be behind."""


class LineAuthority:
    """The authority of one center, made at first use at a time `now`. Its repr shows no key.

    Raises SettingsError for files of another master key, or that do not belong together.
    """

    def __init__(self, folder: Path, wrapping: AESGCM, center: str, now: datetime) -> None:
        self._key = _key(folder / _KEY, wrapping)
        file = folder / _CERTIFICATE
        if not file.exists():
            made = _authority(self._key, center, now)
            replace_file(file, made.public_bytes(Encoding.DER), mode=0o600)
        self._certificate = _read(file)
        if self._certificate.public_key() != self._key.public_key():
            raise SettingsError(
                f"expected the certificate of {_KEY} at {file}, got another's",
                repair=f"remove {file}; its center's entry in the trust list changes then",
            )

    def __repr__(self) -> str:
        return "LineAuthority()"

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER, as it stands in the trust list."""
        return self._certificate.public_bytes(Encoding.DER)

    def identity(self, center: str, host: str, now: datetime, until: datetime) -> LineIdentity:
        """Give a new key with a certificate, for both ends of a line, that is good until then."""
        key = ec.generate_private_key(_CURVE)
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(center))
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _EARLIER)
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName([_host(host)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage(
                    [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
                ),
                critical=False,
            )
            .sign(self._key, SHA256())
        )
        raw = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return LineIdentity(made.public_bytes(Encoding.PEM), raw)


@lru_cache(maxsize=1_024)
def as_pem(authority: bytes) -> bytes:
    """Give a certificate of the trust list as PEM; empty for what is none: it vouches for none."""
    try:
        return x509.load_der_x509_certificate(authority).public_bytes(Encoding.PEM)
    except ValueError:
        return b""


def host_of(address: str) -> str:
    """Give the host of an address, without brackets; empty for none."""
    return urlsplit(address).hostname or ""


def _authority(key: ec.EllipticCurvePrivateKey, center: str, now: datetime) -> x509.Certificate:
    name = _named(f"{center} authority")
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, SHA256())
    )


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key(path: Path, wrapping: AESGCM) -> ec.EllipticCurvePrivateKey:
    raw = wrapped_secret(path, wrapping, _BOUND, _SCALAR, _scalar)
    return ec.derive_private_key(int.from_bytes(raw), _CURVE)


def _scalar() -> bytes:
    return ec.generate_private_key(_CURVE).private_numbers().private_value.to_bytes(_SCALAR)


def _read(file: Path) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"expected a certificate at {file}, got other bytes",
            repair=f"remove {file}; its center's entry in the trust list changes then",
        ) from error
