"""Every failure becomes a sentence: the last stop before a person would see a traceback."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from engine.domain.errors import NurtureError, Problem
from engine.show.screen import COULD_NOT, Screen
from engine.show.signs import visible

_FULL = {errno.ENOSPC, errno.EDQUOT}


def guarded(screen: Screen, work: Callable[[], int]) -> int:
    """The exit code of `work`, or 2 and a sentence where it failed."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except NurtureError as error:
        tell(screen, error.problem)
    except BrokenPipeError:
        return _hang_up()
    except KeyboardInterrupt:
        tell(screen, Problem("interrupted"))
    except Exception as error:
        if os.environ.get("NURTURE_DEBUG"):
            from traceback import print_exc

            print_exc()
        tell(screen, problem_of(error))
    return COULD_NOT


def tell(screen: Screen, problem: Problem) -> None:
    """Says a problem in the reader's language; on the error stream where the output itself is what failed."""
    from engine.show.sentences import sentence

    text = sentence(problem, screen.lang)
    try:
        screen.problem(problem.code, text, problem.values)
        sys.stdout.flush()
    except OSError:
        sys.stderr.write(f"nurture: {visible(text)}\n")
        _hang_up()


def problem_of(error: Exception) -> Problem:
    """What a failure of the machine, or of nurture itself, is called."""
    if isinstance(error, UnicodeDecodeError):
        return Problem("not-text", {"path": "?"})
    if isinstance(error, OSError):
        return _machine(error)
    return Problem("unexpected", {"reason": f"{type(error).__name__}: {error}", "place": _place(error)})


def _machine(error: OSError) -> Problem:
    path = str(error.filename or "output")
    if isinstance(error, FileNotFoundError):
        return Problem("no-such-file", {"path": path})
    if isinstance(error, PermissionError):
        return Problem("not-allowed", {"path": path})
    if error.errno in _FULL:
        return Problem("disk-full", {"path": path})
    return Problem("machine-failed", {"reason": (error.strerror or str(error)).lower(), "path": path})


def _place(error: Exception) -> str:
    """`file.py:line` where it broke, for the report to us."""
    from traceback import extract_tb

    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _hang_up() -> int:
    """Nobody reads our output any more (`| head`), or nothing takes it: the rest is for nobody."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    return 0
