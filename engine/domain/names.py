"""Names of people: without titles, in two parts, and one way of writing."""

import re
from typing import NamedTuple

from engine.domain.letters import folded, has_kanji, is_kana, katakana

_HONORIFICS = ("様", "さま", "さん", "殿", "氏", "先生", "サマ", "サン")
_POSTS = (
    "代表取締役社長", "代表取締役", "取締役", "執行役員", "本部長", "副部長", "部長", "次長", "副課長", "課長", "係長", "主任",
    "店長", "支店長", "所長", "室長",
    "工場長", "副社長", "社長", "専務", "常務", "会長", "理事長", "理事", "教授", "准教授", "弁護士", "税理士", "博士", "院長",
)  # fmt: skip
"""Titles a name is followed by. The longest that fits goes."""
_BEHIND = re.compile(rf"(?:{'|'.join(sorted((*_HONORIFICS, *_POSTS), key=len, reverse=True))})\Z")
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "mme", "mlle", "jr", "sr", "ii",
    "iii", "phd", "md", "mba", "esq", "cpa", "dipl-ing"],
)
_BETWEEN = re.compile(r"[\s・·=_/]+")
_LATIN_WORDS = 2
_LEAST = 2
"""Letters of a name in kanji: one alone is what stands before a title by chance."""


class Name(NamedTuple):
    """A person's name. family, given: "" where nobody can say which part is which; whole: all of it without blanks."""

    family: str
    given: str
    whole: str


def without_titles(text: str) -> str:
    """様, 部長, Mr. and their like are no part of a name; a name of nothing else stays as it is."""
    plain = text.strip()
    while (found := _BEHIND.search(plain)) is not None and len("".join(plain[: found.start()].split())) >= _LEAST:
        plain = plain[: found.start()].rstrip()
    words = plain.split()
    kept = [word for word in words if word.strip(".,()").lower().replace(".", "") not in _TITLES]
    return " ".join(kept) if kept and len(kept) < len(words) else plain


def name_key(text: str) -> str:
    """A name as two are compared for being the very same: its letters folded, no titles, no blanks, hiragana as katakana."""
    plain = without_titles(folded(text))
    return katakana("".join(_BETWEEN.sub(" ", plain).split()))


def name_of(text: str) -> Name:
    """The parts of a whole name. `Yamada, Taro`, `YAMADA Taro` and `Taro Yamada` have the same ones; 山田太郎 is parted where most are."""
    comma = "," in text or "、" in text or "，" in text
    plain = katakana(without_titles(folded(text).replace(",", " ").replace("、", " ")))
    words = [word.strip(".") for word in _BETWEEN.sub(" ", plain).split() if word.strip(".")]
    whole = "".join(words)
    if len(words) < _LATIN_WORDS:
        return Name("", "", whole)
    is_eastern = comma or not whole.isascii() or (text.split()[0].isupper() and not text.isupper())
    return Name(words[0], "".join(words[1:]), whole) if is_eastern else Name(words[-1], "".join(words[:-1]), whole)


def parted(whole: str, family: str = "") -> tuple[str, str]:
    """A name without a blank in two. family: that of the name beside it; if it is another, the usual two letters, one of a name of two."""
    if family and whole.startswith(family) and len(whole) > len(family):
        return family, whole[len(family) :]
    if not has_kanji(whole) or is_kana(whole) or len(whole) < _LATIN_WORDS:
        return whole, ""
    cut = 1 if len(whole) == _LATIN_WORDS else _LATIN_WORDS
    return whole[:cut], whole[cut:]
