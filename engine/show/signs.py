"""Signs that would steer a terminal, made visible: what a lead wrote into a form paints nothing over, and moves nothing.

Source: ECMA-48 (control functions), UAX #9 (signs that turn the direction of writing).
"""

import re

_PICTURES = 0x2400
"""Where Unicode has a picture of each control character of ASCII."""
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""A newline and a tab are none: our own lines have them."""


def visible(text: str) -> str:
    """The text as people may see it: a control character as its picture, whatever has none as U+FFFD."""
    return _STEERING.sub(_picture, text) if _STEERING.search(text) else text


def escaped(json_text: str) -> str:
    """JSON with these signs as `\\uXXXX`, which says the same: they stand in its texts only."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text) if _STEERING.search(json_text) else json_text


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"
