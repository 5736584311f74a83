"""What the columns of a table nobody has explained mean: by their names, by what stands in them, and by what the program declares."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from typing import Literal, TypeAlias

from engine.domain.errors import NurtureError, Problem
from engine.domain.events import Kind
from engine.doors.cells import LOST, read_cell
from engine.doors.dates import order_of
from engine.doors.header_names import BY_NAME, EMAIL, IDENTITIES, LEFT, LEFT_ALONE, LIKE_LEFT, MET, Meaning, plain, system_of
from engine.doors.mapping import Column, EventPart
from engine.doors.mapping import Mapping as Mapped
from engine.doors.sheets import Record, Sheet

SAMPLES = 200
"""Rows that are looked at."""
CARD = "business-card-received"
Role: TypeAlias = Literal["key", "attribute", "event", "out"]
Type: TypeAlias = Literal["text", "number", "yes-no", "date", "datetime", "list", "phone", "postcode"]

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"[+(]?[\d(][\d\s().ー―–-]{7,18}(?:\D{0,6}\d{1,5})?")
_COMPANY = re.compile(r"株式会社|有限会社|合同会社|㈱|\(株\)|(?:Inc|Ltd|LLC|GmbH|Corp|Co)\.?$")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
MOSTLY, RARELY = 0.8, 0.2
FEW = 5
"""Cells that tell nothing yet against a name."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column is taken for. meaning: the name of the attribute, the key or the event, "" for what is left out.

    source: how its cells are read; sample: a cell; why: the reason, of what is left out or not sure.
    """

    column: str
    role: Role = "out"
    meaning: str = ""
    source: Column | None = None
    sample: str = ""
    sure: bool = True
    why: Problem | None = None


@dataclass(frozen=True, slots=True)
class Guessed:
    """All columns in their order. system: who wrote the table, "" if nobody knows."""

    columns: tuple[Guess, ...]
    system: str = ""
    sheet: str = ""

    @property
    def unsure(self) -> bool:
        return any(not one.sure for one in self.columns if one.role != "out")

    def mapping(self, *, only_sure: bool) -> Mapped | None:
        """None where no key is left."""
        taken = [one for one in self.columns if one.role != "out" and (one.sure or not only_sure)]
        keys = {one.meaning: one.column for one in taken if one.role == "key"}
        if not keys:
            return None
        attributes = {one.meaning: one.source for one in taken if one.role == "attribute" and one.source}
        events = [_event(one) for one in taken if one.role == "event"]
        return Mapped(source=self.system or "import", keys=keys, attributes=attributes, event=events)


def _event(one: Guess) -> EventPart:
    column = one.source or Column(column=one.column)
    return EventPart(type=one.meaning, when=column) if one.meaning == Kind.UNSUBSCRIBED else EventPart(type=one.meaning, at=column)


@dataclass(frozen=True, slots=True)
class Declared:
    """What the program knows. attributes: their kinds by name, without those every lead has; events: their names."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    events: frozenset[str] = frozenset()


def guess(sheet: Sheet, declared: Declared, zone: str) -> Guessed:
    """Raises NurtureError where no column can be a key."""
    rows = [one.cells for one in islice(sheet.records(), SAMPLES) if isinstance(one, Record)]
    cells = [[row[place] for row in rows if row[place] and row[place] not in LOST] for place in range(len(sheet.header))]
    system = system_of(sheet.header)
    looking = _Looking(sheet.header, cells, declared, zone, system)
    found = Guessed(tuple(_settled(looking.each())), system)
    if not any(one.role == "key" for one in found.columns):
        raise NurtureError("import-needs-mapping", file=sheet.path.name, columns=", ".join(f"`{name}`" for name in sheet.header[:8]))
    return found


