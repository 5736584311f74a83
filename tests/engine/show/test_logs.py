"""A line of the log tells what happened and where, and never what a lead wrote or a secret is."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from engine.domain.errors import NurtureError
from engine.show.logs import start_logs
from engine.show.screen import Screen

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    monkeypatch.setenv("NURTURE_SMTP__PASSWORD", "canary-password")
    before, hook = logging.getLogger().handlers[:], threading.excepthook
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    logging.getLogger().handlers[:] = before
    threading.excepthook = hook
    structlog.reset_defaults()


def begin() -> None:
    start_logs(Screen("run", as_json=True), ["canary-hook"])


def fail() -> None:
    raise ValueError("canary name <canary@example.com>")


def test_a_failure_is_its_kind_and_its_places_without_its_words(lines: Lines) -> None:
    begin()
    try:
        fail()
    except ValueError:
        structlog.get_logger("nurture").exception("beat failed", job="work", subject="L1")
    [line] = lines()

    assert ("ValueError", "work", "L1", "error") == (line["error"], line["job"], line["subject"], line["level"])
    assert line["at"][-1].startswith("tests/engine/show/test_logs.py:") and line["at"][-1].endswith(" fail")
    assert "canary" not in json.dumps(line)


def test_secrets_and_addresses_are_cut_out_of_every_value(lines: Lines) -> None:
    begin()
    log = structlog.get_logger("nurture")
    log.error("x", detail="user a@example.com with canary-password\nDETAIL: Key (name)=(canary)", more=["https://canary-hook/x"])
    [line] = lines()

    assert ("user ***@*** with ***", ["https://***/x"]) == (line["detail"], line["more"])


def test_what_libraries_log_goes_the_same_way(lines: Lines) -> None:
    begin()
    logging.getLogger("uvicorn.error").warning("asked by canary@example.com")
    try:
        fail()
    except ValueError:
        logging.getLogger("uvicorn.error").exception("canary")

    first, second = lines()
    assert ("asked by ***@***", "uvicorn.error") == (first["event"], first["library"])
    assert ("library", "ValueError") == (second["event"], second["error"])


def test_a_thread_that_falls_says_no_more(lines: Lines) -> None:
    begin()
    one = threading.Thread(target=fail, name="courier")
    one.start()
    one.join()
    [line] = lines()

    assert ("a thread ended", "courier", "ValueError") == (line["event"], line["thread"], line["error"])
    assert "canary" not in json.dumps(line)


def test_a_problem_is_a_sentence_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    start_logs(Screen("run", lang="ja"))
    problem = NurtureError("set-aside", subject="L1", reason="KeyError").problem
    structlog.get_logger("nurture").error("set aside", code=problem.code, **problem.values)
    structlog.reset_defaults()

    assert "リード `L1` の処理が5回失敗したため（KeyError）" in capsys.readouterr().err
