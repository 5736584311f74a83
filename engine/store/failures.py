"""What a database says when it cannot, in our words. The codes' sentences stand in `engine/show`."""

from sqlalchemy.exc import DBAPIError, OperationalError

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

STATES = (
    ("53100", "database-full"),
    ("55P03", "database-locked"),
    ("40", "database-locked"),
    ("25006", "database-read-only"),
    ("28", "database-refused"),
    ("3D000", "database-missing"),
    ("42P01", "database-old"),
    ("42703", "database-old"),
    ("42501", "database-refused"),
    ("57", "database-unreachable"),
    ("08", "database-unreachable"),
    ("53", "database-unreachable"),
    ("25P03", "database-unreachable"),
)
"""What PostgreSQL's state of an error begins with -> the code. Source: PostgreSQL 18, appendix A."""

PASSING = frozenset({"database-full", "database-locked", "database-unreachable", "database-unwritable", "turn-lost"})
"""Failures after which the same work is simply tried again later."""


def code_of(message: str) -> str | None:
    """The code for what the driver said, None for a mistake of ours."""
    said = message.lower()
    return next((code for words, code in FAILURES if words in said), None)


def _code_of_state(error: DBAPIError) -> str | None:
    """A server that is not there has no state to tell: the connection ended, or never came about."""
    if not hasattr(error.orig, "sqlstate"):
        return None
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:
        return "database-unreachable" if isinstance(error, OperationalError) or error.connection_invalidated else None
    return next((code for begin, code in STATES if state.startswith(begin)), None)


def translated(error: DBAPIError, database: str) -> Exception:
    """The error a person can act on; an unknown one stays as it is."""
    code = _code_of_state(error) or code_of(str(error.orig))
    return error if code is None else NurtureError(code, database=database, detail=str(error.orig))
