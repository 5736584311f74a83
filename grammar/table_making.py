"""The parser's table, made by Lark: states, reductions and words as plain lists and numbers."""

from collections.abc import Mapping
from typing import Any

from lark import Lark
from lark.grammar import Rule, Symbol
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import Shift

OPTIONS: dict[str, Any] = {
    "start": "file",
    "parser": "lalr",
    "lexer": "basic",
    "keep_all_tokens": True,
    "maybe_placeholders": True,
}


def made(grammar: str) -> dict[str, Any]:
    """All that `grammar.table` reads."""
    lark = Lark(grammar, **OPTIONS)
    parse_table: Any = lark.parser.parser._parse_table  # its own `serialize` reads it too
    rules = sorted(lark.rules, key=_place)
    terminals = sorted(each.name for each in lark.terminals)
    symbols = [*terminals, "$END", *sorted({rule.origin.name for rule in rules})]
    numbers = {name: number for number, name in enumerate(symbols)}
    reductions = {rule: ~number for number, rule in enumerate(rules)}
    states = parse_table.states
    order = {state: number for number, state in enumerate(sorted(states))}
    return {
        "symbols": symbols,
        "terminals": len(terminals) + 1,
        "words": {each.pattern.value: numbers[each.name] for each in lark.terminals if isinstance(each.pattern, PatternStr)},
        "reductions": [_reduction(rule, numbers) for rule in rules],
        "states": [_row(states[state], numbers, order, reductions) for state in order],
        "start": order[parse_table.start_states["file"]],
    }


def _place(rule: Rule) -> tuple[str, int, list[str]]:
    return rule.origin.name, rule.order, [symbol.name for symbol in rule.expansion]


def _row(actions: Mapping[str, Any], numbers: Mapping[str, int], order: Mapping[int, int], reductions: Mapping[Rule, int]) -> list[int]:
    """Symbol, action, symbol, action …"""
    row = {numbers[name]: order[to] if kind is Shift else reductions[to] for name, (kind, to) in actions.items()}
    return [number for entry in sorted(row.items()) for number in entry]


def _reduction(rule: Rule, numbers: Mapping[str, int]) -> list[Any]:
    taken, absent = _taken(rule)
    name, origin = rule.alias or rule.origin.name, rule.origin.name
    single = bool(rule.options.expand1) and not rule.alias
    repeats = bool(rule.expansion) and rule.expansion[0].name == origin
    return [numbers[origin], len(rule.expansion), name, single, repeats, taken, absent]


def _taken(rule: Rule) -> tuple[list[tuple[int, int, int]], int]:
    """Which symbols a node is made of, as Lark has it: rules in `_` are put in piece by piece; `[x]` that is absent is one part."""
    marks = "".join(str(int(bool(one))) for one in rule.options.empty_indices)
    absent = [len(ones) for ones in marks.split("0")] if marks else [0] * (len(rule.expansion) + 1)
    taken = [(place, int(_is_inlined(symbol)), absent[place]) for place, symbol in enumerate(rule.expansion)]
    return taken, absent[-1]


def _is_inlined(symbol: Symbol) -> bool:
    return not symbol.is_term and symbol.name.startswith("_")
