"""`nurture test` on the screen: what was played, how much of it held, and what no test goes through."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.commands.testing import Tried, run_tests
from engine.lab.trials import Trial, trials_of
from engine.show.coverage import plain_coverage, show_coverage
from engine.show.diagnostics import show_errors
from engine.show.junit import write_junit
from engine.show.plain import iso, plain
from engine.show.screen import COULD_NOT, FINDINGS, FINE, Screen
from engine.show.tables import progress
from engine.show.trials import failure_lines, found_words, tell_trial


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a test run. pattern: a part of the wanted tests' names; junit: a file to write too.

    threshold: the least share of mails and of ways, in percent, that the tests shall have been through; None asks for none.
    watched: only what failed is told test by test.
    """

    paths: tuple[Path, ...] = ()
    pattern: str = ""
    junit: Path | None = None
    threshold: int | None = None
    watched: bool = False


def show_test(screen: Screen, wish: Wish) -> int:
    """One line per test, a report per failure. Exit code 2 where the workspace has errors and nothing could be played."""
    with progress(screen, "testing", "テスト中") as advance:
        tried = run_tests(screen.folder, wish.paths, pattern=wish.pattern, done=lambda trial: advance(1))
    if tried.ready.program is None:
        show_errors(screen, tried.ready.findings, tried.ready.workspace)
        return COULD_NOT
    screen.document(_document(screen, tried))
    for trial in tried.trials:
        if trial.failures or not wish.watched:
            tell_trial(screen, trial, _lines(tried, trial.span.file))
    failed = sum(1 for trial in tried.trials if not trial.passed)
    _sum(screen, tried, failed, wish.pattern)
    if wish.junit is not None:
        write_junit(wish.junit, tried.trials, [failure_lines(screen, trial) for trial in tried.trials])
    is_thin = wish.threshold is not None and not show_coverage(screen, tried.coverage, wish.threshold)
    is_missed = not tried.trials and bool(wish.pattern or wish.paths)
    return FINDINGS if failed or is_thin or is_missed else FINE


def _sum(screen: Screen, tried: Tried, failed: int, pattern: str) -> None:
    total = len(tried.trials)
    if not total:
        _nothing_played(screen, tried, pattern)
    elif failed:
        screen.say(f"{failed} of {total} {'test' if total == 1 else 'tests'} failed", f"{total} 件のうち {failed} 件が不合格")
    else:
        screen.say("1 test holds" if total == 1 else f"all {total} tests hold", f"{total} 件すべて合格")


def _nothing_played(screen: Screen, tried: Tried, pattern: str) -> None:
    """Why: nobody wrote a test, or what was asked for fits none; then which there are."""
    titles = [test.title for test in trials_of(tried.ready.workspace.files)]
    if not titles:
        screen.say("there is no test yet: write one beside a scenario", "テストはまだありません。シナリオのそばに `test` を書いてください")
        return
    asked = screen.pick(f" whose name contains `{pattern}`", f"（名前に `{pattern}` を含むもの）") if pattern else ""
    screen.say(f"no test was found{asked}; there are:", f"テストが見つかりません{asked}。あるテスト：")
    for title in titles:
        screen.say(f"  {title}", f"  {title}")


def _lines(tried: Tried, file: str) -> list[str]:
    return next((one.text.splitlines() for one in tried.ready.workspace.files if one.path == file), [])


def _document(screen: Screen, tried: Tried) -> dict[str, Any]:
    return {"tests": [_plain(screen, trial) for trial in tried.trials], "coverage": plain_coverage(tried.coverage)}


def _plain(screen: Screen, trial: Trial) -> dict[str, Any]:
    failures = [
        {"file": one.span.file, "line": one.span.line, "found": one.found, "values": plain(one.values)}
        | {"sentence": found_words(screen, one, trial)}
        for one in trial.failures
    ]
    place = {"title": trial.title, "file": trial.span.file, "line": trial.span.line, "passed": trial.passed}
    told: dict[str, Any] = place | {"expectations": trial.expectations, "failures": failures}
    if trial.failures:
        told["timeline"] = [
            {"moment": iso(entry.moment, trial.zone), "lead": entry.subject}
            | {"rules": [{"what": one.what, "rule": one.rule} for one in entry.trace]}
            for entry in trial.timeline
        ]
    return told
