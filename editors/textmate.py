"""The colours of the language for VS Code and others that read TextMate grammars.

The language decides by the place whether a word is a keyword. Here the place is the one word or sign before it: after `score`
only a name can stand, so `score send` colours a name; after `send` a name or one of a few words. `adjacency` reads from the
grammar what may stand behind what. A server that knows the whole file tells editors the rest.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from editors.adjacency import Language, language
from editors.words import Kind, declarations, kind_of

SCOPE = "source.nurture"
_LETTER = r"[\p{L}\p{N}_・\-\x{300}-\x{36F}\x{3099}\x{309A}]"
_NAME = rf"[\p{{L}}_]{_LETTER}*"
_GAP = r"[ \t]+"
_MAILS = frozenset((
    "send", "email", "opened", "clicked", "replied", "bounced", "complained", "received", "opens", "clicks", "bounces", "about",
))  # fmt: skip
_SECTIONS = frozenset(("step", "branch", "stage", "level", "group"))

Rule = dict[str, Any]


def grammar() -> str:
    """The file `nurture.tmLanguage.json`."""
    known = language()
    parts: dict[str, list[Rule]] = {
        "comments": [_match(r"#.*$", "comment.line.number-sign")],
        "texts": [_text()],
        "numbers": list(_numbers(known)),
        "lists": [_list(known)],
        "names": list(_names(known)),
        "keywords": list(_keywords(known)),
        "signs": list(_signs()),
    }
    whole = {
        "$schema": "https://json.schemastore.org/tmlanguage.json",
        "comment": "Made from the grammar of the language: change that, and call `make editors`.",
        "name": "Nurture",
        "scopeName": SCOPE,
        "fileTypes": ["nurture"],
        "patterns": [{"include": f"#{name}"} for name in parts],
        "repository": {name: {"patterns": rules} for name, rules in parts.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _match(pattern: str, scope: str = "", captures: dict[str, str] | None = None) -> Rule:
    made: Rule = {"match": pattern}
    if scope:
        made["name"] = f"{scope}.nurture"
    if captures:
        made["captures"] = {number: {"name": f"{name}.nurture"} for number, name in captures.items()}
    return made


def _any(words: Iterable[str]) -> str:
    """One of the words, whole."""
    return rf"(?:{'|'.join(sorted(words))})(?!{_LETTER})"


def _not(words: frozenset[str]) -> str:
    return f"(?!{_any(words)})" if words else ""


def _text() -> Rule:
    return {
        "name": "string.quoted.double.nurture",
        "begin": '"',
        "end": r'"|(?=$)',
        "patterns": [
            _match(r'\\["\\n]', "constant.character.escape"),
            _match(r"\\.", "invalid.illegal.escape"),
        ],
    }


def _numbers(known: Language) -> Iterable[Rule]:
    units = known.words_of("unit", "_points", "_times", "_emails") - {"business"} | {"people"}
    edge = rf"(?<!{_LETTER})"
    for value, shape, kind in (("PERCENT", r"[0-9]+(?:\.[0-9]+)? *%", "percent"), ("TIME", "[0-9]{1,2}:[0-9]{2}", "time")):
        pattern = rf"({edge}{shape}){_GAP}{_not(known.words_after(value))}({_NAME})"
        yield _match(pattern, captures={"1": f"constant.numeric.{kind}", "2": "variable.other"})
    yield _match(rf"{edge}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!{_LETTER})", "constant.numeric.date")
    yield _match(rf"{edge}[0-9]{{1,2}}:[0-9]{{2}}(?![\p{{L}}\p{{N}}:])", "constant.numeric.time")
    yield _match(rf"{edge}[0-9]+(?:\.[0-9]+)? *%", "constant.numeric.percent")
    number = rf"((?<!{_LETTER})[+-]?[0-9]+(?:\.[0-9]+)?)"
    yield _match(
        rf"{number}{_GAP}(?:(business){_GAP})?({_any(units)})",
        captures={"1": "constant.numeric", "2": Kind.UNIT, "3": Kind.UNIT},
    )
    yield _match(rf"{number}(?!{_LETTER})", captures={"1": "constant.numeric"})
    yield _match(rf"{edge}[+-]?[0-9]+{_LETTER}+", "invalid.illegal.number")


def _list(known: Language) -> Rule:
    """Inside of `[ ]` lines may end anywhere, and most words are names."""
    words = known.words_after("[") | {"ago", "from"}
    return {
        "begin": r"\[",
        "end": r"\]|(?=^(?:" + "|".join(sorted(declarations(known))) + rf")[ \t]+{_NAME}[ \t]*[\"{{:])",
        "beginCaptures": {"0": {"name": "punctuation.section.brackets.begin.nurture"}},
        "endCaptures": {"0": {"name": "punctuation.section.brackets.end.nurture"}},
        "patterns": [
            {"include": "#comments"},
            {"include": "#texts"},
            {"include": "#numbers"},
            {"include": "#lists"},
            *_fields(),
            *(_match(rf"(?<!{_LETTER}){_any(group)}", kind) for kind, group in _by_kind(words, known)),
            _match(_NAME, "variable.other"),
            {"include": "#signs"},
        ],
    }


def _fields() -> Iterable[Rule]:
    """`lead.業種`, `業種 =`, `業種:`."""
    yield _match(rf"(\.)({_NAME})", captures={"1": "punctuation.accessor", "2": "variable.other.property"})
    yield _match(rf"(?<!{_LETTER})({_NAME})(?=[ \t]*[=:])", captures={"1": "variable.other.property"})


def _names(known: Language) -> Iterable[Rule]:
    """Names that the word or sign before them tells from keywords."""
    yield from _fields()
    heads = declarations(known)
    named = frozenset(word for word in heads if known.takes_name(word))
    yield _match(
        rf"^({_any(named - {'account', 'attribute'})}){_GAP}({_NAME})",
        captures={"1": Kind.DECLARATION, "2": "entity.name.type"},
    )
    yield _match(rf"^(attribute){_GAP}(?:(account){_GAP})?(?={_NAME})", captures={"1": Kind.DECLARATION, "2": Kind.OTHER})
    yield _match(rf"^{_any(heads)}", Kind.DECLARATION)
    sections = _SECTIONS & known.words
    yield _match(rf"^[ \t]+({_any(sections)}){_GAP}({_NAME})", captures={"1": Kind.FLOW, "2": "entity.name.type.section"})
    yield _match(rf"^[ \t]+{_not(known.inside)}({_NAME})(?!{_LETTER}|[ \t]*[=:])", captures={"1": "variable.other"})
    groups: defaultdict[tuple[Kind, str, frozenset[str]], set[str]] = defaultdict(set)
    for word in known.words:
        if known.takes_name(word):
            scope = "entity.name.function.template" if word in _MAILS else "variable.other"
            groups[kind_of(word, known), scope, known.words_after(word)].add(word)
    for (kind, scope, words), group in sorted(groups.items(), key=lambda each: sorted(each[1])):
        pattern = rf"(?<!{_LETTER})({_any(group)}){_GAP}{_not(words)}({_NAME})"
        yield _match(pattern, captures={"1": kind, "2": scope})
    for sign in (",", "("):
        yield _match(rf"(\{sign})[ \t]*{_not(known.words_after(sign))}({_NAME})", captures={"1": "punctuation", "2": "variable.other"})


def _by_kind(words: Iterable[str], known: Language) -> list[tuple[Kind, list[str]]]:
    groups: defaultdict[Kind, list[str]] = defaultdict(list)
    for word in sorted(words):
        groups[kind_of(word, known)].append(word)
    return sorted(groups.items())


def _keywords(known: Language) -> Iterable[Rule]:
    for kind, words in _by_kind(known.words, known):
        yield _match(rf"(?<!{_LETTER}){_any(words)}", kind)
    yield _match(rf"(?<!{_LETTER}){_NAME}", "variable.other")


def _signs() -> Iterable[Rule]:
    yield _match(r"<=|>=|[<>=]", "keyword.operator")
    yield _match(r"\{", "punctuation.section.braces.begin")
    yield _match(r"\}", "punctuation.section.braces.end")
    yield _match(r"[(),:.]", "punctuation")
