"""The mapping file of an import (TOML): which column of a table is what.

source = "crm"                     who reports; `import` if not said
sheet = "名簿"                      of a workbook; the first that shows rows if not said
zone = "Asia/Tokyo"                of times without an offset; the workspace's if not said
region = "JP"                      of telephone numbers without a country; the workspace's if not said
at = "first_contact_date"          when the row was true; the file's date if not said

[keys]                             what a lead is known by; one is enough
external = "mql_id"
email = "メール"

[attributes]                       name = column, or a table with type, format and values
役職 = "title"
予算 = { column = "budget", type = "yes-no", values = { "あり" = true } }
name = { column = "姓", join = ["名"] }

[[event]]                          what happened to the lead of the row
type = "deal-won"
at = "won_date"                    an empty cell: it did not happen; the row's moment, if not said
when = "won"                       only where this says yes
file = "deals.csv"                 another table beside the first, joined by ...
on = "mql_id"                      ... this column of it and the first of [keys]
props = { amount = "revenue" }
"""

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from engine.domain.errors import NurtureError
from engine.doors.events import check_type
from engine.settings.workspace import Where, is_region, is_zone


def _column(given: object) -> object:
    """A bare text is the column's name."""
    return {"column": given} if isinstance(given, str) else given


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise PydanticCustomError("mapping", "mapping.zone")
    return name


def _region(name: str) -> str:
    if name and not is_region(name):
        raise PydanticCustomError("mapping", "mapping.region")
    return name


def _event_type(name: str) -> str:
    if check_type(name):
        raise PydanticCustomError("mapping", "mapping.event-type")
    return name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """values: a word of the file -> what it means. format: of dates, as in `%d.%m.%Y`.

    otherwise: columns that are looked at where this one is empty.
    join: columns whose cells stand behind this one's, `between` in between, as of family name and given name.
    """

    column: str
    type: Literal["text", "number", "yes-no", "date", "datetime", "list", "phone", "postcode"] = "text"
    format: str = ""
    otherwise: list[str] = []
    join: list[str] = []
    between: str = " "

    @property
    def all(self) -> tuple[str, ...]:
        """Every column it reads."""
        return (self.column, *self.otherwise, *self.join)
    values: dict[str, str | bool | int | float] = {}


Source = Annotated[Column, BeforeValidator(_column)]


class EventPart(_Part):
    """id: the columns whose cells together are unique; without them, all that the event says.

    at: when it happened, the moment of the row if not said; when: a column that says yes or no, the event is there with yes.
    """

    type: Annotated[str, AfterValidator(_event_type)]
    at: Source | None = None
    when: Source | None = None
    id: list[str] = []
    file: str = ""
    on: str = ""
    props: dict[str, Source] = {}


class Mapping(_Part):
    source: Annotated[str, Field(min_length=1, max_length=200)] = "import"
    sheet: str = ""
    zone: Annotated[str, AfterValidator(_zone)] = ""
    region: Annotated[str, AfterValidator(_region)] = ""
    at: Source | None = None
    keys: Annotated[dict[str, str], Field(min_length=1)]
    attributes: dict[str, Source] = {}
    event: list[EventPart] = []

    @property
    def main_key(self) -> str:
        """The column that other tables are joined on."""
        return next(iter(self.keys.values()))

    def columns(self, file: str) -> Iterator[str]:
        """The columns that must stand in that table ("" for the first)."""
        for event in self.event:
            if event.file == file:
                told = (event.at, event.when, *event.props.values())
                yield from event.id
                yield from (name for source in told if source is not None for name in source.all)
                yield from [event.on or self.main_key] if file else []
        if not file:
            yield from self.keys.values()
            yield from (name for source in self.attributes.values() for name in source.all)
            yield from [self.at.column] if self.at else []


def read_mapping(path: Path) -> Mapping:
    """Raises NurtureError for what cannot be meant, with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        raise NurtureError("import.unreadable", file=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NurtureError("mapping.not-toml", file=path, detail=str(error).lower()) from error
    try:
        return Mapping.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        # A mistyped name is also a missing one; the typing is the cause.
        first = next((one for one in details if one["type"] == "extra_forbidden"), details[0])
        raise _sentence(first, Where(path, text)) from None


def _sentence(detail: ErrorDetails, where: Where) -> NurtureError:
    path = [str(part) for part in detail["loc"]]
    named = [part for part in path if not part.isdigit()]
    key, place = ".".join(named), where.of(named)
    match detail["type"]:
        case "extra_forbidden":
            known = _known(path)
            near = get_close_matches(path[-1], known, n=1)
            return NurtureError("mapping.unknown-key", key=key, near=near[0] if near else ", ".join(known), where=place)
        case "missing" | "too_short":
            return NurtureError("mapping.missing", key=key, where=place)
        case "mapping":
            return NurtureError(detail["msg"], key=key, value=_shown(detail), where=place)
        case _:
            return NurtureError("mapping.wrong", key=key, value=_shown(detail), where=place)


def _known(path: list[str]) -> list[str]:
    """The keys that may stand where an unknown one does."""
    if len(path) == 1:
        return list(Mapping.model_fields)
    inside_event = path[0] == "event" and len(path) == 3
    return list(EventPart.model_fields if inside_event else Column.model_fields)


def _shown(detail: ErrorDetails) -> str:
    given: Any = detail["input"]
    return str(given)[:60]
