"""What the checker is told from outside: plain facts of the templates, of the sender and of other systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class VariableFacts(Protocol):
    """A value a template asks for. guarded: the mail can be sent without it."""

    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def guarded(self) -> bool: ...


class LinkFacts(Protocol):
    """A link whose clicks are counted. target: as written."""

    @property
    def name(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def line(self) -> int: ...


class ProblemFacts(Protocol):
    """A mistake in the template itself. values: what its sentence names; severity: `error` if no mail can be made."""

    @property
    def code(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def severity(self) -> str: ...


class CommentFacts(Protocol):
    """A comment of a template as a scenario would write it, `# …`. first, last: the lines it counts for."""

    @property
    def text(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


class TemplateFacts(Protocol):
    """A template. Lines count from 1, 0 is the file as a whole; purpose: `marketing` or `transactional`."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def topic_line(self) -> int: ...
    @property
    def variables(self) -> Sequence[VariableFacts]: ...
    @property
    def links(self) -> Sequence[LinkFacts]: ...
    @property
    def has_unsubscribe(self) -> bool: ...
    @property
    def errors(self) -> Sequence[ProblemFacts]: ...
    @property
    def comments(self) -> Sequence[CommentFacts]: ...


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who the mails are from, as `nurture.toml` says; empty where it says nothing. inquiries: where questions are taken."""

    name: str = ""
    address: str = ""
    postal_address: str = ""
    reply_to: str = ""
    inquiries: str = ""

    @property
    def told(self) -> dict[str, str]:
        """What templates and footers may name of it."""
        return {"name": self.name, "address": self.address, "postal_address": self.postal_address, "inquiries": self.inquiries}


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """The other systems that `nurture.toml` names: webhooks, and channels of a chat, each with the line it stands in (0: unknown)."""

    webhooks: Mapping[str, int] = field(default_factory=dict)
    slack: Mapping[str, int] = field(default_factory=dict)
