"""`nurture accounts` on the screen."""

from engine.commands import accounts
from engine.commands.accounts import Said
from engine.show.plain import plain
from engine.show.screen import FINE, Screen


def show_hold(screen: Screen, name: str, *, until: str, because: str, dry: bool) -> int:
    """Nothing goes to anybody of this account for now."""
    said = accounts.hold(screen.folder, name, until=until, because=because, dry=dry)
    if until:
        words = f"all {said.people} people of `{said.account}` are held until the end of {until}"
        return _told(screen, said, (words, f"`{said.account}` の {said.people} 人全員を {until} の終わりまで保留します"), dry=dry)
    undo = f"nurture accounts release {said.account}"
    words = f"all {said.people} people of `{said.account}` are held; `{undo}` ends it"
    return _told(screen, said, (words, f"`{said.account}` の {said.people} 人全員を保留します。解除は `{undo}`"), dry=dry)


def show_release(screen: Screen, name: str, *, dry: bool) -> int:
    """The hold is over."""
    said = accounts.release(screen.folder, name, dry=dry)
    words = f"the {said.people} people of `{said.account}` are held no more by it"
    return _told(screen, said, (words, f"`{said.account}` の保留を解きます（{said.people} 人）"), dry=dry)


def _told(screen: Screen, said: Said, words: tuple[str, str], *, dry: bool) -> int:
    screen.document(plain(said) | {"dry_run": dry})
    screen.say(*words)
    if dry:
        screen.say("nothing was changed", "何も変更していません")
    return FINE
