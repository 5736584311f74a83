"""Options and arguments that are made only for the command that is called: declaring them costs next to nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Function = TypeVar("_Function", bound=Callable[..., Any])
Asked = tuple[type[click.Parameter], tuple[str, ...], dict[str, Any]]
"""A parameter before it is made: its class, its names, and the rest."""


class _Place(click.Path):
    """A file or folder. `--help` does without the library of paths."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from pathlib import Path

        return Path(str(super().convert(value, param, ctx)))


PLACE = _Place()


def option(*names: str, **told: Any) -> Callable[[_Function], _Function]:
    """As `click.option`."""
    return _noted((click.Option, names, told))


def argument(*names: str, **told: Any) -> Callable[[_Function], _Function]:
    """As `click.argument`."""
    return _noted((click.Argument, names, told))


def _noted(asked: Asked) -> Callable[[_Function], _Function]:
    def note(function: _Function) -> _Function:
        vars(function).setdefault("asked", []).append(asked)
        return function

    return note


def asked_by(function: Callable[..., Any]) -> list[Asked]:
    """What the decorators of a function asked for, in the order they are written."""
    return list(reversed(vars(function).get("asked", ())))


class Late(click.Command):
    """A command that makes its parameters when somebody looks at them."""

    _made: list[click.Parameter]
    waiting: list[Asked]

    @property
    def params(self) -> list[click.Parameter]:
        while self.waiting:
            kind, names, told = self.waiting.pop(0)
            self._made.append(kind(names, **told))
        return self._made

    @params.setter
    def params(self, made: list[click.Parameter]) -> None:
        self._made = list(made)
        self.waiting = []
