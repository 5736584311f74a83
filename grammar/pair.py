"""A large workspace read and checked by two processes at once, each of which reads its half (see `grammar.halves`)."""

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import DecodeError, json

from grammar.checks import CHECKS
from grammar.diagnostics import Diagnostic, Sifted
from grammar.halves import Half, Make, Read, is_sure, together
from grammar.model import NotTold, Workspace
from grammar.plain import from_plain, to_plain
from grammar.side_by_side import Check
from grammar.twin import Twin
from grammar.workspace import verdict


class Ends(NamedTuple):
    """One process's ends of the pipes to the other."""

    hear: int
    tell: int

    def say(self, message: object) -> None:
        """Once. Raises OSError where nobody hears it."""
        with os.fdopen(self.tell, "wb") as pipe:
            pipe.write(json.encode(message))

    def heard(self) -> Any:
        """All that the other says. Raises ValueError where it is gone."""
        with os.fdopen(self.hear, "rb") as pipe:
            text = pipe.read()
        try:
            return json.decode(text)
        except DecodeError as broken:
            raise ValueError from broken

    def close(self) -> None:
        """They are the other's."""
        os.close(self.hear)
        os.close(self.tell)


def in_halves(names: Sequence[str], read: Read, make: Make, *, cut: int) -> Sifted | None:
    """What is to be said of a workspace; None where one process must see it all.

    names: its files; the first `cut` are read here. read: one of them; make: the program of what was read.
    """
    (hear, answer), (listen, tell) = os.pipe(), os.pipe()
    here, there = Ends(hear, tell), Ends(listen, answer)
    twin = Twin(lambda: _there(names, cut, (here, there), read, make))
    there.close()
    try:
        return _here(Half(names, {name: read(name) for name in names[:cut]}), (here, twin), read, make)
    except (NotTold, OSError, ValueError):
        twin.stop()
        return None


def _here(half: Half, other: tuple[Ends, Twin], read: Read, make: Make) -> Sifted | None:
    (ends, twin), near = other, half.near
    message = half.message(near)
    told = ends.heard()  # first: the other says its own before it hears
    ends.say(message)
    workspace = half.workspace(near, told, read, make)
    compared = 0

    def run(checks: Sequence[Check], workspace: Workspace) -> list[list[Diagnostic]]:
        nonlocal compared
        found = half.found(checks, workspace)
        answer = twin.answer()
        if answer is None:
            raise NotTold
        compared = answer["compared"]
        return together(found, [[from_plain(one) for one in each] for each in answer["found"]], frozenset(half.names))

    sifted = verdict(workspace, run)
    return sifted if is_sure(workspace.symbols.compared, compared) else None


def _there(names: Sequence[str], cut: int, ends: tuple[Ends, Ends], read: Read, make: Make) -> dict[str, object]:
    others, own = ends
    others.close()
    half = Half(names, {name: read(name) for name in names[cut:]})
    near = half.near
    own.say(half.message(near))
    workspace = half.workspace(near, own.heard(), read, make)
    found = [[to_plain(one) for one in each] for each in half.found(CHECKS, workspace)]
    return {"found": found, "compared": workspace.symbols.compared}
