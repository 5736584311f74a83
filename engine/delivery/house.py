"""Who sends, and how: what delivery is told once, when the engine starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.channels.results import Channel
from engine.channels.signing import Signer
from engine.delivery.crew import Crew, in_threads
from engine.domain.errors import Problem
from engine.domain.instants import MINUTE, Instant
from engine.settings.workspace import is_region
from engine.store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The company as readers see it. base_url: of the web role; language: of mails to colleagues; zone: of their dates."""

    name: str
    address: str
    reply_to: str = ""
    postal_address: str = ""
    inquiries: str = ""
    base_url: str = "http://127.0.0.1:8080"
    language: str = "en"
    zone: str = "UTC"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"

    @property
    def told(self) -> dict[str, str]:
        """What templates and footers may name of it."""
        return {"name": self.name, "address": self.address, "postal_address": self.postal_address, "inquiries": self.inquiries}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A webhook that scenarios call. url: "" where nothing says it; channel: None without a secret that can sign.

    attributes: what is told of the lead, None for everything known.
    """

    url: str
    channel: Channel | None
    attributes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """A ladder of mails a day for a new sender. start: the first day, whose share holds before it too; until: the last one."""

    start: date
    until: date | None = None
    per_day: int = 50
    growth: float = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class StopWhen:
    """When the engine stops marketing mails by itself. bounces, complaints: percent, 0 for never; mails: of fewer nothing follows."""

    bounces: float = 5.0
    complaints: float = 0.3
    mails: int = 100
    hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """Whose opens and clicks are recorded. whose: all who have not refused, only who was asked and said yes, or nobody's.

    countries: ISO codes where who has said nothing is not recorded; empty for everywhere. unknown: whether who has said nothing is
    recorded where nobody knows their country.
    """

    whose: Literal["all", "asked", "none"] = "all"
    countries: frozenset[str] = frozenset()
    unknown: bool = False

    def allows(self, country: str, *, said: bool | None) -> bool:
        """Of a reader of that country who has said so, or nothing. What is no code of a country (`Germany`) may be one of those."""
        if self.whose == "none" or said is not None:
            return self.whose != "none" and bool(said)
        if self.whose == "all" or not self.countries:
            return self.whose == "all"
        code = country.strip().upper().partition("-")[0]
        return code not in self.countries if is_region(code) else self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """webhook: for notices, None where there is no secret; hooks: those that scenarios call, by name.

    rooms: the address of each channel of the chat, by name.

    services: mail services that report to us, by name. redirect: a staging address for all mail.

    return_path: where bounces go, with each mail's mark; "" for the sender's address. rates: mails a minute by domain.

    crew: how the couriers work beside each other.

    lease: how long a claim holds; a courier that is slower than that loses its messages before the fence, never behind it.

    stop_within: seconds that answers to what has left may take once the engine is to end.
    """

    store: Store
    sender: Sender
    mail: Channel
    webhook: Channel | None = None
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    chat: Channel | None = None
    rooms: Mapping[str, str] = field(default_factory=dict)
    services: frozenset[str] = frozenset()
    redirect: str = ""
    return_path: str = ""
    rates: Mapping[str, int] = field(default_factory=dict)
    warm_up: WarmUp | None = None
    couriers: int = 4
    tracking: Tracking = Tracking()
    crew: Crew = in_threads
    lease: Instant = 5 * MINUTE
    stop_within: float = 25.0
    signer: Signer | Problem | None = None
    """None where mails are not signed. A problem holds them: what should be signed never leaves unsigned."""

