"""What stands in a cell, as the mapping says it is meant."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from engine.domain.errors import Problem
from engine.domain.instants import Instant, at_wall, from_datetime, to_iso
from engine.doors.events import EARLIEST, LATEST
from engine.doors.mapping import Column

YES_NO = {
    "yes": True, "y": True, "true": True, "1": True, "はい": True, "有": True, "あり": True, "○": True,
    "no": False, "n": False, "false": False, "0": False, "いいえ": False, "無": False, "なし": False, "×": False,
}  # fmt: skip

_WALL = re.compile(
    r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
)


def read_cell(text: str, column: Column, zone: str) -> Any | Problem:
    """The value, or why there is none. The cell is not empty."""
    if text in column.values:
        return column.values[text]
    match column.type:
        case "text":
            return unicodedata.normalize("NFC", text)
        case "list":
            return [part.strip() for part in re.split(r"[,;、；|]", text) if part.strip()]
        case "number":
            return _number(text, column)
        case "yes-no":
            answer = YES_NO.get(unicodedata.normalize("NFKC", text).lower())
            return _wrong("import.yes-no", text, column) if answer is None else answer
        case "date" | "datetime":
            return _iso(text, column, zone)


def _number(text: str, column: Column) -> float | int | Problem:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", plain):
        return _wrong("import.number", text, column)
    return float(plain) if "." in plain else int(plain)


def _iso(text: str, column: Column, zone: str) -> str | Problem:
    moment = read_wall(text, column, zone)
    if isinstance(moment, Problem):
        return moment
    iso = to_iso(moment, zone)
    return iso[:10] if column.type == "date" else iso


def read_wall(text: str, column: Column, zone: str) -> Instant | Problem:
    """The instant of a cell: ISO, `2018/2/1 9:05`, `2018年2月1日`, or the mapping's format; midnight without a time."""
    try:
        moment = _formatted(text, column.format, zone) if column.format else _usual(text, zone)
    except (ValueError, OverflowError):
        return _wrong("import.date", text, column)
    return moment if EARLIEST <= moment < LATEST else _wrong("import.date", text, column)


def _formatted(text: str, form: str, zone: str) -> Instant:
    moment = datetime.strptime(text, form)
    return from_datetime(moment) if moment.tzinfo else at_wall(moment.date(), moment.time(), zone)


def _usual(text: str, zone: str) -> Instant:
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _WALL.fullmatch(plain):
        part = {name: int(digits or 0) for name, digits in found.groupdict().items()}
        day = date(part["year"], part["month"], part["day"])
        return at_wall(day, time(part["hour"], part["minute"], part["second"]), zone)
    moment = datetime.fromisoformat(plain)
    return from_datetime(moment) if moment.tzinfo else at_wall(moment.date(), moment.time(), zone)


def _wrong(code: str, text: str, column: Column) -> Problem:
    return Problem(code, {"value": text[:60], "column": column.column})
