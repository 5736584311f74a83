"""What is built of a line of a known shape: worked out once, then done for every such line without asking the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from grammar.pieces import Line
from grammar.source import Name, Span

_new_span = tuple.__new__
_new_name = str.__new__


@dataclass(frozen=True, slots=True)
class Step:
    """From one line to the next.

    To work with lie, in this order: the constants, what is taken from the stack, the spans (`spots`: their first and last
    piece), the pieces, the names (piece, span), and what the work makes: what is called, with what, and the span it gets.
    adds: what is put on the list on top, or 0; leaves: what is put upon the stack. next: where the parser then stands.
    """

    constants: tuple[Any, ...]
    takes: int
    spots: tuple[tuple[int, int], ...]
    pieces: int
    names: tuple[tuple[int, int], ...]
    work: tuple[tuple[Callable[..., Any], Callable[[list[Any]], Any], int], ...]
    adds: int
    leaves: tuple[int, ...]
    next: Any
    doubt: bool


@dataclass(slots=True)
class Origin:
    """Where a line stands: in which file, at which offset and number."""

    path: str
    start: int
    number: int


def done(step: Step, line: Line, origin: Origin, stack: list[Any]) -> None:
    """Builds what the line says; the stack is as the next line needs it."""
    spots = step.spots
    spans = _spans_over_lines(spots, line, origin) if line.ends > 1 else _spans(spots, line, origin)
    if step.takes:
        values = [*step.constants, *stack[-step.takes :], *spans, *line.pieces[: step.pieces]]
        del stack[-step.takes :]
    else:
        values = [*step.constants, *spans, *line.pieces[: step.pieces]]
    for piece, span in step.names:
        name: Any = _new_name(Name, values[piece])
        name.span = values[span]
        values.append(name)
    for make, given, span in step.work:
        made = make(*given(values))
        if span:
            made.span = values[span]
        values.append(made)
    if step.adds:
        stack[-1].append(values[step.adds])
    for place in step.leaves:
        stack.append(values[place])


def _spans(spots: Sequence[tuple[int, int]], line: Line, origin: Origin) -> list[Span]:
    path, base, number, places = origin.path, origin.start, origin.number, line.places
    return [
        _new_span(
            Span,
            (path, base + places[a], base + places[b + 1], number, places[a] + 1, number, places[b + 1] + 1),
        )
        for a, b in spots
    ]


def _spans_over_lines(spots: Sequence[tuple[int, int]], line: Line, origin: Origin) -> list[Span]:
    """The same for lines that are glued, each end of a line being a piece."""
    rows = [origin.number, *accumulate((piece == "\n" for piece in line.pieces), initial=origin.number)]
    starts = [0]
    for place, piece in zip(line.places, line.pieces, strict=False):
        starts.append(place + 1 if piece == "\n" else starts[-1])
    places, base = line.places, origin.start
    return [
        Span(
            origin.path,
            base + places[a],
            base + places[b + 1],
            rows[a + 1],
            places[a] - starts[a] + 1,
            rows[b + 1],
            places[b + 1] - starts[b] + 1,
        )
        for a, b in spots
    ]
