"""Templates against the catalogue."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from grammar.ast import AccountRef, EntryRef, LeadRef, Name, OneMail, Scenario, Send, key
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.facts import ProblemFacts, SenderFacts, TemplateFacts, VariableFacts
from grammar.model import Placed, Workspace
from grammar.names import SYSTEM_ATTRIBUTES, entry_events, nearest
from grammar.pressure.shown import sent_to
from grammar.shapes import Shape, entry_fields, shape_of
from grammar.source import Span
from grammar.supplies import NOTHING, Supplied, supplied
from grammar.witness import Witness

UNKNOWN = Rule(
    id="M311",
    name="unknown-template-variable",
    en="the mail `{mail}` asks for `{path}`, which does not exist",
    ja="メール `{mail}` が `{path}` を使っていますが、そのような値はありません",
    help_en="declare it, or correct the template",
    help_ja="宣言するか、テンプレートを直します",
)
MAY_BE_MISSING = Rule(
    id="M312",
    name="value-may-be-missing",
    en="the mail `{mail}` needs `{path}`, which may be empty; then it is held back",
    ja="メール `{mail}` には `{path}` が要りますが、空欄のことがあります。その人には送られません",
    help_en='say what stands there then: `{{{{ {path} | default("…") }}}}`',
    help_ja='空欄のときの言葉を書きます：`{{{{ {path} | default("…") }}}}`',
    severity="warning",
)
ELSEWHERE = Rule(
    id="M316",
    name="not-in-a-mail",
    en="the mail `{mail}` asks for `{path}`, which only notices to colleagues know; it would never leave",
    ja="メール `{mail}` が `{path}` を使っていますが、これは社内への通知だけの値なので、送れません",
    help_en="a mail to a lead knows lead, entry, account, sender and company",
    help_ja="リードへのメールで使えるのは lead、entry、account、sender、company です",
)
TOPIC = Rule(
    id="M313",
    name="unknown-template-topic",
    en="the mail `{mail}` belongs to the topic `{name}`, which does not exist",
    ja="メール `{mail}` の topic `{name}` は宣言されていません",
    help_en="declare it: `topic {name}`, or correct the template",
    help_ja="`topic {name}` と宣言するか、テンプレートを直します",
)
BROKEN = Rule(
    id="M314",
    name="broken-template",
    en="the mail `{mail}` cannot be written: {problem}",
    ja="メール `{mail}` を作れません：{problem_ja}",
)
DOUBTFUL = Rule(
    id="M315",
    name="doubtful-template",
    en="the mail `{mail}`: {problem}",
    ja="メール `{mail}`：{problem_ja}",
    severity="warning",
)
RULES = (UNKNOWN, MAY_BE_MISSING, ELSEWHERE, TOPIC, BROKEN, DOUBTFUL)

ROOTS = ("lead", "entry", "account")
"""What the catalogue declares; the other values of a mail come from the engine."""
OF_NOTICES = ("handoff", "task", "event", "team")
OF_SENDER: Mapping[str, tuple[str, ...]] = {root: tuple(SenderFacts().told) for root in ("sender", "company")}
ALWAYS = ("lead.email",)
"""No mail is made without it."""


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Every mail that is sent can be made for every lead."""
    for mail, places in workspace.sent.items():
        template = workspace.template(mail)
        if template is None:
            continue
        yield from _problems(workspace, template, places[0])
    yield from _topics(workspace)
    yield from _variables(workspace)


def _problems(workspace: Workspace, template: TemplateFacts, place: Name) -> Iterator[Diagnostic]:
    for problem in template.errors:
        rule = BROKEN if problem.severity == "error" else DOUBTFUL
        en, ja = _sentences(workspace, problem)
        yield rule.at(_line(template, problem.line), mail=template.name, problem=en, problem_ja=ja, related=[_sent(place)])


def _sentences(workspace: Workspace, problem: ProblemFacts) -> tuple[str, str]:
    en, ja = workspace.sentences.get(problem.code, (problem.code, problem.code))
    return en.format(**problem.values), ja.format(**problem.values)


def _topics(workspace: Workspace) -> Iterator[Diagnostic]:
    """Each unknown topic once, at the first mail of it; not at all if the program itself speaks of it."""
    told = {key(name) for kind, name in workspace.named if kind == "topic"}
    for mail, places in workspace.sent.items():
        template = workspace.template(mail)
        topic = template.topic if template else ""
        if template is None or not topic or key(topic) in told or workspace.symbols.knows("topic", topic):
            continue
        told.add(key(topic))
        near = workspace.symbols.nearest("topic", topic)
        place = _line(template, template.topic_line)
        yield TOPIC.at(place, mail=template.name, name=topic, suggestion=near, related=[_sent(places[0])])


# ── values ──────────────────────────────────────────────────────────────────────────────


class _Mailing(NamedTuple):
    """A mail that a `send` may send, and where it is named."""

    placed: Placed[Send]
    place: Name
    template: TemplateFacts


