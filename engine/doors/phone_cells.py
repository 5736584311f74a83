"""Telephone numbers and postcodes as they come out of a spreadsheet: with signs of all widths, labels, lost zeros and lost digits."""

import re
import unicodedata

_DASHES = re.compile("(?<=[0-9)])\\s*[ー―‐‑‒−–—ｰ〜~]\\s*(?=[(0-9])")
_LABELS = re.compile(r"\((?:代|代表|直通|直|本社|携帯|会社|自宅|TEL|tel|Tel)\)|代表|直通|(?:TEL|Tel|tel|電話(?:番号)?|携帯)\s*[.:]?")
_INSIDE = re.compile(r"\s*(?:\(?内線?|ext\.?|extension|#|x)\s*[.:]?\s*\d{1,6}\)?\s*$", re.IGNORECASE)
_USUAL = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10}|\+[\d -]{8,18}\d")
"""What needs no mending; most do not."""
_SEVERAL = re.compile(r"\s*[;,、/\n]\s*")
_ROUNDED = re.compile(r"(\d)(?:\.(\d+))?[Ee]\+?(\d{1,2})")
_ZONE = "Asia/Tokyo"


def phone_of(text: str, zone: str) -> str | None:
    """The number in half width with dashes; None where a spreadsheet has rounded it away. What is no number stays as it is.

    A zero that a spreadsheet has taken off comes back where the zone says Japan: 9 or 10 digits that no number there begins with.
    """
    if _USUAL.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKC", text).strip()
    found = next((part for part in _SEVERAL.split(_INSIDE.sub("", _LABELS.sub("", plain)).strip()) if part), "")
    number = _whole(found)
    if number is None:
        return None
    number = _DASHES.sub("-", number)
    if zone == _ZONE and (re.fullmatch(r"[1-9]\d{8}", number) or re.fullmatch(r"[5-9]0\d{8}", number)):
        number = f"0{number}"
    return number if sum(sign.isdigit() for sign in number) >= 5 else plain


def postcode_of(text: str, zone: str) -> str | None:
    """`〒１００ー０００１` and `1000001` are `100-0001`; so is `600001` `060-0001` where the zone says Japan. None where it was rounded."""
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("〒").strip()
    number = _whole(plain)
    if number is None:
        return None
    number = _DASHES.sub("-", number)
    digits = number.replace("-", "")
    if zone == _ZONE and re.fullmatch(r"\d{6,7}", digits) and re.fullmatch(r"\d{2,3}-?\d{4}", number):
        digits = digits.zfill(7)
        return f"{digits[:3]}-{digits[3:]}"
    return number


def _whole(text: str) -> str | None:
    """Without a spreadsheet's `.0`; `9.0312345678E+10` has all its digits still, `9.0312E+10` has not."""
    if rounded := _ROUNDED.fullmatch(text):
        digits, wanted = rounded[1] + (rounded[2] or ""), int(rounded[3]) + 1
        return digits.ljust(wanted, "0") if len(digits) >= wanted - 1 and len(digits) <= wanted else None
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text) else text
