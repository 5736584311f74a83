"""Every program that was ever deployed, as its sources: it is compiled on loading and never stored in another form."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from engine.domain.instants import Instant
from engine.store.hot import Hot, Tx, given
from engine.store.schema import programs, templates


class Source(msgspec.Struct, frozen=True):
    """A file of the workspace."""

    path: str
    text: str


class Template(msgspec.Struct, frozen=True):
    """A mail template as it was when the program was deployed. facts: what the rules know of it."""

    name: str
    digest: str
    source: str
    suffix: str = ".md"
    language: str = "en"
    topic: str = ""
    transactional: bool = False


class Edition(msgspec.Struct, frozen=True):
    """An older text of a scenario. version: the program its runs entered under; source: the whole file it stands in."""

    scenario: str
    version: str
    source: Source


class Admission(msgspec.Struct, frozen=True, omit_defaults=True):
    """Those who were in the condition of an entry when it was deployed, and when they come in: see `engine/rules/admitting.py`."""

    key: str
    since: Instant = 0
    every: Instant = 0
    marks: list[int] = []
    leads: int = 0
    under: list[str] = []


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What a program is made from. settings: of the program, as plain data.

    editions: what runs in flight finish on; admissions: who is still to come in.
    """

    hash: str
    sources: list[Source]
    settings: dict[str, Any] = {}
    templates: list[Template] = []
    editions: list[Edition] = []
    admissions: list[Admission] = []
    deployed_at: Instant = 0


_encode = msgspec.json.Encoder(order="deterministic").encode
_sources = msgspec.json.Decoder(list[Source])
_settings = msgspec.json.Decoder(dict[str, Any])
_EDITIONS, _ADMISSIONS = "editions", "admissions"
"""They stand beside the settings, in one column."""
_digests = msgspec.json.Decoder(list[str])
_template = msgspec.json.Decoder(Template)

_SAVE = Hot(
    insert(programs).values(given("hash", "sources", "settings", "templates", "deployed_at")).on_conflict_do_nothing(),
    *("hash", "sources", "settings", "templates", "deployed_at"),
)
_SAVE_TEMPLATE = Hot(insert(templates).values(given("digest", "name", "source")).on_conflict_do_nothing(), "digest", "name", "source")
_LOAD = Hot(select(programs).where(programs.c.hash == bindparam("key")), "key")
_TEMPLATES_OF = Hot(select(programs.c.templates).where(programs.c.hash == bindparam("key")), "key")
_TEMPLATE = Hot(select(templates.c.source).where(templates.c.digest == bindparam("key")), "key")
_DEPLOYED = Hot(select(programs.c.hash, programs.c.deployed_at).order_by(programs.c.deployed_at, programs.c.hash))


def save(tx: Tx, program: Stored) -> None:
    """Keeps the program and its templates; one that is kept already stays as it is."""
    _SAVE_TEMPLATE.many(tx, [(key_of(one), one.name, _encode(one).decode()) for one in program.templates])
    _SAVE.run(
        tx,
        program.hash,
        _encode(program.sources).decode(),
        _encode(program.settings | _past(program)).decode(),
        _encode([key_of(one) for one in program.templates]).decode(),
        program.deployed_at,
    )


def _past(program: Stored) -> dict[str, Any]:
    """What it takes over from those before it, if anything."""
    both: dict[str, Any] = {_EDITIONS: program.editions, _ADMISSIONS: program.admissions}
    return {name: kept for name, kept in both.items() if kept}


def load(tx: Tx, hash_: str) -> Stored | None:
    """The program of that hash."""
    row = _LOAD.first(tx, hash_)
    if row is None:
        return None
    found = (_TEMPLATE.first(tx, key) for key in _digests.decode(row.templates))
    settings = _settings.decode(row.settings)
    editions = msgspec.convert(settings.pop(_EDITIONS, []), list[Edition])
    admissions = msgspec.convert(settings.pop(_ADMISSIONS, []), list[Admission])
    return Stored(
        hash=row.hash,
        sources=_sources.decode(row.sources),
        settings=settings,
        editions=editions,
        admissions=admissions,
        templates=[_template.decode(one.source) for one in found if one is not None],
        deployed_at=row.deployed_at,
    )


def template(tx: Tx, key: str) -> Template | None:
    """The template kept under that key."""
    row = _TEMPLATE.first(tx, key)
    return None if row is None else _template.decode(row.source)


def template_of(tx: Tx, hash_: str, name: str) -> Template | None:
    """The template a program knows under that name."""
    row = _TEMPLATES_OF.first(tx, hash_)
    keys = _digests.decode(row.templates) if row is not None else []
    key = next((one for one in keys if one.startswith(f"{name}:")), None)
    return None if key is None else template(tx, key)


def deployed(tx: Tx) -> Sequence[tuple[str, Instant]]:
    """(hash, moment) of all programs, the oldest first."""
    return [(row.hash, row.deployed_at) for row in _DEPLOYED.all(tx)]


def templates_by_name(program: Stored) -> Mapping[str, Template]:
    """The templates of a program."""
    return {one.name: one for one in program.templates}


def key_of(template: Template) -> str:
    """The same text under another name, or with other facts, is another template."""
    return f"{template.name}:{template.language}:{template.digest}"
