"""What stands in a cell, as the mapping says it is meant."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from engine.domain.errors import Problem
from engine.domain.instants import Instant, at_wall, from_datetime, to_iso
from engine.doors.dates import read_date
from engine.doors.events import EARLIEST, LATEST
from engine.doors.mapping import Column
from engine.doors.phone_cells import phone_of, postcode_of
from engine.doors.reader import Limits, read_json

YES_NO = {
    "yes": True, "y": True, "true": True, "1": True, "はい": True, "有": True, "あり": True, "○": True, "◯": True, "〇": True,
    "no": False, "n": False, "false": False, "0": False, "いいえ": False, "無": False, "なし": False, "×": False,
}  # fmt: skip

LOST = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#ERROR!"})
"""What a spreadsheet shows where it could not work a cell out: as good as empty."""
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_AROUND = re.compile(r"^[¥$€£]\s*|\s*(?:円|名|人|社|件|台|拠点|%|JPY|USD)$")


def read_cell(text: str, column: Column, zone: str, near: Instant = 0) -> Any | Problem:
    """The value, or why there is none. The cell is not empty. near: what a day without a year is close to."""
    if text in column.values:
        return column.values[text]
    match column.type:
        case "text":
            return unicodedata.normalize("NFC", text)
        case "list":
            if text.startswith("["):
                found = read_json(text.encode("utf-8", "replace"), Limits(size=64_000))
                if isinstance(found, list):
                    return found
            return [part.strip() for part in re.split(r"[,;、；|]", text) if part.strip()]
        case "number":
            return _number(text, column)
        case "yes-no":
            answer = YES_NO.get(unicodedata.normalize("NFKC", text).lower())
            return _wrong("import.yes-no", text, column) if answer is None else answer
        case "date" | "datetime":
            return _iso(text, column, zone, near)
        case "phone" | "postcode":
            found = (phone_of if column.type == "phone" else postcode_of)(text, zone)
            return _wrong("import.rounded", text, column) if found is None else found


def _number(text: str, column: Column) -> float | int | Problem:
    plain = _AROUND.sub("", _AROUND.sub("", unicodedata.normalize("NFKC", text).strip())).strip()
    if plain[:1] in ("▲", "△"):
        plain = f"-{plain[1:]}"
    # A comma that parts no thousands may be a decimal point, as in `1,5`: nobody knows what was meant.
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", plain):
        return _wrong("import.number", text, column)
    return float(plain) if "." in plain else int(plain)


def _iso(text: str, column: Column, zone: str, near: Instant) -> str | Problem:
    moment = read_wall(text, column, zone, near)
    if isinstance(moment, Problem):
        return moment
    iso = to_iso(moment, zone)
    return iso[:10] if column.type == "date" else iso


def read_wall(text: str, column: Column, zone: str, near: Instant = 0) -> Instant | Problem:
    """The instant of a cell as people write it, or in the mapping's format; midnight without a time."""
    try:
        moment = _formatted(text, column.format, zone) if column.format else read_date(text, zone, near)
    except (ValueError, OverflowError):
        return _wrong("import.date", text, column)
    return moment if EARLIEST <= moment < LATEST else _wrong("import.date", text, column)


def _formatted(text: str, form: str, zone: str) -> Instant:
    moment = datetime.strptime(text, form)
    return from_datetime(moment) if moment.tzinfo else at_wall(moment.date(), moment.time(), zone)


def _wrong(code: str, text: str, column: Column) -> Problem:
    return Problem(code, {"value": text[:60], "column": column.column})
