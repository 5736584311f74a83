"""What the tests have been through, and the ways that no test took."""

from typing import Any

from engine.lab.coverage import Coverage, Way
from engine.show.screen import Screen
from engine.show.tables import Column, heading, table

WAYS: dict[str, tuple[str, str]] = {
    "send": ("mail `{name}`", "メール `{name}`"),
    "enter": ("a lead enters this way", "この条件で開始"),
    "goal": ("the goal is reached", "目標に達する"),
    "left": ("a lead leaves this way", "この条件で離脱"),
    "restart": ("the run begins anew (`restart`)", "最初からやり直す（`restart`）"),
    "skip": ("mail `{name}` is skipped (`skip if`)", "メール `{name}` を見送る（`skip if`）"),
    "series-over": ("all of the series was sent before", "シリーズをすべて送り終えている"),
    "if": ("the condition holds", "条件が成り立つ"),
    "else": ("no condition holds (`else`)", "どの条件も成り立たない（`else`）"),
    "arm": ("arm `{name}`", "分岐 `{name}`"),
    "holdout": ("the holdout of `{name}`", "`{name}` の対照群（holdout）"),
    "go-to": ("goes back to `{name}`", "`{name}` へ戻る"),
    "reached": ("the moment comes", "その時刻になる"),
    "past": ("the moment is past", "時刻がすでに過ぎている（`past`）"),
    "met": ("what is waited for happens", "待っていたことが起きる"),
    "timeout": ("the time is over (`timeout`)", "待ち時間が過ぎる（`timeout`）"),
    "rung": ("an act on the way (`after`)", "途中の手順（`after`）"),
    "accepted": ("accepted", "受領される（`accepted`）"),
    "rejected": ("rejected {name}", "差し戻される（`rejected`）{name}"),
    "done": ("done {name}", "完了する（`done`）{name}"),
    "failed": ("the webhook fails (`failed`)", "Webhook が失敗する（`failed`）"),
    "overdue": ("overdue", "期限を過ぎる（`overdue`）"),
}
"""Kind of way -> its words; the name of what it is of where that says more."""

_ALL = ("all", "全体")


def show_coverage(screen: Screen, coverage: Coverage, threshold: int) -> bool:
    """Shares rounded down, then every way that is missing with its place; False if a share is below the threshold."""
    heading(screen, "what the tests go through", "テストが通るところ")
    columns = [Column("scenario", "シナリオ"), Column("mails", "メール", "right"), Column("ways", "分岐", "right")]
    rows = [[name, _share(screen, coverage, "send", name), _share(screen, coverage, "branch", name)] for name in coverage.scenarios]
    rows.append([screen.pick(*_ALL), _share(screen, coverage, "send"), _share(screen, coverage, "branch")])
    table(screen, columns, rows)
    if coverage.missing:
        heading(screen, "no test goes through", "どのテストも通らないところ")
        where = [Column("where", "場所", keep=True), Column("scenario", "シナリオ"), Column("way", "分岐")]
        table(screen, where, [[way.rule, way.scenario, words(screen, way)] for way in coverage.missing])
    is_enough = all(coverage.percent(kind) >= threshold for kind in ("send", "branch"))
    if not is_enough:
        en = f"that is less than {threshold} %: write a test that goes there"
        screen.say(f"\n{en}", f"\n{threshold} % に足りません。そこを通るテストを書いてください")
    return is_enough


def words(screen: Screen, way: Way) -> str:
    """What a run does that takes this way."""
    return screen.pick(*WAYS[way.what]).format(name=way.name).strip()


def plain_coverage(coverage: Coverage) -> dict[str, Any]:
    """Shares in whole percent, and the ways that are missing."""
    missing = [
        {"kind": way.kind, "way": way.what, "name": way.name, "scenario": way.scenario} | _place(way.rule) for way in coverage.missing
    ]
    return {"send": coverage.percent("send"), "branch": coverage.percent("branch"), "missing": missing}


def _place(rule: str) -> dict[str, Any]:
    file, _, line = rule.rpartition(":")
    return {"file": file, "line": int(line)}


def _share(screen: Screen, coverage: Coverage, kind: str, scenario: str | None = None) -> str:
    taken, there = coverage.count(kind, scenario)
    if not there:
        return "-"
    percent = coverage.percent(kind, scenario)
    return screen.pick(f"{taken} of {there}  {percent:>3} %", f"{taken}/{there}  {percent:>3} %")
