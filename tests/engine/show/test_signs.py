"""What a lead wrote steers no terminal: it paints nothing over, moves nothing, turns no line around."""

import json
import sys

import pytest
import structlog

from engine.show.logs import start_logs
from engine.show.screen import Screen
from engine.show.signs import visible
from engine.show.tables import Column, heading, pairs, ruled, table
from tests.hostile.fields import fields

STEERING = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"}
OURS = {"\n", "\t"}
WORST = "a\x1b[2J\x1b]0;x\x07\x9b31m\x9d0;x\x9c\u202edlo\u2066\rhid\x08\x00\x7f\u2028z\ud800"
"""Clears the screen, names the window, colours, turns around, writes over itself; and half a letter, which no stream takes."""


def said(capsys: pytest.CaptureFixture[str]) -> set[str]:
    found = capsys.readouterr()
    return set(found.out + found.err) & (STEERING - OURS)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_way_to_the_screen_lets_it_be_steered(lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen("leads", "ja" if lang == "ja" else "en")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "n", raising=False)
    screen.say(WORST, WORST)
    screen.write(WORST)
    screen.note(WORST, WORST)
    screen.problem("x", WORST, {})
    screen.confirm(WORST, WORST)
    heading(screen, WORST, WORST)
    pairs(screen, [("name", "名前", WORST)])
    ruled(screen, [(WORST, WORST)])
    table(screen, (Column("a", "a"), Column("b", "b", keep=True)), [(WORST, WORST)])

    assert set() == said(capsys)


def test_a_name_of_several_lines_stays_beside_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    pairs(Screen("leads"), [("name", "名前", "Aoi\nstage  MQL")])

    assert ["name  Aoi", "      stage  MQL"] == capsys.readouterr().out.splitlines()


def test_json_says_all_of_it_and_steers_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen("leads", as_json=True)
    screen.document({WORST: WORST})
    screen.problem("x", WORST, {WORST: WORST})
    told = capsys.readouterr().out

    assert set() == set(told) & (STEERING - OURS)
    first, _ = json.JSONDecoder().raw_decode(told)
    assert {WORST: WORST} == first["data"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_log_is_one_line_and_steers_nothing(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    start_logs(Screen("run", as_json=as_json))
    structlog.get_logger("nurture").warning("odd", subject=f"L1{WORST}\nforged", detail=WORST)
    structlog.reset_defaults()
    told = capsys.readouterr().err

    assert 1 == told.count("\n")
    assert set() == set(told) & (STEERING - OURS)


def test_through_a_pipe_a_table_is_what_it_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Screen("export").pour(WORST[:-1])
    piped = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    Screen("export").pour(WORST)

    assert WORST[:-1] == piped
    assert set() == said(capsys)


def test_ten_thousand_fields_are_shown_and_none_steers() -> None:
    for field in fields(10_000):
        seen = visible(field)
        assert not set(seen) & (STEERING - OURS)
        assert len(field) == len(seen)
