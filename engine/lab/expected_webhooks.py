"""What a test expects of webhooks: which ones were called."""

from engine.domain.effects import WebhookCalled
from engine.lab.asked import Asked, Found
from engine.lab.world import World
from grammar import ast as g
from grammar.source import key


def met(world: World, expected: g.WebhookExpected | g.NoWebhook, asked: Asked) -> Found | None:
    """None if they were, or none was where none is expected."""
    effects = (one for lead in asked.leads for at, one in world.effects(lead) if asked.since <= at <= asked.until)
    called = [one.name for one in effects if isinstance(one, WebhookCalled)]
    name = expected.name
    is_there = bool(called) if name is None else any(key(one) == name.key for one in called)
    return None if is_there == isinstance(expected, g.WebhookExpected) else ("webhooks-were", {"found": called})
