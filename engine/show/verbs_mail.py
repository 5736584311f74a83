"""The commands on mail that comes back and on those who want none. A part of `cli.py`."""

from typing import TYPE_CHECKING

from engine.show.asking import PLACE, argument, option
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from pathlib import Path

    from engine.show.screen import Screen

BECAUSE = option("--because", default="", metavar="TEXT", help=t("Why.", "理由。"))
TOPIC = option("--topic", default="", help=t("Only mails of this topic.", "このトピックだけ。"))
REASON = option("--reason", default="", metavar="WORD", help=t("Only `bounced` and so on.", "`bounced` などの理由だけ。"))
DRY = option("--dry-run", "dry", is_flag=True, help=t("Only say what it would do.", "何が起きるかを示すだけ。"))

suppress = verbs(None, "suppress", t("Addresses that get no mail.", "送らない宛先のリスト。"))


@verb(suppress, "add", t("Nothing goes there from now on.", "この宛先にはもう送らない。"))
@argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@TOPIC
@BECAUSE
@DRY
def suppress_add(screen: "Screen", addresses: tuple[str, ...], topic: str, because: str, dry: bool) -> int:
    from engine.show.suppressing import show_add

    return show_add(screen, addresses, topic=topic, because=because, dry=dry)


@verb(suppress, "remove", t("Mail may go there again.", "この宛先に再び送れるようにする。"))
@argument("address")
@TOPIC
@BECAUSE
@DRY
def suppress_remove(screen: "Screen", address: str, topic: str, because: str, dry: bool) -> int:
    from engine.show.suppressing import show_remove

    return show_remove(screen, address, topic=topic, because=because, dry=dry)


@verb(suppress, "list", t("Who gets nothing, and why.", "送らない宛先とその理由。"))
@REASON
@option("--limit", default=50, help=t("At most so many.", "最大の件数。"))
def suppress_list(screen: "Screen", reason: str, limit: int) -> int:
    from engine.show.suppressing import show_list

    return show_list(screen, reason=reason, limit=limit)


@verb(suppress, "import", t("A list from a CSV file.", "CSV ファイルから登録する。"))
@argument("file", type=PLACE)
@BECAUSE
@DRY
def suppress_import(screen: "Screen", file: "Path", because: str, dry: bool) -> int:
    from engine.show.suppressing import show_import

    return show_import(screen, file, because=because, dry=dry)


@verb(suppress, "export", t("The whole list as a CSV file.", "リスト全体を CSV に書き出す。"))
@argument("file", default=None, required=False, type=PLACE, metavar="[FILE]")
@REASON
def suppress_export(screen: "Screen", file: "Path | None", reason: str) -> int:
    from engine.show.suppressing import show_export

    return show_export(screen, file, reason=reason)


@verb(suppress, "why", t("Why an address gets nothing.", "この宛先に送らない理由。"))
@argument("address")
def suppress_why(screen: "Screen", address: str) -> int:
    from engine.show.suppressing import show_why

    return show_why(screen, address)


mailbox = verbs(None, "mailbox", t("Bounces, complaints and replies.", "不達・苦情・返信を読む。"))


@verb(mailbox, "check", t("Can it be read, and what is new?", "接続と新着を確認する。"))
def mailbox_check(screen: "Screen") -> int:
    from engine.show.mailbox import show_check

    return show_check(screen)


@verb(mailbox, "poll", t("Read what is new, now.", "新着を今すぐ読む。"))
@DRY
def mailbox_poll(screen: "Screen", dry: bool) -> int:
    from engine.show.mailbox import show_poll

    return show_poll(screen, dry=dry)


@verb(mailbox, "read", t("Read mails from files.", "ファイルのメールを読む。"))
@argument("files", nargs=-1, required=True, type=PLACE, metavar="FILE...")
@DRY
def mailbox_read(screen: "Screen", files: "tuple[Path, ...]", dry: bool) -> int:
    from engine.show.mailbox import show_read

    return show_read(screen, files, dry=dry)


MAIL = (suppress, mailbox)
