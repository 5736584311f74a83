"""Messages on the screen: the list, one of them, and why it stands as it does."""

from collections.abc import Sequence
from typing import Any

from engine.commands.outbox import Full, Listed, listed, one
from engine.reports.outbox import STANDINGS, UNSETTLED, Item, Wanted
from engine.show.folding import hang
from engine.show.leads import lead_name
from engine.show.moments import moment
from engine.show.outbox_why import STANDING, halted, hold_words, standing, why, why_short
from engine.show.plain import dated, iso, plain
from engine.show.reasons import reason
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, pairs, table

WIDTH = 78
SHORT = 8
"""Letters of an id in a list; any beginning that is clear will do."""

MESSAGES = (
    Column("id", "ID", keep=True),
    Column("state", "状態", keep=True),
    Column("mail", "メール"),
    Column("lead, to", "リード・宛先"),
    Column("when", "日時", keep=True),
    Column("why", "理由"),
)
HOLDS = (Column("what is held", "保留の対象"), Column("because", "理由"), Column("since", "いつから", keep=True))
ATTEMPTS = (Column("attempt", "回", align="right"), Column("when", "日時", keep=True), Column("what came of it", "結果"))
KINDS = {
    "handoff": ("to sales", "営業へ"), "notice": ("notice", "通知"), "task": ("task", "タスク"), "webhook": ("webhook", "Webhook"),
    "takeover": ("to the new owner", "新しい担当者へ"),
}  # fmt: skip


def show_list(screen: Screen, states: Sequence[str], **wanted: Any) -> int:
    """What waits, is held, leaves or is in doubt, unless other states are asked for."""
    chosen = STANDINGS if "all" in states else tuple(dict.fromkeys(states)) or UNSETTLED
    seen = listed(screen.folder, Wanted(standings=chosen, **wanted))
    found, zone = seen.answer, seen.zone
    screen.document(_document(found, zone))
    _above(screen, found, zone)
    if not found.page.items:
        screen.say("no message of these", "該当するメッセージはありません")
        return FINE
    table(screen, MESSAGES, [_row(screen, item, zone) for item in found.page.items])
    if found.page.more:
        last = found.page.items[-1].id
        screen.say(f"more: `nurture outbox list --after {last}`", f"続き：`nurture outbox list --after {last}`")
    return FINE


def show_message(screen: Screen, beginning: str) -> int:
    """Everything that is known of it."""
    seen = one(screen.folder, beginning)
    found, zone = seen.answer, seen.zone
    screen.document(_full(screen, found, zone))
    item = found.item
    pairs(
        screen,
        [
            ("id", "ID", item.id),
            ("state", "状態", standing(screen, item)),
            ("why", "理由", why_short(screen, item) or "-"),
            ("mail", "メール", _what(screen, item)),
            ("scenario", "シナリオ", " ".join(filter(None, (item.scenario, item.step)))),
            ("lead", "リード", lead_name(screen, item.lead)),
            ("to", "宛先", item.target or "-"),
            ("decided", "決定", moment(item.decided_at, zone)),
            ("may leave", "送信できる時間", f"{moment(item.from_at, zone)} – {moment(item.until_at, zone)}"),
            ("next look", "次に見る", moment(_next(item), zone)),
            ("left", "送信", moment(item.fenced_at, zone)),
            ("settled", "結果の時刻", moment(item.settled_at, zone)),
            ("answer", "応答", item.answer or "-"),
            ("asked for at", "記述箇所", item.rule),
        ],
    )
    if found.attempts:
        heading(screen, "what came of its attempts", "送信の試み")
        table(screen, ATTEMPTS, [(one.number, moment(one.at, zone), _came(screen, one.reason, one.answer)) for one in found.attempts])
    return FINE


def show_why(screen: Screen, beginning: str) -> int:
    """The same in sentences."""
    seen = one(screen.folder, beginning)
    sentences = why(screen, seen.answer, seen.zone)
    screen.document(_full(screen, seen.answer, seen.zone) | {"why": sentences})
    for text in sentences:
        for line in hang(text, WIDTH, 2):
            screen.say(line, line)
    return FINE


def _above(screen: Screen, found: Listed, zone: str) -> None:
    """How many of each, what is held, and whether anything leaves at all."""
    counts = found.page.counts
    said = [f"{screen.pick(*STANDING[name])} {count:,}" for name, count in counts.items()]
    if said:
        screen.say(", ".join(said), "、".join(said))
    for words in halted(found.control):
        screen.say(*words)
    if found.holds:
        heading(screen, "held by hand, until `nurture outbox release`", "手動の保留（`nurture outbox release` まで）")
        covered = [(screen.pick(*hold_words(one.scope, one.name)), reason(one.because, screen.lang)) for one in found.holds]
        table(screen, HOLDS, [(*words, moment(one.at, zone)) for words, one in zip(covered, found.holds, strict=True)])
        screen.say("", "")


def _row(screen: Screen, item: Item, zone: str) -> list[str]:
    at = item.fenced_at or _next(item) or item.settled_at or item.decided_at
    lead = lead_name(screen, item.lead)
    to = lead if item.target in ("", item.lead) else f"{lead}\n{item.target}"
    return [item.id[:SHORT], standing(screen, item), _what(screen, item), to, moment(at, zone), why_short(screen, item)]


def _next(item: Item) -> int:
    """When it is looked at next: who goes before others is no earlier than its time."""
    return max(item.next_at, item.from_at) if item.next_at else 0


def _what(screen: Screen, item: Item) -> str:
    return item.template or screen.pick(*KINDS.get(item.kind, (item.kind, item.kind)))


def _came(screen: Screen, why_: str, answer: str) -> str:
    words = reason(why_, screen.lang)
    return f"{words}: {answer}" if answer else words


def _document(found: Listed, zone: str) -> dict[str, Any]:
    page = found.page
    return {
        "messages": [_told(item, zone) for item in page.items],
        "counts": page.counts,
        "holds": [dated(one._asdict(), "at", zone=zone) for one in found.holds],
        "stopped": found.control.stopped,
        "halted": found.control.halted,
        "next": page.items[-1].id if page.more else None,
    }


def _told(item: Item, zone: str) -> dict[str, Any]:
    return dated(plain(item), "from_at", "until_at", "next_at", "decided_at", "fenced_at", "settled_at", zone=zone)


def _full(screen: Screen, found: Full, zone: str) -> dict[str, Any]:
    tries = [plain(one) | {"at": iso(one.at, zone), "words": reason(one.reason, screen.lang)} for one in found.attempts]
    return _told(found.item, zone) | {"tries": tries, "words": why_short(screen, found.item)}