@dataclass(frozen=True, slots=True)
class _Looking:
    header: list[str]
    cells: list[list[str]]
    declared: Declared
    zone: str
    system: str

    def each(self) -> Iterator[tuple[Guess, int]]:
        """Each column with how good a name it has: 0 is the best, and what only its cells tell is the worst."""
        times = Counter(self.header)
        for name, cells in zip(self.header, self.cells, strict=True):
            sample = cells[0] if cells else ""
            if not name or times[name] > 1:
                yield Guess(name, sample=sample, why=Problem("guess.twice" if name else "guess.no-name")), 0
            else:
                yield self._one(name, cells, sample)

    def _one(self, name: str, cells: list[str], sample: str) -> tuple[Guess, int]:
        known = plain(name)
        own = next((one for one in self.declared.attributes if plain(one) == known), None)
        if own is not None:
            return self._typed(name, own, self.declared.attributes[own], cells), 0
        if known in BY_NAME:
            meaning, rank = BY_NAME[known]
            return self._meant(name, meaning, cells), rank
        if known in _IDENTITIES:
            return self._identity(name, cells), IDENTITIES.index(_IDENTITIES[known])
        if known in _LEFT:
            return Guess(name, "event", Kind.UNSUBSCRIBED, Column(column=name, type="yes-no"), sample), 0
        if known in _MET:
            return self._met(name, cells), 0
        if known in _ALONE:
            return Guess(name, sample=sample, why=Problem("guess.undeclared", {"column": name})), 0
        return self._by_cells(name, cells, sample), 1_000

    def _meant(self, name: str, meaning: Meaning, cells: list[str]) -> Guess:
        if meaning.name == EMAIL:
            sample = cells[0] if cells else ""
            if len(cells) >= FEW and _share(cells, _ADDRESS) < RARELY:
                return Guess(name, sample=sample, why=Problem("guess.no-addresses"))
            return Guess(name, "key", EMAIL, None, sample)
        own = next((one for one in (meaning.ja, meaning.name) if one in self.declared.attributes), None)
        called = own or (meaning.ja if _JAPANESE.search("".join(self.header)) else meaning.name)
        kind = self.declared.attributes.get(called, meaning.type)
        return self._typed(name, called, kind if kind != "text" else meaning.type, cells)

    def _typed(self, name: str, called: str, kind: str, cells: list[str]) -> Guess:
        """With the type of the attribute, where its cells can be read so."""
        type_: Type = _TYPES.get(kind, "text")
        form = order_of(cells) if type_ in ("date", "datetime") else ""
        source, sample = Column(column=name, type=type_, format=form), cells[0] if cells else ""
        read = sum(not isinstance(read_cell(cell, source, self.zone, _NOW), Problem) for cell in cells)
        if not cells or read >= len(cells) * MOSTLY:
            return Guess(name, "attribute", called, source, sample)
        if called in self.declared.attributes and self.declared.attributes[called] != "text":
            return Guess(name, "attribute", called, source, sample, sure=False, why=Problem("guess.cells", {"type": type_}))
        return Guess(name, "attribute", called, Column(column=name), sample)

    def _identity(self, name: str, cells: list[str]) -> Guess:
        """A number of a system that is known, or one that is told apart by a name of its own."""
        sure = bool(self.system) or plain(name) not in _VAGUE
        kind = self.system if self.system and self.system != "cards" else "external"
        return Guess(name, "key", kind, None, cells[0] if cells else "", sure, Problem("guess.identity"))

    def _met(self, name: str, cells: list[str]) -> Guess:
        sample = cells[0] if cells else ""
        event = next((one for one in (CARD, "名刺交換") if one in self.declared.events), "")
        if not event:
            return Guess(name, sample=sample, why=Problem("guess.no-event", {"event": CARD}))
        return Guess(name, "event", event, Column(column=name, type="date", format=order_of(cells)), sample)

    def _maybe_left(self, name: str, cells: list[str], sample: str) -> Guess:
        """Asked about where its cells say yes or no, and never passed over as some column or other: mails would go to who wants none."""
        source, said = Column(column=name, type="yes-no"), Problem("guess.maybe-left")
        if cells and all(not isinstance(read_cell(cell, source, self.zone, _NOW), Problem) for cell in cells):
            return Guess(name, "event", Kind.UNSUBSCRIBED, source, sample, sure=False, why=said)
        return Guess(name, sample=sample, why=said)

    def _by_cells(self, name: str, cells: list[str], sample: str) -> Guess:
        """Nobody knows the name; what stands in the cells may tell."""
        said = Problem("guess.by-cells")
        if LIKE_LEFT.search(plain(name)):
            return self._maybe_left(name, cells, sample)
        near = get_close_matches(plain(name), [plain(one) for one in self.declared.attributes], n=1, cutoff=0.8)
        if near:
            own = next(one for one in self.declared.attributes if plain(one) == near[0])
            found = self._typed(name, own, self.declared.attributes[own], cells)
            return Guess(name, found.role, own, found.source, sample, sure=False, why=Problem("guess.near", {"name": own}))
        if cells and _share(cells, _ADDRESS) >= MOSTLY:
            return Guess(name, "key", EMAIL, None, sample, sure=False, why=said)
        if cells and _share(cells, _PHONE) >= MOSTLY and not _share(cells, re.compile(r"\d{4}[-/.]\d.*")) > 0.2:
            return Guess(name, "attribute", "phone", Column(column=name, type="phone"), sample, sure=False, why=said)
        if cells and sum(bool(_COMPANY.search(_half(cell))) for cell in cells) >= len(cells) / 2:
            return Guess(name, "attribute", "company", Column(column=name), sample, sure=False, why=said)
        return Guess(name, sample=sample, why=Problem("guess.unknown"))


