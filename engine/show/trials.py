"""One test on the screen: that it held, or what did not hold, what there was instead, and all that happened to its leads."""

from collections.abc import Mapping

from engine.domain.events import Event
from engine.domain.instants import Instant, local_day
from engine.lab.trials import Failure, Trial
from engine.show.folding import hang
from engine.show.moments import moment
from engine.show.reasons import reason, run_state
from engine.show.screen import Screen
from engine.show.sentences_tests import FOUND
from engine.show.tables import ruled
from engine.show.traces import event_words, line, subject_name

WIDTH = 80


def tell_trial(screen: Screen, trial: Trial, source: list[str]) -> None:
    """One line; a report where something failed. source: the lines of its file."""
    sign = "ok  " if trial.passed else "FAIL"
    screen.say(f"{sign}  {trial.title}", f"{'合格' if trial.passed else '不合格'}  {trial.title}")
    for failure in trial.failures:
        place = f"{failure.span.file}:{failure.span.line}"
        text = source[failure.span.line - 1].strip() if failure.span.line <= len(source) else ""
        _write(screen, f"\n    {place}  {text}")
        for part in hang(found_words(screen, failure, trial), WIDTH - 6, 2):
            _write(screen, f"      {part}")
    if trial.failures:
        screen.say("\n    what happened:", "\n    起きたこと：")
        _timeline(screen, trial)
        _write(screen, "")


def _timeline(screen: Screen, trial: Trial) -> None:
    """Everything that happened to the leads for whom something failed, with the rules that spoke."""
    told = trial.concerned
    widest = max((len(_day(entry.moment, trial)) for entry in told), default=0)
    for entry in told:
        cause = event_words(entry.cause, screen.lang) if isinstance(entry.cause, Event) else screen.pick("(time)", "（時間）")
        begin = f"    {_day(entry.moment, trial):{widest}}  {moment(entry.moment, trial.zone)}  "
        for number, text in enumerate(hang(f"{subject_name(entry.subject)}  {cause}", WIDTH - len(begin), 2)):
            _write(screen, f"{'' if number else begin:{len(begin)}}{text}")
        ruled(screen, [(trace.rule, line(trace, screen.lang, trial.zone)) for trace in entry.trace], indent=8)


def failure_lines(screen: Screen, trial: Trial) -> list[str]:
    """`file:line: what there was`, for each failure."""
    return [f"{one.span.file}:{one.span.line}: {found_words(screen, one, trial)}" for one in trial.failures]


def found_words(screen: Screen, failure: Failure, trial: Trial) -> str:
    """What there was instead of what was expected, and as of when, where the line does not say."""
    code = f"{failure.found}-none" if _is_nothing(failure.values) and f"{failure.found}-none" in FOUND else failure.found
    values = {name: _value(screen, name, value, trial) for name, value in failure.values.items()}
    told = screen.pick(*FOUND.get(code, (code, code))).format_map(values)
    if failure.until is None:
        return told
    until = f"{_day(failure.until, trial)} {moment(failure.until, trial.zone)[-5:]}"
    return told + screen.pick(f" (as of {until})", f"（{until} 時点）")


def _is_nothing(values: Mapping[str, object]) -> bool:
    """Whether the list or text that would be told is empty."""
    return any(values.get(name) in ([], "") for name in ("found", "reasons"))


def _day(instant: Instant, trial: Trial) -> str:
    """The day of the test, as its lines say it."""
    return f"day {(local_day(instant, trial.zone) - local_day(trial.start, trial.zone)).days}"


def _value(screen: Screen, name: str, value: object, trial: Trial) -> str:
    match name, value:
        case "times", list(moments):
            return ", ".join(f"{_day(one, trial)} {moment(one, trial.zone)[-5:]}" for one in moments)
        case "reason", str(text):
            return reason(text, screen.lang)
        case "reasons", list(reasons):
            return ", ".join(dict.fromkeys(_coded(one, reason(one, screen.lang)) for one in reasons))
        case "state", str(state):
            return _coded(state, run_state(state, screen.lang))
        case "because", str(text):
            return f" ({_coded(text, reason(text, screen.lang))})" if text else ""
        case _, list(items):
            return ", ".join(str(one) for one in items) or screen.pick("nothing", "なし")
        case _:
            return screen.pick("nothing", "なし") if value in (None, "") else str(value)


def _coded(code: str, words: str) -> str:
    """The word a test writes, and what it means."""
    return code if words == code else f"`{code}` ({words})"


def _write(screen: Screen, text: str) -> None:
    screen.say(text, text)
