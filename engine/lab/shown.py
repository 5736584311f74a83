"""Mails as a lead of a test gets them: the real templates, with the values the lead had when the mail left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.effects import MailDecided
from engine.lab.world import Mail, World
from engine.rules.facts import refold
from engine.rules.view import told_in_mails, zone_of
from engine.templates.folder import Templates
from engine.templates.mails import BadTemplate, Links, Rendered, direct
from engine.templates.values import MissingValue, UnusableValue

LINKS = Links(
    direct,
    unsubscribe_url="https://leave.example/",
    preferences_url="https://choose.example/",
    confirm_url="https://confirm.example/",
)
"""Where a mail of a test leads."""


@dataclass(frozen=True, slots=True)
class Mailroom:
    """templates: None where there are none to read. sender: what mails may say of who writes them."""

    templates: Templates | None = None
    sender: Mapping[str, str] = field(default_factory=dict)

    def shown(self, world: World, mail: Mail) -> Rendered | str:
        """The mail, or why it could not be made, as the journal would say it."""
        if self.templates is None:
            return f"no-template:{mail.template}"
        try:
            return self.templates.render(mail.template, self._values(world, mail), LINKS)
        except MissingValue as error:
            return f"missing:{error.path}"
        except UnusableValue as error:
            return f"unusable:{error.code}"
        except BadTemplate as error:
            return f"bad-template:{error.name}"

    def _values(self, world: World, mail: Mail) -> dict[str, Any]:
        before = [event for event in world.ledgers[mail.lead] if event.received <= mail.sent]
        facts = refold(world.program, before)
        entry = next((one.entry for _, one in world.effects(mail.lead) if isinstance(one, MailDecided) and one.key == mail.key), {})
        sender = dict(self.sender)
        ours = {"entry": entry, "sender": sender, "company": sender, "zone": zone_of(facts, world.program.zone)}
        return told_in_mails(mail.lead, facts) | ours
