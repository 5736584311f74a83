"""What people allowed, on the screen and for whoever checks it."""

from pathlib import Path

from engine.commands import consenting
from engine.commands.standing import standing_out
from engine.domain.errors import NurtureError
from engine.domain.instants import from_iso, to_iso
from engine.domain.subjects import Facts
from engine.show.moments import moment
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table
from engine.store.consents import Entry

ROWS = (
    Column("when", "いつ", keep=True),
    Column("what", "何を", keep=True),
    Column("topic", "配信の種類"),
    Column("where", "どこで"),
    Column("words", "文言"),
)
ACTS = {
    "asked": ("first yes", "一度目の同意"),
    "given": ("yes", "同意"),
    "withdrawn": ("no more", "撤回"),
    "lifted": ("opened again by hand", "停止を手動で解除"),
    "tracking-on": ("may be recorded", "記録を許可"),
    "tracking-off": ("not to be recorded", "記録を拒否"),
}
PLACES = {
    "form": ("a form", "フォーム"),
    "page": ("the page of a mail", "メールのページ"),
    "confirmation": ("confirmation mail", "確認メール"),
    "import": ("an import", "取り込み"),
    "hand": ("by hand", "手動"),
    "scenario": ("a scenario", "シナリオ"),
    "mail": ("a mail", "メール"),
    "api": ("the API", "API"),
}


def show_consents(screen: Screen, lead: str) -> int:
    """Of one person, in order."""
    found = consenting.record(screen.folder, lead)
    screen.document({"erased": found.is_erased, "consents": [consenting.plain(one, found.zone) for one in found.entries]})
    if found.is_erased:
        screen.say("this person was erased; what is left is proof", "この人は削除済みです。証拠だけが残っています")
    if not found.entries:
        screen.say("nothing was ever said about consent", "同意についての記録はありません")
    else:
        table(screen, ROWS, [_row(screen, one, found.zone) for one in found.entries])
    return FINE


def allowed(screen: Screen, facts: Facts, zone: str) -> list[tuple[str, str, str]]:
    """What one lead allows now, for `leads show`: only what was said. (English heading, Japanese heading, value)."""
    said = [f"{topic} {screen.pick('yes', '同意') if yes else screen.pick('no', '撤回')}" for topic, yes in sorted(facts.consents.items())]
    said += [f"{topic} {screen.pick('asked', '確認待ち')}" for topic in sorted(facts.asked)]
    rows = [("consents", "同意", ", ".join(said))] if said else []
    if facts.paused:
        rows.append(("no mails until", "メールを休む期限", moment(facts.paused, zone)))
    if facts.tracking is not None:
        # Nobody looked, which is not the same as "opened nothing".
        words = ("recorded", "記録する") if facts.tracking else ("not observed, as the reader wants", "本人の希望で記録しない")
        rows.append(("opens and clicks", "開封とクリック", screen.pick(*words)))
    return rows


def allowed_told(facts: Facts, zone: str) -> dict[str, object]:
    """The same as JSON data. tracking: None where nothing was said."""
    paused = to_iso(facts.paused, zone) if facts.paused else None
    return {"topics": dict(sorted(facts.consents.items())), "asked": sorted(facts.asked), "paused": paused, "tracking": facts.tracking}


def _row(screen: Screen, one: Entry, zone: str) -> tuple[str, ...]:
    act = screen.pick(*ACTS.get(one.act, (one.act, one.act)))
    kind, _, name = one.place.partition(":")
    place = screen.pick(*PLACES.get(kind, (kind, kind))) + (f" `{name}`" if name else "")
    words = one.text + (f" ({one.version})" if one.version else "") or (f"sha256 {one.digest[:12]}" if one.digest else "-")
    topic = one.topic or ("-" if one.act.startswith("tracking") else screen.pick("everything", "すべて"))
    return moment(one.at, zone), act, topic, place, words


def show_consents_export(screen: Screen, file: Path | None, *, since: str, lead: str, standing: bool) -> int:
    """The whole record as a table, or one person's; standing: a line for each yes instead, with what ended it."""
    try:
        moment_ = from_iso(since) if since else 0
    except ValueError as error:
        raise NurtureError("not-a-day", text=since) from error
    if standing and since:
        raise NurtureError("standing-since")
    text = standing_out(screen.folder, lead=lead) if standing else consenting.written_out(screen.folder, since=moment_, lead=lead)
    rows = text.count("\n") - 1
    if file is not None:
        file.write_text(text, encoding="utf-8-sig")
        screen.document({"file": str(file), "rows": rows})
        screen.say(f"wrote {rows:,} entries to `{file}`", f"`{file}` に {rows:,} 件を書き出しました")
    elif screen.as_json:
        screen.document({"rows": rows, "table": text})
    else:
        screen.pour(text)
    return FINE
