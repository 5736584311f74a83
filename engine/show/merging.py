"""Leads that may be one person, side by side, and what joining two of them does."""

import sys
from typing import Any

from engine.commands.merging import Pair, Preview, foresee_merge, keep_apart, merge, review
from engine.reports.leads import Full
from engine.show.leads import called
from engine.show.moments import moment
from engine.show.plain import dated, plain
from engine.show.reasons import reason, state
from engine.show.screen import FINE, Screen
from engine.show.tables import Column, heading, table

SHOWN = ("name", "company", "email", "phone")
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


def show_review(screen: Screen, *, limit: int) -> int:
    """Every pair, side by side, with the two commands that settle it."""
    found = review(screen.folder, limit=limit)
    screen.document({"pairs": [_pair(one, found.zone) for one in found.pairs]})
    for one in found.pairs:
        _side_by_side(screen, one, found.zone)
    count = len(found.pairs)
    if not count:
        screen.say("no two leads look like one person", "同じ人らしいリードの組はありません")
        return FINE
    screen.say(
        f"{count} to decide; `nurture leads merge LEAD INTO` joins one, `nurture leads apart LEAD OTHER` says that they are two",
        f"{count} 組。同じ人なら `nurture leads merge リード 残すリード`、別の人なら `nurture leads apart リード リード`",
    )
    return FINE


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


def _side_by_side(screen: Screen, pair: Pair, zone: str) -> None:
    one, other = pair.one, pair.other
    why = reason(pair.because, screen.lang)
    heading(screen, f"alike: {why}" if why else "alike", f"似ている：{why}" if why else "似ている")
    columns = (Column("", ""), Column(_named(one), _named(one)), Column(_named(other), _named(other)))
    rows = [(name, _value(one, name), _value(other, name)) for name in SHOWN]
    rows += [
        (screen.pick("stage", "ステージ"), one.line.stage or "-", other.line.stage or "-"),
        (screen.pick("scenarios", "シナリオ"), ", ".join(one.line.runs) or "-", ", ".join(other.line.runs) or "-"),
        (screen.pick("last active", "最終反応"), moment(one.line.activity, zone), moment(other.line.activity, zone)),
        ("ID", one.line.id, other.line.id),
    ]
    table(screen, columns, rows)


def _named(full: Full) -> str:
    return called(full.line)


def _value(full: Full, name: str) -> str:
    found = full.lead.facts.attributes.get(name)
    return "-" if found is None else str(found.value)


def _pair(pair: Pair, zone: str) -> dict[str, Any]:
    told = {"because": pair.because, "since": pair.since}
    return dated(told, "since", zone=zone) | {"leads": [_side(one) for one in (pair.one, pair.other)]}


def _side(full: Full) -> dict[str, Any]:
    known = {name: one.value for name in SHOWN if (one := full.lead.facts.attributes.get(name)) is not None}
    return {"id": full.line.id, "stage": full.line.stage, "runs": list(full.line.runs)} | known
