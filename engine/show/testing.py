"""`nurture test` on the screen: what held, and for what did not the whole timeline of its leads."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.commands.testing import Tried, run_tests
from engine.domain.events import Event
from engine.lab.trials import Failure, Trial, trials_of
from engine.show.coverage import plain_coverage, show_coverage
from engine.show.diagnostics import show_errors
from engine.show.folding import hang
from engine.show.junit import write_junit
from engine.show.moments import moment
from engine.show.plain import iso, plain
from engine.show.screen import COULD_NOT, FINDINGS, FINE, Screen
from engine.show.sentences_tests import FOUND
from engine.show.tables import progress, ruled
from engine.show.traces import event_words, line

WIDTH = 80


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
            _trial(screen, trial, _lines(tried, trial.span.file))
    failed = sum(1 for trial in tried.trials if not trial.passed)
    _sum(screen, tried, failed, wish.pattern)
    if wish.junit is not None:
        write_junit(wish.junit, tried.trials, [_failures(screen, trial) for trial in tried.trials])
    is_thin = wish.threshold is not None and not show_coverage(screen, tried.coverage, wish.threshold)
    return FINDINGS if failed or is_thin else FINE


def _trial(screen: Screen, trial: Trial, source: list[str]) -> None:
    sign = "ok  " if trial.passed else "FAIL"
    screen.say(f"{sign}  {trial.title}", f"{'合格' if trial.passed else '不合格'}  {trial.title}")
    for failure in trial.failures:
        place = f"{failure.span.file}:{failure.span.line}"
        text = source[failure.span.line - 1].strip() if failure.span.line <= len(source) else ""
        screen.say(f"\n      {place}  {text}", f"\n      {place}  {text}")
        found = found_words(screen, failure, trial.zone)
        screen.say(f"      {found}", f"      {found}")
    if trial.failures:
        screen.say("\n      what happened:", "\n      起きたこと：")
        _timeline(screen, trial)
        screen.say("", "")


def _timeline(screen: Screen, trial: Trial) -> None:
    """Everything that happened to the leads of a test, with the rules that spoke."""
    for entry in trial.timeline:
        cause = event_words(entry.cause, screen.lang) if isinstance(entry.cause, Event) else screen.pick("(time)", "（時間）")
        begin = f"{'':8}{moment(entry.moment, trial.zone)}  "
        for number, text in enumerate(hang(f"{entry.subject}  {cause}", WIDTH - len(begin), 2)):
            screen.say(*(f"{'' if number else begin:{len(begin)}}{text}",) * 2)
        ruled(screen, [(trace.rule, line(trace, screen.lang, trial.zone)) for trace in entry.trace], indent=12)


def found_words(screen: Screen, failure: Failure, zone: str) -> str:
    """What there was instead of what was expected."""
    values = {name: _value(name, value, zone) or screen.pick("nothing", "なし") for name, value in failure.values.items()}
    return screen.pick(*FOUND.get(failure.found, (failure.found, failure.found))).format_map(values)


def _value(name: str, value: object, zone: str) -> str:
    if name == "times" and isinstance(value, list):
        return ", ".join(moment(one, zone) for one in value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


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


def _failures(screen: Screen, trial: Trial) -> list[str]:
    return [f"{one.span.file}:{one.span.line}: {found_words(screen, one, trial.zone)}" for one in trial.failures]


def _document(screen: Screen, tried: Tried) -> dict[str, Any]:
    return {"tests": [_plain(screen, trial) for trial in tried.trials], "coverage": plain_coverage(tried.coverage)}


def _plain(screen: Screen, trial: Trial) -> dict[str, Any]:
    failures = [
        {"file": one.span.file, "line": one.span.line, "found": one.found, "values": plain(one.values)}
        | {"sentence": found_words(screen, one, trial.zone)}
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
