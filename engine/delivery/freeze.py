"""Fixes everything a message depends on: its values, its date, its ids. Done once, after the claim and before the first attempt."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from engine.channels.headers import BadAddress
from engine.channels.mailbytes import UnsafeHeader
from engine.channels.targets import BadTarget, MailTarget, NotYetTarget, WebhookTarget, parse_target
from engine.delivery.colleagues import colleague_template, colleague_values
from engine.delivery.house import Delivery
from engine.delivery.inputs import (
    Inputs,
    MailInputs,
    Named,
    WebhookInputs,
    bytes_of,
    click_url,
    read_inputs,
    source_of,
    write_inputs,
    written,
)
from engine.domain.instants import HOUR, Instant
from engine.domain.subjects import Lead
from engine.store import ledger, outbox, programs, subjects
from engine.store.hot import Tx
from engine.store.outbox import Link, MessageRow
from engine.store.programs import Template
from engine.templates.mails import BadTemplate
from engine.templates.sources import front_matter
from engine.templates.values import MissingValue, UnusableValue

MISSING_PAUSE = HOUR
"""A mail that lacks a value waits for it, as long as it may still leave."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A message ready to leave. data: its bytes, kept only in memory."""

    row: MessageRow
    inputs: Inputs
    data: bytes
    target: str
    links: tuple[Link, ...] = ()

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def values(self) -> tuple[str, ...]:
        """As `outbox.freeze` takes them, without the owner."""
        row = self.row
        return (self.target, row.topic, row.purpose, write_inputs(self.inputs), self.digest, row.id)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A message that cannot leave as it is. pause: how long until another look, None for never."""

    row: MessageRow
    reason: str
    pause: Instant | None = None


def freeze(delivery: Delivery, tx: Tx, row: MessageRow, redirect: str, now: Instant) -> Frozen | Unfit:
    """The message with its inputs fixed; one that was frozen before is written anew from the same inputs."""
    try:
        if row.digest:
            return _thawed(tx, row)
        if row.kind == outbox.PERSONAL:
            return _personal(delivery, tx, row, redirect, now)
        return _internal(delivery, tx, row, redirect, now)
    except MissingValue as error:
        return Unfit(row, f"missing:{error.path}", MISSING_PAUSE)
    except UnusableValue as error:
        return Unfit(row, f"unusable:{error.code}", MISSING_PAUSE)
    except BadTemplate as error:
        return Unfit(row, f"bad-template:{error.name}")
    except (BadAddress, UnsafeHeader) as error:
        return Unfit(row, f"bad-header:{error}")


def _thawed(tx: Tx, row: MessageRow) -> Frozen | Unfit:
    inputs = read_inputs(row.inputs)
    template = _kept(tx, inputs)
    frozen = Frozen(row, inputs, bytes_of(inputs, template), row.target)
    return frozen if frozen.digest == row.digest else Unfit(row, "renderer-changed")


def _kept(tx: Tx, inputs: Inputs) -> Template | None:
    if isinstance(inputs, WebhookInputs):
        return None
    return colleague_template(inputs.template) or programs.template(tx, inputs.template)


def _personal(delivery: Delivery, tx: Tx, row: MessageRow, redirect: str, now: Instant) -> Frozen | Unfit:
    lead = subjects.lead(tx, row.lead)
    template = programs.template_of(tx, row.program, row.template)
    address = _value(lead, "email")
    if lead is None or not address:
        return Unfit(row, "no-address")
    if template is None:
        return Unfit(row, f"no-template:{row.template}")
    values = _values(delivery, lead) | {"entry": msgspec.json.decode(row.entry)}
    head = front_matter(source_of(template))
    inputs = _mail(delivery, row, template, values, to=redirect or address, now=now)
    inputs = msgspec.structs.replace(
        inputs,
        meant_for=address,
        to_name=_value(lead, "name") if not redirect else "",
        sender_name=head.value("from", inputs.sender_name),
        opens=delivery.store.dice.token(),
        leaves=delivery.store.dice.token() if head.purpose == "marketing" else "",
    )
    return _linked(delivery, row, inputs, template, address)


def _internal(delivery: Delivery, tx: Tx, row: MessageRow, redirect: str, now: Instant) -> Frozen | Unfit:
    """A handoff, a task or a notice: as a mail, or as a webhook."""
    lead = subjects.lead(tx, row.lead) or Lead(id=row.lead)
    history = [event for _, event in ledger.of_subject(tx, row.lead)]
    values = colleague_values(delivery.sender, row, lead, history)
    match parse_target(row.target):
        case MailTarget(address=address):
            template = colleague_template(f"house:{row.kind}.{delivery.sender.language}")
            assert template is not None, "each kind has its mail"
            inputs = _mail(delivery, row, template, values | _values(delivery, lead), to=redirect or address, now=now)
            inputs = msgspec.structs.replace(inputs, meant_for=address, template=f"house:{template.name}")
            return _linked(delivery, row, inputs, template, address)
        case WebhookTarget(url=url):
            if delivery.webhook is None:
                return Unfit(row, "no-webhook-secret")
            hook = WebhookInputs(url=url, payload={"id": row.id, "kind": row.kind, "at": now} | values)
            return Frozen(row, hook, bytes_of(hook, None), url)
        case NotYetTarget(reason=reason) | BadTarget(reason=reason):
            return Unfit(row, reason.code)


def _mail(
    delivery: Delivery, row: MessageRow, template: Template, values: dict[str, Any], *, to: str, now: Instant
) -> MailInputs:
    sender = delivery.sender
    return MailInputs(
        template=programs.key_of(template),
        values=values,
        sender_name=sender.name,
        sender_address=sender.address,
        reply_to=sender.reply_to,
        to_name="",
        to_address=to,
        meant_for=to,
        date=now,
        message_id=f"<{row.id}@{sender.domain}>",
        boundary=f"=_{delivery.store.dice.token()}",
        base_url=sender.base_url,
    )


def _linked(delivery: Delivery, row: MessageRow, inputs: MailInputs, template: Template, target: str) -> Frozen:
    """Writes the mail once to learn its links; each gets an id that nobody can guess."""
    named: list[Named] = []

    def link_url(name: str, link: str) -> str:
        if row.kind != outbox.PERSONAL:
            return link
        named.append(Named(name, link, delivery.store.dice.token()))
        return click_url(inputs.base_url, named[-1].id)

    data = written(inputs, template, link_url)
    inputs = msgspec.structs.replace(inputs, links=named)
    links = [Link(one.id, row.id, row.lead, "click", one.name, one.target) for one in named]
    links += [Link(id_, row.id, row.lead, kind, "", "") for id_, kind in ((inputs.opens, "open"), (inputs.leaves, "unsubscribe")) if id_]
    return Frozen(row, inputs, data, target, tuple(links))


def _values(delivery: Delivery, lead: Lead) -> dict[str, Any]:
    sender = delivery.sender
    attributes: Mapping[str, Any] = {name: one.value for name, one in lead.facts.attributes.items()}
    zone = attributes.get("timezone") or sender.zone
    company = {"name": sender.name, "address": sender.address, "postal_address": sender.postal_address}
    return {"lead": {"id": lead.id, **attributes}, "sender": company, "company": company, "zone": zone}


def _value(lead: Lead | None, name: str) -> str:
    attribute = lead.facts.attributes.get(name) if lead else None
    return str(attribute.value) if attribute and attribute.value else ""
