"""What the words around the cursor tell of it, in a text that may be broken."""

import re

from grammar.editing.spots import Spot
from grammar.lexer import WORD
from grammar.source import key

_STEP = re.compile(rf"^[ \t]*step[ \t]+({WORD})", re.MULTILINE)
_LEAD = re.compile(rf"\bgiven[ \t]+lead[ \t]+({WORD})|^[ \t]*at[ \t]+day[^\n]*?[ \t]({WORD})[ \t]+is[ \t]+imported", re.MULTILINE)
_ARM = re.compile(rf"^[ \t]*(?:[0-9.]+[ ]*%[ \t]*)?({WORD})[ \t]*\{{", re.MULTILINE)
MAIL_VERBS = ("opened", "clicked", "replied", "bounced", "complained", "received")


def steps_around(spot: Spot) -> list[str]:
    """The steps of the scenario, below the cursor too."""
    return list(dict.fromkeys(_STEP.findall(spot.around)))


def leads_around(spot: Spot) -> list[str]:
    """The leads of the test."""
    return list(dict.fromkeys(given or imported for given, imported in _LEAD.findall(spot.around)))


def arms_around(spot: Spot) -> list[str]:
    """In the head of a split its own arms, which stand below."""
    if "pick" not in spot.words:
        return []
    body = spot.around[max(spot.around.find(" ".join(spot.words[:2])), 0) :].partition("\n")[2]
    indent = re.match(r"[ \t]*", body)
    level = indent.group() if indent else ""
    return [found.group(1) for found in _ARM.finditer(body) if found.group().startswith(level) and found.group()[len(level)] not in " \t"]


def source_of(spot: Spot) -> str:
    """What the fields after `where`, `has` or `of` belong to: `email`, `event download`, `attribute 契約`; empty if that is unknown."""
    words = spot.words
    place = max((at for at, word in enumerate(words) if word in ("where", "has")), default=-1)
    if place < 0:
        return _counted(words)
    before = words[:place]
    if before[-2:-1] == ["."] and len(before) > 2:
        return f"{'account attribute' if before[-3] == 'account' else 'attribute'} {key(before[-1])}"
    if before[-1:] == ["email"] or (before[-2:-1] and before[-2] in MAIL_VERBS):
        return "email"
    return f"event {key(before[-1])}" if before else ""


def _counted(words: list[str]) -> str:
    """`on purchase give +1 points per 1000 of …`, `sum of deal-won.…`."""
    if words[:1] == ["on"] and len(words) > 1:
        return f"event {key(words[1])}"
    return f"event {key(words[-2])}" if words[-1:] == ["."] and len(words) > 1 else ""


def played_values(spot: Spot) -> str:
    """What is given values: `attribute`, `account attribute`, or of what the fields are."""
    words = spot.words
    opened: list[int] = []
    for place, word in enumerate(words):
        if word == "{":
            opened.append(place)
        elif word == "}" and opened:
            opened.pop()
    if not opened:
        return "attribute"
    before = words[: opened[-1]]
    if "[" in before:
        lists = [before[place - 2] for place in range(2, len(before)) if before[place - 1 : place + 1] == ["=", "["]]
        return f"attribute {key(lists[-1])}" if lists else ""
    if before[-1:] == ["add"]:
        return ""
    if len(before) > 1 and before[-2] in ("does", "did"):
        return f"event {key(before[-1])}"
    return "account attribute" if before[-1:] == ["account"] else "attribute"
