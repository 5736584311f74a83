"""Messages of the Segment API in which nothing can be wrong: they are written down as they came, and read when they are taken apart.

To read a message closely takes twenty times as long as to see that it is one of these. Whoever is let through here would be let through
there, and means the same (a test holds both to it); all others are read closely before they are answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from engine.doors.arrivals import AT_ONCE, Kept
from engine.doors.events import check_type, read_props
from engine.doors.inbox import CHUNK
from engine.doors.segment_messages import MOST, PLAIN, Plain, PlainBatch, Sender
from engine.doors.segment_words import UTM, event_name

FIELDS = 60
"""Of a message. What a page's address says comes to them."""
REMEMBERED = 2_000
"""Names of events and of fields that are known to be sound, each."""
_YEARS = range(1901, 2199)
_encode = msgspec.json.Encoder().encode
_one = msgspec.json.Decoder(Plain).decode
_many = msgspec.json.Decoder(PlainBatch).decode


@dataclass(slots=True)
class PlainReader:
    """Of one sender."""

    sender: Sender
    _told: str = field(init=False)
    _kinds: dict[str | None, bool] = field(init=False)
    """By name of an event, whether it may wait; by None, pages and screens."""
    _fields: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._told = _encode(self.sender).decode()
        self._kinds = {None: _may_wait(self.sender.page) and _may_wait(self.sender.screen)}

    def read(self, call: str, body: bytes) -> Kept | None:
        """The messages of a call, or of a batch; None where they need a closer look."""
        try:
            body.decode()
            messages = _batch(body) if call == "batch" else [_called(call, _one(body))]
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        # A NUL fits into no database's text.
        if b"\\u0000" in body or not 0 < len(messages) <= MOST or not all(map(self._is_plain, messages)):
            return None
        parts = [messages[start : start + CHUNK] for start in range(0, len(messages), CHUNK)]
        return Kept(self._told, tuple((len(part), _encode(part)[1:-1].decode()) for part in parts))

    def _is_plain(self, message: Plain) -> bool:
        user, anonymous, properties = message.user_id, message.anonymous_id, message.properties
        if message.type == "track":
            kind = message.event or ""
        elif message.type is not None and _fits(message):
            kind = None
        else:
            return False
        if (known := self._kinds.get(kind)) is None:
            known = self._learn(kind or "")
        return (
            known
            and message.message_id.isprintable()
            and message.message_id != ""
            and (user is None or _is_name(user))
            and (anonymous is None or _is_name(anonymous))
            and not (user is None and anonymous is None)
            and _is_moment(message.original_timestamp or message.timestamp)
            and (not properties or properties.keys() <= self._fields or self._are_fields(properties))
            and (not properties or len(properties) <= FIELDS)
        )

    def _learn(self, told: str) -> bool:
        name = told.strip()
        type_ = self.sender.events.get(name) or event_name(name)
        found = bool(name) and _may_wait(type_)
        if len(self._kinds) < REMEMBERED:
            self._kinds[told] = found
        return found

    def _are_fields(self, properties: Mapping[str, object]) -> bool:
        found = isinstance(read_props(dict.fromkeys(properties)), dict)
        if found and len(self._fields) < REMEMBERED:
            self._fields |= properties.keys()
        return found


def _batch(body: bytes) -> list[Plain]:
    told = _many(body)
    if told.sent_at:
        # The batch leaves last, so its moment is the better one.
        for message in told.batch:
            message.sent_at = told.sent_at
    return told.batch


def _called(call: str, message: Plain) -> Plain:
    # The address says what it is, whatever the body says.
    message.type = PLAIN.get(call)
    return message


def _may_wait(type_: str) -> bool:
    """What is a person's word, or the engine's own, is read before it is answered."""
    return type_ not in AT_ONCE and "." not in type_ and check_type(type_) is None


def _is_name(told: str | int) -> bool:
    """Written in the one way it is compared in. What may be a mail address is read closely."""
    return isinstance(told, int) or (told.isascii() and told.isprintable() and told.strip() != "" and "@" not in told)


def _is_moment(told: str | None) -> bool:
    if not told:
        return True
    try:
        return datetime.fromisoformat(told).year in _YEARS
    except ValueError:
        return False


def _fits(message: Plain) -> bool:
    """Whether what a page's context tells is bounded as its own fields are."""
    utm = message.context.get("campaign") if message.context else None
    return not utm or utm.keys() <= UTM.keys()
