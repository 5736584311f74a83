"""`nurture restore` on the screen: what would be lost, what is in doubt, and what to do next."""

from pathlib import Path

from engine.app import settings_at
from engine.commands.restoring import Restored, made_at, restore, since
from engine.show.moments import moment
from engine.show.plain import iso, plain
from engine.show.screen import FINDINGS, FINE, Screen


def show_restore(screen: Screen, source: Path | None, *, yes: bool, dry: bool) -> int:
    """Says what the copy does not know, asks, puts it back."""
    zone = settings_at(screen.folder).workspace.timezone
    found = restore(screen.folder, source, dry=True)
    _lost(screen, found, zone)
    if dry:
        screen.document(_document(found, zone, is_done=False))
        return FINE
    if not yes and not screen.confirm("put it back?", "戻しますか？"):
        screen.note("nothing was changed", "何も変えていません")
        return FINDINGS
    done = restore(screen.folder, source, dry=False)
    screen.document(_document(done, zone, is_done=True))
    _done(screen, done)
    return FINE


def _lost(screen: Screen, found: Restored, zone: str) -> None:
    until = moment(made_at(found), zone)
    screen.say(
        f"knows {found.copied.leads:,} leads and {found.copied.events:,} events, the newest of {until}",
        f"リード {found.copied.leads:,} 人、イベント {found.copied.events:,} 件。最新は {until} のものです",
    )
    if not found.source:
        return
    lost = since(found)
    if lost is None:
        screen.say(
            f"`{found.database}` cannot be read, so nobody can say what came since",
            f"`{found.database}` を読めないため、その後に何があったかは分かりません",
        )
        return
    events, leads, sent = lost
    screen.say(
        f"unknown to it: {events:,} events, {leads:,} new leads, {sent:,} messages that left since",
        f"その後の分：イベント {events:,} 件、新しいリード {leads:,} 人、送ったもの {sent:,} 通は失われます",
    )


def _done(screen: Screen, done: Restored) -> None:
    if done.aside:
        screen.say(f"what was there lies in `{done.aside}`", f"それまでのものは `{done.aside}` にあります")
    screen.say(
        f"{done.doubtful:,} messages are in doubt and stay: they may have left since the copy was made",
        f"{done.doubtful:,} 通を「不明」とし、送りません。控えの後に送られた可能性があります",
    )
    screen.say(
        f"{done.closed:,} addresses were closed again by `suppressions.log`",
        f"`suppressions.log` により、配信停止 {done.closed:,} 件を反映しました",
    )
    if done.erased:
        screen.say(
            f"{done.erased:,} people who were erased since are erased here too (`erasures.log`)",
            f"`erasures.log` により、控えの後に削除された {done.erased:,} 人をここでも削除しました",
        )
    screen.say(
        "in shadow: compare `nurture outbox list --state doubtful` with the mail server's log, then `nurture apply --go`",
        "shadow です。`nurture outbox list --state doubtful` をメールサーバーの記録と照らしてから `nurture apply --go` へ進みます",
    )


def _document(found: Restored, zone: str, *, is_done: bool) -> dict[str, object]:
    lost = since(found)
    named = None if lost is None else dict(zip(("events", "leads", "sent"), lost, strict=True))
    return {**plain(found), "newest": iso(made_at(found), zone), "unknown": named, "restored": is_done}
