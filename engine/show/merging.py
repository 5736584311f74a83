"""Leads that may be one person, side by side, and what joining two of them does."""

import sys

from engine.commands.merging import Preview, foresee_merge, keep_apart, merge
from engine.show.plain import plain
from engine.show.reasons import reason, state
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, table

RUNS = (
    Column("scenario", "シナリオ"),
    Column("goes on", "続くのは"),
    Column("at", "現在地"),
    Column("ends", "終わるのは"),
)
SCORES = (
    Column("score", "スコア"),
    Column("joins", "統合する側", align="right"),
    Column("stays", "残る側", align="right"),
    Column("together", "統合後", align="right"),
)
SPARED = (Column("mail", "メール"), Column("lead", "リード"), Column("state", "状態"))
TWICE = (Column("mail", "メール"), Column("state", "状態"))


def show_apart(screen: Screen, one: str, other: str) -> int:
    """They are two people."""
    pair = keep_apart(screen.folder, one, other)
    screen.document({"apart": list(pair)})
    screen.say(f"`{one}` and `{other}` are two people", f"`{one}` と `{other}` は別の人です")
    return FINE


def show_merge(screen: Screen, pair: tuple[str, str], *, because: str, dry: bool, yes: bool) -> int:
    """What it does, the question where somebody can answer, and then that it is done."""
    lead, into = pair
    found = foresee_merge(screen.folder, lead, into)
    screen.document(plain(found) | {"dry_run": dry})
    _runs(screen, found)
    if found.scores:
        heading(screen, "scores", "スコア")
        table(screen, SCORES, [(one.score, one.theirs, one.ours, one.together) for one in found.scores])
    _mails(screen, found)
    _rest(screen, found)
    if dry:
        screen.say(
            f"`{lead}` would become one with `{into}`, who goes on",
            f"（予行）`{lead}` を `{into}` に統合します。残るのは `{into}` です",
        )
        screen.say(
            "nothing was changed; a merge is taken back by `nurture leads unmerge`, for 30 days",
            "何も変更していません。統合は 30 日以内なら `nurture leads unmerge` で取り消せます",
        )
    elif agreed(screen, ("join the two?", "統合しますか？"), yes=yes):
        merge(screen.folder, found.lead, found.into, because=because)
        screen.say(f"`{lead}` becomes one with `{into}`, who goes on", f"`{lead}` を `{into}` に統合します。残るのは `{into}` です")
    return FINE


def agreed(screen: Screen, question: tuple[str, str], *, yes: bool) -> bool:
    """Somebody at a terminal is asked; a script has said what it wants by calling."""
    return yes or screen.as_json or not sys.stdin.isatty() or screen.confirm(*question)


def _runs(screen: Screen, found: Preview) -> None:
    if found.runs:
        heading(screen, "scenarios", "シナリオ")
        table(screen, RUNS, [(one.scenario, one.of or "-", one.step or "-", one.ended or "-") for one in found.runs])


def _mails(screen: Screen, found: Preview) -> None:
    if found.twice:
        heading(screen, "mails both have; one is taken back where it has not left", "双方にあるメール（未送信なら片方を取り下げ）")
        table(screen, TWICE, [(one.template, state(one.state, screen.lang)) for one in found.twice])
    if found.spared:
        heading(screen, "mails one of them has; the other is not sent them", "片方だけが受け取ったメール（もう片方には送らない）")
        table(screen, SPARED, [(one.template, one.lead, state(one.state, screen.lang)) for one in found.spared])
    if found.starts or found.mails:
        heading(screen, "what the merge sets off", "統合によって始まること")
        for name in found.starts:
            screen.say(f"`{name}` begins", f"`{name}` を開始")
        for name in found.mails:
            screen.say(f"mail `{name}` may leave", f"メール `{name}` を送る")


def _rest(screen: Screen, found: Preview) -> None:
    if found.stage:
        screen.say(f"stage: {found.stage}", f"ステージ：{found.stage}")
    if found.refused:
        said = ", ".join(reason(one, screen.lang) for one in found.refused)
        screen.say(f"refused: {said}", f"配信を断っているもの：{said}")
