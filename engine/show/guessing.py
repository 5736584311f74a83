"""What the columns of a table are taken for, as a table for a person who is asked, and as data."""

from typing import Any

from engine.doors.guessing import Guess, Guessed
from engine.show.screen import Screen
from engine.show.sentences import sentence
from engine.show.tables import Column, heading, table

COLUMNS = (Column("column", "列"), Column("is", "意味"), Column("for example", "例"), Column("", ""))
LONGEST = 24
"""Letters of a sample."""
SYSTEMS = {"hubspot": "HubSpot", "salesforce": "Salesforce", "sansan": "Sansan", "eight": "Eight"}


def show_guess(screen: Screen, found: Guessed) -> None:
    """Each column: what it is taken for, a cell of it, and whether that is sure."""
    system = SYSTEMS.get(found.system, "")
    if found.system == "cards":
        heading(screen, "it looks like an export of business cards", "名刺の書き出しのようです")
    elif system:
        heading(screen, f"it looks like an export of {system}", f"{system} の書き出しのようです")
    else:
        heading(screen, "what the columns are taken for", "列の対応")
    table(screen, COLUMNS, [(_line(one.column), _meaning(screen, one), _line(one.sample), _verdict(screen, one)) for one in found.columns])


def guess_data(screen: Screen, found: Guessed) -> list[dict[str, Any]]:
    """The same for a program."""
    return [
        {
            "column": one.column,
            "role": one.role,
            "meaning": one.meaning,
            "sure": one.sure,
            "sample": one.sample[:200],
            "why": _why(screen, one) if one.role == "out" or not one.sure else "",
        }
        for one in found.columns
    ]


def _meaning(screen: Screen, one: Guess) -> str:
    match one.role:
        case "key":
            return screen.pick(f"key {one.meaning}", f"キー {one.meaning}")
        case "event":
            return screen.pick(f"event {one.meaning}", f"イベント {one.meaning}")
        case "attribute":
            kind = one.source.type if one.source and one.source.type != "text" else ""
            return f"{one.meaning} ({kind})" if kind else one.meaning
        case "out":
            return screen.pick("left out", "取り込まない")


def _verdict(screen: Screen, one: Guess) -> str:
    if one.role == "out":
        return _why(screen, one)
    return screen.pick("sure", "確か") if one.sure else screen.pick("not sure: ", "要確認：") + _why(screen, one)


def _why(screen: Screen, one: Guess) -> str:
    return sentence(one.why, screen.lang) if one.why else ""


def _line(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
