"""What one database says another way than the other: a list as one value, and a place inside of a document."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Text, bindparam, case, cast, literal_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

WORDS = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that is sorted by its code points everywhere: both databases take the same rows first."""

NUMBERS = BigInteger().with_variant(Integer, "sqlite")
"""Numbers of rows: SQLite counts only an `INTEGER` by itself."""


class _Among(FunctionElement[bool]):
    name = "among"
    type = Boolean()
    # Or SQLAlchemy writes `… IN (…) = 1` for SQLite, which then reads the whole table instead of its index.
    _is_implicitly_boolean = True
    inherit_cache = True


class _At(FunctionElement[str]):
    name = "at"
    type = Text()
    inherit_cache = True


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The column is one of a JSON list given as `name`: a set read of any length is one statement."""
    return _Among(column, bindparam(name, type_=Text))


def first_of(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """What stands in the column, or what is given as `name` where nothing does."""
    return case((column != literal_column("''"), column), else_=bindparam(name, type_=Text))


def but_not(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """What stands in the column, or nothing where that is what is given as `name`."""
    return case((column == bindparam(name, type_=Text), literal_column("''")), else_=column)


def text_at(document: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """What stands at `path` (`stage.name`) of a JSON document, as text; nothing where nothing stands there."""
    return _At(document, literal_column(f"'{path}'"))


def number_at(document: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """The whole number at `path`; nothing where nothing stands there."""
    return cast(text_at(document, path), BigInteger)


class _Domain(FunctionElement[str]):
    name = "domain"
    type = Text()
    inherit_cache = True


def domain_at(address: ColumnElement[Any]) -> ColumnElement[Any]:
    """`@` and what stands behind it in an address as it is compared; "" or the whole text where there is no such sign."""
    return _Domain(address)


@compiles(_Among, "sqlite")
def _among_in_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({listed}))"


@compiles(_Among, "postgresql")
def _among_in_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, listed = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY (ARRAY(SELECT json_array_elements_text(({listed})::json)))"


@compiles(_At, "sqlite")
def _at_in_sqlite(element: _At, compiler: SQLCompiler, **kw: Any) -> str:
    document, path = (compiler.process(part, **kw) for part in element.clauses)
    return f"json_extract({document}, '$.{path[1:-1]}')"


@compiles(_At, "postgresql")
def _at_in_postgresql(element: _At, compiler: SQLCompiler, **kw: Any) -> str:
    """`json`, not `jsonb`: only what stands at the path is read, so that no character elsewhere can make it fail."""
    document, path = (compiler.process(part, **kw) for part in element.clauses)
    return f"(({document})::json #>> '{{{path[1:-1].replace('.', ',')}}}')"


@compiles(_Domain, "sqlite")
def _domain_in_sqlite(element: _Domain, compiler: SQLCompiler, **kw: Any) -> str:
    (address,) = (compiler.process(part, **kw) for part in element.clauses)
    return f"substr({address}, instr({address}, '@'))"


@compiles(_Domain, "postgresql")
def _domain_in_postgresql(element: _Domain, compiler: SQLCompiler, **kw: Any) -> str:
    (address,) = (compiler.process(part, **kw) for part in element.clauses)
    return f"substr({address}, strpos({address}, '@'))"
