"""The commands on forms and assets. A part of `cli.py`."""

from typing import TYPE_CHECKING

from engine.show.asking import argument
from engine.show.verbs import t, verb, verbs

if TYPE_CHECKING:
    from engine.show.screen import Screen

forms = verbs(None, "forms", t("Pages on which people ask for something.", "フォームの一覧と埋め込み。"))
assets = verbs(None, "assets", t("What is handed out, and how often.", "渡す資料と、閲覧された数。"))


@verb(forms, "list", t("All forms of the workspace.", "フォームの一覧。"))
def list_forms(screen: "Screen") -> int:
    from engine.show.papers import show_forms

    return show_forms(screen)


@verb(forms, "show", t("One form, and where it stands.", "フォーム一つの内容とアドレス。"))
@argument("name")
def show_form(screen: "Screen", name: str) -> int:
    from engine.show.papers import show_form

    return show_form(screen, name)


@verb(forms, "embed", t("HTML that shows a form on your own site.", "自社サイトに埋め込む HTML。"))
@argument("name")
def embed(screen: "Screen", name: str) -> int:
    from engine.show.papers import show_embed

    return show_embed(screen, name)


@verb(assets, "list", t("All assets, and how often each was fetched.", "資料の一覧と閲覧数。"))
def list_assets(screen: "Screen") -> int:
    from engine.show.papers import show_assets

    return show_assets(screen)


PAPERS = (forms, assets)
