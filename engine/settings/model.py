"""Every section of `nurture.toml` as a type. Secrets come only from the environment and show themselves nowhere."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pydantic import AfterValidator, Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from engine.settings.providers import ProviderSection
from engine.settings.sections import Line, Section, refuse
from engine.settings.streams import KafkaSection
from engine.settings.tracking import RetentionSection, TrackingSection
from engine.settings.web import FormsSection, WebSection
from engine.settings.workspace import STATE, is_region, is_zone

PerMinute = Annotated[int, Field(ge=1, le=1_000_000)]


def _zone(name: str) -> str:
    if not is_zone(name):
        raise refuse("settings.timezone")
    return name


def _region(name: str) -> str:
    if not is_region(name):
        raise refuse("settings.region")
    return name


def _parts(url: str, code: str) -> SplitResult:
    """The parts of a URL with a host in it and, if any, a port that can be."""
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        named = False
    if not named:
        raise refuse(code)
    return parts


def _web_url(url: str) -> str:
    parts = _parts(url, "settings.base-url")
    if parts.scheme not in ("http", "https") or parts.query or parts.fragment:
        raise refuse("settings.base-url")
    return url.rstrip("/")


def _hook_url(url: str) -> str:
    """https, or http to try things out; a password has no place in a file."""
    parts = _parts(url, "settings.hook-url") if url else None
    if parts is not None and (parts.scheme not in ("http", "https") or parts.fragment):
        raise refuse("settings.hook-url")
    if parts is not None and parts.username is not None:
        raise refuse("settings.hook-url")
    return url


def _variable(name: str) -> str:
    if name and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise refuse("settings.variable-name")
    return name


def _smtp_url(url: str) -> str:
    parts = _parts(url, "settings.smtp-url")
    if parts.scheme not in ("smtp", "smtps") or parts.path.strip("/"):
        raise refuse("settings.smtp-url")
    if parts.password is not None:
        raise refuse("settings.secret-in-file")
    return url


def _database_url(url: str) -> str:
    if url.startswith("sqlite:///"):
        return url
    # A server on this machine may be reached by the folder of its socket: `postgresql://user@/NAME?host=/run/postgresql`.
    parts = urlsplit(url) if "?host=/" in url else _parts(url, "settings.database-url")
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise refuse("settings.database-url")
    if parts.password is not None:
        raise refuse("settings.secret-in-file")
    return url


def _one_address(text: str) -> str:
    name, _, domain = text.partition("@")
    if text and (not name or not domain or "@" in domain or any(sign in text for sign in " ,;<>\r\n\t")):
        raise refuse("settings.address")
    return text


def _alert_target(text: str) -> str:
    return text if text.startswith("slack:") and len(text) > len("slack:") else _one_address(text)


Address = Annotated[str, AfterValidator(_one_address)]
Variable = Annotated[str, AfterValidator(_variable)]
Seconds = Annotated[int, Field(ge=1, le=60)]


class WorkspaceSection(Section):
    name: Line = Field("", description="What the workspace is called; the folder's name if not said.")
    language: Literal["en", "ja"] = Field("en", description="The language of messages, and of mails and pages that say nothing else.")
    timezone: Annotated[str, AfterValidator(_zone)] = Field("UTC", description="An IANA zone such as `Asia/Tokyo`.")
    region: Annotated[str, AfterValidator(_region)] = Field(
        "JP", description="Where a telephone number without a country is from (ISO 3166, two letters). Say it before the first lead comes."
    )
    templates: str = Field("templates", description="The folder of the mail templates, seen from `nurture.toml`.")


class SenderSection(Section):
    name: Line = Field("", description="Who the mails are from, as readers see it.")
    address: Address = Field("", description="The address the mails come from.")
    reply_to: Address = Field("", description="Where replies go, if not to `address`.")
    postal_address: str = Field("", description="The sender's postal address; the law wants it in marketing mails.")
    inquiries: Line = Field("", description="Where questions and complaints are taken: a phone number, mail address or page.")

    @property
    def told(self) -> dict[str, str]:
        """What templates and footers may name of it."""
        return {"name": self.name, "address": self.address, "postal_address": self.postal_address, "inquiries": self.inquiries}


class LinksSection(Section):
    base_url: Annotated[str, AfterValidator(_web_url)] = Field(
        "http://127.0.0.1:8080",
        description="Where readers reach the web role: links, pixel and unsubscribe pages start with it.",
    )
    asset_days: Annotated[int, Field(ge=1, le=365)] = Field(7, description="Days that a link to what was handed out works.")


class DkimSection(Section):
    """How mails are signed. Not at all without a domain; with one, nothing leaves unsigned."""

    domain: Line = Field("", description="The domain that signs, such as the one of `[sender] address`.")
    selector: Line = Field("", description="The name under `_domainkey` where the public key stands.")
    key_file: str = Field("", description="A file with the private key (PEM), outside of git, if not `NURTURE_SMTP__DKIM_KEY`.")
    headers: list[str] = Field([], description="Further headers to sign beside From, To, Subject, Date and those about leaving.")


class SmtpSection(Section):
    url: Annotated[str, AfterValidator(_smtp_url)] = Field(
        "smtp://127.0.0.1:25", description="`smtp://user@host:port`, or `smtps://…` for TLS from the first byte."
    )
    starttls: bool = Field(False, description="Go on only over STARTTLS.")
    password: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_SMTP__PASSWORD`.")
    connections: Annotated[int, Field(ge=1, le=64)] = Field(4, description="Connections kept to the mail server at once.")
    mails_per_connection: Annotated[int, Field(ge=0, le=100_000)] = Field(
        0, description="After so many mails a connection is closed and a new one opened; 0 for no limit."
    )
    dkim: DkimSection = Field(DkimSection(), description="How mails are signed.")
    dkim_key: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_SMTP__DKIM_KEY`: the private key (PEM).")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or "127.0.0.1"

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or (465 if self.implicit_tls else 25)

    @property
    def user(self) -> str:
        return unquote(urlsplit(self.url).username or "")

    @property
    def implicit_tls(self) -> bool:
        return self.url.startswith("smtps:")


def _imap_url(url: str) -> str:
    if not url:
        return url
    parts = _parts(url, "settings.imap-url")
    if parts.scheme not in ("imap", "imaps") or parts.path.strip("/") or not parts.username:
        raise refuse("settings.imap-url")
    if parts.password is not None:
        raise refuse("settings.secret-in-file")
    return url


class MailboxSection(Section):
    """Where bounces, complaints and replies come in."""

    url: Annotated[str, AfterValidator(_imap_url)] = Field(
        "", description='`imaps://user@host:port`, or `imap://…`; "" for none. A `@` in the user is written `%40`.'
    )
    starttls: bool = Field(False, description="With `imap://`: go on only over STARTTLS.")
    password: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_MAILBOX__PASSWORD`.")
    folders: list[Line] = Field(["INBOX"], min_length=1, max_length=20, description="The folders that are read.")
    every: Annotated[int, Field(ge=5, le=86_400)] = Field(60, description="Seconds between two looks.")
    handled: Literal["mark", "move"] = Field(
        "mark", description="Mails that are about ours are marked as read, or moved; all others are left as they are."
    )
    moved_to: Line = Field("Nurture", description="The folder they are moved to.")
    return_path: Address = Field(
        "", description="Where bounces go, with the mail's mark behind a `+`; \"\" for the sender's address without one."
    )
    soft_bounces: Annotated[int, Field(ge=1, le=100)] = Field(5, description="So many mails in a row given back for now close an address …")
    soft_days: Annotated[int, Field(ge=0, le=365)] = Field(7, description="… if the first and the last left so many days apart.")

    @property
    def user(self) -> str:
        return unquote(urlsplit(self.url).username or "")


class DatabaseSection(Section):
    url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///nurture.db",
        description="`sqlite:///NAME`, a relative name lies in `.nurture/` beside `nurture.toml`; or `postgresql://user@host:port/NAME`.",
    )
    password: SecretStr = Field(SecretStr(""), description="Of PostgreSQL; only from `NURTURE_DATABASE__PASSWORD`.")

    @property
    def is_file(self) -> bool:
        """Whether it is SQLite."""
        return self.url.startswith("sqlite:")


class WarmUpSection(Section):
    """A new sender sends few mails, then more each day. Not at all without a start."""

    start: date | None = Field(None, description="The first day; before it the first day's share holds.")
    until: date | None = Field(None, description="The last day; afterwards there is no limit.")
    per_day: Annotated[int, Field(ge=1, le=10_000_000)] = Field(50, description="Mails on the first day.")
    growth: Annotated[float, Field(ge=1, le=10)] = Field(1.5, description="So many times more on each day than on the day before.")


class StopWhenSection(Section):
    """When the engine stops marketing mails by itself. 0 for never."""

    bounces: Annotated[float, Field(ge=0, le=100)] = Field(5.0, description="Percent of the mails that bounced for ever.")
    complaints: Annotated[float, Field(ge=0, le=100)] = Field(0.3, description="Percent of the mails that brought a complaint.")
    mails: Annotated[int, Field(ge=1, le=1_000_000)] = Field(100, description="Of fewer mails than this nothing is concluded.")
    hours: Annotated[int, Field(ge=1, le=720)] = Field(24, description="How far back it looks.")


class DeliverySection(Section):
    redirect: Address = Field("", description="Staging: every mail goes to this address instead of to the lead.")
    rates: dict[str, PerMinute] = Field(
        {}, description='Mails a minute by the receiving domain; `"*"` for each domain that is not named.'
    )
    stop_within: Annotated[int, Field(ge=1, le=600)] = Field(
        25, description="Seconds that answers to mails that have left may take once the engine is told to end."
    )
    warmup: WarmUpSection = Field(WarmUpSection(), description="A ladder of mails a day for a new sender.")
    stop_when: StopWhenSection = Field(StopWhenSection(), description="When the engine stops marketing mails by itself.")


class AlertsSection(Section):
    to: list[Annotated[str, AfterValidator(_alert_target)]] = Field([], description="Mail addresses, or `slack:NAME`; nobody unless named.")
    queue_minutes: PerMinute = Field(10, description="How long events may wait for a decision.")
    outbox_minutes: PerMinute = Field(30, description="How long messages that may leave may wait.")
    database_minutes: PerMinute = Field(2, description="How long the database may be away.")
    backup_days: Annotated[int, Field(ge=0, le=365)] = Field(0, description="How old the newest `nurture backup` may be; 0: nobody asks.")


class ErasuresSection(Section):
    key: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_ERASURES__KEY`; tells who was erased. Else made once.")


class WebhookSection(Section):
    secret: SecretStr = Field(SecretStr(""), description="Only from `NURTURE_WEBHOOK__SECRET`; signs what we post.")
    allow_private: bool = Field(False, description="Allow webhooks to private addresses; only for trying things out.")


class HookSection(Section):
    """Where one webhook leads. What is secret of it stands in the environment, under the names given here."""

    url: Annotated[str, AfterValidator(_hook_url)] = Field("", description="Where it is posted to.")
    url_env: Variable = Field("", description="The environment variable that holds the address, if it is itself a secret.")
    secret_env: Variable = Field(
        "", description="The environment variable that holds the secret it is signed with, if not `NURTURE_WEBHOOK__SECRET`."
    )
    timeout: Seconds = Field(10, description="Seconds to wait for the other side.")
    attributes: list[str] | None = Field(None, description="What is told of the lead; everything known unless they are named.")

    @property
    def address(self) -> str:
        """Where it is posted to, "" if nothing says so."""
        return os.environ.get(self.url_env, "").strip() if self.url_env else self.url

    def secret(self, otherwise: str) -> str:
        """What it is signed with; `otherwise` unless it has one of its own."""
        return os.environ.get(self.secret_env, "").strip() if self.secret_env else otherwise


class SlackSection(Section):
    """A Slack channel, by its incoming webhook. The address is a secret: whoever has it may write there."""

    url_env: Variable = Field("", description="The environment variable that holds the incoming webhook's address.")

    @property
    def address(self) -> str:
        """Where it is posted to, "" if nothing says so."""
        return os.environ.get(self.url_env, "").strip() if self.url_env else ""


class Settings(BaseSettings):
    """Everything `nurture.toml` and the environment say. Made by `engine.settings.load.load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix="NURTURE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        title="nurture.toml",
    )

    workspace: WorkspaceSection = WorkspaceSection()
    sender: SenderSection = SenderSection()
    links: LinksSection = LinksSection()
    smtp: SmtpSection = SmtpSection()
    mailbox: MailboxSection = MailboxSection()
    kafka: KafkaSection = KafkaSection()
    web: WebSection = WebSection()
    forms: FormsSection = FormsSection()
    tracking: TrackingSection = TrackingSection()
    retention: RetentionSection = RetentionSection()
    database: DatabaseSection = DatabaseSection()
    delivery: DeliverySection = DeliverySection()
    alerts: AlertsSection = AlertsSection()
    erasures: ErasuresSection = ErasuresSection()
    webhook: WebhookSection = WebhookSection()
    webhooks: dict[str, HookSection] = Field({}, description="Other systems, by the name that `webhook NAME` calls them by.")
    providers: dict[str, ProviderSection] = Field({}, description="Mail services that report by webhook, by their names.")
    slack: dict[str, SlackSection] = Field({}, description='Slack channels, by the name behind `"slack:"`.')

    _root: Path = PrivateAttr(default=Path())

    @property
    def root(self) -> Path:
        """The folder of `nurture.toml`."""
        return self._root

    @property
    def state(self) -> Path:
        """The folder for what the engine writes; it may not exist yet."""
        return self._root / STATE

    @property
    def secrets(self) -> list[str]:
        """Every secret there is, so that it can be kept out of what is written."""
        own = [self.smtp.password, self.smtp.dkim_key, self.web.write_key, self.web.metrics_key]
        own += [self.webhook.secret, self.database.password, self.mailbox.password, self.kafka.password, self.erasures.key]
        hooks = [text for hook in self.webhooks.values() for text in (hook.secret(""), hook.address if hook.url_env else "")]
        hooks += [text for one in self.providers.values() for text in (one.secret, one.key)]
        return [text for text in (*(one.get_secret_value() for one in own), *hooks, *(one.address for one in self.slack.values())) if text]

    @property
    def templates(self) -> Path:
        """The folder of the mail templates, absolute."""
        return (self._root / self.workspace.templates).resolve()

    @property
    def database_path(self) -> Path:
        """The SQLite file, absolute; only where the database is one."""
        return self.state / self.database.url.removeprefix("sqlite:///")

    @property
    def database_url(self) -> str:
        """The database's URL, ready to be opened: with an absolute path, or with the password. It is never shown."""
        if self.database.is_file:
            return f"sqlite:///{self.database_path}"
        password = self.database.password.get_secret_value()
        parts = urlsplit(self.database.url)
        user, at, host = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}" if password and at else parts.netloc).geturl()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands over the file; nothing else speaks."""
        return env_settings, init_settings


SECRETS = {
    "smtp": ("password", "dkim_key"),
    "mailbox": ("password",),
    "kafka": ("password",),
    "web": ("write_key", "metrics_key"),
    "webhook": ("secret",),
    "database": ("password",),
    "erasures": ("key",),
}
"""What may never stand in the file."""
