"""DKIM: a signature over a mail's body and headers, by the key of the domain it comes from (RFC 6376).

RSA, relaxed both ways. From and Subject are signed once more than they stand there, so that nobody adds another. The signature
follows from the mail, its date and the key alone, and is frozen with the mail: every attempt sends it as it was.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import dkim
from dkim.canonicalization import CanonicalizationPolicy
from dkim.crypto import HASH_ALGORITHMS, UnparsableKeyError, parse_pem_private_key

from engine.domain.errors import Problem
from engine.domain.instants import SECOND, Instant

ALWAYS = (
    "from", "to", "subject", "date", "message-id", "reply-to", "mime-version", "content-type", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
ONCE_MORE = ("from", "subject")
ALGORITHM = b"rsa-sha256"


@dataclass(frozen=True, slots=True)
class Signer:
    """domain, selector: where the public key stands, `SELECTOR._domainkey.DOMAIN`. headers: more to sign, where a mail has them."""

    domain: str
    selector: str
    key: dict[str, int] = field(repr=False)
    headers: tuple[str, ...] = ()

    def sign(self, mail: bytes, date: Instant) -> bytes:
        """The header to put before the mail, with its line end."""
        letter = dkim.DKIM(mail)
        letter.hasher = HASH_ALGORITHMS[ALGORITHM]
        policy = CanonicalizationPolicy.from_c_value(b"relaxed/relaxed")
        body = letter.hasher()
        body.update(policy.canonicalize_body(letter.body))
        names = self._names([name.lower().decode("ascii", "replace") for name, _ in letter.headers])
        fields: list[tuple[bytes, bytes]] = [
            (b"v", b"1"),
            (b"a", ALGORITHM),
            (b"c", policy.to_c_value()),
            (b"d", self.domain.encode("idna")),
            (b"q", b"dns/txt"),
            (b"s", self.selector.encode("ascii")),
            (b"t", str(date // SECOND).encode()),
            (b"h", b" : ".join(names)),
            (b"bh", b64encode(body.digest())),
            (b"b", b"0" * 60),
        ]
        made: bytes = letter.gen_header(fields, names, policy, b"DKIM-Signature", self.key)
        return b"DKIM-Signature: " + made

    def _names(self, there: Sequence[str]) -> list[bytes]:
        wanted = dict.fromkeys([*ALWAYS, *(name.lower() for name in self.headers)])
        return [name.encode() for name in wanted if name in there] + [name.encode() for name in ONCE_MORE]


def signer_of(domain: str, selector: str, key: str, headers: Sequence[str] = ()) -> Signer | Problem:
    """The signer, or why there can be none. key: an RSA key as PEM."""
    where = {"domain": domain, "selector": selector}
    if not selector:
        return Problem("dkim-no-selector", where)
    if not key.strip():
        return Problem("dkim-no-key", where)
    try:
        parsed: dict[str, Any] = parse_pem_private_key(key.strip().encode())
        signer = Signer(domain, selector, parsed, tuple(headers))
        signer.sign(b"From: a@b\r\n\r\n", 0)
    except (UnparsableKeyError, dkim.DKIMException, ValueError, KeyError, TypeError, IndexError):
        return Problem("dkim-bad-key", where)
    return signer
