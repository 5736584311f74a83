"""People who were erased: what is left of them are digests that only the holder of a key can make, and a name thrown by dice."""

import hmac
from hashlib import sha256

from engine.domain.addresses import address_key

ERASED = "erased-"
"""How the name begins that an erased lead has from then on."""

TAKEN = "erased:"
"""How the digest begins that stands for the id of an event that was taken for somebody who was erased."""

_MARK = 24
"""Hexadecimal digits of a mark: enough that no two things of one database share theirs."""


def is_erased(lead: str) -> bool:
    """Whether the id is the name of somebody who was erased."""
    return lead.startswith(ERASED)


def digest(key: bytes, kind: str, value: str) -> str:
    """Of what a person is known by, an address as suppression compares it: HMAC-SHA256, in hexadecimal digits."""
    text = address_key(value) if kind == "email" else value
    return hmac.digest(key, f"{kind}\x1f{text}".encode(), sha256).hex()


def receipt_digest(key: bytes, source: str, id_: str) -> str:
    """What stands in the place of the id of an event that was taken."""
    return TAKEN + hmac.digest(key, f"receipt\x1f{source}\x1f{id_}".encode(), sha256).hex()


def mark(key: bytes, text: str) -> str:
    """The same mark for the same text, "" for none: rows that belong together still do, and nobody can read of what."""
    return hmac.digest(key, f"mark\x1f{text}".encode(), sha256).hex()[:_MARK] if text else ""
