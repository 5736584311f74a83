"""`nurture test --watch`: the tests again whenever a file changes, until Ctrl-C."""

import sys
from collections.abc import Callable, Iterable

from engine.app import place_at
from engine.commands.watching import changes
from engine.domain.errors import NurtureError
from engine.show.failures import problem_of, tell
from engine.show.screen import FINE, Screen
from engine.show.testing import Wish, show_test

_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Wipes a terminal, and what has scrolled out of it."""


def show_test_again(screen: Screen, wish: Wish) -> int:
    """The tests now, and after each change. Raises NurtureError where there is no workspace to watch."""
    return again(screen, changes(place_at(screen.folder)), lambda: show_test(screen, wish))


def again(screen: Screen, changes: Iterable[None], work: Callable[[], int]) -> int:
    """Does the work at each change. A workspace that cannot be read is told, and waited for; ending it is no failure."""
    try:
        for _ in changes:
            if sys.stdout.isatty() and not screen.as_json:
                sys.stdout.write(_CLEAR)
            _once(screen, work)
            screen.say("\nwaiting for a file to change; Ctrl-C ends", "\nファイルの変更を待っています（Ctrl-C で終了）")
            sys.stdout.flush()
    except KeyboardInterrupt:
        screen.say("", "")
    return FINE


def _once(screen: Screen, work: Callable[[], int]) -> None:
    try:
        work()
    except NurtureError as error:
        tell(screen, error.problem)
    except OSError as error:
        tell(screen, problem_of(error))
