"""The Segment HTTP API: what its clients, and RudderStack's, send to `/v1/track`, `/v1/batch` and the others.

`read` is the whole of it but the commit, and touches nothing: headers and bytes in, events or a refusal out.
"""

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from engine.domain.errors import NurtureError, Problem
from engine.doors.arrivals import Kept
from engine.doors.events import Rejection
from engine.doors.incoming import Incoming
from engine.doors.reader import Limits, read_json
from engine.doors.segment import messages_in, read_message
from engine.doors.segment_messages import CALLS, Heard
from engine.web.asked import Asked, Later, QuickHandler, Web, broken, not_taken, spoken
from engine.web.keys import CHALLENGE, Key, KeyRing
from engine.web.limits import Told
from engine.web.pace import paced, paced_by_key, too_fast
from engine.web.senders import Senders

SIZE = 5_000_000
"""Bytes of a body, packed or not: a batch of Segment's clients has 500,000, one of RudderStack's up to 4 MiB."""
LIMITS = Limits(size=SIZE, may_repeat=True)
LARGE = 16_000
"""Bytes of a body that is read in a thread, so that the small ones beside it need not wait."""
RETRY_SECONDS = 5
SUCCESS = JSONResponse({"success": True})
"""What nearly everybody hears."""
PATHS: dict[str, str] = {
    **{f"/v1/{call}": call for call in (*CALLS, "batch")},
    **{f"/v1/{call[0]}": call for call in (*CALLS, "batch")},
}
"""Which call each address is. The letters are what Segment's client for browsers asks for."""
ASKED = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Content-Encoding, AnonymousId, X-Retry-Count",
    "Access-Control-Max-Age": "600",
}
"""What a browser hears beforehand. `X-Retry-Count` is of Segment's client, `AnonymousId` of RudderStack's."""
HEARD = {"Access-Control-Expose-Headers": "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a request brought: the events, and a sentence for each message that is none."""

    key: Key
    events: list[Incoming] | Kept
    refused: list[Rejection]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nobody looks further, and why."""

    problem: Problem
    status: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """What reading depends on, besides the request. key: that its header shows."""

    ring: KeyRing
    senders: Senders
    key: Key | Problem


def read(door: Door, call: str, headers: Mapping[str, str], body: bytes, heard: Heard) -> Taken | Refusal:
    """The events of one request. headers: their names in small letters, or any mapping that does not mind."""
    key = door.key if "authorization" in headers else None
    if isinstance(key, Problem):
        return Refusal(key, 401, CHALLENGE)
    plain = _bytes(headers, body)
    if key is not None and not isinstance(plain, Problem) and key.is_for(headers.get("origin", "")):
        kept = door.senders.of(key).read(call, plain)
        if kept is not None:
            return Taken(key, kept, [])
    data = plain if isinstance(plain, Problem) else read_json(plain, LIMITS)
    if key is None:
        told = data.get("writeKey") if isinstance(data, dict) else None
        key = door.ring.found([told.encode("utf-8", "replace")] if isinstance(told, str) else [])
        if isinstance(key, Problem):
            return Refusal(key, 401, CHALLENGE)
    origin = headers.get("origin", "")
    if not key.is_for(origin):
        return Refusal(Problem("web.not-from-there", {"origin": origin[:100]}), 403)
    found = messages_in(call, data)
    if isinstance(found, Problem):
        return Refusal(found, 413 if found.code in ("json.too-large", "web.too-many") else 400)
    sender = door.senders.of(key).sender
    return _taken(key, [read_message(one, sender, heard, line=number) for number, one in enumerate(found, start=1)])


def _taken(key: Key, found: list[list[Incoming] | Rejection]) -> Taken | Refusal:
    taken = Taken(
        key,
        [event for one in found if not isinstance(one, Rejection) for event in one],
        [one for one in found if isinstance(one, Rejection)],
    )
    return taken if taken.events else Refusal(taken.refused[0].problem, 400)


def _bytes(headers: Mapping[str, str], body: bytes) -> bytes | Problem:
    """The body, whatever it calls itself: a browser's last word says `text/plain`, or nothing."""
    _, _, rest = headers.get("content-type", "").lower().partition("charset=")
    if rest.strip(' "') not in ("", "utf-8"):
        return Problem("web.not-utf8")
    encoding = headers.get("content-encoding", "identity").lower().strip()
    plain = body if encoding in ("", "identity") else unpacked(body, SIZE) if encoding == "gzip" else None
    return Problem("web.not-gzip") if plain is None else plain


def unpacked(body: bytes, limit: int) -> bytes | Problem | None:
    """What was packed, a Problem where it is more than `limit` bytes, None where it is no gzip. No more is ever unpacked than that."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error:
        return None
    if len(plain) > limit:
        return Problem("json.too-large", {"limit": str(limit)})
    return plain if unpacking.eof and not unpacking.unused_data else None


def calls(call: str) -> QuickHandler:
    """The handler of one call: 200 once at least one message is on disk, 400 where none could be read."""

    def handler(web: Web, asked: Asked) -> Response | Awaitable[Response]:
        allowed = open_to(web.ring, asked.headers.get("origin", ""))
        if asked.method == "OPTIONS":
            return Response(status_code=204, headers=allowed | (ASKED if len(allowed) > 1 else {}))
        key = web.ring.of_header(asked.headers.get("authorization", ""))
        told = paced(web, asked, key)
        if told and not told.allowed:
            return refusal(Refusal(too_fast(told), 429), asked.language, allowed | told.headers)
        door = (Door(web.ring, web.senders, key), call, asked.headers, asked.body, Heard(web.clock.now(), web.dice.token))
        if len(asked.body) > LARGE or "content-encoding" in asked.headers:
            return _in_thread(door, lambda found: _answered(web, asked, found, told, allowed))
        return _answered(web, asked, read(*door), told, allowed)

    return handler


async def _in_thread(door: tuple[Any, ...], then: "Callable[[Taken | Refusal], Response | Later]") -> Response:
    found = then(await run_in_threadpool(read, *door))
    return found if isinstance(found, Response) else await found


def _answered(web: Web, asked: Asked, found: Taken | Refusal, told: Told | None, allowed: dict[str, str]) -> Response | Later:
    if isinstance(found, Taken) and "authorization" not in asked.headers:
        told = paced_by_key(web, found.key) or told
        found = Refusal(too_fast(told), 429) if told and not told.allowed else found
    headers = allowed | told.headers if told else allowed
    if isinstance(found, Refusal):
        return refusal(found, asked.language, headers)
    refused = found.refused

    def then(future: "asyncio.Future[Any]") -> Response:
        if (error := future.exception()) is not None:
            if not isinstance(error, NurtureError):
                return broken(error)
            return refusal(Refusal(not_taken(error), 503, {"Retry-After": str(RETRY_SECONDS)}), asked.language, headers)
        return SUCCESS if not refused and not headers else _success(refused, asked.language, headers)

    return Later(web.intake.arrive(found.events), then)


def _success(refused: list[Rejection], language: str, headers: dict[str, str]) -> Response:
    errors = [{"item": one.line, **spoken(one.problem, language)} for one in refused]
    return JSONResponse({"success": True} | ({"errors": errors} if errors else {}), headers=headers)


def refusal(found: Refusal, language: str, headers: Mapping[str, str]) -> Response:
    """`{success, code, message}`: the clients read `code` and `message`, and give up on anything else."""
    said = spoken(found.problem, language)
    return JSONResponse({"success": False, "code": said["code"], "message": said["sentence"]}, found.status, found.headers | dict(headers))


def open_to(ring: KeyRing, origin: str) -> dict[str, str]:
    """What a browser wants to hear before a page may read the answer. Without credentials: a key is none."""
    if not origin:
        return {}
    return {"Vary": "Origin"} | ({"Access-Control-Allow-Origin": origin} | HEARD if ring.lets_pages(origin) else {})
