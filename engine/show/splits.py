"""Splits that pick their best arm, on the screen."""

from collections.abc import Sequence

from engine.reports.experiments import SplitTest
from engine.reports.intervals import Interval, Share
from engine.show.moments import moment
from engine.show.screen import Screen
from engine.show.tables import Column, heading, table

_METRICS = {"click": ("clicked", "クリック"), "open": ("opened", "開封")}


def draw_tests(screen: Screen, tests: Sequence[SplitTest], zone: str) -> None:
    """Each test with its arms, and below them what was picked and how sure that is."""
    for one in tests:
        of = f" ({one.round})" if one.round else ""
        heading(screen, f"the arms of `{one.split}`{of}", f"`{one.split}` の枝の比較{of}")
        table(screen, _columns(one), [_row(one, number) for number in range(len(one.arms))])
        if unseen := sum(arm.unobserved for arm in one.arms):
            screen.say(f"{unseen} more got the mail and are not observed; no rate counts them",
                       f"ほかに {unseen} 人は、記録しない読者です（率には数えません）")  # fmt: skip
        screen.say(*_verdict(one, zone))
        if one.rest.total:
            en, ja = _METRICS[one.metric]
            screen.say(f"since then others got it too: {one.rest.total}, {en} {part(one.rest)}",
                       f"その後に勝者を受け取った人：{one.rest.total} 人、{ja} {part(one.rest)}")  # fmt: skip


def _columns(one: SplitTest) -> tuple[Column, ...]:
    en, ja = _METRICS[one.metric]
    return (
        Column("arm", "枝"),
        Column("leads", "人数", align="right"),
        Column("mail left", "送信", align="right"),
        Column(f"{en} at the pick", f"決定時の{ja}", align="right"),
        Column(f"{en} by now", f"現在の{ja}", align="right"),
        Column("rate (95 %)", "率（95%区間）", align="right"),
        Column("", ""),
    )


def _row(one: SplitTest, number: int) -> tuple[object, ...]:
    arm = one.arms[number]
    rate = f"{arm.rate.value:.1%} ({arm.rate.low:.1%} – {arm.rate.high:.1%})" if arm.did.total else "-"
    at_pick = part(arm.at_pick) if one.winner else "-"
    return arm.name, arm.leads, arm.did.total, at_pick, part(arm.did), rate, "★" if arm.name == one.winner else ""


def part(share: Share) -> str:
    """So many of so many."""
    return f"{share.count}/{share.total}"


def _verdict(one: SplitTest, zone: str) -> tuple[str, str]:
    """In English and Japanese. A winner is the better one so far, unless chance is unlikely."""
    if not one.winner:
        return (
            f"tested since {moment(one.began, zone)}; it picks at {moment(one.picks, zone)}",
            f"{moment(one.began, zone)} からテスト中。{moment(one.picks, zone)} に勝者を決めます",
        )
    when, ahead = moment(one.picked, zone), points(one.ahead)
    if one.is_proven:
        return (
            f"`{one.winner}` was picked at {when}; ahead by {ahead} by now, more than chance (95 %)",
            f"{when} に `{one.winner}` を選択。現在の差は {ahead} で、偶然とは言えません（95%）",
        )
    return (
        f"`{one.winner}` was picked at {when}; ahead by {ahead} by now: the better one so far, not proven",
        f"{when} に `{one.winner}` を選択。現在の差は {ahead}。今のところ良いほうで、証明ではありません",
    )


def points(interval: Interval | None) -> str:
    """A difference of rates with its interval, in points of percent."""
    if interval is None:
        return "-"
    return f"{interval.value * 100:+.1f} ({interval.low * 100:+.1f} – {interval.high * 100:+.1f}) pt"
