"""What a reference stands for: its kind of value, its choices, and whether it may be missing."""

from dataclasses import dataclass
from typing import Literal

from grammar.ast import (
    AccountDid,
    AccountRef,
    Attribute,
    EntryRef,
    Event,
    EventHappened,
    EventPattern,
    Field,
    FieldRef,
    FieldType,
    Has,
    LeadRef,
    ListAttribute,
    MailHappened,
    MailPattern,
    Name,
    Node,
    Number,
    OneOf,
    Ref,
    RemoveItems,
    Scenario,
    Text,
)
from grammar.model import Placed
from grammar.names import ACCOUNT_ATTRIBUTES, MAIL_FIELDS, SYSTEM_ATTRIBUTES, Symbols, entry_events, field_of

ValueKind = Literal["text", "number", "yesno", "date", "datetime", "list"]


@dataclass(frozen=True, slots=True)
class Shape:
    """choices: the values of `one of`, as written. fields: those of a list's items. declared: where to look it up."""

    kind: ValueKind
    choices: tuple[str, ...] = ()
    optional: bool = False
    fields: tuple[Field, ...] = ()
    declared: Node | None = None

    @property
    def is_ordered(self) -> bool:
        return self.kind in ("number", "date", "datetime")


_TEXT = Shape("text")
_SYSTEM = Shape("text", optional=True)


def shape_of(ref: Ref, placed: Placed[Node], symbols: Symbols) -> Shape | None:
    """The shape of a reference at that place; None if its name is unknown."""
    match ref:
        case LeadRef(name=name):
            return lead_shape(name, symbols)
        case AccountRef(name=name):
            return account_shape(name, symbols)
        case EntryRef(name=name):
            return _entry(name, placed.scenario, symbols) if placed.scenario else None
        case FieldRef(name=name):
            return _field(name, placed, symbols)


def lead_shape(name: Name, symbols: Symbols) -> Shape | None:
    """The shape of an attribute of the lead."""
    if symbols.find("attribute", name) is None and name in SYSTEM_ATTRIBUTES:
        return _SYSTEM
    return _attribute(symbols.attribute(name))


def account_shape(name: Name, symbols: Symbols) -> Shape | None:
    """The shape of an attribute of the account."""
    if symbols.find("account attribute", name) is None and name in ACCOUNT_ATTRIBUTES:
        return _SYSTEM
    return _attribute(symbols.account_attribute(name))


def fields_at(source: Node | None, symbols: Symbols) -> tuple[Field, ...] | None:
    """The fields that bare names mean below that node; None if that is unknown."""
    match source:
        case EventPattern(event=name) | EventHappened(event=name) | AccountDid(event=name):
            event = symbols.event(name)
            return event.fields if event else None
        case Has(ref=LeadRef(name=name)) | RemoveItems(ref=LeadRef(name=name)):
            return _items(symbols.attribute(name))
        case Has(ref=AccountRef(name=name)) | RemoveItems(ref=AccountRef(name=name)):
            return _items(symbols.account_attribute(name))
        case _:
            return None


def shape_of_field(field: Field) -> Shape:
    return _typed(field.type, optional=field.optional, node=field)


def _field(name: Name, placed: Placed[Node], symbols: Symbols) -> Shape | None:
    if isinstance(placed.source, MailPattern | MailHappened):
        return _TEXT if name in MAIL_FIELDS else None
    field = field_of(fields_at(placed.source, symbols) or (), name)
    return shape_of_field(field) if field else None


def _entry(name: Name, scenario: Scenario, symbols: Symbols) -> Shape | None:
    """A field of the entering events; one that only some of them have may be missing."""
    events = [event for each in entry_events(scenario) if (event := symbols.event(each))]
    found = [field for event in events if (field := field_of(event.fields, name))]
    if not found:
        return None
    optional = len(found) < len(events) or any(field.optional for field in found)
    return _typed(found[0].type, optional=optional, node=found[0])


def entry_fields(scenario: Scenario, symbols: Symbols) -> tuple[Field, ...]:
    """The fields of the events a lead can come in by."""
    events = (symbols.event(name) for name in entry_events(scenario))
    return tuple(field for event in events if isinstance(event, Event) for field in event.fields)


def _attribute(node: Attribute | ListAttribute | None) -> Shape | None:
    match node:
        case Attribute(type=declared, optional=optional):
            return _typed(declared, optional=optional, node=node)
        case ListAttribute(fields=fields):
            return Shape("list", fields=fields, declared=node)
        case None:
            return None


def _items(node: Attribute | ListAttribute | None) -> tuple[Field, ...] | None:
    return node.fields if isinstance(node, ListAttribute) else None


def _typed(declared: FieldType, *, optional: bool, node: Node) -> Shape:
    if not isinstance(declared, OneOf):
        return Shape(declared.kind, optional=optional, declared=node)
    numbers = all(isinstance(value, Number) for value in declared.values)
    choices = tuple(str(value.value) for value in declared.values if isinstance(value, Text | Number))
    return Shape("number" if numbers else "text", choices, optional, declared=node)
