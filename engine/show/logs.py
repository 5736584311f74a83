"""What the daemon says while it runs: one line each on the error stream, in sentences or as JSON, and nothing of a lead but its id."""

import json
import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any

import structlog

from engine.domain.errors import Problem
from engine.show.languages import Lang
from engine.show.screen import Screen
from engine.show.sentences import SENTENCES, sentence
from engine.show.signs import escaped, visible

Line = MutableMapping[str, Any]

ADDRESS = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
SECRET = re.compile(r"NURTURE_\w*(PASSWORD|KEY|SECRET)$")
SHORTEST_SECRET = 4
"""What is shorter would be cut out of ordinary words."""
FRAMES = 12
"""Of a failure so many places are told, the innermost last."""
ROOT = Path(__file__).parents[2]


def start_logs(screen: Screen, secrets: Iterable[str] = ()) -> None:
    """From now on whatever is logged goes to the error stream, whoever logs it. secrets: what never stands in a line."""
    render: Any = structlog.processors.JSONRenderer(_json) if screen.as_json else _Sentences(screen.lang)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_words,
            Scrubber([*secrets, *secrets_of(os.environ)]),
            render,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    root = logging.getLogger()
    root.handlers[:] = [*(one for one in root.handlers if not isinstance(one, _Others)), _Others()]
    threading.excepthook = _thread_fell


def secrets_of(environment: MutableMapping[str, str]) -> list[str]:
    """The values of our variables that hold secrets."""
    return [value for name, value in environment.items() if SECRET.match(name) and value]


def without_words(_logger: Any, _method: str, line: Line) -> Line:
    """Of a failure its kind and its places remain: what it says may be what a lead wrote."""
    trouble = line.pop("exc_info", None)
    error = sys.exc_info()[1] if trouble is True else trouble[1] if isinstance(trouble, tuple) else trouble
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["at"] = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]]
    return line


class Scrubber:
    """Takes addresses and secrets out of every value of a line, however deep."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = sorted({one for one in secrets if len(one) >= SHORTEST_SECRET}, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: Any, _method: str, line: Line) -> Line:
        for name, value in line.items():
            line[name] = self.clean(value)
        return line

    def clean(self, value: Any) -> Any:
        """The value without them."""
        if isinstance(value, list | tuple):
            return [self.clean(one) for one in value]
        if isinstance(value, dict):
            return {name: self.clean(one) for name, one in value.items()}
        if not isinstance(value, str):
            return value
        # What a database adds to its first line names the row.
        text = value.partition("\n")[0]
        text = self._secrets.sub("***", text) if self._secrets else text
        return ADDRESS.sub("***@***", text)


class _Others(logging.Handler):
    """What libraries log, through the same door."""

    def emit(self, record: logging.LogRecord) -> None:
        said = "library" if record.exc_info else record.getMessage()
        structlog.get_logger("nurture").log(max(record.levelno, logging.WARNING), said, library=record.name, exc_info=record.exc_info)


def _thread_fell(told: threading.ExceptHookArgs) -> None:
    structlog.get_logger("nurture").error("a thread ended", exc_info=told.exc_value, thread=told.thread.name if told.thread else "")


def _place(frame: traceback.FrameSummary) -> str:
    file = Path(frame.filename)
    name = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return f"{name}:{frame.lineno} {frame.name}"


def _json(line: Line, **how: Any) -> str:
    return escaped(json.dumps(line, ensure_ascii=False, **how))


class _Sentences:
    """A line for people: when, how bad, which job, and the problem in words where it has some."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def __call__(self, _logger: Any, _method: str, line: Line) -> str:
        when, level = line.pop("timestamp", ""), line.pop("level", "")
        job, code, event = line.pop("job", ""), line.pop("code", ""), line.pop("event", "")
        places = line.pop("at", [])
        values = {name: str(value) for name, value in line.items()}
        said = sentence(Problem(code, values), self._lang) if code in SENTENCES else _listed(event, values)
        text = f"{when[:19]} {level} {f'{job}: ' if job else ''}{said}"
        return "\n  ".join(map(visible, [text, *places]))


def _listed(event: str, values: dict[str, str]) -> str:
    return " ".join([event, *(f"{name}=`{value}`" for name, value in values.items() if value)])
