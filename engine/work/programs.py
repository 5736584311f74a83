"""Every program compiled once: by its hash, from the sources it was deployed with."""

from collections.abc import Callable

from engine.domain.errors import NurtureError
from engine.rules.program import Program
from engine.store import programs
from engine.store.hot import Tx
from engine.store.programs import Stored

Compile = Callable[[Stored], Program]
"""From sources to a program; the same sources give the same program."""


class Programs:
    """Compiled programs by hash."""

    def __init__(self, compile_stored: Compile) -> None:
        self._compile = compile_stored
        self._known: dict[str, Program] = {}

    def get(self, tx: Tx, hash_: str) -> Program:
        """The program of that hash. Raises NurtureError for one that was never deployed here."""
        known = self._known.get(hash_)
        return known if known is not None else self.add(self._load(tx, hash_))

    def add(self, program: Program) -> Program:
        """A program that somebody has compiled already."""
        self._known[program.hash] = program
        return program

    def _load(self, tx: Tx, hash_: str) -> Program:
        stored = programs.load(tx, hash_)
        if stored is None:
            raise NurtureError("program-unknown", program=hash_[:12])
        program = self._compile(stored)
        if program.hash != hash_:
            raise NurtureError("program-of-another-release", program=hash_[:12])
        return program
