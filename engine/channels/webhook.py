"""Signed JSON to another system's address, at least once, with the message's id as idempotency key.

Signature: standardwebhooks.com, version 1. The receiver knows each message by its id, so silence is another attempt.
"""

import socket
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from http.client import HTTPResponse
from urllib.parse import quote

import msgspec
from standardwebhooks.webhooks import Webhook

from engine.channels.headers import clean
from engine.channels.posting import PostConnection, Resolve, answer_of
from engine.channels.results import CommitAnswer, Parcel, TryLater
from engine.domain.errors import Problem
from engine.domain.instants import SECOND, to_datetime

SHORTEST_SECRET = 24
"""Bytes."""
LONGEST_OUTCOME = 200
"""Characters of what an endpoint may say came of it."""


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """secret: `whsec_…`. allow_private: addresses inside our own network and plain http, for tests. timeout: seconds."""

    secret: str = field(repr=False)
    allow_private: bool = False
    timeout: float = 10.0


@dataclass(frozen=True, slots=True)
class WebhookChannel:
    """resolve: how names become addresses, for tests. name: one a webhook, so that one that is down keeps no other waiting."""

    settings: WebhookSettings
    resolve: Resolve = socket.getaddrinfo
    name: str = "webhook"

    def open(self) -> "WebhookConnection":
        """Nothing yet: each parcel names its own server."""
        return WebhookConnection(self.settings, self.resolve)


class WebhookConnection(PostConnection):
    def __init__(self, settings: WebhookSettings, resolve: Resolve) -> None:
        super().__init__(settings, resolve)
        self._secret = settings.secret

    def headers(self, parcel: Parcel) -> dict[str, str]:
        key = quote(parcel.key, safe="-._~:/")
        moment = to_datetime(parcel.at)
        return {
            "Content-Type": "application/json",
            "User-Agent": "nurture",
            "Idempotency-Key": key,
            "webhook-id": key,
            "webhook-timestamp": str(parcel.at // SECOND),
            "webhook-signature": Webhook(self._secret).sign(key, moment, parcel.data.decode()),
            "Connection": "close",
        }

    def silence(self, problem: Problem) -> CommitAnswer:
        return TryLater(problem)

    def outcome(self, response: HTTPResponse) -> str:
        """`{"outcome": "…"}`; an answer of any other form says nothing."""
        try:
            said = msgspec.json.decode(answer_of(response))
        except (msgspec.DecodeError, UnicodeDecodeError):
            return ""
        outcome = said.get("outcome") if isinstance(said, dict) else None
        return clean(outcome).strip()[:LONGEST_OUTCOME] if isinstance(outcome, str) else ""


def is_secret(text: str) -> bool:
    """Whether it can sign: `whsec_` and at least 24 bytes in base64, as standardwebhooks.com has it."""
    try:
        bare = text.removeprefix("whsec_")
        return len(b64decode(bare + "=" * (-len(bare) % 4), validate=True)) >= SHORTEST_SECRET
    except (NotBase64, ValueError):
        return False
