"""What the Segment HTTP API calls a message and a batch. `/openapi.json` is made from these same models."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, WithJsonSchema
from pydantic.alias_generators import to_camel

from engine.domain.instants import Instant
from engine.doors.events import Text
from engine.doors.identities import LONGEST_VALUE

Call = Literal["identify", "track", "page", "screen", "group", "alias"]
CALLS: tuple[Call, ...] = get_args(Call)
MOST = 2_500
"""Messages of a batch."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who sends, and what their words mean here.

    source: of all the events; zone: of times without an offset; received: now; is_public: a key that anybody can read in a page.
    """

    source: str
    zone: str
    received: Instant
    is_public: bool = False
    events: dict[str, str] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    page: str = "page-view"
    screen: str = "screen-view"
    token: Callable[[], str]
