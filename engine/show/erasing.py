"""`nurture leads erase` and `export` on the screen: what would go, the question, and the receipt."""

from pathlib import Path
from typing import Any

from engine.commands.erasing import Receipt, erase, foresee
from engine.commands.exporting import export
from engine.show.moments import moment
from engine.show.plain import iso, plain
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.tables import Column, table
from engine.store.scrubbing import Bytes

ROWS = (Column("table", "表", keep=True), Column("rows", "件数", align="right"))
BYTES = {
    Bytes.ANEW: (
        "the database file was written anew: no byte of it is left there",
        "データベースのファイルを書き直しました。消した内容は残っていません",
    ),
    Bytes.OVER: (
        "free pages of the file were written over; the engine runs, so bytes between rows may be left: end it, and say the same again",
        "空きページを上書きしました。実行中のため一部の断片が残ることがあります。"
        "`nurture run` を止めて、同じコマンドをもう一度実行してください",
    ),
    Bytes.VACUUMED: (
        "the server has vacuumed the tables; bytes in free space go as it is used again, at once with `VACUUM FULL`",
        "表を VACUUM しました。空き領域の断片は再利用とともに消えます。すぐに消すには `VACUUM FULL` を実行してください",
    ),
}


def show_erase(screen: Screen, lead: str, *, because: str, yes: bool, dry: bool) -> int:
    """Says what goes, asks, takes it away, and says what is left."""
    found = foresee(screen.folder, lead)
    if found.again and found.done_at:
        done = erase(screen.folder, lead, because=because)
        screen.document(_document(done, is_done=True))
        _before(screen, done)
        return FINE
    _rows(screen, found)
    if dry:
        screen.document(_document(found, is_done=False))
        screen.say("nothing was changed; erasing is not undone", "何も変えていません。削除は元に戻せません")
        return FINE
    if not yes and not screen.confirm("erase this person? It is not undone", "この人を削除しますか？元に戻せません"):
        screen.note("nothing was changed", "何も変えていません")
        return FINDINGS
    done = erase(screen.folder, lead, because=because)
    screen.document(_document(done, is_done=True))
    _done(screen, done)
    return FINE if not done.remain and not done.files else FINDINGS


def show_export(screen: Screen, lead: str, *, to: Path | None) -> int:
    """All we hold of one person, on the screen or in a file that only its owner reads."""
    text, data = export(screen.folder, lead, to=to)
    if to is None:
        screen.document(data) if screen.as_json else screen.pour(text)
        return FINE
    screen.document({"file": str(to), "sections": {name: len(part) for name, part in data.items() if isinstance(part, list)}})
    screen.say(f"wrote all we hold of `{lead}` to `{to}`", f"`{lead}` について持っているすべてを `{to}` に書き出しました")
    return FINE


def _rows(screen: Screen, found: Receipt) -> None:
    table(screen, ROWS, [(name, f"{count:,}") for name, count in sorted(found.rows.items())])
    _copies(screen, found)


def _done(screen: Screen, done: Receipt) -> None:
    at = moment(done.done_at, done.zone)
    screen.say(
        f"erased at {at} by {done.who or '-'}; the lead is called `{done.name}` now",
        f"{at} に削除しました（実行者：{done.who or '-'}）。このリードの名前は `{done.name}` になりました",
    )
    screen.say(
        f"{sum(done.rows.values()):,} rows, {done.elsewhere:,} mentions elsewhere, {done.stopped:,} messages that leave no more",
        f"行 {sum(done.rows.values()):,} 件、ほかの行での言及 {done.elsewhere:,} 件、送らなくしたメッセージ {done.stopped:,} 通",
    )
    for name, count in (done.lines or {}).items():
        screen.say(f"{count:,} lines of `{name}`", f"`{name}` の {count:,} 行")
    screen.say(
        f"looked through {len(done.through)} tables and all files again: {done.remain} rows and {len(done.files)} files name the person",
        f"{len(done.through)} 個の表とすべてのファイルを調べ直しました。残り：{done.remain} 行、{len(done.files)} ファイル",
    )
    for name in done.files:
        screen.say(f"`{name}` still names the person", f"`{name}` にまだ残っています")
    if done.bytes is not None:
        screen.say(*BYTES[done.bytes])
    screen.say(
        "what stays: types, moments and counts under that name, and digests by which the person is refused from now on",
        "残るのは、この名前の下の種類・日時・件数と、再登録を断るためのダイジェストだけです",
    )


def _before(screen: Screen, found: Receipt) -> None:
    at = moment(found.done_at, found.zone)
    screen.say(f"was erased at {at} by {found.who or '-'}", f"{at} に削除済みです（実行者：{found.who or '-'}）")
    if found.bytes is not None:
        screen.say(*BYTES[found.bytes])


def _copies(screen: Screen, found: Receipt) -> None:
    for name in found.copies:
        screen.say(
            f"the copy `{name}` knows the person, and forgets when it is put back; delete it if it must not",
            f"控え `{name}` にはこの人が残っていますが、戻すときに削除されます。残せない場合は控えを消してください",
        )


def _document(found: Receipt, *, is_done: bool) -> dict[str, Any]:
    dates = {name: iso(getattr(found, name), found.zone) for name in ("asked_at", "done_at")}
    return {**plain(found), **dates, "bytes": found.bytes and str(found.bytes), "erased": is_done}
