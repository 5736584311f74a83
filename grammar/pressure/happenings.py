"""Events for a test: one that a pattern hears, with a value for every field that must be there."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal

from grammar.ast import (
    Assignment,
    Attribute,
    DateTimeValue,
    DateValue,
    Does,
    EventPattern,
    Field,
    FieldRef,
    Number,
    OneOf,
    Text,
    Value,
    YesNo,
)
from grammar.model import Workspace
from grammar.pressure.traits import NOBODY, Plain, fitting, is_readable, spelled

_DAY = date(2026, 6, 1)
_PLAIN: dict[str, Value] = {
    "text": Text("見本"), "number": Number(Decimal(1)), "yesno": YesNo(value=True), "date": DateValue(_DAY),
    "datetime": DateTimeValue(_DAY, time(10)),
}  # fmt: skip


def happening(workspace: Workspace, pattern: EventPattern) -> Does | None:
    """The event the pattern hears; None where nobody knows one."""
    event = workspace.symbols.event(pattern.event)
    asked = _asked(pattern)
    if event is None or asked is None or not asked.keys() <= {field.name.key for field in event.fields}:
        return None
    wanted = [(field, asked.get(field.name.key, [])) for field in event.fields]
    values = [(field, _value(field, tests)) for field, tests in wanted if not field.optional or tests]
    if any(value is None for _, value in values):
        return None
    return Does(event.name, tuple(Assignment(field.name, value) for field, value in values))


def _asked(pattern: EventPattern) -> dict[str, list[Plain]] | None:
    """What the pattern asks of each field, by its key; None where it asks for something else too."""
    found: dict[str, list[Plain]] = {}
    for part in _parts(pattern.where) if pattern.where is not None else ():
        ref = _ref(part) if isinstance(part, Plain) and is_readable(part) else None
        if ref is None or not isinstance(part, Plain):
            return None
        found.setdefault(ref.name.key, []).append(part)
    return found


def _parts(condition: object) -> Iterator[object]:
    inner = getattr(condition, "parts", None)
    if inner is not None and type(condition).__name__ in ("And", "AllOf"):
        for part in inner:
            yield from _parts(part)
    else:
        yield condition


def _ref(test: Plain) -> FieldRef | None:
    ref = getattr(test, "left", None) or getattr(test, "ref", None)
    return ref if isinstance(ref, FieldRef) else None


def _value(field: Field, tests: Sequence[Plain]) -> Value | None:
    if tests:
        value = fitting(Attribute(field.name, field.type), [(test, True) for test in tests])
        return None if value is NOBODY else spelled(value)
    return field.type.values[0] if isinstance(field.type, OneOf) else _PLAIN[field.type.kind]
