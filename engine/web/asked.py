"""A request as the handlers see it: read within limits, answered in a thread."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from engine.clock import Clock, Dice
from engine.domain.errors import NurtureError, Problem
from engine.doors.sentences import say
from engine.rules.program import Program
from engine.settings.model import Settings
from engine.store.database import Store
from engine.web.intake import Intake
from engine.web.keys import KeyRing
from engine.web.limits import RateLimits
from engine.web.senders import Senders
from engine.web.sentences import SENTENCES
from engine.web.wishes import Wishes
from engine.work.programs import Programs

PATIENCE_SECONDS = 20
"""For the whole body of a request."""


@dataclass(slots=True)
class Shown:
    """The program as pages last read it, for when the database is away."""

    program: Program | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """What every handler may use."""

    store: Store
    settings: Settings
    clock: Clock
    dice: Dice
    wishes: Wishes
    intake: Intake
    ring: KeyRing
    senders: Senders
    programs: Programs
    limits: RateLimits = field(default_factory=RateLimits)
    shown: Shown = field(default_factory=Shown)


@dataclass(frozen=True, slots=True)
class Asked:
    """method in capitals; path: its named parts; language: en or ja, as the asker prefers or else the workspace.

    peer: the address the connection comes from, which may be a proxy's; query: what stands behind the question mark.
    """

    method: str
    path: dict[str, str]
    headers: Headers
    body: bytes
    language: str
    peer: str = ""
    query: str = ""


class Later:
    """An answer that a future brings: like a coroutine that awaits it, without the task around."""

    __slots__ = ("_future", "_then")

    def __init__(self, future: "asyncio.Future[Any]", then: "Callable[[asyncio.Future[Any]], Response]") -> None:
        self._future = future
        self._then = then

    def __await__(self) -> Generator[Any, None, Response]:
        yield from asyncio.wait([self._future]).__await__()
        return self._then(self._future)

    def tell(self, told: Callable[[Response], None]) -> None:
        """Calls `told` with it."""
        self._future.add_done_callback(lambda future: told(self._then(future)))


Handler = Callable[[Web, Asked], Response]
"""Plain code, run in a thread."""
QuickHandler = Callable[[Web, Asked], Response | Awaitable[Response]]
"""Runs on the loop itself, and must never block it."""
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(web: Web, handler: Handler, *, limit: int) -> Endpoint:
    """The handler behind a reader that takes no more than `limit` bytes."""

    async def in_thread(web: Web, asked: Asked) -> Response:
        return await run_in_threadpool(handler, web, asked)

    return quick_endpoint(web, in_thread, limit=limit)


def quick_endpoint(web: Web, handler: QuickHandler, *, limit: int) -> Endpoint:
    """The same for one that runs on the loop."""

    async def answer(request: Request) -> Response:
        said = language_of(request.headers.get("accept-language", ""))
        language = said or web.settings.workspace.language
        body = await _body(request, limit)
        if body is None:
            return refused(Problem("web.too-large", {"limit": str(limit)}), 413, language)
        path = {name: str(value) for name, value in request.path_params.items()}
        peer = request.client.host if request.client else ""
        found = handler(web, Asked(request.method, path, request.headers, body, language, peer, request.url.query))
        return found if isinstance(found, Response) else await found

    return answer


async def _body(request: Request, limit: int) -> bytes | None:
    """The whole body; None if it is too large, or did not come in time."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:20]) > limit:
        return None
    parts = bytearray()
    try:
        with anyio.fail_after(PATIENCE_SECONDS):
            async for part in request.stream():
                parts += part
                if len(parts) > limit:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(parts)


def language_of(header: str) -> str | None:
    """The one of our languages that an `Accept-Language` likes best."""
    liked: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        name, _, weight = part.strip().partition(";q=")
        language = name.strip().lower()[:2]
        if language in ("en", "ja"):
            liked.append((_weight(weight), language))
    return max(liked, key=lambda one: one[0])[1] if liked else None


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def refused(problem: Problem, status: int, language: str, headers: dict[str, str] | None = None) -> Response:
    """`{"error": {code, sentence}}`."""
    return JSONResponse({"error": spoken(problem, language)}, status, headers)


def broken(error: BaseException) -> Response:
    """Our own fault: it is written down, and nothing of it is told."""
    logging.getLogger("uvicorn.error").error("Exception in ASGI application\n", exc_info=error)
    return Response("Internal Server Error", 500, media_type="text/plain")


def not_taken(error: NurtureError) -> Problem:
    """Why nothing of a request was taken, where that is not the request's fault."""
    code = error.problem.code
    return Problem("web.too-much") if code == "arrivals-full" else Problem("web.database", {"reason": code})


def spoken(problem: Problem, language: str) -> dict[str, str]:
    """A problem for a program and for the person who reads its log."""
    if problem.code in SENTENCES:
        english, japanese = SENTENCES[problem.code]
        sentence = (japanese if language == "ja" else english).format_map(problem.values)
    else:
        sentence = say(problem.code, problem.values, language)
    return {"code": problem.code, "sentence": sentence}
