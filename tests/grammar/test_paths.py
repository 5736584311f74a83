"""The ways through a scenario: what was sent on the way, how long it took, and where it ends."""

from grammar.ast import Scenario, Send
from grammar.parse import parse
from grammar.paths import State, Ways


def _ways(*lines: str) -> Ways:
    text = "scenario 甲 {\n  enter on download\n" + "".join(f"{line}\n" for line in lines) + "}\n"
    result = parse(text)
    (scenario,) = result.file.declarations
    assert not result.diagnostics and isinstance(scenario, Scenario)
    return Ways(scenario)


def _before(ways: Ways, mail: str) -> State | None:
    """How a lead stands before that mail."""
    return next(each.state for each in ways.visits if isinstance(each.node, Send) and _name(each.node) == mail)


def _name(send: Send) -> str:
    return str(getattr(send.mail, "name", ""))


def test_waits_add_up() -> None:
    state = _before(_ways("send a", "wait 2 days", "wait 3 hours", "send b"), "b")

    assert state is not None and (state.least, state.most) == (2 * 1440 + 180, 2 * 1440 + 180)


def test_business_days_have_no_upper_limit() -> None:
    state = _before(_ways("wait 2 business days", "send b"), "b")

    assert state is not None and (state.least, state.most) == (2 * 1440, None)


def test_where_two_ways_meet_the_shorter_is_the_least() -> None:
    ways = _ways("if tagged \"甲\" {", "send a", "wait 2 days", "} else {", "wait 1 day", "}", "send c")
    state = _before(ways, "c")

    assert state is not None and (state.least, state.most) == (1440, 2 * 1440)
    assert state.has("a") is not None


def test_a_wait_for_something_ends_at_once_or_at_its_limit() -> None:
    ways = _ways("wait for meeting-booked up to 3 days {", "send a", "} timeout {", "send b", "}")
    met, timed_out = _before(ways, "a"), _before(ways, "b")

    assert met is not None and (met.least, met.most) == (0, 3 * 1440)
    assert timed_out is not None and (timed_out.least, timed_out.most) == (3 * 1440, 3 * 1440)


def test_nothing_comes_behind_an_end() -> None:
    ways = _ways("if tagged \"甲\" {", "stop", "} else {", "stop", "}", "send a", "send b")

    assert [each.state is None for each in ways.visits if isinstance(each.node, Send)] == [True]


def test_a_jump_forward_leads_to_its_step() -> None:
    ways = _ways("if tagged \"甲\" {", "send a", "go to 終わり", "}", "stop", "step 終わり {", "send c", "}")
    state = _before(ways, "c")

    assert state is not None and state.has("a") is not None


def test_the_second_time_round_the_first_has_happened() -> None:
    ways = _ways("repeat at most 2 times {", "wait 1 day", "send a skip if opened b", "send b", "}")
    state = _before(ways, "a")

    assert state is not None and state.has("b") is not None


def test_a_block_of_outcomes_goes_on_when_no_arm_takes_it() -> None:
    open_end = _ways("handoff to 営業 within 1 day {", "accepted {", "stop", "}", "}", "send a")
    closed = _ways("handoff to 営業 {", "accepted {", "stop", "}", "rejected {", "stop", "}", "overdue {", "stop", "}", "}", "send a")

    assert _before(open_end, "a") is not None
    assert _before(closed, "a") is None
