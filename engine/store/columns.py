"""What the tables are made of: columns and indexes in every database's own words."""

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, text

from engine.store.words import WORDS

metadata = MetaData()

INSTANT = BigInteger


def partial(name: str, condition: str, *columns: str) -> Index:
    """An index of only those rows, in every database's own words."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


def by_part(name: str, condition: str, *columns: str) -> Index:
    """The same where several workers share the partitions; one that holds them all would only pay for it."""
    index = Index(name, "part", *columns, postgresql_where=text(condition), info={"only": "postgresql"})
    return index.ddl_if(dialect="postgresql")


def said(name: str, default: str = "") -> Column[str]:
    return Column(name, WORDS, nullable=False, server_default=default)


def instant(name: str) -> Column[int]:
    return Column(name, INSTANT, nullable=False, server_default="0")


def counted(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=str(default))
