"""A mail from anybody, read so that nothing in it can hurt: whatever it holds, there is an answer, and never an exception.

Sources: RFC 5322 (headers), 2045 to 2047 (parts and encoded words), 3464 (fields of a delivery status).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

LARGEST = 250_000
"""Octets that are read of a mail; a bounce says what it has to say at its beginning."""
MOST_PARTS = 100
MOST_NESTED = 40
MOST_TEXT = 100_000
"""Letters of a part that are looked at."""

_PARSER = BytesParser(policy=compat32)
_TAGS = re.compile(r"<style\b.*?</style\s*>|<script\b.*?</script\s*>|<[^<>]{0,1000}>", re.DOTALL | re.IGNORECASE)
_LINE_ENDS = re.compile(r"</?(?:br|p|div|tr|li|h\d)\b", re.IGNORECASE)
_CHARSET = re.compile(
    r"us-ascii|ascii|utf-?(?:7|8|16)|iso-?(?:8859|2022)-[\w-]{1,9}|(?:x-)?s(?:hift_?)?jis|euc-?\w{2}|cp\d+|windows-\w+|koi8-r|gb\w+|big5",
    re.IGNORECASE,
)
"""What spells letters: `zip` and `rot13` are codecs, too."""
_ENTITIES = {"&nbsp;": " ", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


@dataclass(frozen=True, slots=True)
class Letter:
    """parts: itself first, then each part in order, as deep as they go. raw: its octets."""

    parts: tuple["Message[str, str]", ...]
    raw: bytes = b""

    @property
    def whole(self) -> "Message[str, str]":
        return self.parts[0]

    def header(self, name: str) -> str:
        """On one line, decoded; "" where there is none."""
        return header_of(self.whole, name)

    def all(self, name: str) -> list[str]:
        """Every header of that name."""
        return [decoded(value) for value in (self.whole.get_all(name) or [])[:20]]

    def typed(self, *kinds: str) -> Iterator["Message[str, str]"]:
        """The parts of these types."""
        return (part for part in self.parts if part.get_content_type() in kinds)


def read_letter(raw: bytes) -> Letter:
    """The mail of these octets; one that cannot be taken apart has a single part and no text."""
    try:
        raw = raw[:LARGEST]
        # The parser goes down into each part by itself: a mail made of nothing else keeps it for long.
        whole = _PARSER.parsebytes(raw, headersonly=raw.lower().count(b"boundary=") > MOST_NESTED)
        return Letter(tuple(_walk(whole)), raw)
    except (RecursionError, MessageError, ValueError, LookupError, AttributeError, TypeError):
        # The parser is old and large: what it stumbles over is a mail we do not understand.
        return Letter((Message(),))


def _walk(whole: "Message[str, str]") -> Iterator["Message[str, str]"]:
    waiting, seen = [whole], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting[:0] = [one for one in inside if isinstance(one, Message)]


def header_of(part: "Message[str, str]", name: str) -> str:
    """On one line, decoded."""
    return decoded(part.get(name, ""))


def decoded(value: object) -> str:
    """A header's text; encoded words that are none stay as they are."""
    text = str(value)[:5_000]
    with suppress(MessageError, ValueError, LookupError, TypeError, AssertionError):
        text = str(make_header(decode_header(text)))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def text_of(part: "Message[str, str]") -> str:
    """The words of a part, whatever they are encoded in; those of HTML without its marks."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError, AttributeError):
        payload = b""
    octets = payload[: MOST_TEXT * 3] if isinstance(payload, bytes) else b""
    text = _spelled(octets, part).replace("\r\n", "\n").replace("\r", "\n")[:MOST_TEXT]
    return plain(text) if part.get_content_type() == "text/html" else text


def _spelled(octets: bytes, part: "Message[str, str]") -> str:
    """In the charset it names; in those of Japan and the world where it names none that fits."""
    for charset in (_charset(part), "utf-8", "iso-2022-jp", "cp932"):
        try:
            text = octets.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
        if "\x1b$" not in text:
            return text
    return octets.decode("utf-8", "replace")


def _charset(part: "Message[str, str]") -> str:
    try:
        named = str(part.get_content_charset("utf-8"))
    except (LookupError, ValueError, TypeError, AttributeError):
        return "utf-8"
    return named if _CHARSET.fullmatch(named) else "utf-8"


def plain(html: str) -> str:
    """HTML without its marks, line by line as one reads it."""
    text = _TAGS.sub(lambda found: "\n" if _LINE_ENDS.match(found[0]) else "", html)
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def fields_of(part: "Message[str, str]") -> list[dict[str, str]]:
    """The groups of fields of a report, names in small letters: of the whole, then of each recipient."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return [_group(one) for one in inside[:MOST_PARTS] if isinstance(one, Message)]
    return [_fields(block) for block in re.split(r"\n\s*\n", text_of(part))[:MOST_PARTS] if block.strip()]


def _group(one: "Message[str, str]") -> dict[str, str]:
    found = {name.lower(): decoded(value) for name, value in reversed(one.items()[:100])}
    body = one.get_payload()
    return found or (_fields(body) if isinstance(body, str) else {})


def _fields(block: str) -> dict[str, str]:
    """Lines `Name: value`, folded ones joined."""
    found: dict[str, str] = {}
    for line in re.sub(r"\n[ \t]+", " ", block).split("\n")[:100]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), decoded(value))
    return found
