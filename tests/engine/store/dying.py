"""An upgrade as a process of its own that is killed when it writes its revision down: `python -m tests.engine.store.dying URL`."""

import os
import signal
import sys
from typing import Any

from sqlalchemy import Engine, event

from engine.store.upgrade import upgrade


def die(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    """All tables are changed by now, and nothing is committed."""
    if statement.startswith("UPDATE alembic_version"):
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    event.listen(Engine, "before_cursor_execute", die)
    upgrade(sys.argv[1])
