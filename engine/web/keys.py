"""Write keys: which source a request speaks for. Of a key only the digest is kept, and every one is compared, each in constant time."""

import base64
import binascii
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from engine.domain.errors import Problem
from engine.settings.web import ANYWHERE, WebSection

SOURCE = "http"
"""Who reports with the key of the environment, where an event names no source."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="nurture", Bearer'}
LONGEST = 500
"""Letters of a key that is looked at."""


@dataclass(frozen=True, slots=True)
class Key:
    """source: who speaks; origins: sites whose pages may use it; rate: requests a second, 0 for any number."""

    source: str
    origins: frozenset[str] = frozenset()
    rate: int = 0

    @property
    def is_public(self) -> bool:
        """It stands in pages, so anybody can read it."""
        return bool(self.origins)

    def is_for(self, origin: str) -> bool:
        """Whether a page of that site may use it; "" is no page."""
        return not origin or ANYWHERE in self.origins or origin.lower() in self.origins


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that open something."""

    keys: tuple[tuple[bytes, Key], ...]

    @classmethod
    def of(cls, section: WebSection) -> "KeyRing":
        """Those of the settings that are on, and the one of the environment."""
        own = section.write_key.get_secret_value()
        named = [
            (bytes.fromhex(one.digest.removeprefix("sha256:")), Key(name, frozenset(one.origins), one.rate))
            for name, one in section.keys.items()
            if one.on
        ]
        return cls(tuple([(_digest(own.encode()), Key(SOURCE))] * bool(own) + named))

    def of_header(self, header: str) -> Key | Problem:
        """The key of an `Authorization`: as Bearer, or as either half of Basic."""
        return self._opened(_digests(header))

    def found(self, shown: Iterable[bytes]) -> Key | Problem:
        """The first of these that opens something."""
        return self._opened([_digest(one) for one in shown if one])

    def _opened(self, shown: Iterable[bytes]) -> Key | Problem:
        if not self.keys:
            return Problem("web.no-key")
        found = [key for one in shown for digest, key in self.keys if hmac.compare_digest(one, digest)]
        return found[0] if found else Problem("web.wrong-key")

    def lets_pages(self, origin: str) -> bool:
        """Whether any key is for pages of that site."""
        return bool(origin) and any(key.is_for(origin) for _, key in self.keys)


def digest_of(key: str) -> str:
    """What stands in the settings. A key is long and thrown by dice, so one round of SHA-256 tells nothing of it."""
    return f"sha256:{_digest(key.encode()).hex()}"


def _digest(key: bytes) -> bytes:
    return sha256(key[:LONGEST]).digest()


@lru_cache(1_000)
def _digests(header: str) -> tuple[bytes, ...]:
    """Of what a header shows; a client shows the same in every request."""
    return tuple(_digest(one) for one in _shown(header) if one)


def _shown(header: str) -> list[bytes]:
    scheme, _, told = header.strip().partition(" ")
    match scheme.lower():
        case "bearer":
            return [told.strip().encode("latin-1", "replace")]
        case "basic":
            return _halves(told)
        case _:
            return []


def _halves(told: str) -> list[bytes]:
    try:
        name, _, password = base64.b64decode(told.strip(), validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return []
    return [name, password]
