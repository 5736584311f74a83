"""`nurture report` on the screen: the staircase, scenarios, mails, handoffs, and what nurturing is worth."""

from typing import Any

from engine.commands.reporting import Report, report
from engine.reports.intervals import Interval, Share
from engine.reports.mails import Tally
from engine.reports.uplift import Uplift
from engine.reports.webhooks import WebhookTally
from engine.show.outbox_why import halt_words
from engine.show.plain import dated, plain
from engine.show.reasons import reason
from engine.show.screen import FINE, Screen
from engine.show.splits import draw_tests
from engine.show.tables import Column, heading, table

STAIRS = (
    Column("stage", "ステージ"),
    Column("reached", "到達", align="right"),
    Column("staying", "滞留", align="right"),
    Column("passed", "遷移", align="right"),
    Column("dropped", "離脱", align="right"),
    Column("went on", "遷移率", align="right"),
)
SCENARIOS = (
    Column("scenario", "シナリオ"),
    Column("entered", "開始", align="right"),
    Column("in it", "滞留", align="right"),
    Column("goal", "目標", align="right"),
    Column("finished", "完了", align="right"),
    Column("left", "離脱", align="right"),
    Column("stopped", "停止", align="right"),
    Column("holdout", "対照群", align="right"),
)
MAILS = (
    Column("mail", "メール"),
    Column("scenario", "シナリオ"),
    Column("sent", "送信", align="right"),
    Column("opened", "開封", align="right"),
    Column("clicked", "クリック", align="right"),
    Column("not observed", "記録なし", align="right"),
    Column("waiting", "待ち", align="right"),
    Column("not sent", "送らず", align="right"),
)
HANDOFFS = (
    Column("team", "チーム"),
    Column("raised", "引渡", align="right"),
    Column("waiting", "待ち", align="right"),
    Column("accepted", "受領", align="right"),
    Column("rejected", "差戻", align="right"),
    Column("overdue", "期限切", align="right"),
    Column("reasons", "差戻の理由"),
)
WEBHOOKS = (
    Column("webhook", "Webhook"),
    Column("called", "呼出", align="right"),
    Column("done", "到達", align="right"),
    Column("waiting", "待ち", align="right"),
    Column("failed", "失敗", align="right"),
    Column("reasons", "理由"),
)
UPLIFTS = (
    Column("stage", "ステージ"),
    Column("nurtured", "育成群", align="right"),
    Column("holdout", "対照群", align="right"),
    Column("difference (95 %)", "差（95%区間）", align="right"),
    Column("factor (95 %)", "倍率（95%区間）", align="right"),
)


def show_report(screen: Screen, *, scenario: str) -> int:
    """All parts, or those of one scenario."""
    found = report(screen.folder, scenario=scenario)
    screen.document(document(found))
    draw(screen, found)
    return FINE


def draw(screen: Screen, found: Report) -> None:
    """The report as tables."""
    _state(screen, found)
    if found.stairs and not found.scenario:
        heading(screen, "the journey", "購買の段階")
        rows = [(one.stage, one.reached, one.staying, one.passed, one.dropped, _percent(one.through)) for one in found.stairs]
        table(screen, STAIRS, rows)
    _scenarios(screen, found)
    _mails(screen, found)
    _doubtful(screen, found)
    if found.handoffs and not found.scenario:
        heading(screen, "handed to sales", "営業への引き渡し")
        table(
            screen,
            HANDOFFS,
            [(one.team, one.raised, one.waiting, one.accepted, one.rejected, one.overdue, _reasons(one.reasons)) for one in found.handoffs],
        )
    _webhooks(screen, found)
    _uplifts(screen, found)
    draw_tests(screen, found.tests, found.zone)


def document(found: Report) -> dict[str, Any]:
    """The report as plain data."""
    told = dict(plain(found)) | {"asides": [dated(plain(one), "at", zone="UTC") for one in found.asides]}
    told["tests"] = [dated(plain(one) | {"proven": one.is_proven}, "began", "picks", "picked", zone=found.zone) for one in found.tests]
    told["mails"]["doubtful"] = [dated(plain(one), "fenced_at", zone="UTC") for one in found.mails.doubtful]
    return told


def _state(screen: Screen, found: Report) -> None:
    health = found.health
    mode = screen.pick("stopped by hand", "手動で停止中") if health.stopped else health.mode
    screen.say(
        f"{health.leads:,} leads, {health.events:,} events, {health.waiting:,} waiting; {mode}",
        f"リード {health.leads:,} 人、できごと {health.events:,} 件、未処理 {health.waiting:,} 件。{mode}",
    )
    if health.halted:
        screen.say(*halt_words(health.halted))
    for one in found.asides:
        screen.say(
            f"set aside after failing: `{one.lead}` ({one.reason}); `nurture leads release` tries it anew",
            f"失敗のため脇に置いたリード：`{one.lead}`（{one.reason}）。`nurture leads release` でやり直せます",
        )
    if found.reviews:
        screen.say(
            f"{found.reviews} pairs of leads may be one person; they are kept apart",
            f"同じ人かもしれないリードが {found.reviews} 組あります。別々のままにしています",
        )


