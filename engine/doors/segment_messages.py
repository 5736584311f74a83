"""What the Segment HTTP API calls a message and a batch. `/openapi.json` is made from these same models."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple, TypedDict, get_args

import msgspec
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic.alias_generators import to_camel

from engine.domain.instants import Instant
from engine.doors.events import LONGEST_TEXT, Text
from engine.doors.identities import LONGEST_VALUE
from engine.doors.reader import LARGEST

Call = Literal["identify", "track", "page", "screen", "group", "alias"]
CALLS: tuple[Call, ...] = get_args(Call)
MOST = 2_500
"""Messages of a batch."""

PlainCall = Literal["track", "page", "screen"]
PLAIN: dict[str, PlainCall] = {call: call for call in get_args(PlainCall)}
"""Calls that say what somebody did or saw, and nothing of who it was."""

Id = Annotated[StrictStr, Field(max_length=LONGEST_VALUE)] | StrictInt
Moment = Annotated[StrictStr, Field(max_length=40)]


class Message(BaseModel):
    """One message. What nobody reads (`integrations`, `channel`, …) is passed over."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, alias_generator=to_camel, title="Message")

    type: Call | None = None
    message_id: Text | None = None
    user_id: Id | None = None
    anonymous_id: Id | None = None
    previous_id: Id | None = None
    group_id: Id | None = None
    event: Annotated[StrictStr, Field(max_length=200)] | None = None
    name: Annotated[StrictStr, Field(max_length=1_000)] | None = None
    category: Annotated[StrictStr, Field(max_length=1_000)] | None = None
    traits: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None
    context: dict[str, Any] | None = None
    timestamp: Moment | None = None
    original_timestamp: Moment | None = None
    sent_at: Moment | None = None
    write_key: StrictStr | None = None


class Batch(BaseModel):
    """Messages together."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, alias_generator=to_camel, title="Batch")

    batch: Annotated[
        list[Any],
        WithJsonSchema({"type": "array", "items": {"$ref": "#/components/schemas/Message"}, "minItems": 1, "maxItems": MOST}),
    ]
    context: dict[str, Any] | None = None
    sent_at: Moment | None = None
    write_key: StrictStr | None = None


Scalar = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)] | Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)] | float | bool | None
"""A field's value that is no list and no object."""
Named = Annotated[str, msgspec.Meta(max_length=LONGEST_VALUE)] | Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
Short = Annotated[str, msgspec.Meta(max_length=40)]
Line = Annotated[str, msgspec.Meta(max_length=200)]
Words = Annotated[str, msgspec.Meta(max_length=1_000)]


class Seen(TypedDict, total=False):
    """What is read of a page."""

    path: Scalar
    url: Scalar
    title: Scalar
    referrer: Scalar
    search: Scalar


# By call, for one of the names is Segment's and no word of ours.
PlainContext = TypedDict("PlainContext", {"page": Seen, "campaign": dict[str, Scalar], "traits": None}, total=False)  # noqa: UP013
"""What is read of a context; one that tells of the person is looked at closely."""


class Plain(msgspec.Struct, rename="camel", omit_defaults=True):
    """A `Message` that can be written down as it came: somebody did or saw something. What is not read of it is not kept."""

    type: PlainCall | None = None
    message_id: Line = ""
    user_id: Named | None = None
    anonymous_id: Named | None = None
    previous_id: None = None
    group_id: None = None
    event: Line | None = None
    name: Words | None = None
    category: Words | None = None
    traits: None = None
    properties: dict[str, Scalar] | None = None
    context: PlainContext | None = None
    timestamp: Short | None = None
    original_timestamp: Short | None = None
    sent_at: Short | None = None


class PlainBatch(msgspec.Struct, rename="camel"):
    """A `Batch` of them."""

    batch: list[Plain]
    context: None = None
    sent_at: Short | None = None


class Sender(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sends, and what their words mean here.

    source: of all the events; zone: of times without an offset; is_public: a key that anybody can read in a page.
    """

    source: str
    zone: str
    is_public: bool = False
    events: dict[str, str] = {}
    traits: dict[str, str] = {}
    page: str = "page-view"
    screen: str = "screen-view"


class Heard(NamedTuple):
    """received: when; token: throws the dice for a message that has no id."""

    received: Instant
    token: Callable[[], str]
