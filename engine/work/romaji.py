"""Readings in Latin letters, as names are written in passports (Hepburn, long vowels left short)."""

import re
from functools import lru_cache

_ROWS = {
    "a i u e o": "アイウエオ",
    "ka ki ku ke ko": "カキクケコ",
    "sa shi su se so": "サシスセソ",
    "ta chi tsu te to": "タチツテト",
    "na ni nu ne no": "ナニヌネノ",
    "ha hi fu he ho": "ハヒフヘホ",
    "ma mi mu me mo": "マミムメモ",
    "ya yu yo": "ヤユヨ",
    "ra ri ru re ro": "ラリルレロ",
    "wa n": "ワン",
    "ga gi gu ge go": "ガギグゲゴ",
    "za ji zu ze zo": "ザジズゼゾ",
    "da de do": "ダデド",
    "ba bi bu be bo": "バビブベボ",
    "pa pi pu pe po": "パピプペポ",
    "vu": "ヴ",
}
_SIGNS = {sign: latin for row, signs in _ROWS.items() for latin, sign in zip(row.split(), signs, strict=True)}
_GLIDES = re.compile(r"([bcdfghjkmnprstvz]+)i(y)([auo])")
_SHARP = re.compile(r"(sh|ch|j)y")
_LONG_O = re.compile(r"oo|ou")


@lru_cache(maxsize=65_536)
def romaji(reading: str) -> str:
    """ヤマダ is yamada. The reading comes as `sound` writes it, with small letters as large ones: シヨウ is sho, トオル is toru."""
    latin = "".join(_SIGNS.get(sign, sign) for sign in reading)
    latin = _SHARP.sub(r"\1", _GLIDES.sub(r"\1\2\3", latin))
    return _LONG_O.sub("o", latin).replace("uu", "u").replace("ee", "ei")
