"""Mails: that they exist, that what they ask of a lead is there, that somebody sends what somebody waits for."""

from collections.abc import Iterable, Iterator, Mapping

from grammar.ast import (
    Bounces,
    Compare,
    EmailNotSent,
    EmailSent,
    EmailShows,
    FieldRef,
    If,
    MailHappened,
    MailMeets,
    MailPattern,
    Name,
    Node,
    NoEmail,
    OnArm,
    OneMail,
    OneRunPer,
    OneRunPerAccount,
    Play,
    Reacts,
    Reenter,
    ReenterAfter,
    RestartOn,
    Scenario,
    Send,
    Series,
    SinceEntry,
    Statement,
    Subscribe,
    Text,
    Topic,
    WaitForAny,
    WaitForEvent,
    WaitUntilTrue,
    WhenArm,
    key,
)
from grammar.diagnostics import Diagnostic, Fix, Related, Rule
from grammar.facts import TemplateFacts
from grammar.fixes import requoted
from grammar.model import Workspace
from grammar.names import nearest
from grammar.walk import walk

NEVER_SENT = Rule(
    id="F231",
    name="mail-never-sent",
    en="no scenario sends the mail `{name}`, so nobody can react to it",
    ja="メール `{name}` を送るシナリオがないので、反応する人もいません",
    help_en="send it, or name a mail that is sent",
    help_ja="送るか、送っているメールの名前にします",
)
NOT_YET_SENT = Rule(
    id="F232",
    name="mail-not-yet-sent",
    en="`{name}` is not sent on any way that leads here",
    ja="ここに来るどの道でも、`{name}` はまだ送られていません",
    help_en="ask after it is sent, or send it before",
    help_ja="送ったあとで尋ねるか、先に送ります",
    severity="warning",
)
MISSING = Rule(
    id="M301",
    name="missing-template",
    en="there is no template `{name}`",
    ja="テンプレート `{name}` がありません",
    help_en="write it: `{name}.md` in the folder of the templates",
    help_ja="テンプレートのフォルダーに `{name}.md` を書きます",
)
UNKNOWN_LINK = Rule(
    id="M302",
    name="unknown-link",
    en='the mail `{mail}` has no link "{name}"',
    ja="メール `{mail}` に「{name}」というリンクはありません",
    help_en="its links: {known}",
    help_ja="あるのは：{known}",
)

NEVER_CONFIRMED = Rule(
    id="M331",
    name="never-confirmed",
    en="`{name}` wants a second yes, and nothing here is that yes: its mails never go out",
    ja="`{name}` は二度目の同意が必要ですが、何がその同意かが書かれていません。この種類のメールは送られません",
    help_en="write `confirmed on clicked …` into the topic, below `opt-in double`; or put a link to `{{{{ confirm_url }}}}` into the mail",
    help_ja="topic の `opt-in double` の下に `confirmed on clicked …` と書くか、メールに `{{{{ confirm_url }}}}` へのリンクを入れます",
    severity="warning",
)

