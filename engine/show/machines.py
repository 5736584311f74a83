"""What machines did with mails, in words."""

from collections.abc import Sequence
from typing import Any

from engine.reports.machines import Machines
from engine.show.languages import Lang
from engine.show.moments import moment
from engine.show.plain import dated, plain
from engine.show.screen import Screen
from engine.show.tables import Column, heading, table

WHYS: dict[str, tuple[str, str]] = {
    "head": ("only asked whether it is there (HEAD)", "存在の確認だけ（HEAD）"),
    "prefetch": ("fetched ahead", "先読み"),
    "apple-privacy": ("Apple loads every picture", "Apple が全画像を読み込み"),
    "preview": ("the preview of a chat or network", "チャットや SNS のプレビュー"),
    "gateway": ("a mail gateway", "メールゲートウェイ"),
    "library": ("a program, no browser", "ブラウザではないプログラム"),
    "no-agent": ("says nothing of itself", "何も名乗らない"),
    "at-once": ("sooner than the mail can be read", "読める時間より早い"),
    "burst": ("many links at once", "多数のリンクを一度に"),
    "all-links": ("every link, never the picture", "全リンク、画像は読まない"),
    "many-readers": ("in many mails at once", "多数のメールで同時に"),
    "company": ("from where a machine came", "機械と同じ所から"),
    "provider": ("the mail provider says so", "配信事業者の判定"),
}
WHATS: dict[str, tuple[str, str]] = {
    "open": ("loaded the picture", "画像の読み込み"),
    "click": ("followed a link", "リンクを開いた"),
    "leave": ("looked at the page to leave by", "停止ページを見た"),
}
COLUMNS = (
    Column("mail", "メール"),
    Column("what machines did", "機械の動き"),
    Column("known by", "根拠"),
    Column("times", "回数", align="right"),
    Column("last", "最後", keep=True),
)


def why_words(why: str, lang: Lang) -> str:
    """Why it is a machine's."""
    return WHYS[why][1 if lang == "ja" else 0] if why in WHYS else why


def show_machines(screen: Screen, found: Sequence[Machines], zone: str) -> None:
    """A table, where there is anything to tell."""
    if not found:
        return
    heading(screen, "machines, counted for nothing", "機械によるもの（数えません）")
    rows = [
        (one.template, screen.pick(*WHATS[one.what]), why_words(one.why, screen.lang), one.count, moment(one.last, zone))
        for one in found
    ]
    table(screen, COLUMNS, rows)


def machines_told(found: Sequence[Machines], zone: str) -> list[dict[str, Any]]:
    """The same for a program."""
    return [dated(plain(one), "last", zone=zone) for one in found]
