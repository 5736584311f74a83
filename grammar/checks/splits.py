"""Splits: shares that make a whole, one holdout, arms with names of their own."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from grammar.ast import Arm, Holdout, Name, Split
from grammar.diagnostics import Diagnostic, Related, Rule
from grammar.model import Workspace
from grammar.wording import plain

NOT_100 = Rule(
    id="F221",
    name="split-not-100",
    en="the shares of `{name}` make {sum}%, not 100%",
    ja="`{name}` の割合の合計が {sum}% で、100% になりません",
    help_en="{en}",
    help_ja="{ja}",
)
HOLDOUTS = Rule(
    id="F222",
    name="two-holdouts",
    en="`{name}` has a holdout already: the two cannot be told apart in reports",
    ja="`{name}` にはもう holdout があります。二つは、レポートで区別できません",
    help_en="make one of them, with the sum of the shares",
    help_ja="割合を足して、一つにまとめます",
)
SAME_ARM = Rule(
    id="F223",
    name="duplicate-arm",
    en="`{name}` is an arm of this split already",
    ja="この split には、もう `{name}` があります",
    help_en="give it another name",
    help_ja="別の名前にします",
)
SHARE_MISSING = Rule(
    id="F224",
    name="share-missing",
    en="`{name}` has no share",
    ja="`{name}` に割合がありません",
    help_en="write `50% {name} {{`, or `split {split} evenly` without any shares",
    help_ja="`50% {name} {{` のように書くか、割合を書かずに `split {split} evenly` とします",
)
SHARE_TOO_MUCH = Rule(
    id="F225",
    name="share-in-even-split",
    en="`{split}` is `evenly`, so its arms have no shares of their own",
    ja="`{split}` は `evenly` なので、枝ごとの割合は書けません",
    help_en="take `{share}%` away, or take `evenly` away and give every arm its share",
    help_ja="`{share}%` を消すか、`evenly` を消してすべての枝に割合を書きます",
)
LONELY = Rule(
    id="F226",
    name="split-of-one",
    en="`{name}` has only one arm: everybody takes it",
    ja="`{name}` には枝が一つしかなく、全員がそこに入ります",
    help_en="add another arm or a holdout",
    help_ja="もう一つの枝か holdout を加えます",
    severity="warning",
)

RULES = (NOT_100, HOLDOUTS, SAME_ARM, SHARE_MISSING, SHARE_TOO_MUCH, LONELY)


def check(workspace: Workspace) -> Iterable[Diagnostic]:
    """A split divides all who come, and each part has its name."""
    for split in workspace.each(Split):
        yield from _shares(split)
        yield from _names(split)
        if len(split.arms) == 1:
            yield LONELY.at(split.name.span, name=split.name)


def _shares(split: Split) -> Iterator[Diagnostic]:
    if split.evenly:
        for arm in split.arms:
            if arm.share is not None:
                yield SHARE_TOO_MUCH.at(arm.span, split=split.name, share=plain(arm.share))
        return
    without = [arm for arm in split.arms if arm.share is None]
    for arm in without:
        yield SHARE_MISSING.at(arm.span, name=_name(arm), split=split.name)
    total = sum((arm.share for arm in split.arms if arm.share is not None), Decimal(0))
    if not without and total != 100:
        en, ja = _difference(total)
        yield NOT_100.at(split.name.span, name=split.name, sum=plain(total), en=en, ja=ja)


def _difference(total: Decimal) -> tuple[str, str]:
    if total > 100:
        return f"take {plain(total - 100)}% away", f"{plain(total - 100)}% 減らします"
    return f"give away the other {plain(100 - total)}%", f"残りの {plain(100 - total)}% を割り当てます"


def _names(split: Split) -> Iterator[Diagnostic]:
    seen: dict[str, Name] = {}
    holdout: Holdout | None = None
    for arm in split.arms:
        if isinstance(arm, Holdout):
            if holdout is not None:
                note = Related(holdout.span, "the first stands here", "最初のものはここです")
                yield HOLDOUTS.at(arm.span, name=split.name, related=[note])
            holdout = holdout or arm
        elif (first := seen.setdefault(arm.name.key, arm.name)) is not arm.name:
            note = Related(first.span, "the first stands here", "最初のものはここです")
            yield SAME_ARM.at(arm.name.span, name=arm.name, related=[note])


def _name(arm: Arm | Holdout) -> str:
    return str(arm.name) if isinstance(arm, Arm) else "holdout"
