"""The commands on messages: what waits, why, and what a person may do about it. A part of `cli.py`."""

from typing import TYPE_CHECKING, Any

import click

from engine.show.asking import argument, option
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from engine.show.screen import Screen

STATES = ("waiting", "held", "leaving", "doubtful", "dead", "sent", "skipped", "shadow", "all")
ONLY = t(f"Only these: {', '.join(STATES)}.", f"この状態だけ：{', '.join(STATES)}。")
BECAUSE = option("--because", default="", metavar="TEXT", help=t("Why.", "理由。"))
DRY = option("--dry-run", "dry", is_flag=True, help=t("Only say what it would do.", "何が起きるかを示すだけ。"))
SCENARIO = option("--scenario", default="", metavar="NAME", help=t("All of this scenario.", "このシナリオのすべて。"))
TEMPLATE = option("--template", default="", metavar="NAME", help=t("All of this template.", "このテンプレートのすべて。"))
LEAD = option("--lead", default="", metavar="LEAD", help=t("All to this lead.", "このリード宛てのすべて。"))
DOMAIN = option("--domain", default="", metavar="DOMAIN", help=t("All to this domain.", "このドメイン宛てのすべて。"))
IDS = argument("ids", nargs=-1, metavar="[ID]...")
ID = argument("message", metavar="ID")

outbox = verbs(None, "outbox", t("Messages: what waits, why; hold and release.", "送信箱：何がなぜ待つか。保留と解除。"))


@verb(outbox, "list", t("What waits, is held, leaves or is in doubt.", "待機・保留・送信中・不明の一覧。"))
@option("--state", "states", multiple=True, type=click.Choice(STATES), metavar="STATE", help=ONLY)
@SCENARIO
@TEMPLATE
@LEAD
@DOMAIN
@option("--limit", default=50, type=click.IntRange(1, 10_000), help=t("At most so many.", "最大の件数。"))
@option("--after", default="", metavar="ID", help=t("The page behind this message.", "このメッセージより後のページ。"))
def outbox_list(screen: "Screen", states: tuple[str, ...], **wanted: Any) -> int:
    from engine.show.outbox import show_list

    return show_list(screen, states, **wanted)


@verb(outbox, "show", t("One message with all its attempts.", "一件のメッセージと送信の試み。"))
@ID
def outbox_show(screen: "Screen", message: str) -> int:
    from engine.show.outbox import show_message

    return show_message(screen, message)


@verb(outbox, "why", t("Why it waits or did not leave, in sentences.", "なぜ待つか、なぜ出なかったかを文で。"))
@ID
def outbox_why(screen: "Screen", message: str) -> int:
    from engine.show.outbox import show_why

    return show_why(screen, message)


@verb(outbox, "hold", t("Let nothing of it leave until it is released.", "解除するまで送らない。"))
@IDS
@SCENARIO
@TEMPLATE
@LEAD
@DOMAIN
@BECAUSE
@DRY
def outbox_hold(screen: "Screen", because: str, dry: bool, **aim: Any) -> int:
    from engine.show.outbox_acts import show_hold

    return show_hold(screen, aim, because=because, dry=dry)


@verb(outbox, "release", t("End a hold.", "保留を解く。"))
@IDS
@SCENARIO
@TEMPLATE
@LEAD
@DOMAIN
@DRY
def outbox_release(screen: "Screen", dry: bool, **aim: Any) -> int:
    from engine.show.outbox_acts import show_release

    return show_release(screen, aim, dry=dry)


@verb(outbox, "settle", t("Say what became of one in doubt.", "届いたか不明の一件に、分かったことを記す。"))
@ID
@argument("word", type=click.Choice(("sent", "lost", "doubtful")))
@BECAUSE
@DRY
def outbox_settle(screen: "Screen", message: str, word: Any, because: str, dry: bool) -> int:
    from engine.show.outbox_acts import show_settle

    return show_settle(screen, message, word, because=because, dry=dry)


@verb(outbox, "replay", t("Let dead letters be judged anew.", "出なかったものを判断し直す。"))
@argument("ids", nargs=-1, required=True, metavar="ID...")
@BECAUSE
@DRY
def outbox_replay(screen: "Screen", ids: tuple[str, ...], because: str, dry: bool) -> int:
    from engine.show.outbox_acts import show_replay

    return show_replay(screen, ids, because=because, dry=dry)
