"""Where bounces come back to: an address that names the mail (VERP), so that even a bounce that returns nothing of it is understood."""

import re
from base64 import b32decode, b32encode
from binascii import Error

_ID = re.compile(r"[A-Za-z0-9_-]{8,30}")
_MARK = re.compile(r"\+([a-z2-7]{13,48})@", re.IGNORECASE)


def return_path(address: str, message: str) -> str:
    """`bounces+mfzwizlg@kumo.example`. In letters that survive servers which take small letters for capitals."""
    local, at, domain = address.rpartition("@")
    return f"{local}+{b32encode(message.encode()).decode().rstrip('=').lower()}{at}{domain}"


def message_in(address: str) -> str | None:
    """The id of the message whose return path that is; None where it is none."""
    found = _MARK.search(address)
    if found is None:
        return None
    mark = found[1].upper()
    try:
        text = b32decode(mark + "=" * (-len(mark) % 8)).decode("ascii")
    except (Error, UnicodeError):
        return None
    return text if _ID.fullmatch(text) else None
