"""A server on loopback that is in trouble at first: it is down, it is asked too much, and then an answer is lost on its way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.clock import SystemClock, SystemDice
from engine.settings.model import Settings
from engine.store.database import Store
from engine.web.application import create_app
from engine.web.server import WebServer

REFUSED = (503, 429)
"""The first answers. The one after them is lost: what came is taken, and answered with a 503 all the same."""

LATER = {"Retry-After": "1", "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}


@dataclass
class Seen:
    """What came: the path, the status of the answer, how the body was packed and where the key stood."""

    answers: list[tuple[str, int]] = field(default_factory=list)
    packed: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)


@dataclass
class Grumbling:
    """The application behind its troubles."""

    app: ASGIApp
    seen: Seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["method"] != "POST":
            return await self.app(scope, receive, send)
        headers, number = Headers(scope=scope), len(self.seen.answers)
        self.seen.packed.add(headers.get("content-encoding", ""))
        self.seen.schemes.add(headers.get("authorization", "").partition(" ")[0])
        path = scope["path"]
        self.seen.answers.append((path, 0))

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["status"] = 503 if number == len(REFUSED) else message["status"]
                self.seen.answers[number] = (path, message["status"])
            await send(message)

        if number < len(REFUSED):
            body = {"success": False, "code": "web.database", "message": "later"}
            return await JSONResponse(body, REFUSED[number], LATER)(scope, receive, say)
        return await self.app(scope, receive, say)


@contextmanager
def grumbling(store: Store, settings: Settings, port: int = 0) -> Iterator[tuple[str, Seen]]:
    """The address of that server, and what it has seen. port: 0 for a free one."""
    app, seen = create_app(store, settings, SystemClock(), SystemDice()), Seen()
    app.add_middleware(Grumbling, seen=seen)
    # The short way goes past whatever stands around the application.
    app.state.quick = None
    server = WebServer(app, "127.0.0.1", port)
    host, port = server.start()
    try:
        yield f"http://{host}:{port}", seen
    finally:
        server.stop()
