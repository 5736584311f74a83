"""Header lines of a mail, from text nobody has vouched for.

Sources: RFC 5322 (lines, addresses), RFC 2047 (encoded words of 75 characters, lines of 76), RFC 6532 (UTF-8 addresses).
"""

import re
from binascii import b2a_base64
from functools import lru_cache

MAX_TEXT = 500
"""Characters of a subject or a name; what is longer is cut."""

_LINE = 76
_WORD_FRAME = len("=?utf-8?b??=")
_WORD = 75
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\U0010ffff-]{1,64}")
_ODD_DOTS = re.compile(r"^\.|\.\.|\.$")
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")


class BadAddress(ValueError):
    """No mail address."""


def clean(text: str) -> str:
    """One line of text: control characters, line ends and direction marks become a space, and spaces do not repeat."""
    if text.isprintable() and "  " not in text:
        return text[:MAX_TEXT].strip(" ")
    return _CONTROLS.sub(" ", text)[:MAX_TEXT].strip(" ")


def text_header(name: str, text: str) -> str:
    """`Subject: …`, folded, without its line end."""
    text = clean(text)
    words = text.split(" ")
    if is_plain(text) and all(len(word) < _LINE - len(name) - 2 for word in words):
        return fold(name, words)
    return fold(name, encoded_words(text, _LINE - len(name) - 2))


def is_plain(text: str) -> bool:
    """May stand in a header as it is: nothing a reader could take for an encoded word."""
    return text.isascii() and "=?" not in text


def fold(name: str, words: list[str]) -> str:
    """Words with spaces between them, on lines of at most 76 characters where the words allow it."""
    lines, line = [], f"{name}:"
    for word in words:
        if len(line) + 1 + len(word) > _LINE and line[-1] != ":":
            lines.append(line)
            line = ""
        line += f" {word}"
    lines.append(line)
    return "\r\n".join(lines)


def encoded_words(text: str, first_room: int) -> list[str]:
    """The text as encoded words; no character is cut. first_room: characters left on the first line."""
    octets = text.encode("utf-8")
    words, start, room = [], 0, min(first_room, _WORD)
    while start < len(octets):
        end = start + (room - _WORD_FRAME) // 4 * 3
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        words.append(f"=?utf-8?b?{b2a_base64(octets[start:end], newline=False).decode('ascii')}?=")
        start, room = end, _WORD
    return words


@lru_cache(maxsize=1_024)
def address_header(name: str, display: str, address: str) -> str:
    """`From: 山田 <yamada@example.jp>`, folded, without its line end. Raises BadAddress."""
    spec = addr_spec(address)
    return fold(name, [*_phrase(clean(display), _LINE - len(name) - 2), f"<{spec}>"])


def _phrase(display: str, first_room: int) -> list[str]:
    if not display:
        return []
    if is_plain(display) and len(display) < first_room - 2:
        if _ATOMS.fullmatch(display):
            return display.split(" ")
        return ['"' + display.replace("\\", "\\\\").replace('"', '\\"') + '"']
    return encoded_words(display, first_room)


@lru_cache(maxsize=4_096)
def addr_spec(address: str) -> str:
    """An address as protocol and headers write it: an international domain in ASCII, an odd local part in quotes.

    Japanese carriers gave out addresses with dots where the standard allows none (`a..b.@docomo.ne.jp`): they are real,
    and written in quotes. Raises BadAddress.
    """
    local, at, domain = address.rpartition("@")
    # An encoded word has no place in an address, but there are readers who decode it, and find another address in it.
    if not at or not _LOCAL.fullmatch(local) or not local.isprintable() or "=?" in local:
        raise BadAddress(address)
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress(address) from None
    if not _DOMAIN.fullmatch(ascii_domain) or len(local) + len(ascii_domain) > 253:
        raise BadAddress(address)
    return f'"{local}"@{ascii_domain}' if _ODD_DOTS.search(local) else f"{local}@{ascii_domain}"
