"""`nurture keys` on the screen. A new key is shown this once."""

from engine.commands.keys import Known, known_keys, new_key
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table
from engine.web.keys import SOURCE

LIST = (
    Column("source", "発生元"),
    Column("opens", "有効か", keep=True),
    Column("pages of", "使えるサイト"),
    Column("a second", "毎秒", align="right"),
)


def show_new(screen: Screen, name: str, origins: tuple[str, ...]) -> int:
    """The key, and the lines that let it in."""
    made = new_key(screen.folder, name, origins)
    screen.document({"name": made.name, "key": made.key, "section": made.section})
    if not screen.as_json:
        screen.note("the key, shown only now:", "キー（表示されるのは今だけです）:")
        screen.write(made.key)
        screen.note(
            "put these lines into nurture.toml, and start `nurture run` anew:",
            "次の行を nurture.toml に書き、`nurture run` を起動し直してください:",
        )
        screen.write(made.section)
    return FINE


def show_list(screen: Screen) -> int:
    """Whom the settings let write."""
    keys = known_keys(screen.folder)
    screen.document({"keys": [{"name": one.name, "on": one.on, "origins": one.origins, "rate": one.rate} for one in keys]})
    if not keys:
        screen.say("no key yet: `nurture keys new NAME`", "キーはまだありません。`nurture keys new 名前` で作れます")
        return FINE
    table(screen, LIST, [_row(screen, one) for one in keys])
    return FINE


def _row(screen: Screen, one: Known) -> tuple[str, ...]:
    name = f"{SOURCE} (NURTURE_WEB__WRITE_KEY)" if one.name == SOURCE else one.name
    sites = ", ".join(one.origins) or screen.pick("none: for servers", "なし（サーバー用）")
    return name, screen.pick(*(("yes", "はい") if one.on else ("no", "いいえ"))), sites, str(one.rate or "∞")
