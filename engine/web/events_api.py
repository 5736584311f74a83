"""`/v1/events` and `/v1/leads`: events in as JSON, an answer once they are on disk."""

from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Kind
from engine.doors.events import Door, Rejection, events_in, read_event
from engine.doors.inbox import Receipt
from engine.doors.incoming import Incoming
from engine.doors.reader import Limits, read_json
from engine.web.asked import Asked, Web, not_taken, refused, spoken
from engine.web.keys import CHALLENGE, Key
from engine.web.pace import paced, too_fast
from engine.web.segment import unpacked

SIZE = 1_000_000
"""Bytes of a request."""
LARGE = 16_000
"""Bytes of a body that is read in a thread, so that the small ones beside it need not wait."""


async def events(web: Web, asked: Asked) -> Response:
    """One event, or `{"events": [...]}`."""
    return await _take(web, asked, read_event)


async def leads(web: Web, asked: Asked) -> Response:
    """What a lead is like: `{lead | keys, attributes}`, or `{"events": [...]}` of these."""

    def read(given: Any, door: Door, *, line: int) -> Incoming | Rejection:
        if not isinstance(given, dict):
            return read_event(given, door, line=line)
        for word in ("type", "props"):
            if word in given:
                return Rejection(line, Problem("event.unknown-field", {"field": word, "near": "attributes"}))
        event = {"id": web.dice.token(), **given, "type": Kind.LEAD_CHANGED.value}
        event["props"] = event.pop("attributes", {})
        return read_event(event, door, line=line)

    return await _take(web, asked, read)


ASYNC = "respond-async"
"""`Prefer` of whoever need not know whose an event is (RFC 7240)."""


class Read(Protocol):
    def __call__(self, given: Any, door: Door, *, line: int) -> Incoming | Rejection: ...


async def _take(web: Web, asked: Asked, read: Read) -> Response:
    """202 once at least one is on disk, 400 where none could be read."""
    key = web.ring.of_header(asked.headers.get("authorization", ""))
    told = paced(web, asked, key)
    if told and not told.allowed:
        return refused(too_fast(told), 429, asked.language, told.headers)
    is_large = len(asked.body) > LARGE or "content-encoding" in asked.headers
    found = await run_in_threadpool(_read, web, asked, key, read) if is_large else _read(web, asked, key, read)
    if isinstance(found, Response):
        return found
    errors = [{"item": one.line, **spoken(one.problem, asked.language)} for one in found if isinstance(one, Rejection)]
    events = [one for one in found if isinstance(one, Incoming)]
    is_quick = ASYNC in asked.headers.get("prefer", "").lower()
    try:
        taken = await _taken(web, events, is_quick=is_quick) if events else []
    except NurtureError as error:
        return refused(not_taken(error), 503, asked.language, {"Retry-After": "5"})
    headers = (dict(told.headers) if told else {}) | ({"Preference-Applied": ASYNC} if is_quick else {})
    return JSONResponse({"receipts": taken, "errors": errors}, 202 if taken else 400, headers)


async def _taken(web: Web, events: list[Incoming], *, is_quick: bool) -> list[dict[str, str]]:
    """The receipts; of what has only arrived nobody knows yet whose it is."""
    if is_quick:
        await web.intake.arrive(events)
        return [{"source": one.source, "id": one.id, "state": "arrived"} for one in events]
    return [_receipt(one) for one in await web.intake.put(events)]


def _read(web: Web, asked: Asked, key: Key | Problem, read: Read) -> list[Incoming | Rejection] | Response:
    """What stands in the body, or why nobody looks at it."""
    if isinstance(key, Problem):
        return refused(key, 401, asked.language, CHALLENGE)
    if key.is_public:
        return refused(Problem("web.key-of-pages"), 403, asked.language)
    if not _is_json(asked):
        return refused(Problem("web.not-json"), 415, asked.language)
    body = _unpacked(asked)
    given = body if isinstance(body, Problem) else events_in(read_json(body, Limits(size=SIZE)))
    if isinstance(given, Problem):
        return refused(given, 413 if given.code in ("json.too-large", "web.too-many") else 400, asked.language)
    place = web.settings.workspace
    door = Door(source=key.source, zone=place.timezone, live=True, region=place.region)
    return [read(one, door, line=number) for number, one in enumerate(given, start=1)]


def _packing(asked: Asked) -> str:
    return asked.headers.get("content-encoding", "").strip().lower() or "identity"


def _unpacked(asked: Asked) -> bytes | Problem:
    """The body, no more of it than a request may have."""
    plain = unpacked(asked.body, SIZE) if _packing(asked) == "gzip" else asked.body
    return Problem("web.not-gzip") if plain is None else plain


def _receipt(one: Receipt) -> dict[str, str]:
    return {"source": one.source, "id": one.id, "lead": one.lead, "state": one.state}


def _is_json(asked: Asked) -> bool:
    kind, _, rest = asked.headers.get("content-type", "").lower().partition(";")
    charset = rest.replace(" ", "").replace('"', "")
    return _packing(asked) in ("identity", "gzip") and kind.strip() == "application/json" and charset in ("", "charset=utf-8")
