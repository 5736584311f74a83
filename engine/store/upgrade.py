"""Brings a database to the newest schema, or makes one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError
from engine.store.database import backend_of
from engine.store.failures import translated
from engine.store.postgres import PostgresServer
from engine.store.sqlite import SqliteFile

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> str:
    """Runs what is missing of the migrations, each in a transaction; the revision reached. Raises NurtureError."""
    backend = backend_of(url)
    if isinstance(backend, SqliteFile) and not backend.path.parent.is_dir():
        raise NurtureError("folder-missing", folder=backend.path.parent)
    engine = backend.writers(limited=False) if isinstance(backend, PostgresServer) else backend.writers()
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    except DBAPIError as error:
        raise translated(error, backend.name) from error
    finally:
        engine.dispose()
