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

from engine.show.folding import cells, fold, pad
from engine.show.screen import Screen
from engine.show.signs import visible

GAP = 2
"""Cells between columns."""
LEAST = 8
"""Cells below which no column of text is pressed."""
WIDEST_RULE = 26
"""Cells kept for `file:line`."""

Advance: TypeAlias = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Column:
    """en, ja: the heading. keep: never folded or cut; shrink happens in the other columns."""

    en: str
    ja: str
    align: Literal["left", "right"] = "left"
    keep: bool = False


def table(screen: Screen, columns: Sequence[Column], rows: Sequence[Sequence[object]], *, styles: Sequence[str] = ()) -> None:
    """Prints rows under headings, folded to the terminal's width; silent under `--json`. styles: of each row its colour."""
    if screen.as_json:
        return
    console = _console()
    heads = [screen.pick(column.en, column.ja) for column in columns]
    texts = [[visible(str(value)) for value in row] for row in rows]
    room = fitted(columns, heads, texts, width=console.width - GAP * (len(columns) - 1))
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for column, head, width in zip(columns, heads, room, strict=True):
        drawn.add_column(_cell(head, width), justify=column.align, width=width, overflow="fold")
    for place, row in enumerate(texts):
        drawn.add_row(*(_cell(text, width) for text, width in zip(row, room, strict=True)), style=styles[place] if styles else "")
    console.print(drawn)


def fitted(columns: Sequence[Column], heads: Sequence[str], rows: Sequence[Sequence[str]], *, width: int) -> list[int]:
    """Cells for each column: as wide as it wants to be, the widest giving way first where there is too little room."""
    wanted, needed = [], []
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        inside = max((cells(line) for row in rows for line in row[place].split("\n")), default=1)
        word = max(cells(part) for part in head.split(" "))
        wanted.append(max(inside, cells(head)))
        rigid = column.keep or column.align == "right"
        needed.append(max(inside, word) if rigid else min(wanted[-1], max(word, LEAST)))
    while sum(wanted) > width:
        slack = [have - least for have, least in zip(wanted, needed, strict=True)]
        if not any(slack):
            break
        widest = max((place for place in range(len(wanted)) if slack[place]), key=lambda place: wanted[place])
        wanted[widest] -= 1
    return wanted


def _cell(text: str, width: int) -> Text:
    return Text("\n".join(part for line in text.split("\n") for part in fold(line, width)))


def pairs(screen: Screen, rows: Sequence[tuple[str, str, object]]) -> None:
    """Names and values beneath each other: (English name, Japanese name, value)."""
    if screen.as_json:
        return
    names = [screen.pick(en, ja) for en, ja, _ in rows]
    first = max((cells(name) for name in names), default=0)
    width = _console().width - first - 2
    for name, (_, _, value) in zip(names, rows, strict=True):
        start, *rest = [part for line in visible(str(value)).split("\n") for part in fold(line, width)]
        screen.write(f"{pad(name, first)}  {start}")
        for line in rest:
            screen.write(" " * (first + 2) + line)


def heading(screen: Screen, en: str, ja: str) -> None:
    """A line that begins a part of a long answer."""
    if not screen.as_json:
        _console().print(Text(f"\n{visible(screen.pick(en, ja))}", style="bold"))


def ruled(screen: Screen, rows: Sequence[tuple[str, str]], *, indent: int = 2) -> None:
    """What a rule did beside where it stands: (`file:line`, text), the texts under each other and folded."""
    first = min(max((cells(rule) for rule, _ in rows), default=0), WIDEST_RULE)
    width = _console().width - first - indent - 2
    for rule, text in rows:
        start, *rest = fold(text, width)
        screen.say(*(f"{'':{indent}}{pad(rule, first)}  {start}",) * 2)
        for line in rest:
            screen.say(*(f"{'':{indent + first + 4}}{line}",) * 2)


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
