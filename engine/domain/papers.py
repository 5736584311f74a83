"""What is handed out, and the forms by which people ask for it, as a program has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Sort = Literal["text", "number", "yesno", "date", "datetime", "choice"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, and the same in another language, "" where there is none."""

    text: str
    language: str = ""
    other: str = ""

    def said(self, language: str) -> str:
        """As a reader of that language reads it."""
        return self.other if self.other and language == self.language else self.text


@dataclass(frozen=True, slots=True)
class Raising:
    """An event that is told. props: what was given; fields: all that the event has."""

    event: str
    props: Mapping[str, object] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asset:
    """file: in the folder of assets; one of it and url is "". raises: what is told when somebody fetches it."""

    name: str
    label: str = ""
    file: str = ""
    url: str = ""
    theme: str = ""
    stage: str = ""
    personas: tuple[str, ...] = ()
    language: str = ""
    is_free: bool = False
    raises: Raising | None = None

    @property
    def called(self) -> str:
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class FormField:
    """label: None where the attribute is one that every lead has and the form gives it no words. choices: values, as they are declared."""

    name: str
    sort: Sort
    is_optional: bool
    label: Wording | None
    choices: tuple[str | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """version: as its writer says, "" for a digest of the words. is_asked: the topic wants a second yes."""

    topic: str
    words: Wording
    version: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    asset: str
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """language: of the words that stand without one, "" for the workspace's."""

    name: str
    title: Wording
    fields: tuple[FormField, ...]
    text: Wording | None = None
    consents: tuple[ConsentBox, ...] = ()
    offers: tuple[Offer, ...] = ()
    raises: Raising | None = None
    thanks: Wording | None = None
    language: str = ""
