"""What came with the button of a form: read, and judged field by field."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qs

from engine.domain.events import Props
from engine.domain.papers import Form, FormField
from engine.doors.identities import address_of
from engine.rules.values import plain_number
from engine.web.form_page import label_of
from engine.web.form_words import say

LONGEST = 1_000
"""Letters of one answer."""
MOST_FIELDS = 300


class Wrong(Exception):
    """A value that cannot be meant. Its words: which sentence says so."""


def read(content_type: str, body: bytes) -> Mapping[str, str] | None:
    """The fields by name; None for what is no form."""
    if not content_type.lower().startswith("application/x-www-form-urlencoded"):
        return None
    try:
        told = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return {name: values[0].replace("\0", "").strip() for name, values in told.items()}


def answers(form: Form, told: Mapping[str, str], language: str) -> tuple[Props, list[tuple[str, str]]]:
    """The values by attribute, and what is wrong: (field, sentence), in the order of the form."""
    values: Props = {}
    wrong: list[tuple[str, str]] = []
    for asked in form.fields:
        text = unicodedata.normalize("NFC", told.get(f"a.{asked.name}", ""))
        try:
            value = _value(asked, text)
        except Wrong as why:
            label = label_of(asked, language)
            wrong.append((asked.name, say(str(why), language, label=label, limit=f"{LONGEST:,}")))
            continue
        if value is not None:
            values[asked.name] = value
    return values, wrong


def _value(asked: FormField, text: str) -> object:
    """None where nothing was written and nothing need be. Raises Wrong."""
    if asked.sort == "yesno":
        return text == "yes"
    if not text:
        if asked.is_optional:
            return None
        raise Wrong("unchosen" if asked.sort == "choice" else "empty")
    if len(text) > LONGEST:
        raise Wrong("long")
    if asked.name == "email":
        address = address_of(text)
        if address is None:
            raise Wrong("address")
        return address
    return _of_sort(asked, text)


def _of_sort(asked: FormField, text: str) -> object:
    plain = unicodedata.normalize("NFKC", text)
    try:
        match asked.sort:
            case "number":
                number = Decimal(plain.replace(",", ""))
                if not number.is_finite() or abs(number) > 10**15:
                    raise Wrong("number")
                return plain_number(number)
            case "date":
                return date.fromisoformat(plain).isoformat()
            case "datetime":
                return datetime.fromisoformat(plain).isoformat()
            case "choice":
                return next(value for value in asked.choices if str(value) == text)
            case _:
                return text
    except InvalidOperation:
        raise Wrong("number") from None
    except ValueError:
        raise Wrong("day") from None
    except StopIteration:
        raise Wrong("unchosen") from None
