"""What may stand in quotes at a place: the values of an attribute, tags, reasons, links, countries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from zoneinfo import available_timezones

from grammar.ast import Field, GivenTag, IsTagged, ListAttribute, Scenario, Tag, Tagged, Untag
from grammar.editing.around import MAIL_VERBS, source_of
from grammar.editing.occurrences import Index
from grammar.editing.spots import Spot
from grammar.laws import packs
from grammar.model import Workspace
from grammar.names import field_of, reasons_of
from grammar.shapes import Shape, account_shape, entry_fields, lead_shape, shape_of_field
from grammar.source import Name

_TAGS = ("tagged", "tag", "untag", "untagged")
_TESTED = ("is", "not", "in", "[", ",", "=", "contains", "with", "starts", "ends", "to")
SPEAKING = ("notify", "manager", "alert")


def texts_at(spot: Spot, workspace: Workspace, index: Index) -> Iterable[str]:
    """The texts that fit the place, without their quotes."""
    words = spot.words
    last = words[-1] if words else ""
    if last in _TAGS:
        return _tags(spot, workspace)
    if last == "link" or words[-3:-1] == ["link", "is"] or words[-2:] == ["link", "is"]:
        return _links(words, workspace)
    if words[:1] == ["rejected"] or last == "rejects":
        return _reasons(workspace, index)
    if last in SPEAKING:
        return [f"slack:{name}" for name in (workspace.systems.slack if workspace.systems else ())]
    if last in ("law", "holidays"):
        return [pack.code for pack in packs()]
    if last == "timezone":
        return _zones()
    shape = _shape(spot, workspace)
    return shape.choices if shape else ()


@cache
def _zones() -> list[str]:
    return sorted(available_timezones())


def _reasons(workspace: Workspace, index: Index) -> list[str]:
    """Why any team may give a lead back."""
    teams = [team for each in index.targets("team") if (team := workspace.symbols.team(each.key))]
    return list(dict.fromkeys(reason for team in teams for reason in reasons_of(team)))


def _tags(spot: Spot, workspace: Workspace) -> list[str]:
    """Every tag that is put on or asked for, but for the one that is being written."""
    said: list[Tag | Untag | Tagged | GivenTag | IsTagged] = [*workspace.all(Tag), *workspace.all(Untag), *workspace.all(Tagged)]
    said += [*workspace.all(GivenTag), *workspace.all(IsTagged)]
    tags = Counter(str(one.tag) for one in said)
    return sorted(tag for tag, count in tags.items() if tag and (count > 1 or tag != spot.written))


def _links(words: list[str], workspace: Workspace) -> Iterator[str]:
    """The links of the mail that is named on the line; of all mails where none is."""
    templates = workspace.templates or {}
    named = [name for name in templates if name in words]
    verbs = [word for word in words if word in (*MAIL_VERBS, "clicks", "opens")]
    for name in named or (templates if verbs else ()):
        yield from (link.name for link in templates[name].links)


def _shape(spot: Spot, workspace: Workspace) -> Shape | None:
    """Of what the text is a value."""
    words = list(spot.words)
    if not words or words[-1] == ",":
        chosen = [line for line in spot.openers if line[:1] == ["choose"]]
        if chosen and not {"=", "["} & set(words):
            return _of_ref(chosen[-1][1:], spot, workspace)
    while words and (words[-1] in _TESTED or words[-1].startswith('"')):
        words.pop()
    return _of_ref(words, spot, workspace)


def _of_ref(words: list[str], spot: Spot, workspace: Workspace) -> Shape | None:
    """The shape of the reference or name with which the words end."""
    if not words:
        return None
    name, symbols = Name(words[-1]), workspace.symbols
    if words[-2:-1] == ["."]:
        root = words[-3] if len(words) > 2 else ""
        if root == "lead":
            return lead_shape(name, symbols)
        return account_shape(name, symbols) if root == "account" else _entry(name, spot, workspace)
    source = source_of(spot) or _played(words)
    if source:
        field = field_of(_fields(source, workspace), name)
        return shape_of_field(field) if field else None
    return lead_shape(name, symbols) if spot.declaration == "test" else None


def _fields(source: str, workspace: Workspace) -> tuple[Field, ...]:
    """Of an event, or of the items of a list."""
    symbols, (sort, _, name) = workspace.symbols, source.rpartition(" ")
    if sort == "event":
        event = symbols.event(name)
        return event.fields if event else ()
    attribute = symbols.attribute(name) if sort == "attribute" else symbols.account_attribute(name)
    return attribute.fields if isinstance(attribute, ListAttribute) else ()


def _played(words: list[str]) -> str:
    """The event whose fields are given: `does download { kind = …`."""
    place = max((at for at, word in enumerate(words) if word in ("does", "did")), default=-1)
    return f"event {words[place + 1]}" if 0 <= place < len(words) - 2 else ""


def _entry(name: Name, spot: Spot, workspace: Workspace) -> Shape | None:
    own = workspace.symbols.scenario(spot.tokens[1].text) if len(spot.tokens) > 1 else None
    field = field_of(entry_fields(own, workspace.symbols), name) if isinstance(own, Scenario) else None
    return shape_of_field(field) if field else None
