"""Tests beside scenarios: the leads they name, and the order in which they play."""

from collections.abc import Iterable, Iterator
from datetime import time

from grammar.ast import (
    Accepts,
    ByDay,
    DayMoment,
    Deployed,
    Expect,
    Finishes,
    Given,
    GivenArm,
    Holdout,
    Imported,
    MailMeets,
    MergedInto,
    Name,
    Node,
    Play,
    Rejects,
    Split,
    SplitExpected,
    StartAt,
    Test,
    TestItem,
    WebhookDone,
    WebhookFailed,
    WinnerExpected,
    key,
)
from grammar.checks.gathering import gathered
from grammar.checks.members import UNKNOWN_REASON
from grammar.checks.unknown import UNKNOWN, missing
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.names import nearest, reasons_of

UNKNOWN_LEAD = Rule(
    id="N151",
    name="unknown-lead",
    en="there is no lead `{name}` in this test",
    ja="このテストに `{name}` というリードはいません",
    help_en="let it appear first: `given lead {name}`",
    help_ja="先に登場させます：`given lead {name}`",
)
UNKNOWN_ARM = Rule(
    id="N152",
    name="unknown-arm",
    en="the split `{owner}` has no arm `{name}`",
    ja="split `{owner}` に枝 `{name}` はありません",
    help_en="its arms: {known}",
    help_ja="あるのは：{known}",
)
GOES_BACK = Rule(
    id="T131",
    name="test-goes-back",
    en="the clock of a test goes only forward, and this lies before the line above",
    ja="テストの時計は前にしか進みません。これは上の行より前の時刻です",
    help_en="put the lines in order of time",
    help_ja="時刻の順に並べます",
)
NO_START = Rule(
    id="T132",
    name="test-without-start",
    en="this test does not say when it begins: it plays from a monday morning of the engine's choice",
    ja="いつ始まるかが書かれていないので、決まった月曜の朝から始まります",
    help_en="write `start at 2026-11-02 09:00` as its first line",
    help_ja="最初の行に `start at 2026-11-02 09:00` のように書きます",
    severity="info",
)

RULES = (UNKNOWN_LEAD, UNKNOWN_ARM, GOES_BACK, NO_START)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A test can be played from top to bottom."""
    for test in workspace.each(Test):
        yield from gathered(_names(workspace, test), once=(UNKNOWN_LEAD,))
        yield from _order(test)
    yield from _arms(workspace)


def _names(workspace: Workspace, test: Test) -> Iterator[Diagnostic]:
    leads = {name.key: str(name) for item in test.items if (name := _brought(item)) is not None}
    for item in test.items:
        if isinstance(item, Play):
            yield from _subject(workspace, item, leads)
            yield from _named(item.act, leads)
        elif isinstance(item, Expect):
            yield from _named(item.expectation, leads)


def _brought(item: TestItem) -> Name | None:
    """The lead that a line lets appear."""
    match item:
        case Given(lead=lead):
            return lead
        case Play(subject=subject, act=Imported()):
            return subject
        case _:
            return None


def _subject(workspace: Workspace, play: Play, leads: dict[str, str]) -> Iterator[Diagnostic]:
    symbols = workspace.symbols
    if isinstance(play.act, MailMeets):
        return  # the subject is a mail, and `mails.py` asks whether it is ever sent
    if isinstance(play.act, WebhookDone | WebhookFailed):
        return  # the subject is a webhook, and `systems.py` asks whether it is there
    if isinstance(play.act, Deployed):
        if not symbols.knows("scenario", play.subject):
            yield missing(UNKNOWN["scenario"], play.subject, symbols.nearest("scenario", play.subject))
        return
    if not isinstance(play.act, Accepts | Rejects | Finishes):
        if play.subject.key not in leads:
            yield _unknown(play.subject, leads)
        return
    if not symbols.knows("team", play.subject) and not isinstance(play.act, Finishes):
        yield missing(UNKNOWN["team"], play.subject, symbols.nearest("team", play.subject))
    team = symbols.team(play.subject)
    if isinstance(play.act, Rejects) and play.act.reason is not None and team is not None:
        known = reasons_of(team)
        if key(play.act.reason) not in {key(reason) for reason in known}:
            listed = ", ".join(f'"{each}"' for each in known) or "-"
            yield UNKNOWN_REASON.at(
                play.act.span, owner=team.name, name=play.act.reason, known=listed,
                suggestion=nearest(play.act.reason, known),
            )  # fmt: skip


def _named(node: Node, leads: dict[str, str]) -> Iterator[Diagnostic]:
    """The lead an act or an expectation names, if it names one."""
    name = node.lead if isinstance(node, MergedInto) else getattr(node, "lead", None)
    if isinstance(name, Name) and name.key not in leads:
        yield _unknown(name, leads)


def _unknown(name: Name, leads: dict[str, str]) -> Diagnostic:
    return missing(UNKNOWN_LEAD, name, nearest(name, leads.values()))


def _arms(workspace: Workspace) -> Iterator[Diagnostic]:
    """The arms that tests say and expect."""
    known: dict[str, list[str]] = {}
    for split in workspace.all(Split):
        known.setdefault(split.name.key, []).extend("holdout" if isinstance(arm, Holdout) else str(arm.name) for arm in split.arms)
    tested = {split.name.key for split in workspace.all(Split) if split.testing is not None}
    yield from _otherwise(workspace)
    said: list[GivenArm | SplitExpected | WinnerExpected] = [*workspace.each(GivenArm), *workspace.each(SplitExpected)]
    said += workspace.each(WinnerExpected)
    for one in said:
        arms = known.get(one.split.key)
        if arms is None or one.arm is None or (isinstance(one, GivenArm) and one.arm == "rest" and one.split.key in tested):
            continue
        if one.arm.key not in {key(arm) for arm in arms}:
            listed = ", ".join(f"`{arm}`" for arm in arms)
            yield missing(UNKNOWN_ARM, one.arm, nearest(one.arm, arms), owner=str(one.split), known=listed)


def _otherwise(workspace: Workspace) -> Iterator[Diagnostic]:
    """The arm a split takes where too few came: one of its own that can win."""
    for split in workspace.each(Split):
        arm = split.pick.otherwise if split.pick is not None else None
        own = [str(one.name) for one in split.arms if not isinstance(one, Holdout)]
        if arm is not None and arm.key not in {key(name) for name in own}:
            yield missing(UNKNOWN_ARM, arm, nearest(arm, own), owner=str(split.name), known=", ".join(f"`{name}`" for name in own))


def _order(test: Test) -> Iterator[Diagnostic]:
    start = next((item for item in test.items if isinstance(item, StartAt)), None)
    if start is None:
        yield NO_START.at(test.span)
        return
    last: DayMoment | ByDay | None = None
    for item in test.items:
        at = item.at if isinstance(item, Play | Expect) else None
        if at is None:
            continue
        if last is not None and _moment(at, start) < _moment(last, start) and _told(at):
            yield GOES_BACK.at(at.span, related=[Related(last.span, "the line above", "上の行")])
        else:
            last = at


def _moment(at: DayMoment | ByDay, start: StartAt) -> tuple[int, time]:
    return at.day, at.at or start.at


def _told(at: DayMoment | ByDay) -> bool:
    """A day without a clock time is the day as a whole: it is not before a time of the same day."""
    return at.at is not None


