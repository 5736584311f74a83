"""What other systems are told: the body of a webhook that a scenario calls, and the text of a notice in a chat."""

from collections.abc import Mapping
from typing import Any

import msgspec

from engine.channels.slack import escaped
from engine.delivery.house import Hook, Sender
from engine.domain.instants import to_iso
from engine.store.outbox import MessageRow

WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "handoff": {
        "en": ("*{who}* is handed over to {team}", "Because: {because}", "Please accept by {deadline}", "`nurture handoffs accept {id}`"),
        "ja": ("*{who}* を {team} に引き継ぎます", "理由：{because}", "受領の期限：{deadline}", "`nurture handoffs accept {id}`"),
    },
    "task": {
        "en": ("Task: *{text}*", "For: {who}", "By {deadline}", "`nurture tasks done {id}`"),
        "ja": ("タスク：*{text}*", "対象：{who}", "期限：{deadline}", "`nurture tasks done {id}`"),
    },
    "notice": {
        "en": ("About *{who}*", "{because}", "Scenario: {scenario}"),
        "ja": ("対象：*{who}*", "{because}", "シナリオ：{scenario}"),
    },
}
"""Lines of a text by kind and language; a line whose value is missing is left out."""


def payload_of(row: MessageRow, hook: Hook, lead: Mapping[str, Any], sender: Sender) -> dict[str, Any]:
    """The body of a called webhook: as it was when the scenario called, but for the lead's attributes, which are of now."""
    call: dict[str, Any] = msgspec.json.decode(row.entry)
    told = {name: value for name, value in lead.items() if hook.attributes is None or name == "id" or name in hook.attributes}
    return {
        "id": row.id,
        "event": row.target,
        "moment": to_iso(row.decided_at, sender.zone),
        "scenario": row.scenario,
        "step": row.step,
        "lead": told,
        "stage": call.get("stage", ""),
        "scores": call.get("scores", {}),
        "entry": call.get("entry", {}),
    }


def chat_text(kind: str, values: Mapping[str, Any], language: str) -> str:
    """The lines that have something to say. values: as for a colleague's mail."""
    asked = values["task" if kind == "task" else "handoff"] | {"team": values["team"]["name"]}
    said = {name: escaped(str(value)) for name, value in asked.items() if isinstance(value, str | int)}
    return "\n".join(line.format_map(said) for line in WORDS[kind][language] if _has_all(line, said))


def _has_all(line: str, said: Mapping[str, str]) -> bool:
    return all(said.get(name) for name in said if f"{{{name}}}" in line)
