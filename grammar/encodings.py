"""What a file is written in. Only UTF-8 is taken; the others are recognised, so that the finding can say which it is."""

import codecs
import re

_KANA = re.compile("[\u3041-\u30ff]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_SIDE_BY_SIDE = re.compile(rb"[\x80-\xff]{2}")
"""Letters with accents stand alone between others."""
_JAPANESE = re.compile("[\u2010-\u2026\u2500-\u257f\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
_JAPANESE_ONES = (("Shift_JIS", "cp932"), ("EUC-JP", "euc_jp"))


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and the name of what it is written in: `UTF-8`, or one that is not taken."""
    for mark, name, codec in _MARKS:
        if data.startswith(mark) and (text := _decoded(data, codec)) is not None:
            return text, name
    if b"\x1b$" in data and (text := _decoded(data, "iso2022_jp")) is not None:
        return text, "ISO-2022-JP (JIS)"
    if (text := _decoded(data, "utf-8-sig")) is not None and not _is_half_empty(data):
        return text, "UTF-8"
    return _guessed(data)


def recovered(data: bytes) -> str | None:
    """The text of a file that is not in UTF-8, if every letter of it is certain: written the same way it is the same bytes."""
    text, name = decoded(data)
    codecs_of = {"Shift_JIS": ("cp932",), "EUC-JP": ("euc_jp",), "ISO-2022-JP (JIS)": ("iso2022_jp",)}
    ways = codecs_of.get(name, ("utf-16-le", "utf-16-be") if name == "UTF-16" else ())
    bare = text.removeprefix("\ufeff")
    return bare if any(_encoded(each, way) == data for each in (bare, f"\ufeff{bare}") for way in ways) else None


def _encoded(text: str, codec: str) -> bytes | None:
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def _is_half_empty(data: bytes) -> bool:
    """Whether blanks and line ends are half a character each, as in UTF-16 without its mark."""
    return len(data) >= 4 and data.count(0) * 20 >= len(data) and b"\0\0" not in data


def _guessed(data: bytes) -> tuple[str, str]:
    if _is_half_empty(data):
        both = [text for codec in ("utf-16-le", "utf-16-be") if (text := _decoded(data, codec)) is not None]
        if both:
            return max(both, key=lambda text: sum(letter.isascii() for letter in text)), "UTF-16"
    ways = [(text, name) for name, codec in _JAPANESE_ONES if (text := _decoded(data, codec)) is not None]
    text, name = max(ways, key=lambda way: _likeness(way[0]), default=("", ""))
    if name and _likeness(text) > 0 and (_KANA.search(text) or _SIDE_BY_SIDE.search(data)):
        return text, name
    return data.decode("cp1252", "replace"), "Latin-1 (Windows-1252)"


def _likeness(text: str) -> int:
    """How much of it reads as Japanese: half-width kana, and what is not Japanese, come of the wrong way to read."""
    letters = sum(not letter.isascii() for letter in text)
    usual = len(_JAPANESE.findall(text)) + len(_HALF_KANA.findall(text)) // 2
    return len(_KANA.findall(text)) + usual - 2 * (letters - usual)


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
