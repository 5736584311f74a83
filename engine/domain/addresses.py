"""Mail addresses as suppression compares them: one writing for all that reach the same mailbox.

Wider than what the doors take in: whoever asks for peace is heard, however their address is written.
"""

import re
from unicodedata import category, normalize

import idna

CARRIERS = (
    "docomo.ne.jp", "ezweb.ne.jp", "au.com", "softbank.ne.jp", "i.softbank.jp", "disney.ne.jp", "jp-c.ne.jp", "jp-d.ne.jp",
    "jp-h.ne.jp", "jp-k.ne.jp",
    "jp-n.ne.jp", "jp-q.ne.jp", "jp-r.ne.jp", "jp-s.ne.jp", "jp-t.ne.jp", "vodafone.ne.jp", "willcom.com", "wcm.ne.jp", "pdx.ne.jp",
    "ymobile.ne.jp",
    "ymobile1.ne.jp", "emnet.ne.jp", "ido.ne.jp",
)  # fmt: skip
"""Japan's telephone companies, which gave out addresses that no standard allows: dots side by side, or one before the sign."""

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
"""The dots of a domain, as IDNA knows them (RFC 3490, 3.1)."""
_PLAIN = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
"""What nearly all addresses look like: already as they are compared."""
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def address_key(text: str) -> str:
    """The address as it is compared. What has no `@` in it comes back as a key that equals no address and no domain.

    Half width (NFKC), small letters, without blanks and invisible characters; the local part without quotes (carriers' odd dots must be
    written in them: `"a..b"@docomo.ne.jp`); the domain in ASCII, without the root's dot. A tag (`a+news@`) makes another address, as
    dots do: which mailboxes ignore them nobody can know. `@example.jp` stands for the whole domain.
    """
    if _PLAIN.fullmatch(text):
        return text
    plain = _small("".join(sign for sign in normalize("NFKC", text) if not _is_invisible(sign)))
    local, at, domain = plain.rpartition("@")
    if not at:
        return plain
    quoted = _QUOTED.fullmatch(local)
    if quoted:
        local = re.sub(r"\\(.)", r"\1", quoted[1])
    return f"{local}@{domain_key(domain)}"


def domain_key(text: str) -> str:
    """A domain in ASCII and small letters, without the root's dot."""
    domain = _DOTS.sub(".", text).rstrip(".").lower()
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return domain


def domain_of(address: str) -> str:
    """`@example.jp`: the key under which a whole domain is closed."""
    return "@" + address_key(address).rpartition("@")[2]


def _small(text: str) -> str:
    """Small letters, twice over: a letter such as `İ` becomes two, which join to another one."""
    return normalize("NFKC", normalize("NFKC", text.lower()).lower())


def _is_invisible(sign: str) -> bool:
    """Blanks, control characters and those that show nothing: none belongs into an address, and any may be copied along with it."""
    return sign.isspace() or category(sign) in ("Cc", "Cf", "Cs")
