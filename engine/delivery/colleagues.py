"""Mails of the engine's own: a handoff, a task, a notice. What a colleague needs to act, and how to answer."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from engine.delivery.house import Sender
from engine.domain.events import Event
from engine.domain.instants import Instant, to_iso
from engine.domain.subjects import Lead
from engine.store.outbox import MessageRow
from engine.store.programs import Template

MAILS = Path(__file__).parent / "mails"
STORY = 12
"""The newest things a lead did that a handoff tells."""

HOUSE = "house:"
"""Keys of these templates begin so; they come with the release and are not kept in the database."""


@lru_cache(maxsize=32)
def colleague_template(key: str) -> Template | None:
    """The engine's own template of that key (`house:handoff.ja`); None for a key that is none of these."""
    if not key.startswith(HOUSE):
        return None
    name = key.removeprefix(HOUSE)
    file = MAILS / f"{name}.md"
    text = file.read_text("utf-8")
    return Template(name, sha256(text.encode()).hexdigest(), text, ".md", name.rpartition(".")[2], transactional=True)


def colleague_values(sender: Sender, row: MessageRow, lead: Lead, history: Sequence[Event]) -> dict[str, Any]:
    """What the mail and the webhook tell: what is asked, why, until when, and what the lead did."""
    asked = msgspec.json.decode(row.entry)
    story = [event for event in history if event.is_activity][-STORY:]
    return {
        row.kind if row.kind == "task" else "handoff": {
            "id": asked.get("id", ""),
            "because": asked.get("because", ""),
            "text": asked.get("text", ""),
            "reasons": asked.get("reasons", []),
            "choices": asked.get("choices", []),
            "deadline": _moment(asked.get("accept_by") or asked.get("due") or 0, sender.zone),
            "scenario": row.scenario,
            "who": _who(lead),
            "stage": lead.stage.name if lead.stage else "",
            "known": [{"name": name, "value": str(one.value)} for name, one in lead.facts.attributes.items() if one.value is not None],
            "story": [{"at": _moment(event.at, sender.zone), "what": event.type, "about": _about(event)} for event in story],
        },
        "team": {"name": asked.get("label") or asked.get("team", "")},
    }


def _who(lead: Lead) -> str:
    """The name a colleague knows, else the address, else the id."""
    values = {name: str(one.value) for name, one in lead.facts.attributes.items() if one.value}
    names = [values[name] for name in ("company", "会社名", "name", "氏名") if name in values]
    return " ".join(names) or values.get("email") or lead.id


def _about(event: Event) -> str:
    """The event's own words: its texts and numbers, without the engine's keys."""
    hidden = {"message", "key", "url", "scenario"}
    values = [value for name, value in event.props.items() if name not in hidden]
    return " ".join(str(value) for value in values if isinstance(value, str | int | float))


def _moment(moment: Instant, zone: str) -> str:
    """`2026-11-02T10:00:00+09:00`, to the minute's start; "" for none."""
    return to_iso(moment // 60_000_000 * 60_000_000, zone) if moment else ""
