"""What has happened to a lead, as a plain list, and what follows from it: everything is counted anew from the whole list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from grammar import ast as g

MAILS = {
    "opened": "mail.opened", "clicked": "mail.clicked", "replied": "mail.replied", "received": "mail.sent", "bounced": "mail.bounced",
    "complained": "mail.complained",
}  # fmt: skip
_DONE_BY_LEAD = ("mail.opened", "mail.clicked", "mail.replied")
_ZONES = available_timezones()
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """One thing that happened. rank: of one instant, 0 what came in, 1 what the scenarios did, 2 a mail that left."""

    at: int
    received: int
    rank: int
    number: int
    kind: str
    props: Fields

    @property
    def order(self) -> tuple[int, int, int, int]:
        return self.at, self.received, self.rank, self.number

    @property
    def is_activity(self) -> bool:
        return ("." not in self.kind and self.rank == 0) or self.kind in _DONE_BY_LEAD


@dataclass
class History:
    """All of it, in the order of happening, whenever it was heard."""

    told: list[Told] = field(default_factory=list)
    choices: Mapping[str, list[str]] = field(default_factory=dict)
    """The only values that an attribute can have."""

    def hear(self, one: Told) -> None:
        self.told.append(one)
        self.told.sort(key=lambda each: each.order)

    def upto(self, last: Told | None) -> Iterator[Told]:
        """What happened before that, or all."""
        for one in self.told:
            if one is last:
                return
            yield one

    def attributes(self, last: Told | None = None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for one in self.upto(last):
            if one.kind == "lead.changed":
                found |= one.props
        return {name: value for name, value in found.items() if value not in (None, "") and value in self.choices.get(name, [value])}

    def zone(self, otherwise: str, last: Told | None = None) -> str:
        own = self.attributes(last).get("timezone")
        return own if own in _ZONES else otherwise

    def tags(self) -> set[str]:
        found: set[str] = set()
        for one in self.told:
            if one.kind == "lead.tagged":
                found.add(one.props["tag"])
            elif one.kind == "lead.untagged":
                found.discard(one.props["tag"])
        return found

    def silent_since(self, last: Told | None = None) -> int | None:
        """The last thing the lead did, else the first we heard of it."""
        done = [one.at for one in self.upto(last) if one.is_activity]
        known = [one.at for one in self.upto(last)]
        return max(done) if done else known[0] if known else None

    def consent(self, topic: str) -> bool | None:
        said = [one.kind for one in self.told if one.kind in ("unsubscribed", "consented") and one.props.get("topic") == topic]
        return said[-1] == "consented" if said else None

    def suppressed(self) -> str:
        """Why no mail may go, the first reason there was."""
        for one in self.told:
            if one.kind == "unsubscribed" and not one.props.get("topic"):
                return "unsubscribed"
            if one.kind in ("mail.bounced", "mail.complained"):
                return one.kind.removeprefix("mail.")
        return ""

    def handoff(self, team: str) -> str:
        """How the last handoff stands; team: "" for the last of any."""
        found = [one.kind for one in self.told if one.kind.startswith("handoff.") and team in ("", one.props.get("team"))]
        return found[-1].removeprefix("handoff.").replace("raised", "") if found else ""

    def moments(self, pattern: g.Pattern | g.EventHappened | g.MailHappened, entry: Fields) -> list[int]:
        asks = pattern_asks(pattern)
        return [one.at for one in self.told if matches(pattern, one, beside(self.attributes(one), entry) if asks else {})]


def beside(attributes: Fields, entry: Fields) -> Fields:
    """The attributes, and what the event said that began the run."""
    return {**attributes, **{f"entry.{name}": value for name, value in entry.items()}}


def pattern_asks(pattern: g.Pattern | g.EventHappened | g.MailHappened) -> bool:
    """Whether it has a filter at all."""
    return not isinstance(pattern, g.HandoffPattern) and pattern.where is not None


def matches(pattern: g.Pattern | g.EventHappened | g.MailHappened, one: Told, attributes: Fields) -> bool:
    """Whether that is what is meant."""
    match pattern:
        case g.EventPattern(event=event, where=where) | g.EventHappened(event=event, where=where):
            kind = str(event)
        case g.MailPattern(verb=verb, mail=mail, where=where) | g.MailHappened(verb=verb, mail=mail, where=where):
            kind = MAILS[verb]
            if isinstance(mail, g.OneMail) and one.props.get("template") != str(mail.name):
                return False
        case g.HandoffPattern(outcome=outcome, by=by):
            kind, where = f"handoff.{outcome}", None
            if by is not None and one.props.get("team") != str(by):
                return False
    return one.kind == kind and (where is None or passes(where, one.props, attributes))


# ── filters ─────────────────────────────────────────────────────────────────────────────


def passes(test: g.Condition, fields: Fields, attributes: Fields, today: str = "") -> bool:
    """A filter on fields and attributes. Nothing is true of a value that is missing."""
    match test:
        case g.And(parts=parts) | g.AllOf(parts=parts):
            return all(passes(part, fields, attributes, today) for part in parts)
        case g.Or(parts=parts) | g.AnyOf(parts=parts):
            return any(passes(part, fields, attributes, today) for part in parts)
        case g.NoneOf(parts=parts):
            return not any(passes(part, fields, attributes, today) for part in parts)
        case g.Not(part=part):
            return not passes(part, fields, attributes, today)
        case g.IsEmpty(ref=ref):
            return _of(ref, fields, attributes) in (None, "")
        case g.IsNotEmpty(ref=ref):
            return _of(ref, fields, attributes) not in (None, "")
        case g.Compare(left=left, operator=operator, right=right):
            return _compares(_of(left, fields, attributes), operator, _value(right, fields, attributes, today))
        case g.Between(ref=ref, low=low, high=high):
            here = _of(ref, fields, attributes)
            bounds = [_value(one, fields, attributes, today) for one in (low, high)]
            return here is not None and bool(bounds[0] <= here <= bounds[1])
        case g.IsIn(ref=ref, values=values):
            return _of(ref, fields, attributes) in [_value(one, fields, attributes, today) for one in values]
        case g.IsNotIn(ref=ref, values=values):
            here = _of(ref, fields, attributes)
            return here is not None and here not in [_value(one, fields, attributes, today) for one in values]
        case g.TextTest(ref=ref, operator=operator, text=text):
            here = _of(ref, fields, attributes)
            said = _value(text, fields, attributes, today)
            return here is not None and said is not None and _reads(str(here), operator, str(said))
    raise NotImplementedError(type(test).__name__)


def _reads(here: str, operator: str, text: str) -> bool:
    match operator:
        case "contains":
            return text in here
        case "starts with":
            return here.startswith(text)
        case "ends with":
            return here.endswith(text)
    return any(each in here for each in text.split("|"))


def _compares(here: Any, operator: str, there: Any) -> bool:
    if here is None or there is None:
        return False
    match operator:
        case "is":
            return bool(here == there)
        case "is not":
            return bool(here != there)
        case "<":
            return bool(here < there)
        case "<=":
            return bool(here <= there)
        case ">":
            return bool(here > there)
        case _:
            return bool(here >= there)


def _of(ref: g.Ref, fields: Fields, attributes: Fields) -> Any:
    match ref:
        case g.LeadRef(name=name):
            return attributes.get(str(name))
        case g.EntryRef(name=name):
            return attributes.get(f"entry.{name}")
    return fields.get(str(ref.name))


def _value(value: g.Value, fields: Fields, attributes: Fields, today: str) -> Any:
    match value:
        case g.Text() | g.YesNo():
            return value.value
        case g.Number() | g.Percent():
            return number(value.value)
        case g.DateValue():
            return value.value.isoformat()
        case g.Today():
            return today
        case g.LeadRef() | g.EntryRef():
            return _of(value, fields, attributes)
    raise NotImplementedError(type(value).__name__)


def number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
