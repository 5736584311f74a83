"""Which words and signs of the language may stand next to each other, read from the grammar itself."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import lark
from lark.lexer import PatternStr

from grammar.table import GRAMMAR

LINE = "_NL"
NAME = "NAME"


@dataclass(frozen=True)
class Language:
    """Words and signs as they are written; values by the name of their kind: `NAME`, `STRING`, `NUMBER`, and `_NL` for a new line.

    rules: each rule's name with the sequences it may be; a rule's name stands in `< >`, as words are called the same.
    follow: what may stand behind each word, sign and value. inside: what may begin a line that is not of the outermost ones.
    """

    words: frozenset[str]
    rules: dict[str, tuple[tuple[str, ...], ...]]
    follow: dict[str, frozenset[str]]
    inside: frozenset[str]

    def words_of(self, *rules: str) -> frozenset[str]:
        """The words that stand in a rule itself, not in the rules it names."""
        return frozenset(part for rule in rules for parts in self.rules[f"<{rule}>"] for part in parts if part in self.words)

    def first_words(self, rule: str) -> frozenset[str]:
        """The words with which the rule may begin."""
        return _edges(self.rules, backward=False)[f"<{rule}>"] & self.words

    def words_after(self, part: str) -> frozenset[str]:
        """The words that may stand behind it."""
        return self.follow.get(part, frozenset()) & self.words

    def takes_name(self, part: str) -> bool:
        """Whether a name may stand behind it."""
        return NAME in self.follow.get(part, frozenset())


@cache
def language() -> Language:
    """The language, from `language.lark`. Every rule of it says at least one word, so neighbours are neighbours."""
    made = lark.Lark(GRAMMAR.read_text(encoding="utf-8"), start="file", parser="lalr", lexer="basic")
    texts = {each.name: each.pattern.value for each in made.terminals if isinstance(each.pattern, PatternStr)}
    rules: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for rule in made.rules:
        sequence = (texts.get(part.name, part.name) if part.is_term else f"<{part.name}>" for part in rule.expansion)
        rules[f"<{rule.origin.name}>"].append(tuple(sequence))
    grouped = {name: tuple(parts) for name, parts in rules.items()}
    words = frozenset(text for text in texts.values() if text[0].isalpha())
    blocks = {name: parts for name, parts in grouped.items() if "file" not in name}
    return Language(words, grouped, _follow(grouped), _follow(blocks)[LINE] & words)


def _edges(rules: dict[str, tuple[tuple[str, ...], ...]], *, backward: bool) -> dict[str, frozenset[str]]:
    """The terminals with which each rule may begin, or end."""
    found: dict[str, frozenset[str]] = {name: frozenset() for name in rules}
    grown = True
    while grown:
        grown = False
        for name, sequences in rules.items():
            edges = (parts[-1 if backward else 0] for parts in sequences if parts)
            now = found[name].union(*(found.get(part, frozenset((part,))) for part in edges))
            grown = grown or now != found[name]
            found[name] = now
    return found


def _follow(rules: dict[str, tuple[tuple[str, ...], ...]]) -> dict[str, frozenset[str]]:
    first, last = _edges(rules, backward=False), _edges(rules, backward=True)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for parts in (parts for sequences in rules.values() for parts in sequences):
        for one, other in pairwise(parts):
            for before in last.get(one, frozenset((one,))):
                found[before] |= first.get(other, frozenset((other,)))
    return {part: frozenset(behind) for part, behind in found.items()}
