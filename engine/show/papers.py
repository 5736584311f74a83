"""`nurture forms` and `nurture assets` on the screen."""

from engine.commands.papers import FormLine, assets, embedded, form, forms
from engine.show.plain import plain
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.tables import Column, table

FORMS = (
    Column("form", "フォーム", keep=True),
    Column("asks for", "項目"),
    Column("consents", "同意"),
    Column("hands out", "渡す資料"),
    Column("tells", "イベント"),
)
ASSETS = (
    Column("asset", "資料", keep=True),
    Column("stage", "ステージ"),
    Column("theme", "テーマ"),
    Column("access", "公開"),
    Column("by forms", "フォーム"),
    Column("fetched", "閲覧", align="right"),
)
ACCESS = {"gated": ("gated", "請求制"), "free": ("free", "公開")}


def show_forms(screen: Screen) -> int:
    """One line a form."""
    found = forms(screen.folder)
    screen.document({"forms": [plain(one) for one in found]})
    if not found:
        screen.say("no form is declared: write `form NAME { … }`", "フォームはありません。`form 名前 { … }` と書きます")
        return FINE
    table(screen, FORMS, [(one.name, _listed(one.asks), _listed(one.consents), _listed(one.offers), one.raises) for one in found])
    return FINE


def show_form(screen: Screen, name: str) -> int:
    """Everything about one."""
    found = form(screen.folder, name)
    screen.document({"form": plain(found)})
    for (en, ja), told in _told(found):
        screen.say(f"{en}: {told or '-'}", f"{ja}：{told or '-'}")
    return FINE


def _told(one: FormLine) -> tuple[tuple[tuple[str, str], str], ...]:
    return (
        (("title", "題"), one.title),
        (("address", "アドレス"), one.address),
        (("asks for", "項目"), _listed(one.asks)),
        (("consents", "同意"), _listed(one.consents)),
        (("hands out", "渡す資料"), _listed(one.offers)),
        (("tells", "イベント"), one.raises),
    )


def show_embed(screen: Screen, name: str) -> int:
    """The lines for a page of one's own."""
    found = embedded(screen.folder, name)
    screen.document(plain(found))
    if screen.as_json:
        return FINE
    screen.write(found.html)
    if not found.origins:
        screen.note(
            'no site may show it yet: name yours in nurture.toml, `[forms]` and `origins = ["https://…"]`',
            'まだどのサイトにも表示できません。nurture.toml の `[forms]` に `origins = ["https://…"]` と書きます',
        )
    return FINE


def show_assets(screen: Screen) -> int:
    """One line an asset; a file that is not there is a finding."""
    found = assets(screen.folder)
    screen.document({"assets": [plain(one) for one in found]})
    if not found:
        screen.say("no asset is declared: write `asset NAME { … }`", "資料はありません。`asset 名前 { … }` と書きます")
        return FINE
    rows = [
        (one.name, one.stage, one.theme, screen.pick(*ACCESS[one.access]), _listed(one.forms), f"{one.fetched:,}")
        for one in found
    ]
    table(screen, ASSETS, rows)
    lost = [one.place for one in found if not one.is_there]
    if lost:
        screen.say(f"not in the folder assets: {_listed(lost)}", f"フォルダー assets にありません：{_listed(lost)}")
    return FINDINGS if lost else FINE


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names)
