"""`nurture init` on the screen: what was written, and what to do next."""

from pathlib import Path

from engine.commands.beginning import Platform, begin
from engine.show.screen import FINE, Screen

NEXT = (
    ("nurture check", "finds mistakes before a lead does", "リードより先に誤りを見つける"),
    ("nurture test", "plays the tests on a virtual clock", "テストを仮想の時計で実行する"),
    ("nurture preview thanks", "shows a mail", "メールを表示する"),
    (
        "nurture run",
        "runs it; nothing is sent until `nurture apply --go`",
        "動かす（`nurture apply --go` まで何も送らない）",
    ),
)


def show_init(screen: Screen, place: Path, platform: Platform | None) -> int:
    """Makes the workspace and says what to do with it."""
    begun = begin(screen.folder / place, screen.lang, platform)
    screen.document({"folder": str(begun.folder), "written": list(begun.written), "kept": list(begun.kept)})
    screen.say(f"made a workspace in `{place}`:", f"`{place}` にワークスペースを作りました：")
    for name in begun.written:
        screen.say(f"  {name}", f"  {name}")
    for name in begun.kept:
        screen.say(
            f"`{name}` was there already and stays as it is; docs/ci.md says what to put into it",
            f"`{name}` はすでにあるので、そのままにしました。書き足すことは docs/ci.md にあります",
        )
    screen.say("\nnext:", "\n次にできること：")
    if place != Path("."):
        screen.say(f"  cd {place}", f"  cd {place}")
    for command, en, ja in NEXT:
        screen.say(f"  {command:24}{en}", f"  {command:24}{ja}")
    return FINE
