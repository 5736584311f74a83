"""What came back to us, on the screen."""

from collections import Counter
from pathlib import Path
from typing import Any

from engine.commands import mailbox
from engine.commands.mailbox import Read
from engine.show.plain import plain
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, pairs, table

FOUND = (
    Column("mail", "メール"),
    Column("what", "種類"),
    Column("about", "対象"),
    Column("then", "結果"),
)
SHOWN = 50
"""Mails named on the screen; `--json` has them all."""

SORTS = {
    "dead": ("bounced for good", "不達（恒久）"),
    "soft": ("bounced for now", "不達（一時）"),
    "delayed": ("still tried", "配送遅延"),
    "delivered": ("delivered", "配送完了"),
    "complaint": ("complaint", "苦情"),
    "reply": ("reply", "返信"),
    "leaves": ("reply: unsubscribe", "返信：配信停止のみ"),
    "asks": ("reply: asks to stop", "返信：配信停止の希望"),
    "automatic": ("automatic reply", "自動返信"),
    "other": ("something else", "その他"),
}
DONE = {
    "closed": ("the address is closed", "宛先を停止"),
    "counted": ("counted", "回数を記録"),
    "told": ("told to its lead", "リードに記録"),
    "held": ("its lead is held: look at it", "リードを保留：要確認"),
    "nothing": ("", ""),
}


def show_check(screen: Screen) -> int:
    """Whether the mailbox can be read, and what waits in it."""
    found = mailbox.check(screen.folder)
    screen.document(plain(found))
    waiting = ", ".join(f"{name} {count}" for name, count in found.waiting.items())
    pairs(
        screen,
        [
            ("server", "サーバー", found.server),
            ("user", "ユーザー", found.user),
            ("new mails", "新着", waiting),
            ("not read", "読まないフォルダー", ", ".join(found.others)),
        ],
    )
    return FINE


def show_poll(screen: Screen, *, dry: bool) -> int:
    """What is new in the mailbox."""
    return _show(screen, mailbox.read_mailbox(screen.folder, dry=dry), dry=dry)


def show_read(screen: Screen, files: tuple[Path, ...], *, dry: bool) -> int:
    """What is in the files."""
    return _show(screen, mailbox.read_files(screen.folder, files, dry=dry), dry=dry)


def _show(screen: Screen, found: list[Read], *, dry: bool) -> int:
    screen.document({"dry": dry, "mails": [_read(one) for one in found]})
    counts = Counter(one.outcome.did for one in found)
    ours = sum(bool(one.outcome.message) for one in found)
    screen.say(
        f"{len(found):,} mails, {ours:,} about mails of ours; {counts['closed']:,} addresses closed, {counts['held']:,} leads held",
        f"{len(found):,} 通、うち送信メールに関するもの {ours:,} 通。"
        f"停止した宛先 {counts['closed']:,} 件、保留したリード {counts['held']:,} 人",
    )
    if found:
        table(screen, FOUND, [_row(screen, one) for one in found[:SHOWN]])
    if len(found) > SHOWN:
        screen.say(f"and {len(found) - SHOWN:,} more; `--json` names them", f"ほか {len(found) - SHOWN:,} 通。`--json` で見られます")
    return FINE


def _row(screen: Screen, one: Read) -> tuple[str, ...]:
    outcome = one.outcome
    what = screen.pick(*SORTS[outcome.sort])
    about = "\n".join(filter(None, (outcome.template, outcome.lead))) or screen.pick("none of ours", "該当なし")
    then = screen.pick(*DONE[outcome.did]) if outcome.is_new else screen.pick("taken before", "処理済み")
    return (one.place, "\n".join(filter(None, (what, outcome.status))), about, then)


def _read(one: Read) -> dict[str, Any]:
    told = plain(one.outcome)
    return {"place": one.place, **told}
