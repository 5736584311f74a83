"""Fixes everything a message depends on: its values, its date, its ids. Done once, after the claim and before the first attempt."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from engine.channels.headers import BadAddress
from engine.channels.mailbytes import UnsafeHeader
from engine.channels.marks import marks_of
from engine.channels.targets import BadTarget, MailTarget, NotYetTarget, SlackTarget, WebhookTarget, parse_target
from engine.delivery.colleagues import HOUSE, colleague_values
from engine.delivery.house import Delivery
from engine.delivery.inputs import (
    ChatInputs,
    Inputs,
    MailInputs,
    Named,
    WebhookInputs,
    bytes_of,
    click_url,
    read_inputs,
    write_inputs,
    written,
)
from engine.delivery.shelf import TemplateShelf, asks_back, head_of
from engine.delivery.takeovers import NOTHING, takeover_values
from engine.delivery.telling import chat_text, payload_of
from engine.delivery.ways import Way, hook_of, way_of
from engine.domain.addresses import address_key
from engine.domain.errors import Problem
from engine.domain.instants import HOUR, SECOND, Instant
from engine.domain.subjects import Lead
from engine.rules.view import told_in_mails, zone_of
from engine.store import ledger, outbox, programs
from engine.store.hot import Tx
from engine.store.outbox import Link, MessageRow
from engine.store.programs import Template
from engine.store.subjects import Held
from engine.templates.mails import BadTemplate
from engine.templates.values import MissingValue, UnusableValue

MERGE_PAUSE = SECOND
"""A lead that has just become another one: its mails are that one's in a moment."""
MISSING_PAUSE = HOUR
"""A message that lacks a value or a setting waits for it, as long as it may still leave."""


