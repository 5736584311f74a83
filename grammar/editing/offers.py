"""What may be written at a place: names that are declared, values that fit, words of the language."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grammar.chunks import DECLARATIONS
from grammar.editing.around import arms_around, leads_around, played_values, source_of, steps_around
from grammar.editing.occurrences import Index, Target
from grammar.editing.quoted import texts_at
from grammar.editing.slots import SORTS, slots_at
from grammar.editing.spots import Spot, spot_at
from grammar.model import Workspace
from grammar.names import ACCOUNT_ATTRIBUTES, MAIL_FIELDS, SYSTEM_ATTRIBUTES
from grammar.source import key

_WORD = re.compile(r"[a-z][a-z-]*$")


@dataclass(frozen=True, slots=True)
class Offer:
    """sort: of a name; `word` for a word of the language, `text` for what stands in quotes. target: None for what is declared nowhere."""

    text: str
    sort: str
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Offers:
    """What may stand in the place of the text from `start` on, the likeliest first."""

    start: int
    quoted: bool
    is_line_start: bool
    items: tuple[Offer, ...]


def offers_at(workspace: Workspace, index: Index, text: str, offset: int) -> Offers | None:
    """What may follow at the cursor; None inside of a comment."""
    spot = spot_at(text, offset)
    if spot is None:
        return None
    is_line_start = not spot.words or spot.words == ["}"]
    if not spot.tokens:
        words = [Offer(word, "word") for word in sorted(DECLARATIONS)] if not spot.quoted else []
        return Offers(spot.start, spot.quoted, is_line_start, tuple(words))
    items: list[Offer] = []
    if "STRING" in spot.expected:
        items += (Offer(each, "text") for each in texts_at(spot, workspace, index))
    if not spot.quoted:
        items = [*names_at(spot, workspace, index), *items, *_words(spot)]
    return Offers(spot.start, spot.quoted, is_line_start, tuple(dict.fromkeys(items)))


def _words(spot: Spot) -> Iterator[Offer]:
    return (Offer(word, "word") for word in sorted(spot.expected) if _WORD.match(word))


def names_at(spot: Spot, workspace: Workspace, index: Index) -> Iterator[Offer]:
    """The names that fit the place."""
    slots = slots_at(spot.trial) if spot.trial is not None else ()
    for sort in sorted({SORTS[slot] for slot in slots if slot in SORTS}):
        yield from _of_sort(sort, spot, workspace, index)


def _of_sort(sort: str, spot: Spot, workspace: Workspace, index: Index) -> Iterable[Offer]:
    match sort:
        case "attribute":
            return [*_declared("attribute", index), *_built_in("attribute", SYSTEM_ATTRIBUTES)]
        case "account attribute":
            return [*_declared(sort, index), *_built_in(sort, ACCOUNT_ATTRIBUTES)]
        case "mail":
            return _mails(workspace, index)
        case "listed":
            return _mails(workspace, index) if spot.declaration == "series" else _declared("scenario", index)
        case "webhook":
            return [Offer(str(name), "webhook") for name in (workspace.systems.webhooks if workspace.systems else ())]
        case "lead" | "player":
            return _players(spot, workspace, index, everybody=sort == "player")
        case "for":
            return _declared("scenario", index) if len(spot.openers) == 0 else _leads(spot)
        case "expected":
            return [*_declared("scenario", index), *_declared("split", index)]
        case "part":
            kind = spot.words[-1] if spot.words else ""
            return _mails(workspace, index) if kind == "email" else _declared(kind, index)
        case _:
            return _inside(sort, spot, index)


def _inside(sort: str, spot: Spot, index: Index) -> Iterable[Offer]:
    """What lives in something else."""
    match sort:
        case "step":
            named = _named(spot.words, "scenario", index)
            own = [] if named else [Offer(name, "step") for name in steps_around(spot)]
            return [*own, *_owned("step", named, index)]
        case "level":
            return _owned("level", _named(spot.words, "score", index), index) or _declared("level", index)
        case "arm":
            own = [Offer(name, "arm") for name in arms_around(spot)]
            return own or _owned("arm", _named(spot.words, "split", index), index) or _declared("arm", index)
        case "entry field":
            return [offer for event in _entering(spot, index) for offer in _fields(f"event {event}", index)]
        case "field":
            return _fields_of_source(spot, index)
        case "assigned":
            return _assigned(spot, index)
        case _:
            return _declared(sort, index)


# ── names by their sort ─────────────────────────────────────────────────────────────────


def _declared(sort: str, index: Index) -> list[Offer]:
    return [_offer(target, index) for target in index.targets(sort)]


def _owned(sort: str, owners: Sequence[str], index: Index) -> list[Offer]:
    return [_offer(target, index) for owner in owners for target in index.targets(sort, owner)]


def _offer(target: Target, index: Index) -> Offer:
    return Offer(str(index.declarations(target)[0].name), target.sort, target)


def _built_in(sort: str, names: Iterable[str]) -> list[Offer]:
    return [Offer(name, sort) for name in names]


def _mails(workspace: Workspace, index: Index) -> list[Offer]:
    """Templates there are; where nobody looked for any, the mails that are sent."""
    if workspace.templates is None:
        sent = {each.targets[0]: str(each.name) for each in index.all if each.sort == "mail"}
        return [Offer(name, "mail", target) for target, name in sent.items()]
    return [Offer(name, "mail", Target("mail", key(name))) for name in sorted(workspace.templates)]


def _leads(spot: Spot) -> list[Offer]:
    return [Offer(name, "lead") for name in leads_around(spot)]


def _players(spot: Spot, workspace: Workspace, index: Index, *, everybody: bool) -> list[Offer]:
    others = [*_declared("team", index), *_mails(workspace, index), *_declared("scenario", index)] if everybody else []
    return [*_leads(spot), *others]


def _named(words: Sequence[str], sort: str, index: Index) -> list[str]:
    """The key of the last word that is a name of that sort."""
    known = {target.key for target in index.targets(sort)}
    found = [key(word) for word in words if key(word) in known]
    return found[-1:]


# ── fields ──────────────────────────────────────────────────────────────────────────────


def _fields(owner: str, index: Index) -> list[Offer]:
    return [_offer(target, index) for target in index.targets("field", owner)]


def _entering(spot: Spot, index: Index) -> list[str]:
    """The events by which leads come into the scenario."""
    known = {target.key for target in index.targets("event")}
    lines = re.findall(r"^[ \t]*enter[ \t]+on[ \t](.*)$", spot.around, re.MULTILINE)
    words = [key(word) for line in lines for word in re.split(r"[\s{]+", line)]
    return [word for word in dict.fromkeys(words) if word in known]


def _fields_of_source(spot: Spot, index: Index) -> list[Offer]:
    source = source_of(spot)
    if source == "email":
        return [Offer(name, "field") for name in MAIL_FIELDS]
    return _fields(source, index) if source else []


def _assigned(spot: Spot, index: Index) -> list[Offer]:
    """`{ 業種 = … }`: of a lead, of its account, of an event that is played, of an item of a list."""
    said = played_values(spot)
    if said in ("attribute", "account attribute"):
        return _declared(said, index)
    if said:
        return _fields(said, index)
    return [_offer(target, index) for target in index.targets("field") if not target.owner.startswith("event ")]
