"""PostgreSQL: a server of its own, for those who outgrow one file."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from engine.domain.errors import NurtureError
from engine.store.failures import translated
from engine.store.listening import PLACE, Listener

LIMITS = {
    "idle_in_transaction_session_timeout": "15s",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "tcp_keepalives_idle": "10",
}
"""They stand in for a lease: who is silent for so long holds nothing any more."""

CONNECT_SECONDS = 10


class PostgresServer:
    """One database of a server. Its address may hold a password, so it is never shown."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.name = make_url(url).render_as_string(hide_password=True)
        self._listener: Listener | None = None
        self._alone: Connection | None = None

    @property
    def is_shared(self) -> bool:
        """As many daemons as there are machines for."""
        return True

    def exists(self) -> bool:
        """Whether tables were made there. Raises NurtureError where there is no server, or it lets us not in."""
        engine = self._engine({}, pooled=False)
        try:
            with engine.connect() as connection:
                return bool(connection.exec_driver_sql("SELECT to_regclass('alembic_version') IS NOT NULL").scalar())
        except DBAPIError as error:
            raise translated(error, self.name) from error
        finally:
            engine.dispose()

    def readers(self) -> Engine:
        """Connections that see one snapshot, and can write nothing."""
        return self._engine(LIMITS, isolation_level="REPEATABLE READ", read_only=True)

    def writers(self, *, limited: bool = True) -> Engine:
        """Connections that write. Without limits for what takes its time, such as a migration."""
        return self._engine(LIMITS if limited else {})

    def become_daemon(self, ring: Callable[[set[str]], None]) -> None:
        """There is a place for everybody, unless one wants to be alone; who takes one hears the bells of the others."""
        self._lock(f"SELECT pg_try_advisory_lock_shared({PLACE})").close()
        if self._listener is None:
            self._listener = Listener(self._engine({}, isolation_level="AUTOCOMMIT", pooled=False), ring)

    @property
    def place(self) -> str:
        """Its number among the workers; "" before it is one."""
        return self._listener.place if self._listener is not None else ""

    def be_alone(self) -> None:
        """For as long as this connection stands. Raises NurtureError where a daemon runs."""
        self._alone = self._lock(f"SELECT pg_try_advisory_lock({PLACE})")

    def _lock(self, statement: str) -> Connection:
        connection = self._engine({}, isolation_level="AUTOCOMMIT", pooled=False).connect()
        if connection.exec_driver_sql(statement).scalar():
            return connection
        connection.close()
        raise NurtureError("daemon-runs-already", database=self.name)

    def make_room(self) -> None:
        """The server shares itself out."""

    def has_room(self) -> bool:
        """Others may always be there."""
        return False

    def close(self) -> None:
        """Hears no more. Nothing else is held beyond its transaction."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._alone is not None:
            self._alone.close()
            self._alone = None

    def _engine(
        self, limits: dict[str, str], *, isolation_level: Any = "READ COMMITTED", read_only: bool = False, pooled: bool = True
    ) -> Engine:
        settings = " ".join(f"-c {name}={value}" for name, value in limits.items())
        pool: dict[str, Any] = {"pool_size": 8, "max_overflow": -1, "pool_pre_ping": True} if pooled else {"poolclass": NullPool}
        try:
            engine = create_engine(
                make_url(self.url).set(drivername="postgresql+psycopg"),
                paramstyle="format",
                connect_args={"connect_timeout": CONNECT_SECONDS, "options": settings, "application_name": "nurture"},
                isolation_level=isolation_level,
                # What stands in a statement is personal data, and a failure is logged.
                hide_parameters=True,
                **pool,
            )
        except ImportError as error:
            raise NurtureError("postgresql-missing") from error
        if read_only:
            event.listen(engine, "begin", _only_read)
        return engine


def _only_read(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")
