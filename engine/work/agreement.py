"""How far two leads agree, attribute by attribute: the same, nearly, somewhat, or not at all."""

from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.fuzz import ratio

from engine.domain.companies import domain_of
from engine.domain.letters import has_kanji, is_kana
from engine.domain.names import parted
from engine.work.portraits import Portrait
from engine.work.romaji import romaji


class Level(IntEnum):
    """Of one attribute of two leads. SOMEWHAT may be chance."""

    DIFFERENT = 0
    SOMEWHAT = 1
    NEARLY = 2
    SAME = 3


Agreement = dict[str, Level]
"""Field -> level, of what is known of both. `swapped` is there where given and family name stand in each other's place."""

NEAR, FAR = 0.92, 0.80
"""Jaro-Winkler likeness from which two words are nearly and somewhat the same, as usual in record linkage (Winkler 1990)."""
SHORT, LONG = 4, 6
"""Letters up to which one other letter makes another word, and from which a part stands for the whole."""

_HOMOPHONES = (
    "郎朗", "太多汰", "一市", "二次治司", "健賢研謙憲堅", "裕祐佑雄勇優悠", "弘宏浩博洋広紘寛", "幸行之由雪", "子", "智知友朋",
    "和一", "恵江絵枝", "美実", "正昌雅政将",
    "明昭章彰晃", "義善良嘉吉", "隆孝貴崇敬", "秀英", "直尚", "真眞", "信伸", "康泰保靖", "彦比古", "介助輔祐", "也哉矢", "代世",
    "夫男雄", "樹紀", "香佳", "奈那菜",
)  # fmt: skip
"""Kanji of given names that sound alike and are typed for one another."""
_SOUNDS_LIKE = {(one, other) for group in _HOMOPHONES for one in group for other in group}


def agreement_of(one: Portrait, other: Portrait) -> Agreement:
    """What agrees, of all that both have told."""
    found = names_of(one, other)
    for field, compare in _COMPARED:
        left, right = getattr(one, field), getattr(other, field)
        if left and right:
            found[field] = Level.SAME if left == right else compare(left, right)
    if one.branch and other.branch and one.branch != other.branch:
        found["branch"] = Level.DIFFERENT
    return found


# ── names ───────────────────────────────────────────────────────────────────────────────


def names_of(one: Portrait, other: Portrait) -> Agreement:
    """Family and given name. Of the two ways to put given and family names beside each other, the one that agrees more."""
    left, right = _parts(one, other), _parts(other, one)
    if not any(left) or not any(right):
        return {}
    if not _one_script(one.whole, other.whole):
        return _by_sound(one, other)
    straight = _levels(left, right)
    if straight == {"family": Level.SAME, "given": Level.SAME}:
        return _corrected(straight, one, other)
    crossed = _levels(left, right[::-1])
    if sum(crossed.values()) >= sum(straight.values()) + 2 and len(crossed) >= len(straight):
        return _of_a_family(crossed) | {"swapped": Level.SAME}
    return _corrected(straight, one, other)


def _of_a_family(crossed: Agreement) -> Agreement:
    """Where only one part agrees, it is taken for the family's."""
    best, *rest = sorted(crossed.values(), reverse=True)
    return {"family": best, **({"given": rest[0]} if rest else {})}


def _parts(one: Portrait, other: Portrait) -> tuple[str, str]:
    if one.family or one.given:
        return one.family, one.given
    return parted(one.whole, next((part for part in (other.family, other.given) if part and one.whole.startswith(part)), ""))


def _levels(left: tuple[str, str], right: tuple[str, str]) -> Agreement:
    pairs = zip(("family", "given"), left, right, strict=True)
    return {part: word_level(mine, theirs) for part, mine, theirs in pairs if mine and theirs}


def _one_script(one: str, other: str) -> bool:
    return (one.isascii(), is_kana(one)) == (other.isascii(), is_kana(other))


def _by_sound(one: Portrait, other: Portrait) -> Agreement:
    """山田太郎 beside ヤマダタロウ or Taro Yamada: by the reading, where there is one."""
    left, right = _sounds(one, latin=other.whole.isascii()), _sounds(other, latin=one.whole.isascii())
    if not any(left) or not any(right):
        return _in_the_address(one, other.local) or _in_the_address(other, one.local)
    if all(left) and all(right):
        return _levels(left, right)
    whole = word_level("".join(left), "".join(right))
    return {"family": whole, "given": whole}


def _in_the_address(one: Portrait, local: str) -> Agreement:
    """はなこ よしだ beside 吉田花子, who writes from hanako.yoshida@: nearly one."""
    parts = [romaji(part) for part in (one.family_reading, one.given_reading)]
    if not local or not all(parts) or parts[0] not in local:
        return {}
    missing = Level.DIFFERENT if len(local) >= len("".join(parts)) else Level.SOMEWHAT
    return {"family": Level.NEARLY, "given": Level.NEARLY if parts[1] in local else missing}


def _sounds(one: Portrait, *, latin: bool) -> tuple[str, str]:
    if one.whole.isascii():
        return one.family, one.given or ("" if one.family else one.whole)
    parts = (one.family_reading, one.given_reading) if one.given_reading else (one.reading, "")
    return (romaji(parts[0]), romaji(parts[1])) if latin else parts


def _corrected(found: Agreement, one: Portrait, other: Portrait) -> Agreement:
    """The reading beside the name: 太郎 and 太朗 that sound alike are nearly one, 裕子 (ヒロコ) and 裕子 (ユウコ) are not quite."""
    if not one.given_reading or not other.given_reading or is_kana(one.whole):
        return found
    same = one.given_reading == other.given_reading
    if "given" in found and same and found["given"] < Level.NEARLY:
        return found | {"given": Level.NEARLY}
    if "given" in found and not same and word_level(one.given_reading, other.given_reading) == Level.DIFFERENT:
        return found | {"given": Level(max(found["given"] - 2, 0))}
    return found


