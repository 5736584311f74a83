"""The upgrade of the database and its copies on the screen."""

from pathlib import Path

from engine.commands.keeping import Copied, back_up, bring_up
from engine.show.plain import plain
from engine.show.screen import FINE, Screen
from engine.store.copies import megabytes


def show_upgrade(screen: Screen, *, keep: bool, dry: bool) -> int:
    """The database is of this version now."""
    done = bring_up(screen.folder, keep=keep, dry=dry)
    screen.document(plain(done))
    names = ", ".join(done.ran)
    if dry and done.ran:
        screen.say(f"`{done.database}` would get {names}", f"`{done.database}` に {names} を当てます")
        return FINE
    if done.copy:
        screen.say(f"a copy of before lies in `{done.copy}`", f"前の控えは `{done.copy}` にあります")
    said = f"`{done.database}` is at revision {done.revision}", f"`{done.database}` はリビジョン {done.revision} です"
    screen.say(*said)
    return FINE


def show_backup(screen: Screen, to: Path | None, *, keep: int, dry: bool) -> int:
    """Where the copy lies, or what makes one."""
    done = back_up(screen.folder, to, keep=keep, dry=dry)
    screen.document(plain(done))
    if done.command:
        screen.say(
            f"PostgreSQL copies itself: `{done.command}`; back: `pg_restore`, then `nurture restore`",
            f"PostgreSQL の控えは `{done.command}` で取ります。戻すには `pg_restore` の後に `nurture restore`",
        )
        return FINE
    _say_copy(screen, done, dry=dry)
    return FINE


def _say_copy(screen: Screen, done: Copied, *, dry: bool) -> None:
    size = megabytes(done.size)
    if dry:
        screen.say(f"would write some {size} to `{done.copy}`", f"`{done.copy}` に約 {size} を書きます")
    else:
        screen.say(f"`{done.copy}`: {size}, looked at and sound", f"`{done.copy}`：{size}、検査済み")
    for file in done.removed:
        removed = ("would remove", "を消します") if dry else ("removed", "を消しました")
        screen.say(f"{removed[0]} `{file}`", f"`{file}` {removed[1]}")
