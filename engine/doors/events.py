"""An event as it stands before a door, and what the door makes of it: `Incoming`, or a `Rejection` with its reason."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError
from pydantic_core import ErrorDetails

from engine.domain.documents import LEAD, kind_of
from engine.domain.errors import Problem
from engine.domain.events import Kind, Props
from engine.domain.instants import Instant, from_iso
from engine.domain.phones import REGION
from engine.doors.identities import EMAIL, address_of, read_keys
from engine.doors.incoming import Incoming

WELCOME: frozenset[str] = frozenset(
    {
        Kind.LEAD_CHANGED,
        Kind.LEAD_TAGGED,
        Kind.LEAD_UNTAGGED,
        Kind.MAIL_REPLIED,
        Kind.MAIL_BOUNCED,
        Kind.MAIL_DEFERRED,
        Kind.MAIL_COMPLAINED,
    }
)
"""The engine's own events that others may report; every other name with a dot is refused."""
NEEDED: dict[str, str] = {Kind.LEAD_TAGGED: "tag", Kind.LEAD_UNTAGGED: "tag", Kind.CONSENTED: "topic"}
"""The field without which such an event says nothing. It is a text."""

OURS = frozenset({"delivery", "deployment", "engine", "mailbox", "web"})
"""Sources of the engine's own events; others may not speak in their name."""

EARLIEST: Instant = from_iso("1900-01-01T00:00:00+00:00")
LATEST: Instant = from_iso("2200-01-01T00:00:00+00:00")
LONGEST_TEXT = 10_000
"""Letters of one text in an event."""
MOST_FIELDS = 200
MOST = 1_000
"""Events of a request, or of a message."""

_NAME = re.compile(r"[^\W\d_][\w-]{0,99}(\.[a-z]+)?")
_FIELD_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,100}")


@dataclass(frozen=True, slots=True)
class Rejection:
    """line: the line of a file, or the place in a batch, both from 1. cells: what stood there, of a row of a table."""

    line: int
    problem: Problem
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where events come in. source: who reports, where the event does not say; zone: of times without an offset.

    region: where telephone numbers without a country are from.
    """

    source: str
    zone: str
    live: bool
    region: str = REGION


Text = Annotated[StrictStr, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]
"""One line: what names a thing is shown on screens and written to logs."""


class Given(BaseModel):
    """`{source, id, type, lead | keys, at, props}`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    source: Text | None = None
    id: Text
    type: Text
    lead: Text | None = None
    keys: dict[str, StrictStr] | None = None
    at: StrictStr | None = None
    props: dict[str, Any] = {}


def events_in(data: Any) -> list[Any] | Problem:
    """The events of a body: one, or those of `{"events": [...]}`."""
    if isinstance(data, Problem):
        return data
    if not isinstance(data, dict) or "events" not in data:
        return [data]
    events = data["events"]
    if not isinstance(events, list) or not events or len(data) > 1:
        return Problem("web.no-events")
    return events if len(events) <= MOST else Problem("web.too-many", {"limit": str(MOST)})


def read_event(given: object, door: Door, *, line: int = 0) -> Incoming | Rejection:
    """The event of plain data. Without `at` it happens as it is received."""
    try:
        event = Given.model_validate(given)
    except ValidationError as error:
        return Rejection(line, problem_of(error.errors(include_url=False, include_input=False)[0]))
    answer = _meaning(event, door)
    return Rejection(line, answer) if isinstance(answer, Problem) else answer


def _meaning(event: Given, door: Door) -> Incoming | Problem:
    kind = unicodedata.normalize("NFC", event.type)
    if event.source in OURS:
        return Problem("event.our-source", {"source": event.source})
    if (event.lead is None) == (event.keys is None):
        return Problem("event.lead-or-keys")
    if event.lead is not None and kind_of(event.lead) != LEAD:
        return Problem("event.not-a-lead", {"lead": event.lead})
    keys = read_keys(event.keys, door.region) if event.keys is not None else {}
    # None takes an attribute away; elsewhere it says nothing.
    given = event.props if kind == Kind.LEAD_CHANGED else {name: value for name, value in event.props.items() if value is not None}
    at = read_moment(event.at, door.zone) if event.at is not None else 0
    props = read_props(given)
    for problem in (check_type(kind), keys, at, props):
        if isinstance(problem, Problem):
            return problem
    assert isinstance(keys, dict) and isinstance(at, Instant) and isinstance(props, dict)
    if problem := said_enough(kind, props):
        return problem
    return incoming_of(event.id, kind, door, source=event.source, lead=event.lead, keys=keys, at=at, props=props)


