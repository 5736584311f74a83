"""Failures a person must hear of: a code, the values of its sentence, and nothing of Python in it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be done. code: a key of the sentence tables in `engine/show`; values: what the sentence names."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


class NurtureError(Exception):
    """Carries a `Problem` up to where it is said. Exit code 2 at the command line."""

    def __init__(self, code: str, **values: object) -> None:
        self.problem = Problem(code, {name: str(value) for name, value in values.items()})
        super().__init__(f"{code}: {self.problem.values}")
