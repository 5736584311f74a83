"""Reads where a notice shall go: `mailto:sales@example.jp`, `https://example.jp/hook`, `slack:sales`."""

import re
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from engine.channels.headers import BadAddress, addr_spec
from engine.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class MailTarget:
    address: str


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    url: str


@dataclass(frozen=True, slots=True)
class SlackTarget:
    """name: of the channel, as the settings call it."""

    name: str


@dataclass(frozen=True, slots=True)
class NotYetTarget:
    """A service we know the name of and do not deliver to yet."""

    service: str
    reason: Problem


@dataclass(frozen=True, slots=True)
class BadTarget:
    """Nothing we can read."""

    reason: Problem


Target: TypeAlias = MailTarget | WebhookTarget | SlackTarget | NotYetTarget | BadTarget

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)


def parse_target(text: str) -> Target:
    """What an address of `notify` means. A bare mail address is a mail address."""
    text = text.strip()
    match = _SCHEME.fullmatch(text)
    if match is None:
        return _mail(text, text) if "@" in text else BadTarget(Problem("target-unreadable", {"target": text}))
    scheme, rest = match[1].lower(), match[2]
    if scheme == "mailto":
        return _mail(text, unquote(rest.partition("?")[0]))
    if scheme in ("https", "http"):
        return _webhook(text)
    if scheme == "slack" and rest.strip():
        return SlackTarget(rest.strip())
    return NotYetTarget(scheme, Problem("target-not-yet", {"target": text, "service": scheme}))


def _mail(text: str, address: str) -> Target:
    try:
        addr_spec(address)
    except BadAddress:
        return BadTarget(Problem("target-bad-address", {"target": text}))
    return MailTarget(address)


def _webhook(text: str) -> Target:
    try:
        parts = urlsplit(text)
        usable = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", text):
        return BadTarget(Problem("target-bad-url", {"target": text}))
    return WebhookTarget(text)