_NOW = 1_800_000_000_000_000
"""Some moment that a day without a year may be close to."""
_TYPES: dict[str, Type] = {
    "number": "number", "yesno": "yes-no", "date": "date", "datetime": "datetime", "list": "list", "phone": "phone", "postcode": "postcode",
}  # fmt: skip
_IDENTITIES = {plain(name): name for name in reversed(IDENTITIES)}
_VAGUE = frozenset({"id", "管理番号", "userid", "externalid"})
_LEFT = frozenset(plain(name) for name in LEFT)
_MET = frozenset(plain(name) for name in MET)
_ALONE = frozenset(plain(name) for names in LEFT_ALONE.values() for name in names)


def _settled(found: Iterator[tuple[Guess, int]]) -> list[Guess]:
    """Of several columns for one meaning the one with the best name; a family name and a given name are one name together."""
    columns, ranks = zip(*found, strict=True)
    best: dict[tuple[Role, str], int] = {}
    for place, one in enumerate(columns):
        told = (one.role, one.meaning)
        if one.role != "out" and (told not in best or _better(one, ranks[place], columns[best[told]], ranks[best[told]])):
            best[told] = place
    kept = list(columns)
    for place, one in enumerate(columns):
        first = best.get((one.role, one.meaning), place)
        if first != place:
            kept[first], kept[place] = _beside(kept[first], one)
    return _named(kept)


def _better(one: Guess, rank: int, other: Guess, of_other: int) -> bool:
    return (one.sample == "", not one.sure, rank) < (other.sample == "", not other.sure, of_other)


def _beside(first: Guess, one: Guess) -> tuple[Guess, Guess]:
    """Where the first is empty, the other is looked at, if it is read in the same way; a key is one column."""
    if first.role == "attribute" and first.source and one.source and first.source.type == one.source.type:
        source = first.source.model_copy(update={"otherwise": [*first.source.otherwise, one.column]})
        why = Problem("guess.otherwise", {"column": first.column})
        return replace(first, source=source), Guess(one.column, sample=one.sample, why=why)
    return first, Guess(one.column, sample=one.sample, why=Problem("guess.second", {"column": first.column, "meaning": one.meaning}))


_FAMILY, _GIVEN = ("family_name", "姓"), ("given_name", "名")


def _named(columns: list[Guess]) -> list[Guess]:
    places = {one.meaning: place for place, one in enumerate(columns) if one.role == "attribute"}
    family = next((places[name] for name in _FAMILY if name in places), None)
    given = next((places[name] for name in _GIVEN if name in places), None)
    if "name" in places:
        for place in (family, given):
            if place is not None:
                columns[place] = _part_of(columns[place], columns[places["name"]].column)
        return columns
    first = family if given is None else given if family is None else family
    if first is None:
        return columns
    other = given if first == family else None
    if family is not None and given is not None and not _JAPANESE.search(columns[family].column + columns[family].sample):
        first, other = given, family
    one = columns[first]
    join = [] if other is None else [columns[other].column]
    sample = " ".join(filter(None, [one.sample, "" if other is None else columns[other].sample]))
    columns[first] = Guess(one.column, "attribute", "name", Column(column=one.column, join=join), sample, sure=other is not None,
                           why=Problem("guess.half-name"))  # fmt: skip
    if other is not None:
        columns[other] = _part_of(columns[other], one.column)
    return columns


def _part_of(one: Guess, column: str) -> Guess:
    return Guess(one.column, sample=one.sample, why=Problem("guess.part", {"column": column}))


def _share(cells: Sequence[str], form: re.Pattern[str]) -> float:
    return sum(bool(form.fullmatch(_half(cell))) for cell in cells) / len(cells) if cells else 0.0


def _half(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()
