"""`nurture rule` on the screen."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from engine.commands.rules import Piece, RulePage, all_rules, rule_page
from engine.show.folding import fold
from engine.show.screen import FINE, Screen
from grammar.diagnostics import Severity

SEVERITIES: dict[Severity, str] = {"error": "エラー", "warning": "警告", "info": "ヒント"}
WIDTH = 80


def show_rule(screen: Screen, said: str) -> int:
    """One rule with its page; without a word all of them by area."""
    if said:
        _show_one(screen, rule_page(said))
    else:
        _show_all(screen, all_rules())
    return FINE


def _show_all(screen: Screen, pages: Sequence[RulePage]) -> None:
    screen.document({"rules": [_plain(page) for page in pages]})
    if screen.as_json:
        return
    wide = max(len(page.rule.name) for page in pages)
    for (letter, area), group in groupby(pages, key=lambda page: (page.rule.id[0], page.area)):
        screen.say(f"{letter}: {area[0]}", f"{letter}：{area[1]}")
        for page in group:
            severity = _severity(screen, page)
            screen.write(f"  {page.rule.id}  {page.rule.name:{wide}}  {severity}")
        screen.write("")
    screen.say(f"{len(pages)} rules; `nurture rule ID` shows one", f"{len(pages)} 件。`nurture rule ID` で詳しく見られます")


def _show_one(screen: Screen, page: RulePage) -> None:
    screen.document({"rule": _plain(page) | _example(page)})
    if screen.as_json:
        return
    rule, area = page.rule, screen.pick(*page.area)
    screen.write(" · ".join(part for part in (f"{rule.id} {rule.name}", area, _severity(screen, page), _mends(screen, page)) if part))
    both = [(rule.en, rule.help_en), (rule.ja, rule.help_ja)]
    for sentence, help_text in both if screen.lang == "en" else reversed(both):
        _say(screen, sentence)
        if help_text:
            _say(screen, f"= {help_text}")
    meaning = page.meaning.get(screen.lang) or page.meaning.get("en", "")
    for part in meaning.split("\n\n") if meaning else ():
        screen.write("\n" + "\n".join(fold(part, WIDTH)))
    _pieces(screen, ("The mistake", "誤り"), page.mistake)
    if page.report:
        _part(screen, ("The report", "報告"), page.report[screen.lang])
    _pieces(screen, ("Right", "正しい例"), page.right)


def _say(screen: Screen, text: str) -> None:
    first, *more = fold(_open(text), WIDTH - 2)
    screen.write("\n".join([f"  {first}", *(f"    {line}" for line in more)]))


def _pieces(screen: Screen, words: tuple[str, str], pieces: Sequence[Piece]) -> None:
    for number, piece in enumerate(pieces):
        if not number:
            _part(screen, words, piece.text)
        else:
            _part(screen, (piece.name, piece.name) if piece.name else ("", ""), piece.text)


def _part(screen: Screen, words: tuple[str, str], text: str) -> None:
    title = screen.pick(*words)
    screen.write(f"\n{title}:" if title else "")
    for line in text.split("\n"):
        screen.write(f"  {line}".rstrip())


def _severity(screen: Screen, page: RulePage) -> str:
    severity = page.rule.severity
    return screen.pick("hint" if severity == "info" else severity, SEVERITIES[severity])


def _mends(screen: Screen, page: RulePage) -> str:
    if not page.fix:
        return ""
    command = "nurture fix" if page.fix == "safe" else "nurture fix --unsafe"
    return screen.pick(f"`{command}` mends it", f"`{command}` で直せます")


def _plain(page: RulePage) -> dict[str, Any]:
    rule = page.rule
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity,
        "area": {"id": rule.id[0], "en": page.area[0], "ja": page.area[1]},
        "message": {"en": _open(rule.en), "ja": _open(rule.ja)},
        "help": {"en": _open(rule.help_en), "ja": _open(rule.help_ja)},
    }


def _example(page: RulePage) -> dict[str, Any]:
    return {
        "fix": page.fix or None,
        "meaning": dict(page.meaning),
        "mistake": [{"file": piece.name, "text": piece.text} for piece in page.mistake],
        "report": dict(page.report),
        "right": [{"file": piece.name, "text": piece.text} for piece in page.right],
    }


def _open(text: str) -> str:
    """The sentence of a rule, before anybody's words are in it."""
    return re.sub(r"(?<!\{)\{\w+\}(?!\})", "…", text).replace("{{", "{").replace("}}", "}")
