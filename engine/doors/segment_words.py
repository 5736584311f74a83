"""What a message of the Segment API says in our words: names of events, attributes, fields of a page."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never
from urllib.parse import parse_qsl, urlsplit

from engine.domain.companies import account_key_of
from engine.domain.documents import ACCOUNT, id_of
from engine.domain.errors import Problem
from engine.domain.events import Kind, Props
from engine.doors.claims import as_claims
from engine.doors.segment_messages import Message, Plain, Sender

UTM = {"name": "campaign", "source": "source", "medium": "medium", "term": "term", "content": "content"}
PAGE = ("path", "url", "title", "referrer", "search")
OF_THE_PERSON = frozenset({Kind.CONSENTED, Kind.UNSUBSCRIBED})
"""What only the person may say; a key that stands in a page is anybody's."""
_NO_LETTERS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Said:
    """An event to be. subject: where it is not the person's; part: tells it apart from the message's first event."""

    type: str
    props: Props
    subject: str = ""
    part: str = ""


def said_by(message: Message | Plain, sender: Sender) -> list[Said] | Problem:
    """What a message says."""
    assert message.type is not None
    match message.type:
        case "track":
            return _tracked(message, sender)
        case "page":
            return [Said(sender.page, _seen(message))]
        case "screen":
            return [Said(sender.screen, _seen(message))]
        case "identify":
            known = attributes(_traits(message), sender.traits)
            return [Said(Kind.LEAD_CHANGED, as_claims(known) if sender.is_public else known)]
        case "alias":
            return [Said(Kind.LEAD_CHANGED, {})]
        case "group":
            return _grouped(message, sender)
        case _:
            assert_never(message.type)


def _tracked(message: Message | Plain, sender: Sender) -> list[Said] | Problem:
    told = (message.event or "").strip()
    if not told:
        return Problem("event.missing", {"field": "event"})
    type_ = sender.events.get(told) or event_name(told)
    if not type_:
        return Problem("event.type-name", {"type": told[:100]})
    if sender.is_public and type_ in OF_THE_PERSON:
        return Problem("segment.not-from-a-page", {"type": type_})
    return [Said(type_, _filled(message.properties))]


@lru_cache(4_096)
def event_name(told: str) -> str:
    """`Asset Downloaded`, `assetDownloaded` and `asset_downloaded` are `asset-downloaded`; "" for a text without letters."""
    plain = _NO_LETTERS.sub("-", _HUMP.sub("-", unicodedata.normalize("NFKC", told))).strip("-").lower()
    plain = plain if not plain[:1].isdigit() else f"event-{plain}"
    return plain[:100].rstrip("-")


def _filled(given: Props | None) -> Props:
    return {name: value for name, value in (given or {}).items() if value is not None}


def _traits(message: Message | Plain) -> Props:
    inside = (message.context or {}).get("traits")
    return (inside if isinstance(inside, dict) else {}) | (message.traits or {})


def attributes(traits: Props, renamed: dict[str, str]) -> Props:
    """The attributes that traits say: a company is its name, a first and a last name are a name, other objects are told part by part."""
    said: Props = {}
    for name, value in traits.items():
        if name == "company" and isinstance(value, dict):
            said |= {name if part == "name" else f"{name}-{part}": one for part, one in value.items() if _plain(one)}
        elif isinstance(value, dict):
            said |= {f"{name}-{part}": one for part, one in value.items() if _plain(one)}
        elif name != "email" or value != "":
            said[name] = value
    if not said.get("name") and (whole := _whole_name(said)):
        said["name"] = whole
    return {renamed.get(name, name): value for name, value in said.items()}


def _plain(value: object) -> bool:
    return not isinstance(value, dict)


def _whole_name(said: Props) -> str:
    """In the order of the letters it is written with: 山田 花子, but Hanako Yamada."""
    first, last = (str(said.get(name) or "").strip() for name in ("firstName", "lastName"))
    parts = (first, last) if (first + last).isascii() else (last, first)
    return " ".join(part for part in parts if part)


def _seen(message: Message | Plain) -> Props:
    """What was looked at: its address, where the reader came from, and which campaign brought them."""
    context = message.context or {}
    page, utm = (one if isinstance(one := context.get(name), dict) else {} for name in ("page", "campaign"))
    said = {name: page[name] for name in PAGE if isinstance(page.get(name), str)} | _filled(message.properties)
    said |= {name: value for name, value in (("name", message.name), ("category", message.category)) if value}
    url = said.get("url")
    parts = _parts(url) if isinstance(url, str) else None
    if parts is not None:
        said.setdefault("path", parts[0])
    told = {f"utm-{UTM.get(name, name)}": value for name, value in utm.items() if isinstance(value, str) and value}
    return (parts[1] if parts else {}) | told | said


def _parts(url: str) -> tuple[str, Props] | None:
    """The path of an address, and the campaign that stands in its query."""
    try:
        split = urlsplit(url)
        query = parse_qsl(split.query, max_num_fields=100)
    except ValueError:
        return None
    return split.path or "/", {name.replace("_", "-"): value for name, value in query if re.fullmatch(r"utm_[a-z]{1,20}", name)}


def _grouped(message: Message | Plain, sender: Sender) -> list[Said] | Problem:
    """What is known of a company, and that the person belongs to it. A key that stands in a page says only the latter."""
    traits = attributes(message.traits or {}, {})
    group = str(message.group_id if message.group_id is not None else "").strip()
    if not group:
        return Problem("event.missing", {"field": "groupId"})
    named = next((one for name in ("domain", "website") if isinstance(one := traits.get(name), str) and one.strip()), "")
    name = told if isinstance(told := traits.get("name"), str) and told.strip() else ""
    key = account_key_of(named) or account_key_of(name) or account_key_of(group)
    own = [Said(Kind.LEAD_CHANGED, {sender.traits.get("company", "company"): name} if name else {})]
    if sender.is_public or not key:
        return own
    known = {sender.traits.get(name, name): value for name, value in traits.items()} | {"group": group}
    return [*own, Said(Kind.ACCOUNT_CHANGED, known, id_of(ACCOUNT, key), "account")]
