"""Keys people are known by, written one way: what two writings of the same thing have in common."""

from collections.abc import Iterable
from unicodedata import normalize

from engine.domain.companies import company_key
from engine.domain.letters import folded, katakana
from engine.domain.names import name_key
from engine.domain.phones import REGION, phone_key


def normalised(kind: str, value: str, region: str = REGION) -> str:
    """A key as it is compared: NFKC, no blanks around, addresses in small letters, telephone numbers as they are dialled.

    region: where a number without a country is from.
    """
    if kind == "phone":
        return phone_key(value, region)
    text = value.strip() if value.isascii() else normalize("NFKC", value).strip()
    return text.lower() if kind == "email" else text


def alike(kind: str, value: str, region: str = REGION) -> str:
    """An attribute as it is compared: besides, no blanks at all, capitals count as small letters, forms of a kanji as one.

    Hiragana count as katakana; of a name titles count as nothing, of a company its legal form (and its kana as they are).
    """
    match kind:
        case "company":
            return company_key(value)
        case "email" | "phone":
            return normalised(kind, value, region)
        case "name":
            return name_key(value)
        case _:
            return katakana("".join(folded(value.strip()).split()))


def joined(parts: Iterable[str]) -> str:
    """Several keys as one; a value cannot hold what stands between them."""
    return "\x1f".join(parts)
