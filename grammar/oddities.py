"""What is written stuck together or with signs from elsewhere: amounts, dates, addresses, paths, bullets."""

import re
from collections.abc import Mapping

LONGEST_RUN = 300
RUN = re.compile(r"[\w.@/+-]{1,300}")
"""What belongs to an address or a path."""
SHORT_DATE = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])(?:/([0-9]{2}|[0-9]{4}))?")
_DATE = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_HOURS = re.compile("([0-9]{1,3})(?:h|hr|時間)([0-9]{1,2})(?:m|min|分)?")
_COUNTED = re.compile("([0-9]+)(?:円|人|名|件|個|社|歳|通|yen|JPY)")
_WAITED = re.compile("([0-9]+)(分|時間|日|週)間?(?:待つ|待機|待ち|待って)")
_UNITS = {"分": "minutes", "時間": "hours", "日": "days", "週": "weeks"}

_BULLET = ("a line starts with its word, without a bullet", "行は、記号を付けずに語から始めます")
_AMOUNT = ("a number stands alone, without a sign for money", "金額の記号は付けず、数だけを書いてください")
HINTS: Mapping[str, tuple[str, str]] = {
    ";": ("a line ends by itself", "文は改行で終わります"),
    "%": ("a percentage starts with its number, as in `25%`", "割合は `25%` のように、数を先に書いてください"),
    "?": ("what may be missing is `optional`, behind the kind", "省略できる項目は、種類の後に `optional` と書いてください"),
    **dict.fromkeys("¥￥$€", _AMOUNT),
    "~": ("from one to another is `1 and 3` or `09:00 to 18:00`", "範囲は `1 and 3` や `09:00 to 18:00` のように書いてください"),
    "->": ("leave it out", "削除してください"),
}
BULLETS: Mapping[str, tuple[str, str]] = dict.fromkeys(("-", "*", "・", "●", "○", "■", "◆", "•", "→", "+"), _BULLET)
"""At the start of a line."""
GENERAL = ("put it in quotes, or remove it", "引用符で囲むか、削除してください")
GOES = frozenset(";¥￥$€")
"""What can go without a change of the meaning."""


def date_of(text: str) -> str:
    """`2026-11-22` for `2026年11月22日`; empty if it is none."""
    match = _DATE.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def amount_of(text: str) -> str:
    """`90 minutes` for `1h30m`, `1000` for `1000円`, `wait 3 days` for `3日待つ`; empty if it is no such thing."""
    if match := _HOURS.fullmatch(text):
        return f"{int(match[1]) * 60 + int(match[2])} minutes"
    if match := _COUNTED.fullmatch(text):
        return match[1]
    if match := _WAITED.fullmatch(text):
        return f"wait {match[1]} {_UNITS[match[2]]}"
    return ""
