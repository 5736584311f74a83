"""What the Segment HTTP API says, as events: one message of a call, or those of a batch.

Pure: the bytes are read elsewhere, the moment and chance are arguments. What the fields mean is Segment's published specification;
RudderStack's clients say the same, but put the traits of an `identify` into its context.
"""

from typing import Any

import msgspec
from pydantic import ValidationError

from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Props
from engine.domain.instants import Instant
from engine.doors.browsers import ANONYMOUS, PREVIOUS, USER
from engine.doors.claims import own_name
from engine.doors.events import EARLIEST, Door, Rejection, check_type, incoming_of, problem_of, read_moment, read_props, said_enough
from engine.doors.identities import EMAIL, address_of, read_keys
from engine.doors.incoming import Incoming
from engine.doors.segment_messages import MOST, Batch, Heard, Message, Plain, Sender
from engine.doors.segment_words import Said, said_by

_sender = msgspec.json.Decoder(Sender).decode
_plain = msgspec.json.Decoder(list[Plain]).decode


def messages_in(call: str, data: Any) -> list[Any] | Problem:
    """The messages of a body: one of that call, or those of a batch (`call` is "batch"), each still to be read."""
    if isinstance(data, Problem):
        return data
    if call != "batch":
        return [data | {"type": call}] if isinstance(data, dict) else Problem("segment.not-an-object")
    try:
        batch = Batch.model_validate(data)
    except ValidationError as error:
        return problem_of(error.errors(include_url=False, include_input=False)[0])
    if not batch.batch:
        return Problem("segment.no-messages")
    if len(batch.batch) > MOST:
        return Problem("web.too-many", {"limit": str(MOST)})
    shared = {name: value for name, value in (("context", batch.context), ("sentAt", batch.sent_at)) if value}
    return [_with(shared, one) for one in batch.batch] if shared else batch.batch


def _with(shared: dict[str, Any], one: Any) -> Any:
    """The batch leaves last, so its `sentAt` is the better one; what a message says of its context stands over the batch's."""
    if not isinstance(one, dict):
        return one
    context = one.get("context")
    given = shared.get("context", {})
    return one | shared | {"context": given | context if isinstance(context, dict) else context or given}


def read_kept(sender: str, text: str, heard: Heard) -> list[Incoming]:
    """What was written down as it came: `Plain` messages of a `Sender`. heard: of the first; the others came a microsecond apart.

    Raises NurtureError for one that says nothing; the door lets none of these in.
    """
    told, found = _sender(sender), []
    for place, message in enumerate(_plain(text)):
        answer = events_of(message, told, Heard(heard.received + place, heard.token))
        if isinstance(answer, Problem):
            raise NurtureError(answer.code, **answer.values)
        found += answer
    return found


def read_message(given: Any, sender: Sender, heard: Heard, *, line: int = 0) -> list[Incoming] | Rejection:
    """The events of a message, mostly one."""
    try:
        message = Message.model_validate(given)
    except ValidationError as error:
        return Rejection(line, problem_of(error.errors(include_url=False, include_input=False)[0]))
    answer = events_of(message, sender, heard)
    return Rejection(line, answer) if isinstance(answer, Problem) else answer


def events_of(message: Message | Plain, sender: Sender, heard: Heard) -> list[Incoming] | Problem:
    """What a message says, of either shape: each field is read here and nowhere else."""
    if message.type is None:
        return Problem("event.missing", {"field": "type"})
    keys, at, said = _keys(message, is_public=sender.is_public), _moment(message, sender, heard), said_by(message, sender)
    for problem in (keys, at, said):
        if isinstance(problem, Problem):
            return problem
    assert isinstance(keys, dict) and isinstance(at, Instant) and isinstance(said, list)
    name = message.message_id or heard.token()
    door = Door(source=sender.source, zone=sender.zone, live=True)
    found: list[Incoming] = []
    for one in said:
        props = _sound(one)
        if isinstance(props, Problem):
            return props
        id_, known = (f"{name}/{one.part}" if one.part else name), ({} if one.subject else keys)
        found.append(incoming_of(id_, one.type, door, lead=one.subject, keys=known, at=at, props=props))
    return found


def _sound(said: Said) -> Props | Problem:
    """Its fields, as every door lets them in."""
    props = read_props(said.props)
    if isinstance(props, Problem) or said.subject:
        return props
    return check_type(said.type) or said_enough(said.type, props) or props


def _keys(message: Message | Plain, *, is_public: bool) -> dict[str, str] | Problem:
    """What the person is known by, the surest first: an address counts where an `identify` says it, or anybody's context.

    With a key that stands in a page an address is only claimed, and an `alias` may name a browser, and no other person.
    """
    user, anonymous = _text(message.user_id), _text(message.anonymous_id)
    user = own_name(user) if is_public else user
    keys = {USER: user} if user else {}
    if not is_public and (email := _address(message, user)):
        keys[EMAIL] = email
    if anonymous:
        keys[ANONYMOUS] = anonymous
    if message.type == "alias":
        if not (previous := _text(message.previous_id)):
            return Problem("event.missing", {"field": "previousId"})
        if not keys:
            return Problem("event.missing", {"field": "userId"})
        keys[ANONYMOUS if is_public else EMAIL if address_of(previous) and EMAIL not in keys else PREVIOUS] = previous
    return read_keys(keys) if keys else Problem("segment.nobody")


def _address(message: Message | Plain, user: str) -> str:
    traits = [message.traits if message.type == "identify" else None, (message.context or {}).get("traits")]
    said = next((one["email"] for one in traits if isinstance(one, dict) and one.get("email")), user if "@" in user else "")
    return (address_of(said) or "") if isinstance(said, str) else ""


def _text(id_: str | int | None) -> str:
    return "" if id_ is None else str(id_).strip()


def _moment(message: Message | Plain, sender: Sender, heard: Heard) -> Instant | Problem:
    """When it happened: what the sender's clock is wrong by shows in `sentAt`, and is put right. 0 for now."""
    told = message.original_timestamp or message.timestamp
    if not told:
        return 0
    at = read_moment(told, sender.zone)
    sent = read_moment(message.sent_at, sender.zone) if message.sent_at else None
    if isinstance(at, Problem) or not isinstance(sent, Instant):
        return at
    # A clock that stands at 1970 says how long ago it was, all the same.
    return min(max(EARLIEST, heard.received - (sent - at)), heard.received)
