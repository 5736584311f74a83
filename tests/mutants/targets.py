"""What is mutated, the tests near it, and the mutants that mean the same as the line they replace."""

from typing import NamedTuple


class Target(NamedTuple):
    """file: of the source. tests: those that must see a mistake in it, the quickest first."""

    file: str
    tests: tuple[str, ...]


STORE, DELIVERY, DOORS = "tests/engine/store", "tests/engine/delivery", "tests/engine/doors"
FENCED = (f"{DELIVERY}/test_fence.py", f"{DELIVERY}/test_fail_closed.py", f"{DELIVERY}/test_holds.py", f"{STORE}/test_suppression.py")
TARGETS = (
    Target("engine/store/fences.py", FENCED),
    Target("engine/store/states.py", (f"{STORE}/test_outbox.py", *FENCED)),
    Target("engine/store/outbox.py", (f"{STORE}/test_outbox.py", *FENCED, f"{DELIVERY}/test_delivery.py")),
    Target("engine/delivery/courier.py", (*FENCED, f"{DELIVERY}/test_delivery.py", f"{DELIVERY}/test_webhooks.py")),
    Target("engine/store/people.py", (f"{STORE}/test_suppression.py", f"{DOORS}/test_put.py", "tests/engine/work/test_persons.py")),
    Target("engine/domain/addresses.py", ("tests/engine/domain/test_addresses.py", f"{STORE}/test_suppression.py")),
    Target("engine/doors/mail_links.py", ("tests/engine/web/test_mail_links.py", f"{DOORS}/test_spool.py")),
    Target("engine/doors/spool.py", (f"{DOORS}/test_spool.py",)),
    Target("engine/delivery/pace.py", (f"{DELIVERY}/test_pace.py", f"{DELIVERY}/test_delivery.py")),
    Target("engine/domain/instants.py", ("tests/engine/domain/test_instants.py",)),
)

EQUIVALENT: dict[str, str] = {
    "engine/store/fences.py 1 -> 2": "a row that is there is there, whatever it shows",
    "engine/delivery/pace.py 0 -> 1": "a microsecond of 1970 is as long ago as none",
    "engine/delivery/pace.py free <= now -> free < now": "at the very moment the promise is the same, and so is the next",
}
"""`file change` -> why nobody could tell."""
