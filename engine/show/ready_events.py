"""`nurture events` on the screen."""

from engine.commands.ready_events import add, ready
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, table

COLUMNS = (Column("event", "イベント", keep=True), Column("what it is", "内容"), Column("fields", "項目"), Column("declared", "宣言"))


def show_ready(screen: Screen) -> int:
    """Each with its fields, and whether the workspace has it."""
    found = ready(screen.folder)
    screen.document(
        [{"name": one.event.name, "en": one.event.en, "ja": one.event.ja, "fields": list(one.event.fields), "declared": one.declared}
         for one in found]
    )  # fmt: skip
    yes = screen.pick("yes", "済")
    told = [(one.event, yes if one.declared else "") for one in found]
    rows = [(event.name, screen.pick(event.en, event.ja), ", ".join(event.fields), declared) for event, declared in told]
    table(screen, COLUMNS, rows)
    screen.say("`nurture events add NAME` declares one", "`nurture events add 名前` で宣言を書き加えます")
    return FINE


def show_add(screen: Screen, names: tuple[str, ...], to: str, *, dry: bool) -> int:
    """What was written, and where."""
    done = add(screen.folder, names, to, dry=dry)
    screen.document({"file": done.file, "names": list(done.names), "text": done.text, "written": not dry})
    screen.say(
        f"{'would stand' if dry else 'stands'} in {done.file}:",
        f"{done.file} に{'書き加える' if dry else '書き加えた'}内容：",
    )
    screen.say(done.text, done.text)
    return FINE
