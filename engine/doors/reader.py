"""The one reader of JSON for all doors: what it lets in means the same to every reader behind it, and is bounded.

Refused: too much, too deep, not UTF-8, NaN and infinities, numbers out of range, a key twice, half a surrogate
pair, NUL.
"""

import json
import re
from dataclasses import dataclass
from json import JSONDecodeError
from math import isfinite
from typing import Any

from engine.domain.errors import Problem

LARGEST = 2**63 - 1
"""Whole numbers fit into eight signed bytes, as in the databases below."""
DIGITS = 400
"""No number is written longer: `int` of a million digits takes minutes."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_SUSPECT = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_WORD = re.compile(r"[\ud800-\udfff\0]")


@dataclass(frozen=True, slots=True)
class Limits:
    """size: bytes of the whole text; depth: brackets within brackets; may_repeat: of a key that stands twice the last one counts."""

    size: int = 1_000_000
    depth: int = 12
    may_repeat: bool = False


LINE = Limits(size=64_000)
"""For one line of a log."""


class _Refused(Exception):
    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.problem = Problem(code, {name: str(value) for name, value in values.items()})


def read_json(raw: bytes, limits: Limits = Limits()) -> Any | Problem:
    """Plain data (dict, list, str, int, float, bool, None), or why not."""
    if len(raw) > limits.size:
        return Problem("json.too-large", {"limit": str(limits.size)})
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if _too_deep(raw, limits.depth):
        return Problem("json.too-deep", {"limit": str(limits.depth)})
    try:
        data = (_lenient if limits.may_repeat else _strict).decode(raw.decode("utf-8"))
        if _SUSPECT.search(raw):
            _look_for_half_letters(data)
    except _Refused as refused:
        return refused.problem
    except UnicodeDecodeError as error:
        return Problem("json.not-utf8", {"byte": str(error.start)})
    except JSONDecodeError as error:
        return Problem("json.broken", {"line": str(error.lineno), "column": str(error.colno)})
    return data


def _too_deep(raw: bytes, limit: int) -> bool:
    """Counted before parsing, so that no depth reaches the parser's recursion.

    Without its escapes, every second piece between quotes stands outside a text; of these only the brackets count.
    """
    if raw.count(b"[") + raw.count(b"{") <= limit:
        return False
    outside = b"".join(raw.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2])
    depth = 0
    for sign in outside.translate(None, _NO_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        if depth > limit:
            return True
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused("json.key-twice", key=key[:100])
            seen.add(key)
    return found


def _whole(text: str) -> int:
    if len(text) > DIGITS or abs(number := int(text)) > LARGEST:
        raise _Refused("json.number", number=text[:30])
    return number


def _decimal(text: str) -> float:
    if len(text) > DIGITS or not isfinite(number := float(text)):
        raise _Refused("json.number", number=text[:30])
    return number


def _constant(text: str) -> Any:
    raise _Refused("json.number", number=text)


def _look_for_half_letters(data: Any) -> None:
    """No database and no wire takes a lone surrogate or a NUL in a text. The depth is bounded already."""
    if isinstance(data, str):
        if _WORD.search(data):
            raise _Refused("json.half-letter")
    elif isinstance(data, dict):
        for key, value in data.items():
            _look_for_half_letters(key)
            _look_for_half_letters(value)
    elif isinstance(data, list):
        for value in data:
            _look_for_half_letters(value)


_strict = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole, parse_float=_decimal, parse_constant=_constant)
_lenient = json.JSONDecoder(parse_int=_whole, parse_float=_decimal, parse_constant=_constant)
