"""What is built of a line of a known shape: worked out once, then done for every such line without asking the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from grammar.pieces import Line
from grammar.source import Name, Span

new_span = tuple.__new__
_new_name = str.__new__


class Step(NamedTuple):
    """From one line to the next.

    To work with lie, in this order: the constants, what is taken from the stack, the spans (`spots`: the places where they
    start and end), the pieces, the names (piece, span), and what the work makes: what is called, with what, the span it gets.
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
    constants, takes, spots, count, names, work, adds, leaves, _, _ = step
    _, pieces, places, _, ends = line
    if ends > 1:
        spans = _spans_over_lines(spots, line, origin)
    else:
        path, base, number = origin.path, origin.start, origin.number
        spans = [
            new_span(Span, (path, base + places[a], base + places[b], number, places[a] + 1, number, places[b] + 1)) for a, b in spots
        ]
    if takes:
        values = [*constants, *stack[-takes:], *spans, *pieces[:count]]
        del stack[-takes:]
    else:
        values = [*constants, *spans, *pieces[:count]]
    add = values.append
    for piece, span in names:
        name: Any = _new_name(Name, values[piece])
        name.span = values[span]
        add(name)
    for make, given, span in work:
        made = make(*given(values))
        if span:
            made.span = values[span]
        add(made)
    if adds:
        stack[-1].append(values[adds])
    for place in leaves:
        stack.append(values[place])


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
            base + places[b],
            rows[a + 1],
            places[a] - starts[a] + 1,
            rows[b],
            places[b] - starts[b - 1] + 1,
        )
        for a, b in spots
    ]
