"""The document of a team's desk: whose turn it is, and who has what in hand."""

import msgspec

from engine.domain.instants import Instant

FORMAT = 1


class Charge(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A handoff or task given to a member. lead: whose it is; since: when the member got it."""

    lead: str
    member: str
    since: Instant


class Desk(msgspec.Struct, omit_defaults=True, kw_only=True):
    """A team that gives to its members in turn. id: `team:NAME`; last: whose turn it was; open: by the handoff's or task's id."""

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    last: str = ""
    open: dict[str, Charge] = {}
