"""What was deleted stays in a file's bytes until something is written over it: here it is.

On SQLite the whole file is written anew, which nobody may write beside; where an engine runs, the free pages are written over in small
steps, and the rest waits. On PostgreSQL `VACUUM` takes the dead rows out of the tables' pages.
"""

from enum import StrEnum

from sqlalchemy import text

from engine.domain.errors import NurtureError
from engine.store.copies import connected
from engine.store.database import Store
from engine.store.fates import EVERY
from engine.store.hot import Tx
from engine.store.postgres import PostgresServer
from engine.store.sqlite import SqliteFile
from engine.store.writer import Priority

PAGES = 100
"""Free pages one transaction writes over: less than half a megabyte."""


class Bytes(StrEnum):
    """What became of the bytes of what was deleted."""

    ANEW = "anew"
    """The file was written anew: nothing of it is left."""
    OVER = "over"
    """An engine works on the file: what was free in it is written over, what lies between its rows is not yet."""
    VACUUMED = "vacuumed"
    """By the server: dead rows are out of the tables; their bytes are written over as the space is used again."""


def scrub(store: Store) -> Bytes:
    """Writes over what was deleted, as far as that goes beside whoever works here."""
    backend = store.backend
    if isinstance(backend, SqliteFile):
        return Bytes.ANEW if _written_anew(backend) else _written_over(store, backend)
    if isinstance(backend, PostgresServer):
        _vacuum(backend)
    return Bytes.VACUUMED


def _written_anew(backend: SqliteFile) -> bool:
    """False where somebody else has the file open."""
    try:
        backend.be_alone()
    except NurtureError:
        return False
    try:
        with connected(backend.path) as connection:
            connection.execute("PRAGMA busy_timeout=1000").close()
            connection.execute("VACUUM").close()
            return int(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]) == 0
    except NurtureError as error:
        if error.problem.code == "database-locked":
            return False
        raise
    finally:
        backend.close()


def _written_over(store: Store, backend: SqliteFile) -> Bytes:
    """The free pages become those of a table of zeros, piece by piece, and are free again."""

    def fill(tx: Tx) -> int:
        free = int(tx.exec_driver_sql("PRAGMA freelist_count").scalar() or 0)
        size = int(tx.exec_driver_sql("PRAGMA page_size").scalar() or 4096)
        if free > 2:
            tx.exec_driver_sql("CREATE TABLE IF NOT EXISTS zeros (bytes BLOB)")
            tx.exec_driver_sql("INSERT INTO zeros VALUES (zeroblob(?))", ((min(free, PAGES) - 1) * (size - 4),))
        return max(0, free - 2)

    def drop(tx: Tx) -> int:
        there = tx.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'zeros'").scalar()
        left = tx.exec_driver_sql("DELETE FROM zeros WHERE rowid IN (SELECT rowid FROM zeros LIMIT 1)").rowcount if there else 0
        if there and not left:
            tx.exec_driver_sql("DROP TABLE zeros")
        return left

    for step in (fill, drop):
        while store.write(Priority.WORK, step):
            pass
    with connected(backend.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").close()
    return Bytes.OVER


def _vacuum(backend: PostgresServer) -> None:
    engine = backend.writers(limited=False)
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for name in sorted({*EVERY, "arrivals"}):
                connection.execute(text(f"VACUUM {name}"))
    finally:
        engine.dispose()
