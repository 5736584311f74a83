"""Telephone numbers, written one way: the number that is dialled, whatever stands between its digits."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

REGION = "JP"
"""Where a number without a country is from, if nobody says."""
_COUNTRY = "81"
_PLAIN = re.compile(r"0\d{1,4}-?\d{1,4}-?\d{3,4}")
"""What nearly all numbers of Japan look like."""
_OWN = re.compile(r"0(?:[1-9]\d{8}|[5789]0[1-9]\d{7}|120\d{6}|800\d{7}|570\d{6})")
"""A number of Japan that may be dialled: nine digits behind the zero, ten for mobiles, IP telephones and 0800."""
_MOBILE = re.compile(r"0[789]0[1-9]\d{7}")
_EXTENSION = re.compile(r"(?:内線|ext(?:ension|n)?\b\.?|(?<=\d)\s*x(?=\s*\d)|[#;,]|\(内\)).*\Z", re.IGNORECASE)
_LABEL = re.compile(r"\A(?:tel|fax|phone|mobile|携帯|電話|直通|代表|[tfmp])(?:番号)?[.:\s]*", re.IGNORECASE)
_DASHES = re.compile("[‐-―−ーｰ─]")
_ZERO = re.compile(r"\(0\)")
_LEAST = 3
"""Digits of a number: an emergency call has three."""


def phone_key(text: str, region: str = REGION) -> str:
    """The number as it is compared: digits with the leading zero where it is of Japan, else E.164 with its sign.

    `+81 (0)3-1234-5678`, `0081-3-1234-5678` and `０３（１２３４）５６７８ 内線 12` are one. What is no number comes back as its digits,
    "" if it has none: a key that was given stays a key, but two that say nothing are not the same.
    """
    if region == REGION and _PLAIN.fullmatch(text):
        digits = text.replace("-", "")
        if _OWN.fullmatch(digits):
            return digits
    return _read(text, region)


def e164(text: str, region: str = REGION) -> str:
    """The number as ITU-T E.164 writes it, `+81312345678`; "" for what cannot be one."""
    key = phone_key(text, region)
    if key.startswith("+"):
        return key
    return f"+{_COUNTRY}{key[1:]}" if _OWN.fullmatch(key) else ""


def extension_of(text: str) -> str:
    """The digits behind 内線, ext. or #."""
    found = _EXTENSION.search(normalize("NFKC", text))
    return "".join(sign for sign in found[0] if sign.isdigit()) if found else ""


def is_mobile(key: str) -> bool:
    """Whether one person answers it: a mobile number of Japan. Of other countries nobody can say it by the digits alone."""
    return _MOBILE.fullmatch(key) is not None


@lru_cache(maxsize=4_096)
def _read(text: str, region: str) -> str:
    plain = _DASHES.sub("-", normalize("NFKC", text)).strip()
    plain = _LABEL.sub("", _EXTENSION.sub("", plain)).strip()
    abroad = plain.startswith(("+", "00"))
    digits = "".join(str(int(sign)) for sign in (_ZERO.sub("", plain) if abroad else plain) if sign.isdecimal())
    if len(digits) < _LEAST:
        return digits
    if not digits.strip("0"):
        return ""
    sign = "+" if plain.startswith("+") else ""
    if region == REGION and _OWN.fullmatch(own := f"0{digits[2:].removeprefix('0')}" if sign and digits.startswith(_COUNTRY) else digits):
        return own
    found = _parsed(sign + digits, region)
    if found is None:
        return _as_ever(sign, digits)
    return f"0{found.national_number}" if str(found.country_code) == _COUNTRY else f"+{found.country_code}{_national(found)}"


def _parsed(text: str, region: str) -> "PhoneNumber | None":
    """Loaded where a number is not plain: it brings the plans of all countries."""
    import phonenumbers as library

    # `00` is how most countries dial out: it is understood wherever it is written.
    tried = (f"+{text[2:]}", text) if text.startswith("00") else (text,)
    for one in tried:
        try:
            found = library.parse(one, region)
        except library.NumberParseException:
            continue
        if library.is_possible_number(found):
            return found
    return None


def _national(found: "PhoneNumber") -> str:
    zeros = "0" * (found.number_of_leading_zeros or 1) if found.italian_leading_zero else ""
    return f"{zeros}{found.national_number}"


def _as_ever(sign: str, digits: str) -> str:
    """What no plan knows: its digits, with the sign where a country was named, so that keys kept before go on being keys."""
    own = digits.removeprefix(_COUNTRY)
    if not sign or own == digits:
        return sign + digits
    return own if own.startswith("0") else f"0{own}"
