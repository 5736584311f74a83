"""Tables and progress that are right at 80 columns, with Japanese too."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from engine.show.screen import Screen

Advance: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Column:
    """en, ja: the heading. keep: never folded or cut; shrink happens in the other columns."""

    en: str
    ja: str
    align: Literal["left", "right"] = "left"
    keep: bool = False


def table(screen: Screen, columns: Sequence[Column], rows: Sequence[Sequence[object]], *, title: str = "") -> None:
    """Prints rows under headings; silent under `--json`."""
    if screen.as_json:
        return
    drawn = Table(box=box.SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, show_edge=False)
    for column in columns:
        heading = Text(screen.pick(column.en, column.ja))
        drawn.add_column(heading, justify=column.align, no_wrap=column.keep, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(str(value)) for value in row))
    _console().print(drawn)


def pairs(screen: Screen, rows: Sequence[tuple[str, str, object]], *, title: str = "") -> None:
    """Names and values beneath each other: (English name, Japanese name, value)."""
    if screen.as_json:
        return
    drawn = Table(box=None, show_header=False, title=title or None, title_justify="left", pad_edge=False)
    drawn.add_column(no_wrap=True, style="bold")
    drawn.add_column(overflow="fold")
    for en, ja, value in rows:
        drawn.add_row(Text(screen.pick(en, ja)), Text(str(value)))
    _console().print(drawn)


def heading(screen: Screen, en: str, ja: str) -> None:
    """A line that begins a part of a long answer."""
    if not screen.as_json:
        _console().print(Text(f"\n{screen.pick(en, ja)}", style="bold"))


def lines(screen: Screen, rows: Sequence[str], *, indent: int = 2) -> None:
    """Running text, folded at the terminal's edge with a hanging indent."""
    if screen.as_json:
        return
    drawn = Table(box=None, show_header=False, pad_edge=False, padding=(0, 0, 0, indent))
    drawn.add_column(overflow="fold")
    for row in rows:
        drawn.add_row(Text(row))
    _console().print(drawn)


@contextmanager
def progress(screen: Screen, en: str, ja: str, *, total: int | None = None) -> Iterator[Advance]:
    """A bar on the error stream for long work, if that is a terminal. Yields what to call with the steps done."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    silent = screen.as_json or not sys.stderr.isatty()
    with Progress(*columns, console=console, transient=True, disable=silent) as bar:
        task = bar.add_task(screen.pick(en, ja), total=total)
        yield lambda steps: bar.advance(task, steps)


def _console() -> Console:
    """Made for each print: the streams may have been swapped since."""
    return Console(highlight=False, soft_wrap=False)
