"""`nurture rule`: what a rule of the checker means, from the rule itself and its page in the docs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.commands.bundled import PACKAGE
from engine.domain.errors import NurtureError
from grammar.diagnostics import AREAS, Rule
from grammar.rulebook import RULEBOOK, likeliest, rule_of

PLACES = (PACKAGE / "_bundled" / "rules", PACKAGE.parent / "docs" / "rules")
"""The pages: inside the package in a wheel, in the docs of a checkout."""
_FENCE = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)\n?^```$", re.MULTILINE | re.DOTALL)
_KANA = re.compile("[ぁ-んァ-ヶ]")
_MENDS = re.compile(r"`nurture fix(?P<unsafe> --unsafe)?` mends it")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of program or of a file beside it. name: the file, "" for the scenario."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule with what its page says. fix: `safe`, `unsafe` or "" where none is offered; meaning, report: by language."""

    rule: Rule
    area: tuple[str, str]
    fix: str = ""
    meaning: Mapping[str, str] = field(default_factory=dict)
    mistake: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()
    report: Mapping[str, str] = field(default_factory=dict)


def all_rules() -> list[RulePage]:
    """Every rule by area and number, without its page."""
    return [_bare(rule) for rule in RULEBOOK.values()]


def rule_page(said: str) -> RulePage:
    """The rule of an id or a name. Raises NurtureError with the likeliest one if there is none."""
    rule = rule_of(said)
    if rule is None:
        near = likeliest(said)
        if near is None:
            raise NurtureError("no-such-rule", name=said)
        raise NurtureError("no-such-rule-but", name=said, near=f"{near.id} {near.name}")
    text = _text(rule)
    return _read(rule, text) if text else _bare(rule)


def _bare(rule: Rule) -> RulePage:
    return RulePage(rule, next(words for letter, words in AREAS.items() if rule.id.startswith(letter)))


def _text(rule: Rule) -> str:
    found: list[Path] = [place / f"{rule.name}.md" for place in PLACES]
    return next((path.read_text("utf-8") for path in found if path.is_file()), "")


def _read(rule: Rule, text: str) -> RulePage:
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    bodies = {title: body for title, _, body in (section.partition("\n") for section in sections)}
    reports = [report for _, _, report in _FENCE.findall(bodies.get("Report", ""))]
    mends = _MENDS.search(head)
    return RulePage(
        rule,
        _bare(rule).area,
        fix=("unsafe" if mends["unsafe"] else "safe") if mends else "",
        meaning=_meaning(re.sub(r"(?s).*^>.*?\n\n|^#.*", "", head, count=1, flags=re.MULTILINE).strip()),
        mistake=_pieces(bodies.get("Mistake", "")),
        right=_pieces(bodies.get("Right", "")),
        report=dict(zip(("en", "ja"), reports, strict=False)),
    )


def _meaning(text: str) -> dict[str, str]:
    """The paragraphs of a page, those in Japanese by the letters that stand outside of what is quoted."""
    parts = [" ".join(part.split("\n")) for part in text.split("\n\n") if part]
    japanese = [part for part in parts if _KANA.search(re.sub("`[^`]*`", "", part))]
    english = [part for part in parts if part not in japanese]
    return {"en": "\n\n".join(english), "ja": "\n\n".join(re.sub(r"(?<=[^ -~]) (?=[^ -~])", "", part) for part in japanese)}


def _pieces(body: str) -> tuple[Piece, ...]:
    return tuple(Piece("" if language == "nurture" else name, text) for language, name, text in _FENCE.findall(body))
