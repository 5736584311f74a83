"""From a workspace on disk to a program in the database, and from the database to a compiled program again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import structs

from engine.domain.errors import NurtureError
from engine.domain.instants import Instant
from engine.domain.phones import REGION
from engine.rules.compile import NO_PAST, Edition, Past, ProgramSettings, compile_program
from engine.rules.filters import NotYet
from engine.rules.program import Admission, MailInfo, Program
from engine.store import control, programs
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.programs import Source, Stored, Template
from engine.store.writer import Priority
from engine.templates.facts import CONFIRM
from engine.templates.folder import Templates
from engine.templates.sources import TemplateSource, front_matter
from grammar.ast import Scenario, SourceFile
from grammar.parse import parse


def gather_program(
    files: Sequence[SourceFile], templates_folder: Path, *, zone: str, language: str, region: str = REGION
) -> tuple[Stored, Program]:
    """A program as it would be deployed: its sources, its templates and its compiled form. The files are checked already.

    Raises NurtureError where a file says what is not executed yet.
    """
    templates = [_template(source) for source in Templates(templates_folder, language).sources]
    settings = {"zone": zone} | ({"region": region} if region != REGION else {})
    sources = [Source(file.path, file.text) for file in sorted(files, key=lambda one: one.path)]
    program = _compiled(files, settings, templates)
    return Stored(hash=program.hash, sources=sources, settings=settings, templates=templates), program


def compile_stored(stored: Stored) -> Program:
    """The program of what was deployed. Raises NurtureError where this release reads it differently."""
    files = [_read(source, stored.hash) for source in stored.sources]
    admissions = {one.key: Admission(one.since, one.every, tuple(one.marks), one.leads, frozenset(one.under)) for one in stored.admissions}
    return _compiled(files, stored.settings, stored.templates, Past(list(_editions(stored)), admissions))


def hashed(stored: Stored) -> tuple[Stored, Program]:
    """The same under its right name, after something was added to it or taken from it."""
    program = compile_stored(stored)
    return structs.replace(stored, hash=program.hash), program


def scenarios_in(stored: Stored) -> Iterator[tuple[Scenario, Source]]:
    """The scenarios of its files as they read today, each with its file."""
    for source in stored.sources:
        yield from ((one, source) for one in _read(source, stored.hash).declarations if isinstance(one, Scenario))


def deploy(store: Store, stored: Stored) -> str:
    """Keeps the program and makes it the current one, in one commit; leads follow when they are next touched. Its hash.

    Who was in an entry's condition before comes in from this moment on.
    """
    now = store.clock.now()
    kept = structs.replace(_begun(stored, now), deployed_at=now)

    def write(tx: Tx) -> None:
        programs.save(tx, kept)
        control.switch(tx, kept.hash)

    store.write(Priority.INTAKE, write)
    return kept.hash


def _begun(stored: Stored, now: Instant) -> Stored:
    """With the moment from which on each new entry lets in those who are in already; that makes it another program."""
    if all(one.since for one in stored.admissions):
        return stored
    begun = [one if one.since else structs.replace(one, since=now) for one in stored.admissions]
    return hashed(structs.replace(stored, admissions=begun))[0]


def text_of(edition: programs.Edition) -> Scenario:
    """The scenario of an edition. Raises NurtureError where this release reads it differently."""
    file = _read(edition.source, edition.version)
    return next(one for one in file.declarations if isinstance(one, Scenario) and one.name == edition.scenario)


def _editions(stored: Stored) -> Iterator[Edition]:
    return (Edition(text_of(one), one.version) for one in stored.editions)


def _read(source: Source, hash_: str) -> SourceFile:
    result = parse(source.text, source.path)
    if any(one.severity == "error" for one in result.diagnostics):
        raise NurtureError("program-of-another-release", program=hash_[:12])
    return result.file


def _compiled(
    files: Sequence[SourceFile], settings: dict[str, str], templates: Sequence[Template], past: Past = NO_PAST
) -> Program:
    mails = {one.name: MailInfo(one.name, one.topic, one.transactional, one.digest, CONFIRM in one.source) for one in templates}
    try:
        return compile_program(files, ProgramSettings(zone=settings["zone"], mails=mails, region=settings.get("region", REGION)), past)
    except NotYet as error:
        raise NurtureError("not-yet", construct=error) from error


def _template(source: TemplateSource) -> Template:
    head = front_matter(source)
    return Template(
        name=source.name,
        digest=source.digest,
        source=source.text,
        suffix=source.suffix,
        language=source.language,
        topic=head.value("topic"),
        transactional=head.purpose == "transactional",
    )