def _scenarios(screen: Screen, found: Report) -> None:
    if not found.passages:
        return
    heading(screen, "scenarios", "シナリオ")
    ends = ("goal", "finished", "left", "stopped", "holdout")
    rows = [(one.scenario, one.entered, one.standing, *(one.ends[end] for end in ends)) for one in found.passages]
    table(screen, SCENARIOS, rows)
    if found.scenario and found.places:
        heading(screen, "where they stand", "現在地")
        columns = (Column("step", "ステップ"), Column("leads", "人数", align="right"))
        table(screen, columns, [(one.step, one.standing) for one in found.places])


def _mails(screen: Screen, found: Report) -> None:
    if not found.mails.tallies:
        return
    heading(screen, "mails", "メール")
    rows = [mail_row(one) for one in found.mails.tallies]
    if unseen := sum(one.unobserved for one in found.mails.tallies):
        table(screen, MAILS, rows)
        screen.say(
            f"{unseen:,} mails left whose opens and clicks are not observed; rates are of the others",
            f"開封とクリックを記録しないメールが {unseen:,} 通あります。率はそれ以外についてです",
        )
    else:
        table(screen, [*MAILS[:5], *MAILS[6:]], [(*row[:5], *row[6:]) for row in rows])
    if by_machines := sum(one.machines for one in found.mails.tallies):
        screen.say(
            f"besides, machines loaded pictures and followed links {by_machines:,} times; none of it counts",
            f"ほかに機械による読み込みやクリックが {by_machines:,} 回（数えません）",
        )
    if found.mails.unsent:
        heading(screen, "why mails wait or were not sent", "待っている・送らなかった理由")
        columns = (Column("reason", "理由"), Column("mails", "通", align="right"))
        table(screen, columns, [(reason(one.reason, screen.lang), one.count) for one in found.mails.unsent])


def _doubtful(screen: Screen, found: Report) -> None:
    if found.mails.doubtful:
        heading(screen, "mails in doubt: sent or not, nobody knows; not sent again", "届いたか不明のメール（再送しません）")
        columns = (Column("lead", "リード"), Column("mail", "メール"), Column("to", "宛先"))
        table(screen, columns, [(one.lead, one.template, one.target) for one in found.mails.doubtful])


def _webhooks(screen: Screen, found: Report) -> None:
    if found.webhooks:
        heading(screen, "told to other systems", "ほかのシステムへの連携（Webhook）")
        table(screen, WEBHOOKS, [_webhook(screen, one) for one in found.webhooks])


def _webhook(screen: Screen, one: WebhookTally) -> tuple[object, ...]:
    reasons = tuple((reason(why, screen.lang), count) for why, count in one.reasons)
    return one.name, one.called, one.done, one.waiting, one.failed, _reasons(reasons)


def mail_row(one: Tally) -> tuple[object, ...]:
    """A line of `MAILS`."""
    kept = one.skipped + one.failed + one.doubtful + one.shadow
    opened, clicked = _part(one.opened, one.observed), _part(one.clicked, one.observed)
    return one.template, one.scenario, one.sent, opened, clicked, one.unobserved, one.waiting, kept


def _uplifts(screen: Screen, found: Report) -> None:
    for scenario in dict.fromkeys(one.scenario for one in found.uplifts):
        label = found.labels.get(scenario, scenario)
        heading(screen, f"nurtured against not nurtured: {label}", f"育成した人としなかった人：{label}")
        table(screen, UPLIFTS, [uplift_row(one) for one in found.uplifts if one.scenario == scenario])


def uplift_row(one: Uplift) -> tuple[str, ...]:
    """A line of `UPLIFTS`."""
    factor = f"×{one.factor.value:.1f} ({one.factor.low:.1f} – {one.factor.high:.1f})" if one.factor else "-"
    return one.stage, _share(one.nurtured), _share(one.holdout), _points(one.difference), factor


def _share(share: Share) -> str:
    return f"{share.count}/{share.total} {share.value:.0%}"


def _points(interval: Interval) -> str:
    return f"{interval.value * 100:+.0f} ({interval.low * 100:+.0f} – {interval.high * 100:+.0f}) pt"


def _part(count: int, total: int) -> str:
    return f"{count} {count / total:.0%}" if total else str(count)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _reasons(reasons: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name or '-'} {count}" for name, count in reasons)
