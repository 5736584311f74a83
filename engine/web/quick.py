"""The short way of a request: those that bring events go from the socket to their handler without the framework in between.

It is the same handler, and the same answer. What is not plain goes the long way from its first byte: another method or address, a head
that comes in pieces, chunks, an `Expect`, a connection that shall close, a server that is full. Heads are read by the same parser as there,
once: a client's requests differ in little but their bodies, so a head that was seen before is known.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import h11
from starlette.datastructures import Headers
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from engine.domain.errors import Problem
from engine.web.asked import PATIENCE_SECONDS, Asked, Later, QuickHandler, Web, broken, language_of, refused

HEAD_SECONDS = 10.0
"""For the whole head of a request, from its first byte or from the moment somebody came: whoever says nothing keeps nobody out."""
LONGEST_HEAD = 8_192
"""Bytes. A longer one goes the long way, which allows 32 KiB."""
HEADS = 1_000
"""Heads that are remembered."""
HELD = 65_536
"""Bytes of the next requests that are read while one is answered."""
LONG_WAY = frozenset({"transfer-encoding", "expect", "upgrade", "connection"})
_END = b"\r\n\r\n"
_STATUS = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Head:
    """Of a request. length: of its body; is_plain: it may go the short way."""

    headers: Headers
    language: str
    length: int
    is_plain: bool


class _Known(Headers):
    """Looked up by name; where a name stands twice, the first counts."""

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        super().__init__(raw=raw)
        self._first: dict[str, str] = {}
        for name, value in raw:
            self._first.setdefault(name.decode("latin-1"), value.decode("latin-1"))

    def __getitem__(self, key: str) -> str:
        return self._first[key.lower()]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._first


class Quick:
    """The handlers and the limits of their bodies by path, and the headers of every answer."""

    def __init__(self, web: Web, handlers: Mapping[str, tuple[QuickHandler, int]], always: Mapping[str, str]) -> None:
        self.web = web
        self.handlers = {f"POST {path} HTTP/1.1".encode(): one for path, one in handlers.items()}
        self._always = {name.lower().encode(): value.encode() for name, value in always.items()}
        self._heads: dict[bytes, Head] = {}
        self._defaults: object = None
        self._dated = b""
        self._said: tuple[Response | None, bytes] = (None, b"")
        """The newest answer: many are told the same one."""

    def head(self, text: bytes) -> Head | None:
        """What a head says, from its first line to the empty one. None for one that is wrong; the long way says why."""
        known = self._heads.get(text)
        if known is None:
            known = self._read(text)
            if len(self._heads) >= HEADS:
                self._heads.clear()
            if known is not None:
                self._heads[text] = known
        return known

    def _read(self, text: bytes) -> Head | None:
        reader = h11.Connection(h11.SERVER)
        reader.receive_data(text)
        try:
            event = reader.next_event()
        except h11.RemoteProtocolError:
            return None
        if not isinstance(event, h11.Request):
            return None
        headers = _Known([(bytes(name).lower(), bytes(value)) for name, value in event.headers])
        length = headers.get("content-length", "0")
        is_plain = LONG_WAY.isdisjoint(headers.keys()) or (
            set(headers.keys()) & LONG_WAY == {"connection"} and headers["connection"].strip().lower() == "keep-alive"
        )
        language = language_of(headers.get("accept-language", "")) or self.web.settings.workspace.language
        return Head(headers, language, int(length) if length.isdecimal() and len(length) < 20 else -1, is_plain)

    def answer(self, response: Response, defaults: list[tuple[bytes, bytes]]) -> bytes:
        """The bytes of an answer. defaults: of the server, among them the date; made anew each second."""
        if defaults is not self._defaults:
            self._defaults, self._dated, self._said = defaults, _lines(defaults), (None, b"")
        if response is self._said[0]:
            return self._said[1]
        raw = response.raw_headers
        names = {name for name, _ in raw}
        always = [(name, value) for name, value in self._always.items() if name not in names]
        said = b"".join((_STATUS[response.status_code], self._dated, _lines(raw), _lines(always), b"\r\n", bytes(response.body)))
        self._said = (response, said)
        return said


def _lines(headers: list[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%b: %b\r\n" % pair for pair in headers])


class QuickProtocol(H11Protocol):
    """One connection. Its limits on connections, and its long way, are those of the server it stands in."""

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        app: Any = self.config.app
        self._quick: Quick | None = getattr(app.state, "quick", None)
        self._is_busy = False
        self._is_ending = False
        self._held = bytearray()
        """What has come and is not looked at yet."""
        self._head: tuple[Head, QuickHandler, int] | None = None
        """Of the request whose body is coming, and where that begins in what is held."""
        self._since = 0.0
        self._watching: asyncio.TimerHandle | None = None
        self._late: asyncio.TimerHandle | None = None
        """When a head that is not whole is waited for no longer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    # ── what comes ──────────────────────────────────────────────────────────────────────

    def data_received(self, data: bytes) -> None:
        """The short way where it can go, else the long one."""
        if self._quick is None or not (self._is_busy or self._held or self._is_between()):
            super().data_received(data)
            self._await_head()
            return
        self._unset_keepalive_if_required()
        self._held += data
        if not self._is_busy:
            self._take()
        elif len(self._held) > HELD:
            self.flow.pause_reading()

    def _is_between(self) -> bool:
        """The long way has nothing in hand."""
        cycle: Any = self.cycle
        is_free = cycle is None or cycle.response_complete
        return is_free and self.conn.their_state is h11.IDLE and self.conn.our_state is h11.IDLE and not self.conn.trailing_data[0]

    def _take(self) -> None:
        """The next request of what is held, if it is all there."""
        if self._head is None and not self._begin():
            self._go_long()
            return
        assert self._head is not None and self._quick is not None
        head, handler, start = self._head
        end = start + head.length
        if len(self._held) < end:
            self._watch(PATIENCE_SECONDS)
            return
        body, self._head = bytes(self._held[start:end]), None
        del self._held[:end]
        self._run(handler, Asked("POST", {}, head.headers, body, head.language, self.client[0] if self.client else ""))

    def _begin(self) -> bool:
        """Whether the head of the next request is there, and plain."""
        end = self._held.find(_END, 0, LONGEST_HEAD)
        if end < 0 or self._quick is None or self._is_full():
            return False
        text = bytes(self._held[: end + len(_END)])
        found = self._quick.handlers.get(text[: text.find(b"\r\n")])
        head = self._quick.head(text) if found else None
        if found is None or head is None or not head.is_plain or not 0 <= head.length <= found[1]:
            return False
        self._head, self._since = (head, found[0], end + len(_END)), self.loop.time()
        self._stop_waiting()
        return True

    def _is_full(self) -> bool:
        limit = self.limit_concurrency
        return limit is not None and (len(self.connections) >= limit or len(self.tasks) >= limit)

    def _go_long(self) -> None:
        data, self._held, self._head = bytes(self._held), bytearray(), None
        self._rest()
        super().data_received(data)
        self._await_head()

    # ── what goes ───────────────────────────────────────────────────────────────────────

    def _run(self, handler: QuickHandler, asked: Asked) -> None:
        self._is_busy = True
        assert self._quick is not None
        found = handler(self._quick.web, asked)
        if isinstance(found, Later):
            found.tell(self._answer)
        elif isinstance(found, Response):
            # Not at once: whoever sends a thousand at a time would be answered a thousand calls deep.
            self.loop.call_soon(self._answer, found)
        else:
            task: asyncio.Task[Response] = self.loop.create_task(found)  # type: ignore[arg-type]
            self.tasks.add(task)  # type: ignore[arg-type]
            task.add_done_callback(self._answered)

    def _answered(self, task: "asyncio.Task[Response]") -> None:
        self.tasks.discard(task)
        if task.cancelled():
            self.transport.close()
            return
        error = task.exception()
        self._answer(broken(error) if error is not None else task.result())

    def _answer(self, response: Response) -> None:
        self._is_busy = False
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        assert self._quick is not None
        self.transport.write(self._quick.answer(response, self.server_state.default_headers))
        if self._is_ending:
            self.transport.close()
            return
        self._since = self.loop.time()
        self._go_on()

    def _go_on(self) -> None:
        """The next request, unless whoever asks does not read what is answered."""
        if self.flow.write_paused:
            self.flow.pause_reading()
            return
        self.flow.resume_reading()
        if self._held:
            self._take()
        else:
            self._watch(self.timeout_keep_alive)

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self._is_busy and self._quick is not None and self._is_between():
            self._go_on()

    # ── time ────────────────────────────────────────────────────────────────────────────

    def _watch(self, seconds: float) -> None:
        """One timer a connection, which looks again where something has come since."""
        end = self._since + seconds
        if self._watching is None or self._watching.when() > end:
            self._rest()
            self._watching = self.loop.call_at(end, self._look)

    def _look(self) -> None:
        self._watching = None
        if self._is_busy or self.transport.is_closing() or not (self._head or self._is_between()):
            return
        patience = PATIENCE_SECONDS if self._head else self.timeout_keep_alive
        if self.loop.time() < self._since + patience:
            self._watch(patience)
            return
        if self._head is not None and self._quick is not None:
            head, _, _ = self._head
            late = refused(Problem("web.too-large", {"limit": str(head.length)}), 413, head.language)
            self.transport.write(self._quick.answer(late, self.server_state.default_headers))
        self.transport.close()

    def _await_head(self) -> None:
        """The long way has no end for a head that never becomes whole."""
        cycle: Any = self.cycle
        if self.conn.their_state is not h11.IDLE or not (cycle is None or cycle.response_complete):
            self._stop_waiting()
        elif self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._too_late)

    def _too_late(self) -> None:
        self._late = None
        if not (self._is_busy or self._head or self.transport.is_closing()):
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _rest(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None

    def shutdown(self) -> None:
        """Whoever waits for an answer gets it first."""
        if self._is_busy or self._head is not None:
            self._is_ending = True
            return
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        self._stop_waiting()
        super().connection_lost(exc)