class CannotSign(Exception):
    """There is a domain that signs, and no key for it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A message ready to leave. data: its bytes, kept only in memory. target: what the report shows."""

    row: MessageRow
    inputs: Inputs
    data: bytes
    target: str
    way: Way
    links: tuple[Link, ...] = ()

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()

    @property
    def reached(self) -> str:
        """The address of a redirect where that is what the mail is brought to, "" where it goes to its target."""
        elsewhere = isinstance(self.inputs, MailInputs) and address_key(self.way.recipient) != self.target
        return self.way.recipient if elsewhere else ""

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
    returns: bool = False
    """The fold shall judge it again."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a batch is frozen. held: the leads of all its messages; redirect: a staging address, or ""."""

    delivery: Delivery
    shelf: TemplateShelf
    tx: Tx
    redirect: str
    now: Instant
    held: Mapping[str, Held]

    def freeze(self, row: MessageRow) -> Frozen | Unfit:
        """The message with its inputs fixed; one that was frozen before is written anew from the same inputs."""
        if self._lead(row).merged_into:
            return Unfit(row, "merged", MERGE_PAUSE)
        try:
            hold = self._lead(row).judgement if row.kind == outbox.PERSONAL else None
            if hold is not None and (not hold.until or hold.until > self.now):
                return Unfit(row, f"judgement: {hold.because}", returns=True)
            if self._is_paused(row):
                return Unfit(row, "paused", returns=True)
            if row.digest:
                return self._thawed(row)
            if row.kind == outbox.WEBHOOK:
                return self._called(row)
            return self._personal(row) if row.kind == outbox.PERSONAL else self._internal(row)
        except MissingValue as error:
            return Unfit(row, f"missing:{error.path}", MISSING_PAUSE)
        except UnusableValue as error:
            return Unfit(row, f"unusable:{error.code}", MISSING_PAUSE)
        except CannotSign:
            return Unfit(row, "dkim", MISSING_PAUSE)
        except BadTemplate as error:
            return Unfit(row, f"bad-template:{error.name}")
        except (BadAddress, UnsafeHeader) as error:
            return Unfit(row, f"bad-header:{error}")

    def _thawed(self, row: MessageRow) -> Frozen | Unfit:
        inputs = read_inputs(row.inputs)
        template = self.shelf.kept(self.tx, inputs.template) if isinstance(inputs, MailInputs) else None
        frozen = self._on_its_way(row, inputs, bytes_of(inputs, template), row.target)
        return Unfit(row, "renderer-changed") if isinstance(frozen, Frozen) and frozen.digest != row.digest else frozen

    def _on_its_way(self, row: MessageRow, inputs: Inputs, data: bytes, target: str) -> Frozen | Unfit:
        """A setting that is missing may still be made."""
        way = way_of(self.delivery, row, inputs)
        if isinstance(way, str):
            return Unfit(row, way, MISSING_PAUSE)
        # A mail that was frozen before all mail was redirected keeps its bytes, and reaches the lead as little as any other.
        way = Way(way.channel, self.redirect) if self.redirect and isinstance(inputs, MailInputs) else way
        return Frozen(row, inputs, data, target, way)

    def _called(self, row: MessageRow) -> Frozen | Unfit:
        """What a scenario tells another system."""
        hook = hook_of(self.delivery, row.target)
        if hook is None:
            return Unfit(row, f"no-webhook:{row.target}", MISSING_PAUSE)
        inputs = WebhookInputs(url="", payload=payload_of(row, hook, self._values(self._lead(row))["lead"], self.delivery.sender))
        return self._on_its_way(row, inputs, bytes_of(inputs, None), row.target)

    def _personal(self, row: MessageRow) -> Frozen | Unfit:
        lead = self._lead(row)
        name = self._own(row.template, lead)
        template = self.shelf.of(self.tx, row.program, name)
        address = _value(lead, "email")
        if not address:
            return Unfit(row, "no-address")
        if template is None:
            return Unfit(row, f"no-template:{row.template}")
        head, token = head_of(template), self.delivery.store.dice.token
        inputs = self._mail(row, template, address, self._values(lead) | {"entry": msgspec.json.decode(row.entry)})
        inputs = msgspec.structs.replace(
            inputs,
            to_name="" if self.redirect else _value(lead, "name"),
            sender_name=head.value("from", inputs.sender_name),
            opens=token() if self._is_tracked(row) else "",
            leaves=token() if head.purpose == "marketing" else "",
            confirms=token() if asks_back(template) else "",
            chooses=head.purpose == "marketing",
            template=name if name.startswith(HOUSE) else inputs.template,
        )
        return self._linked(row, inputs, template, address_key(address))

    def _own(self, name: str, lead: Lead) -> str:
        """The engine's own mails to readers are there in each language: the lead's, else the workspace's."""
        said = _value(lead, "language")
        return f"{name}.{said if said in ('en', 'ja') else self.delivery.sender.language}" if name.startswith(HOUSE) else name

    def _internal(self, row: MessageRow) -> Frozen | Unfit:
        """A handoff, a task or a notice: as a mail, a webhook, or a text in a chat."""
        lead, sender = self._lead(row), self.delivery.sender
        values = self._told(row, lead)
        if values is None:
            return Unfit(row, NOTHING)
        match parse_target(row.target):
            case MailTarget(address=address):
                key = f"{HOUSE}{row.kind}.{sender.language}"
                template = self.shelf.kept(self.tx, key)
                assert template is not None, "each kind has its mail in each language"
                inputs = self._mail(row, template, address, values | self._values(lead))
                return self._linked(row, msgspec.structs.replace(inputs, template=key), template, address_key(address))
            case WebhookTarget(url=url):
                payload = {"id": row.id, "kind": row.kind, "at": self.now, "lead": self._values(lead)["lead"]} | values
                hook = WebhookInputs(url=url, payload=payload)
                return self._on_its_way(row, hook, bytes_of(hook, None), url)
            case SlackTarget(name=room):
                text = ChatInputs(room=room, text=chat_text(row.kind, values, sender.language))
                return self._on_its_way(row, text, bytes_of(text, None), row.target)
            case NotYetTarget(reason=reason) | BadTarget(reason=reason):
                return Unfit(row, reason.code)

    def _told(self, row: MessageRow, lead: Lead) -> dict[str, Any] | None:
        """What a colleague's message says of its lead, or of all that they have taken over; None where that is nothing."""
        if row.kind == outbox.TAKEOVER:
            return takeover_values(self.tx, self.delivery.sender, row, self.now)
        history = [event for _, event in ledger.of_person(self.tx, (row.lead, *lead.merged))]
        return colleague_values(self.delivery.sender, row, lead, history)

    def _is_paused(self, row: MessageRow) -> bool:
        """Whether its reader wants to be left in peace for a while, and has said so since it was decided."""
        return row.kind == outbox.PERSONAL and row.purpose == "marketing" and self._lead(row).facts.paused > self.now

    def _is_tracked(self, row: MessageRow) -> bool:
        """Whether the mail may tell that it was opened, and what was clicked: frozen with it, one way or the other."""
        lead = self._lead(row)
        return self.delivery.tracking.allows(_value(lead, "country"), said=lead.facts.tracking)

    def _lead(self, row: MessageRow) -> Lead:
        held = self.held.get(row.lead)
        return (held.lead if held else None) or Lead(id=row.lead)

    def _mail(self, row: MessageRow, template: Template, address: str, values: dict[str, Any]) -> MailInputs:
        sender = self.delivery.sender
        return MailInputs(
            template=programs.key_of(template),
            values=values,
            sender_name=sender.name,
            sender_address=sender.address,
            reply_to=sender.reply_to,
            to_name="",
            to_address=self.redirect or address,
            meant_for=address,
            date=self.now,
            message_id=f"<{row.id}@{sender.domain}>",
            boundary=f"=_{self.delivery.store.dice.token()}",
            base_url=sender.base_url,
            marks=marks_of(self.delivery.services, row.id) if row.kind == outbox.PERSONAL else [],
        )

    def _linked(self, row: MessageRow, inputs: MailInputs, template: Template, target: str) -> Frozen:
        """Writes the mail once to learn its links; each gets an id that nobody can guess."""
        named: list[Named] = []

        def link_url(name: str, link: str) -> str:
            if row.kind != outbox.PERSONAL or not inputs.opens:
                return link
            named.append(Named(name, link, self.delivery.store.dice.token()))
            return click_url(inputs.base_url, named[-1].id)

        data = written(inputs, template, link_url)
        signature = self._signature(data)
        data = signature + data
        inputs = msgspec.structs.replace(inputs, links=named, signature=signature.decode())
        links = [Link(one.id, row.id, row.lead, "click", one.name, one.target) for one in named]
        own = ((inputs.opens, "open"), (inputs.leaves, "unsubscribe"), (inputs.confirms, "confirm"))
        links += [Link(id_, row.id, row.lead, kind, "", "") for id_, kind in own if id_]
        return Frozen(row, inputs, data, target, Way(self.delivery.mail, inputs.to_address), tuple(links))

    def _signature(self, data: bytes) -> bytes:
        """The header that signs the mail. Raises CannotSign: what should be signed never leaves unsigned."""
        signer = self.delivery.signer
        if isinstance(signer, Problem):
            raise CannotSign
        return b"" if signer is None else signer.sign(data, self.now)

    def _values(self, lead: Lead) -> dict[str, Any]:
        sender = self.delivery.sender
        zone = zone_of(lead.facts, sender.zone)
        company = sender.told
        return told_in_mails(lead.id, lead.facts) | {"sender": company, "company": company, "zone": zone}


def _value(lead: Lead, name: str) -> str:
    attribute = lead.facts.attributes.get(name)
    return str(attribute.value) if attribute and attribute.value else ""
