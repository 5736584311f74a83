"""Brings a database to the newest schema, or makes one."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError
from engine.store.database import file_of, make_engine
from engine.store.failures import translated

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> str:
    """Runs what is missing of the migrations, each in a transaction; the revision reached. Raises NurtureError."""
    path = file_of(url)
    if not path.parent.is_dir():
        raise NurtureError("folder-missing", folder=path.parent)
    engine = make_engine(url, "BEGIN IMMEDIATE")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    except DBAPIError as error:
        raise translated(error, str(path)) from error
    finally:
        engine.dispose()