RULES = (NEVER_SENT, NOT_YET_SENT, MISSING, UNKNOWN_LINK, NEVER_CONFIRMED)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Every mail can be sent, and only what is sent is waited for."""
    yield from _missing(workspace)
    if workspace.is_whole:
        yield from _never_sent(workspace)
        yield from _not_yet_sent(workspace)
    yield from _links(workspace)
    yield from _confirmed(workspace)


def _confirmed(workspace: Workspace) -> Iterator[Diagnostic]:
    """Each topic once, where it is first asked for."""
    asking = {key(one.topic) for one in map(workspace.template, workspace.sent) if one is not None and _asks(one)}
    silent = {
        topic.name.key: topic
        for topic in workspace.all(Topic)
        if topic.opt_in == "double" and topic.confirmed is None and topic.name.key not in asking
    }
    for act in workspace.all(Subscribe):
        topic = silent.pop(act.topic.key, None)
        if topic is not None:
            note = Related(topic.span, "the topic is declared here", "topic の宣言はここです")
            yield NEVER_CONFIRMED.at(act.span, name=act.topic, related=[note])


def _asks(template: TemplateFacts) -> bool:
    """Whether it has the link by which a reader says the second yes."""
    return any(variable.path == "confirm_url" for variable in template.variables)


def _taken(workspace: Workspace) -> set[str]:
    """The mails that a misspelt `send` means: what is asked of them has no cause of its own."""
    return {key(name) for name in workspace.meant.values()}


def _missing(workspace: Workspace) -> Iterator[Diagnostic]:
    for mail, near in workspace.meant.items():
        yield from (missing(place, near) for place in workspace.sent[mail])


def missing(place: Name, near: str) -> Diagnostic:
    """The finding of a mail without a template. near: the template that may be meant, or nothing."""
    return MISSING.at(place.span, name=place, suggestion=near, fix=Fix(place.span, near) if near else None)


def _never_sent(workspace: Workspace) -> Iterator[Diagnostic]:
    taken = _taken(workspace)
    for name in _asked(workspace):
        if name.key not in workspace.sent and name.key not in taken:
            near = nearest(name, workspace.sent)
            yield NEVER_SENT.at(name.span, name=name, suggestion=near, fix=Fix(name.span, near) if near else None)


def _asked(workspace: Workspace) -> Iterator[Name]:
    """The mails that conditions, waits and tests speak of."""
    reactions: list[MailHappened | MailPattern] = [*workspace.each(MailHappened), *workspace.each(MailPattern)]
    yield from (each.mail.name for each in reactions if isinstance(each.mail, OneMail))
    played: list[Reacts | Bounces] = [*workspace.each(Reacts), *workspace.each(Bounces)]
    yield from (each.mail for each in played)
    yield from (each.subject for each in workspace.each(Play) if isinstance(each.act, MailMeets))
    expected: list[EmailSent | EmailNotSent | EmailShows | NoEmail] = [*workspace.each(EmailSent), *workspace.each(EmailNotSent)]
    expected += [*workspace.each(EmailShows), *workspace.each(NoEmail)]
    yield from (each.mail for each in expected if each.mail is not None)


# ── order ───────────────────────────────────────────────────────────────────────────────


def _not_yet_sent(workspace: Workspace) -> Iterator[Diagnostic]:
    senders, taken = _senders(workspace), _taken(workspace)
    for scenario in workspace.each(Scenario):
        ways, again = workspace.ways[scenario.name.key], _comes_again(scenario)
        # A lead may come round again by a jump back, so what stands below may have happened.
        for visit in ways.visits if not ways.jumps else ():
            if visit.state is None:
                continue
            for name in _questions(visit.node, comes_again=again):
                is_told = senders.get(name.key) == {scenario.name.key} and name.key not in taken
                if is_told and visit.state.has(name.key) is None:
                    place = next(place for place in workspace.sent[name.key])
                    note = Related(place.span, "it is sent only here", "送るのは、ここだけです")
                    yield NOT_YET_SENT.at(name.span, name=name, related=[note])


def _senders(workspace: Workspace) -> dict[str, set[str]]:
    """The scenarios that send a mail; a series may be sent by any."""
    senders: dict[str, set[str]] = {}
    for send, owner in workspace.owned(Send):
        if isinstance(send.mail, OneMail) and isinstance(owner, Scenario):
            senders.setdefault(send.mail.name.key, set()).add(owner.name.key)
    for series in workspace.all(Series):
        for name in series.mails:
            senders.setdefault(name.key, set()).add("")
    return senders


def _comes_again(scenario: Scenario) -> bool:
    """Whether a lead may have been here before: then an earlier run may have sent the mail."""
    again = any(isinstance(rule, ReenterAfter | OneRunPer | OneRunPerAccount | RestartOn) for rule in scenario.rules)
    return again or any(isinstance(rule, Reenter) and rule.how == "always" for rule in scenario.rules)


def _questions(statement: Statement, *, comes_again: bool) -> Iterator[Name]:
    """The mails a statement asks about, before anything inside it is sent; of one that comes again only those asked of this run."""
    for node in _looked_at(statement):
        for each in walk(node):
            of_this_run = isinstance(each, MailHappened) and isinstance(each.window, SinceEntry)
            if isinstance(each, MailHappened | MailPattern) and isinstance(each.mail, OneMail) and (of_this_run or not comes_again):
                yield each.mail.name


def _looked_at(statement: Statement) -> list[Node]:
    match statement:
        case If(branches=branches):
            return [branch.condition for branch in branches]
        case Send(skip_if=condition):
            return [condition] if condition is not None else []
        case WaitForEvent(patterns=patterns):
            return list(patterns)
        case WaitUntilTrue(condition=condition):
            return [condition]
        case WaitForAny(arms=arms):
            patterns_of = [pattern for arm in arms if isinstance(arm, OnArm) for pattern in arm.patterns]
            return [*patterns_of, *(arm.condition for arm in arms if isinstance(arm, WhenArm))]
        case _:
            return []


# ── links ───────────────────────────────────────────────────────────────────────────────


def _links(workspace: Workspace) -> Iterator[Diagnostic]:
    """Names of links are compared exactly, so a wrong one is never clicked."""
    links = {key(name): [link.name for link in each.links] for name, each in (workspace.templates or {}).items()}
    for compare in workspace.placed(Compare):
        source = compare.source
        if not isinstance(source, MailHappened | MailPattern) or not isinstance(source.mail, OneMail):
            continue
        match compare.node:
            case Compare(left=FieldRef(name="link"), right=Text(value=wanted) as text):
                yield from _link(workspace, links, source.mail.name, wanted, text)
    for reacts in workspace.each(Reacts):
        if reacts.link is not None:
            yield from _link(workspace, links, reacts.mail, reacts.link, reacts)


def _link(workspace: Workspace, links: Mapping[str, list[str]], mail: Name, wanted: str, place: Node) -> Iterator[Diagnostic]:
    known = links.get(mail.key)
    if known is None or wanted in known:
        return
    near = nearest(wanted, known)
    listed = ", ".join(f'"{name}"' for name in known) or "-"
    fix = requoted(workspace.text(place.span), place.span, (wanted, near))
    yield UNKNOWN_LINK.at(place.span, mail=mail, name=wanted, known=listed, suggestion=near, fix=fix)
