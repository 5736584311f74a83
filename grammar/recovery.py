"""stub"""
from collections.abc import Callable
from typing import Any

from grammar import syntax_rules as rules
from grammar.diagnostics import Diagnostic
from grammar.lexer import Token
from grammar.machine import Machine


class Recovery:
    def __init__(self, start: Callable[[], Machine], tokens: list[Token]) -> None:
        self.start = start
        self.tokens = tokens
        self.findings: list[Diagnostic] = []

    def run(self) -> Any:
        m = self.start()
        for t in self.tokens:
            k = m.copy()
            if not m.take(t):
                self.findings.append(rules.UNEXPECTED.at(t.span, word=t.text, expected=sorted(k.expected())))
                return None
        m.end()
        return None
