"""Which channel carries a message, and where to: asked at each attempt, for the settings may change while a message waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, assert_never

from engine.channels.results import Channel
from engine.delivery.house import Delivery, Hook
from engine.delivery.inputs import ChatInputs, Inputs, MailInputs, WebhookInputs
from engine.store import outbox
from engine.store.outbox import MessageRow
from grammar.source import key

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Way:
    channel: Channel
    recipient: str


def way_of(delivery: Delivery, row: MessageRow, inputs: Inputs) -> Way | str:
    """The way, or why there is none just now."""
    match inputs:
        case MailInputs(to_address=address):
            return Way(delivery.mail, address)
        case WebhookInputs() if row.kind == outbox.WEBHOOK:
            return _called(delivery, row.target)
        case WebhookInputs(url=url):
            return Way(delivery.webhook, url) if delivery.webhook is not None else "no-webhook-secret"
        case ChatInputs(room=room):
            there = named(delivery.rooms, room)
            return Way(delivery.chat, there) if delivery.chat is not None and there else f"no-channel:{room}"
        case _:
            assert_never(inputs)


def hook_of(delivery: Delivery, name: str) -> Hook | None:
    """The webhook of that name."""
    return named(delivery.hooks, name)


def named(there: Mapping[str, _T], name: str) -> _T | None:
    """What is called so, in any width."""
    return there.get(name) or next((one for other, one in there.items() if key(other) == key(name)), None)


def _called(delivery: Delivery, name: str) -> Way | str:
    hook = hook_of(delivery, name)
    if hook is None or not hook.url:
        return f"no-webhook:{name}"
    return Way(hook.channel, hook.url) if hook.channel is not None else "no-webhook-secret"
