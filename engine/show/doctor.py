"""The doctor on the screen."""

from engine.commands.doctor import Check, examine
from engine.domain.errors import Problem
from engine.show.screen import FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.tables import Column, table

SIGNS = {"good": ("ok", "良好"), "warn": ("look", "注意"), "bad": ("bad", "問題")}


def show_doctor(screen: Screen) -> int:
    """One line per check; exit code 1 where something is bad."""
    checks = examine(screen.folder)
    told = [{"state": one.state, "code": one.code, "sentence": _said(screen, one), "values": one.values} for one in checks]
    screen.document({"checks": told})
    rows = [(screen.pick(*SIGNS[one.state]), _said(screen, one)) for one in checks]
    table(screen, (Column("", "", keep=True), Column("what", "内容")), rows)
    bad = sum(1 for one in checks if one.state == "bad")
    if bad:
        screen.say(f"\n{bad} to set right", f"\n直すべき点が {bad} 件あります")
        return FINDINGS
    screen.say("\nready to run", "\n実行できます")
    return FINE


def _said(screen: Screen, check: Check) -> str:
    return sentence(check.problem or Problem(check.code, check.values), screen.lang)
