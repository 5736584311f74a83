"""Other systems that scenarios call or tell: webhooks and chats, which stand in `nurture.toml`."""

from collections.abc import Iterable, Iterator

from grammar.ast import key
from grammar.checks.guardrails import notified
from grammar.checks.unknown import missing
from grammar.diagnostics import Diagnostic, Rule
from grammar.facts import SystemFacts
from grammar.fixes import requoted
from grammar.model import Workspace
from grammar.names import nearest
from grammar.source import Span

WEBHOOK = Rule(
    id="N117",
    name="unknown-webhook",
    en="there is no webhook `{name}` in `nurture.toml`",
    ja="`nurture.toml` に Webhook `{name}` がありません",
    help_en="say there where it leads: `[webhooks.{name}]` and `url = \"https://…\"`",
    help_ja="行き先を書きます：`[webhooks.{name}]` と `url = \"https://…\"`",
)
CHANNEL = Rule(
    id="N118",
    name="unknown-slack-channel",
    en="there is no Slack channel `{name}` in `nurture.toml`, so nobody is told",
    ja="`nurture.toml` に Slack のチャンネル `{name}` がないので、誰にも届きません",
    help_en="name there the variable that holds its address: `[slack.{name}]` and `url_env = \"…\"`",
    help_ja="URL を入れた環境変数の名前を書きます：`[slack.{name}]` と `url_env = \"…\"`",
    severity="warning",
)
NOT_DELIVERED = Rule(
    id="T129",
    name="service-not-delivered",
    en="notices to {service} are not delivered yet",
    ja="{service} への通知には、まだ対応していません",
    help_en='write `"mailto:…"`, `"slack:…"` or `"https://…"`',
    help_ja='`"mailto:…"`、`"slack:…"`、`"https://…"` のどれかにします',
    severity="warning",
)
UNUSED = Rule(
    id="Q718",
    name="unused-webhook",
    en="no scenario calls the webhook `{name}`",
    ja="Webhook `{name}` を呼ぶシナリオがありません",
    help_en="call it, or take it out of `nurture.toml`",
    help_ja="呼ぶか、`nurture.toml` から消します",
    severity="info",
)

RULES = (WEBHOOK, CHANNEL, NOT_DELIVERED, UNUSED)

SETTINGS = "nurture.toml"
SLACK = "slack:"
SERVICES = {"teams:": "Teams", "chatwork:": "Chatwork", "line:": "LINE"}
"""What an address may begin with, and nothing is delivered to."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Whatever is called or told is there, as far as somebody has looked."""
    for place, address in notified(workspace):
        service = next((name for scheme, name in SERVICES.items() if address.startswith(scheme)), "")
        if service:
            yield NOT_DELIVERED.at(place.span, service=service)
    if workspace.systems is not None:
        yield from _webhooks(workspace, workspace.systems)
        yield from _channels(workspace, workspace.systems)


def _webhooks(workspace: Workspace, systems: SystemFacts) -> Iterator[Diagnostic]:
    known = {key(name) for name in systems.webhooks}
    for name in workspace.mentions("called"):
        if name.key not in known:
            yield missing(WEBHOOK, name, nearest(name, systems.webhooks))
    called = workspace.mentioned("called")
    for there, line in systems.webhooks.items():
        if workspace.is_whole and key(there) not in called:
            yield UNUSED.at(Span(SETTINGS, 0, 0, max(line, 1), 1, max(line, 1), 1), name=there)


def _channels(workspace: Workspace, systems: SystemFacts) -> Iterator[Diagnostic]:
    known = {key(name) for name in systems.slack}
    for place, address in notified(workspace):
        name = address.removeprefix(SLACK)
        if address.startswith(SLACK) and key(name) not in known:
            near = nearest(name, systems.slack)
            meant = f"{SLACK}{near}" if near else ""
            fix = requoted(workspace.text(place.span), place.span, (address, meant))
            yield CHANNEL.at(place.span, name=name, suggestion=meant, fix=fix)
