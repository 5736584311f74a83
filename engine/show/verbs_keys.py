"""The commands on write keys. A part of `cli.py`."""

from typing import TYPE_CHECKING

from engine.show.asking import argument, option
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from engine.show.screen import Screen

keys = verbs(None, "keys", t("Who may send events over HTTP.", "HTTP でイベントを送れる相手。"))


@verb(keys, "new", t("Make a write key, shown once.", "書き込みキーを作る（表示は一度だけ）。"))
@argument("name")
@option("--origin", "origins", multiple=True, metavar="SITE", help=t("For pages of this site.", "このサイトのページ用に。"))
def new(screen: "Screen", name: str, origins: tuple[str, ...]) -> int:
    from engine.show.keys import show_new

    return show_new(screen, name, origins)


@verb(keys, "list", t("The keys that the settings name.", "設定にあるキーの一覧。"))
def list_keys(screen: "Screen") -> int:
    from engine.show.keys import show_list

    return show_list(screen)
