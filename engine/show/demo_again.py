"""What an edit changed: the lines that are not as before, and every figure before and after."""

from engine.commands.demo import Play, Record, changes
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, table

SHOWN = 12
"""Changed lines on the screen; `--json` has them all."""

FIGURES = (
    Column("figure", "数字"),
    Column("before", "前", align="right"),
    Column("after", "後", align="right"),
    Column("difference", "差", align="right"),
)
WORDS: dict[str, tuple[str, str]] = {
    "leads": ("leads", "リード"),
    "mails": ("mails", "メール"),
    "stage": ("reached", "到達"),
    "handoff": ("handed to", "引き渡し"),
    "outcome": ("leads with", "人数"),
    "sent": ("sent", "送信"),
    "opened": ("opened", "開封"),
    "clicked": ("clicked", "クリック"),
    "skipped": ("not sent", "送らず"),
    "raised": ("raised", "件数"),
    "accepted": ("accepted", "受領"),
    "rejected": ("rejected", "差し戻し"),
    "overdue": ("overdue", "期限切れ"),
    "nurtured": ("the nurtured", "育成群"),
    "holdout": ("the holdout", "対照群"),
}


def show_changes(screen: Screen, record: Record) -> None:
    """The newest play beside the one before it."""
    if record.last is None or record.before is None:
        screen.document({"changed": [], "figures": []})
        screen.say(
            "there is nothing to compare with yet: this was the first play; edit a file, then `nurture demo --again`",
            "まだ比べる相手がありません（初めての再生です）。ファイルを編集してから `nurture demo --again` を実行してください",
        )
        return
    _compare(screen, record.before, record.last)


def show_unchanged(screen: Screen, record: Record) -> int:
    """Nothing was edited since: says so, and what the last edit had changed."""
    screen.say(
        "nothing was changed since the last play, so nothing changes: edit a file, or `nurture demo --apply-edit`",
        "前回から何も変わっていないので、結果も同じです。ファイルを編集するか、`nurture demo --apply-edit` を試してください",
    )
    if record.before is not None and record.last is not None:
        screen.say("\nwhat the last edit changed:", "\n前回の編集で変わったこと：")
        _compare(screen, record.before, record.last)
    else:
        screen.document({"changed": [], "figures": []})
    return FINE


def _compare(screen: Screen, before: Play, after: Play) -> None:
    changed = changes(before.texts, after.texts)
    names = list(dict.fromkeys([*before.numbers, *after.numbers]))
    pairs = [(name, before.numbers.get(name), after.numbers.get(name)) for name in names]
    screen.document(
        {
            "changed": [{"file": one.file, "line": one.line, "sign": one.sign, "text": one.text} for one in changed],
            "figures": [{"figure": name, "before": was, "after": now} for name, was, now in pairs],
        }
    )
    heading(screen, "what was edited", "編集したところ")
    for one in changed[:SHOWN]:
        text = f"{one.file}:{one.line}  {one.sign} {one.text.strip()}"
        screen.say(text, text)
    if len(changed) > SHOWN:
        screen.say(f"… {len(changed) - SHOWN} lines more", f"… ほか {len(changed) - SHOWN} 行")
    _people(screen, before, after)
    heading(screen, "what it changed", "変わったこと")
    rows = [(_called(screen, name), _number(name, was), _number(name, now), _difference(name, was, now)) for name, was, now in pairs]
    table(screen, FIGURES, rows)


def _people(screen: Screen, before: Play, after: Play) -> None:
    """Another population is another experiment: it is said, lest the difference be taken for the edit's."""
    for name, en, ja in (("seed", "seed", "シード"), ("leads", "leads", "人数"), ("days", "days", "日数")):
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            screen.say(f"not the same people: {en} {was} → {now}", f"人々も同じではありません：{ja} {was} → {now}")


def _called(screen: Screen, name: str) -> str:
    part, _, rest = name.partition("/")
    if part == "group":
        event, _, group = rest.rpartition("/")
        return screen.pick(f"{event}: share of {WORDS[group][0]}", f"{event} の割合・{WORDS[group][1]}")
    return " ".join(screen.pick(*WORDS[part]) if part in WORDS else part for part in name.split("/"))


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if name.startswith("group/") else f"{value:,.0f}"


def _difference(name: str, before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "-"
    if name.startswith("group/"):
        return f"{(after - before) * 100:+.1f} pt" if abs(after - before) >= 0.0005 else "·"
    return f"{after - before:+,.0f}" if after != before else "·"
