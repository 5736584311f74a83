"""`nurture fmt` on the screen."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.commands.formatting import Laid, laid, laid_file, named, write
from engine.domain.errors import NurtureError
from engine.show.difference import difference
from engine.show.failures import problem_of
from engine.show.screen import COULD_NOT, FINDINGS, FINE, Screen
from engine.show.sentences import sentence
from engine.show.stdin import stdin_of
from grammar.render import as_concise

MANY = 100
"""So many files take long enough that somebody who waits wants to see them counted."""


def show_fmt(screen: Screen, paths: tuple[Path, ...], *, mode: str, stdin_name: Path | None = None) -> int:
    """mode: `write`, `check` (only says which files would change), or `diff` (shows how). `-` alone is the standard input."""
    raw = stdin_of(paths, stdin_name)
    if raw is not None:
        return _show_stdin(screen, laid(stdin_name or Path("stdin.nurture"), raw), mode)
    changing: list[Path] = []
    stuck: dict[str, str] = {}
    files = named(screen.folder, paths)
    for one in _counted(screen, files):
        if one.state in ("broken", "unproven"):
            _stuck(screen, one)
            stuck[str(one.path)] = one.state
        elif one.state == "changes" and (reason := _change(screen, one, mode)):
            stuck[str(one.path)] = reason
        elif one.state == "changes":
            changing.append(one.path)
    written = mode == "write"
    changed = [str(path) for path in changing]
    screen.document({"files": len(files), "changed": changed, "could_not": list(stuck), "reasons": stuck, "written": written})
    _sum(screen, changed=len(changing), same=len(files) - len(changing) - len(stuck), written=written)
    return _code(mode, changing, stuck)


def _show_stdin(screen: Screen, one: Laid, mode: str) -> int:
    """The text laid out on the standard output; with mistakes in it nothing, so that an editor keeps what it has."""
    stuck = {str(one.path): one.state} if one.state in ("broken", "unproven") else {}
    changing = [one.path] if one.state == "changes" else []
    if stuck:
        _stuck(screen, one)
    elif mode == "write" and not screen.as_json:
        sys.stdout.flush()
        sys.stdout.buffer.write(one.after.encode())
    elif mode != "write" and changing:
        _change(screen, one, mode)
    data = {"files": 1, "changed": [str(path) for path in changing], "could_not": list(stuck), "reasons": stuck, "written": False}
    screen.document(data if stuck else data | {"text": one.after})
    return _code(mode, changing, stuck)


def _code(mode: str, changing: Sequence[Path], stuck: Mapping[str, str]) -> int:
    if stuck:
        return COULD_NOT
    return FINDINGS if changing and mode != "write" else FINE


def _counted(screen: Screen, files: Sequence[Path]) -> Iterator[Laid]:
    """Each file in turn; a count on the terminal where there are many."""
    counting = len(files) > MANY and sys.stderr.isatty() and not screen.as_json
    for number, path in enumerate(files, 1):
        if counting:
            sys.stderr.write(f"\r{number}/{len(files)}\r")
        yield laid_file(path)


def _change(screen: Screen, one: Laid, mode: str) -> str:
    """Writes or shows the change; why it could not be written, if so."""
    if mode == "write":
        try:
            write(one)
        except (NurtureError, OSError) as error:
            problem = error.problem if isinstance(error, NurtureError) else problem_of(error)
            text = f"nurture: {sentence(problem, screen.lang)}"
            screen.note(text, text)
            return problem.code
        screen.say(f"laid out `{one.path}`", f"`{one.path}` を整えました")
    elif mode == "check":
        screen.say(f"would change `{one.path}`", f"`{one.path}` は整っていません")
    elif not screen.as_json:
        screen.pour(difference(str(one.path), one.before, one.after))
    return ""


def _stuck(screen: Screen, one: Laid) -> None:
    if one.state == "broken":
        errors = [found for found in one.findings if found.severity == "error"]
        text = as_concise(errors, {}, screen.lang)
        screen.note(text, text)
        screen.note(f"`{one.path}` has mistakes and stays as it is", f"`{one.path}` には誤りがあるため、そのままにします")
    else:
        screen.note(
            f"`{one.path}` stays as it is: laying it out would change what it says; please report this file",
            f"`{one.path}` は整えると意味が変わるため、そのままにします。このファイルを報告してください",
        )


def _sum(screen: Screen, *, changed: int, same: int, written: bool) -> None:
    if written:
        screen.note(f"{changed} laid out, {same} were right", f"{changed} 個を整え、{same} 個はそのまま")
    else:
        screen.note(f"{changed} would change, {same} are right", f"{changed} 個が変わり、{same} 個はそのまま")
