"""What taking a merge back does, and doing it."""

from engine.commands.unmerging import Parting, foresee_parting, unmerge
from engine.show.merging import agreed
from engine.show.moments import moment
from engine.show.plain import dated, plain
from engine.show.reasons import reason
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, pairs, table

RUNS = (Column("scenario", "シナリオ"), Column("goes on with", "続くのは"), Column("at", "現在地"))
SCORES = (
    Column("score", "スコア"),
    Column("as one", "統合中", align="right"),
    Column("leaves", "別れる側", align="right"),
    Column("stays", "残る側", align="right"),
)


def show_unmerge(screen: Screen, lead: str, *, because: str, dry: bool, yes: bool) -> int:
    """What it does, the question where somebody can answer, and then that it is done."""
    found = foresee_parting(screen.folder, lead)
    screen.document(_document(found) | {"dry_run": dry})
    _joined(screen, found)
    if found.runs:
        heading(screen, "scenarios", "シナリオ")
        over = screen.pick("over by the merge, not taken up again", "統合で終了（再開しない）")
        table(screen, RUNS, [(one.scenario, one.of or over, one.step or "-") for one in found.runs])
    if found.scores:
        heading(screen, "scores", "スコア")
        table(screen, SCORES, [(one.score, one.together, one.theirs, one.ours) for one in found.scores])
    _rest(screen, found)
    if dry:
        screen.say("nothing was changed", "何も変更していません")
    elif agreed(screen, ("take the merge back?", "統合を取り消しますか？"), yes=yes):
        unmerge(screen.folder, found.lead, found.stays, because=because)
        screen.say(
            f"`{found.lead}` and `{found.stays}` are two people again; no rule joins them any more",
            f"`{found.lead}` と `{found.stays}` は別の人に戻ります。以後、規則では統合されません",
        )
    return FINE


def _joined(screen: Screen, found: Parting) -> None:
    said = f"{moment(found.joined_at, found.zone)}{f' ({reason(found.because, screen.lang)})' if found.because else ''}"
    pairs(
        screen,
        [
            ("leaves", "別れる側", ", ".join([found.lead, *found.with_])),
            ("stays", "残る側", found.stays),
            ("one since", "統合日時", said),
            ("known by", "戻るキー", ", ".join(value for _, value in found.keys) or "-"),
            ("events", "戻る件数", str(found.events)),
            ("stages", "ステージ", " / ".join(stage or "-" for stage in found.stages)),
        ],
    )


def _rest(screen: Screen, found: Parting) -> None:
    if found.remembered:
        said = ", ".join(found.remembered)
        screen.say(f"sent while they were one, and to neither again: {said}", f"統合中に送信済み（どちらにも再送しない）：{said}")
    if found.refused:
        topics = ", ".join(topic or screen.pick("all mail", "すべて") for topic in found.refused)
        screen.say(f"refused by both from now on: {topics}", f"以後、双方とも配信停止：{topics}")
    screen.say("nothing starts by it", "これによって始まるものはありません")


def _document(found: Parting) -> dict[str, object]:
    told = plain(found)
    told["with"] = told.pop("with_")
    told.pop("zone")
    return dated(told, "joined_at", zone=found.zone)
