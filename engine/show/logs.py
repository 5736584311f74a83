"""What the daemon says while it runs: one line each on the error stream, in sentences or as JSON."""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from engine.domain.errors import Problem
from engine.show.languages import Lang
from engine.show.screen import Screen
from engine.show.sentences import SENTENCES, sentence

Line = MutableMapping[str, Any]


def start_logs(screen: Screen) -> None:
    """From now on whatever is logged goes to the error stream."""
    render: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if screen.as_json else _Sentences(screen.lang)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


class _Sentences:
    """A line for people: when, how bad, which job, and the problem in words where it has some."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    def __call__(self, _logger: Any, _method: str, line: Line) -> str:
        when, level = line.pop("timestamp", ""), line.pop("level", "")
        job, code, event = line.pop("job", ""), line.pop("code", ""), line.pop("event", "")
        trouble = line.pop("exception", "")
        values = {name: str(value) for name, value in line.items()}
        said = sentence(Problem(code, values), self._lang) if code in SENTENCES else _listed(event, values)
        text = f"{when[:19]} {level} {f'{job}: ' if job else ''}{said}"
        return f"{text}\n{trouble}" if trouble else text


def _listed(event: str, values: dict[str, str]) -> str:
    return " ".join([event, *(f"{name}=`{value}`" for name, value in values.items() if value)])
