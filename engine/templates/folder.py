"""The templates of a workspace, or of a deployed program, by name."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from engine.templates.facts import TemplateFacts, TemplateProblem
from engine.templates.inspection import inspect
from engine.templates.mails import BadTemplate, Links, Mail, Rendered, compile_mail
from engine.templates.sources import TemplateSource, read_source, template_names


class Templates:
    """A folder of templates as it was when opened: what changes on the disk afterwards changes no mail."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        """Read a folder. language: of templates whose front matter names none."""
        self._read = {name: read_source(folder, name, language) for name in template_names(folder)}
        self._folder = str(folder)

    @classmethod
    def of(cls, sources: Iterable[TemplateSource]) -> Self:
        """The templates of a deployed program."""
        made = cls.__new__(cls)
        made._read = {source.name: source for source in sources}
        made._folder = ""
        return made

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._read))

    @property
    def sources(self) -> tuple[TemplateSource, ...]:
        """Every template that could be read, in order of their names: what a deployment keeps."""
        return tuple(each for name in self.names if isinstance(each := self._read[name], TemplateSource))

    def source(self, name: str) -> TemplateSource | TemplateProblem:
        missing = TemplateProblem("missing-template", values={"template": name, "folder": self._folder})
        return self._read.get(name, missing)

    def facts(self, name: str) -> TemplateFacts:
        """What a checker wants to know; mistakes are among its `errors`."""
        source = self.source(name)
        if isinstance(source, TemplateProblem):
            return TemplateFacts(name, str(Path(self._folder) / f"{name}.md"), errors=(source,))
        return inspect(source)

    def mail(self, name: str) -> Mail:
        """The template ready to be rendered. Raises BadTemplate."""
        source = self.source(name)
        if isinstance(source, TemplateProblem):
            raise BadTemplate(name, (source,))
        return compile_mail(source)

    def render(self, name: str, values: Mapping[str, Any], links: Links) -> Rendered:
        """One mail. Raises BadTemplate, MissingValue or UnusableValue: in each case the mail is held."""
        return self.mail(name).render(values, links)
