"""Brings a database to the newest schema, or makes one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError
from engine.store.database import Backend, backend_of
from engine.store.failures import translated
from engine.store.postgres import PostgresServer
from engine.store.sqlite import SqliteFile

MIGRATIONS = Path(__file__).parent / "migrations"
HALF = frozenset({"alembic_version", "control"})
"""Either both of these are there, or neither: one alone is what somebody made by hand."""

MADE_BEFORE = ("42P07", "42701")
"""PostgreSQL's states of a table and of a column that is there already. Source: PostgreSQL 18, appendix A."""


@dataclass(frozen=True, slots=True)
class Behind:
    """found: the revision a database is of, "" for one that is empty or not there; missing: the revisions it lacks, in order."""

    found: str
    missing: tuple[str, ...]


def behind(url: str) -> Behind:
    """What an upgrade would do. Raises NurtureError for a database of a newer release, or of somebody else."""
    backend = backend_of(url)
    if not backend.exists():
        return Behind("", _revisions())
    engine = _engine(backend)
    try:
        with engine.connect() as connection:
            return _behind(connection, backend.name)
    except DBAPIError as error:
        raise translated(error, backend.name) from error
    finally:
        engine.dispose()


def is_known(revision: str) -> bool:
    """Whether a database of that revision can be brought to this release's."""
    return revision in _revisions()


def upgrade(url: str) -> str:
    """Runs what is missing of the migrations, all in one transaction; the revision reached.

    Raises NurtureError. What stops it half-way, be it a kill, leaves the database as it was.
    """
    backend = backend_of(url)
    if isinstance(backend, SqliteFile) and not backend.path.parent.is_dir():
        raise NurtureError("folder-missing", folder=backend.path.parent)
    engine = _engine(backend)
    try:
        with engine.begin() as connection:
            _behind(connection, backend.name)
            command.upgrade(_config(connection), "head")
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    except DBAPIError as error:
        raise _translated(error, backend.name) from error
    finally:
        engine.dispose()


def _translated(error: DBAPIError, name: str) -> Exception:
    """What a migration makes was there already: somebody's hands were in these tables."""
    state, said = getattr(error.orig, "sqlstate", None), str(error.orig)
    if state in MADE_BEFORE or (state is None and any(words in said for words in ("already exists", "duplicate column name"))):
        return NurtureError("database-half", database=name)
    return translated(error, name)


def _behind(connection: Connection, name: str) -> Behind:
    tables = set(inspect(connection).get_table_names())
    found = MigrationContext.configure(connection).get_current_revision() or ""
    known = _revisions()
    if found and found not in known:
        raise NurtureError("database-newer", database=name, found=found)
    if len(tables & HALF) == 1 or ("control" in tables and not found):
        raise NurtureError("database-half", database=name)
    return Behind(found, known[known.index(found) + 1 :] if found else known)


@cache
def _revisions() -> tuple[str, ...]:
    """All there are, the oldest first. To find them each is loaded, and no release changes while it runs."""
    return tuple(one.revision for one in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions())))


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _engine(backend: Backend) -> Engine:
    """Without time limits: a migration takes its time."""
    return backend.writers(limited=False) if isinstance(backend, PostgresServer) else backend.writers()
