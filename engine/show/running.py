"""`nurture run` on the screen: what began, and how to change it."""

import sys

from engine.app import ROLES, settings_at
from engine.commands.running import Broken, Running, run
from engine.show.diagnostics import show_errors
from engine.show.logs import start_logs
from engine.show.plain import plain
from engine.show.screen import COULD_NOT, FINE, Screen
from engine.show.sentences import sentence


def show_run(screen: Screen, *, host: str | None, port: int | None, roles: tuple[str, ...] = ()) -> int:
    """Runs until it is told to end."""
    start_logs(screen, settings_at(screen.folder).secrets)
    try:
        run(screen.folder, lambda begun: _begun(screen, begun), host=host, port=port, roles=roles)
    except Broken as broken:
        show_errors(screen, broken.ready.findings, broken.ready.workspace)
        screen.note(
            "the workspace has errors and nothing was deployed before, so nothing runs",
            "ワークスペースに誤りがあり、まだ何も配備されていないため、実行しません",
        )
        return COULD_NOT
    screen.note("ended", "終了しました")
    return FINE


def _begun(screen: Screen, begun: Running) -> None:
    screen.document(plain(begun))
    if begun.host:
        screen.say(f"listening on http://{begun.host}:{begun.port}", f"http://{begun.host}:{begun.port} で受け付けています")
    if len(begun.roles) < len(ROLES):
        screen.say(f"here: {', '.join(begun.roles)}", f"このプロセスの役割：{'、'.join(begun.roles)}")
    screen.say(f"deciding under {begun.program[:12]}", f"版 {begun.program[:12]} で判断しています")
    if begun.standing == "broken":
        screen.say(
            "the workspace on disk has errors; the last good version goes on (`nurture check` names them)",
            "ディスク上のワークスペースに誤りがあります。前回の版のまま続けます（`nurture check` で確認できます）",
        )
    if begun.standing == "behind":
        screen.say(
            "the workspace on disk has changed; `nurture apply` deploys it",
            "ディスク上のワークスペースが変わっています。`nurture apply` で配備できます",
        )
    if begun.unsigned is not None:
        screen.say(sentence(begun.unsigned, "en"), sentence(begun.unsigned, "ja"))
    _mode(screen, begun)
    sys.stdout.flush()


def _mode(screen: Screen, begun: Running) -> None:
    if begun.stopped:
        screen.say(
            "stopped by hand: nothing leaves until `nurture stop all --resume`",
            "手動で停止中：`nurture stop all --resume` まで何も送りません",
        )
    elif begun.mode == "shadow":
        screen.say(
            "in shadow: everything is decided, nothing is sent; `nurture apply --go` changes that",
            "shadow：判断だけを行い、何も送りません。送信を始めるには `nurture apply --go`",
        )
    else:
        screen.say("live: mails leave; Ctrl-C ends it", "live：メールを送ります。終了は Ctrl-C")
