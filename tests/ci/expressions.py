"""GitHub's expressions, as far as our files use them: contexts, texts, `==`, `!=`, `!`, `&&`, `||`, brackets, functions of the state.

Texts are compared without regard to case, as GitHub does. What is not there is an empty text.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Contexts = Mapping[str, Any]
Function = Callable[[], bool]
_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*(?:\(\))?|==|!=|&&|\|\||[!()]|\d+)")
_STATE = re.compile(r"\b(?:always|success|failure|cancelled)\(\)")


def filled(text: str, contexts: Contexts, functions: Mapping[str, Function]) -> str:
    """A text with its `${{ … }}` worked out."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: shown(value_of(found[1], contexts, functions)), text)


def holds(condition: str, contexts: Contexts, functions: Mapping[str, Function]) -> bool:
    """The `if` of a step. One that does not ask for the state holds only while nothing has failed."""
    inner = condition.strip().removeprefix("${{").removesuffix("}}") if condition else "success()"
    if not _STATE.search(inner):
        inner = f"success() && ({inner})"
    return is_true(value_of(inner, contexts, functions))


def value_of(expression: str, contexts: Contexts, functions: Mapping[str, Function]) -> Any:
    """Raises ValueError for what this reader does not know: better a red test than a wrong one."""
    reader = _Reader(_tokens(expression), contexts, functions)
    value = reader.any_of()
    if reader.tokens:
        raise ValueError(f"not read: {expression!r} from {reader.tokens[0]!r}")
    return value


def is_true(value: Any) -> bool:
    return value not in (False, None, 0, "")


def shown(value: Any) -> str:
    return {True: "true", False: "false", None: ""}.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


def _tokens(expression: str) -> list[str]:
    tokens, place = [], 0
    while expression[place:].strip():
        found = _TOKEN.match(expression, place)
        if found is None:
            raise ValueError(f"not read: {expression!r} at {place}")
        tokens.append(found[1])
        place = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[str], contexts: Contexts, functions: Mapping[str, Function]) -> None:
        self.tokens, self.contexts, self.functions = tokens, contexts, functions

    def any_of(self) -> Any:
        value = self.all_of()
        while self._next("||"):
            other = self.all_of()
            value = value if is_true(value) else other
        return value

    def all_of(self) -> Any:
        value = self.compared()
        while self._next("&&"):
            other = self.compared()
            value = other if is_true(value) else value
        return value

    def compared(self) -> Any:
        value = self.plain()
        for sign in ("==", "!="):
            if self._next(sign):
                return (shown(value).casefold() == shown(self.plain()).casefold()) is (sign == "==")
        return value

    def plain(self) -> Any:
        if self._next("!"):
            return not is_true(self.plain())
        if self._next("("):
            value = self.any_of()
            if not self._next(")"):
                raise ValueError("a bracket is not closed")
            return value
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token.endswith("()"):
            return self.functions[token[:-2]]()
        return {"true": True, "false": False, "null": None}[token] if token in ("true", "false", "null") else self._found(token)

    def _found(self, path: str) -> Any:
        value: Any = self.contexts
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return "" if value is None else value

    def _next(self, sign: str) -> bool:
        is_next = bool(self.tokens) and self.tokens[0] == sign
        if is_next:
            self.tokens.pop(0)
        return is_next
