"""The document of an account: what its people have told it, and what it has told them."""

from typing import Any

import msgspec

from engine.domain.instants import Instant
from engine.domain.subjects import Hold

FORMAT = 1


class Share(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One lead's part of what is known of an account, as the lead told it last.

    points: of a score, as the lead shows them; newest: the newest moment of a counted event.
    """

    points: dict[str, int] = {}
    newest: dict[str, Instant] = {}


class Person(msgspec.Struct, omit_defaults=True, kw_only=True):
    """number: of the lead's decision that told the share, so that an older letter changes nothing."""

    number: int
    share: Share


class Through(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A scenario that takes one lead of the account at a time. lead: who is in it, "" for nobody; the moments are of the last run."""

    lead: str = ""
    times: int = 0
    entered: Instant = 0
    ended: Instant = 0


class Account(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A company and its leads. id: `account:KEY`; told: which of the program's account conditions its people were told to hold."""

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    attributes: dict[str, Any] = {}
    people: dict[str, Person] = {}
    told: dict[str, bool] = {}
    runs: dict[str, Through] = {}
    hold: Hold | None = None
    """By a person's word: nothing is sent or handed over to anybody of the account."""
