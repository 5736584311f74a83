"""Splits that pick their best arm: something to choose from, something to measure, and time to measure it in."""

from collections.abc import Iterable, Iterator, Sequence

from grammar.ast import Arm, Name, OneMail, PickBest, Send, Series, Split, Statement, Wait, key
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.paths import minutes
from grammar.walk import walk
from grammar.wording import lasting, passed, plain

NO_MAIL = Rule(
    id="F261",
    name="pick-without-mail",
    en="`{arm}` sends no mail, so its {metric} rate can never be measured",
    ja="`{arm}` はメールを送らないので、{metric_ja}率を測れません",
    help_en="send a mail in it, or make it a `holdout`, which takes no part in the pick",
    help_ja="中でメールを送るか、勝者選びに加わらない `holdout` にします",
)
NO_PICK = Rule(
    id="F262",
    name="testing-without-pick",
    en="`testing {share}%` is for a split that picks its best arm, and `{name}` never picks",
    ja="`testing {share}%` は勝者を選ぶ split のためのものですが、`{name}` は勝者を選びません",
    help_en="write `pick best by click rate after 4 hours` behind it, or take it away",
    help_ja="後ろに `pick best by click rate after 4 hours` のように書くか、消します",
)
NO_CHOICE = Rule(
    id="F263",
    name="pick-of-one",
    en="`{name}` has only one arm to pick from",
    ja="`{name}` には、選べる枝が一つしかありません",
    help_en="add another arm: a `holdout` can not win",
    help_ja="もう一つの枝を加えます。`holdout` は勝者になりません",
)
SHARE = Rule(
    id="F264",
    name="test-share",
    en="`testing {share}%` leaves {en}",
    ja="`testing {share}%` では、{ja}",
    help_en="write a share between, such as `testing 20%`; without `testing` all who come before the pick are tested",
    help_ja="`testing 20%` のように間の割合を書きます。`testing` がなければ、勝者が決まるまでに来た全員で試します",
)
TOO_SOON = Rule(
    id="F265",
    name="pick-before-mail",
    en="the best arm is picked after {after}, and no mail of `{arm}` leaves before {waited} have passed",
    ja="勝者は {after} 後に選ばれますが、`{arm}` のメールは早くても{waited_ja}後です",
    help_en="pick later, or put the wait behind the split",
    help_ja="選ぶのを遅くするか、`wait` を split の後ろに置きます",
)
NO_LINK = Rule(
    id="M306",
    name="pick-without-link",
    en="no mail of `{arm}` has a link, so nobody can click and `{arm}` can not win by click rate",
    ja="`{arm}` のメールにはリンクがないので、誰もクリックできず、クリック率では勝てません",
    help_en="put a link into `{mail}`, or pick by open rate",
    help_ja="`{mail}` にリンクを入れるか、開封率で選びます",
    severity="warning",
)

RULES = (NO_MAIL, NO_PICK, NO_CHOICE, SHARE, TOO_SOON, NO_LINK)

_METRICS = {"click": "クリック", "open": "開封"}


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """Whatever is picked has been measured before."""
    for split in workspace.each(Split):
        yield from _share(split)
        if split.pick is not None:
            yield from _picks(workspace, split, split.pick)


def _share(split: Split) -> Iterator[Diagnostic]:
    if split.testing is None:
        return
    share = plain(split.testing)
    if split.pick is None:
        yield NO_PICK.at(split.name.span, name=split.name, share=share)
    elif split.testing == 0:
        yield SHARE.at(split.name.span, share=share, en="nobody to test with", ja="試す相手がいません")
    elif split.testing >= 100:
        yield SHARE.at(split.name.span, share=share, en="nobody to wait for the winner", ja="勝者を待つ人がいません")


def _picks(workspace: Workspace, split: Split, pick: PickBest) -> Iterator[Diagnostic]:
    arms = [arm for arm in split.arms if isinstance(arm, Arm)]
    if len(arms) < 2 and len(split.arms) > 1:
        yield NO_CHOICE.at(split.name.span, name=split.name)
    for arm in arms:
        mails = _mails(workspace, arm)
        if not mails:
            yield NO_MAIL.at(arm.name.span, arm=arm.name, metric=pick.metric, metric_ja=_METRICS[pick.metric])
            continue
        yield from _time(arm, pick)
        if pick.metric == "click":
            yield from _links(workspace, arm, mails)


def _mails(workspace: Workspace, arm: Arm) -> list[Name]:
    """What an arm sends; of a series all of it."""
    series = {one.name.key: one.mails for one in workspace.all(Series)}
    found: list[Name] = []
    for node in walk(arm.body):
        if isinstance(node, Send):
            found += [node.mail.name] if isinstance(node.mail, OneMail) else series.get(node.mail.series.key, (node.mail.series,))
    return found


def _time(arm: Arm, pick: PickBest) -> Iterator[Diagnostic]:
    waits, waited = _before_mail(arm.body.statements)
    if waits and waited >= minutes(pick.after) and not pick.after.unit.startswith("business"):
        note = Related(waits[0].span, "it waits here", "ここで待ちます")
        en, ja = passed(waited)
        yield TOO_SOON.at(pick.span, after=lasting(pick.after), arm=arm.name, waited=en, waited_ja=ja, related=[note])


def _before_mail(statements: Sequence[Statement]) -> tuple[list[Wait], int]:
    """The waits that stand before the first mail, and how many minutes they take at least."""
    waits: list[Wait] = []
    for statement in statements:
        if any(isinstance(node, Send) for node in walk(statement)):
            break
        if isinstance(statement, Wait):
            waits.append(statement)
    return waits, sum(minutes(wait.duration) for wait in waits)


def _links(workspace: Workspace, arm: Arm, mails: Sequence[Name]) -> Iterator[Diagnostic]:
    facts = [workspace.template(key(name)) for name in mails]
    if all(one is not None and not one.links for one in facts):
        yield NO_LINK.at(arm.name.span, arm=arm.name, mail=mails[0])
