"""The keys people are known by, written one way: the same address typed twice is one key."""

import re
import unicodedata
from collections.abc import Mapping

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from engine.domain.addresses import CARRIERS
from engine.domain.errors import Problem
from engine.domain.keys import normalised
from engine.domain.phones import REGION

EMAIL = "email"
LONGEST_VALUE = 320
"""Letters of a key: an address may have 64 before the sign and 255 behind it."""
MOST = 8
"""Keys of one event."""
_PLAIN = re.compile(
    r"(?=.{1,64}@.{1,190}\Z)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*"
    r"@(?:(?![a-z0-9]{2}--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}"
)
"""What nearly all addresses look like. That the validator agrees is a test; it takes ten times as long."""
_ODD = re.compile(rf"(\"?)([a-z0-9_+/?.-]{{1,64}})\1@((?:[a-z0-9-]{{1,20}}\.)?(?:{'|'.join(map(re.escape, CARRIERS))}))")
_SPECIAL = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES if name != "test")
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,31}")


def address_of(text: str) -> str | None:
    """The address as it is mailed to and compared: half width, lower case, its domain in ASCII; None if it is none.

    No name server is asked. What Japan's carriers gave out is one, with or without the quotes around `a..b`. The part before the sign may
    tell capitals apart (RFC 5321), but no mailbox in use does.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if _PLAIN.fullmatch(plain) and not plain.replace("@", ".").endswith(_SPECIAL):
        return plain
    if (odd := _ODD.fullmatch(plain)) is not None:
        return f"{odd[2]}@{odd[3]}"
    if "@" not in plain:
        # The validator says so too, and takes its time.
        return None
    try:
        valid = validate_email(plain, check_deliverability=False, strict=True, test_environment=True)
    except EmailNotValidError:
        return None
    return valid.ascii_email or valid.normalized


def read_keys(given: Mapping[str, str], region: str = REGION) -> dict[str, str] | Problem:
    """The keys as they are compared, or what is wrong with one of them. region: of telephone numbers without a country."""
    if not given or len(given) > MOST:
        return Problem("event.keys-count", {"limit": str(MOST)})
    keys: dict[str, str] = {}
    for kind, text in given.items():
        value = address_of(text) if kind == EMAIL else normalised(kind, text, region)
        if not _KIND.fullmatch(kind):
            return Problem("event.key-kind", {"kind": kind[:100]})
        if value is None:
            return Problem("event.no-address", {"value": text[:100]})
        if not value or len(value) > LONGEST_VALUE or not value.isprintable():
            return Problem("event.key-value", {"kind": kind, "limit": str(LONGEST_VALUE)})
        keys[kind] = value
    return keys
