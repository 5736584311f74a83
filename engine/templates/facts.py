"""What a checker wants to know of a template, as plain data."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

Purpose: TypeAlias = Literal["marketing", "transactional"]

CONFIRM = "confirm_url"
WAYS = ("unsubscribe_url", "preferences_url", CONFIRM)
"""Where the reader answers: leaves, chooses, says the second yes. They are not counted as clicks."""

ROOTS = ("lead", "entry", "account", "sender", "company", "handoff", "task", "event", "team", *WAYS)
"""The names a template may begin a value with."""


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One mistake. line: 1-based in the file, 0 for the file as a whole; values: what its sentence names."""

    code: str
    line: int = 0
    values: dict[str, str] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"


@dataclass(frozen=True, slots=True)
class Variable:
    """A value a template asks for, `lead.業種`. guarded: the mail can be sent without it."""

    path: str
    line: int
    guarded: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link whose clicks are counted. target: as written, `{{ … }}` included."""

    name: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class TemplateComment:
    """A comment as a scenario would write it, `# …`. first, last: the lines it counts for."""

    text: str
    line: int
    column: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """digest: of everything these facts follow from. has_unsubscribe: a reader will find a link to leave by.

    topic_line: where the topic stands, 0 if it does not.
    """

    name: str
    path: str
    digest: str = ""
    subject: str = ""
    preheader: str = ""
    sender: str = ""
    purpose: Purpose = "marketing"
    topic: str = ""
    topic_line: int = 0
    language: str = ""
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()
    has_unsubscribe: bool = False
    errors: tuple[TemplateProblem, ...] = ()
    comments: tuple[TemplateComment, ...] = ()

    @property
    def is_usable(self) -> bool:
        """No mistake that keeps the mail from being written."""
        return not any(problem.severity == "error" for problem in self.errors)


def to_plain(facts: TemplateFacts) -> dict[str, Any]:
    """The facts as JSON knows them."""
    return asdict(facts)


def from_plain(plain: dict[str, Any]) -> TemplateFacts:
    """The facts back again. Raises TypeError or KeyError for what is none."""
    parts = dict(plain)
    parts["variables"] = tuple(Variable(**each) for each in plain["variables"])
    parts["links"] = tuple(Link(**each) for each in plain["links"])
    parts["comments"] = tuple(TemplateComment(**each) for each in plain["comments"])
    parts["errors"] = tuple(TemplateProblem(**each) for each in plain["errors"])
    return TemplateFacts(**parts)
