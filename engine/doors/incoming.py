"""An event on its way into the inbox."""

import msgspec

from engine.domain.events import Props
from engine.domain.instants import Instant


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """An event as a door has read it.

    It names its lead by id or by keys such as `{"email": …}`; a lead nobody knows is made.
    at: when it happened, 0 for now; live: news, as against history, which sets facts and fires nothing.
    """

    source: str
    id: str
    type: str
    lead: str = ""
    keys: dict[str, str] = {}
    at: Instant = 0
    props: Props = {}
    live: bool = True
