"""Servers to be asked by `wrk`, each a process of its own: `python -m benchmarks.intake_servers KIND FOLDER` prints its port.

`door` is ours; `taking` is ours and takes apart what arrives meanwhile; `empty` is ours with handlers that do nothing; `plain` is Starlette
and a commit for each request, as one would write it in an afternoon.
"""

import json
import os
import sqlite3
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.clock import SystemClock, SystemDice
from engine.domain.errors import NurtureError
from engine.doors.arrivals import take_apart
from engine.settings.load import load_settings
from engine.store.database import WORK_BELL, open_store
from engine.store.upgrade import upgrade
from engine.web.application import create_app
from engine.web.asked import Asked, Web
from engine.web.server import WebServer

KEY = "bench"
CONFIG = '[workspace]\nname = "bench"\nlanguage = "en"\ntimezone = "Asia/Tokyo"\n[sender]\nname = "bench"\n'


async def nothing(_web: Web, _asked: Asked) -> Response:
    return JSONResponse({"success": True})


def ours(folder: Path, kind: str) -> None:
    os.environ["NURTURE_WEB__WRITE_KEY"] = KEY
    (folder / "nurture.toml").write_text(CONFIG, encoding="utf-8")
    (folder / ".nurture").mkdir(exist_ok=True)
    settings = load_settings(folder)
    upgrade(settings.database_url)
    store = open_store(settings.database_url)
    app = create_app(store, settings, SystemClock(), SystemDice())
    if kind == "empty":
        quick = app.state.quick
        quick.handlers = {line: (nothing, limit) for line, (_, limit) in quick.handlers.items()}
    started(WebServer(app, "127.0.0.1", 0))
    while True:
        bell = store.bells[WORK_BELL]
        bell.wait()
        bell.clear()
        try:
            while kind == "taking" and take_apart(store):
                pass
        except NurtureError:
            continue


def plain(folder: Path) -> None:
    connection = sqlite3.connect(folder / "plain.db", check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE events (source TEXT, id TEXT, body TEXT, PRIMARY KEY (source, id)) WITHOUT ROWID")

    def write(one: dict[str, object]) -> None:
        connection.execute("INSERT OR IGNORE INTO events VALUES ('http', ?, ?)", (one.get("messageId"), json.dumps(one)))

    async def track(request: Request) -> Response:
        await run_in_threadpool(write, json.loads(await request.body()))
        return JSONResponse({"success": True})

    # One thread: a connection has one transaction.
    app = Starlette(routes=[Route("/v1/track", track, methods=["POST"])])
    started(WebServer(app, "127.0.0.1", 0))
    while True:
        os.read(0, 1)


def started(server: WebServer) -> None:
    print(server.start()[1], flush=True)


if __name__ == "__main__":
    told, there = sys.argv[1], Path(sys.argv[2])
    if told == "plain":
        plain(there)
    else:
        ours(there, told)
