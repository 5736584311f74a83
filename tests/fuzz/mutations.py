"""Good files made wrong, as hands, editors and merges make them wrong: each mutation with its kind, from a seeded chance."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from grammar.lexer import Token, lex

Mutation = Callable[[str, Random], str]

WIDE = {
    **{chr(narrow): chr(narrow + 0xFEE0) for narrow in range(ord("!"), ord("~") + 1) if not chr(narrow).isalpha()},
    " ": "\u3000",
}
"""The full-width form of signs, figures and the space."""

QUOTES = ("“”", "「」", "『』", "＂＂", "''", "‘’")
"""What stands for quotes where Japanese is typed, and where a word processor has been at work."""


@dataclass(frozen=True, slots=True)
class Mutated:
    """The text, and what was done to it, in order."""

    text: str
    kinds: tuple[str, ...]


def mutated(text: str, chance: Random, count: int, kinds: tuple[str, ...] = ()) -> Mutated:
    """The text after `count` mutations, of the kinds that are given or of any; fewer where nothing is left to be changed."""
    done: list[str] = []
    for _ in range(50 * count):
        kind = chance.choice(kinds or tuple(MUTATIONS))
        # A short text has soon lost all its braces, or all its lines.
        with suppress(IndexError, ValueError):
            changed = MUTATIONS[kind](text, chance)
            if changed != text:
                text = changed
                done.append(kind)
        if len(done) == count:
            break
    return Mutated(text, tuple(done))


# ── tokens ──────────────────────────────────────────────────────────────────────────────


def tokens_of(text: str, kinds: str = "") -> list[Token]:
    """What stands on the lines of a text, without the line ends; of the given signs only, if any are given."""
    found = [each for each in lex(text, "").tokens if each.kind != "_NL"]
    return [each for each in found if each.kind in kinds] if kinds else found


def delete_token(text: str, chance: Random) -> str:
    span = chance.choice(tokens_of(text)).span
    return text[: span.start] + text[span.end :]


def double_token(text: str, chance: Random) -> str:
    span = chance.choice(tokens_of(text)).span
    return text[: span.end] + " " + text[span.start :]


def swap_tokens(text: str, chance: Random) -> str:
    tokens = tokens_of(text)
    pairs = [(one, other) for one, other in pairwise(tokens) if one.span.line == other.span.line]
    one, other = (token.span for token in chance.choice(pairs))
    between = text[one.end : other.start]
    return text[: one.start] + text[other.start : other.end] + between + text[one.start : one.end] + text[other.end :]


# ── braces ──────────────────────────────────────────────────────────────────────────────


def delete_brace(text: str, chance: Random) -> str:
    span = chance.choice(tokens_of(text, "{}") or tokens_of(text)).span
    return text[: span.start] + text[span.end :]


def add_brace(text: str, chance: Random) -> str:
    """A brace beside another, or on a line of its own."""
    brace = chance.choice("{}")
    if chance.random() < 0.5:
        lines = text.splitlines(keepends=True)
        lines.insert(chance.choice(_written(lines)), f"{brace}\n")
        return "".join(lines)
    end = chance.choice(tokens_of(text)).span.end
    return f"{text[:end]} {brace}{text[end:]}"


# ── lines ───────────────────────────────────────────────────────────────────────────────


def _written(lines: list[str]) -> list[int]:
    """Lines on which something stands that counts."""
    return [place for place, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]


def delete_line(text: str, chance: Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.choice(_written(lines))]
    return "".join(lines)


def double_line(text: str, chance: Random) -> str:
    lines = text.splitlines(keepends=True)
    place = chance.choice(_written(lines))
    lines.insert(place, lines[place])
    return "".join(lines)


def swap_lines(text: str, chance: Random) -> str:
    lines = text.splitlines(keepends=True)
    written = _written(lines)
    place = chance.randrange(len(written) - 1)
    one, other = written[place : place + 2]
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


# ── full-width ──────────────────────────────────────────────────────────────────────────


def widen_sign(text: str, chance: Random) -> str:
    span = chance.choice([each for each in tokens_of(text) if not each.text[0].isalnum() and each.kind != "STRING"]).span
    return text[: span.start] + _wide(text[span.start : span.end]) + text[span.end :]


def widen_figures(text: str, chance: Random) -> str:
    figures = [each for each in tokens_of(text) if each.text[0].isdigit()] or tokens_of(text)
    span = chance.choice(figures).span
    return text[: span.start] + _wide(text[span.start : span.end]) + text[span.end :]


def widen_space(text: str, chance: Random) -> str:
    tokens = tokens_of(text)
    spaces = [each.span.start - 1 for each in tokens if each.span.start and text[each.span.start - 1] == " "]
    place = chance.choice(spaces)
    return f"{text[:place]}\u3000{text[place + 1 :]}"


def other_quotes(text: str, chance: Random) -> str:
    texts = [each for each in tokens_of(text) if each.kind == "STRING" and text[each.span.start] == '"']
    if not texts:
        return text
    span = chance.choice(texts).span
    quotes = chance.choice(QUOTES)
    return text[: span.start] + quotes[0] + text[span.start + 1 : span.end - 1] + quotes[1] + text[span.end :]


def _wide(text: str) -> str:
    return "".join(WIDE.get(letter, letter) for letter in text)


MUTATIONS: Mapping[str, Mutation] = {
    "deleted token": delete_token,
    "doubled token": double_token,
    "swapped tokens": swap_tokens,
    "deleted line": delete_line,
    "doubled line": double_line,
    "swapped lines": swap_lines,
    "wide sign": widen_sign,
    "wide figures": widen_figures,
    "wide space": widen_space,
    "other quotes": other_quotes,
    "deleted brace": delete_brace,
    "added brace": add_brace,
}
