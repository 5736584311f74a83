"""What waits for people, on the screen: handoffs and tasks."""

from typing import Any

from engine.commands.looking import list_handoffs, list_tasks, one_handoff
from engine.reports.waiting import Handoff, Task
from engine.show.leads import EVENTS, called, event_row, lead_name
from engine.show.moments import moment
from engine.show.plain import dated, plain
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, pairs, table

HANDOFFS = (
    Column("id", "ID", keep=True),
    Column("team", "チーム・担当"),
    Column("because", "理由"),
    Column("state", "状態"),
    Column("raised", "引き渡し", keep=True),
    Column("accept by", "期限", keep=True),
)
TASKS = (
    Column("id", "ID", keep=True),
    Column("team", "チーム・担当"),
    Column("task", "やること"),
    Column("state", "状態"),
    Column("opened", "作成", keep=True),
    Column("due", "期限", keep=True),
)
SHORT = 8
"""Letters of an id in a list; any beginning that is clear will do."""

STATES = {
    "": ("waits", "返事待ち"),
    "open": ("waits", "返事待ち"),
    "raised": ("waits", "返事待ち"),
    "shadow": ("waits (shadow)", "返事待ち（shadow）"),
    "accepted": ("accepted", "受領"),
    "rejected": ("rejected", "差し戻し"),
    "overdue": ("overdue", "期限切れ"),
    "done": ("done", "完了"),
    "withdrawn": ("withdrawn", "取り下げ"),
}


def show_list(screen: Screen, *, everything: bool, limit: int) -> int:
    """Handoffs that wait for an answer."""
    seen = list_handoffs(screen.folder, everything=everything, limit=limit)
    screen.document({"handoffs": [_handoff(one, seen.zone) for one in seen.answer]})
    if not seen.answer:
        screen.say("no handoff waits", "返事待ちの引き渡しはありません")
        return FINE
    rows = [
        [one.id[:SHORT], _who(one), one.because, _state(screen, one.state), *_times(seen.zone, one.raised_at, one.accept_by)]
        for one in seen.answer
    ]
    table(screen, HANDOFFS, rows)
    return FINE


def show_handoff(screen: Screen, beginning: str) -> int:
    """One handoff with its reasons and what its lead did last."""
    seen = one_handoff(screen.folder, beginning)
    found, full = seen.answer
    screen.document(_handoff(found, seen.zone))
    pairs(
        screen,
        [
            ("id", "ID", found.id),
            ("lead", "リード", called(full.line) if full else lead_name(screen, found.lead)),
            ("team", "チーム", found.team),
            ("because", "理由", found.because),
            *(("", "", reason) for reason in found.reasons),
            ("state", "状態", " ".join(filter(None, (_state(screen, found.state), found.reason)))),
            ("raised", "引き渡し", moment(found.raised_at, seen.zone)),
            ("accept by", "期限", moment(found.accept_by, seen.zone)),
            ("scenario", "シナリオ", found.scenario),
            ("asked for at", "記述箇所", found.rule),
        ],
    )
    if full:
        heading(screen, "what the lead did last", "リードの最近のできごと")
        table(screen, EVENTS, [event_row(screen, event, seen.zone) for event in full.events])
    return FINE


def show_tasks(screen: Screen, *, everything: bool, limit: int) -> int:
    """What people have to do."""
    seen = list_tasks(screen.folder, everything=everything, limit=limit)
    screen.document({"tasks": [_task(one, seen.zone) for one in seen.answer]})
    if not seen.answer:
        screen.say("nothing to do", "やることはありません")
        return FINE
    rows = [
        [one.id[:SHORT], _who(one), one.text, _state(screen, one.state), *_times(seen.zone, one.opened_at, one.due)] for one in seen.answer
    ]
    table(screen, TASKS, rows)
    return FINE


def _times(zone: str, *instants: int) -> list[str]:
    return [moment(instant, zone) for instant in instants]


def _state(screen: Screen, state: str) -> str:
    return screen.pick(*STATES.get(state, (state, state)))


def _who(one: Handoff | Task) -> str:
    """The colleague who has it, under the name of the team."""
    return f"{one.team}\n{one.member}" if one.member else one.team


def _handoff(one: Handoff, zone: str) -> dict[str, Any]:
    return dated(plain(one), "accept_by", "raised_at", "closed_at", zone=zone)


def _task(one: Task, zone: str) -> dict[str, Any]:
    return dated(plain(one), "due", "opened_at", "closed_at", zone=zone)
