"""The doctor on the screen: what was found, why it matters, and what to do."""

from engine.commands.doctor import Check, examine
from engine.domain.errors import Problem
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.sentences_why import WHY
from engine.show.tables import Column, table

SIGNS = {"good": ("ok", "良好"), "warn": ("look", "注意"), "bad": ("bad", "問題")}


def show_doctor(screen: Screen, *, online: bool = False) -> int:
    """One line per check, and below it why it matters where it is not good; exit code 1 where something is bad."""
    checks = examine(screen.folder, online=online)
    screen.document({"checks": [_document(screen, one) for one in checks]})
    rows = [row for one in checks for row in _rows(screen, one)]
    table(screen, (Column("", "", keep=True), Column("what", "内容")), rows)
    bad = sum(1 for one in checks if one.state == "bad")
    if bad:
        screen.say(f"\n{bad} to set right", f"\n直すべき点が {bad} 件あります")
        return FINDINGS
    screen.say("\nready to run", "\n実行できます")
    return FINE


def _document(screen: Screen, one: Check) -> dict[str, object]:
    return {"state": one.state, "code": one.code, "sentence": _said(screen, one), "why": _why(screen, one), "values": one.values}


def _rows(screen: Screen, one: Check) -> list[tuple[str, str]]:
    rows = [(screen.pick(*SIGNS[one.state]), _said(screen, one))]
    why = _why(screen, one)
    return [*rows, ("", screen.pick(f"  why: {why}", f"　理由：{why}"))] if why else rows


def _said(screen: Screen, check: Check) -> str:
    return sentence(check.problem or Problem(check.code, check.values), screen.lang)


def _why(screen: Screen, check: Check) -> str:
    return screen.pick(*WHY[check.code]) if check.state != "good" and check.code in WHY else ""
