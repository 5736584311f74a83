"""The document of an account: what its people have told it, and what it has told them."""

from typing import Any

import msgspec

from engine.domain.instants import NEVER, Instant
from engine.domain.subjects import Score

FORMAT = 1


class Share(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One lead's part of what is known of an account, as the lead told it last.

    number: of the lead's decision that told it, so that an older letter changes nothing; scores: as they stand at the lead;
    bonuses: hundredths by score, for as long as a condition holds there; counters: the newest moments of a counted event.
    """

    number: int = 0
    scores: dict[str, Score] = {}
    bonuses: dict[str, int] = {}
    counters: dict[str, list[Instant]] = {}


class Through(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A scenario that takes one lead of the account at a time. lead: who is in it; "" for nobody."""

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
    people: dict[str, Share] = {}
    told: dict[str, bool] = {}
    runs: dict[str, Through] = {}
    due: Instant = NEVER
