"""Templates at hand: what a program calls by a name, and what is kept under a key, read once. Neither ever changes."""

from functools import lru_cache

from engine.delivery.colleagues import HOUSE, colleague_template
from engine.delivery.inputs import source_of
from engine.store import programs
from engine.store.hot import Tx
from engine.store.programs import Template
from engine.templates.facts import CONFIRM
from engine.templates.mails import compile_mail
from engine.templates.sources import FrontMatter, front_matter


class TemplateShelf:
    def __init__(self) -> None:
        self._of: dict[tuple[str, str], Template] = {}
        self._kept: dict[str, Template] = {}

    def of(self, tx: Tx, program: str, name: str) -> Template | None:
        """The template a program knows under that name."""
        if name.startswith(HOUSE):
            return colleague_template(name)
        found = self._of.get((program, name)) or programs.template_of(tx, program, name)
        if found is not None:
            self._of[program, name] = found
        return found

    def kept(self, tx: Tx, key: str) -> Template | None:
        """The template kept under that key, or one of the engine's own."""
        if key.startswith(HOUSE):
            return colleague_template(key)
        found = self._kept.get(key) or programs.template(tx, key)
        if found is not None:
            self._kept[key] = found
        return found


@lru_cache(maxsize=1_024)
def head_of(template: Template) -> FrontMatter:
    """What the head of a template says."""
    return front_matter(source_of(template))


@lru_cache(maxsize=1_024)
def asks_back(template: Template) -> bool:
    """Whether its mails carry the link by which a reader says the second yes."""
    return any(variable.path == CONFIRM for variable in compile_mail(source_of(template)).draft.variables)
