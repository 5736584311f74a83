"""One lead of a demo as data for the page: who it is, its timeline, its mails."""

from typing import Any

from engine.commands.demo_crowds import History
from engine.reports.story import Message
from engine.show.demo_parts import Page
from engine.show.demo_words import cause, result
from engine.show.moments import moment
from engine.show.reasons import reason, state

UNTOLD = {"not-entered"}
"""Results that `nurture explain` has, and a page spares its reader."""


def history_of(page: Page, one: History, texts: dict[str, int]) -> list[Any]:
    """[id, name, company, stage, group, levels, [[when, what, [[result, rule], …]], …], [[mail, state, when, why, rule], …]].

    Words are numbers of `texts`.
    """
    zone, lang = page.demo.zone, page.lang

    def number(text: str) -> int:
        return texts.setdefault(text, len(texts))

    timeline = [
        [moment(told.moment, zone)[5:], number(cause(told, lang, page.labels)), results]
        for told in one.chapters
        for results in [[[number(result(each, lang, zone)), number(each.rule)] for each in told.lines if each.what not in UNTOLD]]
        if results or told.event is not None
    ]
    mails = [
        [
            number(message.template or message.kind),
            number(state(message.state, lang)),
            moment(message.sent_at or message.decided_at, zone)[5:],
            number(_why(page, message)),
            number(message.rule),
        ]
        for message in one.messages
    ]
    levels = "、".join(f"{score} {level}" for score, level in one.line.levels.items())
    line = one.line
    return [line.id, line.name, number(line.company), number(line.stage), number(one.group), number(levels), timeline, mails]


def _why(page: Page, message: Message) -> str:
    return reason(message.reason, page.lang) if message.reason else message.scenario
