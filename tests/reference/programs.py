"""Random programs and histories, and how a program reads in the language."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.reference.naive import Program, Scenario

EVENTS = ("a", "b", "c")
TAGS = ("x", "y")
DAYS = 30

_events, _tags, _days = st.sampled_from(EVENTS), st.sampled_from(TAGS), st.integers(1, 5)

_plain_conditions = st.one_of(
    st.tuples(st.just("tagged"), _tags),
    st.tuples(st.just("score"), st.sampled_from((5, 10, 20, 40))),
    st.tuples(st.just("did"), _events, st.integers(1, 3), st.sampled_from((0, 1, 3, 7))),
)
_conditions = st.one_of(_plain_conditions, st.tuples(st.just("not"), _plain_conditions))

_simple = st.one_of(
    st.just(("send",)),
    st.just(("send",)),
    st.tuples(st.just("wait"), st.sampled_from((1, 5, 24, 48, 72))),
    st.tuples(st.just("wait"), st.sampled_from((24, 48))),
    st.tuples(st.just("tag"), _tags),
    st.tuples(st.just("untag"), _tags),
    st.tuples(st.just("give"), st.sampled_from((5, 10, -10))),
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    body = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.just("wait-for"), _events, _days, body, body),
        st.tuples(st.just("if"), _conditions, body, body),
        st.tuples(st.just("repeat"), st.integers(1, 3), st.tuples(st.tuples(st.just("wait"), st.just(24)), inner)),
    )


_statements = st.recursive(_simple, _nested, max_leaves=8)


@st.composite
def scenarios(draw: st.DrawFn, name: str) -> Scenario:
    body = _named(draw(st.lists(_statements, min_size=1, max_size=5).map(tuple)), name, [0])
    if draw(st.integers(0, 4)) == 0:
        body = (*body, ("stop",))
    return Scenario(
        name=name,
        enter=draw(_events),
        body=body,
        reenter=draw(st.sampled_from(("never", "always", 1, 3))),
        goal=draw(st.sampled_from(("", "", *EVENTS))),
        leave_at=draw(st.sampled_from((0, 0, 20, 40))),
    )


def _named(body: tuple[Any, ...], name: str, count: list[int]) -> tuple[Any, ...]:
    """Every mail gets a name of its own."""
    named: list[Any] = []
    for statement in body:
        match statement:
            case ("send",):
                count[0] += 1
                named.append(("send", f"{name}-{count[0]}"))
            case ("wait-for", event, days, met, timeout):
                named.append(("wait-for", event, days, _named(met, name, count), _named(timeout, name, count)))
            case ("if", condition, then, otherwise):
                named.append(("if", condition, _named(then, name, count), _named(otherwise, name, count)))
            case ("repeat", times, inner):
                named.append(("repeat", times, _named(inner, name, count)))
            case _:
                named.append(statement)
    return tuple(named)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    points = st.tuples(_events, st.sampled_from((5, 10, -5)), st.sampled_from((0, 1, 2)))
    return Program(
        scenarios=tuple(draw(scenarios(name)) for name in ("p", "q")[: draw(st.integers(1, 2))]),
        points=tuple(draw(st.lists(points, max_size=3, unique=True))),
        cap=draw(st.sampled_from((0, 1, 2))),
        window=draw(st.booleans()),
    )


histories = st.lists(st.tuples(st.integers(1, 20 * 24), _events), max_size=12).map(lambda found: sorted(found, key=lambda one: one[0]))


def text_of(program: Program) -> str:
    """The program as a marketer would write it."""
    return "\n".join(_lines(program)) + "\n"


def _lines(program: Program) -> Iterator[str]:
    yield from (f"event {name}" for name in EVENTS)
    yield "score s {"
    for event, points, cap in program.points:
        yield f"  on {event} give {points:+} points" + (f" at most {cap} times per day" if cap else "")
    yield "  keep at least 0"
    yield "}"
    if program.cap or program.window:
        yield "policy p {"
        if program.cap:
            yield f"  at most {program.cap} emails per day"
        if program.window:
            yield "  send only between 09:00 and 18:00"
        yield "}"
    for scenario in program.scenarios:
        yield from _scenario(scenario)


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield f"scenario {scenario.name} {{"
    yield f"  enter on {scenario.enter}"
    yield f"  reenter {scenario.reenter}" if isinstance(scenario.reenter, str) else f"  reenter {scenario.reenter} days after end"
    if scenario.goal:
        yield f"  goal on {scenario.goal}"
    if scenario.leave_at:
        yield f"  leave when score s >= {scenario.leave_at}"
    yield from _body(scenario.body, "  ")
    yield "}"


def _body(body: tuple[Any, ...], indent: str) -> Iterator[str]:
    for statement in body:
        match statement:
            case ("send", name):
                yield f"{indent}send {name}"
            case ("wait", hours):
                yield f"{indent}wait {hours // 24} days" if hours % 24 == 0 else f"{indent}wait {hours} hours"
            case ("wait-for", event, days, met, timeout):
                yield f"{indent}wait for {event} up to {days} days {{"
                yield from _body(met, indent + "  ")
                yield f"{indent}}} timeout {{"
                yield from _body(timeout, indent + "  ")
                yield f"{indent}}}"
            case ("if", condition, then, otherwise):
                yield f"{indent}if {_condition(condition)} {{"
                yield from _body(then, indent + "  ")
                yield f"{indent}}} else {{"
                yield from _body(otherwise, indent + "  ")
                yield f"{indent}}}"
            case ("repeat", times, inner):
                yield f"{indent}repeat at most {times} times {{"
                yield from _body(inner, indent + "  ")
                yield f"{indent}}}"
            case ("tag" | "untag" as verb, tag):
                yield f'{indent}{verb} "{tag}"'
            case ("give", points):
                yield f"{indent}give {points:+} points to s"
            case ("stop",):
                yield f"{indent}stop"


def _condition(condition: Any) -> str:
    match condition:
        case ("tagged", tag):
            return f'tagged "{tag}"'
        case ("score", points):
            return f"score s >= {points}"
        case ("did", event, times, days):
            return f"did {event} at least {times} times" + (f" in last {days} days" if days else "")
        case ("not", other):
            return f"not {_condition(other)}"
    raise AssertionError(condition)
