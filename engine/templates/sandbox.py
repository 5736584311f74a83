"""The environments templates run in: no globals, no attributes of objects, no calls but the links' own, few filters."""

from functools import lru_cache
from typing import Any, cast

from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import SandboxedEnvironment

from engine.templates.filters import FILTERS, WRITTEN
from engine.templates.values import Missing, MissingValue, Record, path_of

LOOP_WORDS = frozenset({"index", "first", "last", "length"})

DELIMITERS = {
    ("block", "start"): "\ue002",
    ("block", "end"): "\ue003",
    ("variable", "start"): "\ue004",
    ("variable", "end"): "\ue005",
    ("comment", "start"): "\ue006",
    ("comment", "end"): "\ue007",
}
"""Stands for `{% %}`, `{{ }}`, `{# #}` in a template taken apart: no text contains them, so none is syntax."""


class MailEnvironment(SandboxedEnvironment):
    """Looks only into plain data. language: decides words and dates; is_html: values are escaped."""

    def __init__(self, language: str, *, is_html: bool) -> None:
        marks = {f"{kind}_{end}_string": mark for (kind, end), mark in DELIMITERS.items()}
        super().__init__(**cast(Any, marks), undefined=Missing, autoescape=is_html, keep_trailing_newline=True)
        self.globals = {}
        self.tests = {"defined": lambda value: not isinstance(value, Undefined)}
        self.filters = dict(FILTERS)
        self.language = language
        self.finalize = WRITTEN[language]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A value of a group; an empty one counts as missing."""
        if type(obj) is Record:
            value = obj.get(attribute)
            if value is not None and value != "" and not (type(value) is str and value.isspace()):
                return value
        elif isinstance(obj, LoopContext) and attribute in LOOP_WORDS:
            return getattr(obj, attribute)
        elif isinstance(obj, Missing):
            raise MissingValue(f"{path_of(obj)}.{attribute}")
        return Missing(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same, written with brackets, and the places of a list counted from 0."""
        if type(obj) is list and type(argument) is int and 0 <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the function that writes links, which no template can name."""
        return getattr(obj, "writes_links", False) is True


@lru_cache(maxsize=8)
def environment(language: str, *, is_html: bool) -> MailEnvironment:
    """The environment of a language; there are four, made when first needed."""
    return MailEnvironment(language, is_html=is_html)
