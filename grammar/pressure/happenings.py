"""Events for a test: one that a pattern hears, with a value for every field that must be there."""

from collections.abc import Iterator
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
from grammar.pressure.traits import NOBODY, Plain, Trait, Traits, fitting, is_readable, spelled

_DAY = date(2026, 6, 1)
_PLAIN: dict[str, Value] = {
    "text": Text("見本"), "number": Number(Decimal(1)), "yesno": YesNo(value=True), "date": DateValue(_DAY),
    "datetime": DateTimeValue(_DAY, time(10)),
}  # fmt: skip


def happening(workspace: Workspace, pattern: EventPattern) -> Does | None:
    """The event the pattern hears; None where nobody knows one."""
    event = workspace.symbols.event(pattern.event)
    traits = _asked(pattern)
    if event is None or traits is None or not {trait.place for trait in traits} <= {("field", field.name.key) for field in event.fields}:
        return None
    values = [(field, _value(field, traits)) for field in event.fields if not field.optional or _of(field, traits)]
    if any(value is None for _, value in values):
        return None
    return Does(event.name, tuple(Assignment(field.name, value) for field, value in values))


def _asked(pattern: EventPattern) -> Traits | None:
    """What the pattern asks of single fields; None where it asks for something else too."""
    parts = list(_parts(pattern.where)) if pattern.where is not None else []
    plain = [part for part in parts if isinstance(part, Plain) and is_readable(part)]
    traits = [Trait(("field", ref.name.key), part) for part in plain if (ref := _ref(part))]
    return frozenset(traits) if len(traits) == len(parts) else None


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


def _of(field: Field, traits: Traits) -> Traits:
    return frozenset(trait for trait in traits if trait.place == ("field", field.name.key))


def _value(field: Field, traits: Traits) -> Value | None:
    own = _of(field, traits)
    if own:
        value = fitting(Attribute(field.name, field.type), own)
        return None if value is NOBODY else spelled(value)
    return field.type.values[0] if isinstance(field.type, OneOf) else _PLAIN[field.type.kind]
