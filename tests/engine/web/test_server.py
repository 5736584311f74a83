"""The server comes, goes, and says why it cannot."""

import socket
from http.client import HTTPConnection
from threading import Event, Thread

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from engine.domain.errors import NurtureError
from engine.web.server import WebServer


def test_a_port_that_is_taken_gets_its_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(NurtureError) as caught:
        WebServer(Starlette(), "127.0.0.1", other.getsockname()[1]).start()

    assert "web.port-taken" == caught.value.problem.code


def test_a_request_under_way_is_answered_before_the_server_goes() -> None:
    reached, go_on, said = Event(), Event(), []

    def slow(request: Request) -> Response:
        reached.set()
        go_on.wait(10)
        return PlainTextResponse("done")

    server = WebServer(Starlette(routes=[Route("/", slow)]), "127.0.0.1", 0)
    host, port = server.start()

    def ask() -> None:
        connection = HTTPConnection(host, port, timeout=10)
        connection.request("GET", "/")
        said.append(connection.getresponse().read())
        connection.close()

    asking, stopping = Thread(target=ask), Thread(target=server.stop)
    asking.start()
    reached.wait(10)
    stopping.start()
    go_on.set()
    asking.join(10)
    stopping.join(10)

    assert [b"done"] == said
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, port), timeout=1)
