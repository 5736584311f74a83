"""What an expectation asks for, and what is answered where it has not come about."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.domain.instants import Instant
from engine.rules.acts import literal
from engine.rules.values import Today
from grammar import ast as g

Found = tuple[str, dict[str, object]]
"""A code of the sentence that says what there was, and its values."""

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq, "is not": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The stretch an expectation looks at, both ends included. leads: those it speaks of, the first where it means one."""

    since: Instant
    until: Instant
    leads: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        return self.leads[0] if self.leads else ""


def plain(value: g.Value | g.Items | None, today: Today) -> object:
    """A value of the language as an event carries it."""
    if isinstance(value, g.Items):
        return [{str(one.name): plain(one.value, today) for one in item.values} for item in value.items]
    return literal(value, today)
