"""`nurture init` on the screen: what was written, and what to do next."""

from pathlib import Path

from engine.commands.beginning import begin
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


def show_init(screen: Screen, place: Path) -> int:
    """Makes the workspace and says what to do with it."""
    begun = begin(screen.folder / place, screen.lang)
    screen.document({"folder": str(begun.folder), "written": list(begun.written)})
    screen.say(f"made a workspace in `{place}`:", f"`{place}` にワークスペースを作りました：")
    for name in begun.written:
        screen.say(f"  {name}", f"  {name}")
    screen.say("\nnext:", "\n次にできること：")
    if place != Path("."):
        screen.say(f"  cd {place}", f"  cd {place}")
    for command, en, ja in NEXT:
        screen.say(f"  {command:24}{en}", f"  {command:24}{ja}")
    return FINE
