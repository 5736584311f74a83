"""From a workspace on disk to a program in the database, and from the database to a compiled program again."""

from collections.abc import Sequence
from pathlib import Path

from engine.domain.errors import NurtureError
from engine.rules.compile import ProgramSettings, compile_program
from engine.rules.filters import NotYet
from engine.rules.program import MailInfo, Program
from engine.store import control, programs
from engine.store.database import Store
from engine.store.hot import Tx
from engine.store.programs import Source, Stored, Template
from engine.store.writer import Priority
from engine.templates.folder import Templates
from engine.templates.sources import TemplateSource, front_matter
from grammar.ast import SourceFile
from grammar.parse import parse


def gather_program(files: Sequence[SourceFile], templates_folder: Path, *, zone: str, language: str) -> tuple[Stored, Program]:
    """A program as it would be deployed: its sources, its templates and its compiled form. The files are checked already.

    Raises NurtureError where a file says what is not executed yet.
    """
    templates = [_template(source) for source in Templates(templates_folder, language).sources]
    settings = {"zone": zone}
    sources = [Source(file.path, file.text) for file in sorted(files, key=lambda one: one.path)]
    program = _compiled(files, settings, templates)
    return Stored(hash=program.hash, sources=sources, settings=settings, templates=templates), program


def compile_stored(stored: Stored) -> Program:
    """The program of what was deployed. Raises NurtureError where this release reads it differently."""
    files = []
    for source in stored.sources:
        result = parse(source.text, source.path)
        if any(one.severity == "error" for one in result.diagnostics):
            raise NurtureError("program-of-another-release", program=stored.hash[:12])
        files.append(result.file)
    return _compiled(files, stored.settings, stored.templates)


def deploy(store: Store, stored: Stored) -> None:
    """Keeps the program and makes it the current one, in one commit; leads follow when they are next touched."""
    now = store.clock.now()
    kept = Stored(hash=stored.hash, sources=stored.sources, settings=stored.settings, templates=stored.templates, deployed_at=now)

    def write(tx: Tx) -> None:
        programs.save(tx, kept)
        control.switch(tx, kept.hash)

    store.write(Priority.INTAKE, write)


def _compiled(files: Sequence[SourceFile], settings: dict[str, str], templates: Sequence[Template]) -> Program:
    mails = {one.name: MailInfo(one.name, one.topic, one.transactional, one.digest) for one in templates}
    try:
        return compile_program(files, ProgramSettings(zone=settings["zone"], mails=mails))
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
