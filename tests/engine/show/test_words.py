"""Whatever the rules say has words in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.effects import Trace
from engine.domain.events import Event, Kind
from engine.domain.instants import from_iso
from engine.show.reasons import REASONS, STATES, reason
from engine.show.sentences_tests import FOUND
from engine.show.traces import EVENTS, LINES, event_words, line
from engine.store.states import State

ROOT = Path(__file__).parents[3]
REASON_MAKERS = {"Verdict", "MailDropped", "MailHeld"}


def trees(room: str) -> Iterator[ast.Module]:
    for path in sorted((ROOT / room).glob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def calls(room: str) -> Iterator[ast.Call]:
    return (node for tree in trees(room) for node in ast.walk(tree) if isinstance(node, ast.Call))


def said() -> set[str]:
    """The words of all traces that the rules write as they are."""
    return {
        str(call.args[0].value)
        for call in calls("engine/rules")
        if isinstance(call.func, ast.Attribute) and call.func.attr == "say" and isinstance(call.args[0], ast.Constant)
    }


def verbs() -> set[str]:
    """The acts, which are told by their own names."""
    return {
        str(pattern.value.value)
        for tree in trees("engine/rules")
        for match in ast.walk(tree)
        if isinstance(match, ast.Match) and ast.unparse(match.subject) == "node.verb"
        for case in match.cases
        for pattern in ast.walk(case.pattern)
        if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant)
    }


def reasons() -> set[str]:
    """The reasons of mails that the rules write as they are."""
    return {
        str(word.value.value)
        for call in calls("engine/rules")
        if isinstance(call.func, ast.Name) and call.func.id in REASON_MAKERS
        for word in call.keywords
        if word.arg == "reason" and isinstance(word.value, ast.Constant) and word.value.value
    }


def found_by_tests() -> set[str]:
    """What expectations answer: the first of a pair of a text and a dictionary."""
    return {
        str(node.elts[0].value)
        for tree in trees("engine/lab")
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple)
        and len(node.elts) == 2
        and isinstance(node.elts[0], ast.Constant)
        and isinstance(node.elts[0].value, str)
        and isinstance(node.elts[1], ast.Dict)
        and all(isinstance(key, ast.Constant) for key in node.elts[1].keys)
    }


def test_every_line_of_the_journal_has_words() -> None:
    assert set() == (said() | verbs()) - set(LINES)


def test_every_reason_of_a_mail_has_words() -> None:
    assert set() == reasons() - set(REASONS)


def test_every_event_of_the_engine_has_words() -> None:
    by_nobody = {"deployed"}

    assert {*Kind, *by_nobody} == set(EVENTS)


def test_every_state_of_a_message_has_words() -> None:
    assert {state.value for state in State} == set(STATES)


def test_whatever_a_test_finds_has_words() -> None:
    assert set() == found_by_tests() - set(FOUND)


@pytest.mark.parametrize(
    ("trace", "english", "japanese"),
    [
        (
            Trace(what="points", detail={"score": "関心", "asked": 10.0, "given": 4.0}),
            "関心 +4 points (of 10, capped)",
            "関心 +4 点（10 点のうち。上限）",
        ),
        (
            Trace(what="held", detail={"template": "t", "reason": "judgement: in talks", "until": 2**62}),
            "mail `t` waits until it is released: the lead is held: in talks",
            "メール `t` は 解除 まで保留：リードを保留中：in talks",
        ),
        (
            Trace(what="ended", detail={"scenario": "s", "state": "goal", "reason": ""}),
            "`s` is over: goal",
            "`s` が終了：目標達成",
        ),
        (
            Trace(what="webhook-failed", detail={"name": "crm", "reason": "webhook-timeout", "scenario": "s"}),
            "webhook `crm` has failed: the other side did not answer in time",
            "Webhook `crm` が失敗: 相手から時間内に応答がない",
        ),
        (
            Trace(what="webhook-done", detail={"name": "crm", "reason": "", "scenario": "s"}),
            "webhook `crm` has arrived",
            "Webhook `crm` が届いた",
        ),
        (Trace(what="brand-new", detail={"a": 1}), "brand-new a=1", "brand-new a=1"),
    ],
)
def test_a_line_of_the_journal_reads_as_a_sentence(trace: Trace, english: str, japanese: str) -> None:
    assert (english, japanese) == (line(trace, "en", "UTC"), line(trace, "ja", "UTC"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("suppressed:unsubscribed", "the lead unsubscribed"),
        ("missing:lead.name", "the mail needs `lead.name`, which has no value"),
        ("judgement: in talks", "the lead is held: in talks"),
        ("smtp-down", "no mail server answers"),
        ("smtp-odd", "trouble with the mail server (`smtp-odd`)"),
        ("no-answer", "the mail server went silent after the whole mail"),
        ("because I say so", "because I say so"),
    ],
)
def test_a_reason_is_told_in_words(text: str, words: str) -> None:
    assert words == reason(text, "en")


def test_an_event_is_told_without_what_means_nothing_to_a_person() -> None:
    at = from_iso("2026-11-02T09:00:00+00:00")
    props = {"template": "thanks", "scenario": "s", "key": "s//1", "link": "guide", "url": "https://x.example"}
    event = Event(source="links", id="1", type=Kind.MAIL_CLICKED, subject="a", at=at, received=at, props=props)

    assert "clicked in the mail  `thanks`  link=guide" == event_words(event, "en")
