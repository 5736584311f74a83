"""What is mutated, the tests near it, and the mutants that mean the same as the line they replace."""

import ast
from typing import NamedTuple


class Target(NamedTuple):
    """file: of the source. tests: those that must see a mistake in it, the quickest first. parts: functions and names, none for all."""

    file: str
    tests: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def lines(self, text: str) -> set[int] | None:
        """The lines of its parts, None for all."""
        if not self.parts:
            return None
        found = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef | ast.Assign) and _name(one) in self.parts]
        return {line for one in found for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)}


def _name(one: ast.FunctionDef | ast.Assign) -> str:
    return one.name if isinstance(one, ast.FunctionDef) else ast.unparse(one.targets[0])


STORE, DELIVERY, DOORS = "tests/engine/store", "tests/engine/delivery", "tests/engine/doors"
BEAT, RULES = "tests/engine/heartbeat", "tests/engine/rules"
FENCED = (f"{DELIVERY}/test_fence.py", f"{DELIVERY}/test_fail_closed.py", f"{DELIVERY}/test_holds.py", f"{DELIVERY}/test_by_hand.py")
TARGETS = (
    Target("engine/store/fences.py", FENCED),
    Target("engine/store/states.py", (f"{STORE}/test_outbox.py", *FENCED)),
    Target("engine/store/outbox.py", (f"{STORE}/test_outbox_rows.py", f"{STORE}/test_outbox.py", *FENCED, f"{DELIVERY}/test_delivery.py")),
    Target(
        "engine/delivery/courier.py",
        (
            f"{DELIVERY}/test_courier.py",
            f"{DELIVERY}/test_redirect.py",
            *FENCED,
            f"{DELIVERY}/test_delivery.py",
            f"{DELIVERY}/test_webhooks.py",
        ),
    ),
    Target("engine/store/people.py", (f"{STORE}/test_people.py", f"{DOORS}/test_put.py", "tests/engine/work/test_persons.py")),
    Target("engine/domain/addresses.py", ("tests/engine/domain/test_addresses.py", f"{STORE}/test_suppression.py")),
    Target("engine/doors/mail_links.py", (f"{DOORS}/test_mail_links.py", "tests/engine/web/test_mail_links.py", f"{DOORS}/test_spool.py")),
    Target("engine/doors/spool.py", (f"{DOORS}/test_spool.py",)),
    Target("engine/delivery/pace.py", (f"{DELIVERY}/test_pace.py", f"{DELIVERY}/test_delivery.py")),
    Target("engine/domain/instants.py", ("tests/engine/domain/test_instants.py",)),
    Target("engine/clock.py", ("tests/engine/test_clock.py", f"{BEAT}/test_several.py", f"{BEAT}/test_heartbeat.py")),
    Target(
        "engine/heartbeat.py",
        (f"{BEAT}/test_clock_guard.py", f"{BEAT}/test_several.py", f"{BEAT}/test_heartbeat.py"),
        ("_is_on_time", "_set_clock", "JUMP", "OFF"),
    ),
    Target("engine/rules/calendar.py", (f"{RULES}/test_calendar.py", f"{RULES}/test_calendars.py")),
)

_EITHER_WAY = "where there is no gap its end is looked for in vain, and what comes of that is the same"
_EQUAL = "an aware datetime always has an offset"
EQUIVALENT: dict[str, str] = {
    "engine/domain/instants.py after <= before -> after < before": _EITHER_WAY,
    "engine/domain/instants.py before is None or after is None or after <= before -> before is None or after is None": _EITHER_WAY,
    "engine/domain/instants.py before is None or after is None or after <= before -> before is None or after <= before": _EQUAL,
    "engine/domain/instants.py before is None or after is None or after <= before -> after is None or after <= before": _EQUAL,
    "engine/clock.py 0 -> 1": "the look at the server that follows at once sets it",
    "engine/store/fences.py 1 -> 2": "a row that is there is there, whatever it shows",
    "engine/delivery/pace.py 0 -> 1": "a microsecond of 1970 is as long ago as none",
    "engine/delivery/pace.py free <= now -> free < now": "at the very moment the promise is the same, and so is the next",
}
"""`file change` -> why nobody could tell."""
