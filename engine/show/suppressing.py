"""The list of suppressed addresses on the screen."""

from collections import Counter
from pathlib import Path
from typing import Any

from engine.commands import suppressing
from engine.commands.suppressing import Done, Why
from engine.domain.instants import to_iso
from engine.show.moments import moment
from engine.show.reasons import reason as reason_text
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.tables import Column, heading, table
from engine.store.suppressions import Closing, Move

LIST = (
    Column("address", "アドレス"),
    Column("why", "理由"),
    Column("topic", "トピック"),
    Column("since", "いつから", keep=True),
    Column("who", "だれが"),
)
REFUSED = (Column("line", "行", align="right", keep=True), Column("why", "理由"))
MOVES = (Column("when", "いつ", keep=True), Column("what", "何を"), Column("why", "理由"), Column("who", "だれが"))
SHOWN = 20
"""Rows named on the screen; `--json` has them all."""
ACTS = {"closed": ("closed", "停止"), "opened": ("opened again", "解除")}


def show_add(screen: Screen, addresses: tuple[str, ...], *, topic: str, because: str, dry: bool) -> int:
    """From now on nothing goes there."""
    done = suppressing.add(screen.folder, addresses, topic=topic, because=because, dry=dry)
    screen.document({"dry": dry, "addresses": [_done(screen, one) for one in done]})
    for one in done:
        if one.state == "already":
            screen.say(f"`{one.address}` is on the list already", f"`{one.address}` はすでに登録されています")
        elif dry:
            screen.say(f"`{one.address}` would get no more mail", f"（予行）`{one.address}` には送らなくなります")
        else:
            screen.say(f"`{one.address}` gets no more mail", f"`{one.address}` にはもう送りません")
    return FINE


def show_remove(screen: Screen, address: str, *, topic: str, because: str, dry: bool) -> int:
    """Mail may go there again."""
    one = suppressing.remove(screen.folder, address, topic=topic, because=because, dry=dry)
    screen.document({"dry": dry, **_done(screen, one)})
    was = reason_text(one.reason, screen.lang)
    if dry:
        screen.say(f"`{one.address}` would be open again; it was closed: {was}", f"（予行）`{one.address}` を解除します。登録の理由：{was}")
    else:
        screen.say(f"`{one.address}` is open again; it was closed: {was}", f"`{one.address}` を解除しました。登録の理由：{was}")
    return FINE


def show_import(screen: Screen, file: Path, *, because: str, dry: bool) -> int:
    """A whole list."""
    done = suppressing.take_list(screen.folder, file, because=because, dry=dry)
    counts = Counter(one.state for one in done)
    screen.document({"dry": dry, "counts": dict(counts), "rows": [_done(screen, one) for one in done]})
    would = ("would close", "（予行）登録：") if dry else ("closed", "登録：")
    screen.say(
        f"{would[0]} {counts['new']:,} addresses; {counts['already']:,} were on the list, refused rows: {counts['refused']:,}",
        f"{would[1]}{counts['new']:,} 件。登録済み {counts['already']:,} 件、受け付けなかった行 {counts['refused']:,} 件",
    )
    refused = [one for one in done if one.why is not None]
    if refused:
        heading(screen, "refused", "受け付けなかった行")
        table(screen, REFUSED, [(one.line, sentence(one.why, screen.lang)) for one in refused[:SHOWN] if one.why])
    return FINDINGS if refused else FINE


def show_list(screen: Screen, *, reason: str, limit: int) -> int:
    """Who gets nothing."""
    found = suppressing.listing(screen.folder, reason=reason, limit=limit)
    screen.document({"addresses": [_closing(one, found.zone) for one in found.rows], "more": found.more})
    if not found.rows:
        screen.say("no address is suppressed", "配信を止めている宛先はありません")
        return FINE
    table(screen, LIST, [_row(screen, one, found.zone) for one in found.rows])
    if found.more:
        screen.say(
            "and more; `--limit` shows them, `nurture suppress export` writes all",
            "ほかにもあります（`--limit`、`nurture suppress export`）",
        )
    return FINE


def show_export(screen: Screen, file: Path | None, *, reason: str) -> int:
    """The list as a table."""
    text = suppressing.written_out(screen.folder, reason=reason)
    rows = text.count("\n") - 1
    if file is not None:
        file.write_text(text, encoding="utf-8-sig")
        screen.document({"file": str(file), "rows": rows})
        screen.say(f"wrote {rows:,} addresses to `{file}`", f"`{file}` に {rows:,} 件を書き出しました")
    elif screen.as_json:
        screen.document({"rows": rows, "table": text})
    else:
        screen.pour(text)
    return FINE


def show_why(screen: Screen, address: str) -> int:
    """Why an address gets nothing, and what was done about it."""
    found = suppressing.why(screen.folder, address)
    screen.document(_why(found))
    if not found.closed:
        screen.say(f"`{found.address}` is not suppressed", f"`{found.address}` の配信は止めていません")
    else:
        table(screen, LIST, [_row(screen, one, found.zone) for one in found.closed])
    if found.moves:
        heading(screen, "what was done by hand", "手動の操作")
        table(screen, MOVES, [_move(screen, one, found.zone) for one in found.moves])
    return FINE


def _move(screen: Screen, one: Move, zone: str) -> tuple[str, ...]:
    said = "\n".join(filter(None, (reason_text(one.reason, screen.lang), one.because)))
    return (moment(one.at, zone), screen.pick(*ACTS[one.act]), said, one.who)


def _row(screen: Screen, one: Closing, zone: str) -> tuple[str, ...]:
    said = "\n".join(filter(None, (reason_text(one.reason, screen.lang), one.because)))
    return (one.address, said, one.topic or screen.pick("all", "すべて"), moment(one.at, zone), one.who)


def _closing(one: Closing, zone: str) -> dict[str, Any]:
    return one._asdict() | {"at": to_iso(one.at, zone)}


def _why(found: Why) -> dict[str, Any]:
    return {
        "address": found.address,
        "closed": [_closing(one, found.zone) for one in found.closed],
        "moves": [one._asdict() | {"at": to_iso(one.at, found.zone)} for one in found.moves],
    }


def _done(screen: Screen, one: Done) -> dict[str, Any]:
    told: dict[str, Any] = {"address": one.address, "state": one.state, "line": one.line, "reason": one.reason}
    return told | ({"why": sentence(one.why, screen.lang)} if one.why else {})
