"""`[web]`: where HTTP comes in, who may write, and what others call the things we know."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

from engine.settings.sections import Section, refuse

Port = Annotated[int, Field(ge=1, le=65_535)]
PerSecond = Annotated[int, Field(ge=0, le=1_000_000)]
RESERVED = frozenset({"delivery", "deployment", "engine", "mailbox", "web"})
"""Sources of the engine's own events."""
ANYWHERE = "*"


def _digest(text: str) -> str:
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", text):
        raise refuse("settings.key-digest")
    return text


def _origin(text: str) -> str:
    """A site as browsers name it: no path, no capital."""
    plain = text.rstrip("/").lower()
    parts = urlsplit(plain)
    if plain != ANYWHERE and (parts.scheme not in ("http", "https") or not parts.netloc or plain != f"{parts.scheme}://{parts.netloc}"):
        raise refuse("settings.origin")
    return plain


def _source(name: str) -> str:
    if name in RESERVED or not re.fullmatch(r"[^\W_][\w-]{0,49}", name):
        raise refuse("settings.key-name")
    return name


def _event(name: str) -> str:
    if not re.fullmatch(r"[^\W\d_][\w-]{0,99}", name):
        raise refuse("settings.event-name")
    return name


EventName = Annotated[str, AfterValidator(_event)]


class KeySection(Section):
    """A write key. Only its digest stands in the file; `nurture keys new NAME` makes both."""

    digest: Annotated[str, AfterValidator(_digest)] = Field(description="What `nurture keys new` said; the key itself stands nowhere.")
    on: bool = Field(True, description="Whether it opens anything; false takes it back.")
    origins: list[Annotated[str, AfterValidator(_origin)]] = Field(
        [], max_length=50, description='The sites whose pages may use it; `"*"` for any. Without origins it is for servers.'
    )
    rate: PerSecond = Field(1_000, description="Requests a second it may bring, twice as many at once; 0 for no limit.")


class FormsSection(Section):
    """Forms that the web role shows."""

    origins: list[Annotated[str, AfterValidator(_origin)]] = Field(
        [], max_length=50, description="Your own sites, which may show a form inside of theirs: `https://www.example.jp`."
    )


class WebSection(Section):
    host: str = Field("127.0.0.1", description="The address the web role listens on.")
    port: Port = Field(8080, description="The port the web role listens on.")
    write_key: SecretStr = Field(
        SecretStr(""), description="Only from `NURTURE_WEB__WRITE_KEY`; without it or a key of `keys` no event comes in over HTTP."
    )
    keys: dict[Annotated[str, AfterValidator(_source)], KeySection] = Field(
        {}, description="Further write keys, each under the name of the source that uses it."
    )
    address_rate: PerSecond = Field(
        50, description="Requests a second one address may bring with a key of pages or a wrong one, twice as many at once; 0 for no limit."
    )
    proxies: list[str] = Field([], max_length=50, description="Addresses of your own proxies, whose `X-Forwarded-For` is believed.")
    events: dict[str, EventName] = Field(
        {}, description='What others call an event, and what scenarios call it: `"Asset Downloaded" = "download"`.'
    )
    traits: dict[str, str] = Field({}, description='What others call an attribute, and what scenarios call it: `title = "役職"`.')
    page_event: EventName = Field("page-view", description="The event that a `page` call becomes.")
    screen_event: EventName = Field("screen-view", description="The event that a `screen` call becomes.")
    metrics: Literal["local", "key", "off"] = Field(
        "local",
        description="Who may read `/metrics`: this machine, past no proxy; whoever has `NURTURE_WEB__METRICS_KEY`; or nobody.",
    )
    metrics_key: SecretStr = Field(SecretStr(""), description='Only from `NURTURE_WEB__METRICS_KEY`; for `metrics = "key"`.')
