"""Mails of the engine's own: a handoff, a task, a notice. What a colleague needs to act, and how to answer."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from engine.delivery.house import Sender
from engine.domain.events import Event, Kind, standing
from engine.domain.instants import Instant, to_iso
from engine.domain.subjects import Hold, Lead
from engine.store.outbox import MessageRow
from engine.store.programs import Template

MAILS = Path(__file__).parent / "mails"
STORY = 12
"""The newest things a lead did that a handoff tells."""

DID = {
    Kind.MAIL_OPENED: {"en": "opened the mail", "ja": "メールを開封"},
    Kind.MAIL_CLICKED: {"en": "clicked in the mail", "ja": "メールをクリック"},
    Kind.MAIL_REPLIED: {"en": "replied to the mail", "ja": "メールに返信"},
}
"""What a lead does with a mail, in words; all else is called as the workspace calls it."""

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
    story = sorted((event for event in standing(history) if event.is_activity), key=lambda event: event.order)[-STORY:]
    return {
        row.kind if row.kind == "task" else "handoff": {
            "id": asked.get("id", ""),
            "because": asked.get("because", ""),
            "text": asked.get("text", ""),
            "reasons": asked.get("reasons", []),
            "choices": asked.get("choices", []),
            "deadline": moment_text(asked.get("accept_by") or asked.get("due") or 0, sender.zone),
            "scenario": row.scenario,
            "who": who_is(lead),
            "stage": lead.stage.name if lead.stage else "",
            "judgements": [said_of(hold, sender) for hold in lead.judgements],
            "known": [{"name": name, "value": str(one.value)} for name, one in lead.facts.attributes.items() if one.value is not None],
            "story": [_told(event, sender) for event in story],
        },
        "team": {"name": asked.get("label") or asked.get("team", "")},
    }


def said_of(hold: Hold, sender: Sender) -> dict[str, str]:
    """A judgement: why, by whom, since when and until when ("" for no end)."""
    zone = sender.zone
    return {"because": hold.because, "by": hold.by, "at": moment_text(hold.at, zone), "until": moment_text(hold.until, zone)}


def who_is(lead: Lead) -> str:
    """The name a colleague knows, else the address, else the id."""
    values = {name: str(one.value) for name, one in lead.facts.attributes.items() if one.value}
    names = [values[name] for name in ("company", "会社名", "name", "氏名") if name in values]
    return " ".join(names) or values.get("email") or lead.id


def _told(event: Event, sender: Sender) -> dict[str, str]:
    """`what` is a key for programs, `did` the same in words."""
    words = DID[Kind(event.type)][sender.language] if event.type in DID else event.type
    return {"at": moment_text(event.at, sender.zone), "what": event.type, "did": words, "about": _about(event)}


def _about(event: Event) -> str:
    """The event's own words: its texts and numbers, without the engine's keys."""
    hidden = {"message", "key", "url", "scenario"}
    values = [value for name, value in event.props.items() if name not in hidden]
    return " ".join(str(value) for value in values if isinstance(value, str | int | float))


def moment_text(moment: Instant, zone: str) -> str:
    """`2026-11-02T10:00:00+09:00`, to the minute's start; "" for none."""
    return to_iso(moment // 60_000_000 * 60_000_000, zone) if moment else ""
