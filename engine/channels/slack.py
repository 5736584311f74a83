"""A text into a Slack channel, by its incoming webhook (api.slack.com/messaging/webhooks).

The service has no idempotency keys: a post without an answer may stand in the channel, so it is in doubt and not repeated.
"""

import socket
from dataclasses import dataclass

from engine.channels.posting import PostConnection, Resolve
from engine.channels.results import CommitAnswer, InDoubt, Parcel
from engine.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """allow_private: addresses inside our own network and plain http, for tests. timeout: seconds."""

    allow_private: bool = False
    timeout: float = 10.0


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """resolve: how names become addresses, for tests."""

    settings: SlackSettings = SlackSettings()
    resolve: Resolve = socket.getaddrinfo
    name: str = "slack"

    def open(self) -> "SlackConnection":
        """Nothing yet: each channel of the chat has an address of its own."""
        return SlackConnection(self.settings, self.resolve)


class SlackConnection(PostConnection):
    def headers(self, parcel: Parcel) -> dict[str, str]:
        return {"Content-Type": "application/json; charset=utf-8", "User-Agent": "nurture", "Connection": "close"}

    def silence(self, problem: Problem) -> CommitAnswer:
        return InDoubt(problem)


def escaped(text: str) -> str:
    """Text as it is, so that no value of a lead calls a whole channel or becomes a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
