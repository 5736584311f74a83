"""How much a fault test does, and what it has counted: a short form always, a long one by `make faults`."""

import os

LONG = "NURTURE_TEST_LONG"
"""Set by `make faults`: every test takes its long form."""


def count(variable: str, *, short: int, long: int) -> int:
    """How often: what the variable says, else the long form under `make faults`, else the short one."""
    said = os.environ.get(variable)
    return int(said) if said else long if os.environ.get(LONG) else short


def promise(words: str, **counted: object) -> None:
    """The one line of figures: `words: lost 0, double 0`. Seen with `pytest -s`, and beside a failure."""
    said = [f"{name.replace('_', ' ')} {_written(value)}" for name, value in counted.items()]
    print(f"\n{words}: {', '.join(said)}")


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}" if isinstance(value, float) else str(value)
