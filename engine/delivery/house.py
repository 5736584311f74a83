"""Who sends, and how: what delivery is told once, when the engine starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.channels.results import Channel
from engine.domain.instants import MINUTE, Instant
from engine.store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The company as readers see it. base_url: of the web role; language: of mails to colleagues; zone: of their dates."""

    name: str
    address: str
    reply_to: str = ""
    postal_address: str = ""
    base_url: str = "http://127.0.0.1:8080"
    language: str = "en"
    zone: str = "UTC"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """webhook: None where none is configured. redirect: a staging address for all mail. rates: mails a minute by domain.

    lease: how long a claim holds; a courier that is slower than that loses its messages before the fence, never behind it.
    """

    store: Store
    sender: Sender
    mail: Channel
    webhook: Channel | None = None
    redirect: str = ""
    rates: Mapping[str, int] = field(default_factory=dict)
    couriers: int = 4
    lease: Instant = 5 * MINUTE