def _variables(workspace: Workspace) -> Iterator[Diagnostic]:
    """Each value once per mail, one of the entering event once per scenario: at the first place where it is missing.

    What the entering event lacks is told where the mail is sent, all else where the mail asks for it.
    """
    told: set[tuple[str, str, str]] = set()
    ways: dict[str, dict[int, Supplied]] = {}
    for mailing in _mailings(workspace):
        scenario = mailing.placed.scenario
        for variable in mailing.template.variables:
            of_entry = scenario is not None and variable.path.startswith("entry.")
            mark = (mailing.template.name, variable.path, str(scenario.name) if scenario and of_entry else "")
            finding = None if mark in told else _variable(workspace, mailing, variable)
            if finding is not None and finding.of is MAY_BE_MISSING and scenario is not None:
                way = ways.setdefault(scenario.name.key, supplied(scenario, workspace))
                finding = None if _mark(variable) in way.get(id(mailing.placed.node), NOTHING) else finding
            if finding is not None:
                told.add(mark)
                yield replace(finding, witness=_without(workspace, mailing, variable)) if finding.of is MAY_BE_MISSING else finding


def _without(workspace: Workspace, mailing: _Mailing, variable: VariableFacts) -> Witness | None:
    """A lead without the value that gets the mail."""
    root, name = _mark(variable)
    scenario = mailing.placed.scenario
    return sent_to(workspace, scenario, mailing.placed.node, LeadRef(Name(name))) if root == "lead" and scenario is not None else None


def _mailings(workspace: Workspace) -> Iterator[_Mailing]:
    for placed in workspace.placed(Send):
        mail = placed.node.mail
        series = None if isinstance(mail, OneMail) else workspace.symbols.series(mail.series)
        for name in [mail.name] if isinstance(mail, OneMail) else series.mails if series else ():
            template = workspace.template(name)
            if template is not None:
                yield _Mailing(placed, name, template)


def _mark(variable: VariableFacts) -> tuple[str, str]:
    root, _, rest = variable.path.partition(".")
    return root, key(rest.partition(".")[0])


def _variable(workspace: Workspace, mailing: _Mailing, variable: VariableFacts) -> Diagnostic | None:
    root, _, rest = variable.path.partition(".")
    name = rest.partition(".")[0]
    placed, template = mailing.placed, mailing.template
    said = {"mail": template.name, "path": variable.path}
    line, sent = _line(template, variable.line), mailing.place.span
    place, note = (sent, Related(line, "it stands here", "ここにあります")) if root == "entry" else (line, _sent(mailing.place))
    if root in OF_NOTICES and not variable.guarded:
        return ELSEWHERE.at(place, related=[note], witness=None, fix=None, **said)
    if not name or root not in (*ROOTS, *OF_SENDER) or (root == "entry" and _enters_by_unknown(workspace, placed.scenario)):
        return None
    shape = _shape(workspace, placed, root, name)
    if shape is None:
        near = nearest(name, _known(workspace, placed.scenario, root))
        said["suggestion"] = f"{root}.{near}" if near else ""
        return UNKNOWN.at(place, related=[note], witness=None, fix=None, **said)
    if shape.optional and not variable.guarded and variable.path not in ALWAYS:
        return MAY_BE_MISSING.at(place, related=[note], witness=None, fix=None, **said)
    return None


def _line(template: TemplateFacts, line: int) -> Span:
    """Where the template says it; its first line, where nobody knows."""
    return Span(template.path, 0, 0, line or 1, 1, line or 1, 1)


def _sent(place: Name) -> Related:
    return Related(place.span, "it is sent here", "送るのは、ここです")


def _enters_by_unknown(workspace: Workspace, scenario: Scenario | None) -> bool:
    """Then nothing can be said of its fields; the unknown event is reported at its own place."""
    return scenario is not None and any(workspace.symbols.event(event) is None for event in entry_events(scenario))


def _shape(workspace: Workspace, placed: Placed[Send], root: str, name: str) -> Shape | None:
    match root:
        case "lead":
            return shape_of(LeadRef(Name(name)), placed, workspace.symbols)
        case "account" if name == "name":
            return Shape("text", optional=True)
        case "sender" | "company":
            return Shape("text") if name in OF_SENDER[root] else None
        case "account":
            return shape_of(AccountRef(Name(name)), placed, workspace.symbols)
        case _:
            return shape_of(EntryRef(Name(name)), placed, workspace.symbols)


def _known(workspace: Workspace, scenario: Scenario | None, root: str) -> list[str]:
    if root in OF_SENDER:
        return list(OF_SENDER[root])
    if root == "entry":
        return [str(field.name) for field in entry_fields(scenario, workspace.symbols)] if scenario else []
    declared = workspace.symbols.all("attribute" if root == "lead" else "account attribute")
    return [str(each.name) for each in declared] + (list(SYSTEM_ATTRIBUTES) if root == "lead" else [])