def incoming_of(
    id: str,
    kind: str,
    door: Door,
    *,
    source: str | None = None,
    lead: str | None = None,
    keys: dict[str, str] | None = None,
    at: Instant = 0,
    props: Props,
) -> Incoming:
    """What goes into the inbox; an address that is a key is the lead's address too, unless another is said."""
    if kind == Kind.LEAD_CHANGED and keys and EMAIL in keys:
        props = {EMAIL: keys[EMAIL]} | props
    return Incoming(
        source=source or door.source,
        id=id,
        type=kind,
        lead=lead or "",
        keys=keys or {},
        at=at,
        props=props,
        live=door.live,
    )


@lru_cache(4_096)
def check_type(kind: str) -> Problem | None:
    """What is wrong with the name of an event from outside."""
    if "." in kind and kind not in WELCOME:
        return Problem("event.reserved", {"type": kind})
    if not _NAME.fullmatch(kind):
        return Problem("event.type-name", {"type": kind})
    return None


def read_moment(text: str, zone: str) -> Instant | Problem:
    """The instant of an ISO text; one without an offset is read in `zone`."""
    try:
        at = from_iso(text.strip(), zone)
    except (ValueError, OverflowError):
        return Problem("event.at", {"value": text[:40]})
    return at if EARLIEST <= at < LATEST else Problem("event.at", {"value": text[:40]})


def read_props(given: dict[str, Any]) -> Props | Problem:
    """The fields with their names in NFC."""
    if len(given) > MOST_FIELDS:
        return Problem("event.too-many-fields", {"limit": str(MOST_FIELDS)})
    props: Props = {}
    for name, value in given.items():
        field, is_sound = _field(name)
        if not is_sound:
            return Problem("event.field-name", {"field": field[:40]})
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            return Problem("event.text-too-long", {"field": field, "limit": str(LONGEST_TEXT)})
        props[field] = value
    return props


@lru_cache(4_096)
def _field(name: str) -> tuple[str, bool]:
    """A field's name as it is compared, and whether it may be one. There are few, and they come again."""
    field = unicodedata.normalize("NFC", name).strip()
    return field, _FIELD_NAME.fullmatch(field) is not None


def said_enough(kind: str, props: Props) -> Problem | None:
    """Whether the engine can read its own events; changes an address in place to the form it is mailed to."""
    needed = NEEDED.get(kind, "")
    if needed and (not isinstance(props.get(needed), str) or not props[needed]):
        return Problem("event.needs-field", {"type": kind, "field": needed})
    if kind == Kind.UNSUBSCRIBED and not isinstance(props.get("topic", ""), str):
        return Problem("event.needs-field", {"type": kind, "field": "topic"})
    if kind == Kind.LEAD_CHANGED and props.get(EMAIL) is not None:
        address = address_of(str(props[EMAIL]))
        if address is None:
            return Problem("event.no-address", {"value": str(props[EMAIL])[:100]})
        props[EMAIL] = address
    return None


_FIELDS = sorted(Given.model_fields)


def problem_of(detail: ErrorDetails) -> Problem:
    """What is wrong with a field, in our words."""
    field = str(detail["loc"][0]) if detail["loc"] else ""
    match detail["type"]:
        case "missing":
            return Problem("event.missing", {"field": field})
        case "extra_forbidden":
            near = get_close_matches(field, _FIELDS, n=1)
            return Problem("event.unknown-field", {"field": field[:100], "near": near[0] if near else "props"})
        case "string_too_long" | "string_too_short":
            return Problem("event.text-length", {"field": field, "limit": "200"})
        case "string_pattern_mismatch":
            return Problem("event.one-line", {"field": field})
        case "model_type" | "model_attributes_type":
            return Problem("event.not-an-object")
        case _:
            return Problem("event.wrong-type", {"field": field})