def word_level(one: str, other: str) -> Level:
    """Two words, of a name or an address."""
    if one == other:
        return Level.SAME
    if has_kanji(one) or has_kanji(other):
        return _kanji_level(one, other)
    if len(one) == 1 or len(other) == 1:
        return Level.SOMEWHAT if one[0] == other[0] else Level.DIFFERENT
    likeness = JaroWinkler.similarity(one, other, score_cutoff=FAR)
    if likeness >= NEAR:
        return Level.NEARLY
    if OSA.distance(one, other, score_cutoff=2) <= (1 if min(len(one), len(other)) <= LONG else 2):
        return Level.NEARLY if min(len(one), len(other)) > SHORT else Level.SOMEWHAT
    return Level.SOMEWHAT if likeness else Level.DIFFERENT


def _kanji_level(one: str, other: str) -> Level:
    """One other kanji makes another name, unless the two sound alike: 太郎 and 太朗, but 太郎 and 次郎."""
    if len(one) == len(other):
        odd = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        if len(odd) == 1 and odd[0] in _SOUNDS_LIKE:
            return Level.NEARLY
    return Level.NEARLY if min(len(one), len(other)) >= SHORT and OSA.distance(one, other, score_cutoff=1) <= 1 else Level.DIFFERENT


# ── the rest ────────────────────────────────────────────────────────────────────────────


def _digits_level(one: str, other: str) -> Level:
    """One digit other, missing, or two in each other's place are a slip of the pen."""
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance <= 1:
        return Level.NEARLY
    return Level.SOMEWHAT if (distance == 2 and min(len(one), len(other)) > LONG) or sorted(one) == sorted(other) else Level.DIFFERENT


def _date_level(one: str, other: str) -> Level:
    if one[:4] == other[:4] and one[4:] == other[6:] + other[4:6]:
        return Level.NEARLY
    return _digits_level(one, other)


def _phone_level(one: str, other: str) -> Level:
    return Level.NEARLY if OSA.distance(one, other, score_cutoff=1) <= 1 else Level.DIFFERENT


def _house_level(one: str, other: str) -> Level:
    found = OSA.distance(one, other, score_cutoff=1) <= 1
    return (Level.NEARLY if max(len(one), len(other)) > 2 else Level.SOMEWHAT) if found else Level.DIFFERENT


def _mail_level(one: str, other: str) -> Level:
    """The same part before the sign elsewhere is nearly one; another one at the same company is somebody else's."""
    (local, _, domain), (theirs, _, elsewhere) = one.rpartition("@"), other.rpartition("@")
    if domain == elsewhere:
        return Level.NEARLY if _is_slip(local, theirs, is_free=not domain_of(one)) else Level.DIFFERENT
    if local != theirs:
        return Level.DIFFERENT
    if OSA.distance(domain, elsewhere, score_cutoff=1) <= 1:
        return Level.NEARLY
    return Level.SOMEWHAT if len(local) > LONG and any(sign.isdigit() for sign in local) else Level.DIFFERENT


def _is_slip(local: str, theirs: str, *, is_free: bool) -> bool:
    """Dots aside; with a provider of everybody also one letter of many, but neither the first nor a digit: there a1982 is not a1992.

    A company gives its people addresses that differ by a letter.
    """
    plain, other = local.replace(".", ""), theirs.replace(".", "")
    if plain == other or not is_free:
        return plain == other
    return len(plain) > LONG and plain[0] == other[:1] and _numbers(plain) == _numbers(other) and OSA.distance(plain, other) <= 1


def _place_level(one: str, other: str) -> Level:
    """Places of Japan by their letters and by their numbers: 1-2-3 is not 1-2-8."""
    if one.isascii() or other.isascii():
        return _text_level(one, other)
    if _numbers(one) != _numbers(other):
        return Level.NEARLY if _begins(one, other) else Level.SOMEWHAT if ratio(one, other) >= 85 else Level.DIFFERENT
    return Level.NEARLY if _within(one, other) or ratio(one, other) >= 75 else Level.SOMEWHAT


def _begins(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= LONG and long.startswith(short)


def _within(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORT and short in long


@lru_cache(maxsize=4_096)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple("".join(sign if sign.isdigit() else " " for sign in text).split())


def _text_level(one: str, other: str) -> Level:
    found = word_level(one.replace(" ", ""), other.replace(" ", ""))
    return found if found >= Level.NEARLY or not _within(one, other) else Level.NEARLY


def _company_level(one: str, other: str) -> Level:
    if _begins(one, other):
        return Level.NEARLY
    if has_kanji(one) or has_kanji(other):
        return Level.NEARLY if min(len(one), len(other)) > SHORT and OSA.distance(one, other, score_cutoff=1) <= 1 else Level.DIFFERENT
    return word_level(one, other)


_COMPARED: tuple[tuple[str, Callable[[str, str], Level]], ...] = (
    ("company", _company_level),
    ("mail", _mail_level),
    ("mobile", _phone_level),
    ("phone", _phone_level),
    ("birthday", _date_level),
    ("postcode", _digits_level),
    ("house", _house_level),
    ("street", _place_level),
    ("building", _place_level),
    ("town", _place_level),
    ("state", word_level),
    ("number", _digits_level),
)
LEVELS: Mapping[str, Callable[[str, str], Level]] = dict(_COMPARED)
FIELDS = ("family", "given", *LEVELS)
