"""A turn to decide: the right to write some subjects, from the first look at them to the commit.

On SQLite one process decides, and only the commit is a transaction. On PostgreSQL the turn is one transaction that holds the locks of
partitions; it ends with its connection, and whoever was too slow has written nothing.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from engine.domain.errors import NurtureError
from engine.store.failures import translated
from engine.store.hot import Tx

Choice: TypeAlias = Callable[[Tx, int], tuple[int, ...]]
"""Locks partitions and says which; given the number to begin at, so that all get their share."""

Job: TypeAlias = Callable[[Tx], None]

OVERSLEPT_SECONDS = 1.0
"""A connection that is gone after a turn of this length: the process was stopped, or the server cut off."""


@dataclass(frozen=True, slots=True)
class Turn:
    """parts: what may be decided on; None for everything. write: the one commit of this turn."""

    parts: tuple[int, ...] | None
    write: Callable[[Job], None]


class Shares:
    """Turns of one worker among several. ring: whom to tell what was rung, once it is committed."""

    def __init__(self, engine: Engine, database: str, ring: Callable[[set[str]], None], start: int) -> None:
        self._engine = engine
        self._database = database
        self._ring = ring
        self._start = start
        self.held = 0.0
        """Seconds the newest turn took."""

    @contextmanager
    def turn(self, choose: Choice) -> Iterator[Turn]:
        """Raises NurtureError, `turn-lost` where the locks had ended before the commit."""
        begun = time.monotonic()
        try:
            with self._engine.connect() as tx:
                tx.info["bells"] = set()
                held = choose(tx, self._start)
                self._start = held[-1] + 1 if held else self._start
                yield Turn(held, lambda job: self._write(tx, job))
        except DBAPIError as error:
            raise self._lost(translated(error, self._database), time.monotonic() - begun) from error
        except NurtureError as error:
            raise self._lost(error, time.monotonic() - begun) from error
        finally:
            self.held = time.monotonic() - begun

    def _write(self, tx: Tx, job: Job) -> None:
        """What the job raises undoes everything, and ends the turn."""
        try:
            job(tx)
            tx.commit()
        except BaseException:
            tx.rollback()
            raise
        self._ring(tx.info["bells"])

    def _lost(self, error: Exception, seconds: float) -> Exception:
        is_gone = isinstance(error, NurtureError) and error.problem.code == "database-unreachable"
        if is_gone and seconds >= OVERSLEPT_SECONDS:
            return NurtureError("turn-lost", database=self._database, seconds=round(seconds))
        return error
