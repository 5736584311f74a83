"""What a database says when it cannot, in our words. The codes' sentences stand in `engine/show`."""

from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError

FAILURES = (
    ("database or disk is full", "database-full"),
    ("database is locked", "database-locked"),
    ("database table is locked", "database-locked"),
    ("readonly database", "database-read-only"),
    ("unable to open", "database-unreachable"),
    ("file is not a database", "database-damaged"),
    ("malformed", "database-damaged"),
    ("disk i/o error", "database-unwritable"),
    ("no such table", "database-old"),
    ("no such column", "database-old"),
)
"""What SQLite's message contains -> the code. A code's sentence names the file as `database`."""

PASSING = frozenset({"database-full", "database-locked", "database-unwritable"})
"""Failures after which the same work is simply tried again later."""


def code_of(message: str) -> str | None:
    """The code for what the driver said, None for a mistake of ours."""
    said = message.lower()
    return next((code for words, code in FAILURES if words in said), None)


def translated(error: DBAPIError, database: str) -> Exception:
    """The error a person can act on; an unknown one stays as it is."""
    code = code_of(str(error.orig))
    return error if code is None else NurtureError(code, database=database, detail=str(error.orig))
