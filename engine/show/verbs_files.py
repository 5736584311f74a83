"""The commands on files: what comes in from them and goes out into them. A part of `cli.py`."""

from typing import TYPE_CHECKING, Any

from engine.show.asking import PLACE, argument, option
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from pathlib import Path

    from engine.show.screen import Screen

imports = verbs(None, "import", t("Take in leads and events from files.", "ファイルからリードやイベントを取り込む。"))
LIVE = option("--live", is_flag=True, help=t("As news: it may start scenarios.", "新しい出来事として扱う（シナリオが始まりうる）。"))
DRY = option("--dry-run", "dry", is_flag=True, help=t("Only say who would fire.", "何が起きるかを示すだけ。"))


@verb(imports, "leads", t("Leads from a table: CSV, Excel, JSONL.", "表（CSV・Excel・JSONL）からリードを。"))
@argument("file", type=PLACE)
@option("--mapping", type=PLACE, metavar="FILE", help=t("What the columns mean; else guessed.", "列の意味（TOML）。なければ推測。"))
@option("--save-mapping", "save", type=PLACE, metavar="FILE", help=t("Write the guess here.", "推測した対応をここへ書く。"))
@option("--sheet", default="", metavar="NAME", help=t("This sheet of a workbook.", "ブックのこのシート。"))
@option("--refused", type=PLACE, metavar="FILE", help=t("Refused rows go here, to mend.", "取り込めない行をここへ書く。"))
@option("--yes", is_flag=True, help=t("Do not ask.", "確認しない。"))
@LIVE
@DRY
def import_leads(screen: "Screen", file: "Path", **wish: Any) -> int:
    from engine.show.importing import Wish, show_import_leads

    return show_import_leads(screen, file, Wish(**wish))


@verb(imports, "accounts", t("Companies from a table.", "表から取引先を。"))
@argument("file", type=PLACE)
@LIVE
@DRY
def import_accounts(screen: "Screen", file: "Path", live: bool, dry: bool) -> int:
    from engine.show.importing import show_import_accounts

    return show_import_accounts(screen, file, live=live, dry=dry)


@verb(imports, "events", t("Events from JSONL, Zoom or Teams.", "JSONL・Zoom・Teams からイベントを。"))
@argument("file", type=PLACE)
@LIVE
@DRY
def import_events(screen: "Screen", file: "Path", live: bool, dry: bool) -> int:
    from engine.show.importing import show_import_events

    return show_import_events(screen, file, live=live, dry=dry)


exports = verbs(None, "export", t("Take out leads, events, mails or handoffs.", "リードやイベントなどを書き出す。"))
TO = option("--to", type=PLACE, metavar="FILE", help=t("Into this file, not the screen.", "画面ではなくこのファイルへ。"))
LINES = option("--jsonl", "lines", is_flag=True, help=t("JSON lines, not a table.", "表ではなく JSON の行で。"))
EXCEL = option("--excel", is_flag=True, help=t("So that Excel knows UTF-8.", "Excel が UTF-8 と分かるように。"))
SINCE = option("--since", default="", metavar="DATE", help=t("Only from then on.", "この日以降だけ。"))


@verb(exports, "leads", t("All leads, as `import` takes them.", "すべてのリード（`import` で戻せる）。"))
@TO
@LINES
@EXCEL
@option("--save-mapping", "mapping", type=PLACE, metavar="FILE", help=t("The mapping to take it in again.", "取り込み直すマッピング。"))
def export_leads(screen: "Screen", to: "Path | None", mapping: "Path | None", **wish: Any) -> int:
    return exported(screen, "leads", to, mapping, **wish)


@verb(exports, "events", t("What happened.", "起きたこと。"))
@TO
@LINES
@EXCEL
@SINCE
def export_events(screen: "Screen", to: "Path | None", **wish: Any) -> int:
    return exported(screen, "events", to, **wish)


@verb(exports, "mails", t("Mails, and what became of them.", "メールとその結果。"))
@TO
@LINES
@EXCEL
@SINCE
def export_mails(screen: "Screen", to: "Path | None", **wish: Any) -> int:
    return exported(screen, "mails", to, **wish)


@verb(exports, "handoffs", t("What was handed to sales.", "営業への引き渡し。"))
@TO
@LINES
@EXCEL
@SINCE
def export_handoffs(screen: "Screen", to: "Path | None", **wish: Any) -> int:
    return exported(screen, "handoffs", to, **wish)


def exported(screen: "Screen", what: Any, to: "Path | None", mapping: "Path | None" = None, **wish: Any) -> int:
    from engine.commands.exporting_all import Wanted
    from engine.show.exporting import Places, show_export_all

    return show_export_all(screen, Wanted(what, **wish), Places(to, mapping))


events = verbs(None, "events", t("Events that are ready to be declared.", "すぐ宣言できるイベントの一覧。"))


@verb(events, "list", t("The catalogue, and what is declared.", "カタログと、宣言済みかどうか。"))
def events_list(screen: "Screen") -> int:
    from engine.show.ready_events import show_ready

    return show_ready(screen)


@verb(events, "add", t("Write declarations into a file.", "宣言をファイルに書き加える。"))
@argument("names", nargs=-1, required=True, metavar="NAME...")
@option("--to", "to", default="", metavar="FILE", help=t("Into this file of the workspace.", "ワークスペースのこのファイルへ。"))
@option("--dry-run", "dry", is_flag=True, help=t("Only show them.", "表示するだけ。"))
def events_add(screen: "Screen", names: tuple[str, ...], to: str, dry: bool) -> int:
    from engine.show.ready_events import show_add

    return show_add(screen, names, to, dry=dry)


FILES = (imports, exports, events)
