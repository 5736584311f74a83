"""Statements of the hot path: written in SQLAlchemy Core, compiled once per dialect, run on the driver's cursor with tuples.

Connections, transactions and what an error means stay SQLAlchemy's; its results do not, for describing the columns of a row anew each
time cost more than the statement.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.base import Executable

Tx: TypeAlias = Connection
"""A connection inside a transaction: the only thing a door is handed."""

Values: TypeAlias = tuple[Any, ...]


class Hot:
    """A statement and the order in which its values come.

    Every value is a named `bindparam`. A partial index is only used if its condition stands there as a literal.
    """

    def __init__(self, statement: Executable, *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, tuple[str, Callable[[Values], Values] | None]] = {}
        self._row: Callable[[Values], Any] | None = None

    def many(self, tx: Tx, rows: Sequence[Values]) -> int:
        """Runs once for each row; how many rows of the table it touched."""
        if not rows:
            return 0
        sql, arrange = self._text(tx)
        values = list(rows) if arrange is None else [arrange(row) for row in rows]
        cursor = _cursor(tx)
        try:
            cursor.executemany(sql, values)
            return int(cursor.rowcount)
        except _failure(tx) as error:
            raise _told(tx, sql, error, cursor) from error

    def run(self, tx: Tx, *values: Any) -> int:
        """Runs once; how many rows of the table it touched."""
        sql, arrange = self._text(tx)
        cursor = _cursor(tx)
        try:
            cursor.execute(sql, values if arrange is None else arrange(values))
            return int(cursor.rowcount)
        except _failure(tx) as error:
            raise _told(tx, sql, error, cursor) from error

    def all(self, tx: Tx, *values: Any) -> Sequence[Any]:
        """Every row the statement answers, its columns by name and by place."""
        sql, arrange = self._text(tx)
        cursor = _cursor(tx)
        try:
            cursor.execute(sql, values if arrange is None else arrange(values))
            found = cursor.fetchall()
        except _failure(tx) as error:
            raise _told(tx, sql, error, cursor) from error
        if self._row is None:
            self._row = _row_of(cursor)
        return list(map(self._row, found))

    def first(self, tx: Tx, *values: Any) -> Any:
        """The first row, None if there is none."""
        rows = self.all(tx, *values)
        return rows[0] if rows else None

    def _text(self, tx: Tx) -> tuple[str, Callable[[Values], Values] | None]:
        found = self._compiled.get(tx.dialect.name)
        if found is None:
            found = self._compiled[tx.dialect.name] = self._compile(tx)
        return found

    def _compile(self, tx: Tx) -> tuple[str, Callable[[Values], Values] | None]:
        compiled = self._statement.compile(dialect=tx.dialect)  # type: ignore[attr-defined]
        wanted = list(compiled.positiontup or ())
        missing = set(self._names) - set(wanted)
        assert not missing, f"{compiled}: named but not bound: {sorted(missing)}"
        if wanted == list(self._names):
            return str(compiled), None
        places = [self._names.index(name) if name in self._names else None for name in wanted]
        given_values = compiled.construct_params(_check=False)
        constants = [given_values.get(name) for name in wanted]
        return str(compiled), _arrangement(places, constants, len(self._names))


def _cursor(tx: Tx) -> Any:
    """The driver's own, of the connection this transaction has."""
    return tx.connection.cursor()


def _failure(tx: Tx) -> type[Exception]:
    return tx.dialect.loaded_dbapi.Error


def _told(tx: Tx, sql: str, error: Exception, cursor: Any) -> Exception:
    """As SQLAlchemy tells of it. A connection that has ended is not used again. Values are personal data, and never told."""
    is_lost = tx.dialect.is_disconnect(error, tx.connection.dbapi_connection, cursor)  # type: ignore[arg-type]
    if is_lost:
        tx.invalidate(error)
    return DBAPIError.instance(
        sql, (), error, _failure(tx), hide_parameters=True, connection_invalidated=is_lost, dialect=tx.dialect
    )


def _row_of(cursor: Any) -> Callable[[Values], Any]:
    """Makes a row that knows its columns."""
    row = namedtuple("Row", [column[0] for column in cursor.description], rename=True)  # type: ignore[misc]
    make: Callable[[Values], Any] = row._make
    return make


def _arrangement(places: list[int | None], constants: list[Any], width: int) -> Callable[[Values], Values]:
    """From `width` values in the caller's order to values in the statement's, its constants between them."""
    fixed = tuple(constant for place, constant in zip(places, constants, strict=True) if place is None)
    behind = iter(range(width, width + len(fixed)))
    order = [next(behind) if place is None else place for place in places]
    if len(order) == 1:
        return lambda row: ((row + fixed)[order[0]],)
    pick = itemgetter(*order)
    return (lambda row: pick((*row, *fixed))) if fixed else pick


def server_time(tx: Tx) -> int:
    """The moment by PostgreSQL's clock: not that of the transaction's beginning, but this one."""
    return int(tx.exec_driver_sql("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").scalar() or 0)


LEDGER = 0x6C656467
"""The number of the advisory lock under which events get their numbers."""


def numbered_alone(tx: Tx) -> None:
    """Until this transaction is over nobody else appends to the ledger: a lower number is always committed before a higher one.

    On SQLite a transaction that writes is alone anyway.
    """
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LEDGER})")


FENCES = 0x66656E63
"""The number of the advisory lock between fences and what forbids them."""


def fencing(tx: Tx) -> None:
    """Before the last look at a message: whatever forbids it is either committed, and seen, or comes after the fence."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({FENCES})")


def forbidding(tx: Tx) -> None:
    """Before an address is closed or the switch is turned: waits for the fences that look just now, and lets none look meanwhile."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({FENCES})")


def hinting(tx: Tx, bell: str) -> None:
    """Other processes hear of it once this transaction is committed."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_notify('nurture', '{bell}')")


PROGRAM = 0x70726F67
"""The number of the advisory lock between decisions and what they are made under."""


def deciding(tx: Tx) -> None:
    """Until this transaction is over no other program takes effect, and shadow neither begins nor ends."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({PROGRAM})")


def switching(tx: Tx) -> None:
    """Waits for the batches that commit just now; whoever commits later sees what this transaction has changed."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PROGRAM})")


CONTROL = "SELECT id FROM control FOR NO KEY UPDATE"


def one_by_one(tx: Tx) -> None:
    """Whoever gives receipts or keys does it alone: what came before is committed, and seen. On SQLite a writer is alone anyway."""
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(CONTROL)


def given(*names: str) -> dict[str, ColumnElement[Any]]:
    """Columns that take their value from the row of the same name."""
    return {name: bindparam(name) for name in names}


def one_of(column: ColumnElement[Any], words: Iterable[str]) -> ColumnElement[bool]:
    """The column is one of these words of ours, which stand in the statement as literals."""
    return column.in_([literal_column(f"'{word}'") for word in words])
