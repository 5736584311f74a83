"""Keys people are known by, written one way: what two writings of the same thing have in common."""

from collections.abc import Iterable
from unicodedata import normalize

from engine.domain.companies import company_key

_COUNTRY = "81"
"""Of Japan: the one prefix that stands for a leading zero here."""


def normalised(kind: str, value: str) -> str:
    """A key as it is compared: NFKC, no blanks around, addresses in small letters, telephone numbers as digits."""
    text = normalize("NFKC", value).strip()
    match kind:
        case "email":
            return text.lower()
        case "phone":
            return _digits(text)
        case _:
            return text


def alike(kind: str, value: str) -> str:
    """An attribute as it is compared: besides, no blanks at all, capitals count as small letters, and a company's legal form as nothing."""
    if kind == "company":
        return company_key(value)
    text = normalised(kind, value)
    return text if kind in ("email", "phone") else "".join(text.casefold().split())


def joined(parts: Iterable[str]) -> str:
    """Several keys as one; a value cannot hold what stands between them."""
    return "\x1f".join(parts)


def _digits(text: str) -> str:
    """`+81 (0)3-1234-5678`, `03-1234-5678` and `０３（１２３４）５６７８` are one number; those of other countries keep their sign."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if not text.startswith("+"):
        return digits
    own = digits.removeprefix(_COUNTRY)
    return f"+{digits}" if own == digits else own if own.startswith("0") else f"0{own}"
