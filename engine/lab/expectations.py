"""Whether what a test expects has come about; if not, what there was instead."""

from collections.abc import Sequence
from dataclasses import replace

from engine.lab import expected_mails, expected_people, expected_states, expected_webhooks
from engine.lab.asked import Asked, Found
from engine.lab.shown import Mailroom
from engine.lab.world import World
from grammar import ast as g


def met(world: World, mailroom: Mailroom, expected: g.Expectation, asked: Asked, names: Sequence[str]) -> Found | None:
    """None if it has come about. names: the leads of the test; an expectation that names none means the first, or all where it counts."""
    lead = getattr(expected, "lead", None)
    asked = replace(asked, leads=tuple(names) if lead is None else (str(lead),))
    match expected:
        case g.EmailSent() | g.NoEmail() | g.EmailCount() | g.EmailNotSent():
            return expected_mails.met(world, expected, asked)
        case g.EmailShows():
            return expected_mails.shown(world, mailroom, expected, asked)
        case g.HandoffExpected() | g.NoHandoff() | g.TaskExpected() | g.NoTask() | g.NotifyExpected():
            return expected_people.met(world, expected, asked)
        case g.WebhookExpected() | g.NoWebhook():
            return expected_webhooks.met(world, expected, asked)
        case _:
            return expected_states.met(world, expected, asked)
