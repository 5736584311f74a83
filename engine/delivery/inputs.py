"""What a message depends on, fixed once, and the bytes that follow from it by a pure function."""

from collections.abc import Callable
from typing import Any

import msgspec

from engine.channels.mailbytes import Envelope, compose
from engine.domain.instants import Instant
from engine.store.programs import Template
from engine.templates.mails import Links, compile_mail
from engine.templates.sources import RENDERER, TemplateSource


class Named(msgspec.Struct, frozen=True):
    """A counted link: the same target under the same name has one id in one mail."""

    name: str
    target: str
    id: str


class MailInputs(msgspec.Struct, frozen=True, kw_only=True, tag="mail"):
    """opens, leaves, confirms: ids of the picture, of the way out and of the second yes, "" for none. template: the key it is kept under.

    chooses: the way out leads to the page of preferences, too.

    marks: headers by which a mail service knows the mail again.

    signature: the header of DKIM, "" for none; kept, for the key may be another one at the next attempt.
    """

    template: str
    values: dict[str, Any]
    sender_name: str
    sender_address: str
    reply_to: str
    to_name: str
    to_address: str
    meant_for: str
    date: Instant
    message_id: str
    boundary: str
    base_url: str
    links: list[Named] = []
    opens: str = ""
    leaves: str = ""
    confirms: str = ""
    chooses: bool = False
    renderer: str = RENDERER
    signature: str = ""
    marks: list[tuple[str, str]] = []


class WebhookInputs(msgspec.Struct, frozen=True, kw_only=True, tag="webhook"):
    """payload: what the other system is told. url: "" for one that is called by name and may move."""

    url: str
    payload: dict[str, Any]


class ChatInputs(msgspec.Struct, frozen=True, kw_only=True, tag="chat"):
    """room: the channel of the chat, by name; text: in its own marks."""

    room: str
    text: str


Inputs = MailInputs | WebhookInputs | ChatInputs

_encode = msgspec.json.Encoder(order="deterministic").encode
_decoder = msgspec.json.Decoder(Inputs)


def write_inputs(inputs: Inputs) -> str:
    return _encode(inputs).decode()


def read_inputs(text: str) -> Inputs:
    inputs: Inputs = _decoder.decode(text)
    return inputs


def is_keyed_by_id(text: str) -> bool:
    """Whether these inputs are of a message whose receiver knows it by its id."""
    said = msgspec.json.decode(text) if text else {}
    return bool(said.get("type") == "webhook")


class _Seen(msgspec.Struct, frozen=True):
    """Of frozen inputs: whether the mail has a picture. What is no mail has no word of it."""

    opens: str | None = None


_seen = msgspec.json.Decoder(_Seen)


def is_observed(text: str) -> bool:
    """Whether these inputs let it be seen that their mail was opened or clicked; True where nothing is known of it."""
    return not text or _seen.decode(text).opens != ""


def bytes_of(inputs: Inputs, template: Template | None) -> bytes:
    """Equal inputs give equal bytes, in every attempt. Raises what writing a mail raises."""
    if isinstance(inputs, WebhookInputs):
        return _encode(inputs.payload)
    if isinstance(inputs, ChatInputs):
        return _encode({"text": inputs.text})
    assert template is not None, "a mail's template is kept as long as its message"
    ids = {(link.name, link.target): link.id for link in inputs.links}
    return written(
        inputs,
        template,
        lambda name, target: click_url(inputs.base_url, ids[name, target]) if (name, target) in ids else target,
    )


def written(inputs: MailInputs, template: Template, link_url: Callable[[str, str], str]) -> bytes:
    """The mail, its counted links made by `link_url`."""
    links = Links(
        link_url,
        unsubscribe_url=f"{inputs.base_url}/u/{inputs.leaves}" if inputs.leaves else "",
        preferences_url=f"{inputs.base_url}/p/{inputs.leaves}" if inputs.leaves and inputs.chooses else "",
        confirm_url=f"{inputs.base_url}/y/{inputs.confirms}" if inputs.confirms else "",
        open_pixel_url=f"{inputs.base_url}/o/{inputs.opens}.gif" if inputs.opens else "",
    )
    rendered = compile_mail(source_of(template)).render(inputs.values, links)
    return inputs.signature.encode() + compose(rendered, _envelope(inputs, links.unsubscribe_url))


def click_url(base_url: str, id_: str) -> str:
    """Where a counted link leads."""
    return f"{base_url}/c/{id_}"


def source_of(template: Template) -> TemplateSource:
    """A kept template as the renderer reads it."""
    return TemplateSource(template.name, template.name, template.suffix, template.source, template.language)


def _envelope(inputs: MailInputs, unsubscribe_url: str) -> Envelope:
    is_redirected = inputs.meant_for != inputs.to_address
    meant = [("X-Nurture-Meant-For", inputs.meant_for)] if is_redirected else []
    return Envelope(
        sender_name=inputs.sender_name,
        sender_address=inputs.sender_address,
        to_name=inputs.to_name,
        to_address=inputs.to_address,
        date=inputs.date,
        message_id=inputs.message_id,
        boundary=inputs.boundary,
        reply_to=inputs.reply_to,
        unsubscribe_url=unsubscribe_url,
        extra=(*meant, *inputs.marks),
    )
