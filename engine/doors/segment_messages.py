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

    type: Call | None = Field(None, description="Which call it is; in a batch only.")
    message_id: Text | None = Field(None, description="The same one counts once, for ever.")
    user_id: Id | None = Field(None, description="What your own systems call the person.")
    anonymous_id: Id | None = Field(None, description="What a browser or device is called until somebody says who they are.")
    previous_id: Id | None = Field(None, description="`alias`: what the person was called before.")
    group_id: Id | None = Field(None, description="`group`: what your own systems call the company.")
    event: Annotated[StrictStr, Field(max_length=200)] | None = Field(None, description="`track`: what happened: `Asset Downloaded`.")
    name: Annotated[StrictStr, Field(max_length=1_000)] | None = Field(None, description="`page`, `screen`: its name.")
    category: Annotated[StrictStr, Field(max_length=1_000)] | None = Field(None, description="`page`, `screen`: its category.")
    traits: dict[str, Any] | None = Field(None, description="`identify`, `group`: what is known of the person or the company.")
    properties: dict[str, Any] | None = Field(None, description="`track`, `page`, `screen`: the event's fields.")
    context: dict[str, Any] | None = Field(None, description="Where it happened; of it `traits`, `page` and `campaign` are read.")
    timestamp: Moment | None = Field(None, description="When it happened by the sender's clock, ISO 8601.")
    original_timestamp: Moment | None = Field(None, description="The same, where a client calls it so.")
    sent_at: Moment | None = Field(None, description="When it was sent by the sender's clock; what that clock is wrong by is put right.")
    write_key: StrictStr | None = Field(None, description="The write key, where no header can be set.")


class Batch(BaseModel):
    """Messages together."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True, alias_generator=to_camel, title="Batch")

    batch: Annotated[
        list[Any],
        WithJsonSchema({"type": "array", "items": {"$ref": "#/components/schemas/Message"}, "minItems": 1, "maxItems": MOST}),
    ] = Field(description="The messages; each says its `type`.")
    context: dict[str, Any] | None = Field(None, description="What holds for each message that does not say otherwise.")
    sent_at: Moment | None = Field(None, description="When the batch was sent by the sender's clock.")
    write_key: StrictStr | None = Field(None, description="The write key, where no header can be set.")


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
