"""The document of an owner: a colleague to whom leads and accounts come on which judgements stand."""

import msgspec

from engine.domain.instants import Instant

FORMAT = 1


class Owner(msgspec.Struct, omit_defaults=True, kw_only=True):
    """id: `owner:ADDRESS`; people: lead or account -> since when it is this colleague's.

    due: when the colleague is told of them, 0 while there is nothing to tell.
    """

    id: str
    format: int = FORMAT
    program: str = ""
    moment: Instant = 0
    number: int = 0
    people: dict[str, Instant] = {}
    due: Instant = 0
